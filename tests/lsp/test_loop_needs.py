"""The action that loads everything a loop reads of its rows, with one edit."""

import pytest
from lsp_client import Client
from test_actions import applied

URI = "file:///tmp/loop_needs.py"
TEXT = '''from django.db import models


class Tag(models.Model):
    name = models.CharField(max_length=20)


class Author(models.Model):
    name = models.CharField(max_length=20)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag)


def lines():
    for book in Book.objects.order_by("pk"):
        print(book.author.name)
        print([tag.name for tag in book.tags.all()])
'''


@pytest.fixture
def client():
    with Client() as client:
        client.initialize()
        client.open(URI, TEXT)
        client.diagnostics(URI, 1)
        yield client


def at(client, text):
    line = next(i for i, each in enumerate(TEXT.splitlines()) if text in each)
    return client.request("textDocument/codeAction", {
        "textDocument": {"uri": URI}, "context": {"diagnostics": []},
        "range": {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 60}},
    })


def resolved(client, action):
    answer = client.request("codeAction/resolve", action)
    change, = answer["edit"]["documentChanges"]
    return applied(TEXT, change["edits"])


@pytest.mark.parametrize("access", ["book.author.name", "book.tags.all()"])
def test_each_finding_of_the_loop_offers_it_first(client, access):
    first, second = [a for a in at(client, access) if "to the query" in a["title"] or "needs" in a["title"]]
    assert first["title"] == "Load everything this loop needs with the query at line 18"
    assert first["isPreferred"]
    assert '.order_by("pk").select_related("author").prefetch_related("tags"):' in resolved(client, first)
    assert second["title"].startswith("Add ")


def test_one_relation_is_named_in_the_other_one(client):
    action, = [a for a in at(client, "book.author.name") if a["title"].startswith("Add ")]
    assert action["title"] == 'Add select_related("author") to the query at line 18'
    text = resolved(client, action)
    assert '.order_by("pk").select_related("author"):' in text
    assert "prefetch" not in text
