"""Clients with a finite default, told to wait for ever."""
import aiohttp
import httpx
import httpx2
from aiohttp import ClientTimeout

FOREVER = ClientTimeout(total=None)


def functions(url):
    httpx.get(url, timeout=10)  # expect: io/missing-timeout
    httpx.get(url, timeout=10)  # expect: io/missing-timeout
    httpx2.post(url, timeout=10)  # expect: io/missing-timeout
    with httpx.stream("GET", url, timeout=10) as reply:  # expect: io/missing-timeout
        return reply.read()


def clients(url):
    client = httpx.Client(timeout=10)  # expect: io/missing-timeout
    client.get(url)
    client.close()
    bounded = httpx.Client()
    bounded.get(url, timeout=10)  # expect: io/missing-timeout
    bounded.post(url, timeout=3)


def some_bounded(url):
    with httpx.Client(timeout=10) as client:  # expect: io/missing-timeout
        client.get(url, timeout=3)
        client.get(url)


async def sessions(url):
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:  # expect: io/missing-timeout
        await session.get(url, timeout=aiohttp.ClientTimeout(total=10))  # expect: io/missing-timeout
        await session.get(url, timeout=aiohttp.ClientTimeout(total=10))  # expect: io/missing-timeout
        await session.get(url, timeout=aiohttp.ClientTimeout(total=10))  # expect: io/missing-timeout
        await session.get(url, timeout=aiohttp.ClientTimeout(total=10))  # expect: io/missing-timeout
        await session.get(url, timeout=aiohttp.ClientTimeout(total=10))  # expect: io/missing-timeout
    async with httpx.AsyncClient(timeout=10) as client:  # expect: io/missing-timeout
        return await client.get(url)
