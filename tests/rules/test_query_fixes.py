"""What the query rules rewrite, and what they refuse to with which reason."""

import json
import os
import pathlib
import re
import subprocess

import pytest

TOP = pathlib.Path(__file__).parents[2]
BLUETICK = os.path.abspath(os.environ.get("BLUETICK", str(TOP / "build" / "bluetick")))

DJANGO = """from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=20)
    size = models.IntegerField(null=True)
    rank = models.FloatField()
    logo = models.FileField()


class Player(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")
    old_team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="+")
    active = models.BooleanField(default=True)
    tags = models.ManyToManyField(Team, related_name="+")


class Kept(models.Model):
    def delete(self):
        pass


def f(rows, session, key, models_=None):
"""
CURSOR = "def f(cursor, rows):\n"
WRITE, READ, COUNT = "query/write-in-loop", "query/query-in-loop", "query/exists-via-count"

CHANGED = [
    (COUNT, DJANGO + "    return not Team.objects.count() == 0\n", "return not not Team.objects.exists()"),
    (COUNT, DJANGO + "    return 0 < Team.objects.count()\n", "return Team.objects.exists()"),
    ("query/exists-via-bool", DJANGO + "    return bool(Team.objects.filter(name='a'))\n",
     "return Team.objects.filter(name='a').exists()"),
    ("query/count-via-len", DJANGO + "    return len(\n        Team.objects\n        .filter(name='a')\n    )\n",
     "return (\n        Team.objects\n        .filter(name='a')\n    ).count()"),
    (WRITE, DJANGO + "    p = Player.objects.get(pk=1)\n    for row in rows or key:\n        p.tags.add(row)\n",
     "    p.tags.add(*(rows or key))\n"),
    (WRITE, CURSOR + "    for row in rows:\n        cursor.execute('INSERT INTO t VALUES (?)', row)\n",
     "    cursor.executemany('INSERT INTO t VALUES (?)', [row for row in rows])\n"),
    (READ, DJANGO + "    return {r: Team.objects.filter(name=r).exists() for r in rows}\n",
     "    known = set(Team.objects.filter(name__in=rows).values_list(\"name\", flat=True))\n"
     "    return {r: (r in known) for r in rows}\n"),
    ("query/aggregate-in-python", DJANGO + "    return 1 + sum(t.rank for t in Team.objects.all())\n",
     "return 1 + (Team.objects.aggregate(total=models.Sum(\"rank\"))[\"total\"] or 0)"),
    ("query/filter-in-python", DJANGO + "    return [t for t in Team.objects.all() if not t.size == 3]\n",
     "return list(Team.objects.exclude(size=3))"),
    ("query/n-plus-one", DJANGO + "    for p in Player.objects.all():\n        print(p.team.id, p.team.id)\n",
     "print(p.team_id, p.team_id)"),
    ("query/prefetch-bypassed",
     DJANGO + "    for t in Team.objects.prefetch_related('players'):\n"
     "        print([p for p in t.players.filter(active=False)])\n",
     "for p in t.players.all() if not p.active]"),
]
REFUSED = [
    ("query/n-plus-one", DJANGO + "    q = Team.objects.all()\n    if key:\n"
     "        q = q.prefetch_related(models.Prefetch('players', queryset=Player.objects.only('pk')))\n"
     "    for t in q:\n        print(list(t.players.all()))\n", "takes one lookup"),
    ("query/n-plus-one", DJANGO + "    with session.assertNumQueries(4):\n"
     "        for p in Player.objects.all():\n            print(p.team.name)\n", "is asserted"),
    ("query/count-via-len", DJANGO + "    with session.assertNumQueries(1):\n"
     "        return len(Team.objects.filter(name='a'))\n", "is asserted"),
    ("query/exists-via-bool", DJANGO + "    with session.assertNumQueries(1):\n"
     "        return bool(Team.objects.filter(name='a'))\n", "is asserted"),
    (COUNT, DJANGO + "    session.assertNumQueries(1, lambda: Team.objects.count() > 0)\n", "is asserted"),
    ("query/over-fetch", DJANGO + "    with session.assertNumQueries(1):\n"
     "        return [t.name for t in Team.objects.all()]\n", "is asserted"),
    ("query/fk-id-access", DJANGO + "    p = Player.objects.get(pk=1)\n    with session.assertNumQueries(1):\n"
     "        return p.team.id\n", "is asserted"),
    ("query/aggregate-in-python", DJANGO + "    with session.assertNumQueries(1):\n"
     "        return sum(t.rank for t in Team.objects.all())\n", "is asserted"),
    ("query/filter-in-python", DJANGO + "    with session.assertNumQueries(1):\n"
     "        return [t for t in Team.objects.all() if t.size == 3]\n", "is asserted"),
    (WRITE, DJANGO + "    # so that delete() of each runs\n    for t in Team.objects.all():\n        t.delete()\n",
     "says why it is one"),
    ("query/n-plus-one", DJANGO + "    for p in Player.objects.all():\n        p.team.rank += 1\n"
     "        p.team.save()\n", "saves rows that other turns read"),
    ("query/n-plus-one", DJANGO + "    for t in Team.objects.all():\n        Player.objects.create(team=t)\n"
     "        print(len(t.players.all()))\n", "before it reads them"),
    ("query/n-plus-one", DJANGO + "    def drop(t):\n        Player.objects.filter(team=t).delete()\n"
     "    for t in Team.objects.all():\n        drop(t)\n        print(len(t.players.all()))\n", "before it reads"),
    (WRITE, DJANGO + "    # no bulk_create: signals\n    for r in rows:\n        Team.objects.create(name=r)\n",
     "says why it is one"),
    ("query/queryset-index", DJANGO + "    q = Team.objects.order_by('pk')\n"
     "    return [q[i] for i in range(q.count())], q.filter(name='a')\n", "than a list can answer"),
    ("query/exists-via-bool", DJANGO + "    return Team.objects.filter(name='a') or None\n", "may be the value"),
    ("query/count-via-len", DJANGO + "    q = Team.objects.all()\n    return len(q) + len(q)\n", "used again"),
    (COUNT, DJANGO + "    return len(Team.objects.select_for_update()) > 0\n", "locks"),
    (WRITE, DJANGO + "    for k in Kept.objects.all():\n        k.delete()\n", "delete() of its own"),
    (WRITE, DJANGO + "    for t in Team.objects.order_by('name')[:5]:\n        t.delete()\n", "made in place"),
    (WRITE, DJANGO + "    for r in rows:\n        Team.objects.filter(pk=r).update(name=key)\n", "differ in each turn"),
    (WRITE, DJANGO + "    for t in Team.objects.all():\n        t.name = t.name.upper()\n        t.extra = 1\n"
     "        t.save()\n", "more than set columns"),
    (WRITE, CURSOR + "    for row in rows:\n        cursor.execute('INSERT INTO t VALUES (?)', row)\n"
     "    return cursor.lastrowid\n", "left at the cursor"),
    (READ, DJANGO + "    for r in rows:\n        try:\n            print(Team.objects.get(pk=r))\n"
     "        except Team.DoesNotExist:\n            pass\n", "missing row is handled"),
    (READ, DJANGO + "    return (Team.objects.get(pk=r) for r in rows)\n", "no row before the loop"),
    (READ, DJANGO + "    for r in rows:\n        print(Team.objects.get(pk=r))\n        rows.append(1)\n",
     "once only"),
    ("query/aggregate-in-python", DJANGO + "    return sum(t.size for t in Team.objects.all())\n", "may be empty"),
    ("query/over-fetch", DJANGO + "    return [t.logo for t in Team.objects.all()]\n", "no plain values"),
    ("query/over-fetch", DJANGO + "    return [t.name for t in Team.objects.distinct()]\n", "distinct"),
    ("query/prefetch-bypassed",
     DJANGO + "    q = models.Prefetch('players', queryset=Player.objects.exclude(pk=1))\n"
     "    for t in Team.objects.prefetch_related(q):\n"
     "        print([p for p in t.players.filter(active=True)])\n", "some of the related"),
]
SILENT = [
    ("query/n-plus-one", DJANGO.replace("rows,", "rows: models.QuerySet[Player],")
     + "    for p in rows:\n        print(p.team.name)\n"),
    (WRITE, DJANGO + "    for t in Team.objects.all():\n        # why\n        t.delete()\n"),
    (WRITE, DJANGO + "    for t in Team.objects.all():\n        t.delete()\n    return t\n"),
    (WRITE, DJANGO + "    for r in rows:\n        Team.objects.exclude(pk=r).update(name='x')\n"),
]


