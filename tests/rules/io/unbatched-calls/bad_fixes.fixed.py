"""What becomes one call, and what is refused and why."""
import redis
import redis.asyncio
from django.core.cache import cache
from pymemcache.client.base import Client
from pymongo import MongoClient

events = MongoClient("mongodb://db", timeoutMS=1000).shop.events


def commands(store: redis.Redis, rows):
    pipe = store.pipeline()
    for key, value in rows:
        if value:
            # kept for a minute
            pipe.set(key, value)  # expect: io/unbatched-calls
            pipe.expire(key, 60)  # expect: io/unbatched-calls
    pipe.execute()


async def awaited(store: redis.asyncio.Redis, keys):
    if keys:
        pipe = store.pipeline()
        for key in keys:
            pipe.delete(key)  # expect: io/unbatched-calls
        await pipe.execute()


def answers(store: redis.Redis, pairs, values):
    pipe = store.pipeline()
    for name, key in pairs:
        pipe.get(key)
    for (name, key), reply in zip(pairs, pipe.execute()):
        values[name] = reply  # expect: io/unbatched-calls
    pipe = store.pipeline()
    for name, key in pairs:
        pipe.exists(f"{name}:{key}")
    for (name, key), reply in zip(pairs, pipe.execute()):
        if reply:  # expect: io/unbatched-calls
            print(name)
    return values


async def awaited_answers(store: redis.asyncio.Redis, keys):
    values = {}
    pipe = store.pipeline()
    for key in keys:
        pipe.get(key)
    for key, reply in zip(keys, await pipe.execute()):
        values[key] = reply  # expect: io/unbatched-calls
    return values


def keys_of_a_cache(ids):
    hits = []
    cached = cache.get_many([f"order:{number}" for number in ids])
    _cached = cache.get_many(ids)
    for number in ids:
        value = cached.get(f"order:{number}")  # expect: io/unbatched-calls
        if value is None:
            value = _cached.get(number, 0)  # expect: io/unbatched-calls
        hits.append(value)
    return hits


def comprehension(ids):
    pooled = Client("cache:11211")
    cached = pooled.get_many(ids)
    return [cached.get(number) for number in ids]  # expect: io/unbatched-calls


def documents(rows):
    if rows:
        events.insert_many(rows)  # expect: io/unbatched-calls
    if rows:
        events.insert_many([{"row": row} for row in rows])  # one after another  # expect: io/unbatched-calls


def refused(store: redis.Redis, rows, ids):
    for key, value in rows:
        store.set(key, value)  # expect: io/unbatched-calls
        print(store.dbsize())
    for key in ids:
        print(key)
        print(store.get(key))  # expect: io/unbatched-calls
    for key in iter(ids):
        print(store.get(key))  # expect: io/unbatched-calls
    for key in ids:
        name = str(key).upper()
        print(cache.get(name))  # expect: io/unbatched-calls
        print(cache.get(key, version=2))  # expect: io/unbatched-calls
    for row in rows:
        print(row)
        events.insert_one(row)  # expect: io/unbatched-calls
    for row in rows:
        events.insert_one(row.load())  # expect: io/unbatched-calls
    return [store.get(key) for key in ids]  # expect: io/unbatched-calls
