"""Loops in many shapes; run before and after their rewrites by test_sequential_run.py."""
import asyncio
import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from urllib.request import urlopen

import aiohttp
import httpx
import requests
from requests import get

TIMEOUT = 10


def url_of(base, number):
    return f"{base}/item/{number}"


def statements_before(base, ids):
    rows = []

    def fetch(number):
        path = "item/" + str(number)
        url = f"{base}/{path}"
        return requests.get(url, timeout=TIMEOUT)

    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(fetch, number)) for number in ids]
    for number, future in futures:
        path = "item/" + str(number)
        reply = future.result()  # expect: io/sequential-requests
        rows.append((path, reply.json()["sq"]))
    return rows


def statements_that_go(base, ids):
    rows = []

    def fetch(number):
        params = {"page": 1}
        params["id"] = number
        return requests.get(f"{base}/query", params=params, timeout=10)

    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(fetch, number) for number in ids]
    for future in futures:
        rows.append(future.result().json())  # expect: io/sequential-requests
    return rows


def branch_before(base, ids):
    rows = []

    def fetch(number):
        if number % 2:
            kind = "item"
        else:
            kind = "flaky"
        return get(f"{base}/{kind}/{number}", timeout=10)

    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(fetch, number)) for number in ids]
    for number, future in futures:
        rows.append((number, future.result().status_code))  # expect: io/sequential-requests
    return rows


def guards(base, ids):
    rows = []
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, url_of(base, number), timeout=10) for number in ids if number != 3 if number]
    for future in futures:
        rows.append(future.result().json()["id"])  # expect: io/sequential-requests
    return rows


def under_if(base, ids):
    rows = []
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(requests.get, url_of(base, number), timeout=10)) for number in ids if number > 2 and number % 2]
    for number, future in futures:
        if number > 2 and number % 2:
            text = future.result().text  # expect: io/sequential-requests
            rows.append((number, len(text)))
    return rows


def rebound_target(base, ids):
    rows = []

    def fetch(number):
        number = number + 1
        return requests.get(url_of(base, number), timeout=10)

    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(fetch, number)) for number in ids]
    for number, future in futures:
        number = number + 1
        reply = future.result()  # expect: io/sequential-requests
        rows.append((number, reply.status_code))
    return rows, number


def nested_targets(base, ids):
    rows = {}
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(index, name, executor.submit(requests.get, url_of(base, number), timeout=10)) for index, (name, number) in enumerate((str(one), one) for one in ids)]
    for index, name, future in futures:
        rows[name] = index, future.result().json()["sq"]  # expect: io/sequential-requests
    return rows


def target_after_the_loop(base, ids):
    total = 0
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(requests.get, url_of(base, number), timeout=10)) for number in ids]
    for number, future in futures:
        total += future.result().json()["sq"]  # expect: io/sequential-requests
    return total, number


def caught_keys(base, rows):
    good, bad = [], []

    def fetch(row):
        return requests.get(url_of(base, row["id"]), timeout=10)

    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(row, executor.submit(fetch, row)) for row in rows]
    for row, future in futures:
        try:
            good.append(future.result().json()["id"])  # expect: io/sequential-requests
        except KeyError:
            bad.append(row)
    return good, bad


def with_else(base, ids):
    rows = []
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, url_of(base, number), timeout=10) for number in ids]
    for future in futures:
        rows.append(future.result().json()["id"])  # expect: io/sequential-requests
    else:
        rows.append("end")
    return rows


def several_rows(base, ids):
    rows = []
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get,  # expect: io/sequential-requests
            url_of(base, number),
            timeout=10,  # seconds
        ) for number in [
        one  # every one
        for one in ids
    ]]
    for future in futures:
        reply = future.result()
        rows.append(reply.json()["id"])
    return rows


def ternary_iterable(base, ids):
    rows = []
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, url_of(base, number), timeout=10) for number in (ids if base else [])]
    for future in futures:
        rows.append(future.result().json()["id"])  # expect: io/sequential-requests
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, url_of(base, number), timeout=10) for number in (1, 2, 3)]
    for future in futures:
        rows.append(future.result().json()["id"])  # expect: io/sequential-requests
    return rows


def one_row(base, ids):
    rows = []
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, url_of(base, number), timeout=10) for number in ids]
    for future in futures: rows.append(future.result().json()["id"])  # expect: io/sequential-requests
    return rows


def nested_loops(base, ids):
    rows = {}
    for kind in ("item", "flaky", "item"):
        with ThreadPoolExecutor(max_workers=8) as executor:
            futures = [(number, executor.submit(requests.get, f"{base}/{kind}/{number}", timeout=10)) for number in ids]
        for number, future in futures:
            rows[kind, number] = future.result().status_code  # expect: io/sequential-requests
    return rows


def names_taken(base, ids):
    executor = futures = future = 1
    rows = []
    with ThreadPoolExecutor(max_workers=8) as _executor:
        _futures = [_executor.submit(requests.get, url_of(base, number), timeout=10) for number in ids]
    for _future in _futures:
        rows.append(_future.result().json()["id"])  # expect: io/sequential-requests
    return rows, executor + futures + future


