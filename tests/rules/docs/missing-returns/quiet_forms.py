"""What docs/missing-returns leaves alone."""


def r_none():
    """Do it."""
    return None


def r_bare():
    """Do it."""
    return


def r_paren_none():
    """Do it."""
    return (None)


def r_annot_none() -> None:
    """Do it."""
    return x


def r_annot_q() -> "None":
    """Do it."""
    return x


def r_annot_nr() -> typing.NoReturn:
    """Do it."""
    return x


def r_annot_nr2() -> "typing.Never":
    """Do it."""
    return x


def r_summary():
    """Return it."""
    return x


def r_summary2():
    """Returns it."""
    return x


def r_summary4():
    """Return: it."""  # expect?
    return x


def r_iter() -> Iterator[int]:
    """Do it.

    Yields:
        X.
    """
    return iter([])


def r_iter2() -> collections.abc.AsyncIterator[int]:
    """Do it.

    Yields:
        X.
    """
    return iter([])


def r_iter3() -> "Generator[int, None, None]":
    """Do it.

    Yields:
        X.
    """
    return iter([])


def r_iterable() -> AsyncIterable[int]:
    """Do it.

    Yields:
        X.
    """
    return iter([])


def r_asyncgen() -> AsyncGenerator[int, None]:
    """Do it.

    Yields:
        X.
    """
    return iter([])


def r_inline():
    """Do it.

    Returns: it.
    """
    return x


def r_nested():
    """Do it."""
    def inner():
        return 1
    class A:
        def m(self):
            return 1
    x = lambda: 1


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
