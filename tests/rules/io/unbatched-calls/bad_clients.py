"""Every client that takes many at once."""
import boto3
import memcache
import pylibmc
import redis
import redis.asyncio
from django.core.cache import cache, caches
from elasticsearch import Elasticsearch
from flask_caching import Cache
from pymemcache.client.base import Client
from pymongo import MongoClient
from redis.cluster import RedisCluster

store = redis.Redis(host="cache")
nodes = RedisCluster(host="cache")
flask_cache = Cache()
documents = MongoClient("mongodb://db", timeoutMS=1000).shop


def commands(rows, keys):
    for key, value in rows:
        store.set(key, value, ex=60)  # expect: io/unbatched-calls
    for key in keys:
        nodes.incr(key)  # expect: io/unbatched-calls
    for key in keys:
        if store.exists(key):  # expect: io/unbatched-calls
            print(key)
    for key in keys:
        store.hset("names", key, "x")  # expect: io/unbatched-calls
    return [store.hget("names", key) for key in keys]  # expect: io/unbatched-calls


async def asynchronous(client: redis.asyncio.Redis, keys):
    for key in keys:
        await client.delete(key)  # expect: io/unbatched-calls
    return {key: await client.get(key) for key in keys}  # expect: io/unbatched-calls


def caches_of_frameworks(keys):
    found = [cache.get(f"user:{key}") for key in keys]  # expect: io/unbatched-calls
    for key in keys:
        name = f"user:{key}"
        caches["slow"].set(name, 1, 60)  # expect: io/unbatched-calls
    for key in keys:
        cache.delete(key)  # expect: io/unbatched-calls
    for key in keys:
        found.append(flask_cache.get(key))  # expect: io/unbatched-calls
    return found


def memcached(keys):
    pooled = Client("cache:11211")
    libmc = pylibmc.Client(["cache"])
    plain = memcache.Client(["cache"])
    for key in keys:
        print(pooled.get(key))  # expect: io/unbatched-calls
        print(libmc.get(key))  # expect: io/unbatched-calls
        plain.delete(key)  # expect: io/unbatched-calls


def mongo(rows, ids):
    for row in rows:
        documents.events.insert_one({"row": row})  # expect: io/unbatched-calls
    for row in rows:
        documents["events"].update_one({"_id": row["id"]}, {"$set": row})  # expect: io/unbatched-calls
    return [documents.events.find_one({"_id": number}) for number in ids]  # expect: io/unbatched-calls


def search(rows):
    client = Elasticsearch("http://search", request_timeout=5)
    for row in rows:
        client.index(index="rows", document=row)  # expect: io/unbatched-calls


def cloud(rows):
    queue = boto3.client("sqs")
    table = boto3.resource("dynamodb").Table("rows")
    index = 0
    while index < len(rows):
        queue.send_message(QueueUrl="q", MessageBody=rows[index])  # expect: io/unbatched-calls
        index += 1
    while rows:
        row = rows.pop()
        table.put_item(Item=row)  # expect: io/unbatched-calls
