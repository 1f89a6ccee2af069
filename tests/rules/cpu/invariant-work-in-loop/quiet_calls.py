"""Work that changes with the loop, is wanted anew, or costs nothing."""
import copy
import json
import os
import random
import re
import time
from decimal import Decimal
from pathlib import Path


def each(patterns, text):
    return [re.compile(pattern).search(text) for pattern in patterns]


def growing(rows):
    limits = []
    for row in rows:
        limits.append(row)
        print(sorted(limits)[0])


def anew(rows, names: list[str], template, base: dict):
    out = []
    for row in rows:
        left = set(names)
        left.discard(row)
        out.append(left)
        entry = copy.deepcopy(template)
        entry["row"] = row
        out.append(dict(base))
        other = dict(base)
        other.update(row)
        out.append(json.loads("[]"))
        part = copy.deepcopy(template)["part"]
        part.append(row)
        process(sorted(names))
    return out


def process(names):
    names.clear()


def skipped(rows, names: list[str], text):
    for row in rows:
        if row:
            print(sorted(names)[0])
        try:
            print(json.loads(text)["a"])
        except ValueError:
            pass
        print(row and len(set(names)))
    return [sorted(names)[0] for row in rows if row]


def shuffled(values, n):
    return [random.sample(values, 3) for _ in range(n)]


def cheap(rows, path, names: list[str], words: list[str]):
    for row in rows:
        print(len(names), max(names), Path(path).resolve(), os.getcwd(), time.time(), row)
        print(Decimal(row), set(), dict(a=1), tuple((1, 2)))
        names = [row]
        print(sorted(names)[0])
        words.append(row)
        print(set(words) == row)


def cached(lines):
    return [line for line in lines if re.search(r"\d+", line)]


def few(names: list[str]):
    for letter in "abc":
        print(letter, sorted(names)[0])


def once(rows, names: list[str]):
    for row in sorted(names):
        print(row)
    for row in rows:
        found = sorted(names)[0]
        break
    else:
        found = re.compile("a")
    return found


def poll(state, names: list[str]):
    while state.waits():
        time.sleep(1)
        print(sorted(names)[0])


class Rows:
    def __init__(self, rows):
        self.rows = list(rows)

    def add(self, row):
        self.rows.append(row)

    def show(self, more):
        for row in more:
            self.add(row)
            print(sorted(self.rows)[0])


def checked(rows, names: list[str]):
    assert [row in set(names) for row in rows]
    for row in rows:
        assert re.compile("a").match(row)
