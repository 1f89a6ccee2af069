"""Which files an edit makes `bluetick check` look at again: those that were told of what has changed.

What a file was told is noted while its results are found; a note that is missing shows as a result
that is out of date. So the edits here are made where they may be felt elsewhere.
"""

import re

import pytest

import edited_project


def check(bluetick, *arguments):
    """The output, how many files were looked at, how many units were parsed."""
    done = bluetick("check", "-v", "--format", "text", *arguments)
    assert done.returncode in (0, 1), done.stderr.decode()
    found = re.search(r"(\d+) files, \d+ units, (\d+) parsed.*\ncache: (\d+) files known",
                      done.stderr.decode())
    return done.stdout, int(found[1]) - int(found[3]), int(found[2])


def fresh(bluetick, *arguments):
    done = bluetick("check", "--no-cache", "--format", "text", *arguments)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout


@pytest.fixture
def project(bluetick):
    for path, text in edited_project.files().items():
        bluetick.write(path, text)
    return bluetick


# ---- counted ----------------------------------------------------------------------------------

COUNTED = {
    "bluetick.toml": "",
    "shop/__init__.py": "",
    "shop/models.py": """from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=9)

    def label(self):
        return self.name.upper()

    def other(self):
        return len(str(self))


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    title = models.CharField(max_length=9)
""",
    "shop/rows.py": """from shop.models import Book


def all_books():
    return Book.objects.all()


def named(books):
    return [book.author.name for book in books]
""",
    "shop/views.py": """from shop.rows import all_books, named


def index(request):
    return named(all_books())


def labels(request):
    return [book.author.label() for book in all_books()]
""",
    "shop/titles.py": """from shop.rows import all_books


def titles():
    return [book.title for book in all_books()]
""",
    "shop/fetch.py": """import requests


def fetch(urls):
    return [requests.get(url) for url in urls]


def quiet():
    return 1
""",
}

COUNTS = [
    # nobody asks for it
    ("shop/fetch.py", "    return 1\n", "    value = 1\n    return value\n", {"fetch"}),
    ("shop/models.py", "len(str(self))", "len(repr(self))", {"models"}),
    ("shop/titles.py", "book.title for", "book.title.lower() for", {"titles"}),
    # views alone goes through it
    ("shop/rows.py", "[book.author.name for", "[book.author.name.lower() for", {"rows", "views"}),
    ("shop/models.py", "self.name.upper()", "self.name", {"models", "views"}),
    # what is no code is felt by those alone who have a fix there
    ("shop/rows.py", "    return Book.objects.all()\n", "    # all of them\n\n    return Book.objects.all()\n",
     {"rows", "views"}),
    ("shop/models.py", "class Book(models.Model):\n", 'class Book(models.Model):\n    """A book."""\n\n',
     {"models"}),
    # all who have rows from there
    ("shop/rows.py", "Book.objects.all()", 'Book.objects.select_related("author")', {"rows", "views", "titles"}),
    ("shop/models.py", "models.ForeignKey(Author,", "models.OneToOneField(Author,",
     {"models", "rows", "views", "titles"}),
]


@pytest.mark.parametrize("name, before, after, felt", COUNTS)
def test_an_edit_is_felt_by_those_who_were_told(bluetick, name, before, after, felt):
    for path, text in COUNTED.items():
        bluetick.write(path, text)
    check(bluetick)
    assert check(bluetick)[1:] == (0, 0)
    path = bluetick.folder / name
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))
    shown, count, parsed = check(bluetick, "--jobs", "1")
    assert count == len(felt)
    # the unit that has changed: once for its own rules, once for whoever asks from outside
    assert parsed == 1 if len(felt) == 1 else parsed <= 2
    assert shown == fresh(bluetick)
    assert check(bluetick)[1:] == (0, 0)


# ---- the same answers -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_edits_are_answered_like_a_fresh_scan(project, seed):
    editor = edited_project.Editor(project.folder, seed)
    flags = ["--jobs", str(seed % 3 + 1)]
    check(project, *flags)
    done = []
    for _ in range(12):
        done.append(editor.edit())
        assert check(project, *flags)[0] == fresh(project), done
        if editor.random.random() < 0.3:  # results of several runs stand side by side
            done.append(editor.edit())
            done.append(editor.edit())
            assert check(project, *flags)[0] == fresh(project), done


@pytest.mark.parametrize("seed", range(2))
def test_edits_with_fixes_are_answered_like_a_fresh_scan(project, seed):
    editor = edited_project.Editor(project.folder, 100 + seed)
    done = []
    for _ in range(6):
        done.append(editor.edit())
        shown = project("check", "--format", "json").stdout
        assert shown == project("check", "--format", "json", "--no-cache").stdout, done
