# -*- coding: utf-8 -*-
"""Ways to write a query whose rows lead to others: each is rewritten, or left with a reason."""
from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db import models
from django.shortcuts import get_list_or_404, get_object_or_404

if TYPE_CHECKING:
    from django.db.models import Count, Prefetch


class Publisher(models.Model):
    name = models.CharField(max_length=40)


class Author(models.Model):
    name = models.CharField(max_length=40)
    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE, related_name="authors")


class Tag(models.Model):
    label = models.CharField(max_length=40)


class BookQuerySet(models.QuerySet):
    def early(self):
        return self.filter(pk__lt=100)


class BookManager(models.Manager):
    def late(self):
        return self.get_queryset().filter(pk__gt=0)


class Book(models.Model):
    title = models.CharField(max_length=40)
    year = models.IntegerField()
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    editor = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="edited")
    tags = models.ManyToManyField(Tag, related_name="books")

    objects = BookManager()
    early = BookQuerySet.as_manager()


class Note(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="notes")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)
    text = models.CharField(max_length=40)
    is_hidden = models.BooleanField(default=False)


def other_argument():
    return [b.editor.name for b in Book.objects.select_related("author").order_by("pk")]


def single_quotes():
    return [b.editor.name for b in Book.objects.select_related('author').order_by('pk')]


def widened():
    return [b.author.publisher.name for b in Book.objects.select_related("editor", "author").order_by("pk")]


def keyword_free():
    books = Book.objects.prefetch_related("tags").order_by("pk")
    return [(b.author.name, len(b.tags.all())) for b in books]


def black_chain():
    books = (
        Book.objects.filter(year__gt=0)
        .exclude(title="none")
        .order_by("pk")
    )
    return [b.author.publisher.name for b in books]


def black_chain_with_comments():
    books = (
        Book.objects
        # only those with a year
        .filter(year__gt=0)  # a year
        .order_by("pk")  # in order
    )
    return [b.author.name for b in books]


def black_arguments():
    books = Book.objects.select_related(
        "author",
        "editor",
    ).order_by("pk")
    return [[t.label for t in b.tags.all()] + [b.author.publisher.name] for b in books]


def black_arguments_no_comma():
    books = Book.objects.select_related(
        "editor"
    ).order_by("pk")
    return [b.author.name + b.editor.name for b in books]


def continued_rows():
    books = Book.objects \
        .filter(year__gt=0) \
        .order_by("pk")
    return [b.author.name for b in books]


def chain_in_parentheses():
    return [b.author.name for b in (Book.objects.order_by("pk"))]


def two_relations():
    rows = []
    for b in Book.objects.order_by("pk"):
        rows.append((b.author.name, b.editor.publisher.name, [t.label for t in b.tags.all()]))
    return rows


def two_loops():
    books = Book.objects.order_by("pk")
    names = [b.author.name for b in list(books)]
    return names


def in_branches():
    if Tag.objects.count() == 0:
        books = Book.objects.order_by("pk")
    else:
        books = Book.objects.order_by("-pk")
    return [b.author.name for b in books]


def narrowed_in_branch():
    books = Book.objects.order_by("pk")
    if books.exists():
        books = books.filter(year__gt=0)
    return [b.author.name for b in books]


def by_function():
    return [b.author.name for b in _books()]


def _books():
    return Book.objects.filter(year__gt=0).order_by("pk")


def by_manager_method():
    return [b.author.name for b in Book.objects.late().order_by("pk")]


def by_queryset_method():
    return [b.author.name for b in Book.early.early().order_by("pk")]


def by_second_manager():
    return sorted(b.author.name for b in Book.early.all())


def paged():
    return [b.author.name for b in Paginator(Book.objects.order_by("pk"), 50).page(1)]


def paged_by_name():
    books = Book.objects.order_by("pk")
    page = Paginator(books, 50).get_page(1)
    return [b.author.name for b in page.object_list]


def list_or_404():
    return [b.author.name for b in get_list_or_404(Book.objects.order_by("pk"), year__gt=0)]


def list_of_model():
    return sorted(b.author.name for b in get_list_or_404(Book, year__gt=0))


def below_one_object(pk):
    author = get_object_or_404(Author, pk=pk)
    return [[t.label for t in b.tags.all()] for b in author.books.all()]


def one_object_of_query(pk):
    author = get_object_or_404(Author.objects.all(), pk=pk)
    return [b.editor.name for b in author.books.order_by("pk")]


def sliced():  # stays: five rows are few
    return [b.author.name for b in Book.objects.order_by("pk")[:5]]


def streamed():
    return [b.author.name for b in Book.objects.order_by("pk").iterator()]


def streamed_lists():
    return [[t.label for t in b.tags.all()] for b in Book.objects.order_by("pk").iterator(chunk_size=2)]


def chained():
    return [b.author.name for b in itertools.chain(Book.objects.filter(pk=1), Book.objects.filter(pk__gt=1).order_by("pk"))]


def intersected():
    rows = Book.objects.filter(pk__gt=1).intersection(Book.objects.all())
    return sorted(b.author.name for b in rows)


def without_some():
    return sorted(b.author.name for b in Book.objects.all().difference(Book.objects.filter(pk=1)))


