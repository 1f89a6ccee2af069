"""The same helper with what leaves its queries open."""
from django.db import models


class Room(models.Model):
    name = models.CharField(max_length=40)


def room_of(name, known=None, refresh=False):
    if refresh:
        Room.objects.filter(name=name).first()
    if known is not None:
        return known.get(name)
    return Room.objects.get(name=name)


def rooms_of(names):
    return [room_of(name) for name in names]  # expect: query/query-in-loop


def rooms_anew(names, mapping):
    known = dict(mapping)
    return [room_of(name, known, refresh=True) for name in names]  # expect: query/query-in-loop


def rooms_perhaps(names, known=None):
    return [room_of(name, known) for name in names]  # expect: query/query-in-loop


class Finder:
    def __init__(self, name):
        self.name = name
        self.found = None

    def find(self):
        if self.found is None:
            self.found = Room.objects.filter(name=self.name).first()
        return self.found


def found(names):
    finders = [Finder(name) for name in names]
    return [finder.find() for finder in finders]  # expect: query/query-in-loop


def room_kept_for_nobody(name):
    rooms = {}
    if name in rooms:
        return rooms[name]
    rooms[name] = Room.objects.get(name=name)
    return rooms[name]


def rooms_kept_for_nobody(names):
    return [room_kept_for_nobody(name) for name in names]  # expect: query/query-in-loop
