"""Sizes that are known, and containers that look nothing up one by one."""
import sys
import time
from collections import Counter, deque

KINDS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]
states = ("open", "closed")


class Reader:
    fields = ("id", "name")
    skipped = ["created", "updated"]

    def rows(self, rows):
        names = self.fields
        for row in rows:
            yield row in self.fields
            yield row in self.skipped
            yield row in names

    @classmethod
    def known(cls, rows):
        return [row for row in rows if row in cls.fields]


def literals(rows):
    done = ["finished", "failed"]
    types = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l",
    ]
    titles = [kind.upper() for kind in KINDS]
    for row in rows:
        yield row in ("a", "b")
        yield row in ["a", "b"]
        yield row in done
        yield row in types
        yield row in titles
        yield row in states
        yield row in KINDS


def slices(rows: list[str], xs: list[str], i):
    top = xs[:10]
    for row in rows:
        yield row in top
        yield row in xs[:8]
        yield row in xs[i:i + 20]


def containers(rows, one: set, two: dict, three: frozenset, four: str, five: bytes):
    six = range(1000)
    seven = deque(rows)
    eight = Counter(rows)
    nine = {row: 1 for row in rows}
    ten = two.keys()
    for row in rows:
        yield row in one, row in two, row in three, row in four, row in five
        yield row in six, row in seven, row in eight, row in nine, row in ten


def guarded(rows, known: list[str]):
    for row in rows:
        if len(known) > 100:
            yield row in known


def few_turns(known: list[str], one):
    for row in ("a", "b", "c"):
        yield row in known
    for row in range(8):
        yield row in known
    yield one in known


def same_element(rows, known: list[str], one):
    for row in rows:
        yield one in known, row


def rebuilt(rows):
    for row in rows:
        parts = row.split()
        yield row.name in parts
        yield row.name in list(row)
        yield row.name in sorted(row)


def unhashable(rows: list[list[int]], known: list[list[int]]):
    for row in rows:
        yield [1, row] in known
        yield row in known
        yield {"a": row} in known


def unknown(rows, known, either):
    both = [] if either else set()
    for row in rows:
        yield row in known, row in both


def checked(rows, known: list[str]):
    for row in rows:
        assert row in known, f"{row} is missing"


def polled(job, done: list[str]):
    state = job.state()
    while state not in done:
        time.sleep(1)
        state = job.state()


async def awaited(job, done: list[str]):
    while True:
        state = await job.state()
        if state in done:
            return state


def of_library(paths):
    for path in paths:
        if path not in sys.path:
            sys.path.append(path)


def nested(rows, known: list[str]):
    for row in rows:
        def later(row=row):
            return row in known

        yield later, lambda name: name in known
