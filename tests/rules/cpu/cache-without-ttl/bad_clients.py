"""Entries without an end, in every client that is known."""
import aiocache
import pylibmc
import redis
import redis.asyncio
from pymemcache.client.base import PooledClient
from redis.cluster import RedisCluster

store = redis.Redis(host="cache")
nodes = RedisCluster(host="cache")
pooled = PooledClient("cache:11211")
libmc = pylibmc.Client(["cache"])
memory = aiocache.Cache(aiocache.Cache.MEMORY)


def remember(key, value):
    store.set(key, value)  # expect: cpu/cache-without-ttl
    store.set(f"user:{key}", value, get=True)  # expect: cpu/cache-without-ttl
    nodes.set(key, value)  # expect: cpu/cache-without-ttl
    pooled.set(key, value)  # expect: cpu/cache-without-ttl
    libmc.set(key, value)  # expect: cpu/cache-without-ttl


async def remember_later(client: redis.asyncio.Redis, key, value):
    await client.set(key, value)  # expect: cpu/cache-without-ttl
    await memory.set(key, value)  # expect: cpu/cache-without-ttl


def in_a_pipeline(rows):
    pipe = store.pipeline()
    for key, value in rows:
        pipe.set(  # expect: cpu/cache-without-ttl
            key,
            value,
        )
    pipe.execute()


def other_key(key, value):
    store.set(key, value)  # expect: cpu/cache-without-ttl
    store.expire("other", 60)
