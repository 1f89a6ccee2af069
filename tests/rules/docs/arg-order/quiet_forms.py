"""What docs/arg-order leaves alone."""


def order_wrong(a):
    """Do it.

    Returns:
        X.

    Args:
        a: A.
    """
    return a


def order_raises_first(_a):
    """Do it.

    Raises:
        ValueError: X.

    Yields:
        X.
    """
    yield 1
    raise ValueError


def order_fine(_a):
    """Do it.

    Note:
        X.

    Returns:
        X.

    Example:
        X.

    Raises:
        ValueError: X.
    """
    if _a:
        raise ValueError
    return 1


def args_fine(a, b, *, c):
    """Do it.

    Keyword Args:
        c: C.

    Args:
        a: A.
        b: B.
    """
