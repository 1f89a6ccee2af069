"""Rewrites of io rules, run: what --fix makes of a program does what the program did.

Servers are not at hand here: small modules stand for redis, pymongo and Django's cache, and write down how
often they were asked. Requests go to the local server of the acceptance pairs.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent
BLUETICK = os.environ.get("BLUETICK", str(HERE.parents[1] / "build" / "bluetick"))
SERVER = HERE.parent / "acceptance" / "fixes" / "io"

STORE = '''
TRIPS = []


class Commands:
    def get(self, key):
        return self.run("get", key)

    def set(self, key, value, ex=None):
        return self.run("set", key, value, ex)

    def expire(self, key, seconds):
        return self.run("expire", key, seconds)


def perform(data, name, key, *rest):
    if name == "get":
        return data.get(key)
    data[key] = rest[0] if name == "set" else (data.get(key), rest[0])
    return True


class Redis(Commands):
    def __init__(self, **options):
        self.data = {"a": 1, "c": 3}

    def run(self, *command):
        TRIPS.append(1)
        return perform(self.data, *command)

    def pipeline(self):
        return Pipeline(self)


class Pipeline(Commands):
    def __init__(self, store):
        self.store, self.commands = store, []

    def run(self, *command):
        self.commands.append(command)

    def execute(self):
        TRIPS.append(1)
        return [perform(self.store.data, *command) for command in self.commands]
'''
DOCUMENTS = '''
TRIPS = []


class Collection:
    def __init__(self):
        self.rows = []

    def insert_one(self, row):
        TRIPS.append(1)
        self.rows.append(row)

    def insert_many(self, rows):
        assert rows, "documents must be a non-empty list"
        TRIPS.append(1)
        self.rows.extend(rows)


class MongoClient:
    def __init__(self, *arguments, **options):
        self.shop = self
        self.events = Collection()
'''
CACHE = '''
TRIPS = []


class Cache:
    data = {"user:a": 1, "b": 2}

    def get(self, key, default=None):
        TRIPS.append(1)
        return self.data.get(key, default)

    def get_many(self, keys):
        TRIPS.append(1)
        return {key: self.data[key] for key in keys if key in self.data}


cache = Cache()
'''
MODULES = {"redis/__init__.py": STORE, "pymongo/__init__.py": DOCUMENTS,
           "django/__init__.py": "", "django/core/__init__.py": "", "django/core/cache.py": CACHE}


def fixed(folder, source, rule):
    path = folder / "program.py"
    path.write_text(source, encoding="utf-8")
    done = subprocess.run(
        [BLUETICK, "check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", "--select", rule, path.name],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return path.read_text(encoding="utf-8")


def run(folder, source):
    done = subprocess.run([sys.executable, "-c", source], cwd=folder, capture_output=True, text=True,
                          timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# Each prints {"result": ..., "trips": ...}; the second number is how many trips are left.
PROGRAMS = {
    "commands": (1, '''
import json
import redis

store = redis.Redis(host="cache")


def save(rows):
    for key, value in rows:
        if value:
            store.set(key, value, ex=60)
            store.expire(key, 5)


save([("a", 2), ("b", 0), ("d", 4)])
save([])
print(json.dumps({"result": store.data, "trips": len(redis.TRIPS)}))
'''),
    "answers": (1, '''
import json
import redis

store = redis.Redis(host="cache")


def load(pairs):
    values = []
    for name, key in pairs:
        value = store.get(key)
        if value is None:
            continue
        values.append((name, value))
    return values


print(json.dumps({"result": load([("x", "c"), ("y", "b"), ("z", "c"), ("u", "a")]),
                  "trips": len(redis.TRIPS)}))
'''),
    "documents": (1, '''
import json
import pymongo

events = pymongo.MongoClient("mongodb://db").shop.events


def archive(rows):
    for row in rows:
        events.insert_one({"row": row})


archive([1, 2, 3])
archive([])
print(json.dumps({"result": events.rows, "trips": len(pymongo.TRIPS)}))
'''),
    "keys": (2, '''
import json
from django.core import cache as module
from django.core.cache import cache


def hits(names):
    found = [cache.get(f"user:{name}") for name in names]
    for name in names:
        found.append(cache.get(name, 0))
    return found


print(json.dumps({"result": hits(["a", "b", "c"]), "trips": len(module.TRIPS)}))
'''),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_batched_calls_give_the_same_in_fewer_trips(name, tmp_path):
    trips, source = PROGRAMS[name]
    for path, text in MODULES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    after = fixed(tmp_path, source, "io/unbatched-calls")
    assert after != source
    before, result = run(tmp_path, source), run(tmp_path, after)
    assert result["result"] == before["result"]
    calls = 2 if name == "commands" else 1  # an empty pipeline goes to nobody in redis-py
    assert result["trips"] <= trips * calls < before["trips"] + 1


UPDATES = '''
import asyncio
import json


async def one():
    await asyncio.sleep(0)
    return 1


class Totals:
    def __init__(self):
        self.sum = 0
        self.by_name = {"a": 0, "b": 0}

    async def add(self, name):
        self.sum += await one()
        self.by_name[name] = self.by_name[name] + await one()

    async def add_all(self, names):
        await asyncio.gather(*(self.add(name) for name in names))


totals = Totals()
asyncio.run(totals.add_all(["a", "b"] * 50))
print(json.dumps([totals.sum, totals.by_name]))
'''


def test_no_update_is_lost(tmp_path):
    assert run(tmp_path, UPDATES) == [1, {"a": 1, "b": 1}]
    after = fixed(tmp_path, UPDATES, "io/racy-update-across-await")
    assert run(tmp_path, after) == [100, {"a": 50, "b": 50}]


CRAWL = '''
import asyncio
import json
import sys

import httpx

sys.path.insert(0, SERVER)
from _lib import server


async def fetch(client: httpx.AsyncClient, number):
    reply = await client.get(f"/item/{number}")
    return reply.json()["sq"]


async def crawl(client: httpx.AsyncClient, numbers):
    tasks = []
    for number in numbers:
        tasks.append(asyncio.create_task(fetch(client, number)))
    first = await asyncio.gather(*tasks)
    second = await asyncio.gather(*map(client.get, [f"/item/{number}" for number in numbers]))
    third = await asyncio.gather(*(client.get(f"/item/{number}") for number in numbers))
    async with asyncio.TaskGroup() as group:
        fourth = [group.create_task(fetch(client, number)) for number in numbers]
    return [first, [reply.json()["sq"] for reply in second + third], [task.result() for task in fourth]]


async def main(base):
    async with httpx.AsyncClient(base_url=base, timeout=30) as client:
        return await crawl(client, range(40))


with server() as running:
    result = asyncio.run(main(running.base))
    print(json.dumps([result, running.peak]))
'''


def test_no_more_than_ten_at_once(tmp_path):
    source = CRAWL.replace("SERVER", repr(str(SERVER)), 1)
    after = fixed(tmp_path, source, "io/unbounded-gather")
    (result, peak), (bounded, bounded_peak) = run(tmp_path, source), run(tmp_path, after)
    assert bounded == result
    assert bounded_peak <= 10 < peak


PROFILE = '''
import asyncio
import json
import sys
import time

import httpx

sys.path.insert(0, SERVER)
from _lib import server


async def profile(client: httpx.AsyncClient, number):
    first = await client.get(f"/item/{number}")
    second = await client.get("/item/2")
    return first.json(), second.json()


async def wide(client: httpx.AsyncClient, number):
    result = {}
    result["first"] = await client.get(f"/item/{number}", headers={"Accept": "application/json"})
    second = await client.get("/item/2", headers={"Accept": "application/json"})
    third = await client.get("/flaky/3", headers={"Accept": "application/json"})
    return result["first"].json(), second.json(), third.status_code


async def main(base):
    async with httpx.AsyncClient(base_url=base, timeout=30) as client:
        return [[await profile(client, n), await wide(client, n)] for n in range(10)]


with server() as running:
    start = time.perf_counter()
    result = asyncio.run(main(running.base))
    print(json.dumps([result, running.peak, time.perf_counter() - start]))
'''


def test_independent_awaits_are_sent_together(tmp_path):
    source = PROFILE.replace("SERVER", repr(str(SERVER)), 1)
    after = fixed(tmp_path, source, "io/sequential-awaits")
    assert ('    first, second = await asyncio.gather(client.get(f"/item/{number}"), client.get("/item/2"))\n'
            in after)
    assert '    result["first"], second, third = await asyncio.gather(\n        client.get(f"/item' in after
    for _ in range(4):  # a busy machine may stop one run and not the other
        (result, peak, took), (gathered, together, faster) = run(tmp_path, source), run(tmp_path, after)
        assert gathered == result
        assert peak == 1 and together == 3
        if faster < took:
            break
    assert faster < took
