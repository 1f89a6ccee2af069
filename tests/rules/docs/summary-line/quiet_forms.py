"""What docs/summary-line leaves alone."""


def other_header():
    """Note: print the thing."""


def todo_header():
    """TODO: describe X."""


def second_line_header(a):
    """Print the thing.
    Args:
        a: A.
    """


def second_line_field(a):
    """Print the thing.
    :param a: A.
    """


def second_line_other():
    """Print the thing.
    Note:
        A.
    """


def quote_after():
    """Print "the thing."
    """


def bracket_after():
    """Print it (the thing.)"""


def backtick_after():
    """Print ``the thing.``"""


def colon():
    """Print the thing:

    x
    """


def excl():
    """Print the thing!"""


def quest():
    """Print the thing?"""


def third_line():

    """

    Print the thing.
    """


def long():
    """Print the thing aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."""


def lower_inline():
    """returns: the thing."""
    return 1


def summary_joined():
    """Print the thing \
and the other.
    """


def overridden():
    """Print the thing."""
