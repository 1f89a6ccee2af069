"""Caches that hold the instances they were asked on."""
import functools
from functools import cache, cached_property, lru_cache


class Report:
    def __init__(self, rows):
        self.rows = rows

    @lru_cache(maxsize=None)  # expect: memory/unbounded-cache
    def total(self, column):
        return sum(row[column] for row in self.rows)

    @cached_property  # expect: memory/unbounded-cache
    def names(self):
        return [row["name"] for row in self.rows]

    @functools.cached_property  # expect: memory/unbounded-cache
    def width(self):
        return max(len(name) for name in self.names)

    @functools.lru_cache  # expect: memory/unbounded-cache
    def height(self):
        return len(self.rows)

    @lru_cache()  # expect: memory/unbounded-cache
    def depth(self, /):
        return 1

    @property
    @cache  # expect: memory/unbounded-cache
    def size(self):
        return self.width * self.height()

    @lru_cache(typed=True)  # expect: memory/unbounded-cache
    async def load(self):
        return self.rows


def reports(tables):
    area = 0
    for table in tables:
        report = Report(table)
        area += report.size + report.width
    return area, [Report.height for table in tables]


def local_class():
    class Inner:
        @cache  # expect: memory/unbounded-cache
        def value(self):
            return 1

    return Inner
