"""Further loops; run before and after their rewrites by test_sequential_run.py."""
import asyncio
import collections
import json
import urllib.error
import urllib.request
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp
import httpx
import requests


def url_of(base, n):
    return f"{base}/item/{n}"


def load(base, n):
    response = requests.get(f"{base}/item/{n}", timeout=10)
    response.raise_for_status()
    return response.json()


async def aload(client, base, n):
    response = await client.get(f"{base}/item/{n}")
    response.raise_for_status()
    return response.json()


def default_dict(base, ids):
    groups = defaultdict(list)
    for n in ids:
        row = requests.get(url_of(base, n), timeout=10).json()  # expect: io/sequential-requests
        for tag in row["tags"]:
            groups[tag].append(row["id"])
    return dict(groups)


def counter(base, ids):
    seen = collections.Counter()
    for n in ids:
        seen.update(requests.get(f"{base}/item/{n}", timeout=10).json()["tags"])  # expect: io/sequential-requests
    return dict(seen)


def set_add(base, ids):
    tags = set()
    for n in ids:
        body = load(base, n)  # expect: io/sequential-requests
        tags.add(body["tags"][0])
    return sorted(tags)


def helper_positional_keyword(base, ids):
    return [load(base, n=n)["sq"] for n in ids]  # expect: io/sequential-requests


def enumerate_start(base, ids):
    out = {}
    for position, n in enumerate(ids, start=1):
        out[position] = load(base, n)["sq"]  # expect: io/sequential-requests
    return out


def zip_three(base, ids):
    out = []
    for a, b, c in zip(ids, ids[1:], "abcdefghijklmnopqrstuvwxyz"):
        reply = requests.get(f"{base}/item/{a}", params={"b": b}, timeout=10)  # expect: io/sequential-requests
        out.append((c, reply.json()["id"]))
    return out


def range_pages(base, ids):
    rows = []
    for page in range(1, len(ids)):
        rows += requests.get(f"{base}/item/{page}", timeout=10).json()["tags"]  # expect: io/sequential-requests
    return rows


def slices(base, ids):
    out = []
    for start in range(0, len(ids), 2):
        chunk = ids[start:start + 2]
        out.append(requests.get(f"{base}/query", params={"ids": ",".join(map(str, chunk))}, timeout=10).json())  # expect: io/sequential-requests
    return out


def reversed_sorted(base, ids):
    return [requests.get(f"{base}/item/{n}", timeout=5).json()["id"] for n in sorted(ids, reverse=True)]  # expect: io/sequential-requests


def finally_inside(base, ids):
    done = []
    out = []
    for n in ids:
        try:
            out.append(load(base, n)["id"])  # expect: io/sequential-requests
        finally:
            done.append(n)
    return out, done


def try_outside(base, ids):
    out = []
    try:
        for n in ids:
            reply = requests.get(f"{base}/flaky/{n}", timeout=10)  # expect: io/sequential-requests
            reply.raise_for_status()
            out.append(reply.json()["id"])
    except requests.HTTPError as error:
        return out, error.response.status_code
    return out, None


def try_else(base, ids):
    good, bad = [], []
    for n in ids:
        try:
            reply = requests.get(f"{base}/flaky/{n}", timeout=10)  # expect: io/sequential-requests
            reply.raise_for_status()
        except requests.HTTPError as e:
            bad.append((n, e.response.status_code))
        else:
            good.append(reply.json()["id"])
    return good, bad


def except_continue_log(base, ids):
    out = []
    errors = []
    for n in ids:
        url = f"{base}/item/{n}" if n % 5 else "http://127.0.0.1:1/x"
        try:
            r = requests.get(url, timeout=10)  # expect: io/sequential-requests
        except requests.exceptions.ConnectionError:
            errors.append(n)
            continue
        out.append(r.status_code)
    return out, errors


