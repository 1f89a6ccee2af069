from django.db import models
from library.bases import Stamped
from shelf import models as shelf_models

TARGET = "shelf.Shelf"
# A model of a name that another app has too.


class Note(Stamped):
    shelf = models.ForeignKey(TARGET, models.CASCADE)
    also = models.ForeignKey(shelf_models.Shelf, models.CASCADE, related_name="also_%(class)s")
    other = models.ForeignKey("Note", models.CASCADE, null=True)
    theirs = models.ForeignKey("books.Note", models.CASCADE, related_name="mine")
