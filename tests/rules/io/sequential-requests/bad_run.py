"""Loops in many shapes; run before and after their rewrites by test_sequential_run.py."""
import json
import urllib.request
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
    for number in ids:
        path = "item/" + str(number)
        url = f"{base}/{path}"
        reply = requests.get(url, timeout=TIMEOUT)  # expect: io/sequential-requests
        rows.append((path, reply.json()["sq"]))
    return rows


def statements_that_go(base, ids):
    rows = []
    for number in ids:
        params = {"page": 1}
        params["id"] = number
        rows.append(requests.get(f"{base}/query", params=params, timeout=10).json())  # expect: io/sequential-requests
    return rows


def branch_before(base, ids):
    rows = []
    for number in ids:
        if number % 2:
            kind = "item"
        else:
            kind = "flaky"
        rows.append((number, get(f"{base}/{kind}/{number}", timeout=10).status_code))  # expect: io/sequential-requests
    return rows


def guards(base, ids):
    rows = []
    for number in ids:
        if number == 3:
            continue
        if not number:
            continue
        rows.append(requests.get(url_of(base, number), timeout=10).json()["id"])  # expect: io/sequential-requests
    return rows


def under_if(base, ids):
    rows = []
    for number in ids:
        if number > 2 and number % 2:
            text = requests.get(url_of(base, number), timeout=10).text  # expect: io/sequential-requests
            rows.append((number, len(text)))
    return rows


def rebound_target(base, ids):
    rows = []
    for number in ids:
        number = number + 1
        reply = requests.get(url_of(base, number), timeout=10)  # expect: io/sequential-requests
        rows.append((number, reply.status_code))
    return rows, number


def nested_targets(base, ids):
    rows = {}
    for index, (name, number) in enumerate((str(one), one) for one in ids):
        rows[name] = index, requests.get(url_of(base, number), timeout=10).json()["sq"]  # expect: io/sequential-requests
    return rows


def target_after_the_loop(base, ids):
    total = 0
    for number in ids:
        total += requests.get(url_of(base, number), timeout=10).json()["sq"]  # expect: io/sequential-requests
    return total, number


def caught_keys(base, rows):
    good, bad = [], []
    for row in rows:
        try:
            good.append(requests.get(url_of(base, row["id"]), timeout=10).json()["id"])  # expect: io/sequential-requests
        except KeyError:
            bad.append(row)
    return good, bad


def with_else(base, ids):
    rows = []
    for number in ids:
        rows.append(requests.get(url_of(base, number), timeout=10).json()["id"])  # expect: io/sequential-requests
    else:
        rows.append("end")
    return rows


def several_rows(base, ids):
    rows = []
    for number in [
        one  # every one
        for one in ids
    ]:
        reply = requests.get(  # expect: io/sequential-requests
            url_of(base, number),
            timeout=10,  # seconds
        )
        rows.append(reply.json()["id"])
    return rows


def ternary_iterable(base, ids):
    rows = []
    for number in ids if base else []:
        rows.append(requests.get(url_of(base, number), timeout=10).json()["id"])  # expect: io/sequential-requests
    for number in 1, 2, 3:
        rows.append(requests.get(url_of(base, number), timeout=10).json()["id"])  # expect: io/sequential-requests
    return rows


def one_row(base, ids):
    rows = []
    for number in ids: rows.append(requests.get(url_of(base, number), timeout=10).json()["id"])  # expect: io/sequential-requests
    return rows


def nested_loops(base, ids):
    rows = {}
    for kind in ("item", "flaky", "item"):
        for number in ids:
            rows[kind, number] = requests.get(f"{base}/{kind}/{number}", timeout=10).status_code  # expect: io/sequential-requests
    return rows


def names_taken(base, ids):
    executor = futures = future = 1
    rows = []
    for number in ids:
        rows.append(requests.get(url_of(base, number), timeout=10).json()["id"])  # expect: io/sequential-requests
    return rows, executor + futures + future


def condition_with_request(base, ids):
    return [number for number in ids if number if requests.get(f"{base}/flaky/{number}", timeout=10).ok]  # expect: io/sequential-requests


def inner_iterable(base, ids):
    return [(number, tag) for number in ids for tag in requests.get(url_of(base, number), timeout=10).json()["tags"]]  # expect: io/sequential-requests


def two_generators(base, ids):
    return {requests.get(f"{base}/{kind}/{number}", timeout=10).status_code for kind in ("item", "flaky", "blob") for number in ids}  # expect: io/sequential-requests


def reduced(base, ids):
    return sum(requests.get(url_of(base, number), timeout=10).json()["sq"] for number in ids)  # expect: io/sequential-requests


def dict_of_pairs(base, ids):
    return {number: requests.get(url_of(base, number), timeout=10).json() for number in ids if number % 2}  # expect: io/sequential-requests


def comprehension_over_rows(base, ids):
    return [
        requests.get(  # expect: io/sequential-requests
            url_of(base, number),
            timeout=10,
        ).json()["id"]
        for number in ids
        if number > 1  # not the first
    ]


def opened(base, ids):
    texts = {}
    for number in ids:
        with urllib.request.urlopen(url_of(base, number), timeout=10) as reply:  # expect: io/sequential-requests
            body = reply.read()
            texts[number] = json.loads(body)["id"]
    return texts


def opened_and_kept(base, ids):
    rows = ["head"]
    for number in ids:
        with urlopen(url_of(base, number), timeout=10) as reply:  # expect: io/sequential-requests
            rows.append(reply.status)
    return rows


