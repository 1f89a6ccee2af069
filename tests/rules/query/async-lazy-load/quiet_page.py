from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=40)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)


async def name_of(pk):
    book = await Book.objects.select_related("author").aget(pk=pk)
    return book.author.name
