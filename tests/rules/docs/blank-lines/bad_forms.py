"""What docs/blank-lines reports."""


def blank_before(a):  # expect: docs/blank-lines
    """Do it.

    More.
    Args:
        a: A.
    """


def blank_between(a):  # expect: docs/blank-lines
    """Do it.

    Args:
        a: A.
    Returns:
        X.
    """
    return a


def blank_after(a):  # expect: docs/blank-lines
    """Do it.

    Args:
        a: A.
    Text follows.
    """


def blank_summary(a):  # expect: docs/blank-lines
    """Do it.
    Args:
        a: A.
    """
