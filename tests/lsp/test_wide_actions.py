"""A code action over several files: open documents are named by version and as they are now, closed
ones as they lie on disk."""

import time

import pytest
from lsp_client import Client, edit
from test_actions import applied

PAGES = """import requests


def pages(base, ids):
    found = []
    for number in ids:
        reply = requests.get(f"{base}/{number}", timeout=10)
        found.append(reply.text)
    return found
"""
VIEW = """from shop.pages import pages


async def view(ids):
    return pages("https://a.example", ids)
"""
MAIN = """from shop.pages import pages

print(pages("https://a.example", []))
"""


def actions_at(client, uri):
    return client.request("textDocument/codeAction", {
        "textDocument": {"uri": uri}, "context": {"diagnostics": []},
        "range": {"start": {"line": 6, "character": 0}, "end": {"line": 6, "character": 60}},
    })


def wait_for(question):
    """The project takes up a change a moment after it."""
    deadline = time.monotonic() + 10
    while True:
        answer = question()
        if answer or time.monotonic() > deadline:
            return answer
        time.sleep(0.05)


def coroutine_actions(client, uri):
    return [a for a in actions_at(client, uri) if "coroutine" in a["title"] and "disabled" not in a]


def resolved(client, action, uris):
    """The documents' changes once the server has them all; until then it gives none."""
    message = client.wait_answer(client.start_request("codeAction/resolve", action))
    if "error" in message:
        assert message["error"]["code"] == -32801
        return None
    changes = message["result"]["edit"]["documentChanges"]
    assert {change["textDocument"]["uri"] for change in changes} == set(uris)
    return changes


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "requirements.txt").write_text("requests\n", encoding="utf-8")
    (tmp_path / "shop").mkdir()
    for name, text in (("shop/__init__.py", ""), ("shop/pages.py", PAGES), ("view.py", VIEW), ("main.py", MAIN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_documents_and_files(folder):
    uris = {name: (folder / name).as_uri() for name in ("shop/pages.py", "view.py", "main.py")}
    with Client(cwd=folder) as client:
        client.initialize(rootUri=folder.as_uri())
        client.open(uris["shop/pages.py"], PAGES)
        client.open(uris["view.py"], VIEW, version=4)
        client.change(uris["view.py"], 5, edit(0, 0, 0, 0, "# changed, not saved\n"))
        client.diagnostics(uris["shop/pages.py"], 1)
        (action,) = wait_for(lambda: [a for a in coroutine_actions(client, uris["shop/pages.py"])
                                      if "view.py:6" in a["title"] and "main.py:3" in a["title"]])
        assert action["kind"] == "quickfix" and not action.get("isPreferred")
        changes = wait_for(lambda: resolved(client, action, uris.values()))
        versions = {change["textDocument"]["uri"]: change["textDocument"]["version"] for change in changes}
        assert versions == {uris["shop/pages.py"]: 1, uris["view.py"]: 5, uris["main.py"]: None}
        edits = {change["textDocument"]["uri"]: change["edits"] for change in changes}
        assert applied("# changed, not saved\n" + VIEW, edits[uris["view.py"]]) == (
            "# changed, not saved\n" + VIEW.replace("return pages", "return await pages"))
        assert applied(MAIN, edits[uris["main.py"]]) == MAIN.replace(
            "from shop", "import asyncio\n\nfrom shop").replace("pages(\"https", "asyncio.run(pages(\"https").replace(
            "[]))", "[])))")
        assert "async def pages(base, ids):" in applied(PAGES, edits[uris["shop/pages.py"]])


def test_a_caller_that_was_typed_just_now(folder):
    uris = {name: (folder / name).as_uri() for name in ("shop/pages.py", "view.py")}
    with Client(cwd=folder) as client:
        client.initialize(rootUri=folder.as_uri())
        client.open(uris["shop/pages.py"], PAGES)
        client.open(uris["view.py"], VIEW)
        client.diagnostics(uris["view.py"], 1)
        assert wait_for(lambda: coroutine_actions(client, uris["shop/pages.py"]))
        client.change(uris["view.py"], 2, edit(5, 0, 5, 0, "\nload = pages\n"))
        client.diagnostics(uris["view.py"], 2)
        (refused,) = wait_for(lambda: [a for a in actions_at(client, uris["shop/pages.py"])
                                       if "coroutine" in a["title"] and "disabled" in a])
        assert refused["disabled"]["reason"] == "it is handed on at view.py line 7, and its callers are not known"


def test_never_with_a_text_that_is_open_and_newer(folder):
    uris = {name: (folder / name).as_uri() for name in ("shop/pages.py", "view.py", "main.py")}
    with Client(cwd=folder) as client:
        client.initialize(rootUri=folder.as_uri())
        client.open(uris["shop/pages.py"], PAGES)
        (action,) = wait_for(lambda: coroutine_actions(client, uris["shop/pages.py"]))
        assert "view.py" in action["title"]
        assert wait_for(lambda: resolved(client, action, uris.values()))
        for version in range(1, 6):
            client.open(uris["view.py"], "\n" * version + VIEW, version=version)
            changes = resolved(client, action, uris.values())
            versions = {c["textDocument"]["uri"]: c["textDocument"]["version"] for c in changes or []}
            assert versions.get(uris["view.py"], version) == version
            client.close(uris["view.py"])


MODELS = """from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=20)


class Book(models.Model):
    live = models.BooleanField(default=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
"""
QUERIES = """from shop.models import Author


def authors():
    return Author.objects.all()
"""
SIZES = """from shop.queries import authors


def sizes():
    found = []

    return found + [len(author.books.all()) for author in authors()]
"""
# Filters what a prefetch in authors() would have fetched for nothing.
LIVE = """from shop.queries import authors


def live():
    return [list(author.books.filter(live=True).order_by("pk")) for author in authors()]
"""


def loads_at(client, uri):
    return [action for action in actions_at(client, uri) if "queries.py" in action["title"]]


@pytest.mark.parametrize("third, is_worse", [("", False), (LIVE, True)])
def test_it_may_not_make_a_third_file_worse(tmp_path, third, is_worse):
    (tmp_path / "shop").mkdir()
    for name, text in (("__init__", ""), ("models", MODELS), ("queries", QUERIES), ("sizes", SIZES), ("live", third)):
        (tmp_path / "shop" / f"{name}.py").write_text(text, encoding="utf-8")
    uri = (tmp_path / "shop/sizes.py").as_uri()
    with Client(cwd=tmp_path) as client:
        client.initialize(rootUri=tmp_path.as_uri())
        client.open(uri, SIZES)
        client.diagnostics(uri, 1)
        first, *_ = wait_for(lambda: loads_at(client, uri))
        assert first["title"] == 'Add prefetch_related("books") to the query in queries.py'
        reason = first.get("disabled", {}).get("reason")
        assert reason == ("shop/live.py would have a new finding of query/prefetch-bypassed" if is_worse else None)
