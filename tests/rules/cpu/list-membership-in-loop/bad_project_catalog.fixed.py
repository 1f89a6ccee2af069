"""A pure call leaves the list as it is, so that one set before the loop will do."""
from acme.text import words


def known(rows, names: list[str]):
    names_set = set(names)
    for row in rows:
        print(words(names))
        if row in names_set:  # expect: cpu/list-membership-in-loop
            yield row
