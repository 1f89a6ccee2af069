"""What docs/missing-raises reports."""


class Outer:
    """A."""

    class InnerError(AppError):
        """A."""

    def m(self):
        """Do it."""
        try:
            raise self.InnerError
        except AppError:
            pass

    def m2(self):  # expect: docs/missing-raises
        """Do it.

        Raises:
            InnerError: TODO.
        """
        try:
            raise Outer.InnerError
        except KeyError:
            pass


def plain():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    raise ValueError


def dotted():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    raise m.n.ValueError("x") from e


def underscored():  # expect: docs/missing-raises
    """Do it.

    Raises:
        _Stop: TODO.
    """
    raise _Stop


def underscored2():  # expect: docs/missing-raises
    """Do it.

    Raises:
        __Stop: TODO.
    """
    raise __Stop()


def with_tb():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    raise ValueError("x").with_traceback(tb)


def with_note():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    raise ValueError("x").add_note(tb)


def make():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValidationError: TODO.
    """
    raise ValidationError.make(1)


def ifexp2():  # expect: docs/missing-raises
    """Do it.

    Raises:
        A: X.
        B: TODO.
    """
    raise A if c else m.B


def bare():  # expect: docs/missing-raises
    """Do it.

    Raises:
        KeyError: TODO.
    """
    try:
        x()
    except KeyError:
        raise


def as_e():  # expect: docs/missing-raises
    """Do it.

    Raises:
        KeyError: TODO.
        OtherError: TODO.
    """
    try:
        x()
    except (KeyError, m.OtherError) as e:
        raise e


def as_e_tb():  # expect: docs/missing-raises
    """Do it.

    Raises:
        KeyError: TODO.
    """
    try:
        x()
    except KeyError as e:
        raise e.with_traceback(None)


def as_e_from():  # expect: docs/missing-raises
    """Do it.

    Raises:
        KeyError: TODO.
    """
    try:
        x()
    except KeyError as e:
        raise e from None


def bare_nested_if():  # expect: docs/missing-raises
    """Do it.

    Raises:
        KeyError: TODO.
    """
    try:
        x()
    except KeyError:
        if x:
            raise


def var():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    e = ValueError("x")
    raise e


def var_annot():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    e: Exception = ValueError("x")
    raise e


def caught_exit():  # expect: docs/missing-raises
    """Do it.

    Raises:
        SystemExit: TODO.
    """
    try:
        raise SystemExit
    except Exception:
        pass


def caught_exit2():  # expect: docs/missing-raises
    """Do it.

    Raises:
        KeyboardInterrupt: TODO.
    """
    try:
        raise KeyboardInterrupt
    except Exception:
        pass


def caught_exit3():  # expect: docs/missing-raises
    """Do it.

    Raises:
        GeneratorExit: TODO.
    """
    try:
        raise GeneratorExit
    except Exception:
        pass


def suppressed2():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    with contextlib.suppress(KeyError):
        raise ValueError


def raised_in_handler():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    try:
        x()
    except KeyError:
        raise ValueError
    except ValueError:
        pass


def raised_in_else():  # expect: docs/missing-raises
    """Do it.

    Raises:
        KeyError: TODO.
    """
    try:
        x()
    except KeyError:
        pass
    else:
        raise KeyError


def raised_in_finally():  # expect: docs/missing-raises
    """Do it.

    Raises:
        KeyError: TODO.
    """
    try:
        x()
    except KeyError:
        pass
    finally:
        raise KeyError


def not_sub():  # expect: docs/missing-raises
    """Do it.

    Raises:
        AppError: TODO.
    """
    try:
        raise AppError
    except SubError:
        pass


def doc_exception():  # expect: docs/missing-raises
    """Do it.

    Raises:
        Exception: X.
        KeyError: TODO.
    """
    raise KeyError


def doc_baseexception():  # expect: docs/missing-raises
    """Do it.

    Raises:
        BaseException: X.
        KeyError: TODO.
    """
    raise KeyError


def prose_mixed():  # expect: docs/missing-raises
    """Do it.

    Raises:
        An error if it goes wrong.
        ValueError: X.
        KeyError: TODO.
    """
    raise KeyError


@contextmanager
def cm():  # expect: docs/missing-raises
    """Yield it.

    Raises:
        ValueError: TODO.
    """
    yield 1
    raise ValueError


class M:
    """A."""

    def __getattr__(self, n):
        """Get it."""
        raise AttributeError

    def __init__(self):  # expect: docs/missing-raises
        """Set up.

        Raises:
            AttributeError: TODO.
        """
        raise AttributeError

    def __call__(self):  # expect: docs/missing-raises
        """Do it.

        Raises:
            AttributeError: TODO.
        """
        raise AttributeError

    @property
    def p(self):
        """The p."""
        raise AttributeError

    @abstractmethod
    def a(self):
        """Do it."""
        raise ValueError


def loops():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    for x in y:
        while z:
            with w:
                if q:
                    raise ValueError
                else:
                    pass


def else_loops():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    for x in y:
        pass
    else:
        raise ValueError


def matching():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    match x:
        case 1:
            raise ValueError


def ifexp_handler():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    try:
        x()
    except KeyError as e:
        raise ValueError from e


def handler_reassigned():  # expect: docs/missing-raises
    """Do it.

    Raises:
        ValueError: TODO.
    """
    try:
        x()
    except KeyError as e:
        raise type(e)("x")
    raise ValueError


def deep_make():  # expect: docs/missing-raises
    """Do it.

    Raises:
        FooError: TODO.
    """
    raise a.b.FooError.make().with_traceback(None)
