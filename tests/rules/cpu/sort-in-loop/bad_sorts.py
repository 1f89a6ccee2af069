"""Sorted after each addition."""


def again(rows):
    best = []
    for row in rows:
        best.append(row)
        best.sort()  # expect: cpu/sort-in-loop
    return best


def nested(groups):
    best = []
    for group in groups:
        for row in group:
            if row:
                best.append(row.value)
            best.sort(key=len,  # expect: cpu/sort-in-loop
                      reverse=True)
    return best


def rebound(rows):
    best = []
    for row in rows:
        best.append(row)
        best = sorted(best, reverse=True)  # expect: cpu/sort-in-loop
    return best


def result(rows: list, found: list[int]):
    ordered = []
    for row in rows:
        found.append(row)
        ordered = sorted(found)  # expect: cpu/sort-in-loop
    return ordered


def queue(jobs):
    waiting = []
    while jobs:
        waiting.append(jobs.next())
        waiting.sort()  # expect: cpu/sort-in-loop
        print(waiting[0])


def read(found: list[int], rows):
    for row in rows:
        found.append(row)
        ordered = sorted(found)  # expect: cpu/sort-in-loop
        print(ordered[len(ordered) // 2])


class Table:
    def __init__(self):
        self.rows = []

    def load(self, rows):
        for row in rows:
            self.rows.append(row)
            self.rows.sort()  # expect: cpu/sort-in-loop
