"""What docs/extra-returns reports."""


def e_none2():  # expect: docs/extra-returns
    """Do it.

    Returns:
        The none.
    """
    return None


def e_none_annot() -> None:  # expect: docs/extra-returns
    """Do it.

    Returns:
        The none.
    """
    print(1)


def e_nr() -> NoReturn:  # expect: docs/extra-returns
    """Do it.

    Returns:
        The none.
    """
    sys.exit()


def e_never() -> Never:  # expect: docs/extra-returns
    """Do it.

    Returns:
        The none.
    """
    sys.exit()


def e_inline():  # expect: docs/extra-returns
    """Do it.

    Returns: the thing.
    """
    print(1)


def _private():  # expect: docs/extra-returns
    """Do it.

    Returns:
        X.
    """
    print(1)


def not_stub(a):  # expect: docs/extra-returns
    """Do it.

    Args:
        a: A.

    Returns:
        X.
    """
    print(a)
