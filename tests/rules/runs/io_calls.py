"""Calls of io rules other than sequential-requests; run before and after their rewrites."""
import asyncio
import hashlib
import shutil
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import aiohttp
import httpx
import requests


def c_session(base, ids):
    out = []
    for n in ids:
        session = requests.Session()
        session.headers["X-A"] = "b"
        session.trust_env = False
        r = session.get(f"{base}/item/{n}", timeout=5)
        out.append(r.json()["sq"])
    return out


def c_with(base, ids):
    out = []
    for n in ids:
        with requests.Session() as session:
            session.headers.update({"a": "b"})
            r = session.get(f"{base}/item/{n}", timeout=5)
            # keep
            if r.ok:
                out.append(r.json()["sq"])
    return out


def c_client_before(base, ids):
    out = []
    for n in ids:
        if n % 2:
            continue
        with httpx.Client(base_url=base, timeout=5) as client:
            out.append(client.get(f"/item/{n}").json()["sq"])
    return out


async def c_async(base, ids):
    out = []
    for n in ids:
        async with httpx.AsyncClient() as client:
            r = await client.get(f"{base}/item/{n}")
            out.append(r.json()["sq"])
    return out


async def c_aiohttp(base, ids):
    out = []
    for n in ids:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{base}/item/{n}") as r:
                out.append((await r.json())["sq"])
    return out


def c_try(base, ids):
    out = []
    for n in ids:
        try:
            with requests.Session() as s:
                r = s.get(f"{base}/flaky/{n}", timeout=5)
                r.raise_for_status()
                out.append(n)
        except requests.HTTPError:
            out.append(-n)
    return out


def c_two_lines(base, ids):
    out = []
    for n in ids:
        url = f"{base}/item/{n}"
        s = requests.session()
        out.append(s.get(url, timeout=5).status_code)
        s.close()
    return out


async def t_get(base, ids):
    return [requests.get(f"{base}/item/{n}", timeout=5).json()["sq"] for n in ids]


async def t_chain(base, ids):
    body = requests.get(f"{base}/item/{ids[0] if ids else 1}", timeout=5).json()
    text = urllib.request.urlopen(f"{base}/item/2", timeout=5).read().decode()
    return body, len(text), requests.get(base + "/item/3", timeout=5).headers["Content-Type"]


async def t_sleep(base, ids):
    for n in ids[:3]:
        time.sleep(0.001)
    time.sleep(0.001 * len(ids))
    return len(ids)


async def t_process(base, ids):
    done = subprocess.run(["echo", "a"], capture_output=True, timeout=5)
    out = subprocess.check_output(["echo", "b"], timeout=5).decode().strip()
    return done.stdout.decode(), out


async def t_files(base, ids):
    with tempfile.TemporaryDirectory() as folder:
        p = Path(folder) / "a"
        p.write_text("abc")
        shutil.copyfile(p, Path(folder) / "b")
        return p.read_text(), (Path(folder) / "b").read_bytes()


def helper(url):
    time.sleep(0.001)
    return url.rsplit("/", 1)[1]


async def t_helper(base, ids):
    return {n: helper(f"{base}/{n}") for n in ids}


async def t_negative(base, ids):
    if not requests.get(f"{base}/item/1", timeout=5).ok:
        return None
    x = -requests.get(f"{base}/item/2", timeout=5).json()["id"] ** 2
    a, b = requests.get(f"{base}/item/3", timeout=5).json()["id"], 4
    return x, a, b, f"{requests.get(f'{base}/item/4', timeout=5).status_code}"


async def g_list(base, ids):
    async with httpx.AsyncClient() as client:
        replies = await asyncio.gather(*[client.get(f"{base}/item/{n}") for n in ids])
    return [r.json()["sq"] for r in replies]


async def g_generator(base, ids):
    async with httpx.AsyncClient() as client:
        return [r.status_code for r in await asyncio.gather(*(client.get(f"{base}/item/{n}") for n in ids if n % 2))]


async def g_tasks(base, ids):
    async with httpx.AsyncClient() as client:
        tasks = [asyncio.create_task(client.get(f"{base}/item/{n}")) for n in ids]
        return [r.json()["id"] for r in await asyncio.gather(*tasks)]


async def g_helper(base, ids):
    async with httpx.AsyncClient() as client:
        async def one(n):
            return (await client.get(f"{base}/item/{n}")).json()["sq"]
        return await asyncio.gather(*map(one, ids))


async def g_exceptions(base, ids):
    async with httpx.AsyncClient() as client:
        got = await asyncio.gather(*[client.get(f"{base}/flaky/{n}") for n in ids], return_exceptions=True)
    return [g.status_code for g in got]


async def g_zip(base, ids):
    urls = [f"{base}/item/{n}" for n in ids]
    async with httpx.AsyncClient() as client:
        return [(u[-2:], r.status_code) for u, r in zip(urls, await asyncio.gather(*[client.get(u) for u in urls]))]


def d_requests(base, ids):
    with tempfile.TemporaryDirectory() as folder:
        p = Path(folder) / "a"
        r = requests.get(f"{base}/blob", timeout=5)
        r.raise_for_status()
        with open(p, "wb") as out:
            out.write(r.content)
        return hashlib.sha256(p.read_bytes()).hexdigest()


def d_path(base, ids):
    with tempfile.TemporaryDirectory() as folder:
        p = Path(folder) / "a"
        r = requests.get(f"{base}/blob", timeout=5)
        p.write_bytes(r.content)
        return hashlib.sha256(p.read_bytes()).hexdigest()


def d_httpx(base, ids):
    with tempfile.NamedTemporaryFile() as out:
        r = httpx.get(f"{base}/blob")
        out.write(r.content)
        out.flush()
        return hashlib.sha256(Path(out.name).read_bytes()).hexdigest()


def d_urlopen(base, ids):
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/a", "wb") as out:
            out.write(urllib.request.urlopen(f"{base}/blob", timeout=5).read())
        return hashlib.sha256(Path(folder + "/a").read_bytes()).hexdigest()


class Counter:
    def __init__(self):
        self.n = 0
        self.by = {}

    async def one(self, client, base, n):
        self.n += len((await client.get(f"{base}/item/{n}")).json()["tags"])

    async def two(self, client, base, n):
        before = self.n
        r = await client.get(f"{base}/item/{n}")
        self.n = before + len(r.json()["tags"])


async def r_one(base, ids):
    c = Counter()
    async with httpx.AsyncClient() as client:
        for n in ids:
            await c.one(client, base, n)
    return c.n
