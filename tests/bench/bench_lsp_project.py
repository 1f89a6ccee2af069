"""How long an editor waits in a Django project, where answers come from other files too.

    python3 tests/bench/bench_lsp_project.py                       # a project made for it
    python3 tests/bench/bench_lsp_project.py --project FOLDER FILE...  # a real one

For each file: letters typed into functions and methods, into class bodies, and at module
level, taken back each time. Prints median and 95th percentile in milliseconds.
"""

import argparse
import re
import shlex
import sys
import tempfile
import time
from pathlib import Path

from bench_lsp import ROOT, Server, milliseconds

MODELS = '''"""Models of app {n}."""

from django.db import models

from app{before}.models import Author{before}


class Author{n}(models.Model):
    name = models.CharField(max_length=100)
    friend = models.ForeignKey(Author{before}, on_delete=models.CASCADE)

    def label(self):
        return self.name.upper()

    def books(self):
        titles = []
        for book in self.book{n}_set.all():
            titles.append(book.title + book.author.name)
        return titles


class Book{n}(models.Model):
    title = models.CharField(max_length=100)
    author = models.ForeignKey(Author{n}, on_delete=models.CASCADE)
    readers = models.ManyToManyField(Author{before}, related_name="read{n}")

    def show(self):
        return self.title + self.author.label()
'''

VIEWS = '''"""Views of app {n}."""

from django.http import JsonResponse

from app{n}.models import Author{n}, Book{n}


def list_books(request):
    rows = []
    for book in Book{n}.objects.filter(title__startswith=request.GET["q"]):
        rows.append({{"title": book.show(), "author": book.author.label()}})
    return JsonResponse({{"rows": rows}})
'''

VIEW = '''

def view_{i}(request, key):
    author = Author{n}.objects.get(pk=key)
    found = [book.title for book in author.book{n}_set.all()]
    total = sum(len(title) for title in found)
    return JsonResponse({{"name": author.name, "found": found, "total": total + {i}}})
'''


def make_project(folder, apps, views):
    """About (30 + 7 x views) lines for each app."""
    for n in range(apps):
        app = folder / f"app{n}"
        app.mkdir()
        (app / "__init__.py").write_text("")
        (app / "models.py").write_text(MODELS.format(n=n, before=(n or apps) - 1))
        text = VIEWS.format(n=n) + "".join(VIEW.format(n=n, i=i) for i in range(views))
        (app / "views.py").write_text(text)


def places(text):
    """Rows with an assignment, by what they stand in."""
    found = {"function": [], "class body": [], "module": []}
    scopes = []
    for row, line in enumerate(text.split("\n")):
        indent = len(line) - len(line.lstrip())
        if not line.strip():
            continue
        while scopes and scopes[-1][0] >= indent:
            scopes.pop()
        opened = re.match(r"\s*(async def|def|class)\b", line)
        if opened:
            scopes.append((indent, opened.group(1)))
        elif re.match(r"\s*[a-z_]+ = \w", line):
            inside = scopes[-1] if scopes else None
            kind = "module" if not inside else "class body" if inside[1] == "class" else "function"
            found[kind].append((row, indent + 1))
    return found


def measure(server, found, rounds, pause):
    samples = []
    step = max(len(found) // rounds, 1)
    for row, column in found[step // 2 :: step][:rounds]:
        samples.append(server.change((row, column), (row, column), "x"))
        time.sleep(pause)
        samples.append(server.change((row, column), (row, column + 1), ""))
        time.sleep(pause)
    return samples


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--server", default=f"{ROOT}/build/release/bluetick server")
    parser.add_argument("--project")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--apps", type=int, default=200)
    parser.add_argument("--views", type=int, default=60)
    parser.add_argument("--settle", type=float, default=3, help="seconds for the first look at the project")
    parser.add_argument("--pause", type=float, default=0.05, help="seconds between two edits")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    made = tempfile.TemporaryDirectory()
    folder, files = options.project, options.files
    if not folder:
        folder, files = made.name, ["app7/views.py", "app7/models.py"]
        make_project(Path(folder), options.apps, options.views)
    print("| file | edits in | median | p95 | findings | resident |")
    print("|---|---|---|---|---|---|")
    for name in files:
        path = Path(folder).resolve() / name
        text = path.read_text()
        server = Server(shlex.split(options.server), False, str(Path(folder).resolve()), path.as_uri())
        server.initialize()
        _, count = server.open(text)
        time.sleep(options.settle)
        for kind, found in places(text).items():
            if found:
                median, high = milliseconds(measure(server, found, options.rounds, options.pause))
                print(f"| {name} | {kind} | {median:.1f} | {high:.1f} | {count} | {server.resident():.0f} MB |")
                sys.stdout.flush()
        server.end()
    made.cleanup()


if __name__ == "__main__":
    sys.exit(main())