def united():  # stays: of two queries joined by |
    early = Book.objects.filter(pk__lt=2).order_by()
    late = Book.objects.filter(pk__gte=2).order_by()
    return sorted(b.author.name for b in early | late)


def only_some():
    return [b.author.name for b in Book.objects.only("title").order_by("pk")]


def only_key():
    return [b.author.name for b in Book.objects.only("author").order_by("pk")]


def only_below():  # stays: only() names columns of the relation
    return [b.author.name for b in Book.objects.only("title", "author__name").order_by("pk")]


def deferred_other():
    return [b.author.name for b in Book.objects.defer("title").order_by("pk")]


def deferred_key():  # stays: defer() leaves out the key
    return [b.author.name for b in Book.objects.defer("author").order_by("pk")]


def deferred_column():
    return [b.title for b in Book.objects.defer("title").order_by("pk")]


def deferred_columns():
    return [b.year for b in Book.objects.order_by("pk").defer("title", "year")]


def deferred_on_manager():
    return sorted(b.title for b in Book.objects.defer("title"))


def only_another_column():
    return [(b.title, b.year) for b in Book.objects.order_by("pk").only("title")]


def annotated():
    books = Book.objects.annotate(tag_total=models.Count("tags")).order_by("pk")
    return [(b.tag_total, b.author.name) for b in books]


def annotated_in_no_order():
    books = Book.objects.annotate(tag_total=models.Count("tags"))
    return sorted((b.tag_total, b.author.name) for b in books)


def nullable():
    return [n.parent.text if n.parent else None for n in Note.objects.order_by("pk")]


def nested():
    rows = []
    for author in Author.objects.order_by("pk"):
        for book in author.books.order_by("pk"):
            rows.append((author.name, book.editor.name))
    return rows


def nested_all():
    rows = []
    for author in Author.objects.order_by("pk"):
        for book in author.books.all():
            rows.append((author.publisher.name, book.editor.name))
    return rows


def counted():
    return [a.books.count() for a in Author.objects.order_by("pk")]


def counted_of_some():
    return [a.books.count() for a in Author.objects.filter(name__startswith="x").order_by("pk")]


def counted_with_condition():  # stays: the manager may join
    return [b.notes.filter(is_hidden=True).count() for b in Book.objects.order_by("pk")]


def any_at_all():
    return [b.title for b in Book.objects.order_by("pk") if b.notes.exists()]


def any_hidden():
    return [b.notes.filter(is_hidden=True).exists() for b in Book.objects.order_by("pk")]


def any_with_two_conditions():
    return [b.notes.filter(is_hidden=True, text="x1").exists() for b in Book.objects.order_by("pk")]


def any_tag():
    return [b.tags.filter(label="x1").exists() for b in Book.objects.order_by("pk")]


def hidden_notes():
    return [[n.text for n in b.notes.filter(is_hidden=True)] for b in Book.objects.order_by("pk")]


def shown_notes():
    return [[n.text for n in b.notes.filter(is_hidden=False)] for b in Book.objects.prefetch_related("notes").order_by("pk")]


def ordered_notes():
    return [[n.text for n in b.notes.order_by("-text")] for b in Book.objects.order_by("pk")]


def matching_notes():
    rows = []
    for b in Book.objects.prefetch_related("notes", "tags").order_by("pk"):
        for n in b.notes.filter(text__startswith="x"):
            rows.append(n.text)
        rows.extend(t.label for t in b.tags.all())
    return rows


def matching_and_all_notes():
    rows = []
    for b in Book.objects.prefetch_related("notes").order_by("pk"):
        rows.append([n.text for n in b.notes.filter(text="x1")])
        rows.append(len(b.notes.all()))
    return rows


def by_key():
    return [b.author.pk for b in Book.objects.order_by("pk")]


def by_key_and_more():
    return [(b.author.pk, b.author.name) for b in Book.objects.order_by("pk")]


def with_accents():
    return [f"né {b.author.name} ü" for b in Book.objects.exclude(title="é").order_by("pk")]


def in_one_row(): return [b.author.name for b in Book.objects.order_by("pk")]


def named_twice():
    books = Book.objects.order_by("pk"); rows = [b.author.name for b in books]
    return rows


def walrus():
    if (books := Book.objects.order_by("pk")):
        return [b.author.name for b in books]
    return []


def of_dict():
    by_pk = {b.pk: b for b in Book.objects.order_by("pk")}
    return [b.author.name for b in by_pk.values()]


def in_try():
    try:
        return [b.author.name for b in Book.objects.order_by("pk")]
    except Book.DoesNotExist:
        return []


def raw_rows():
    return [b.author.name for b in Book.objects.raw("SELECT * FROM lab_book ORDER BY id")]


def cleared():
    return [b.author.name for b in Book.objects.select_related("author").select_related(None).order_by("pk")]


def reset_prefetch():
    return [len(b.tags.all()) for b in Book.objects.prefetch_related("tags").prefetch_related(None).order_by("pk")]


def starred():  # stays: the relations are not literals
    relations = ["author"]
    return [b.editor.name for b in Book.objects.select_related(*relations).order_by("pk")]