def except_reraise(base, ids):
    out = []
    for n in ids:
        try:
            r = requests.get(f"{base}/flaky/{n}", timeout=10)  # expect: io/sequential-requests
            r.raise_for_status()
        except requests.HTTPError as error:
            raise ValueError(f"no {n}") from error
        out.append(r.json())
    return out


def running_total(base, ids):
    total = 0
    for n in ids:
        total += requests.get(f"{base}/item/{n}", timeout=10).json()["sq"]  # expect: io/sequential-requests
    return total


def max_so_far(base, ids):
    best = None
    for n in ids:
        body = load(base, n)  # expect: io/sequential-requests
        if best is None or body["sq"] > best["sq"]:
            best = body
    return best


def two_requests(base, ids):
    out = []
    for n in ids:
        first = requests.get(f"{base}/item/{n}", timeout=10).json()  # expect: io/sequential-requests
        second = requests.get(f"{base}/item/{n + 1}", timeout=10).json()  # expect: io/sequential-requests
        out.append(first["sq"] + second["sq"])
    return out


def chained_requests(base, ids):
    out = []
    for n in ids[:5]:
        first = requests.get(f"{base}/item/{n}", timeout=10).json()  # expect: io/sequential-requests
        second = requests.get(f"{base}/item/{first['next'] or 9}", timeout=10).json()  # expect: io/sequential-requests
        out.append(second["sq"])
    return out


def comment_inside(base, ids):
    out = []
    # all of them
    for n in ids:  # one by one
        # the page
        reply = requests.get(  # ask  # expect: io/sequential-requests
            f"{base}/item/{n}",  # where
            timeout=10,  # not long
        )
        out.append(reply.json()["id"])  # keep it
        # done
    return out


def multi_line_target(base, ids):
    out = []
    for (
        n,
        m,
    ) in [
        (i, i + 1) for i in ids
    ]:
        out.append(
            requests.get(  # expect: io/sequential-requests
                f"{base}/item/{n}",
                params={
                    "m": m,
                },
                timeout=10,
            ).json()["id"]
        )
    return out


def session_with(base, ids):
    with requests.Session() as session:
        session.headers["x"] = "y"
        return [session.get(f"{base}/item/{n}", timeout=10).json()["sq"] for n in ids]  # expect: io/sequential-requests


def session_local(base, ids):
    session = requests.Session()
    out = []
    for n in ids:
        out.append(session.get(f"{base}/item/{n}", timeout=10).json()["sq"])  # expect: io/sequential-requests
    session.close()
    return out


def client_with(base, ids):
    with httpx.Client(base_url=base) as client:
        found = {}
        for n in ids:
            found[n] = client.get(f"/item/{n}").json()["sq"]  # expect: io/sequential-requests
    return found


@dataclass
class Shop:
    base: str
    session: requests.Session = field(default_factory=requests.Session)
    rows: list = field(default_factory=list)

    def one(self, n):
        return self.session.get(f"{self.base}/item/{n}", timeout=10).json()

    def all(self, ids):
        return [self.one(n)["sq"] for n in ids]  # expect: io/sequential-requests

    def into_attribute(self, ids):
        for n in ids:
            self.rows.append(self.one(n)["id"])  # expect: io/sequential-requests
        return self.rows

    @staticmethod
    def plain(base, ids):
        return [requests.get(f"{base}/item/{n}", timeout=10).json()["id"] for n in ids]  # expect: io/sequential-requests

    @classmethod
    def made(cls, base, ids):
        found = []
        for n in ids:
            found.append(requests.get(f"{base}/item/{n}", timeout=10).json()["id"])  # expect: io/sequential-requests
        return found


def dataclass_method(base, ids):
    return Shop(base).all(ids)


def attribute_list(base, ids):
    return Shop(base).into_attribute(ids)


def static_method(base, ids):
    return Shop.plain(base, ids)


def class_method(base, ids):
    return Shop.made(base, ids)


