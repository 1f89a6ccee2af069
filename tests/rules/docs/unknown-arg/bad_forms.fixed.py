"""What docs/unknown-arg reports."""


def not_near(source):  # expect: docs/unknown-arg
    """Print it.
    """


def returned_args():  # expect: docs/unknown-arg
    """Print it.
    """


class T9(Base):  # expect: docs/unknown-arg
    """A thing.

    Args:
        a: A.
    """

    def __init__(self, a):
        """Set up the thing."""
        self.a = a


def nested_header_lower(a):  # expect: docs/unknown-arg
    """Print it.

    Args:
        a: A.

    """
    return 1


def nested_no_blank(a):  # expect: docs/unknown-arg
    """Print it.

    Args:
        a: A.
    """
    return 1
