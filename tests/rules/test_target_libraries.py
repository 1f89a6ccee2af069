"""The versions of Django and SQLAlchemy that a project says it runs on, in its config or in the files
of its dependencies, decide what is reported and how it is rewritten."""

import json

import pytest

DJANGO = '''from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=40)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")


def plain():
    return [len(author.books.all()) for author in Author.objects.iterator()]


def unsized():
    return [len(author.books.all()) for author in Author.objects.prefetch_related("books").iterator()]


def sized():
    return [len(author.books.all()) for author in Author.objects.prefetch_related("books").iterator(chunk_size=9)]


def joined():
    return [book.author.name for book in Book.objects.select_related("author").iterator()]
'''
PLAIN, UNSIZED, SIZED = (line for line, text in enumerate(DJANGO.splitlines(), 1) if "len(" in text)
# The lines that are reported, and those of them that get a fix.
NEW = ([PLAIN], [PLAIN])
BETWEEN = ([PLAIN, UNSIZED], [PLAIN, UNSIZED])
OLD = ([PLAIN, UNSIZED, SIZED], [])

SQLALCHEMY = '''from sqlalchemy import Column, ForeignKey, Integer
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()


class Author(Base):
    __tablename__ = "author"
    id = Column(Integer, primary_key=True)
    books = relationship("Book", back_populates="author")


class Book(Base):
    __tablename__ = "book"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("author.id"))
    author = relationship(Author, back_populates="books")


def by_key(session: Session, keys):
    return [session.get(Author, key).id for key in keys]


async def by_key_async(session: AsyncSession, keys):
    found = []
    for key in keys:
        found.append(await session.get(Author, key))
    return found


async def refreshed(session: AsyncSession, key):
    author = await session.get(Author, key)
    await session.refresh(author, ["books"])
    return author.books
'''


def query(bluetick, source, files):
    for name, text in files.items():
        bluetick.write(name, text)
    bluetick.write("app.py", source)
    done = bluetick("check", "--no-cache", "--select", "query", "--format", "json", "app.py")
    return json.loads(done.stdout)["findings"]


def django(bluetick, files):
    findings = query(bluetick, DJANGO, files)
    lines = [finding["range"]["start"]["line"] for finding in findings]
    return lines, [line for line, finding in zip(lines, findings) if finding["fixes"]]


@pytest.mark.parametrize("files, expected", [
    ({}, NEW),
    ({"bluetick.toml": 'target-django = "5.2"\n'}, NEW),
    ({"bluetick.toml": 'target-django = "4.2"\n'}, BETWEEN),
    ({"bluetick.toml": 'target-django = "3.2.25"\n'}, OLD),
    ({"bluetick.toml": 'target-django = "5.2"\n', "requirements.txt": "django==3.2\n"}, NEW),
    ({"requirements.txt": "Django==3.2.25\n"}, OLD),
    ({"requirements-dev.txt": "django>=3.2\n"}, OLD),
    ({"requirements.txt": "django<4\n"}, OLD),
    ({"requirements.txt": "django\n"}, NEW),
    ({"requirements.txt": "django<6\n"}, NEW),
    ({"requirements.txt": "-r deep/base.txt\n", "deep/base.txt": "django~=4.2\n"}, BETWEEN),
    ({"requirements/base.txt": "django~=4.2\n"}, BETWEEN),
    ({"requirements/python3/requirements.txt": "django~=4.2\n"}, BETWEEN),
    ({"setup.py": "REQUIRED = [\n    'django~=4.2',\n]\nsetup(install_requires=REQUIRED)\n"}, BETWEEN),
    ({"requirements.txt": "-r ../outside.txt\n-r requirements.txt\n-r missing.txt\n"}, NEW),
    ({"pyproject.toml": '[project]\ndependencies = ["django>=3.2"]\n'}, OLD),
    ({"pyproject.toml": '[project]\ndependencies = ["django>=3.2"]\n',
      "uv.lock": '[[package]]\nname = "django"\nversion = "5.2.1"\n'}, NEW),
    ({"poetry.lock": '[[package]]\nname = "Django"\nversion = "4.2.1"\n'}, BETWEEN),
    ({"Pipfile": '[packages]\ndjango = "==3.2"\n',
      "Pipfile.lock": '{"default": {"django": {"version": "==4.2.9"}}}'}, BETWEEN),
    ({"setup.cfg": "[options]\ninstall_requires =\n    django>=3.2\n"}, OLD),
    ({"setup.py": "setup(install_requires=['django>=4.1'])\n"}, BETWEEN),
    ({"poetry.lock": "[[package\x00 = ", "Pipfile": "[", "Pipfile.lock": '{"default', "setup.cfg": "=["}, NEW),
])
def test_iterator_prefetches_from_4_1_on(bluetick, files, expected):
    bluetick.write("../outside.txt", "django==3.2\n")
    assert django(bluetick, files) == expected


