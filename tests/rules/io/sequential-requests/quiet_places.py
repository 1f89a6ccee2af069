"""Loops whose requests depend on each other, wait on purpose, or send none."""
import asyncio
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import requests
from tenacity import Retrying, retry

API = "https://api.example.org"
LOCK = threading.Lock()


def follow(url):
    pages = []
    while url:
        page = requests.get(url, timeout=5).json()
        pages.append(page)
        url = page["next"]
    return pages


def cursor(kinds):
    token = ""
    for kind in kinds:
        reply = requests.get(API, params={"kind": kind, "token": token}, timeout=5)
        token = reply.headers["token"]


def through_a_name(kinds):
    last = None
    for kind in kinds:
        body = {"kind": kind, "after": last}
        reply = requests.get(API, params=body, timeout=5).json()
        seen = reply["id"]
        last = seen


def changed_headers(session: requests.Session, urls):
    for url in urls:
        token = session.get(url, timeout=5).headers["csrf"]
        session.headers.update({"csrf": token})


def sign(session, reply):
    session.headers["token"] = reply.headers["token"]


def changed_elsewhere(session: requests.Session, urls):
    for url in urls:
        reply = session.get(url, timeout=5)
        sign(session, reply)


def poll(job):
    for _ in range(30):
        if requests.get(f"{API}/{job}", timeout=5).ok:
            print("done")


def retried(urls):
    for url in urls:
        for attempt in Retrying():
            with attempt:
                print(requests.get(url, timeout=5).text)


@retry
def stubborn(url):
    return requests.get(url, timeout=5)


def all_stubborn(urls):
    return [stubborn(url) for url in urls]


def gated(urls):
    for url in urls:
        with LOCK:
            print(requests.get(url, timeout=5).text)


def waiting_helper():
    time.sleep(0.2)


def polite(urls):
    for url in urls:
        print(requests.get(url, timeout=5).text)
        waiting_helper()


def guarded(url):
    with LOCK:
        return requests.get(url, timeout=5)


def all_guarded(urls):
    return [guarded(url) for url in urls]


def first(urls):
    return next(requests.get(url, timeout=5) for url in urls if url)


def any_up(urls):
    return any(requests.get(url, timeout=5).ok for url in urls)


def lazily(urls):
    return (requests.get(url, timeout=5) for url in urls)


def perhaps(url, known):
    if url in known:
        return known[url]
    return requests.get(url, timeout=5).text


def all_perhaps(urls):
    return [perhaps(url, {}) for url in urls]


def work_list(todo):
    while todo:
        url = todo.pop()
        todo.extend(requests.get(url, timeout=5).json()["more"])


def stepping(urls):
    i = 0
    while i < len(urls):
        if requests.get(urls[i], timeout=5).ok:
            i += 1


def endless():
    for number in itertools.count():
        if not requests.get(f"{API}/{number}", timeout=5).ok:
            break


def submitted(urls):
    with ThreadPoolExecutor(max_workers=4) as pool:
        return [pool.submit(requests.get, url, timeout=5) for url in urls]


def later(urls):
    return [lambda: requests.get(url, timeout=5) for url in urls]


class Token:
    def __init__(self):
        self.http = requests.Session()
        self.token = None

    def fetch(self, key):
        return self.http.get(f"{API}/{key}", headers={"token": self.token}, timeout=5)

    def renew(self, reply):
        self.token = reply.headers["token"]

    def all(self, keys):
        for key in keys:
            reply = self.fetch(key)
            self.renew(reply)


class Row:
    def get(self, key):
        return key


def rows(row: Row, keys):
    return [row.get(key) for key in keys]


async def tasks(client: httpx.AsyncClient, urls):
    pending = [asyncio.create_task(client.get(url)) for url in urls[:5]]
    for task in pending:
        print(await task)


async def from_a_stream(client: httpx.AsyncClient, stream):
    async for url in stream:
        print(await client.get(url))


async def limited(client: httpx.AsyncClient, urls, rate_limiter):
    for url in urls:
        await rate_limiter.acquire()
        print(await client.get(url))


async def other_client(client, names):
    return [await client.lookup(name) for name in names]
