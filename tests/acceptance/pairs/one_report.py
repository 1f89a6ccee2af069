"""A line for each row of the precedence table: the rule that is named speaks, the other does not."""
import asyncio
import json
import sqlite3

import httpx
import redis
import requests
from django.db import models
from sqlalchemy import create_engine, text


class Team(models.Model):
    name = models.CharField(max_length=40, db_index=True)


class Player(models.Model):
    name = models.CharField(max_length=40, db_index=True)
    goals = models.IntegerField(default=0, db_index=True)
    note = models.TextField()
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="players")


def loaded_again(rows, settings):
    return [(row, json.loads(json.dumps(settings))) for row in rows]  # cpu/json-roundtrip over cpu/invariant-work-in-loop


def joined(orders, names):
    out = []
    for order in orders:
        out.append(next((one for one in names if one["id"] == order["id"]), None))  # cpu/linear-search-in-loop over cpu/nested-loop-join
    return out


def grown(lines):
    out = []
    for line in lines:
        out = [line] + out  # cpu/list-front-operation over cpu/quadratic-list-concat
    return out


def ranked(rows):
    out = []
    for row in rows:
        out.append(row)
        best = sorted(out)  # cpu/sort-in-loop over cpu/invariant-work-in-loop
    return best


async def answers(urls):
    out = []
    for url in urls:
        out.append(requests.get(url, timeout=5).text)  # io/blocking-call-in-async over io/sequential-requests
    return out


async def counters(keys):
    store = redis.Redis()
    return [store.get(key) for key in keys]  # io/blocking-call-in-async over io/unbatched-calls


def download(url, path):
    with open(path, "wb") as file:
        file.write(requests.get(url, timeout=5).content)  # io/buffered-download over memory/read-whole-file


def statuses(urls):
    out = []
    for url in urls:
        out.append(httpx.Client(timeout=5).get(url).status_code)  # io/client-per-iteration, io/sequential-requests over io/client-per-call
    return out


def names_of(ids, url):
    out = []
    for pk in ids:
        out.append(create_engine(url).connect().execute(text("SELECT name FROM team WHERE id = :pk"), {"pk": pk}).scalar())  # io/client-per-iteration over query/query-in-loop
    return out


async def line_of(name):
    await asyncio.sleep(0)
    return f"{name}\n"


class Log:
    def __init__(self):
        self.text = ""

    async def collect(self, names):
        for name in names:
            self.text += await line_of(name)  # io/racy-update-across-await over cpu/string-concat-in-loop


async def collect_all():
    log = Log()
    await asyncio.gather(log.collect(["a", "b"]), log.collect(["c"]))


def upper(path):
    with open(path, encoding="utf-8") as file:
        return ",".join([line.upper() for line in file.readlines()])  # memory/eager-readlines over memory/listcomp-consumed-once


def copied(path):
    with open(path, encoding="utf-8") as file:
        for line in list(file):  # memory/eager-readlines over memory/unneeded-copy
            print(line)


def copies(rows: list, defaults: list):
    for row in rows:
        for name in list(defaults):  # memory/unneeded-copy over cpu/invariant-work-in-loop
            print(row, name)


def goals():
    return sum([player.goals for player in Player.objects.all()])  # query/aggregate-in-python over memory/listcomp-consumed-once


def all_goals():
    return sum(player.goals for player in Player.objects.all())  # query/aggregate-in-python over query/over-fetch


async def notes():
    return [player.note async for player in Player.objects.defer("note")]  # query/async-lazy-load over query/deferred-field


async def teams():
    return [player.team.name async for player in Player.objects.all()]  # query/async-lazy-load over query/n-plus-one


async def total():
    return sum(player.goals for player in Player.objects.all())  # query/async-lazy-load over query/aggregate-in-python


async def number():
    return len(Player.objects.all())  # query/async-lazy-load over query/count-via-len


async def are_there():
    return bool(Player.objects.all())  # query/async-lazy-load over query/exists-via-bool