def nested_function(base, ids):
    def one(n):
        return requests.get(f"{base}/item/{n}", timeout=10).json()["sq"]

    return {n: one(n) for n in ids}  # expect: io/sequential-requests


def nested_comprehension(base, ids):
    rows = [[a, a + 1] for a in ids[:6]]
    return [[requests.get(f"{base}/item/{x}", timeout=10).json()["id"] for x in row] for row in rows]  # expect: io/sequential-requests


def print_each(base, ids):
    lines = []
    for n in ids:
        text = requests.get(f"{base}/item/{n}", timeout=10).text  # expect: io/sequential-requests
        lines.append(len(text))
        if len(lines) % 10 == 0:
            lines.append("ten")
    return lines


def unpack_answer(base, ids):
    out = []
    for n in ids:
        number, square = (lambda d: (d["id"], d["sq"]))(requests.get(f"{base}/item/{n}", timeout=10).json())  # expect: io/sequential-requests
        out.append(number + square)
    return out


def fstring(base, ids):
    return "".join(f"{requests.get(f'{base}/item/{n}', timeout=10).json()['id']};" for n in ids)  # expect: io/sequential-requests


def generator_sum(base, ids):
    return sum(requests.get(f"{base}/item/{n}", timeout=10).json()["sq"] for n in ids)  # expect: io/sequential-requests


def dict_items(base, ids):
    table = {f"k{n}": n for n in ids}
    out = {}
    for key, n in table.items():
        out[key] = requests.get(f"{base}/item/{n}", timeout=10).json()["sq"]  # expect: io/sequential-requests
    return out


def headers_request(base, ids):
    out = []
    for n in ids:
        headers = {"X-Id": str(n)}
        request = requests.request("GET", f"{base}/item/{n}", headers=headers, timeout=10)  # expect: io/sequential-requests
        out.append(request.status_code)
    return out


def head_codes(base, ids):
    return {n: requests.head(f"{base}/item/{n}", timeout=10).status_code for n in ids}  # expect: io/sequential-requests


def walrus_filter(base, ids):
    return [row["sq"] for n in ids if (row := load(base, n))["id"] % 2]  # expect: io/sequential-requests


def condition_first(base, ids):
    out = []
    for n in ids:
        if n % 3 == 0:
            out.append(requests.get(f"{base}/item/{n}", timeout=10).json()["id"])  # expect: io/sequential-requests
    return out


def condition_else(base, ids):
    out = []
    for n in ids:
        if n % 3 == 0:
            out.append(requests.get(f"{base}/item/{n}", timeout=10).json()["id"])  # expect: io/sequential-requests
        else:
            out.append(None)
    return out


def for_else(base, ids):
    out = []
    for n in ids:
        out.append(load(base, n)["id"])  # expect: io/sequential-requests
    else:
        out.append("end")
    return out


def urlopen_read(base, ids):
    out = []
    for n in ids:
        out.append(json.loads(urllib.request.urlopen(f"{base}/item/{n}", timeout=10).read())["sq"])  # expect: io/sequential-requests
    return out


def urlopen_with_error(base, ids):
    out = []
    for n in ids:
        try:
            with urllib.request.urlopen(f"{base}/flaky/{n}", timeout=10) as body:  # expect: io/sequential-requests
                out.append(json.load(body)["id"])
        except urllib.error.HTTPError as error:
            out.append(error.code)
    return out


def iterator_argument(base, ids):
    numbers = iter(ids)
    return [requests.get(f"{base}/item/{n}", timeout=10).json()["id"] for n in numbers]  # expect: io/sequential-requests


def generator_argument(base, ids):
    return [requests.get(u, timeout=10).json()["id"] for u in (f"{base}/item/{n}" for n in ids)]  # expect: io/sequential-requests


def star_target(base, ids):
    out = []
    for first, *rest in [(n, n + 1, n + 2) for n in ids]:
        out.append((requests.get(f"{base}/item/{first}", timeout=10).json()["id"], rest))  # expect: io/sequential-requests
    return out


