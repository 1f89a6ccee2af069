"""What becomes one call, and what is refused and why."""
import redis
import redis.asyncio
from django.core.cache import cache
from pymemcache.client.base import Client
from pymongo import MongoClient

events = MongoClient("mongodb://db", timeoutMS=1000).shop.events


def commands(store: redis.Redis, rows):
    for key, value in rows:
        if value:
            # kept for a minute
            store.set(key, value)  # expect: io/unbatched-calls
            store.expire(key, 60)  # expect: io/unbatched-calls


async def awaited(store: redis.asyncio.Redis, keys):
    if keys:
        for key in keys:
            await store.delete(key)  # expect: io/unbatched-calls


def answers(store: redis.Redis, pairs, values):
    for name, key in pairs:
        values[name] = store.get(key)  # expect: io/unbatched-calls
    for name, key in pairs:
        if store.exists(f"{name}:{key}"):  # expect: io/unbatched-calls
            print(name)
    return values


async def awaited_answers(store: redis.asyncio.Redis, keys):
    values = {}
    for key in keys:
        values[key] = await store.get(key)  # expect: io/unbatched-calls
    return values


def keys_of_a_cache(ids):
    hits = []
    for number in ids:
        value = cache.get(f"order:{number}")  # expect: io/unbatched-calls
        if value is None:
            value = cache.get(number, 0)  # expect: io/unbatched-calls
        hits.append(value)
    return hits


def comprehension(ids):
    pooled = Client("cache:11211")
    return [pooled.get(number) for number in ids]  # expect: io/unbatched-calls


def documents(rows):
    for row in rows:
        events.insert_one(row)  # expect: io/unbatched-calls
    for row in rows:
        events.insert_one({"row": row})  # one after another  # expect: io/unbatched-calls


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
