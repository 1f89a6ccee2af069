"""What docs/section-format leaves alone."""


def lower_no_blank(a):
    """Print it.
    text
    args:
        a: A.
    """


def lower_direct(a):
    """Print it.
    args:
        a: A.
    """


def other_empty():
    """Print it.

    Note:

    Example:
    x
    """


def other_no_colon():
    """Print it.

    Note
        x

    Example
        x
    """


def no_colon_no_blank():
    """Print it.

    Text here.
    Returns
        The thing.
    """
    return 1


def no_colon_blank_after():
    """Print it.

    Returns

        The thing.
    """
    return 1


def no_colon_lower():
    """Print it.

    returns
        The thing.
    """
    return 1


def no_colon_not_deeper():
    """Print it.

    Returns
    The thing.
    """
    return 1


def inline_prev_text():
    """Print it.

    More text.
    Returns: the thing.
    """
    return 1


def inline_lower(a):
    """Print it.

    Args:
        a: A.

    returns: the thing.
    """
    return 1


def inline_attr(a):
    """Print it.

    Attributes: a: the A.
    """


def param_named(Args, returns, Example):
    """Print it.

    Args:
        Args: A.

        returns: B.

        Example:
            C.
    """


def nested_header_lower(a):
    """Print it.

    Args:
        a: A.

        returns:
            X.
    """
    return 1


def nested_no_blank(a):
    """Print it.

    Args:
        a: A.
        Returns:
            X.
    """
    return 1


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


def between_indents(a, b):
    """Print it.

    Args:
            a: A.
        b: B.
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


def unicode_entry(größe):
    """Print it.

    Args:
        größe: A.
    """


def numpy(a):
    """Print it.

    Parameters
    ----------
    a : int
        A.
    """


def numpy_other():
    """Print it.

    Examples
    --------
    x
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


def rest(a):
    """Print it.

    :param int a: A.
    """


def rest2():
    """Print it.

    :return: x
    """
    return 1


def rest3():
    """Print it.

    :raises ValueError: x
    """
    raise ValueError


def rest4():
    """Print it.

    :rtype: int
    """
    return 1


def rest_prose(a):
    """Print it.

    The :param a: thing.
    :func:`x` does.
    """


def epy(a):
    """Print it.

    @param a: A.
    """


def epy2(a):
    """Print it.

    @return: A.
    """
    return 1


def epy3(a):
    """Print it.

    @return_value
    """


def foreign_mood():
    """Returns it

    :return: A.
    """
    return 1


def tags(a):
    """Print it.

    Args:
        a: A. Returns: x.
    """


def colon_space(a):
    """Print it.

    Args :
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


def raises_continuation():
    """Print it.

    Raises:
        ValueError: x
            more
        KeyError: y

            more.
    """
    if x:
        raise KeyError
    raise ValueError


def raises_typed():
    """Print it.

    Raises:
        - ValueError: x
        * KeyError: y
    """
    if x:
        raise KeyError
    raise ValueError


def returns_typed():
    """Print it.

    Returns:
        int: the thing.
        Another line at the same level.
    """
    return 1


def summary_then_args_tab(a):
	"""Print it.

	Args:
		a: A.
	"""
