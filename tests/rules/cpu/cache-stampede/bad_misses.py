# enable: cpu/cache-stampede
"""Values that every waiting caller computes."""
import redis
import redis.asyncio
import requests
from django.core.cache import cache

store = redis.Redis(host="cache", socket_timeout=2)


def fetch(url):
    return requests.get(url, timeout=5).text


def rates(url):
    value = store.get("rates")  # expect: cpu/cache-stampede
    if value is None:
        value = fetch(url)
        store.set("rates", value, ex=300)
    return value


def menu(url, key):
    found = cache.get(f"menu:{key}")  # expect: cpu/cache-stampede
    if not found:
        cache.set(f"menu:{key}", fetch(url), 60)
        found = cache.get(f"menu:{key}")
    return found


async def page(client: redis.asyncio.Redis, session, url):
    value = await client.get(url)  # expect: cpu/cache-stampede
    if value is None:
        with open(url) as source:
            value = source.read()
        await client.set(url, value, ex=60)
    return value
