import functools
from functools import lru_cache


class Report:
    def __init__(self, rows):
        self.rows = rows

    @lru_cache(maxsize=None)
    def total(self):
        self.rows = [*self.rows, 1]
        return sum(self.rows)

    @functools.cache
    def mean(self):
        return self.total() / len(self.rows)


def report(rows):
    made = Report(rows)
    return made.mean(), made.total(), made.total()
