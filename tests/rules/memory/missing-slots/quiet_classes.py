# enable: memory/missing-slots
"""Classes that need their dictionary, or have few instances."""
import functools
from dataclasses import dataclass


class Few:
    def __init__(self, x):
        self.x = x


class Based(Few):
    def __init__(self, x):
        self.x = x


class Slotted:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x


class Named:
    x = 1

    def __init__(self, x):
        self.x = x


class Lazy:
    def __init__(self, x):
        self.x = x

    @functools.cached_property
    def double(self):
        return self.x * 2


class Late:
    def __init__(self, x):
        self.x = x

    def load(self):
        self.y = self.x


class Outside:
    def __init__(self, x):
        self.x = x


class Saved:
    def __init__(self, x):
        self.x = x

    def __getstate__(self):
        return self.x


class Conditional:
    if functools:

        def __init__(self, x):
            self.x = x


class Empty:
    def __init__(self, x):
        print(x)


@functools.total_ordering
class Ordered:
    def __init__(self, x):
        self.x = x

    def __lt__(self, other):
        return self.x < other.x


class Meta(metaclass=type):
    def __init__(self, x):
        self.x = x


@dataclass(slots=True)
class Done:
    x: int


@dataclass
class Extended(Done):
    y: int = 0


@dataclass
class Grown:
    x: int

    def __post_init__(self):
        self.y = self.x


@dataclass
class Supered:
    x: int

    def __hash__(self):
        return super().__hash__()


CLASSES = [Based, Slotted, Named, Lazy, Late, Saved, Conditional, Empty, Ordered, Meta]


def build(rows):
    made = [Based(row) for row in rows], [Slotted(row) for row in rows]
    made += [Named(row) for row in rows], [Lazy(row) for row in rows]
    made += [Late(row) for row in rows], [Saved(row) for row in rows]
    made += [Conditional(row) for row in rows], [Empty(row) for row in rows]
    made += [Ordered(row) for row in rows], [Meta(row) for row in rows]
    made += [Done(row) for row in rows], [Extended(row) for row in rows]
    made += [Grown(row) for row in rows], [Supered(row) for row in rows]
    for row in rows:
        outside = Outside(row)
        outside.seen = True
        made += (outside,)
    return made, Few(rows), [Few(row) for row in range(3)]
