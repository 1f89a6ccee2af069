"""What docs/blank-lines leaves alone."""


def blank_fine(a):
    """Do it.

    Args:
        a: A.

    Returns:
        X.

    Text follows.
    """
    return a
