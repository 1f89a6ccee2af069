"""What docs/missing-docstring reports."""


class P:
    """A thing."""

    @property
    def x(self):
        """The x."""
        return 1

    @x.setter
    def x(self, value):
        self._x = value

    @x.deleter
    def x(self):
        del self._x

    @x.getter
    def x(self):  # expect: docs/missing-docstring
        return 1

    def _(self, node):
        return node

    def __(self, node):
        return node

    def __init__(self):
        self.a = 1

    def __repr__(self):
        return ""

    def __enter__(self):
        return self

    def __call__(self, x):  # expect: docs/missing-docstring
        return x

    def __private(self):  # expect: docs/missing-docstring
        return 1

    def __new__(cls):
        return object.__new__(cls)


class Q:
    """A thing."""

    def __init__(self, a):  # expect: docs/missing-docstring
        self.a = a

    def __new__(cls, a):  # expect: docs/missing-docstring
        return object.__new__(cls)


class R:
    """A thing."""

    def __init__(self):  # expect: docs/missing-docstring
        raise TypeError("no")


class T3:  # expect: docs/missing-docstring
    def __init__(self, a):  # expect: docs/missing-docstring
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

    class Other:  # expect: docs/missing-docstring
        x = 1


class Meta:  # expect: docs/missing-docstring
    x = 1


def testing():  # expect: docs/missing-docstring
    x = 1


def setUp():  # expect: docs/missing-docstring
    x = 1


class TestThing:  # expect: docs/missing-docstring
    def test_a(self):
        x = 1

    def setUp(self):  # expect: docs/missing-docstring
        x = 1


@pytest.fixture
def fix():  # expect: docs/missing-docstring
    return 1


class X(Exception):  # expect: docs/missing-docstring
    pass


@abstractmethod
def ab():  # expect: docs/missing-docstring
    ...


class _Private:  # expect: docs/missing-docstring
    def pub(self):  # expect: docs/missing-docstring
        return 1


class TD(TypedDict):  # expect: docs/missing-docstring
    x: int


def one(): return 1  # expect: docs/missing-docstring


def b_prefix():  # expect: docs/missing-docstring
    b"""Print."""


def f_prefix():  # expect: docs/missing-docstring
    f"""Print."""


def f_field():  # expect: docs/missing-docstring
    f"""Print {1}."""


def rf_prefix():  # expect: docs/missing-docstring
    rf"""Print."""


def percent():  # expect: docs/missing-docstring
    """Print %s.""" % 1


def dot_format():  # expect: docs/missing-docstring
    """Print.""".format()


def plus():  # expect: docs/missing-docstring
    ("Print." + "x")


def after_statement():  # expect: docs/missing-docstring
    x = 1
    """Print."""
    return x


def blank():  # expect: docs/missing-docstring
    """   
       """


def empty():  # expect: docs/missing-docstring
    ""


def part_f():  # expect: docs/missing-docstring
    "Print " f"x."


def part_b():  # expect: docs/missing-docstring
    b"Print " b"x."


def one_line_class():  # expect: docs/missing-docstring
    class A: "Doc."  # nested
    return A()  # x


class SetsDocInIf:  # expect: docs/missing-docstring
    def f(self):  # expect: docs/missing-docstring
        __doc__ = "x"


def assigns_doc():  # expect: docs/missing-docstring
    __doc__ = "x"
