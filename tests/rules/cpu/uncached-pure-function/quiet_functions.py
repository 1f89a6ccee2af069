"""Functions that must not be cached, need not be, or are."""
import functools
import os
import random

STATE = {}
count = 0


@functools.lru_cache(maxsize=None)
def cached(n):
    return n if n < 2 else cached(n - 1) + cached(n - 2)


def walk(path):
    total = 0
    for entry in os.scandir(path):
        total += walk(entry.path) if entry.is_dir() else entry.stat().st_size
    return total


def noise(depth):
    return random.random() if depth == 0 else noise(depth - 1) + noise(depth - 1)


def trace(n, log):
    log.append(n)
    return n if n < 2 else trace(n - 1, log) + trace(n - 2, log)


def flatten(items):
    out = []
    for item in items:
        out += flatten(item) if isinstance(item, list) else [item]
    return out


def memo(n, table={}):
    if n not in table:
        table[n] = n if n < 2 else memo(n - 1) + memo(n - 2)
    return table[n]


class Tree:
    def size(self):
        return 1 + sum(child.size() for child in self.children)


def fact(n: int) -> int:
    return 1 if n < 2 else n * fact(n - 1)


def search(n: int, low: int, high: int) -> int:
    middle = (low + high) // 2
    if n < middle:
        return search(n, low, middle)
    if n > middle:
        return search(n, middle, high)
    return middle


def either(n: int) -> int:
    if n > 9:
        n = either(n // 2)
    else:
        n = either(n - 1) if n else 0
    return n


def rows(n: int) -> list[int]:
    return [n] if n < 2 else rows(n - 1) + rows(n - 2)


def pair(n: int):
    return (n, [n]) if n < 2 else (pair(n - 1), pair(n - 2))


def counted(n: int) -> int:
    global count
    count += 1
    return n if n < 2 else counted(n - 1) + counted(n - 2)


def stateful(n: int) -> int:
    return STATE[n] if n in STATE else stateful(n - 1) + stateful(n - 2)


def shown(n: int) -> int:
    print(n)
    return n if n < 2 else shown(n - 1) + shown(n - 2)


def gives(n: int):
    yield n
    yield from gives(n - 1)
    yield from gives(n - 2)


def many(*values: int) -> int:
    return len(values) if len(values) < 2 else many(1) + many(2)


def outer(n: int) -> int:
    def inner(m: int) -> int:
        return m if m < 2 else inner(m - 1) + inner(m - 2)

    return inner(n)


def node_sum(node):
    return node.value + node_sum(node.left) + node_sum(node.right)


async def slow(n: int) -> int:
    return n if n < 2 else await slow(n - 1) + await slow(n - 2)


def no_arguments() -> int:
    return no_arguments() + no_arguments()
