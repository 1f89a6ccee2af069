"""I1 for places in other files: what stands above them may change while no answer does."""

import time

import pytest
from lsp_client import FULL_CAPABILITIES, Client, edit, with_pull
from test_project import wait_for_codes

HELPERS = """import time


def first():
    return 1


def wait():
    time.sleep(1)
"""
WORK = """from helpers import wait


async def work():
    wait()
"""
MODELS = """from django.db import models


def unrelated():
    return 1


class Author(models.Model):
    name = models.CharField(max_length=9)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)


def books():
    return Book.objects.all()
"""
VIEWS = """from models import books


def names():
    return [book.author.name for book in books()]
"""
CASES = {
    "blocking": ("helpers.py", HELPERS, "work.py", WORK, ["io/blocking-call-in-async"]),
    "rows": ("models.py", MODELS, "views.py", VIEWS, ["query/n-plus-one"]),
}
MORE = "text = 'more'\n    text += '!'\n    "


def foreign_places(diagnostics, uri):
    return [
        (related["location"]["range"], related["message"])
        for found in diagnostics
        for related in found.get("relatedInformation", [])
        if related["location"]["uri"] == uri
    ]


def open_both(client, folder, texts, capabilities=FULL_CAPABILITIES):
    client.initialize(capabilities, workspaceFolders=[{"uri": folder.as_uri(), "name": "x"}])
    for name, text in texts.items():
        client.open((folder / name).as_uri(), text)


def last_pushed(client, uri):
    return [m for m in client.notifications("textDocument/publishDiagnostics") if m["uri"] == uri][-1]["diagnostics"]


def said_by_a_fresh_server(folder, texts, asking, said, codes):
    with Client() as client:
        open_both(client, folder, texts)
        return foreign_places(wait_for_codes(client, asking, codes), said)


def changed_above(text):
    line = next(number for number, row in enumerate(text.splitlines()) if "return 1" in row)
    return edit(line, 4, line, 4, MORE), text.replace("return 1", MORE + "return 1")


@pytest.mark.parametrize("case", CASES)
def test_places_follow_what_changes_above_them(case, tmp_path):
    other, other_text, name, text, codes = CASES[case]
    (tmp_path / "requirements.txt").write_text("django\n")
    texts = {other: other_text, name: text}
    for path, content in texts.items():
        (tmp_path / path).write_text(content)
    asking, said = (tmp_path / name).as_uri(), (tmp_path / other).as_uri()
    change, after = changed_above(other_text)
    with Client() as client:
        open_both(client, tmp_path, texts)
        before = foreign_places(wait_for_codes(client, asking, codes), said)
        assert before
        client.change(said, 2, change)
        texts[other] = after
        (tmp_path / other).write_text(after)  # what a fresh server reads; the first one was not told
        wanted = said_by_a_fresh_server(tmp_path, texts, asking, said, codes)
        assert wanted != before
        deadline = time.monotonic() + 15
        while foreign_places(last_pushed(client, asking), said) != wanted and time.monotonic() < deadline:
            time.sleep(0.05)
        assert foreign_places(last_pushed(client, asking), said) == wanted
        # Also when the finding's own file is looked at again.
        client.change(asking, 2, edit(0, 0, 0, 0, "# first\n"))
        assert foreign_places(client.diagnostics(asking, 2), said) == wanted


def test_pulled_places_are_not_called_unchanged(tmp_path):
    other, other_text, name, text, _ = CASES["blocking"]
    texts = {other: other_text, name: text}
    for path, content in texts.items():
        (tmp_path / path).write_text(content)
    asking, said = (tmp_path / name).as_uri(), (tmp_path / other).as_uri()
    change, _ = changed_above(other_text)

    def pull_until(client, ready, previous=None):
        deadline = time.monotonic() + 15
        while True:
            report = client.pull(asking, previous)
            if ready(report) or time.monotonic() > deadline:
                return report
            time.sleep(0.05)

    with Client() as client:
        open_both(client, tmp_path, texts, with_pull(FULL_CAPABILITIES))
        first = pull_until(client, lambda report: foreign_places(report["items"], said))
        (before, _), *_ = foreign_places(first["items"], said)
        client.change(said, 2, change)
        again = pull_until(client, lambda report: report["kind"] == "full", first["resultId"])
        (moved, _), *_ = foreign_places(again["items"], said)
        assert moved["start"]["line"] == before["start"]["line"] + 2
