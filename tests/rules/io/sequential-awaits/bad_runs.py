"""Runs of independent requests."""
import asyncio

import aiohttp
import httpx


async def load(client: httpx.AsyncClient, path):
    reply = await client.get(path)
    return reply.json()


async def direct(client: httpx.AsyncClient, uid):
    user = await client.get(f"/users/{uid}")  # expect: io/sequential-awaits
    limits = await client.get("/limits")
    return user, limits


async def through_helpers(client: httpx.AsyncClient, uid):
    if uid:
        user = await load(client, f"/users/{uid}")  # expect: io/sequential-awaits
        team = await client.head("/team")
        limits = await asyncio.wait_for(load(client, "/limits"), 5)
        return user, team, limits
    return None


async def in_two_runs(client: httpx.AsyncClient, uid):
    user = await client.get(f"/users/{uid}")  # expect: io/sequential-awaits
    limits = await client.get("/limits")
    team = await client.get(f"/teams/{user.text}")  # expect: io/sequential-awaits
    owner = await client.get(f"/owners/{user.text}")
    return limits, team, owner


async def places(session: aiohttp.ClientSession, out):
    out.first = await session.get("/a")  # expect: io/sequential-awaits
    second = await session.get("/b")
    return second


async def unannotated(client, uid):
    user = await client.get(f"/users/{uid}")  # expect: io/sequential-awaits
    limits = await client.get("/limits")
    return user, limits


async def then_a_write(client: httpx.AsyncClient, uid):
    user = await client.get(f"/users/{uid}")  # expect: io/sequential-awaits
    limits = await client.get("/limits")
    made = await client.post("/orders", json=user.json())
    return limits, made
