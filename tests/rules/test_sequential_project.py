"""Template N of io/sequential-requests over the files of a project: one edit makes a function a
coroutine and changes every call of it. Each shape is run before and after; what cannot be known, or
cannot await, is refused with the reason."""

import importlib
import json
import sys
import textwrap

import pytest

from alternative import apply
from test_sequential_run import lib  # noqa: F401

RULE = "io/sequential-requests"
IDS = list(range(20))
PAGES = '''
import requests


def pages(base, ids):
    """One page for each id."""
    found = []
    for number in ids:
        reply = requests.get(f"{base}/item/{number}", timeout=10)
        found.append(reply.json()["sq"])
    return found
'''
COROUTINE = "coroutine with httpx"


def project(**files):
    """`a__b` is a/b.py; folders are packages."""
    result = {}
    for name, text in files.items():
        path = name.replace("__", "/") + ".py"
        if "/" in path:
            result.setdefault(path.rsplit("/", 1)[0] + "/__init__.py", "")
        result[path] = textwrap.dedent(text).lstrip("\n")
    return result


def write(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())


def finding_of(bluetick, files, *scanned):
    bluetick.write("requirements.txt", "requests\nhttpx\n")  # here the project begins
    for path, text in files.items():
        bluetick.write(path, text)
    done = bluetick("check", "--isolated", "--no-cache", "--format", "json", "--select", RULE, *(scanned or ["."]))
    assert done.returncode == 1, done.stderr.decode()
    return json.loads(done.stdout)["findings"][0]


def offers(bluetick, files, *scanned):
    return [fix for fix in finding_of(bluetick, files, *scanned)["fixes"] if COROUTINE in fix["title"]]


def rewritten(files, fix):
    result = {path: text.encode() for path, text in files.items()}
    for path in {edit["path"] for edit in fix["edits"]}:
        edits = [edit for edit in fix["edits"] if edit["path"] == path]
        result[path] = apply(result[path], {"edits": edits})
    return result


def run(folder, files, lib, ids):  # noqa: F811
    write(folder, files)
    names = {path.split("/")[0].removesuffix(".py") for path in files}
    for name in [name for name in sys.modules if name.split(".")[0] in names]:
        del sys.modules[name]
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        module = importlib.import_module("entry")
        with lib.server() as server:
            result = lib.call(module.run, server.base, ids)
            return result, sorted(server.log), server.peak
    finally:
        sys.path.remove(str(folder))


SHAPES = {
    "a coroutine of another file": project(shop__pages=PAGES, entry="""
        from shop.pages import pages


        async def run(base, ids):
            return pages(base, ids)
        """),
    "a plain caller of another file": project(shop__pages=PAGES, entry='''
        """Runs it."""
        from __future__ import annotations

        import sys

        from shop.pages import pages


        def run(base, ids):
            return pages(base, ids), len(sys.argv) > 0
        '''),
    "through the module": project(shop__pages=PAGES, entry="""
        import shop.pages
        from shop import pages as p


        def run(base, ids):
            return shop.pages.pages(base, ids[:10]) + p.pages(base, ids[10:])
        """),
    "under another name": project(shop__pages=PAGES, entry="""
        from shop.pages import pages as load


        async def run(base, ids):
            first = load(base, ids)[0]
            return [first, *load(base, ids[1:])]
        """),
    "through a package that hands it on": {**project(shop__pages=PAGES, entry="""
        from shop import pages


        async def run(base, ids):
            if pages(base, ids[:5]) and (rows := pages(base, ids)):
                return {row: str(row) for row in rows}
        """), "shop/__init__.py": "from .pages import pages\n"},
    "a plain caller that runs inside a loop": project(shop__pages=PAGES, shop__report="""
        from . import pages


        def total(base, ids):
            return sum(pages.pages(base, ids))
        """, entry="""
        import asyncio

        from shop.report import total


        def main(base, ids):
            return total(base, ids)


        async def later(base, ids):
            return total(base, ids) + 1


        def run(base, ids):
            return main(base, ids), asyncio.run(later(base, ids))
        """),
    "two plain callers deep": project(shop__pages=PAGES, shop__report="""
        from shop.pages import pages


        def total(base, ids):
            return sum(pages(base, ids))


        def twice(base, ids):
            return 2 * total(base, ids)
        """, entry="""
        from shop import report


        async def run(base, ids):
            return report.twice(base, ids)
        """),
    "a method": project(shop__pages=PAGES, entry="""
        from shop.pages import pages


        class Report:
            def __init__(self, base):
                self.base = base

            async def rows(self, ids):
                return pages(self.base, ids)


        async def run(base, ids):
            return await Report(base).rows(ids)
        """),
    "a plain method": project(shop__pages=PAGES, entry="""
        from shop.pages import pages


        class Report:
            def rows(self, base, ids):
                return pages(base, ids)


        def run(base, ids):
            return Report().rows(base, ids)
        """),
    "comprehensions, texts and calls of the result": project(shop__pages=PAGES, entry="""
        from shop.pages import pages


        async def run(base, ids):
            rows = [row + 1 for row in pages(base, ids) if row % 2]
            return f"{pages(base, ids[:2])} {rows}", -pages(base, ids[2:4])[0], (pages(base, ids[:3])).count(1)
        """),
    "two files that do not need the same": project(shop__pages=PAGES, shop__first="""
        import asyncio as aio

        from .pages import pages


        def first(base, ids):
            return pages(base, ids)[0]


        def pause():
            return aio.sleep
        """, shop__second="""
        from shop.pages import pages

        asyncio = "taken"


        def second(base, ids):
            return pages(base, ids)[1], asyncio
        """, entry="""
        from shop.first import first
        from shop.second import second


        def run(base, ids):
            return first(base, ids), second(base, ids)
        """),
    "a lookalike is left alone": project(shop__pages=PAGES, shop__other="""
        def pages(base, ids):
            return [base[:4], len(ids)]


        class Book:
            def pages(self):
                return 7
        """, entry="""
        import shop.other
        from shop import other
        from shop.pages import pages as load


        def run(base, ids):
            pages = other.pages(base, ids)
            return load(base, ids), pages, shop.other.Book().pages()
        """),
    "a star import": project(shop__pages=PAGES, entry="""
        from shop.pages import *


        def run(base, ids):
            return pages(base, ids)


        if __name__ == "__main__":
            print(pages("http://127.0.0.1", []))
        """),
    "an import in a function": project(shop__pages=PAGES, entry="""
        def run(base, ids):
            from shop.pages import pages
            return pages(base, ids)
        """),
}