def run(rule, source, folder, *options):
    (folder / "smell.py").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [BLUETICK, "check", "--isolated", "--no-cache", "--min-severity", "hint", "--select", rule,
         *options, "smell.py"], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def findings(rule, source, folder):
    found = json.loads(run(rule, source, folder, "--format", "json"))["findings"]
    assert found, "nothing is found"
    return found


@pytest.mark.parametrize("rule, source, result", CHANGED)
def test_rewrite(rule, source, result, tmp_path):
    assert result not in source
    run(rule, source, tmp_path, "--fix", "--unsafe-fixes")
    text = (tmp_path / "smell.py").read_text(encoding="utf-8")
    assert result in text
    compile(text, "smell.py", "exec")


@pytest.mark.parametrize("rule, source, reason", REFUSED)
def test_refusal(rule, source, reason, tmp_path):
    found = findings(rule, source, tmp_path)
    assert not any(each["fixes"] for each in found)
    assert any(reason in refused["reason"] for each in found for refused in each["refused"]), found


@pytest.mark.parametrize("rule, source", SILENT)
def test_nothing_is_offered(rule, source, tmp_path):
    assert not any(each["fixes"] for each in findings(rule, source, tmp_path))


def test_an_empty_relation_makes_its_key_unsafe(tmp_path):
    source = DJANGO + "    p = Player.objects.get(pk=1)\n    return p.old_team.id\n"
    fixes = findings("query/fk-id-access", source, tmp_path)[0]["fixes"]
    assert [fix["safety"] for fix in fixes] == ["unsafe"]


