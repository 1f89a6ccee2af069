"""What is awaited first, and what is refused and why."""
import asyncio


async def cost(sku, *more):
    await asyncio.sleep(0)
    return len(sku) + len(more)


class Totals:
    def __init__(self):
        self.sum = 0
        self.by_sku = {}

    async def plain(self, sku):
        self.sum += await cost(sku)  # expect: io/racy-update-across-await

    async def in_a_sum(self, sku, value):
        if sku:
            self.by_sku[sku] += 2 * (await cost(sku)) + value  # expect: io/racy-update-across-await

    async def assigned(self, sku):
        self.sum = self.sum + await cost(sku)  # expect: io/racy-update-across-await

    async def with_other_calls(self, sku):
        self.sum += len(sku) + await cost(sku)  # expect: io/racy-update-across-await

    async def over_rows(self, sku):
        self.sum += (  # expect: io/racy-update-across-await
            len(sku)
            + await cost(
                sku,
            )
        )

    async def gathered(self, skus):
        self.sum += sum([await cost(sku) for sku in skus])  # expect: io/racy-update-across-await

    async def two_steps(self, sku):
        before = self.sum
        price = await cost(sku)
        self.sum = before + price  # expect: io/racy-update-across-await

    async def three_steps(self, sku):
        total = self.sum
        price = await cost(sku)
        total += price
        self.sum = total  # expect: io/racy-update-across-await

    async def under_a_condition(self, sku):
        before = self.by_sku["all"]
        await cost(sku)
        if before < 10:
            self.by_sku["all"] = before + 1  # expect: io/racy-update-across-await

    async def place_by_call(self, sku):
        self.by_sku[len(sku)] += await cost(sku)  # expect: io/racy-update-across-await

    async def with_itself(self, sku):
        self.sum = len(sku) + self.sum + await cost(sku)  # expect: io/racy-update-across-await

    async def one_row(self, sku):
        if sku: self.sum += await cost(sku)  # expect: io/racy-update-across-await

    async def run(self, skus):
        for method in (self.plain,):
            await method("a")
        await asyncio.gather(*(self.plain(sku) for sku in skus))
        await asyncio.gather(*(self.in_a_sum(sku, 1) for sku in skus))
        await asyncio.gather(*(self.assigned(sku) for sku in skus))
        await asyncio.gather(*(self.with_other_calls(sku) for sku in skus))
        await asyncio.gather(*(self.over_rows(sku) for sku in skus))
        await asyncio.gather(*(self.gathered([sku]) for sku in skus))
        await asyncio.gather(*(self.two_steps(sku) for sku in skus))
        await asyncio.gather(*(self.three_steps(sku) for sku in skus))
        await asyncio.gather(*(self.under_a_condition(sku) for sku in skus))
        await asyncio.gather(*(self.place_by_call(sku) for sku in skus))
        await asyncio.gather(*(self.with_itself(sku) for sku in skus))
        await asyncio.gather(*(self.one_row(sku) for sku in skus))
