"""The cache of `bluetick check`: it changes how fast an answer comes, never the answer."""

import os
import re
import subprocess

import pytest

from binary import BLUETICK

MODELS = """from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=9)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    title = models.CharField(max_length=9)
"""
VIEWS = """from shop.models import Book


def names():
    return [book.author.name for book in Book.objects.all()]


def alone(rows):
    text = ""
    for row in rows:
        text += str(row)
    return text
"""
FETCH = """import requests


def fetch(urls):
    return [requests.get(url) for url in urls]


def quiet():
    return 1
"""


PAGES = """import requests


def pages(base, ids):
    found = []
    for number in ids:
        reply = requests.get(f"{base}/item/{number}", timeout=10)
        found.append(reply.json()["sq"])
    return found
"""


@pytest.fixture
def project(bluetick):
    bluetick.write("bluetick.toml", "")
    bluetick.write("shop/__init__.py", "")
    bluetick.write("shop/models.py", MODELS)
    bluetick.write("shop/views.py", VIEWS)
    bluetick.write("shop/fetch.py", FETCH)
    return bluetick


def run(bluetick, *arguments):
    done = bluetick("check", "--format", "text", *arguments)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout


def verbose(bluetick, *arguments):
    """What --verbose counts: files, units parsed, files known, files written."""
    done = bluetick("check", "-v", "--format", "concise", *arguments)
    text = done.stderr.decode()
    found = re.search(r"(\d+) files, \d+ units, (\d+) parsed.*\n"
                      r"cache: (\d+) files known, (\d+) written(.*)", text)
    assert found, text
    return {"files": int(found[1]), "parsed": int(found[2]), "known": int(found[3]),
            "written": int(found[4]), "more": found[5]}


def packs(bluetick):
    return sorted((bluetick.folder / ".bluetick_cache").glob("*.pack"))


# ---- the same answers -------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", ["1", "2", "8"])
def test_a_known_tree_is_answered_alike(project, jobs):
    fresh = run(project, "--no-cache")
    assert b"n-plus-one" in fresh
    assert not (project.folder / ".bluetick_cache").exists()
    cold = run(project, "--jobs", jobs)
    warm = run(project, "--jobs", jobs)
    assert cold == fresh and warm == fresh
    counted = verbose(project)
    assert counted["parsed"] == 0 and counted["known"] == 4 and counted["written"] == 0


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_fixes_are_known_too(project, form):
    fresh = project("check", "--no-cache", "--format", form).stdout
    plain = project("check", "--format", "concise").stdout
    assert plain
    # A run without fixes left packs without them: they do not serve here.
    assert project("check", "--format", form).stdout == fresh
    assert project("check", "--format", form).stdout == fresh
    assert b"units, 0 parsed" in project("check", "-v", "--format", form).stderr
    assert project("check", "--format", "concise").stdout == plain


def edit(project, name, before, after):
    path = project.folder / name
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))


def test_an_edit_of_one_body_is_one_unit(project):
    run(project)
    edit(project, "shop/fetch.py", "    return 1\n", "    return [n for n in range(9)]\n")
    fresh = run(project, "--no-cache")
    counted = verbose(project)
    assert counted["known"] == 3 and counted["written"] >= 1
    assert run(project) == fresh
    assert verbose(project)["known"] == 4


EDITS = [
    ("shop/models.py", "models.ForeignKey(Author, on_delete=models.CASCADE)",
     "models.CharField(max_length=3)"),
    ("shop/models.py", "class Author(models.Model)", "class Author(object)"),
    ("shop/models.py", "from django.db import models\n", "from django.db import models\n\nX = 1\n"),
    ("shop/views.py", "Book.objects.all()", 'Book.objects.select_related("author")'),
    ("shop/views.py", "from shop.models import Book\n", "from shop.other import Book\n"),
    ("shop/views.py", "def alone(rows)", "def alone(lines, rows)"),
    ("shop/fetch.py", "requests.get(url)", "requests.get(url, timeout=3)"),
    ("shop/fetch.py", "def quiet()", "async def quiet()"),
]


@pytest.mark.parametrize("name, before, after", EDITS)
def test_an_edit_is_answered_like_a_fresh_scan(project, name, before, after):
    first = run(project)
    edit(project, name, before, after)
    fresh = run(project, "--no-cache")
    assert run(project) == fresh
    assert run(project) == fresh
    edit(project, name, after, before)
    assert run(project) == first


INNER = """from django.db import models
from django.conf import settings
from shop.models import Author

if settings.WIDE:

    class Letter(models.Model):
        author = models.ForeignKey(Author, models.CASCADE, related_name="letters")


def letters():
    return [list(author.letters.all()) for author in Author.objects.all()]
"""


