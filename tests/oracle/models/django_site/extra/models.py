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


class Maker(models.Model):
    name = models.CharField(max_length=10)


class Near(models.Model):
    """Django goes by what is written for the class itself, not by what it is."""

    by_name = models.ManyToManyField("Near", related_name="far")
    by_label = models.ManyToManyField("extra.Near")
    by_self = models.ManyToManyField("self", related_name="unused")
    told = models.ManyToManyField("Near", symmetrical=True)
    one_way = models.ManyToManyField("self", symmetrical=False, related_name="from_there")


class Made(models.Model):
    maker = models.ForeignKey(Maker, models.CASCADE, related_name="%(class)s_made")

    class Meta:
        abstract = True


# Classes that are no statements of the module itself.
if TARGET:

    class Sheet(Made):
        pages = models.ManyToManyField("Page", related_name="+")

else:

    class Sheet(Made):
        pages = models.ManyToManyField("Page", related_name="+")


try:
    from missing_library import Card
except ImportError:

    class Card(models.Model):
        maker = models.OneToOneField(Maker, models.CASCADE)
        sheets = models.ManyToManyField(Sheet, related_query_name="card")


class Page(models.Model):
    card = models.ForeignKey("Card", models.CASCADE, null=True)
    sheet = models.ForeignKey("extra.Sheet", models.CASCADE, related_name="own_pages")

    if TARGET:
        maker = models.ForeignKey(Maker, models.CASCADE)

    class Mark(models.Model):
        page = models.ForeignKey("extra.Page", models.CASCADE, related_name="marks")

        class Meta:
            app_label = "extra"

    if TARGET:

        class Fold(models.Model):
            page = models.ForeignKey("extra.Page", models.CASCADE, related_name="folds")

            class Meta:
                app_label = "extra"


def make_models(base):
    text = """
    class Never(models.Model):
        maker = models.ForeignKey(Maker, models.CASCADE)
    """

    class Stamp(base):
        maker = models.ForeignKey(Maker, models.CASCADE, related_name="stamps")

        class Meta:
            app_label = "extra"

    class Seal(models.Model):
        maker = models.ForeignKey(Maker, models.CASCADE, related_name="seals")

        class Meta:
            app_label = "extra"

    return Stamp, Seal, text


Stamp, Seal, _ = make_models(models.Model)