def test_the_reason_names_the_version(bluetick):
    findings = query(bluetick, DJANGO, {"requirements.txt": "django==3.2\n"})
    reasons = {refused["reason"] for finding in findings for refused in finding["refused"]}
    assert reasons == {"the project may run on Django before 4.1, where iterator() does not prefetch"}


def test_the_nearer_folder_decides(bluetick):
    bluetick.write("requirements.txt", "django==5.2\n")
    bluetick.write("old/requirements.txt", "django==3.2\n")
    bluetick.write("old/app.py", DJANGO)
    bluetick.write("app.py", DJANGO)
    done = bluetick("check", "--no-cache", "--select", "query", "--format", "json", ".")
    paths = [finding["path"] for finding in json.loads(done.stdout)["findings"]]
    assert paths.count("app.py") == len(NEW[0]) and paths.count("old/app.py") == len(OLD[0])


def test_the_cache_knows_the_version(bluetick):
    bluetick.write("app.py", DJANGO)
    for version, expected in (("5.2", NEW), ("3.2", OLD), ("4.2", BETWEEN)):
        bluetick.write("requirements.txt", f"django=={version}\n")
        done = bluetick("check", "--select", "query", "--format", "json", "app.py")
        assert len(json.loads(done.stdout)["findings"]) == len(expected[0])


LATER = DJANGO + '''

async def streamed():
    return [[book async for book in author.books.all()] async for author in Author.objects.aiterator()]


def hidden():
    for author in Author.objects.all():
        print(author.books.filter(pk__gt=3).count())
'''


@pytest.mark.parametrize("version, titles, reasons", [
    ("django>=5.0", ["prefetch_related(", "Count books"], []),
    ("django==4.2", ["Count books"], ["before 5.0, where aiterator() does not prefetch"]),
    ("django>=1.11", [], ["before 5.0, where aiterator() does not prefetch", "Count(filter=..) came with 2.0"]),
])
def test_what_came_later_is_not_written(bluetick, version, titles, reasons):
    later = query(bluetick, LATER, {"requirements.txt": version + "\n"})[-2:]
    offered = [fix["title"] for finding in later for fix in finding["fixes"]]
    refused = [each["reason"] for finding in later for each in finding["refused"]]
    assert [title for title in titles if any(title in each for each in offered)] == titles
    assert len(offered) == len(titles)
    assert [reason for reason in reasons if any(reason in each for each in refused)] == reasons


def texts(finding):
    return " ".join(edit["text"] for fix in finding["fixes"] for edit in fix["edits"])


@pytest.mark.parametrize("version, sync, is_async", [
    ("", "session.scalars(select(Author).where(Author.id.in_(keys)))",
     "await session.scalars(select(Author).where(Author.id.in_(keys)))"),
    ("sqlalchemy>=1.4.24", "session.scalars(", "await session.scalars("),
    ("SQLAlchemy~=1.4", "session.query(Author).filter(Author.id.in_(keys))",
     "(await session.execute(select(Author).where(Author.id.in_(keys)))).scalars()"),
])
def test_rows_by_key(bluetick, version, sync, is_async):
    found = [finding for finding in query(bluetick, SQLALCHEMY, {"requirements.txt": version})
             if finding["rule"] == "query/query-in-loop"]
    assert sync in texts(found[0])
    assert is_async in texts(found[1])


@pytest.mark.parametrize("version, is_reported", [
    ("", False), ("sqlalchemy>=2", False), ("sqlalchemy>=1.4,<2", True), ("sqlalchemy<2", True),
])
def test_refresh_loads_no_relation_before_2_0(bluetick, version, is_reported):
    rules = [finding["rule"] for finding in query(bluetick, SQLALCHEMY, {"requirements.txt": version})]
    assert ("query/async-lazy-load" in rules) == is_reported
