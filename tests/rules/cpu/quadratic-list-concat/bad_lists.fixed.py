"""Lists and tuples that are copied with every addition."""
import itertools
from itertools import chain


def flatten(lists):
    flat = []
    for part in lists:
        flat.extend(part)  # expect: cpu/quadratic-list-concat
    return flat


def one_by_one(rows, first: list):
    found = list(first)
    while len(found) < 1000:
        found.append(rows.pop())  # expect: cpu/quadratic-list-concat
        print(len(found), found[-1])
    return found


def several(rows):
    cells = [0] * 3
    for row in rows:
        cells.extend([row, row.next] +  # expect: cpu/quadratic-list-concat
                 row.more)
    return cells


def kept(rows):
    path = []
    paths = []
    for row in rows:
        path = path + [row]  # expect: cpu/quadratic-list-concat
        paths.append(path)
    return paths


def given(found: list, rows):
    for row in rows:
        found = found + [row]  # expect: cpu/quadratic-list-concat
    return found


def tuples(rows):
    key = ()
    for row in rows:
        key += (row.id,)  # expect: cpu/quadratic-list-concat
    other = (1, 2)
    for row in rows:
        other = other + (row,)  # expect: cpu/quadratic-list-concat
    return key, other


def sums(lists, tuples, rows):
    total = list(itertools.chain.from_iterable(lists))  # expect: cpu/quadratic-list-concat
    names = list(itertools.chain.from_iterable(row.names for row in rows))  # expect: cpu/quadratic-list-concat
    pairs = tuple(itertools.chain.from_iterable(tuples))  # expect: cpu/quadratic-list-concat
    return chain(total, names, pairs)


class Store:
    def __init__(self):
        self.rows = []

    def load(self, pages):
        for page in pages:
            self.rows = self.rows + page.rows  # expect: cpu/quadratic-list-concat
