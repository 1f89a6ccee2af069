"""What docs/extra-yields leaves alone."""


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


def y_value():
    """Do it."""
    yield 1


def y_none():
    """Do it."""
    yield None


def y_bare():
    """Do it."""
    yield
    yield


def y_mixed():
    """Do it."""
    yield
    yield 1


def y_from():
    """Do it."""
    yield from x


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


def y_returns():
    """Do it.

    Returns:
        X.
    """
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


@contextmanager
def y_cm2():
    """Do it."""
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


def y_expr():
    """Do it."""
    z = yield 1


def y_await():
    """Do it."""
    print((yield 1))


def y_lambda():
    """Do it."""
    x = lambda: (yield 1)


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


def e_none2():
    """Do it.

    Returns:
        The none.
    """
    return None


def e_none_annot() -> None:
    """Do it.

    Returns:
        The none.
    """
    print(1)


def e_nr() -> NoReturn:
    """Do it.

    Returns:
        The none.
    """
    sys.exit()


def e_never() -> Never:
    """Do it.

    Returns:
        The none.
    """
    sys.exit()


def e_annot() -> int:
    """Do it.

    Returns:
        The none.
    """
    sys.exit()


def e_inline():
    """Do it.

    Returns: the thing.
    """
    print(1)


def e_inline_none():
    """Do it.

    Returns: None.
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
