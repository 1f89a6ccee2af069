"""What docs/extra-raises reports."""


def raises_extra():  # expect: docs/extra-raises
    """Do it.

    Raises:
        ValueError: X.
    """
    print(1)


def raises_extra_one():  # expect: docs/extra-raises
    """Do it.

    Raises:
        ValueError: X.
        KeyError: X.
    """
    raise KeyError
