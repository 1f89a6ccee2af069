"""What docs/summary-line reports."""


def header():  # expect: docs/summary-line
    """Returns:
        x.
    """
    return 1


def header_inline():  # expect: docs/summary-line
    """Returns: the thing."""
    return 1


def rest_first(a):  # expect: docs/summary-line
    """:param a: A."""


def rest_first2(a):  # expect: docs/summary-line
    """
    :param a: A.
    """


def second_line_text():  # expect: docs/summary-line
    """Print the thing.
    And more.
    """


def bracket_no_end():  # expect: docs/summary-line
    """Print it (the thing)"""


def semi():  # expect: docs/summary-line
    """Print the thing;"""


def comma():  # expect: docs/summary-line
    """Print the thing,

    then more.
    """


class C:  # expect: docs/summary-line
    """
    A thing"""


class D:  # expect: docs/summary-line
    """A thing.
    and more.
    """


class E:  # expect: docs/summary-line
    """
    Attributes:
        x: X.
    """


def raises_inline():  # expect: docs/summary-line
    """Raises: ValueError always."""


def yields_first():  # expect: docs/summary-line
    """Yields:
        Numbers.
    """
    yield 1


def _private():  # expect: docs/summary-line
    """Print the thing"""


class F:
    """A thing."""

    @override
    def f(self):  # expect: docs/summary-line
        """Print the thing"""

    @property
    def g(self):  # expect: docs/summary-line
        """The thing"""

    def __str__(self):  # expect: docs/summary-line
        """The thing"""

    @overload
    def h(self):  # expect: docs/summary-line
        """Print the thing"""
