"""Objects that collect by themselves, other things with such methods, SQL."""
import sqlite3

import boto3
import redis
from pymongo import MongoClient

store = redis.Redis(host="cache")
table = boto3.resource("dynamodb").Table("rows")
events = MongoClient("mongodb://db", timeoutMS=1000).shop.events


def collected(rows):
    pipe = store.pipeline()
    for key, value in rows:
        pipe.set(key, value, ex=60)
    pipe.execute()
    with store.pipeline() as other:
        for key, _ in rows:
            other.get(key)
        other.execute()
    with table.batch_writer() as writer:
        for row in rows:
            writer.put_item(Item=row)


def many(rows, keys):
    events.insert_many(rows)
    store.mget(keys)
    for part in range(0, len(keys), 100):
        store.mget(keys[part:part + 100])


def lookalikes(settings: dict, rows, unknown):
    for row in rows:
        settings.get(row)
        unknown.insert_one(row)
        unknown.get(row)
        set(row)


def statements(connection: sqlite3.Connection, rows):
    for row in rows:
        connection.execute("insert into t values (?)", row)


class Cache:
    def get(self, key):
        return key


def own(keys):
    local = Cache()
    return [local.get(key) for key in keys]
