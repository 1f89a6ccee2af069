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
