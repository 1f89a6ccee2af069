"""Entries that end, and objects that are no caches."""
import threading

import aiocache
import redis
from django.core.cache import cache, caches
from flask_caching import Cache
from pymemcache import Client

store = redis.Redis(host="cache")
client = Client("cache")
memory = aiocache.Cache(aiocache.Cache.MEMORY, ttl=60)
web = Cache()
event = threading.Event()


def ends(key, value, options, more):
    store.set(key, value, ex=60)
    store.set(key, value, 60)
    store.set(key, value, px=100)
    store.set(key, value, keepttl=True)
    store.set(key, value, nx=True)
    store.set(key, value, **options)
    store.set(key, *more)
    store.setex(key, 60, value)
    store.hset(key, "field", value)
    store.mset({key: value})
    client.set(key, value, expire=60)
    client.set(key, value, 60)
    cache.set(key, value)
    cache.set(key, value, timeout=None)
    caches["other"].set(key, value)
    web.set(key, value)


def ends_later(key, value):
    store.set(key, value)
    store.expire(key, 60)


def piped(key, value):
    pipe = store.pipeline()
    pipe.set(key, value)
    pipe.pexpire(key, 1000)
    pipe.execute()


async def in_memory(key, value, handed: aiocache.Cache):
    await memory.set(key, value)
    await handed.set(key, value)


def others(register, key, value):
    event.set()
    register.set(key, value)
    store.set(key)
    store.get(key)