@pytest.mark.parametrize("before, after", [
    ("    class Letter(models.Model)", "    class Letter(object)"),
    ("    class Letter(models.Model)", "    class Letters(models.Model)"),
    ('related_name="letters"', 'related_name="posts"'),
    ("models.ForeignKey(Author, ", "models.IntegerField("),
])
def test_an_edit_of_a_class_under_a_condition(project, before, after):
    project.write("shop/inner.py", INNER)
    project.write("shop/use.py", VIEWS.replace("book.author.name for book in Book.objects",
                                               "list(book.author.letters.all()) for book in Book.objects"))
    first = run(project)
    assert b"author.letters" in first
    edit(project, "shop/inner.py", before, after)
    fresh = run(project, "--no-cache")
    assert run(project) == fresh
    assert fresh != first
    edit(project, "shop/inner.py", after, before)
    assert run(project) == first


def test_a_refusal_that_names_another_file(project):
    """The text of every file is searched for who patches what a rewrite would take away."""
    project.write("shop/pages.py", PAGES)
    project.write("entry.py", "from shop.pages import pages\n\n\ndef run(urls):\n"
                              "    return pages('', urls)\n")
    project.write("test_entry.py", "from unittest import mock\n\nimport entry\n\n\n"
                                   "def test_pages():\n    with mock.patch('quiet'):\n"
                                   "        assert entry.run([]) == []\n")

    def json_of(*flags):
        return project("check", "--format", "json", "--select", "io", *flags).stdout

    before = json_of()
    edit(project, "test_entry.py", "quiet", "shop.pages.requests.get")
    fresh = json_of("--no-cache")
    assert fresh != before and b"line 7 names `shop.pages.requests`" in fresh
    assert json_of() == fresh
    assert json_of() == fresh


def test_an_attribute_that_another_method_sets(project):
    project.write("shop/base.py", "class Base:\n    def __init__(self):\n        self.rows = []\n\n"
                                  "    def other(self):\n        pass\n")
    project.write("shop/use.py", "from shop.base import Base\n\n\nclass Use(Base):\n"
                                 "    def find(self, names):\n"
                                 "        return [n for n in names if n in self.rows]\n")
    fresh = run(project, "--no-cache")
    assert b"list-membership" in fresh and run(project) == fresh
    edit(project, "shop/base.py", "        pass\n", "        self.rows = set()\n")
    changed = run(project, "--no-cache")
    assert run(project) == changed


def test_edits_one_after_another(project):
    run(project)
    for name, before, after in EDITS[:2] + EDITS[3:4] + EDITS[6:]:
        edit(project, name, before, after)
        assert run(project) == run(project, "--no-cache"), name


def test_files_that_come_and_go(project):
    run(project)
    moved = project.folder / "shop" / "models.py"
    text = moved.read_text()
    moved.unlink()
    assert run(project) == run(project, "--no-cache")
    project.write("shop/models.py", text)
    project.write("shop/more.py", "from shop.views import names\n\n\ndef more():\n    names()\n")
    assert run(project) == run(project, "--no-cache")


def test_a_file_named_alone_sees_the_project(project):
    fresh = run(project, "--no-cache", "shop/views.py")
    assert run(project, "shop/views.py") == fresh
    assert run(project, "shop/views.py") == fresh
    edit(project, "shop/models.py", *EDITS[0][1:])
    assert run(project, "shop/views.py") == run(project, "--no-cache", "shop/views.py") != fresh


def test_rules_and_options_are_told_apart(project):
    for flags in (["--select", "io"], ["--select", "query"], [], ["--ignore", "query"],
                  ["--min-certainty", "certain"], ["--min-severity", "warning"]):
        fresh = run(project, "--no-cache", *flags)
        assert run(project, *flags) == fresh
        assert run(project, *flags) == fresh


def test_a_rule_of_the_projects_own(project):
    project.write("own.scm", '((call function: (_) @fn) (#resolves? @fn "requests.get")\n'
                             ' (#set! id "acme/get") (#set! message "first"))\n')
    project.write("bluetick.toml", 'queries = ["own.scm"]\n')
    fresh = run(project, "--no-cache")
    assert b"acme/get" in fresh and run(project) == fresh and run(project) == fresh
    edit(project, "own.scm", "first", "second")
    assert b"second" in run(project) and b"first" not in run(project)


def test_standard_input_is_nobodys_pack(project):
    run(project)
    text = VIEWS.replace("Book.objects.all()", 'Book.objects.select_related("author")').encode()
    command = ["check", "--stdin-filename", "shop/views.py", "-"]
    before = [pack.read_bytes() for pack in packs(project)]
    assert b"n-plus-one" not in project(*command, stdin=text).stdout
    assert [pack.read_bytes() for pack in packs(project)] == before
    assert b"n-plus-one" in run(project)


def test_fix_writes_and_the_next_run_knows(project):
    run(project)
    project("check", "--fix", "--unsafe-fixes")
    assert run(project) == run(project, "--no-cache")


# ---- the folder -------------------------------------------------------------------------------


