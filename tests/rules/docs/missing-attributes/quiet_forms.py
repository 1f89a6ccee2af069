"""What docs/missing-attributes leaves alone."""


@dataclass
class WithoutSection:
    """A thing."""

    a: int


@dataclass
class Complete:
    """A thing.

    Attributes:
        a: A.
        b: B.
    """

    a: int
    b: int


@dataclass
class CompleteInArgs:
    """A thing.

    Args:
        a (int): A.
        b (int): B.
    """

    a: int
    b: int


@dataclass
class NothingElse:
    """A thing.

    Attributes:
        a: A.
    """

    a: int
    _b: int = 1
    c: ClassVar[int] = 1
    d: "typing.ClassVar[int]" = 1
    e: int = 2
    """The e."""
    f = 3
    _: KW_ONLY

    def method(self):
        """Do it."""
        self.g = 1


class Plain:
    """A thing.

    Attributes:
        a: A.
        zzz: Unknown, and that is fine.
    """

    a: int
    b: int


class Choice(enum.Enum):
    """A thing.

    Attributes:
        A: A.
    """

    A = 1
    B = 2


class Row(NamedTuple):
    """A thing.

    Attributes:
        a: A.
    """

    a: int
    b: int


class Keys(TypedDict):
    """A thing.

    Attributes:
        a: A.
    """

    a: int
    b: int


@dataclass
class Templated:
    """A thing.

    Attributes:
        {fields}
    """

    a: int
    b: int
