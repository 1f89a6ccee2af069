from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)


def names():
    return [book.author.name for book in Book.objects.select_related("author")]  # expect: query/n-plus-one
