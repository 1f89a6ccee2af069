"""What docs/missing-attributes reports."""


@dataclass
class Partial:  # expect: docs/missing-attributes
    """A thing.

    Attributes:
        a: A.
    """

    a: int
    b: int


@dataclasses.dataclass(frozen=True)
class Several:  # expect: docs/missing-attributes
    """A thing.

    Attributes:
        b: B.
    """

    a: int = 1
    b: str = "x"
    c: list[int] = field(default_factory=list)


@dataclass
class ListedAsArgs:  # expect: docs/missing-attributes
    """A thing.

    Args:
        a: A.
    """

    a: int
    b: int
