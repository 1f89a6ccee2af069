"""What docs/extra-raises reports."""


def raises_extra():  # expect: docs/extra-raises
    """Do it.
    """
    print(1)


def raises_extra_one():  # expect: docs/extra-raises
    """Do it.

    Raises:
        KeyError: X.
    """
    raise KeyError
