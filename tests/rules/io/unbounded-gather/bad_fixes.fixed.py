"""Where the gate goes, and what is refused and why."""
import asyncio
from asyncio import TaskGroup, create_task, gather

import anyio
import httpx


async def fetch(client: httpx.AsyncClient, number):
    reply = await client.get(f"/items/{number}")
    return reply.json()


async def at_the_end(client: httpx.AsyncClient, urls):
    semaphore = asyncio.Semaphore(10)

    async def bounded(coroutine):
        async with semaphore:
            return await coroutine

    return await gather(*[bounded(client.get(url)) for url in urls])  # expect: io/unbounded-gather


async def from_a_list(client: httpx.AsyncClient, numbers, semaphore):
    tasks = []
    _semaphore = asyncio.Semaphore(10)

    async def bounded(coroutine):
        async with _semaphore:
            return await coroutine

    if numbers:
        for number in numbers:
            tasks.append(create_task(bounded(fetch(client, number))))
    print(semaphore)
    return await gather(*tasks)  # expect: io/unbounded-gather


async def of_two_kinds(client: httpx.AsyncClient, urls, numbers):
    async with client:
        semaphore = asyncio.Semaphore(10)

        async def bounded(coroutine):
            async with semaphore:
                return await coroutine

        replies = await gather(  # expect: io/unbounded-gather
            *(bounded(client.get(url)) for url in urls),
            *(bounded(fetch(client, number)) for number in numbers),
        )
    return replies


async def mapped(client: httpx.AsyncClient, urls):
    semaphore = asyncio.Semaphore(10)

    async def bounded(coroutine):
        async with semaphore:
            return await coroutine

    return await gather(*map(bounded, map(client.get, urls)))  # expect: io/unbounded-gather


async def grouped(client: httpx.AsyncClient, lists):
    async with TaskGroup() as group:
        semaphore = asyncio.Semaphore(10)

        async def bounded(coroutine):
            async with semaphore:
                return await coroutine

        for numbers in lists:
            for number in numbers:
                group.create_task(bounded(fetch(client, number)))  # expect: io/unbounded-gather


async def refused(client: httpx.AsyncClient, numbers):
    async with anyio.create_task_group() as group:
        for number in numbers:
            group.start_soon(fetch, client, number)  # expect: io/unbounded-gather


async def in_no_coroutine(client: httpx.AsyncClient, urls):
    def start():
        return gather(*(client.get(url) for url in urls))  # expect: io/unbounded-gather

    return await start()
