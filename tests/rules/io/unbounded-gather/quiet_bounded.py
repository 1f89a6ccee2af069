"""Few of them, or parts of a size."""
import asyncio
from itertools import batched

import httpx

HOSTS = ("a.example.org", "b.example.org")
LIMIT = 10


async def fetch(client: httpx.AsyncClient, url):
    reply = await client.get(url)
    return reply.json()


async def few(client: httpx.AsyncClient, urls):
    await asyncio.gather(client.get("/a"), client.get("/b"))
    await asyncio.gather(*(client.get(path) for path in ("/a", "/b", "/c")))
    await asyncio.gather(*(client.get(host) for host in HOSTS))
    await asyncio.gather(*(client.get(url) for url in urls[:20]))
    await asyncio.gather(*(client.get(f"/{n}") for n in range(5)))
    await asyncio.gather(*[fetch(client, url) for url in sorted(urls)[:10]])


async def parts(client: httpx.AsyncClient, urls, chunks):
    for start in range(0, len(urls), 20):
        await asyncio.gather(*(client.get(url) for url in urls[start:start + 20]))
    for part in batched(urls, 20):
        await asyncio.gather(*(client.get(url) for url in part))
    for part in chunks(urls):
        tasks = []
        for url in part:
            tasks.append(fetch(client, url))
        await asyncio.gather(*tasks)


async def by_hand(client: httpx.AsyncClient, urls):
    pending, results = [], []
    for url in urls:
        pending.append(client.get(url))
        if len(pending) == 10:
            results += await asyncio.gather(*pending)
            pending = []
    results += await asyncio.gather(*pending)
    running = []
    for url in urls:
        running.append(client.get(url))
        if len(running) > 9:
            results += await asyncio.gather(*running)
            running.clear()
    return results + await asyncio.gather(*running)


async def part(client: httpx.AsyncClient, batch):
    return await asyncio.gather(*(client.get(url) for url in batch))


async def one_by_one(client: httpx.AsyncClient, urls):
    for url in urls:
        await asyncio.gather(client.get(url), client.get(url + "/next"))
        task = asyncio.create_task(fetch(client, url))
        await task


async def workers(client: httpx.AsyncClient, queue, count):
    async def worker():
        while not queue.empty():
            await client.get(queue.get_nowait())

    await asyncio.gather(*(worker() for _ in range(count)))


async def serve(client: httpx.AsyncClient, requests):
    async with asyncio.TaskGroup() as group:
        async for request in requests:
            group.create_task(fetch(client, request))
        while True:
            group.create_task(fetch(client, await requests.get()))


async def background(client: httpx.AsyncClient, urls):
    return [asyncio.create_task(fetch(client, url)) for url in urls]
