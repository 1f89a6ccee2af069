"""What the project's config adds to the catalog."""
from acme.storage import load


def lines(name):
    with load(name) as file:
        for line in file.readlines():  # expect: memory/eager-readlines
            yield line
