"""Clients with a finite default, told to wait for ever."""
import aiohttp
import httpx
import httpx2
from aiohttp import ClientTimeout

FOREVER = ClientTimeout(total=None)


def functions(url):
    httpx.get(url, timeout=None)  # expect: io/missing-timeout
    httpx.get(url, timeout=httpx.Timeout(None))  # expect: io/missing-timeout
    httpx2.post(url, timeout=None)  # expect: io/missing-timeout
    with httpx.stream("GET", url, timeout=None) as reply:  # expect: io/missing-timeout
        return reply.read()


def clients(url):
    client = httpx.Client(timeout=None)  # expect: io/missing-timeout
    client.get(url)
    client.close()
    bounded = httpx.Client()
    bounded.get(url, timeout=None)  # expect: io/missing-timeout
    bounded.post(url, timeout=3)


def some_bounded(url):
    with httpx.Client(timeout=None) as client:  # expect: io/missing-timeout
        client.get(url, timeout=3)
        client.get(url)


async def sessions(url):
    async with aiohttp.ClientSession(timeout=None) as session:  # expect: io/missing-timeout
        await session.get(url, timeout=None)  # expect: io/missing-timeout
        await session.get(url, timeout=ClientTimeout())  # expect: io/missing-timeout
        await session.get(url, timeout=ClientTimeout(total=None))  # expect: io/missing-timeout
        await session.get(url, timeout=ClientTimeout(connect=5))  # expect: io/missing-timeout
        await session.get(url, timeout=FOREVER)  # expect: io/missing-timeout
    async with httpx.AsyncClient(timeout=None) as client:  # expect: io/missing-timeout
        return await client.get(url)
