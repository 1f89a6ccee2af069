"""What docs/section-format reports."""


def lower_after_blank(a):  # expect: docs/section-format
    """Print it.

    Args:
        a: A.
    """


def indented_header(a):  # expect: docs/section-format
    """Print it.

    Args:
      a: A.

    More.
    """


def unindented_to_header(a):  # expect: docs/section-format
    """Print it.

    Args:
        a: A.

    Returns:
        X.
    """
    return a


def unindented_two(a, b):  # expect: docs/section-format
    """Print it.

    Args:
        a: A.
        b: B.

    Returns:
        X.
    """
    return a


def empty_end(a):  # expect: docs/section-format
    """Print it.

    Args:
    """


def empty_then_header():  # expect: docs/section-format
    """Print it.

    Returns:
    Raises:
        ValueError: X.
    """
    if x:
        raise ValueError
    return 1


def empty_then_header2():  # expect: docs/section-format
    """Print it.

    Returns:

    Raises:
        ValueError: X.
    """
    if x:
        raise ValueError
    return 1


def no_colon_returns():  # expect: docs/section-format
    """Print it.

    Returns:
        The thing.
    """
    return 1


def inline_section_open(a):  # expect: docs/section-format
    """Print it.

    Args:
        a: A.
    Returns:
        the thing.
    """
    return 1


def inline_raises():  # expect: docs/section-format
    """Print it.

    Raises:
        ValueError: if not.
    """
    raise ValueError


def inline_raises2():  # expect: docs/section-format
    """Print it.

    Raises: ValueError if not.
    """
    raise ValueError


def inline_args(a):  # expect: docs/section-format
    """Print it.

    Args:
        a: the A.
    """


def nested_header_indent(a):  # expect: docs/section-format
    """Print it.

    Args:
        a: A.

    Returns:
        X.
    """
    return 1


def double_colon(a):  # expect: docs/section-format
    """Print it.

    Args:
        a:: A.
    """


def no_colon_entry(a):  # expect: docs/section-format
    """Print it.

    Args:
        a the thing.
    """


def other_text(a):  # expect: docs/section-format
    """Print it.

    Args:
        a: A.
        some other text.
    """


def other_text_colon(a):  # expect: docs/section-format
    """Print it.

    Args:
        a: A.
        some other text: more.
    """
