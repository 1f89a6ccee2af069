"""What docs/missing-returns reports."""


def r_value():  # expect: docs/missing-returns
    """Do it."""
    return 1


def r_tuple():  # expect: docs/missing-returns
    """Do it."""
    return None, 1


def r_cond():  # expect: docs/missing-returns
    """Do it."""
    return None if x else 1


def r_annot_opt() -> Optional[int]:  # expect: docs/missing-returns
    """Do it."""
    return x


def r_summary3():  # expect: docs/missing-returns
    """Returning."""
    return x


def r_iter4():  # expect: docs/missing-returns
    """Do it.

    Yields:
        X.
    """
    return iter([])


def r_list() -> list:  # expect: docs/missing-returns
    """Do it.

    Yields:
        X.
    """
    return iter([])


def r_in_try():  # expect: docs/missing-returns
    """Do it."""
    try:
        pass
    finally:
        return 1


def r_in_match(x):  # expect: docs/missing-returns
    """Do it."""
    match x:
        case 1:
            return 1


class M:
    """A."""

    def __iter__(self):
        """Iterate."""
        yield 1

    def __len__(self):
        """Count."""
        return 1

    def __init__(self):
        """Set up."""
        return x

    def __call__(self):  # expect: docs/missing-returns
        """Do it."""
        return 1

    def __enter__(self):
        """Enter.

        Returns:
            X.
        """

    @property
    def p(self):
        """The p.

        Returns:
            X.
        """
        return 1
