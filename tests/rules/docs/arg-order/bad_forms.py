"""What docs/arg-order reports."""


def args_wrong(a, b):  # expect: docs/arg-order
    """Do it.

    Args:
        b: B.
        a: A.
    """
