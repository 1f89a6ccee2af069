"""What docs/extra-returns leaves alone."""


def y_returns():
    """Do it.

    Returns:
        X.
    """
    yield x


def y_return_value():
    """Do it.

    Yields:
        X.
    """
    yield x
    return 1


def y_return_value_extra():
    """Do it.

    Yields:
        X.

    Returns:
        X.
    """
    yield x


class M:
    """A."""

    def __iter__(self):
        """Iterate."""
        yield 1

    def __len__(self):
        """Count."""
        return 1

    def __init__(self):
        """Set up."""
        return x

    def __call__(self):
        """Do it."""
        return 1

    def __enter__(self):
        """Enter.

        Returns:
            X.
        """

    @property
    def p(self):
        """The p.

        Returns:
            X.
        """
        return 1


def e_none():
    """Do it.

    Returns:
        None: always.
    """
    print(1)


def e_nothing():
    """Do it.

    Returns:
        Nothing.
    """
    print(1)


def e_annot() -> int:
    """Do it.

    Returns:
        The none.
    """
    sys.exit()


def e_inline_none():
    """Do it.

    Returns: None.
    """
    print(1)


def e_yield_none():
    """Do it.

    Yields:
        None.
    """
    print(1)


@override
def e_over():
    """Do it.

    Yields:
        None.
    """
    print(1)


@abc.abstractmethod
def e_abs():
    """Do it.

    Returns:
        X.
    """
    print(1)


def gen_extra_returns():
    """Do it.

    Returns:
        An iterator.

    Yields:
        X.
    """
    yield x


def stub_pass(a):
    """Do it.

    Args:
        a: A.

    Returns:
        X.
    """
    pass


def stub_raise(a):
    """Do it.

    Args:
        a: A.

    Returns:
        X.
    """
    raise NotImplementedError("x")


def stub_raise2(a):
    """Do it.

    Args:
        a: A.

    Yields:
        X.
    """
    raise NotImplementedError


def stub_both(a):
    """Do it.

    Args:
        a: A.

    Returns:
        X.
    """
    ...
    pass


def empty_body(a):
    """Do it.

    Args:
        a: A.

    Returns:
        X.
    """
