"""Where rows come from: managers, parameters, attributes, calls that keep a queryset."""
from typing import Iterable

from django.db import models
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.shortcuts import get_list_or_404, get_object_or_404


class PublishedManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(live=True)

    def with_author(self):
        return self.select_related("author")


class LoudManager(models.Manager):
    def author_names(self):
        return [book.author.name for book in self.all()]  # expect: query/n-plus-one

    def joined_names(self):
        return [book.author.name for book in self.select_related("author")]

    def count_each(self, titles):
        return [self.filter(title=title).count() for title in titles]  # expect: query/query-in-loop


class BookQuerySet(models.QuerySet):
    def long(self):
        return self.filter(pages__gt=0)

    def with_author(self):
        return self.select_related("author")

    def narrowed(self, **conditions):
        return self.filter(**conditions).order_by("title")


class Author(models.Model):
    name = models.CharField(max_length=40)


class Book(models.Model):
    title = models.CharField(max_length=40)
    pages = models.IntegerField(default=0)
    live = models.BooleanField(default=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")

    objects = models.Manager()
    published = PublishedManager()
    chained = models.Manager.from_queryset(BookQuerySet)()
    loud = LoudManager()


class Shelf:
    def __init__(self):
        self.rows = Book.objects.order_by("title")
        self.ready = Book.objects.select_related("author")

    def names(self):
        return [book.author.name for book in self.rows]  # expect: query/n-plus-one

    def ready_names(self):
        return [book.author.name for book in self.ready]


def default_manager():
    return [b.author.name for b in Book._default_manager.all()]  # expect: query/n-plus-one


def filtered_manager():
    return [b.author.name for b in Book.published.all()]  # expect: query/n-plus-one


def method_of_manager():
    return [b.author.name for b in Book.published.with_author()]


def from_queryset():
    return [b.author.name for b in Book.chained.long()]  # expect: query/n-plus-one


def from_queryset_joined():
    return [b.author.name for b in Book.chained.long().with_author()]


def from_queryset_with_keywords():
    return [b.author.name for b in Book.chained.narrowed(live=True)]  # expect: query/n-plus-one


def list_or_404():
    return [b.author.name for b in get_list_or_404(Book, pages__gt=0)]  # expect: query/n-plus-one


def list_or_404_of_query():
    rows = get_list_or_404(Book.objects.select_related("author"), pages__gt=0)
    return [b.author.name for b in rows]


def one_or_404(pk):
    return get_object_or_404(Book, pk=pk).author.name


def _annotated(rows: "QuerySet[Book]"):
    return [b.author.name for b in rows]  # expect: query/n-plus-one


def annotated_parameter():
    return _annotated(Book.objects.all())


def _iterable(rows: Iterable[Book]):
    return [b.author_id for b in rows]


def annotated_iterable():
    return _iterable(Book.objects.all())


def of_a_class():
    return Shelf().names()


def of_a_class_ready():
    return Shelf().ready_names()


def excluded():
    return [b.author.name for b in Book.objects.exclude(pages=-1)]  # expect: query/n-plus-one


def reversed_order():
    return [b.author.name for b in Book.objects.order_by("title").reverse()]  # expect: query/n-plus-one


def distinct():
    return [b.author.name for b in Book.objects.distinct()]  # expect: query/n-plus-one


def annotated():
    rows = Book.objects.annotate(n=Count("author__books"))
    return [(b.n, b.author.name) for b in rows]  # expect: query/n-plus-one


def annotated_with_alias():
    rows = Book.objects.alias(double=F("pages") * 2).filter(double__gt=0)
    return [b.author.name for b in rows]  # expect: query/n-plus-one


def other_database():
    return [b.author.name for b in Book.objects.using("default")]  # expect: query/n-plus-one


def either():
    rows = Book.objects.filter(pages=1) | Book.objects.exclude(pages=1)
    return [b.author.name for b in rows]  # expect: query/n-plus-one


def both_joined():
    rows = Book.objects.select_related("author").filter(Q(pages__gt=0) | Q(live=True))
    return [b.author.name for b in rows]


def intersected():
    rows = Book.objects.filter(pages__gt=0).intersection(Book.objects.all())
    return [b.author.name for b in rows]  # expect: query/n-plus-one


def less():
    rows = Book.objects.all().difference(Book.objects.filter(pages=-1))
    return [b.author.name for b in rows]  # expect: query/n-plus-one


def nothing():
    return [b.author.name for b in Book.objects.none()]


def only_names():
    return [row["author__name"] for row in Book.objects.values("author__name")]


def dictionary():
    return {b.pk: b.author.name for b in Book.objects.in_bulk().values()}  # expect: query/n-plus-one


def dictionary_items():
    return [(k, b.author.name) for k, b in Book.objects.in_bulk().items()]  # expect: query/n-plus-one


def dictionary_joined():
    return [b.author.name for b in Book.objects.select_related("author").in_bulk().values()]


def created(names):
    author = Author.objects.first()
    return [b.author.name for b in Book.objects.bulk_create([Book(title=n, author=author) for n in names])]


def first():
    return Book.objects.order_by("pk").first().author.name


def latest():
    return Book.objects.latest("pages").author.name


def got_or_created():
    book, _ = Book.objects.get_or_create(pk=1)
    return book.author.name


def joined_with_prefetch_object():
    rows = Author.objects.prefetch_related(Prefetch("books", queryset=Book.objects.select_related("author")))
    return [[b.author.name for b in a.books.all()] for a in rows]


def nested_tree_of_prefetch():
    rows = Author.objects.prefetch_related(Prefetch("books", queryset=Book.objects.only("title", "author")))
    return [[b.pages for b in a.books.all()] for a in rows]  # expect: query/deferred-field


def prefetch_with_attribute():
    rows = Author.objects.prefetch_related(Prefetch("books", queryset=Book.objects.filter(live=True), to_attr="live"))
    return [[b.title for b in a.live] for a in rows]


def prefetch_with_attribute_but_asked():
    rows = Author.objects.prefetch_related(Prefetch("books", queryset=Book.objects.filter(live=True), to_attr="live"))
    return [[b.title for b in a.books.all()] for a in rows]  # expect: query/n-plus-one


def prefetch_cleared():
    rows = Author.objects.prefetch_related("books").prefetch_related(None)
    return [len(a.books.all()) for a in rows]  # expect: query/n-plus-one


def several_joins():
    rows = Book.objects.select_related("author").select_related()
    return [b.author.name for b in rows]


FIELDS = ["author"]


def not_literal():
    return [b.author.name for b in Book.objects.select_related(*FIELDS)]


def manager_reads():
    return Book.loud.author_names()


def manager_joins():
    return Book.loud.joined_names()


def manager_counts(names):
    return Book.loud.count_each(names)
