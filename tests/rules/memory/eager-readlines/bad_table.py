"""Every shape that reads a whole file although each line is used once."""
import bz2
import codecs
import csv
import gzip
import io
import lzma
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path


def handles(path, number):
    with open(path) as f:
        for line in f.readlines():  # expect: memory/eager-readlines
            print(line)
    with io.open(path) as f:
        for line in f.readlines():  # expect: memory/eager-readlines
            print(line)
    with codecs.open(path) as f:
        for line in f.readlines():  # expect: memory/eager-readlines
            print(line)
    with gzip.open(path) as f, bz2.open(path) as g, lzma.open(path) as h:
        for line in f.readlines():  # expect: memory/eager-readlines
            print(line)
        for line in g.readlines():  # expect: memory/eager-readlines
            print(line)
        for line in h.readlines():  # expect: memory/eager-readlines
            print(line)
    with Path(path).open() as f:
        for line in f.readlines():  # expect: memory/eager-readlines
            print(line)
    for line in os.fdopen(number).readlines():  # expect: memory/eager-readlines
        print(line)
    for line in sys.stdin.readlines():  # expect: memory/eager-readlines
        print(line)
    with tempfile.NamedTemporaryFile() as f:
        for line in f.readlines():  # expect: memory/eager-readlines
            print(line)
    for line in open(path).readlines():  # expect: memory/eager-readlines
        print(line)


def iterators(f: io.TextIOWrapper, other):
    for number, line in enumerate(f.readlines()):  # expect: memory/eager-readlines
        print(number, line)
    for line, thing in zip(f.readlines(), other):  # expect: memory/eager-readlines
        print(line, thing)
    for thing, line in zip(other, f.readlines()):  # expect: memory/eager-readlines
        print(line, thing)
    for line in map(str.strip, f.readlines()):  # expect: memory/eager-readlines
        print(line)
    for line in filter(None, f.readlines()):  # expect: memory/eager-readlines
        print(line)
    for row in csv.reader(f.readlines()):  # expect: memory/eager-readlines
        print(row)
    first = [line for line in f.readlines()]  # expect: memory/eager-readlines
    second = {line: 1 for line in f.readlines() if line}  # expect: memory/eager-readlines
    third = sum(len(line) for line in f.readlines())  # expect: memory/eager-readlines
    fourth = dict(line.split() for line in f.readlines())  # expect: memory/eager-readlines
    return first, second, third, fourth


def reducers(f: io.TextIOWrapper, g: io.BufferedReader):
    yield sorted(f.readlines())  # expect: memory/eager-readlines
    yield set(f.readlines())  # expect: memory/eager-readlines
    yield frozenset(f.readlines())  # expect: memory/eager-readlines
    yield tuple(f.readlines())  # expect: memory/eager-readlines
    yield sum(map(len, f.readlines()))  # expect: memory/eager-readlines
    yield max(f.readlines())  # expect: memory/eager-readlines
    yield min(f.readlines())  # expect: memory/eager-readlines
    yield any(f.readlines())  # expect: memory/eager-readlines
    yield all(f.readlines())  # expect: memory/eager-readlines
    yield "".join(f.readlines())  # expect: memory/eager-readlines
    yield Counter(f.readlines())  # expect: memory/eager-readlines
    yield len(f.readlines())  # expect: memory/eager-readlines
    yield sorted(list(g))  # expect: memory/eager-readlines


def parts(path):
    with open(path) as f:
        for line in f.readlines()[1:]:  # expect: memory/eager-readlines
            print(line)
    with open(path) as f:
        head = f.readlines()[:5]  # expect: memory/eager-readlines
    with open(path) as f:
        first = f.readlines()[0]  # expect: memory/eager-readlines
    with open(path) as f:
        title = f.read().split("\n")[0]  # expect: memory/eager-readlines
    return head, first, title


def listed(path):
    with open(path) as f:
        for line in list(f):  # expect: memory/eager-readlines
            print(line)


def variable(path):
    with open(path) as f:
        lines = f.readlines()  # expect: memory/eager-readlines
        for line in lines:
            print(line)


def whole_texts(path):
    with open(path) as f:
        for line in f.read().splitlines():  # expect: memory/eager-readlines
            print(line)
    for line in Path(path).read_text().splitlines():  # expect: memory/eager-readlines
        print(line)
    with open(path) as f:
        for line in f.read().split("\n"):  # expect: memory/eager-readlines
            print(line)


def rows(path):
    with open(path) as f:
        return [line.split(",") for line in f.readlines() if line.strip()]  # expect: memory/eager-readlines


def total(path):
    return sum(len(row) for row in rows(path))
