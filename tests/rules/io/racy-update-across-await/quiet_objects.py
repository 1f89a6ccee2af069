"""Each task has an object of its own, or nothing is read before the await."""
import asyncio


async def cost(sku):
    await asyncio.sleep(0)
    return len(sku)


class Worker:
    def __init__(self):
        self.done = 0
        self.lines = []

    async def run(self, sku):
        self.done += await cost(sku)

    async def step(self, sku):
        self.done += await cost(sku)

    async def walk(self, skus):
        for sku in skus:
            await self.step(sku)


async def one_worker_each(skus):
    await asyncio.gather(*(Worker().run(sku) for sku in skus))
    workers = [Worker() for _ in skus]
    await asyncio.gather(*(worker.run("a") for worker in workers))
    await asyncio.gather(*(worker.walk(skus) for worker in workers))
    left, right = Worker(), Worker()
    await asyncio.gather(left.run("a"), right.run("b"))


async def enrich(order):
    order.total += await cost(order.sku)
    order["shipping"] += await cost("post")


async def enrich_all(orders):
    await asyncio.gather(*(enrich(order) for order in orders))
    await asyncio.gather(*map(enrich, orders))
    tasks = []
    for order in orders:
        tasks.append(asyncio.create_task(enrich(order)))
    await asyncio.gather(*tasks)


async def own_counts(skus):
    total = 0
    counts = {"a": 0}
    for sku in skus:
        total += await cost(sku)
        counts["a"] += await cost(sku)
    return total, counts


async def own_counts_of_many(lists):
    return await asyncio.gather(*(own_counts(skus) for skus in lists))


class Orderly:
    def __init__(self):
        self.sum = 0
        self.last = None
        self.by_sku = {}

    async def read_after(self, sku):
        price = await cost(sku)
        self.sum += price
        self.sum = await cost(sku) + self.sum
        self.last = await cost(sku)
        self.by_sku[await cost(sku)] += 1

    async def read_again(self, sku):
        before = self.sum
        self.sum = before + 1
        await cost(sku)

    async def in_the_other_branch(self, sku):
        if sku:
            before = self.sum
            print(before)
        else:
            before = 0
            await cost(sku)
            self.sum = before + 1

    async def taken_again(self, sku):
        before = self.sum
        await cost(sku)
        before = 5
        self.sum = before + 1

    async def other_value(self, sku):
        before = self.last
        price = await cost(sku)
        self.sum = price
        return before

    async def run(self, skus):
        await asyncio.gather(*(self.read_after(sku) for sku in skus))
        await asyncio.gather(*(self.read_again(sku) for sku in skus))
        await asyncio.gather(*(self.in_the_other_branch(sku) for sku in skus))
        await asyncio.gather(*(self.taken_again(sku) for sku in skus))
        await asyncio.gather(*(self.other_value(sku) for sku in skus))
