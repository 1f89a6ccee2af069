# enable: memory/missing-slots
"""Somebody looks at the dictionaries of this file's objects."""


class Point:
    def __init__(self, x):
        self.x = x


def rows(values):
    return [vars(Point(value)) for value in values]