@pytest.mark.parametrize("name", SHAPES)
def test_runs_as_before(bluetick, lib, tmp_path, name):  # noqa: F811
    files = SHAPES[name]
    fixes = offers(bluetick, files)
    assert len(fixes) == 1, finding_of(bluetick, files)["refused"]
    after = rewritten(files, fixes[0])
    old, old_log, _ = run(tmp_path / "before", files, lib, IDS)
    new, new_log, peak = run(tmp_path / "after", after, lib, IDS)
    told = "\n".join(text.decode() for text in after.values())
    assert old[0] == "ok", old
    assert new == old, told
    assert new_log == old_log
    assert 1 < peak <= 11
    assert "requests" not in after["shop/pages.py"].decode()


def test_only_callers_change(bluetick):
    files = SHAPES["a lookalike is left alone"]
    after = rewritten(files, offers(bluetick, files)[0])
    assert after["shop/other.py"].decode() == files["shop/other.py"]
    assert after["entry.py"].decode() == files["entry.py"].replace(
        "import shop.other", "import asyncio\n\nimport shop.other").replace(
        "load(base, ids), pages", "asyncio.run(load(base, ids)), pages")


def test_carriage_returns_and_tabs_of_each_file(bluetick, lib, tmp_path):  # noqa: F811
    files = SHAPES["a plain caller of another file"]
    files = {**files, "entry.py": files["entry.py"].replace("    ", "\t").replace("\n", "\r\n")}
    after = rewritten(files, offers(bluetick, files)[0])
    assert after["entry.py"].count(b"\n") == after["entry.py"].count(b"\r\n")
    assert b"\r" not in after["shop/pages.py"]
    assert run(tmp_path, after, lib, IDS)[0] == ("ok", ([n * n for n in IDS], True))


def test_callers_outside_of_what_is_checked(bluetick):
    files = SHAPES["a coroutine of another file"]
    fixes = offers(bluetick, files, "shop/pages.py")
    assert {edit["path"] for fix in fixes for edit in fix["edits"]} == {"shop/pages.py", "entry.py"}
    assert "callers: entry.py:5" in fixes[0]["title"]


def caller(text, **files):
    return project(shop__pages=PAGES, entry="from shop.pages import pages\n\n\n" + textwrap.dedent(text).lstrip("\n"),
                   **files)


