"""Every way of starting as many tasks as there are elements."""
import asyncio
from asyncio import gather

import aiohttp
import anyio
import asyncpg
import httpx
import redis.asyncio


async def fetch(client: httpx.AsyncClient, number):
    reply = await client.get(f"/items/{number}")
    return reply.json()


async def through(client: httpx.AsyncClient, number):
    return await fetch(client, number)


async def read(session: aiohttp.ClientSession, url):
    async with session.get(url) as reply:
        return await reply.text()


async def comprehensions(client: httpx.AsyncClient, urls):
    await asyncio.gather(*(client.get(url) for url in urls))  # expect: io/unbounded-gather
    await gather(*[fetch(client, url) for url in urls if url])  # expect: io/unbounded-gather
    await asyncio.gather(*[through(client, url) for url in urls], return_exceptions=True)  # expect: io/unbounded-gather
    await asyncio.wait([asyncio.create_task(fetch(client, url)) for url in urls])  # expect: io/unbounded-gather
    await asyncio.wait({asyncio.ensure_future(fetch(client, url)) for url in urls})  # expect: io/unbounded-gather
    for next_done in asyncio.as_completed([fetch(client, url) for url in urls]):  # expect: io/unbounded-gather
        await next_done
    await asyncio.gather(*(asyncio.wait_for(fetch(client, url), 5) for url in urls))  # expect: io/unbounded-gather
    await asyncio.gather(*(fetch(client, url) for host in urls for url in host))  # expect: io/unbounded-gather


async def maps(client: httpx.AsyncClient, urls):
    await asyncio.gather(*map(client.get, urls))  # expect: io/unbounded-gather

    async def one(url):
        return await client.get(url)

    await asyncio.gather(*map(one, urls))  # expect: io/unbounded-gather


async def lists(session: aiohttp.ClientSession, urls):
    pending = []
    for url in urls:
        pending.append(read(session, url))
    await asyncio.gather(*pending)  # expect: io/unbounded-gather
    more = [read(session, url) for url in urls]
    more += [read(session, "https://example.org")]
    await asyncio.gather(*more)  # expect: io/unbounded-gather
    tasks = set()
    for url in urls:
        task = asyncio.create_task(read(session, url))
        tasks.add(task)
    await asyncio.wait(tasks)  # expect: io/unbounded-gather


async def by_key(client: httpx.AsyncClient, urls):
    tasks = {url: asyncio.create_task(client.get(url)) for url in urls}
    await asyncio.gather(*tasks.values())  # expect: io/unbounded-gather
    more = {}
    for url in urls:
        more[url] = client.get(url)
    await asyncio.gather(*more.values())  # expect: io/unbounded-gather


async def groups(client: httpx.AsyncClient, numbers):
    async with asyncio.TaskGroup() as group:
        for number in numbers:
            group.create_task(fetch(client, number))  # expect: io/unbounded-gather
    async with anyio.create_task_group() as other:
        for number in numbers:
            other.start_soon(fetch, client, number)  # expect: io/unbounded-gather


async def databases(pool: asyncpg.Pool, cache: redis.asyncio.Redis, keys):
    await asyncio.gather(*(pool.fetchval("select $1", key) for key in keys))  # expect: io/unbounded-gather
    await asyncio.gather(*(cache.get(key) for key in keys))  # expect: io/unbounded-gather


async def pages(client: httpx.AsyncClient, count):
    await asyncio.gather(*(fetch(client, page) for page in range(count)))  # expect: io/unbounded-gather
    await asyncio.gather(*(fetch(client, page) for page in range(1000)))  # expect: io/unbounded-gather


async def unannotated(client, urls):
    return await asyncio.gather(*(client.get(url) for url in urls))  # expect: io/unbounded-gather
