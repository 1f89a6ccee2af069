"""What docs/missing-docstring leaves alone."""


@typing.overload
def a(x): ...


@overrides
def b(x):
    return x


class S:
    """A thing."""

    def __init__(self):
        try:
            raise TypeError("no")
        except TypeError:
            pass

    def __new__(cls, _a, **_kw):
        return 1


class T:
    """A thing.

    Args:
        a: A.
    """

    def __new__(cls, a):
        return 1


class T2:
    """A thing.

    Parameters:
        a: A.
    """

    def __init__(self, a):
        raise ValueError(a)


class T4:
    """A thing.

    Parameters
    ----------
    a : int
        A.
    """

    def __init__(self, a):
        self.a = a


class T5(Base):
    """A thing.

    Args:
        a: A.
    """

    def __init__(self, a):
        """Set up the thing."""
        self.a = a


class T6(Base):
    """A thing.

    Args:
        a: A.
    """

    def __init__(self, a, b):
        """Set up the thing.

        Args:
            b: B.
        """
        self.a = a


class T7(Base):
    """A thing.

    Args:
        zzz: A.
    """


class T8(Base):
    """A thing.

    Args:
        a: A.
    """

    def __init__(self, a, b):
        """Set up the thing."""
        self.a = a


class T9(Base):
    """A thing.

    Args:
        a: A.
        zzz: B.
    """

    def __init__(self, a):
        """Set up the thing."""
        self.a = a


class T10(Base):
    """A thing."""

    def __init__(self, a):
        """Set up the thing."""
        self.a = a


class T11(Base):
    """A thing.

    Args:
        a: A.
    """

    if True:
        def __init__(self, a):
            self.a = a


def func():
    """Do it."""
    def inner(x):
        return x

    class C:
        def m(self, x):
            return x

        class D:
            pass

    if x:
        def inner2(x):
            """Do it."""

    return_ = inner
    print(C, return_)


def test_something():
    x = 1
    return x


def test_documented(a):
    """Returns the thing without end"""
    raise ValueError


def __getattr__(name):
    return name


def __dir__():
    return []


def __init__(a):
    return a


def joined_no_content(a):
    "Returns something" " wrong"
    return a


def joined_lines(a):
    """Returns something""" \
    """ wrong"""
    return a


def raw_upper():
    R"""Print."""


def upper_u():
    U"""Print."""


def parenthesised():
    ("Print.")


class Suite: "Docs."


class Suite2: "Docs"


class SetsDoc:
    x = 1
    __doc__ = "loads it"


class SetsDocAnnotated:
    __doc__: str = "loads it"


def semicolon(): "Print."; print("x")


def comment_first():
    # comment
    # another
    """Print."""


def backslash_newline(a):
    """\
Print a thing.

    Args:
        a: Thing.
    """


def wrapped_in_lambda():
    """Print."""
    return_ = lambda: (yield)
    print(return_)


def escapes(a):
    """Print \x41.

    Args:
        a: \u1234 thing.
    """
