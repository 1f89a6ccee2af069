"""One task alone, or one at a time."""
import asyncio

TOTAL = 0


async def cost(sku):
    await asyncio.sleep(0)
    return len(sku)


class Single:
    def __init__(self):
        self.sum = 0
        self.task = None

    async def add(self, sku):
        self.sum += await cost(sku)

    async def in_turn(self, skus):
        for sku in skus:
            await self.add(sku)
            await asyncio.gather(self.add(sku), cost(sku))

    def start(self, sku):
        self.task = asyncio.create_task(self.beside(sku))

    async def beside(self, sku):
        self.sum += await cost(sku)

    def sync(self, sku):
        asyncio.run(self.add(sku))


class Locked:
    def __init__(self):
        self._mutex = asyncio.Lock()
        self.guard = asyncio.Lock()
        self.sum = 0

    async def by_kind(self, sku):
        async with self.guard:
            self.sum += await cost(sku)

    async def by_name(self, sku, update_lock):
        async with update_lock:
            if sku:
                self.sum += await cost(sku)

    async def by_hand(self, sku):
        await self._mutex.acquire()
        try:
            self.sum += await cost(sku)
        finally:
            self._mutex.release()

    async def two_steps(self, sku):
        async with self.guard:
            before = self.sum
            price = await cost(sku)
            self.sum = before + price

    async def run(self, skus, lock):
        await asyncio.gather(*(self.by_kind(sku) for sku in skus))
        await asyncio.gather(*(self.by_name(sku, lock) for sku in skus))
        await asyncio.gather(*(self.by_hand(sku) for sku in skus))
        await asyncio.gather(*(self.two_steps(sku) for sku in skus))


async def count(sku):
    global TOTAL
    TOTAL += await cost(sku)


async def main():
    await count("a")
    await count("b")


def sync_update(state, sku):
    state.sum += cost(sku)
