"""What docs/not-google-style leaves alone."""


def in_example():
    """Print it.

    Example:
        Args:
            x: X.

        Returns:
            Y.

        Args
            x.
    """


def in_literal():
    """Print it.

    Like this::

        Args:
            x: X.

        Returns:
            X.

    More.
    """


def in_literal2():
    """Print it.

    ::

        Returns:
            X.
    """


def numpy_two_dash():
    """Print it.

    Notes
    --
    x
    """


def numpy_unknown():
    """Print it.

    Whatever
    --------
    x
    """


def numpy_equals(a):
    """Print it.

    Parameters
    ==========
    a : int
        A.
    """


def rest_prose(a):
    """Print it.

    The :param a: thing.
    :func:`x` does.
    """


def epy3(a):
    """Print it.

    @return_value
    """


def tags(a):
    """Print it.

    Args:
        a: A. Returns: x.
    """