def opened_for_later(base, ids):
    rows = []
    for number in ids:
        with urlopen(url_of(base, number), timeout=10) as reply:  # expect: io/sequential-requests
            data = json.load(reply)
        if data["sq"] % 2:
            rows.append(data["id"])
    return rows


def opened_with_headers(base, ids):
    rows = []
    for number in ids:
        wanted = urllib.request.Request(url_of(base, number), headers={"accept": "*/*"})
        with urlopen(wanted, timeout=10) as reply:  # expect: io/sequential-requests
            rows.append(json.load(reply)["sq"])
    return rows


def zipped_iterator(base, ids):
    names = [str(one) for one in ids]
    return {name: requests.get(url_of(base, number), timeout=10).json()["sq"] for name, number in zip(names, iter(ids))}  # expect: io/sequential-requests


def two_loops(base, ids):
    rows, more = [], []
    for number in ids:
        rows.append(requests.get(url_of(base, number), timeout=10).json()["id"])  # expect: io/sequential-requests
    for number in rows:
        more.append(requests.get(f"{base}/flaky/{number}", timeout=10).status_code)  # expect: io/sequential-requests
    return rows, more


def in_a_with(base, ids):
    rows = []
    for number in ids:
        with suppress(requests.HTTPError):
            reply = requests.get(f"{base}/flaky/{number}", timeout=10)  # expect: io/sequential-requests
            reply.raise_for_status()
            rows.append(reply.json()["id"])
    return rows


def raising(base, ids):
    rows = []
    for number in ids:
        reply = requests.get(f"{base}/flaky/{number}", timeout=10)  # expect: io/sequential-requests
        if reply.status_code >= 500:
            raise ValueError(f"number {number} after {rows}")
        rows.append(number)
    return rows


def client_with_star(base, ids):
    options = {"timeout": 10}
    with httpx.Client(base_url=base) as client:
        return [client.get(*[f"/item/{number}"], **options).json()["id"] for number in ids]  # expect: io/sequential-requests


def tabs(base, ids):
	rows = []
	for number in ids:
		url = url_of(base, number)
		rows.append(requests.get(url, timeout=10).json()["id"])  # expect: io/sequential-requests
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
            for number in ids:
                self.total += self.item(number)["sq"]  # expect: io/sequential-requests
        return self.total


def methods(base, ids):
    return Shop(base).items(ids)


async def async_statements_before(base, ids):
    rows = []
    async with httpx.AsyncClient(base_url=base) as client:
        for number in ids:
            path = f"/item/{number}"
            reply = await client.get(path)  # expect: io/sequential-requests
            rows.append((path, reply.json()["sq"]))
    return rows


async def async_guard(base, ids):
    rows = {}
    async with httpx.AsyncClient(base_url=base) as client:
        for number in ids:
            if number % 3 == 0:
                continue
            rows[number] = (await client.get(f"/item/{number}")).json()["sq"]  # expect: io/sequential-requests
    return rows


async def async_raise(base, ids):
    rows = []
    async with httpx.AsyncClient(base_url=base) as client:
        for index, number in enumerate(ids):
            reply = await client.get(f"/flaky/{number}")  # expect: io/sequential-requests
            if reply.status_code >= 500:
                raise ValueError(f"number {number} at {index} after {rows}")
            rows.append(number)
    return rows


async def async_effects(base, ids):
    seen = []

    def note(value):
        seen.append(value)

    async with httpx.AsyncClient(base_url=base) as client:
        for number in ids:
            note((number, (await client.get(f"/item/{number}")).json()["sq"]))  # expect: io/sequential-requests
    return seen


async def async_literal(base, ids):
    rows = []
    async with httpx.AsyncClient(base_url=base) as client:
        for name in ("item/1", "item/2", "item/3"):
            rows.append((name, (await client.get(f"/{name}")).json()["sq"]))  # expect: io/sequential-requests
    return rows


async def async_dict(base, ids):
    async with httpx.AsyncClient(base_url=base) as client:
        return {number: (await client.get(f"/item/{number}")).json()["sq"] for number in ids}  # expect: io/sequential-requests


async def async_set(base, ids):
    async with httpx.AsyncClient(base_url=base) as client:
        return {(await client.get(f"/flaky/{number}")).status_code for number in ids}  # expect: io/sequential-requests


async def async_condition(base, ids):
    async with httpx.AsyncClient(base_url=base) as client:
        return [number for number in ids if (await client.get(f"/flaky/{number}")).is_success]  # expect: io/sequential-requests


async def async_entered_dict(base, ids):
    texts = {}
    async with aiohttp.ClientSession() as session:
        for number in ids:
            async with session.get(url_of(base, number)) as reply:  # expect: io/sequential-requests
                texts[number] = (await reply.json())["id"]
    return texts


async def async_entered_in_try(base, ids):
    texts, failed = [], []
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        for number in ids:
            try:
                async with session.get(f"{base}/flaky/{number}") as reply:  # expect: io/sequential-requests
                    body = await reply.text()
                    texts.append(json.loads(body)["id"])
            except aiohttp.ClientError as error:
                failed.append((number, type(error).__name__))
    return texts, failed


async def async_first_element(base, ids):
    async with httpx.AsyncClient(base_url=base) as client:
        return [(await client.get(f"/item/{number}")).json()["sq"] for number in ids][0]  # expect: io/sequential-requests
