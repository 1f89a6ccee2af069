"""What docs/missing-raises leaves alone."""


class AppError(Exception):
    """A."""


class SubError(AppError):
    """A."""


class SubSub(SubError, ValueError):
    """A."""


if True:
    class CondError(AppError):
        """A."""
else:
    class CondError(AppError):
        """A."""

try:
    from x import FooError
except ImportError:
    class FooError(KeyError):
        """A."""


def lower():
    """Do it."""
    raise stop


def lower_call():
    """Do it."""
    raise stop()


def make_doc():
    """Do it.

    Raises:
        ValidationError: X.
    """
    raise x.ValidationError.make(1)


def ifexp():
    """Do it.

    Raises:
        A: X.
        B: X.
    """
    raise A() if c else B()


def bare_exc():
    """Do it."""
    try:
        x()
    except Exception:
        raise


def bare_none():
    """Do it."""
    try:
        x()
    except:
        raise


def bare_base():
    """Do it."""
    try:
        x()
    except BaseException as e:
        raise e


def bare_in_else():
    """Do it."""
    try:
        x()
    except KeyError:
        pass
    else:
        raise


def var_twice():
    """Do it."""
    e = ValueError("x")
    if x:
        e = KeyError()
    raise e


def var_class():
    """Do it."""
    e = factory()
    raise e


def param(e):
    """Do it."""
    raise e


def self_err(self):
    """Do it."""
    raise self.err_cls()


def caps():
    """Do it."""
    raise ERRORS.get("x")


def caps2():
    """Do it."""
    raise errors.ENOENT


def caps3():
    """Do it."""
    raise ERRORS["x"]


def nie():
    """Do it."""
    if x:
        raise NotImplementedError("y")
    print(x)


def asserting():
    """Do it."""
    assert False


def nested():
    """Do it."""
    def inner():
        raise ValueError


def caught():
    """Do it."""
    try:
        raise ValueError
    except ValueError:
        pass


def caught_super():
    """Do it."""
    try:
        raise KeyError
    except LookupError:
        pass


def caught_tuple():
    """Do it."""
    try:
        raise KeyError
    except (TypeError, LookupError):
        pass


def caught_exception():
    """Do it."""
    try:
        raise Whatever
    except Exception:
        pass


def caught_exit4():
    """Do it."""
    try:
        raise SystemExit
    except:
        pass


def caught_exit5():
    """Do it."""
    try:
        raise SystemExit
    except BaseException:
        pass


def caught_oserror():
    """Do it."""
    try:
        raise IOError
    except OSError:
        pass


def caught_oserror2():
    """Do it."""
    try:
        raise OSError
    except EnvironmentError:
        pass


def suppressed():
    """Do it."""
    with contextlib.suppress(KeyError, ValueError):
        raise ValueError


def suppressed3():
    """Do it."""
    with open("x") as f, suppress(LookupError):
        raise KeyError


def caught_outer():
    """Do it."""
    try:
        try:
            raise KeyError
        except ValueError:
            pass
    except KeyError:
        pass


def raised_in_handler_outer():
    """Do it."""
    try:
        try:
            x()
        except KeyError:
            raise ValueError
    except ValueError:
        pass


def same_file():
    """Do it."""
    try:
        raise SubSub
    except AppError:
        pass


def same_file2():
    """Do it."""
    try:
        raise SubSub
    except ValueError:
        pass


def same_file_cond():
    """Do it."""
    try:
        raise CondError
    except AppError:
        pass


def same_file_try():
    """Do it."""
    try:
        raise FooError
    except LookupError:
        pass


def doc_dotted():
    """Do it.

    Raises:
        m.ValueError: X.
    """
    raise ValueError


def doc_role():
    """Do it.

    Raises:
        :exc:`~m.ValueError`: X.
        `KeyError`: X.
        ``TypeError``: X.
    """
    if x:
        raise KeyError
    if y:
        raise TypeError
    raise ValueError


def doc_list():
    """Do it.

    Raises:
        A, B: X.
        C or D: X.
        E | F: X.
    """
    if x:
        raise A
    if x:
        raise B
    if x:
        raise C
    if x:
        raise D
    if x:
        raise E
    if x:
        raise F


def doc_super():
    """Do it.

    Raises:
        LookupError: X.
    """
    raise KeyError


def doc_super_same():
    """Do it.

    Raises:
        AppError: X.
    """
    raise SubSub


def doc_super_cond():
    """Do it.

    Raises:
        AppError: X.
    """
    raise CondError


def doc_exception2():
    """Do it.

    Raises:
        Exception: X.
    """
    raise Exception("x")


def prose():
    """Do it.

    Raises:
        An error if it goes wrong.
    """
    raise KeyError


def lone():
    """Do it.

    Raises:
        KeyError
    """
    raise KeyError


def no_colon():
    """Do it.

    Raises:
        KeyError if it goes wrong.
    """
    raise KeyError


def exiting():
    """Do it."""
    sys.exit(1)


def group():
    """Do it."""
    try:
        raise ValueError
    except* ValueError:
        pass


def desc_blank():
    """Do it.

    Raises:
        ValueError:
    """
    raise ValueError


def unknown_handler():
    """Do it."""
    try:
        raise ValueError
    except ERRORS:
        pass


def unknown_handler2():
    """Do it."""
    try:
        raise ValueError
    except self.errors as e:
        pass


def walrus():
    """Do it."""
    if (e := ValueError()):
        raise e


def two_aliases():
    """Do it.

    Raises:
        OSError: X.
    """
    raise IOError


def two_aliases2():
    """Do it.

    Raises:
        IOError: X.
    """
    raise OSError


def subclass_doc():
    """Do it.

    Raises:
        FileNotFoundError: X.
        OSError: Y.
    """
    raise PermissionError


def chained_call():
    """Do it."""
    raise get_error().with_traceback(None)


def module_call():
    """Do it."""
    raise exceptions.not_found("x")


def generic():
    """Do it."""
    raise errors[0]