def subscripts(base, ids):
    rows = [{"id": n} for n in ids]
    for row in rows:
        row["sq"] = requests.get(f"{base}/item/{row['id']}", timeout=10).json()["sq"]  # expect: io/sequential-requests
    return rows


def attribute_of_row(base, ids):
    class Row:
        def __init__(self, n):
            self.n = n
    rows = [Row(n) for n in ids]
    for row in rows:
        row.sq = requests.get(f"{base}/item/{row.n}", timeout=10).json()["sq"]  # expect: io/sequential-requests
    return [row.sq for row in rows]


def global_counter(base, ids):
    out = []
    for n in ids:
        r = requests.get(f"{base}/item/{n}", timeout=10)  # expect: io/sequential-requests
        assert r.status_code == 200, n
        out.append(r.json()["id"])
    return out


async def a_append(base, ids):
    async with httpx.AsyncClient() as client:
        out = []
        for n in ids:
            r = await client.get(f"{base}/item/{n}")  # expect: io/sequential-requests
            out.append(r.json()["sq"])
        return out


async def a_helper_gather(base, ids):
    async with httpx.AsyncClient() as client:
        return {n: (await aload(client, base, n))["sq"] for n in ids}  # expect: io/sequential-requests


async def a_try_finally(base, ids):
    done = []
    out = []
    async with httpx.AsyncClient() as client:
        for n in ids:
            try:
                out.append((await aload(client, base, n))["sq"])  # expect: io/sequential-requests
            finally:
                done.append(n)
    return out, done


async def a_flaky(base, ids):
    good, bad = [], []
    async with httpx.AsyncClient() as client:
        for n in ids:
            try:
                r = await client.get(f"{base}/flaky/{n}")  # expect: io/sequential-requests
                r.raise_for_status()
            except httpx.HTTPStatusError as error:
                bad.append((n, error.response.status_code))
                continue
            good.append(r.json()["id"])
    return good, bad


async def a_total(base, ids):
    total = 0
    async with httpx.AsyncClient() as client:
        for i, n in enumerate(ids):
            if i == 3:
                continue
            total += (await client.get(f"{base}/item/{n}")).json()["sq"]  # expect: io/sequential-requests
    return total


async def a_aiohttp(base, ids):
    out = {}
    async with aiohttp.ClientSession() as session:
        for n in ids:
            async with session.get(f"{base}/item/{n}") as r:  # expect: io/sequential-requests
                body = await r.json()
                out[n] = body["sq"]
    return out


async def a_aiohttp_status(base, ids):
    out = []
    async with aiohttp.ClientSession() as session:
        for n in ids:
            async with session.get(f"{base}/flaky/{n}") as r:  # expect: io/sequential-requests
                if r.status != 200:
                    continue
                out.append(await r.json())
    return out


async def a_wait_for(base, ids):
    out = []
    async with httpx.AsyncClient() as client:
        for n in ids:
            out.append((await asyncio.wait_for(client.get(f"{base}/item/{n}"), 5)).json()["id"])  # expect: io/sequential-requests
    return out


async def a_nested(base, ids):
    async with httpx.AsyncClient() as client:
        async def one(n):
            return (await client.get(f"{base}/item/{n}")).json()
        return [(await one(n))["id"] for n in ids if n % 2]  # expect: io/sequential-requests


async def a_multi_line(base, ids):
    async with (
        httpx.AsyncClient() as client,
        aiohttp.ClientSession() as session,
    ):
        out = []
        for n in ids:
            reply = await client.get(  # expect: io/sequential-requests
                f"{base}/item/{n}",  # where
                headers={"a": "b"},
            )
            out.append(
                reply.json()["id"]
            )
        return out


