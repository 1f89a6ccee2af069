"""Handles reached in different ways, lines used in different ways."""
import csv
import gzip
from collections import Counter
from pathlib import Path


class Log:
    def __init__(self, path):
        self.file = open(path, encoding="utf-8")

    def errors(self):
        return sum(1 for line in self.file if "ERROR" in line)  # expect: memory/eager-readlines


def words(path: Path):
    with path.open() as file:
        return Counter(file)  # expect: memory/eager-readlines


def rows(path):
    with gzip.open(path, "rt") as file:
        for row in csv.DictReader(file):  # expect: memory/eager-readlines
            print(row["name"])


def stripped(path):
    with open(path) as file:
        return {line.strip() for line in file}  # expect: memory/eager-readlines


def parts(path):
    with open(path) as file:
        for line in file:  # expect: memory/eager-readlines
            line = line.rstrip("\n")
            print(line)


def numbered(path):
    with open(path) as file:
        lines = file.readlines()  # expect: memory/eager-readlines
        for line in lines:
            print(line)
