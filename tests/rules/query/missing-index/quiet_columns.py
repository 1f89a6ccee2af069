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


def indexed(shelf, year, slug):
    first = Book.objects.filter(shelf=shelf).order_by("code")
    return first, Book.objects.filter(year__gte=year), Author.objects.filter(slug=slug)


def together(year, title):
    return Book.objects.filter(year=year, title=title)


def one_row(code, title):
    return Book.objects.filter(code=code, title=title)


def by_key(author):
    return Book.objects.filter(author=author, pk__gt=5)


def no_index_would_help(word):
    return Book.objects.filter(title__icontains=word, lent=True, text__startswith=word)
