"""Short lists, lists of each turn, other kinds, and work outside of loops."""
import asyncio
import sys
import time
from collections import deque


def once(names: list[str]):
    first = names.pop(0)
    names.insert(0, "total")
    return first, names


def per_turn(rows):
    for row in rows:
        cells = row.split(",")
        name = cells.pop(0)
        cells = cells[1:]
        for _ in range(3):
            cells.insert(0, name)
        print(name, cells)


def window(values, most):
    recent = []
    for value in values:
        recent.append(value)
        if len(recent) > most:
            recent.pop(0)
        while 3 < len(recent):
            del recent[0]
        print(recent)


def full_window(values, most):
    recent = []
    for value in values:
        recent.append(value)
        if len(recent) < most:
            continue
        print(recent)
        recent.pop(0)


def mapping(table: dict, names: set, text: str, keys):
    for key in keys:
        table.pop(0, None)
        names.pop()
        del table[0]
        text = text[1:]
        text = key + text
    return text


def queue_is_a_deque(items):
    queue = deque(items)
    while queue:
        queue.popleft()
        queue.insert(0, None)


def unknown(queue, frame, columns):
    while queue:
        queue.pop(0)
    for i, column in enumerate(columns):
        frame.insert(0, column, i)


def search_path(folders):
    for folder in folders:
        sys.path.insert(0, folder)
    while sys.argv:
        sys.argv.pop(0)


def few(names: list[str]):
    for letter in "abc":
        names.insert(0, letter)
    steps = [1, 2, 3]
    for _ in names:
        steps.pop(0)


def other_places(values: list[int], rows):
    for row in rows:
        values.pop(1)
        values.pop()
        values.insert(len(values), row)
        del values[-1]
        values = values[2:]
    return values


def polls(jobs: list[str], ready):
    while True:
        time.sleep(1)
        if ready():
            print(jobs.pop(0))


async def serves(jobs: list[str], send):
    while True:
        await send(jobs.pop(0))
        await asyncio.sleep(0)


def arguments():
    given = sys.argv[1:]
    while given:
        print(given.pop(0))


class Reader:
    def __init__(self):
        self.lines = []

    def read(self, chunks):
        for chunk in chunks:
            self.lines = chunk.splitlines()
            while self.lines[:1] == [""]:
                self.other = self.lines.pop


def until_found(prefixes: list[str], names):
    for name in names:
        if name.startswith("a"):
            prefixes.insert(0, name)
            break
    for name in names:
        if name.startswith("b"):
            prefixes.insert(0, name)
            return prefixes
    raise LookupError
