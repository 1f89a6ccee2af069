from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=40)
    slug = models.SlugField()


class Book(models.Model):
    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=80)
    year = models.IntegerField()
    shelf = models.CharField(max_length=8, db_index=True)
    lent = models.BooleanField(default=False)
    text = models.TextField()
    author = models.ForeignKey(Author, on_delete=models.CASCADE)

    class Meta:
        indexes = [models.Index(fields=["year", "title"])]


def by_title(title):
    return Book.objects.filter(title=title)  # expect: query/missing-index


def in_order():
    return Book.objects.order_by("-title")  # expect: query/missing-index


def over_a_relation(name):
    return Book.objects.filter(author__name__startswith=name)  # expect: query/missing-index


def one(title):
    return Book.objects.get(title=title)  # expect: query/missing-index
