"""Loops that send one request a turn."""
import asyncio
import logging
from urllib.request import urlopen

import aiohttp
import httpx
import requests

log = logging.getLogger(__name__)
API = "https://api.example.org"


def derived(rows):
    for row in rows:
        path = row["path"].strip("/")
        url = f"{API}/{path}"
        print(requests.get(url, timeout=5).status_code)  # expect: io/sequential-requests


def filled(users):
    for user in users:
        params = {"key": API}
        params["id"] = user.id
        log.info("asking for %s at %s", user, API)
        user.data = requests.get(API, params=params, timeout=5).json()  # expect: io/sequential-requests


def as_a_condition(urls):
    return [url for url in urls if requests.head(url, timeout=5).ok]  # expect: io/sequential-requests


def summed(urls):
    return sum(requests.get(url, timeout=5).json()["n"] for url in urls)  # expect: io/sequential-requests


def over_pairs(session: requests.Session, table):
    for name, url in table.items():
        try:
            reply = session.get(url, timeout=5)  # expect: io/sequential-requests
            reply.raise_for_status()
        except requests.RequestException as error:
            log.warning("%s: %s", name, error)


def drained(urls):
    texts = []
    while urls:
        url = urls.pop()
        texts.append(urlopen(url, timeout=5).read())  # expect: io/sequential-requests
    return texts


def few_kinds_of_many(users):
    for user in users:
        for kind in ("a", "b"):
            print(requests.get(f"{API}/{user}/{kind}", timeout=5).text)  # expect: io/sequential-requests


def paged(users):
    for user in users:
        for page in range(20):
            print(requests.get(f"{API}/{user}/{page}", timeout=5).text)  # expect: io/sequential-requests


def deep(names):
    def inner(name):
        return [requests.get(f"{API}/{name}/{part}", timeout=5) for part in names]  # expect: io/sequential-requests

    return inner


class Store:
    def __init__(self):
        self.http = httpx.Client()
        self.count = 0

    def one(self, key):
        return self.http.get(f"{API}/{key}").json()

    def save(self, key, value):
        self.count += 1

    def all(self, keys):
        for key in keys:
            value = self.one(key)  # expect: io/sequential-requests
            self.save(key, value)
            self.last = value

    def remove(self, keys):
        for key in keys:
            self.http.delete(f"{API}/{key}")  # expect: io/sequential-requests


async def bounded_in_time(client: httpx.AsyncClient, urls):
    for url in urls:
        print(await asyncio.wait_for(client.get(url), 5))  # expect: io/sequential-requests


async def entered(urls):
    async with aiohttp.ClientSession() as session:
        for url in urls:
            async with session.get(url) as reply:  # expect: io/sequential-requests
                print(reply.status)


async def named_client(client, urls):
    return {url: (await client.get(url)).text for url in urls}  # expect: io/sequential-requests
