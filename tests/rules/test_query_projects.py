"""Rewrites over several files of a project: run before and after, and never at another file's cost."""

import json
import subprocess
import sys

import pytest

MODELS = '''from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=20)

    class Meta:
        app_label = "shop"


class Author(models.Model):
    name = models.CharField(max_length=20)
    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE)

    class Meta:
        app_label = "shop"


class BookQuerySet(models.QuerySet):
    def live(self):
        return self.filter(live=True).order_by("pk")


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    live = models.BooleanField(default=True)
    objects = BookQuerySet.as_manager()

    class Meta:
        app_label = "shop"
'''
HELPER = '''from shop.models import Book


def live_books():
    return Book.objects.filter(live=True).order_by("pk")
'''
BY_HELPER = '''from shop.queries import live_books


def names():
    return [(book.author.name, book.author.publisher.name) for book in live_books()]
'''
BY_MANAGER = '''from shop.models import Book


def names():
    return [(book.author.name, book.author.publisher.name) for book in Book.objects.live()]
'''
RUN_DJANGO = '''import django
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
                   DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
django.setup()
from django.db import connection
from django.test.utils import CaptureQueriesContext
from shop.models import Author, Book, Publisher
from shop.views import names
with connection.schema_editor() as editor:
    for model in (Publisher, Author, Book):
        editor.create_model(model)
for i in range(5):
    publisher = Publisher.objects.create(name=f"p{i}")
    Book.objects.create(author=Author.objects.create(name=f"a{i}", publisher=publisher))
with CaptureQueriesContext(connection) as queries:
    print(names())
print(len(queries))
'''
SA_MODELS = '''from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Player(Base):
    __tablename__ = "player"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    team: Mapped[Team] = relationship()
'''
SA_QUERIES = '''from sqlalchemy import select
from sqlalchemy.orm import {names}

from shop.models import Player


def all_players(session: Session):
    return session.scalars(select(Player).order_by(Player.id)).all()
'''
SA_VIEWS = '''from sqlalchemy.orm import Session

from shop.queries import all_players


def names(session: Session):
    return [player.team.name for player in all_players(session)]
'''
FAR_VIEWS = '''from sqlalchemy.orm import Session

from shop.queries import all_players


def label(player):
    return player.team.name


def shown(player):
    return label(player)


def names(session: Session):
    return [shown(player) for player in all_players(session)]
'''
RUN_SQLALCHEMY = '''from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session
from shop.models import Base, Player, Team
from shop.views import names
engine = create_engine("sqlite://")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add_all([Player(team=Team(name=f"t{i}")) for i in range(5)])
    session.commit()
count = []
event.listen(engine, "before_cursor_execute", lambda *arguments: count.append(1))
with Session(engine) as session:
    print(names(session))
print(len(count))
'''


def write(bluetick, **texts):
    bluetick.write("shop/__init__.py")
    for name, text in texts.items():
        bluetick.write(f"shop/{name}.py", text)


def result(bluetick, program):
    bluetick.write("run_it.py", program)
    done = subprocess.run([sys.executable, "run_it.py"], cwd=bluetick.folder, capture_output=True,
                          text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    value, count = done.stdout.strip().rsplit("\n", 1)
    return value, int(count)


def fix(bluetick, *options):
    return bluetick("check", "--isolated", "--no-cache", "--select", "query", "--fix", *options, "--exit-zero", "shop")


def text_of(bluetick, name):
    return (bluetick.folder / "shop" / f"{name}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("files, edited, wanted", [
    ({"queries": HELPER, "views": BY_HELPER}, "queries", '.order_by("pk").select_related("author__publisher")'),
    ({"views": BY_MANAGER}, "views", '.live().select_related("author__publisher")'),
])
def test_django_rewrites_the_query_where_it_is_made(bluetick, files, edited, wanted):
    write(bluetick, models=MODELS, **files)
    before, many = result(bluetick, RUN_DJANGO)
    told = fix(bluetick, "--unsafe-fixes").stderr.decode()
    assert " in 1 file;" in told and "Fixed 0 findings" not in told
    assert wanted in text_of(bluetick, edited)
    after, few = result(bluetick, RUN_DJANGO)
    assert (after, many, few) == (before, 11, 1)


