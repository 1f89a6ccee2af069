"""What docs/section-order leaves alone."""


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
