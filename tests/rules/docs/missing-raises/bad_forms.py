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
        """Do it."""
        try:
            raise Outer.InnerError
        except KeyError:
            pass


def plain():  # expect: docs/missing-raises
    """Do it."""
    raise ValueError


def dotted():  # expect: docs/missing-raises
    """Do it."""
    raise m.n.ValueError("x") from e


def underscored():  # expect: docs/missing-raises
    """Do it."""
    raise _Stop


def underscored2():  # expect: docs/missing-raises
    """Do it."""
    raise __Stop()


def with_tb():  # expect: docs/missing-raises
    """Do it."""
    raise ValueError("x").with_traceback(tb)


def with_note():  # expect: docs/missing-raises
    """Do it."""
    raise ValueError("x").add_note(tb)


def make():  # expect: docs/missing-raises
    """Do it."""
    raise ValidationError.make(1)


def ifexp2():  # expect: docs/missing-raises
    """Do it.

    Raises:
        A: X.
    """
    raise A if c else m.B


def bare():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except KeyError:
        raise


def as_e():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except (KeyError, m.OtherError) as e:
        raise e


def as_e_tb():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except KeyError as e:
        raise e.with_traceback(None)


def as_e_from():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except KeyError as e:
        raise e from None


def bare_nested_if():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except KeyError:
        if x:
            raise


def var():  # expect: docs/missing-raises
    """Do it."""
    e = ValueError("x")
    raise e


def var_annot():  # expect: docs/missing-raises
    """Do it."""
    e: Exception = ValueError("x")
    raise e


def caught_exit():  # expect: docs/missing-raises
    """Do it."""
    try:
        raise SystemExit
    except Exception:
        pass


def caught_exit2():  # expect: docs/missing-raises
    """Do it."""
    try:
        raise KeyboardInterrupt
    except Exception:
        pass


def caught_exit3():  # expect: docs/missing-raises
    """Do it."""
    try:
        raise GeneratorExit
    except Exception:
        pass


def suppressed2():  # expect: docs/missing-raises
    """Do it."""
    with contextlib.suppress(KeyError):
        raise ValueError


def raised_in_handler():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except KeyError:
        raise ValueError
    except ValueError:
        pass


def raised_in_else():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except KeyError:
        pass
    else:
        raise KeyError


def raised_in_finally():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except KeyError:
        pass
    finally:
        raise KeyError


def not_sub():  # expect: docs/missing-raises
    """Do it."""
    try:
        raise AppError
    except SubError:
        pass


def doc_exception():  # expect: docs/missing-raises
    """Do it.

    Raises:
        Exception: X.
    """
    raise KeyError


def doc_baseexception():  # expect: docs/missing-raises
    """Do it.

    Raises:
        BaseException: X.
    """
    raise KeyError


def prose_mixed():  # expect: docs/missing-raises
    """Do it.

    Raises:
        An error if it goes wrong.
        ValueError: X.
    """
    raise KeyError


@contextmanager
def cm():  # expect: docs/missing-raises
    """Yield it."""
    yield 1
    raise ValueError


class M:
    """A."""

    def __getattr__(self, n):
        """Get it."""
        raise AttributeError

    def __init__(self):  # expect: docs/missing-raises
        """Set up."""
        raise AttributeError

    def __call__(self):  # expect: docs/missing-raises
        """Do it."""
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
    """Do it."""
    for x in y:
        while z:
            with w:
                if q:
                    raise ValueError
                else:
                    pass


def else_loops():  # expect: docs/missing-raises
    """Do it."""
    for x in y:
        pass
    else:
        raise ValueError


def matching():  # expect: docs/missing-raises
    """Do it."""
    match x:
        case 1:
            raise ValueError


def ifexp_handler():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except KeyError as e:
        raise ValueError from e


def handler_reassigned():  # expect: docs/missing-raises
    """Do it."""
    try:
        x()
    except KeyError as e:
        raise type(e)("x")
    raise ValueError


def deep_make():  # expect: docs/missing-raises
    """Do it."""
    raise a.b.FooError.make().with_traceback(None)
