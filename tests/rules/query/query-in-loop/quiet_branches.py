"""Queries of a helper that what it is given makes needless."""
from django.db import models


class Room(models.Model):
    name = models.CharField(max_length=40)


def room_of(name, known=None, refresh=False):
    if refresh:
        Room.objects.filter(name=name).first()
    if known is not None:
        return known.get(name)
    return Room.objects.get(name=name)


def rooms_of(names, mapping):
    known = {name: mapping[name] for name in names}
    return [room_of(name, known=known) for name in names]


def rooms_by_place(names, mapping):
    known = dict(mapping)
    return [room_of(name, known) for name in names]


everything = None


def all_rooms():
    global everything
    if everything is None:
        everything = {room.name: room for room in Room.objects.all()}
    return everything


def from_everything(names):
    return [all_rooms()[name] for name in names]


class Importer:
    def __init__(self):
        self.known = None

    def find(self, name):
        if self.known is None:
            self.known = {}
            for room in Room.objects.all():
                self.known[room.name] = room
        return self.known.get(name)

    def run(self, names):
        return [self.find(name) for name in names]
