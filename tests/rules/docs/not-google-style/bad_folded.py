"""What docs/not-google-style reports once in a file of another style."""


def numpy(a):  # expect: docs/not-google-style
    """Print it.

    Parameters
    ----------
    a : int
        A.
    """


def rest2():
    """Print it.

    :return: x
    """
    return 1


def rest4():
    """Print it.

    :rtype: int
    """
    return 1


def epy2(a):
    """Print it.

    @return: A.
    """
    return 1
