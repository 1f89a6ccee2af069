"""Every way in which more than one task of a coroutine comes to run."""
import asyncio

import anyio
import trio

COUNT = 0


async def cost(sku):
    await asyncio.sleep(0)
    return len(sku)


class Totals:
    def __init__(self):
        self.gathered = self.listed = self.grouped = self.mapped = self.nested = 0
        self.soon = self.waited = self.wrapped = self.passed = 0

    async def add_gathered(self, sku):
        self.gathered += await cost(sku)  # expect: io/racy-update-across-await

    async def add_listed(self, sku):
        self.listed += await cost(sku)  # expect: io/racy-update-across-await

    async def add_grouped(self, sku):
        self.grouped += await cost(sku)  # expect: io/racy-update-across-await

    async def add_mapped(self, sku):
        self.mapped += await cost(sku)  # expect: io/racy-update-across-await

    async def add_nested(self, sku):
        self.nested += await cost(sku)  # expect: io/racy-update-across-await

    async def through(self, sku):
        await self.add_nested(sku)

    async def add_soon(self, sku):
        self.soon += await cost(sku)  # expect: io/racy-update-across-await

    async def add_waited(self, sku):
        self.waited += await cost(sku)  # expect: io/racy-update-across-await

    async def add_wrapped(self, sku):
        self.wrapped += await cost(sku)  # expect: io/racy-update-across-await

    async def run(self, skus):
        await asyncio.gather(*(self.add_gathered(sku) for sku in skus))
        tasks = []
        for sku in skus:
            tasks.append(asyncio.create_task(self.add_listed(sku)))
        await asyncio.gather(*tasks)
        async with asyncio.TaskGroup() as group:
            for sku in skus:
                group.create_task(self.add_grouped(sku))
        await asyncio.gather(*map(self.add_mapped, skus))
        await asyncio.gather(*[self.through(sku) for sku in skus])
        async with anyio.create_task_group() as other:
            for sku in skus:
                other.start_soon(self.add_soon, sku)
        await asyncio.wait([self.add_waited(sku) for sku in skus])
        await asyncio.gather(asyncio.wait_for(self.add_wrapped("a"), 1), self.add_wrapped("b"))


async def count(sku):
    global COUNT
    COUNT += await cost(sku)  # expect: io/racy-update-across-await


async def counted(skus):
    async with trio.open_nursery() as nursery:
        for sku in skus:
            nursery.start_soon(count, sku)


async def closure(skus):
    total = 0
    seen = {}

    async def one(sku):
        nonlocal total
        total += await cost(sku)  # expect: io/racy-update-across-await
        seen[sku] += await cost(sku)  # expect: io/racy-update-across-await

    await asyncio.gather(*(one(sku) for sku in skus))
    return total


async def add_to(totals, sku):
    totals[sku] += await cost(sku)  # expect: io/racy-update-across-await


async def twice(totals):
    await asyncio.gather(add_to(totals, "a"), add_to(totals, "b"))