UNKNOWN = "it {} at {}, and its callers are not known"
REFUSED = {
    "handed on": (caller("def run(pool, urls):\n    return pool.submit(pages, urls)\n"),
                  UNKNOWN.format("is handed on", "entry.py line 5")),
    "another name of it": (caller("load = pages\n"), UNKNOWN.format("is handed on", "entry.py line 4")),
    "as a default": (caller("def run(urls, load=pages):\n    return load(urls)\n"),
                     UNKNOWN.format("is handed on", "entry.py line 4")),
    "a decorator": (caller("@pages\ndef run(urls):\n    return urls\n"),
                    UNKNOWN.format("is handed on", "entry.py line 4")),
    "looked up": (project(shop__pages=PAGES, entry="from shop import pages\n\n\ndef run(urls):\n"
                          "    return getattr(pages, 'pages')(urls)\n"),
                  UNKNOWN.format("is named in a string", "entry.py line 5")),
    "in the namespace": (project(shop__pages=PAGES + "\n\nall_of = globals()['pages']\n"),
                         UNKNOWN.format("is named in a string", "line 13")),
    "by its path": (project(shop__pages=PAGES, entry="JOBS = ['shop.pages.pages']\n"),
                    UNKNOWN.format("is named in a string", "entry.py line 1")),
    "replaced": (project(shop__pages=PAGES, test_it="import shop.pages\n\nshop.pages.pages = len\n"),
                 UNKNOWN.format("is replaced", "test_it.py line 3")),
    "exported": (project(shop__pages=PAGES + '\n\n__all__ = ["pages"]\n'), UNKNOWN.format("is exported", "line 13")),
    "something unknown": (project(shop__pages=PAGES, entry="def run(source, urls):\n    return source.pages(urls)\n"),
                          UNKNOWN.format("may be what is called", "entry.py line 2")),
    "one of two": (project(shop__pages=PAGES, shop__fast=PAGES.replace("requests.get", "print"), entry="""
        try:
            from shop.fast import pages
        except ImportError:
            from shop.pages import pages


        def run(base, ids):
            return pages(base, ids)
        """), UNKNOWN.format("may be what is called", "entry.py line 8")),
    "a lambda": (caller("load = lambda urls: pages('', urls)\n"), "a lambda calls it at entry.py line 4"),
    "a default value": (caller("def run(urls, rows=pages('', [])):\n    return rows\n"),
                        "a default, a base or a decorator calls it at entry.py line 4"),
    "a caller catches": (caller("""
        import requests


        def run(urls):
            try:
                return pages('', urls)
            except (ValueError, requests.RequestException):
                return []
        """), "the caller at entry.py line 9 catches what requests raises"),
    "a caller of a caller catches": (caller("def load(urls):\n    return pages('', urls)\n", main="""
        from entry import load


        def main():
            try:
                load([])
            except OSError:
                print("no network")
        """), "the caller at main.py line 6 catches what requests raises"),
    "a caller suppresses": (caller("""
        from contextlib import suppress
        from requests.exceptions import Timeout


        def run(urls):
            with suppress(Timeout):
                return pages('', urls)
        """), "the caller at entry.py line 10 catches what requests raises"),
    "a generator expression": (caller("async def run(ids):\n    return any(pages('', [n]) for n in ids)\n"),
                               "a generator expression calls it at entry.py line 5"),
    "a method inside a loop": (caller("""
        class Shop:
            def load(self, urls):
                return pages('', urls)

            async def run(self, urls):
                return self.load(urls)
        """), "its caller `load` at entry.py line 5 runs inside the coroutine `run` and is a method"),
    "a property": (caller("""
        class Shop:
            @property
            def rows(self):
                return pages('', self.urls)

            async def run(self):
                return self.rows
        """), "its caller `rows` is decorated at entry.py line 5"),
    "the making of an object": (caller("""
        class Shop:
            def __init__(self, urls):
                self.rows = pages('', urls)


        async def run(urls):
            return Shop(urls)
        """), "`__init__` calls it, which Python itself calls"),
    "a callback": (caller("""
        import asyncio


        def load():
            return pages('', [])


        async def run():
            asyncio.get_running_loop().call_soon(load)
        """), "its caller `load` is handed on at entry.py line 12, and may run inside an event loop"),
    "a generator inside a loop": (caller("""
        def rows(urls):
            yield from pages('', urls)


        async def run(urls):
            return list(rows(urls))
        """), "its caller `rows` at entry.py line 4 runs inside the coroutine `run` and is a generator"),
    "a function inside a coroutine": (caller("""
        async def run(urls):
            def load():
                return pages('', urls)
            return load()
        """), "its caller `load` at entry.py line 5 runs inside the coroutine `run` and stands in another function"),
    "a long way": (caller("def f0(urls):\n    return pages('', urls)\n" + "".join(
        f"\n\ndef f{n}(urls):\n    return f{n - 1}(urls)\n" for n in range(1, 400))),
        "too many functions lead to it to look at each"),
    "a test that answers for requests": (caller("def run(urls):\n    return pages('', urls)\n", test_entry="""
        import responses

        from shop.pages import pages


        def test_pages():
            responses.get("https://a.example")
            assert pages("https://a.example", []) == []
        """), "test_entry.py line 1 puts something in the place of requests"),
    "a test that replaces requests": (caller("def run(urls):\n    return pages('', urls)\n", test_entry="""
        from unittest import mock

        import entry


        def test_pages():
            with mock.patch("shop.pages.requests.get"):
                assert entry.run([]) == []
        """), "test_entry.py line 7 names `shop.pages.requests`"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(bluetick, name):
    files, reason = REFUSED[name]
    finding = finding_of(bluetick, files, "shop")
    assert [item["reason"] for item in finding["refused"] if COROUTINE in item["title"]] == [reason]
    assert not [fix for fix in finding["fixes"] if COROUTINE in fix["title"]]
