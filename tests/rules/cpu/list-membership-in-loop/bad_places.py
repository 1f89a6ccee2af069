"""Lists from parameters, attributes, functions and module constants."""
import os

IGNORED = os.listdir(".")


class Index:
    def __init__(self, rows):
        self.known = [row.id for row in rows]

    def fresh(self, rows):
        return [row for row in rows if row.id not in self.known]  # expect: cpu/list-membership-in-loop


def names(rows):
    return sorted(row.name for row in rows)


def missing(rows, wanted):
    present = names(rows)
    for name in wanted:
        if name not in present:  # expect: cpu/list-membership-in-loop
            yield name


def visible(paths):
    count = 0
    while paths:
        path = paths.pop()
        if path in IGNORED:  # expect: cpu/list-membership-in-loop
            continue
        count += 1
    return count


def pairs(rows: list[str], others: tuple[str, ...]):
    for row in rows:
        for part in row.split():
            if part in others:  # expect: cpu/list-membership-in-loop
                yield row, part
