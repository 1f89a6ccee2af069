"""What docs/unknown-arg leaves alone."""


def cmd_like():
    """Print it."""
    return 1


@cli.command
def cmd0(x):
    """Do it."""
    return x


@cli.command("x")
def cmd(x):
    """Do it."""
    return x


@app.callback()
def cmd2(x):
    """Do it."""
    raise ValueError


@click.group(name="y")
def cmd3(x):
    """Do it."""
    return x


@app.callback(invoke=True)
def cmd4(x):
    """Do it.

    Args:
        zzz: unknown.

    Returns:
        Nothing.
    """


@callback
def cmd5(x):
    """Do it."""


def unknown_with_stars(a, **k):
    """Print it.

    Args:
        a: A.
        zzz: Z.
    """


def unknown_with_star(a, *k):
    """Print it.

    Args:
        a: A.
        zzz: Z.
    """


def unknown_documented_star(a, *k):
    """Print it.

    Args:
        a: A.
        k: K.
        zzz: Z.
    """


@fixture
def fix(a):
    """The thing."""
    return a


def documents_underscore(_a, b):
    """Print it.

    Args:
        _a: A.
        b: B.
    """


class M:
    """A."""

    def m(self, b):
        """Print it.

        Args:
            self: Me.
            b: B.
        """


class T2:
    """A thing.

    Parameters:
        a: A.
    """

    def __init__(self, a):
        raise ValueError(a)


class T3:
    def __init__(self, a):
        self.a = a


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


class Model:
    """A model."""

    class Meta:
        ordering = ["x"]

    class Config:
        x = 1

    class Media:
        x = 1

    class Params:
        x = 1

    class Other:
        x = 1


class Meta:
    x = 1


@pytest.fixture
def fix():
    return 1


def param_named(Args, returns, Example):
    """Print it.

    Args:
        Args: A.

        returns: B.

        Example:
            C.
    """


def nested_header_indent(a):
    """Print it.

    Args:
        a: A.

        Returns:
            X.
    """
    return 1


def bullets(a, b, c):
    """Print it.

    Args:
        - a: A.
        + b: B.
        * c: C.
    """


def bullets2(a, b):
    """Print it.

    Args:
        *  a: A.
        -   b: B.
    """


def groups(a, b, c):
    """Print it.

    Args:
        a, b: AB.
        c (int): C.
    """


def tags(a):
    """Print it.

    Args:
        a: A. Returns: x.
    """
