"""Clients with a finite default, or a finite bound."""
import aiohttp
import httpx
from aiohttp import ClientTimeout

LIMIT = ClientTimeout(total=20)


def functions(url, limit):
    httpx.get(url)
    httpx.get(url, timeout=3)
    httpx.get(url, timeout=httpx.Timeout(3))
    httpx.get(url, timeout=limit)
    httpx.Client().get(url)


def every_call(url):
    client = httpx.Client(timeout=None)
    client.get(url, timeout=3)
    client.post(url, timeout=4)
    client.headers.update({})
    client.close()


async def sessions(url, parts):
    async with aiohttp.ClientSession() as session:
        await session.get(url)
        await session.get(url, timeout=ClientTimeout(total=5))
        await session.get(url, timeout=ClientTimeout(5))
        await session.get(url, timeout=ClientTimeout(**parts))
        await session.get(url, timeout=LIMIT)
    async with aiohttp.ClientSession(timeout=LIMIT) as session:
        await session.get(url)
    async with httpx.AsyncClient(timeout=None) as client:
        return await client.get(url, timeout=3)
