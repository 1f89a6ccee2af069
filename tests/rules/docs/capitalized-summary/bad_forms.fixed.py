"""What docs/capitalized-summary reports."""


def small():  # expect: docs/capitalized-summary
    """Do it."""
