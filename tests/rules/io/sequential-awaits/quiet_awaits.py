"""Requests that need each other, or may not run beside each other."""
import asyncio

import asyncpg
import httpx
from sqlalchemy.ext.asyncio import AsyncSession


async def dependent(client: httpx.AsyncClient, uid):
    user = await client.get(f"/users/{uid}")
    team = await client.get(f"/teams/{user.text}")
    return team


async def stored(client: httpx.AsyncClient, state):
    state.user = await client.get("/user")
    team = await client.get(state.user.text)
    return team


async def rebound(client: httpx.AsyncClient):
    reply = await client.get("/a")
    reply = await client.get("/b")
    return reply


async def writes(client: httpx.AsyncClient, uid):
    created = await client.post("/users", json={"id": uid})
    user = await client.get(f"/users/{uid}")
    limits = await client.get("/limits")
    return created, user, limits


async def between(client: httpx.AsyncClient):
    user = await client.get("/user")
    print(user)
    limits = await client.get("/limits")
    return user, limits


async def pauses(client: httpx.AsyncClient):
    user = await client.get("/user")
    rest = await asyncio.sleep(1)
    limits = await client.get("/limits")
    return user, rest, limits


async def databases(connection: asyncpg.Connection, session: AsyncSession):
    first = await connection.fetch("select 1")
    second = await connection.fetch("select 2")
    third = await session.execute("select 3")
    fourth = await session.execute("select 4")
    return first, second, third, fourth


async def together(client: httpx.AsyncClient):
    user, limits = await asyncio.gather(client.get("/user"), client.get("/limits"))
    return user, limits


async def unknown(api):
    user = await api.user()
    limits = await api.limits()
    return user, limits
