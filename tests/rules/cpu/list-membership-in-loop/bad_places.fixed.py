"""Lists from parameters, attributes, functions and module constants."""
import os

IGNORED = os.listdir(".")


class Index:
    def __init__(self, rows):
        self.known = [row.id for row in rows]

    def fresh(self, rows):
        known_set = set(self.known)
        return [row for row in rows if row.id not in known_set]  # expect: cpu/list-membership-in-loop


def names(rows):
    return sorted(row.name for row in rows)


def missing(rows, wanted):
    present = names(rows)
    present_set = set(present)
    for name in wanted:
        if name not in present_set:  # expect: cpu/list-membership-in-loop
            yield name


def visible(paths):
    count = 0
    IGNORED_set = set(IGNORED)
    while paths:
        path = paths.pop()
        if path in IGNORED_set:  # expect: cpu/list-membership-in-loop
            continue
        count += 1
    return count


def pairs(rows: list[str], others: tuple[str, ...]):
    others_set = set(others)
    for row in rows:
        for part in row.split():
            if part in others_set:  # expect: cpu/list-membership-in-loop
                yield row, part
