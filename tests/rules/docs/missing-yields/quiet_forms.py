"""What docs/missing-yields leaves alone."""


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


def r_iter4():
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


def y_none():
    """Do it."""
    yield None


def y_bare():
    """Do it."""
    yield
    yield


def y_gen_none() -> Generator[None, int, None]:
    """Do it."""
    yield x


def y_it_none() -> Iterator["None"]:
    """Do it."""
    yield x


def y_it_none2() -> "Iterator[None]":
    """Do it."""
    yield x


def y_it_none3() -> typing.AsyncIterator[None]:
    """Do it."""
    yield x


def y_summary():
    """Yield it."""
    yield x


def y_summary2():
    """Yields it."""
    yield x


@contextmanager
def y_cm():
    """Do it.

    Returns:
        X.
    """
    yield x


@contextlib.asynccontextmanager
async def y_acm():
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


def y_lambda():
    """Do it."""
    x = lambda: (yield 1)


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


def gen_extra_returns():
    """Do it.

    Returns:
        An iterator.

    Yields:
        X.
    """
    yield x
