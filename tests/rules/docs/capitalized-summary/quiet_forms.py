"""What docs/capitalized-summary leaves alone."""


def small_name():
    """small_name does it."""


def other_word(path):
    """path of the thing."""


def small_code():
    """`x` is done."""


def big():
    """Do it."""


def small_unicode():
    """éclair it."""
