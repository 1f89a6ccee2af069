"""Asynchronous twins, unknown objects, calls that are handed over."""
import asyncio
import os
import queue
import time
from functools import partial
from pathlib import Path, PurePath

import aiofiles
import anyio
import httpx
import motor.motor_asyncio
import redis.asyncio
import requests
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession


async def twins(key, url, session: AsyncSession, client: httpx.AsyncClient, cache: Redis):
    await cache.get(key)
    other = redis.asyncio.Redis()
    await other.set(key, 1)
    await session.execute("select 1")
    await session.commit()
    await client.get(url)
    async with aiofiles.open(key) as file:
        await file.read()
    await anyio.Path(key).read_text()
    database = motor.motor_asyncio.AsyncIOMotorClient().shop
    await database.orders.find_one({})
    await asyncio.sleep(1)
    process = await asyncio.create_subprocess_exec("ls")
    await process.wait()
    await process.communicate()


async def handed_over(url, loop, pool):
    await asyncio.to_thread(requests.get, url)
    await loop.run_in_executor(None, requests.get, url)
    await loop.run_in_executor(pool, partial(requests.get, url))
    await loop.run_in_executor(pool, lambda: requests.get(url))
    await asyncio.to_thread(lambda: time.sleep(1))
    task = asyncio.create_task(asyncio.sleep(1))
    await task
    return task.result(), time.sleep


async def unknown(connection, cursor, session, future, thread, path):
    connection.execute("select 1")
    cursor.fetchall()
    session.get("https://a/")
    future.result()
    thread.join()
    path.read_text()


async def harmless(path: Path, name, tasks: queue.Queue):
    time.sleep(0.0)
    made_with_default()
    time.sleep(0)
    os.path.join(name, "a")
    path.with_suffix(".txt")
    path.parent.joinpath("b")
    PurePath(name).name
    tasks.get_nowait()
    "".join([name])
    return path / name


def made_with_default(value=time.sleep(1)):
    return value


def plain():
    time.sleep(1)


def generator():
    time.sleep(1)
    yield 1


async def coroutine():
    await asyncio.sleep(1)


def conditional(flag, rows):
    if flag:
        time.sleep(1)
    for row in rows:
        time.sleep(row)
    while rows:
        time.sleep(1)
    flag and time.sleep(1)
    time.sleep(1) if flag else None
    [time.sleep(row) for row in rows]
    try:
        flag()
    except ValueError:
        time.sleep(1)


def early(flag):
    if flag:
        return
    time.sleep(1)


async def calls(flag, rows):
    generator()
    coroutine()
    conditional(flag, rows)
    early(flag)
    for item in generator():
        return item


class Local:
    def sleep(self, seconds):
        return seconds

    def get(self, url):
        return url


async def shadowed(requests, time, url):
    requests.get(url)
    time.sleep(1)
    Local().sleep(3)
    Local().get(url)


def sync(url):
    time.sleep(1)
    return requests.get(url, timeout=5)
