"""What docs/unknown-arg reports."""


def not_near(source):  # expect: docs/unknown-arg
    """Print it.

    Args:
        zzz: Z.
    """


def returned_args():  # expect: docs/unknown-arg
    """Print it.

    Args:
        x: X.
    """


class T9(Base):  # expect: docs/unknown-arg
    """A thing.

    Args:
        a: A.
        zzz: B.
    """

    def __init__(self, a):
        """Set up the thing."""
        self.a = a


def nested_header_lower(a):  # expect: docs/unknown-arg
    """Print it.

    Args:
        a: A.

        returns:
            X.
    """
    return 1


def nested_no_blank(a):  # expect: docs/unknown-arg
    """Print it.

    Args:
        a: A.
        Returns:
            X.
    """
    return 1
