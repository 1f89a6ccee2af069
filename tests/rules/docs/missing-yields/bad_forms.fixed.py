"""What docs/missing-yields reports."""


def y_value():  # expect: docs/missing-yields
    """Do it.

    Yields:
        TODO.
    """
    yield 1


def y_mixed():  # expect: docs/missing-yields
    """Do it.

    Yields:
        TODO.
    """
    yield
    yield 1


def y_from():  # expect: docs/missing-yields
    """Do it.

    Yields:
        TODO.
    """
    yield from x


def y_returns():  # expect: docs/missing-yields
    """Do it.

    Returns:
        X.

    Yields:
        TODO.
    """
    yield x


@contextmanager
def y_cm2():  # expect: docs/missing-yields
    """Do it.

    Yields:
        TODO.
    """
    yield x


def y_expr():  # expect: docs/missing-yields
    """Do it.

    Yields:
        TODO.
    """
    z = yield 1


def y_await():  # expect: docs/missing-yields
    """Do it.

    Yields:
        TODO.
    """
    print((yield 1))


async def ag():  # expect: docs/missing-yields
    """Do it.

    Yields:
        TODO.
    """
    async for x in y:
        yield x