async def are_some():
    return Player.objects.count() > 0  # query/async-lazy-load over query/exists-via-count


def any_player():
    return len(Player.objects.filter(goals=1)) > 0  # query/exists-via-count over query/count-via-len


def any_by_length():
    if len(Player.objects.filter(goals=1)):  # query/exists-via-bool over query/count-via-len
        return True
    return False


def any_by_test():
    if Player.objects.filter(goals=1).count() > 0:  # query/exists-via-count over query/exists-via-bool
        return True
    return False


def strong():
    return ", ".join([str(player) for player in [one for one in Player.objects.all() if one.goals > 3]])  # query/filter-in-python over memory/listcomp-consumed-once


def famous():
    return [player for player in Player.objects.all() if player.goals > 3]  # query/filter-in-python over query/over-fetch


def bodies():
    return [player.note for player in Player.objects.defer("note")]  # query/deferred-field over query/over-fetch


async def players_of_teams():
    out = []
    async for team in Team.objects.all():
        out.append(await team.players.acount())  # query/n-plus-one over io/blocking-call-in-async
    return out


def goals_of_teams():
    return [sum(player.goals for player in team.players.all()) for team in Team.objects.all()]  # query/n-plus-one over query/aggregate-in-python


def sizes():
    return [len(team.players.all()) for team in Team.objects.all()]  # query/n-plus-one over query/count-via-len


def with_players():
    return [team.name for team in Team.objects.all() if team.players.all()]  # query/n-plus-one over query/exists-via-bool


def with_some_players():
    return [team.name for team in Team.objects.all() if team.players.count() > 0]  # query/n-plus-one over query/exists-via-count


def first_of_each(names):
    return [next((team for team in Team.objects.all() if team.name == name), None) for name in names]  # query/query-in-loop over cpu/nested-loop-join


async def rows_of(ids):
    connection = sqlite3.connect("shop.db")  # io/blocking-call-in-async
    out = []
    for pk in ids:
        out.append(connection.execute("SELECT name FROM team WHERE id = ?", (pk,)))  # query/query-in-loop over io/blocking-call-in-async
    return out


def names_by_id(connection, ids):
    out = []
    for pk in ids:
        out.append(connection.execute("SELECT name FROM team WHERE id = ?", (pk,)))  # query/query-in-loop over io/unbatched-calls
    return out


def all_rows(connection, ids):
    out = []
    for pk in ids:
        for row in connection.execute("SELECT name FROM team WHERE id = ?", (pk,)).fetchall():  # query/query-in-loop over memory/fetchall-iterated
            out.append(row)
    return out


def by_index():
    rows = Player.objects.order_by("name")
    return [rows[i].name for i in range(rows.count())]  # query/queryset-index over query/query-in-loop


def crossed(orders, rows):
    return [Team.objects.create(name=row["name"]) for order in orders for row in rows if row["id"] == order["id"]]  # query/write-in-loop over cpu/nested-loop-join


async def stored(names):
    connection = sqlite3.connect("shop.db")  # io/blocking-call-in-async
    for name in names:
        connection.execute("INSERT INTO team (name) VALUES (?)", (name,))  # query/write-in-loop over io/blocking-call-in-async


def stored_each(connection, names):
    for name in names:
        connection.execute("INSERT INTO team (name) VALUES (?)", (name,))  # query/write-in-loop over io/unbatched-calls


# ---- told both -------------------------------------------------------------------------------------------


async def all_names():
    connection = sqlite3.connect("shop.db")  # io/blocking-call-in-async
    for row in connection.execute("SELECT name FROM team").fetchall():  # io/blocking-call-in-async, memory/fetchall-iterated
        print(row)


async def page(url):
    return requests.get(url).text  # io/blocking-call-in-async, io/missing-timeout


def remember(keys):
    store = redis.Redis(host="cache", socket_timeout=2)
    for key in keys:
        store.set(f"seen:{key}", key)  # cpu/cache-without-ttl, io/unbatched-calls
