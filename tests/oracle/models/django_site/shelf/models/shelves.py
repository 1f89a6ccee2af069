from django.db import models

from library.models import Book as Volume

from . import rooms


class Shelf(models.Model):
    room = models.ForeignKey(rooms.Room, models.CASCADE)
    corner = models.ForeignKey("Corner", models.CASCADE, related_name="%(class)s_in_%(app_label)s")
    books = models.ManyToManyField(Volume, blank=True)
    best = models.ForeignKey(Volume, models.CASCADE, related_name="best_on", to_field="title")
