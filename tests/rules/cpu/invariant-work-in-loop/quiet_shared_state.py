"""What an object holds, copied in each turn of a loop that lets other code run."""
import asyncio


class Hub:
    def __init__(self):
        self.listeners: list[object] = []

    async def publish(self, events):
        for event in events:
            for listener in tuple(self.listeners):
                await listener.on_event(event)

    async def wait_for(self, events):
        async for event in events:
            known = set(self.listeners)
            print(event in known)

    def stream(self, events):
        for event in events:
            for listener in tuple(self.listeners):
                yield listener, event


async def pause(events):
    for _ in events:
        await asyncio.sleep(1)
