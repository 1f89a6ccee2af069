# enable: memory/missing-slots
"""Classes whose instances are made in loops."""
import dataclasses
from dataclasses import dataclass, field


class Point:  # expect: memory/missing-slots
    """A place."""

    # how it is made
    def __init__(self, x, y, label=""):
        self.x, self.y = x, y
        self.label: str = label

    def move(self, dx):
        self.x += dx

    @classmethod
    def origin(cls):
        return cls(0, 0)

    @property
    def text(self):
        return self.label


class Node(object):  # expect: memory/missing-slots
    LIMIT = 10

    def __init__(self, value):
        if value:
            self.value = value
        else:
            self.value = Node.LIMIT


@dataclass
class Pair:  # expect: memory/missing-slots
    left: int
    right: int = 0

    def swap(self):
        self.left, self.right = self.right, self.left


@dataclasses.dataclass(frozen=True)
class Frozen:  # expect: memory/missing-slots
    names: list = field(default_factory=list)


def build(rows):
    points = [Point(row, 1) for row in rows]
    nodes = []
    for row in rows:
        nodes.append(Node(row))
    while rows:
        nodes.append(Pair(rows.pop(), 1))
    return points, nodes, {row: Frozen() for row in rows}
