"""What docs/section-order reports."""


def order_wrong(a):  # expect: docs/section-order
    """Do it.

    Returns:
        X.

    Args:
        a: A.
    """
    return a


def order_raises_first(_a):  # expect: docs/section-order
    """Do it.

    Raises:
        ValueError: X.

    Yields:
        X.
    """
    yield 1
    raise ValueError
