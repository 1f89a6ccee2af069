"""What docs/missing-args reports."""


def positional(a, /, b, *, c):  # expect: docs/missing-args
    """Print it.

    Args:
        a: A.
        b: B.
    """


class Thing:
    """A thing."""

    def __new__(klass, a):
        """Create it.

        Args:
            a: A.
        """

    def __init_subclass__(cls, tag=None, **kwargs):
        """Register the class."""

    def selfish(self, /, x):
        """Do it.

        Args:
            x: X.
        """

    @classmethod
    def make(klass, x):  # expect: docs/missing-args
        """Make it."""

    @staticmethod
    def helper(self, x):  # expect: docs/missing-args
        """Make it.

        Args:
            x: X.
        """

    def nested(self):
        """Do it."""

        def inner(self, x):  # expect: docs/missing-args
            """Do it."""

        def inner2(cls):
            """Do it."""

        class Local:
            """A local."""

            def m(me, y):  # expect: docs/missing-args
                """Do it."""

    if True:
        def conditional(this, b):  # expect: docs/missing-args
            """Do it."""

        def conditional2(this):
            """Do it."""
    else:
        pass

    try:
        def tried(this):
            """Do it."""
    except ImportError:
        def tried(this, x):  # expect: docs/missing-args
            """Do it."""

    with open("x") as f:
        def in_with(this):
            """Do it."""

    for i in range(3):
        def in_for(this):
            """Do it."""


def top(self):  # expect: docs/missing-args
    """Do it."""


def typed(a: int, b: int = 3, *c: int, d: str = "x", **e: int):  # expect: docs/missing-args
    """Do it.

    Args:
        a: A.
        b: B.
        c: C.
        d: D.
    """


def empty_desc(a, b):  # expect: docs/missing-args
    """Print it.

    Args:
        a:
        b: B.
    """


class P:
    """A."""

    @property
    def a(self, x):
        """The a."""
        return x

    @functools.cached_property
    def b(self, x):
        """The a."""
        return x

    @abstractproperty
    def c(self, x):
        """The a."""
        return x

    @reify
    def d(self, x):
        """The a."""
        return x

    @hybrid_property
    def e(self, x):
        """The a."""
        return x

    @lazyproperty
    def f(self, x):
        """The a."""
        return x

    @classproperty
    def g(self, x):
        """The a."""
        raise ValueError

    @computed_field
    def h(self, x):
        """The a."""
        return x

    @override
    def i(self, x):
        """Get it."""
        return x

    @abstractmethod
    def j(self, x):  # expect: docs/missing-args
        """Get it."""
        return x


class Proto(Protocol):
    """A protocol."""

    def j(self, x):  # expect: docs/missing-args
        """Get it."""
        return x


class Proto2(typing.Protocol[T]):
    """A protocol."""

    def j(self, x):  # expect: docs/missing-args
        """Get it."""
        raise ValueError


def unknown_with_stars(a, **k):  # expect: docs/missing-args
    """Print it.

    Args:
        a: A.
        zzz: Z.
    """


def unknown_with_star(a, *k):  # expect: docs/missing-args
    """Print it.

    Args:
        a: A.
        zzz: Z.
    """


def not_near(source):  # expect: docs/missing-args
    """Print it.

    Args:
        zzz: Z.
    """
