"""What docs/missing-args leaves alone."""


def separators(a, /, b, *, c):
    """Print it.

    Args:
        a: A.
        b: B.
        c: C.
    """


def under(_a, __b, *_args, **_kw):
    """Do it."""


def kw_unpack(**kw: "Unpack[T]"):
    """Do it."""


def kw_unpack2(**kw: te.Unpack[T]):
    """Do it."""


def deeper_desc(a, b):
    """Print it.

    Args:
        a:

            Yes.
        b: B.
    """


def two_sections(a, b, *, c):
    """Print it.

    Args:
        a: A.

    Other Parameters:
        b: B.

    Keyword Arguments:
        c: C.
    """


def star_spellings(*args, **kwargs):
    """Print it.

    Args:
        args: A.
        kwargs: B.
    """


def star_ticks(a, *args, **kwargs):
    """Print it.

    Args:
        `a`: A.
        ``*args``: A.
        **kwargs: B.
    """


def star_ticks2(a, *args, **kwargs):
    """Print it.

    Args:
        a (``int``): A.
        *``args``: A.
        `**kwargs`: B.
    """


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


def template1(a, b):
    """Print it.

    Args:
        {{args}}
    """


def template2(a, b):
    """Print it.

    Args:
        a: A.
        %(b)s
    """


def template3(a, b):
    """Print it.

    Args:
        <<b>>
    """


def template4(a, b):
    """Print it.

    Args:
        $b
    """


def template5(a, b):
    """Print it.

    Args:
        {b}
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


def entry_continuation(a):
    """Print it.

    Args:
        a (int,
            str): A.
    """


def returned_args():
    """Print it.

    Args:
        x: X.
    """


def args_none():
    """Print it.

    Args:
        None
    """
