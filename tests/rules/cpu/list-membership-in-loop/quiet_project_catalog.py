"""A pure call leaves the list as it is, so that one set before the loop will do."""
from acme.text import words


def known(rows, names: list[str]):
    for row in rows:
        print(words(names))
        if row in set(names):
            yield row
