"""A module with nothing to report."""
import contextlib
import json
from collections.abc import Iterator


class StoreError(Exception):
    """A failure of the store."""


class Shelf:
    """A shelf of named boxes.

    Attributes:
        name: What the label says.
        boxes: Boxes by name.
    """

    def __init__(self, name, *, boxes=None):
        """Set up an empty shelf.

        Args:
            name: What the label says.
            boxes: Boxes to begin with.
        """
        self.name = name
        self.boxes = dict(boxes or {})

    def __len__(self):
        return len(self.boxes)

    @property
    def is_full(self):
        """Whether no further box fits."""
        return len(self.boxes) > 100

    def put(self, key, box, *rest, **labels):
        """Put boxes on the shelf.

        The first box gets the key, the others follow it.

        Args:
            key: Name of the first box.
            box: The first box.
            *rest: More boxes.
            **labels: Labels of the boxes,
                by name.

        Returns:
            How many boxes stand on the shelf now.

        Raises:
            StoreError: If the shelf is full.
        """
        if self.is_full:
            raise StoreError(key)
        self.boxes[key] = (box, rest, labels)
        return len(self.boxes)

    def walk(self) -> Iterator[str]:
        """Walk over the boxes from left to right.

        Yields:
            The name of each box.
        """
        yield from self.boxes

    @contextlib.contextmanager
    def locked(self):
        """Keep other hands off the shelf for a while."""
        yield

    @classmethod
    def read(cls, path):
        """Read a shelf from a file.

        Args:
            path: File to read.

        Returns:
            The shelf.

        Example:
            >>> Shelf.read("shelf.json").name
            'books'
        """
        with open(path, encoding="utf-8") as file:
            return cls(path, boxes=json.load(file))


def clear(shelf) -> None:
    """Remove all boxes.

    Args:
        shelf: Shelf to clear.
    """
    shelf.boxes.clear()
