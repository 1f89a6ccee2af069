"""Calls that run elsewhere, may not run, or are not what they seem."""
import asyncio
import time

import httpx
import requests


def maybe(ready):
    if not ready:
        time.sleep(0.2)


def later():
    yield time.sleep(1)


def cached(key, store):
    if key in store:
        return store[key]
    return requests.get(key, timeout=5)


async def own():
    await asyncio.sleep(1)


class Clock:
    def sleep(self, seconds):
        return seconds


async def quiet(url, clock: Clock):
    maybe(True)
    later()
    cached(url, {})
    own()
    clock.sleep(3)
    await asyncio.to_thread(time.sleep, 1)
    await asyncio.get_running_loop().run_in_executor(None, requests.get, url)
    callback = lambda: time.sleep(1)

    def plain():
        time.sleep(1)

    return callback, plain


async def client(url):
    async with httpx.AsyncClient() as http:
        return await http.get(url)


async def default(pause=time.sleep(0)):
    return pause
