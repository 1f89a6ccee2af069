import functools
from functools import cached_property, lru_cache


class Report:
    def __init__(self, rows):
        self.rows = rows

    @cached_property
    def total(self):
        self.rows = [*self.rows, 1]
        return sum(self.rows)

    @functools.cached_property
    def mean(self):
        return self.total / len(self.rows)


def report(rows):
    made = Report(rows)
    return made.mean, made.total, made.total
