"""What docs/extra-yields reports."""


def r_iter4():  # expect: docs/extra-yields
    """Do it.
    """
    return iter([])


def r_list() -> list:  # expect: docs/extra-yields
    """Do it.
    """
    return iter([])


def e_yield_none():  # expect: docs/extra-yields
    """Do it.
    """
    print(1)