WIDE = """from django.db import models


class Part(models.Model):
    name = models.CharField(max_length=20)


class Whole(models.Model):
{fields}

def names():
    return [({reads}) for whole in Whole.objects.all()]
"""


def wide(count):
    fields = "".join(f'    p{i} = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")\n'
                     for i in range(count))
    return WIDE.format(fields=fields, reads=", ".join(f"whole.p{i}.name" for i in range(count)))


def in_one_row(text):
    """Calls whose arguments have rows of their own."""
    return re.sub(r",\n\s*", ", ", re.sub(r",\n\s*\)", ")", re.sub(r"\(\n\s*", "(", text)))


def test_many_arguments_have_rows_of_their_own(tmp_path):
    run("query/n-plus-one", wide(6), tmp_path, "--fix")
    text = (tmp_path / "smell.py").read_text(encoding="utf-8")
    assert '''.select_related(
        "p0",
        "p1",
        "p2",
        "p3",
    ).prefetch_related("p4", "p5")]''' in text


@pytest.mark.parametrize("count, result", [
    (4, 'Whole.objects.select_related("p0", "p1", "p2", "p3")]'),
    (6, 'Whole.objects.select_related("p0", "p1", "p2", "p3").prefetch_related("p4", "p5")]'),
])
def test_a_statement_joins_four_tables_at_most(count, result, tmp_path):
    run("query/n-plus-one", wide(count), tmp_path, "--fix")
    text = (tmp_path / "smell.py").read_text(encoding="utf-8")
    assert result in in_one_row(text)
    assert json.loads(run("query/n-plus-one", text, tmp_path, "--format", "json"))["findings"] == []


def test_a_title_names_the_call_that_is_written(tmp_path):
    source = DJANGO + "    for p in Player.objects.all():\n        print(p.team.name)\n"
    fixes = findings("query/n-plus-one", source, tmp_path)[0]["fixes"]
    line = source.splitlines().index("    for p in Player.objects.all():") + 1
    assert [fix["title"] for fix in fixes] == [f'Add select_related("team") to the query at line {line}']