def test_sqlalchemy_rewrites_the_query_where_it_is_made(bluetick):
    write(bluetick, models=SA_MODELS, queries=SA_QUERIES.format(names="Session, joinedload"), views=SA_VIEWS)
    before, many = result(bluetick, RUN_SQLALCHEMY)
    fix(bluetick, "--unsafe-fixes")
    assert "select(Player).order_by(Player.id).options(joinedload(Player.team))" in text_of(bluetick, "queries")
    after, few = result(bluetick, RUN_SQLALCHEMY)
    assert (after, many, few) == (before, 6, 1)


@pytest.mark.parametrize("options", [[], ["--unsafe-fixes"]])
def test_the_import_is_written_where_the_query_is_made(bluetick, options):
    write(bluetick, models=SA_MODELS, queries=SA_QUERIES.format(names="Session"), views=SA_VIEWS)
    before, many = result(bluetick, RUN_SQLALCHEMY)
    fix(bluetick, *options)
    assert "from sqlalchemy.orm import Session, joinedload\n" in text_of(bluetick, "queries")
    assert text_of(bluetick, "views") == SA_VIEWS
    after, few = result(bluetick, RUN_SQLALCHEMY)
    assert (after, many, few) == (before, 6, 1)


def test_the_import_is_part_of_the_fix(bluetick):
    write(bluetick, models=SA_MODELS, queries=SA_QUERIES.format(names="Session"), views=SA_VIEWS)
    done = bluetick("check", "--isolated", "--no-cache", "--select", "query", "--format", "json", "shop")
    finding, = json.loads(done.stdout)["findings"]
    assert finding["path"] == "shop/views.py" and finding["fixes"][0]["safety"] == "safe"
    assert {edit["path"] for edit in finding["fixes"][0]["edits"]} == {"shop/queries.py"}
    assert [edit["text"] for edit in finding["fixes"][0]["edits"]] == [
        ", joinedload", ".options(joinedload(Player.team))"]


def test_likely_is_not_enough_for_another_file(bluetick):
    write(bluetick, models=SA_MODELS, queries=SA_QUERIES.format(names="Session"), views=FAR_VIEWS)
    done = bluetick("check", "--isolated", "--no-cache", "--select", "query", "--format", "json", "shop")
    finding, = json.loads(done.stdout)["findings"]
    assert finding["certainty"] == "likely" and finding["fixes"] == []
    assert "is likely only" in finding["refused"][0]["reason"]


POINTS = '''from django.db import models


class Points(models.Model):
    value = models.IntegerField()


class Story(models.Model):
    def total(self):
        return sum(rp.points.value for rp in self.role_points.all())


class RolePoints(models.Model):
    points = models.ForeignKey(Points, on_delete=models.CASCADE)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="role_points")
'''
TOTALS = '''from shop.models import Story


def totals():
    return [story.total() for story in Story.objects.prefetch_related("role_points__points")]


def total_of(pk):
    return Story.objects.get(pk=pk).total()
'''


def test_a_fix_adds_no_finding_to_another_file(bluetick):
    """With a select_related of its own in total(), the prefetched rows would be of no use."""
    write(bluetick, models=POINTS, services=TOTALS)
    done = fix(bluetick, "--unsafe-fixes")
    assert "shop/services.py would have a new finding of query/prefetch-bypassed" in done.stderr.decode()
    assert "self.role_points.all()" in text_of(bluetick, "models")
    assert text_of(bluetick, "services") == TOTALS
    assert "Fixed 0 findings" in fix(bluetick, "--unsafe-fixes").stderr.decode()


def test_without_the_other_file_it_is_fixed(bluetick):
    write(bluetick, models=POINTS)
    fix(bluetick, "--unsafe-fixes")
    assert 'self.role_points.select_related("points")' in text_of(bluetick, "models")
