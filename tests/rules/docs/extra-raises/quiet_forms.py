"""What docs/extra-raises leaves alone."""


def raises_caught():
    """Do it.

    Raises:
        ValueError: X.
    """
    try:
        raise ValueError
    except ValueError:
        pass


def raises_super():
    """Do it.

    Raises:
        LookupError: X.
    """
    raise KeyError


def raises_stub():
    """Do it.

    Raises:
        LookupError: X.
    """
    raise NotImplementedError
