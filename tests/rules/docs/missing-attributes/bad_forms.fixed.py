"""What docs/missing-attributes reports."""


@dataclass
class Partial:  # expect: docs/missing-attributes
    """A thing.

    Attributes:
        a: A.
        b: TODO.
    """

    a: int
    b: int


@dataclasses.dataclass(frozen=True)
class Several:  # expect: docs/missing-attributes
    """A thing.

    Attributes:
        a: TODO. Defaults to 1.
        b: B.
        c: TODO.
    """

    a: int = 1
    b: str = "x"
    c: list[int] = field(default_factory=list)


@dataclass
class ListedAsArgs:  # expect: docs/missing-attributes
    """A thing.

    Args:
        a: A.
        b: TODO.
    """

    a: int
    b: int
