"""What docs/extra-returns reports."""


def e_none2():  # expect: docs/extra-returns
    """Do it.
    """
    return None


def e_none_annot() -> None:  # expect: docs/extra-returns
    """Do it.
    """
    print(1)


def e_nr() -> NoReturn:  # expect: docs/extra-returns
    """Do it.
    """
    sys.exit()


def e_never() -> Never:  # expect: docs/extra-returns
    """Do it.
    """
    sys.exit()


def e_inline():  # expect: docs/extra-returns
    """Do it.
    """
    print(1)


def _private():  # expect: docs/extra-returns
    """Do it.
    """
    print(1)


def not_stub(a):  # expect: docs/extra-returns
    """Do it.

    Args:
        a: A.
    """
    print(a)