def condition_with_request(base, ids):
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(requests.get, f"{base}/flaky/{number}", timeout=10)) for number in ids if number]
    return [number for number, future in futures if future.result().ok]  # expect: io/sequential-requests


def inner_iterable(base, ids):
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(requests.get, url_of(base, number), timeout=10)) for number in ids]
    return [(number, tag) for number, future in futures for tag in future.result().json()["tags"]]  # expect: io/sequential-requests


def two_generators(base, ids):
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, f"{base}/{kind}/{number}", timeout=10) for kind in ("item", "flaky", "blob") for number in ids]
    return {future.result().status_code for future in futures}  # expect: io/sequential-requests


def reduced(base, ids):
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, url_of(base, number), timeout=10) for number in ids]
    return sum(future.result().json()["sq"] for future in futures)  # expect: io/sequential-requests


def dict_of_pairs(base, ids):
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(requests.get, url_of(base, number), timeout=10)) for number in ids if number % 2]
    return {number: future.result().json() for number, future in futures}  # expect: io/sequential-requests


def comprehension_over_rows(base, ids):
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get,  # expect: io/sequential-requests
            url_of(base, number),
            timeout=10,
        ) for number in ids
        if number > 1]
    return [
        future.result().json()["id"]
        for future in futures  # not the first
    ]


def opened(base, ids):
    texts = {}

    def fetch(number):
        with urllib.request.urlopen(url_of(base, number), timeout=10) as reply:  # expect: io/sequential-requests
            body = reply.read()
            return json.loads(body)["id"]

    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(fetch, number)) for number in ids]
    for number, future in futures:
        texts[number] = future.result()
    return texts


def opened_and_kept(base, ids):
    rows = ["head"]

    def fetch(number):
        with urlopen(url_of(base, number), timeout=10) as reply:  # expect: io/sequential-requests
            return reply.status

    with ThreadPoolExecutor(max_workers=8) as executor:
        rows.extend(executor.map(fetch, ids))
    return rows


def opened_for_later(base, ids):
    rows = []

    def fetch(number):
        with urlopen(url_of(base, number), timeout=10) as reply:  # expect: io/sequential-requests
            return json.load(reply)

    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(fetch, number) for number in ids]
    for future in futures:
        data = future.result()
        if data["sq"] % 2:
            rows.append(data["id"])
    return rows


def opened_with_headers(base, ids):
    def fetch(number):
        wanted = urllib.request.Request(url_of(base, number), headers={"accept": "*/*"})
        with urlopen(wanted, timeout=10) as reply:  # expect: io/sequential-requests
            return json.load(reply)["sq"]

    with ThreadPoolExecutor(max_workers=8) as executor:
        rows = list(executor.map(fetch, ids))
    return rows


def zipped_iterator(base, ids):
    names = [str(one) for one in ids]
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(name, executor.submit(requests.get, url_of(base, number), timeout=10)) for name, number in zip(names, iter(ids))]
    return {name: future.result().json()["sq"] for name, future in futures}  # expect: io/sequential-requests


def two_loops(base, ids):
    rows, more = [], []
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, url_of(base, number), timeout=10) for number in ids]
    for future in futures:
        rows.append(future.result().json()["id"])  # expect: io/sequential-requests
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, f"{base}/flaky/{number}", timeout=10) for number in rows]
    for future in futures:
        more.append(future.result().status_code)  # expect: io/sequential-requests
    return rows, more


def in_a_with(base, ids):
    rows = []
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [executor.submit(requests.get, f"{base}/flaky/{number}", timeout=10) for number in ids]
    for future in futures:
        with suppress(requests.HTTPError):
            reply = future.result()  # expect: io/sequential-requests
            reply.raise_for_status()
            rows.append(reply.json()["id"])
    return rows


def raising(base, ids):
    rows = []
    with ThreadPoolExecutor(max_workers=8) as executor:
        futures = [(number, executor.submit(requests.get, f"{base}/flaky/{number}", timeout=10)) for number in ids]
    for number, future in futures:
        reply = future.result()  # expect: io/sequential-requests
        if reply.status_code >= 500:
            raise ValueError(f"number {number} after {rows}")
        rows.append(number)
    return rows


def client_with_star(base, ids):
    options = {"timeout": 10}
    with httpx.Client(base_url=base) as client:
        with ThreadPoolExecutor(max_workers=8) as executor:
            futures = [executor.submit(client.get, *[f"/item/{number}"], **options) for number in ids]
        return [future.result().json()["id"] for future in futures]  # expect: io/sequential-requests


def tabs(base, ids):
	rows = []

	def fetch(number):
		url = url_of(base, number)
		return requests.get(url, timeout=10)

	with ThreadPoolExecutor(max_workers=8) as executor:
		futures = [executor.submit(fetch, number) for number in ids]
	for future in futures:
		rows.append(future.result().json()["id"])  # expect: io/sequential-requests
	return rows


