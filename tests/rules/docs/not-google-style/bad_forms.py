"""What docs/not-google-style reports."""


def numpy(a):  # expect: docs/not-google-style
    """Print it.

    Parameters
    ----------
    a : int
        A.
    """


def numpy_other():  # expect: docs/not-google-style
    """Print it.

    Examples
    --------
    x
    """


def rest(a):  # expect: docs/not-google-style
    """Print it.

    :param int a: A.
    """


def rest2():  # expect: docs/not-google-style
    """Print it.

    :return: x
    """
    return 1


def rest3():  # expect: docs/not-google-style
    """Print it.

    :raises ValueError: x
    """
    raise ValueError


def rest4():  # expect: docs/not-google-style
    """Print it.

    :rtype: int
    """
    return 1


def epy(a):  # expect: docs/not-google-style
    """Print it.

    @param a: A.
    """


def epy2(a):  # expect: docs/not-google-style
    """Print it.

    @return: A.
    """
    return 1


def foreign_mood():  # expect: docs/not-google-style
    """Returns it

    :return: A.
    """
    return 1


def bullets(a, b, c):
    """Print it.

    Args:
        - a: A.
        + b: B.
        * c: C.
    """


def bullets2(a, b):
    """Print it.

    Args:
        *  a: A.
        -   b: B.
    """


def groups(a, b, c):
    """Print it.

    Args:
        a, b: AB.
        c (int): C.
    """


def types(a, b, c, d):
    """Print it.

    Args:
        a (int): A.
        b(int): B.
        c (dict[str, (int, str)], optional) : C.
        d : D.
    """


def dup_sections(a, b):
    """Print it.

    Args:
        a: A.

    Args:
        b: B.
    """


def text_after(a, b):
    """Print it.

    Args:
        a: A.
        b: B.

    Some text after.

    And more.
    """


def two_space(a):
    """Print it.

    Args:
      a: A
        more.

    Returns:
      X.
    """
    return a


def one_space(a):
    """Print it.

    Args:
     a: A.
    """


def keyword(a, *, b):
    """Print it.

    Keyword Args:
        b: B.

    Args:
        a: A.
    """


def other_kinds(a):
    """Print it.

    Args:
        a: A.

    Warns:
        UserWarning: x.

    Receives:
        x: y.

    Methods:
        x: y.
    """


def caps(a):
    """Print it.

    ARGS:
        a: A.
    """


def see_also_inline(a):
    """Print it.

    Args:
        a: A.

    See Also: foo.
    """


def returns_typed():
    """Print it.

    Returns:
        int: the thing.
        Another line at the same level.
    """
    return 1