def test_the_folder_ignores_itself(project):
    run(project)
    folder = project.folder / ".bluetick_cache"
    assert (folder / ".gitignore").read_text() == "*\n"
    assert (folder / "CACHEDIR.TAG").read_text().startswith(
        "Signature: 8a477f597d28d172789f06886806bc55\n")
    (folder / "trap.py").write_text("x = 1\n")
    shown = project("check", "--show-files", "--exclude", "nothing").stdout.decode()
    assert "bluetick_cache" not in shown


def test_cache_dir(project):
    project.write("bluetick.toml", 'cache-dir = "var/cache"\n')
    fresh = run(project)
    assert (project.folder / "var/cache/CACHEDIR.TAG").exists()
    assert not (project.folder / ".bluetick_cache").exists()
    assert run(project) == fresh and verbose(project)["known"] == 4
    project("clean")
    assert not (project.folder / "var/cache").exists() and (project.folder / "var").exists()


def test_damaged_packs_are_made_anew(project):
    fresh = run(project)
    found = packs(project)
    found[0].write_bytes(b"")
    found[1].write_bytes(found[1].read_bytes()[:-7])
    found[2].write_bytes(found[2].read_bytes()[:50] + b"\xff" + found[2].read_bytes()[51:])
    counted = verbose(project)
    assert "3 damaged" in counted["more"] and counted["written"] >= 3
    assert run(project) == fresh
    assert verbose(project)["more"] == ""


def test_a_link_is_not_followed(project):
    target = project.folder.parent / f"{project.folder.name}-elsewhere"
    target.mkdir()
    (project.folder / ".bluetick_cache").symlink_to(target)
    done = project("check", "--format", "text")
    assert b"the cache is not used" in done.stderr
    assert list(target.iterdir()) == []
    assert project("clean").returncode == 2 and target.exists()


def test_linked_packs_are_not_followed(project):
    fresh = run(project)
    pack = packs(project)[0]
    elsewhere = project.folder / "pack"
    pack.rename(elsewhere)
    pack.symlink_to(elsewhere)
    assert "1 damaged" in verbose(project)["more"]
    assert not pack.is_symlink() and run(project) == fresh


def test_a_folder_of_others_is_left_alone(project):
    project.write("bluetick.toml", 'cache-dir = "photos"\n')
    project.write("photos/holiday.txt", "sun\n")
    done = project("check", "--format", "text")
    assert b"is not a folder that bluetick made" in done.stderr
    assert project("clean").returncode == 2
    assert [path.name for path in (project.folder / "photos").iterdir()] == ["holiday.txt"]


def test_clean_leaves_what_others_put_there(project):
    run(project)
    (project.folder / ".bluetick_cache" / "mine.txt").write_text("mine\n")
    assert project("clean").returncode == 2
    assert sorted(path.name for path in (project.folder / ".bluetick_cache").iterdir()) == [
        "CACHEDIR.TAG", "mine.txt"]
    (project.folder / ".bluetick_cache" / "mine.txt").unlink()
    done = project("clean")
    assert done.returncode == 0 and not (project.folder / ".bluetick_cache").exists()
    assert b"There is no" in project("clean").stdout


def test_where_nothing_can_be_written(project):
    fresh = run(project, "--no-cache")
    (project.folder / ".bluetick_cache").write_text("a file\n")
    done = project("check", "--format", "text")
    assert done.stdout == fresh


# Root alone gives a file to another user; where somebody else runs the tests, sudo does if it asks
# nothing. Where there is neither, a folder that root owns anyway stands for the others.
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]


def gives_away():
    try:
        return subprocess.run([*AS_ROOT, "true"], capture_output=True, check=False, timeout=20).returncode == 0
    except OSError:
        return False


def give(path, user):
    subprocess.run([*AS_ROOT, "chown", str(user), str(path)], check=True, timeout=20)


@pytest.mark.parametrize("what", ["folder", "pack"] if gives_away() else ["folder of root"])
def test_what_belongs_to_others_is_not_trusted(project, what):
    fresh = run(project)
    folder = project.folder / ".bluetick_cache"
    if what == "pack":
        give(packs(project)[0], 1)
        assert "1 damaged" in verbose(project)["more"]
        assert run(project) == fresh
        return
    if what == "folder":
        give(folder, 1)
    else:
        project.write("bluetick.toml", 'cache-dir = "/"\n')
    done = project("check", "--format", "text")
    if what == "folder":
        give(folder, os.geteuid())
    assert b"belongs to another user" in done.stderr and done.stdout == fresh


def test_many_at_once(project):
    for number in range(40):
        project.write(f"shop/part{number}.py", VIEWS.replace("names", f"names{number}"))
    fresh = run(project, "--no-cache")
    command = [str(BLUETICK), "check", "--format", "text"]
    for _ in range(3):
        runs = [subprocess.Popen(command, cwd=project.folder, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE) for _ in range(4)]
        cleans = [subprocess.Popen([str(BLUETICK), "clean"], cwd=project.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                  for _ in range(2)]
        for one in runs:
            out, err = one.communicate()
            assert out == fresh, err.decode()
        for one in cleans:
            one.communicate()
    assert run(project) == fresh
    assert run(project) == fresh
