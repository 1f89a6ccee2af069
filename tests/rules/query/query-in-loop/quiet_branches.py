"""Queries of a helper that what it is given makes needless."""
import contextvars
import threading

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


class Registry:
    def __init__(self):
        self._rooms = {}
        self._places = {}

    def room(self, name):
        if name in self._rooms:
            return self._rooms[name]
        room = Room.objects.get(name=name)
        self._rooms[name] = room
        return room

    def place(self, name):
        if name not in self._places:
            self._places[name] = Room.objects.get(name=name)
        return self._places[name]

    def rooms(self, names):
        return [self.room(name) for name in names]

    def places(self, names):
        return [self.place(name) for name in names]


request_cache = contextvars.ContextVar("request_cache", default=None)


def cached_room(name):
    cache = request_cache.get()
    if cache is not None:
        if (room := cache["rooms"].get(name)) is not None:
            return room
    room = Room.objects.get(name=name)
    if cache is not None:
        cache["rooms"][name] = room
    return room


def cached_rooms(names):
    return [cached_room(name) for name in names]


state = threading.local()


def state_rooms():
    if not hasattr(state, "rooms"):
        state.rooms = list(Room.objects.all())
    return state.rooms


def counts_of_state(names):
    return [len(state_rooms()) for name in names]