class AShop:
    def __init__(self, base):
        self.base = base
        self.client = httpx.AsyncClient()

    async def one(self, n):
        return (await self.client.get(f"{self.base}/item/{n}")).json()

    async def all(self, ids):
        out = []
        for n in ids:
            out.append(await self.one(n))  # expect: io/sequential-requests
        await self.client.aclose()
        return [r["sq"] for r in out]


async def a_method(base, ids):
    return await AShop(base).all(ids)


async def a_subscript_rows(base, ids):
    rows = [{"id": n} for n in ids]
    async with httpx.AsyncClient() as client:
        for row in rows:
            row["sq"] = (await client.get(f"{base}/item/{row['id']}")).json()["sq"]  # expect: io/sequential-requests
    return rows


async def a_raise(base, ids):
    async with httpx.AsyncClient() as client:
        out = []
        for n in ids:
            r = await client.get(f"{base}/flaky/{n}")  # expect: io/sequential-requests
            if r.status_code != 200:
                raise ValueError(n)
            out.append(n)
        return out


async def a_literals(base, ids):
    async with httpx.AsyncClient() as client:
        out = {}
        for path in ("item/1", "item/2", "item/3"):
            out[path] = (await client.get(f"{base}/{path}")).json()["sq"]  # expect: io/sequential-requests
        return out


async def a_set(base, ids):
    async with httpx.AsyncClient() as client:
        return {tag for n in ids for tag in (await client.get(f"{base}/item/{n}")).json()["tags"]}  # expect: io/sequential-requests


async def a_sum(base, ids):
    async with httpx.AsyncClient() as client:
        return sum([(await client.get(f"{base}/item/{n}")).json()["sq"] for n in ids])  # expect: io/sequential-requests


async def a_rebound(base, ids):
    rows = []
    async with httpx.AsyncClient() as client:
        for number in ids:
            number = number + 1
            reply = await client.get(f"{base}/item/{number}")  # expect: io/sequential-requests
            rows.append((number, reply.json()["sq"]))
    return rows, number


async def a_rebound_text(base, ids):
    rows = {}
    async with httpx.AsyncClient() as client:
        for path in map(str, ids):
            path = path.strip()
            path = "item/" + path
            reply = await client.get(f"{base}/{path}")  # expect: io/sequential-requests
            rows[path] = reply.json()["sq"]
    return rows


async def a_suppress_in(base, ids):
    rows = []
    async with httpx.AsyncClient() as client:
        for n in ids:
            with suppress(httpx.ConnectError):
                reply = await client.get(f"{base}/item/{n}" if n % 5 else "http://127.0.0.1:1/")  # expect: io/sequential-requests
                rows.append(reply.json()["sq"])
    return rows


async def a_suppress_around(base, ids):
    rows = []
    async with httpx.AsyncClient() as client:
        with suppress(httpx.ConnectError):
            for n in ids:
                reply = await client.get(f"{base}/item/{n}" if n != 7 else "http://127.0.0.1:1/")  # expect: io/sequential-requests
                rows.append(reply.json()["sq"])
    return rows


async def a_try_around(base, ids):
    rows = []
    async with httpx.AsyncClient() as client:
        try:
            for n in ids:
                reply = await client.get(f"{base}/item/{n}" if n != 7 else "http://127.0.0.1:1/")  # expect: io/sequential-requests
                rows.append(reply.json()["sq"])
        except httpx.ConnectError:
            rows.append("end")
    return rows


def n_suppress(base, ids):
    rows = []
    with suppress(requests.ConnectionError):
        for n in ids:
            reply = requests.get(f"{base}/item/{n}" if n != 7 else "http://127.0.0.1:1/", timeout=5)  # expect: io/sequential-requests
            rows.append(reply.json()["sq"])
    return rows


def n_raise(base, ids):
    rows = []
    for n in ids:
        reply = requests.get(f"{base}/flaky/{n}", timeout=5)  # expect: io/sequential-requests
        if reply.status_code != 200:
            raise requests.HTTPError(n)
        rows.append(reply.json()["id"])
    return rows
