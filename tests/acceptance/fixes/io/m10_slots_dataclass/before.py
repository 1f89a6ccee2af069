from dataclasses import dataclass


@dataclass(order=True)
class Pair:
    left: int
    right: int = 0

    def swapped(self):
        return Pair(self.right, self.left)


def build(n):
    return [Pair(i, i * 2) for i in range(n)]
