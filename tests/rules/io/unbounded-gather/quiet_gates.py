"""Something holds them back, or there is nothing to hold back."""
import asyncio

import aiohttp
import anyio
import httpx

limits = httpx.Limits(max_connections=20)


async def pauses(delays):
    await asyncio.gather(*(asyncio.sleep(delay) for delay in delays))


async def compute(number):
    return number * number


async def numbers(values):
    return await asyncio.gather(*(compute(value) for value in values))


async def unknown(values, job):
    return await asyncio.gather(*(job(value) for value in values))


async def in_the_coroutine(client: httpx.AsyncClient, urls):
    turns = asyncio.BoundedSemaphore(10)

    async def one(url):
        async with turns:
            return await client.get(url)

    return await asyncio.gather(*(one(url) for url in urls))


class Fetcher:
    def __init__(self, client: httpx.AsyncClient):
        self.client = client
        self.limiter = anyio.CapacityLimiter(5)

    async def one(self, url):
        async with self.limiter:
            return await self.client.get(url)

    async def through(self, url):
        return await self.one(url)

    async def by_hand(self, url, sem):
        await sem.acquire()
        try:
            return await self.client.get(url)
        finally:
            sem.release()

    async def all(self, urls, sem):
        await asyncio.gather(*(self.one(url) for url in urls))
        await asyncio.gather(*(self.through(url) for url in urls))
        await asyncio.gather(*(self.by_hand(url, sem) for url in urls))
        await asyncio.gather(*map(self.one, urls))


async def handed_in(client: httpx.AsyncClient, urls, load):
    semaphore = asyncio.Semaphore(4)
    await asyncio.gather(*(load(client, semaphore, url) for url in urls))


async def wrapped(client: httpx.AsyncClient, urls, throttled):
    await asyncio.gather(*(throttled(client.get(url)) for url in urls))


async def bounded(client: httpx.AsyncClient, urls):
    turns = asyncio.Semaphore(10)

    async def in_turn(coroutine):
        async with turns:
            return await coroutine

    await asyncio.gather(*(in_turn(client.get(url)) for url in urls))


async def queues(urls):
    timeout = httpx.Timeout(5, pool=None)
    async with httpx.AsyncClient(limits=limits, timeout=httpx.Timeout(5, pool=None)) as client:
        await asyncio.gather(*(client.get(url) for url in urls))
    connector = aiohttp.TCPConnector(limit=10)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        await asyncio.gather(*(session.get(url) for url in urls))
