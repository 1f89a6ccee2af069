import django.db.models as m
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models

from . import fields as own
from .bases import Helper, Noted, Stamped, Targeted

User = get_user_model()


class Note(Targeted):
    text = models.TextField()


class Branch(m.Model):
    code = own.ShortField(primary_key=True)
    head = models.OneToOneField(User, on_delete=models.PROTECT, null=True)
    groups = models.ManyToManyField(Group)


class Book(Helper, Stamped, Noted):
    title = models.CharField(max_length=80, unique=True)
    branch = own.OwnerField(Branch, models.CASCADE)
    translator = models.ForeignKey("people.Member", models.CASCADE, related_name="+", null=True)
    readers = models.ManyToManyField(User, through="Loan", related_name="read_books", related_query_name="read_book")
    dropped = None

    class Meta:
        default_related_name = "all_books"


class AudioBook(Book):
    minutes = models.IntegerField()
    voice = models.ForeignKey(to=User, on_delete=models.CASCADE)


class Linked(Book):
    base = models.OneToOneField(Book, models.CASCADE, parent_link=True, related_name="linked_child")
    see = models.ForeignKey("AudioBook", models.CASCADE, related_query_name="seen_from")


class LongBook(Book):
    class Meta:
        proxy = True


class Loan(Stamped):
    book = models.ForeignKey(Book, models.CASCADE)
    user = models.ForeignKey(User, models.CASCADE, db_index=False)
    long_book = models.ForeignKey(LongBook, models.CASCADE, null=True, related_name="long_loans")

    class Meta(Stamped.Meta):
        unique_together = [("book", "user")]


class Fine(models.Model):
    loan = models.OneToOneField(Loan, models.CASCADE, primary_key=True)
    amount = models.DecimalField(max_digits=6, decimal_places=2)
    if True:
        reason = models.SlugField(null=True)
