"""Another loop than asyncio's runs these."""
import httpx
import trio


async def statuses(client: httpx.AsyncClient, urls):
    return [(await client.get(url)).status_code for url in urls]  # expect: io/sequential-requests


trio.run(statuses, httpx.AsyncClient(), [])
