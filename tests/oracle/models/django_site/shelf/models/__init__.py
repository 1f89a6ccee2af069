from .rooms import *
from .shelves import Shelf

__all__ = ["Shelf", "Room", "Corner"]