class Shop:
    def __init__(self, base):
        self.base = base
        self.http = httpx.Client(base_url=base)
        self.total = 0

    def item(self, number):
        return self.http.get(f"/item/{number}").json()

    def items(self, ids):
        with closing(self.http):
            with ThreadPoolExecutor(max_workers=8) as executor:
                futures = [executor.submit(self.item, number) for number in ids]
            for future in futures:
                self.total += future.result()["sq"]  # expect: io/sequential-requests
        return self.total


def methods(base, ids):
    return Shop(base).items(ids)


async def async_statements_before(base, ids):
    rows = []
    async with httpx.AsyncClient(base_url=base) as client:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            path = f"/item/{number}"
            async with semaphore:
                return number, await client.get(path)

        for number, reply in await asyncio.gather(*(fetch(number) for number in ids)):  # expect: io/sequential-requests
            path = f"/item/{number}"
            rows.append((path, reply.json()["sq"]))
    return rows


async def async_guard(base, ids):
    rows = {}
    async with httpx.AsyncClient(base_url=base) as client:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            async with semaphore:
                return number, await client.get(f"/item/{number}")

        for number, reply in await asyncio.gather(*(fetch(number) for number in ids if number % 3 != 0)):
            rows[number] = reply.json()["sq"]  # expect: io/sequential-requests
    return rows


async def async_raise(base, ids):
    rows = []
    async with httpx.AsyncClient(base_url=base) as client:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            async with semaphore:
                return await client.get(f"/flaky/{number}")

        tasks = [(index, number, asyncio.create_task(fetch(number))) for index, number in enumerate(ids)]
        await asyncio.gather(*(task for _, _, task in tasks), return_exceptions=True)
        for index, number, task in tasks:
            reply = task.result()  # expect: io/sequential-requests
            if reply.status_code >= 500:
                raise ValueError(f"number {number} at {index} after {rows}")
            rows.append(number)
    return rows


async def async_effects(base, ids):
    seen = []

    def note(value):
        seen.append(value)

    async with httpx.AsyncClient(base_url=base) as client:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            async with semaphore:
                return await client.get(f"/item/{number}")

        tasks = [(number, asyncio.create_task(fetch(number))) for number in ids]
        await asyncio.gather(*(task for _, task in tasks), return_exceptions=True)
        for number, task in tasks:
            note((number, task.result().json()["sq"]))  # expect: io/sequential-requests
    return seen


async def async_literal(base, ids):
    rows = []
    async with httpx.AsyncClient(base_url=base) as client:
        async def fetch(name):
            return name, await client.get(f"/{name}")

        for name, reply in await asyncio.gather(*(fetch(name) for name in ("item/1", "item/2", "item/3"))):
            rows.append((name, reply.json()["sq"]))  # expect: io/sequential-requests
    return rows


async def async_dict(base, ids):
    async with httpx.AsyncClient(base_url=base) as client:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            async with semaphore:
                return number, (await client.get(f"/item/{number}")).json()["sq"]

        return dict(await asyncio.gather(*(fetch(number) for number in ids)))  # expect: io/sequential-requests


async def async_set(base, ids):
    async with httpx.AsyncClient(base_url=base) as client:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            async with semaphore:
                return (await client.get(f"/flaky/{number}")).status_code

        return set(await asyncio.gather(*(fetch(number) for number in ids)))  # expect: io/sequential-requests


async def async_condition(base, ids):
    async with httpx.AsyncClient(base_url=base) as client:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            async with semaphore:
                return number, await client.get(f"/flaky/{number}")

        return [number for number, reply in await asyncio.gather(*(fetch(number) for number in ids)) if reply.is_success]  # expect: io/sequential-requests


async def async_entered_dict(base, ids):
    texts = {}
    async with aiohttp.ClientSession() as session:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            async with semaphore:
                async with session.get(url_of(base, number)) as reply:  # expect: io/sequential-requests
                    return number, (await reply.json())["id"]

        for number, result in await asyncio.gather(*(fetch(number) for number in ids)):
            texts[number] = result
    return texts


async def async_entered_in_try(base, ids):
    texts, failed = [], []
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            async with semaphore:
                async with session.get(f"{base}/flaky/{number}") as reply:  # expect: io/sequential-requests
                    body = await reply.text()
                    return json.loads(body)["id"]

        tasks = [(number, asyncio.create_task(fetch(number))) for number in ids]
        await asyncio.gather(*(task for _, task in tasks), return_exceptions=True)
        for number, task in tasks:
            try:
                texts.append(task.result())
            except aiohttp.ClientError as error:
                failed.append((number, type(error).__name__))
    return texts, failed


async def async_first_element(base, ids):
    async with httpx.AsyncClient(base_url=base) as client:
        semaphore = asyncio.Semaphore(10)

        async def fetch(number):
            async with semaphore:
                return (await client.get(f"/item/{number}")).json()["sq"]

        return (await asyncio.gather(*(fetch(number) for number in ids)))[0]  # expect: io/sequential-requests
