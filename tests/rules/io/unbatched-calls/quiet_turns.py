"""Calls that cannot be one, and loops that need each answer."""
import time

import redis
from django.core.cache import cache
from pymongo import MongoClient

store = redis.Redis(host="cache")
events = MongoClient("mongodb://db", timeoutMS=1000).shop.events


def first_hit(keys):
    for key in keys:
        value = store.get(key)
        if value:
            return value
    for key in keys:
        if cache.get(key):
            break
    return None


def chained(key, rows):
    while key:
        key = store.get(key)
    parent = None
    for row in rows:
        parent = events.insert_one({"row": row, "parent": parent}).inserted_id
    return parent


def the_same_each_time(rows):
    for row in rows:
        store.incr("rows")
        print(row)


def streamed(keys):
    for key in keys:
        yield store.get(key)


def paced(keys):
    for key in keys:
        store.delete(key)
        time.sleep(1)


def poll():
    while True:
        print(store.get("state"))


def drained():
    while item := store.lpop("queue"):
        print(item)


def few():
    for key in ("a", "b"):
        print(store.get(key))


def one(key):
    return store.get(key)


def other_clients(clients, key):
    for client in clients:
        client.get(key)


def shards(addresses, key):
    for address in addresses:
        redis.Redis(host=address).get(key)


def lifetimes(rows):
    for row in rows:
        cache.set(row["key"], row, row["seconds"])
    for row in rows:
        cache.set(row["key"], row, timeout=row["seconds"])
