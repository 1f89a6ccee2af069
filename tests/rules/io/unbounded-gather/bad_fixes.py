"""Where the gate goes, and what is refused and why."""
from asyncio import TaskGroup, create_task, gather

import anyio
import httpx


async def fetch(client: httpx.AsyncClient, number):
    reply = await client.get(f"/items/{number}")
    return reply.json()


async def at_the_end(client: httpx.AsyncClient, urls):
    return await gather(*[client.get(url) for url in urls])  # expect: io/unbounded-gather


async def from_a_list(client: httpx.AsyncClient, numbers, semaphore):
    tasks = []
    if numbers:
        for number in numbers:
            tasks.append(create_task(fetch(client, number)))
    print(semaphore)
    return await gather(*tasks)  # expect: io/unbounded-gather


async def of_two_kinds(client: httpx.AsyncClient, urls, numbers):
    async with client:
        replies = await gather(  # expect: io/unbounded-gather
            *(client.get(url) for url in urls),
            *(fetch(client, number) for number in numbers),
        )
    return replies


async def mapped(client: httpx.AsyncClient, urls):
    return await gather(*map(client.get, urls))  # expect: io/unbounded-gather


async def grouped(client: httpx.AsyncClient, lists):
    async with TaskGroup() as group:
        for numbers in lists:
            for number in numbers:
                group.create_task(fetch(client, number))  # expect: io/unbounded-gather


async def refused(client: httpx.AsyncClient, numbers):
    async with anyio.create_task_group() as group:
        for number in numbers:
            group.start_soon(fetch, client, number)  # expect: io/unbounded-gather


async def in_no_coroutine(client: httpx.AsyncClient, urls):
    def start():
        return gather(*(client.get(url) for url in urls))  # expect: io/unbounded-gather

    return await start()
