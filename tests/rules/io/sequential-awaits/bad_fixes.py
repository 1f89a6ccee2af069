"""What is sent together, and what is refused and why."""
import httpx


async def pair(client: httpx.AsyncClient):
    reply = await client.get("/pair")
    return reply.json()


async def short(client: httpx.AsyncClient, uid):
    user = await client.get(f"/users/{uid}")  # expect: io/sequential-awaits
    limits = await client.get("/limits")  # the last one
    return user, limits


async def long(client: httpx.AsyncClient, uid):
    try:
        left, right = await pair(client)  # expect: io/sequential-awaits
        limits = await client.get(
            "/limits",
            params={"a": uid},
        )
        orders = await client.get(f"/orders/{uid}")
    except httpx.HTTPError:
        return None
    return left, right, limits, orders


async def refused(client: httpx.AsyncClient):
    first = await client.get("/a")  # the first  # expect: io/sequential-awaits
    # then
    second = await client.get("/b")
    print(first, second)
    third = await client.get("/c"); fourth = await client.get("/d")  # expect: io/sequential-awaits
    return third, fourth
