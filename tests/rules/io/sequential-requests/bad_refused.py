"""Loops that are reported but not rewritten; the reasons stand in refused.txt."""
import itertools
import threading

import httpx
import requests
from django.db import transaction

API = "https://api.example.org"
TABLE_LOCK = threading.Lock()
CACHE = {}
COUNT = 0

for NAME in open("names.txt"):
    print(requests.get(f"{API}/{NAME}", timeout=5).text)  # expect: io/sequential-requests


def writes(hooks, event):
    for hook in hooks:
        requests.post(hook.url, json=event, timeout=5)  # expect: io/sequential-requests


def indexed(urls):
    i = 0
    while i < len(urls):
        print(requests.get(urls[i], timeout=5).text)  # expect: io/sequential-requests
        i += 1


def counted():
    for number in itertools.count():
        print(requests.get(f"{API}/{number}", timeout=5).text)  # expect: io/sequential-requests


def numbers():
    number = 0
    while True:
        yield number
        number += 1


def generated():
    for number in enumerate(numbers()):
        print(requests.get(f"{API}/{number}", timeout=5).text)  # expect: io/sequential-requests


def locked(urls):
    with TABLE_LOCK:
        for url in urls:
            print(requests.get(url, timeout=5).text)  # expect: io/sequential-requests


def in_a_transaction(urls):
    with transaction.atomic():
        for url in urls:
            print(requests.get(url, timeout=5).text)  # expect: io/sequential-requests


def streaming(urls):
    for url in urls:
        print(requests.get(url, timeout=5).text)  # expect: io/sequential-requests
    yield "end"


def remember(url):
    global COUNT
    reply = requests.get(url, timeout=5)
    COUNT += 1
    return reply


def all_remembered(urls):
    return [remember(url) for url in urls]  # expect: io/sequential-requests


def fill(url):
    reply = requests.get(url, timeout=5)
    CACHE[url] = reply.text
    return reply


def all_filled(urls):
    return [fill(url) for url in urls]  # expect: io/sequential-requests


def import_row(url, rows):
    row = rows.model(text=requests.get(url, timeout=5).text)
    row.save()


def all_imported(urls, rows):
    for url in urls:
        import_row(url, rows)  # expect: io/sequential-requests


def token_for(url):
    print("token for", url)
    return url[::-1]


def argument_with_effects(urls):
    for url in urls:
        print(requests.get(url, headers={"token": token_for(url)}, timeout=5))  # expect: io/sequential-requests


def statement_with_effects(urls):
    for url in urls:
        token = token_for(url)
        print(requests.get(url, headers={"token": token}, timeout=5))  # expect: io/sequential-requests


def one_of_two(urls):
    for url in urls:
        if url.startswith("http"):
            print(requests.get(url, timeout=5))  # expect: io/sequential-requests
        else:
            print(url)


def counted_guard(urls):
    skipped = 0
    for url in urls:
        if not url:
            skipped += 1
            continue
        print(requests.get(url, timeout=5), skipped)  # expect: io/sequential-requests


def in_a_handler(urls):
    for url in urls:
        try:
            print(int(url))
        except ValueError:
            print(requests.get(url, timeout=5))  # expect: io/sequential-requests


def again_and_again(urls):
    for url in urls:
        for _ in range(3):
            print(requests.get(url, timeout=5))  # expect: io/sequential-requests


def opened_file(paths):
    for path in paths:
        with open(path) as body:
            print(requests.get(API, data=body, timeout=5))  # expect: io/sequential-requests


def sometimes(urls, wanted):
    return [requests.get(url, timeout=5) for url in urls] if wanted else []  # expect: io/sequential-requests


def nested(rows):
    return [[requests.get(url, timeout=5) for url in row] for row in rows]  # expect: io/sequential-requests


def shared_row(urls):
    result = []; result += [requests.get(url, timeout=5) for url in urls]  # expect: io/sequential-requests
    return result


def busy_with(urls):
    for url in urls:
        with requests.get(url, stream=True, timeout=5) as reply:  # expect: io/sequential-requests
            for chunk in reply.iter_content():
                print(chunk)


class Gone:
    def __init__(self, urls):
        self.urls = urls
        self.client = httpx.Client()
        self.calls = 0

    def __del__(self):
        for url in self.urls:
            requests.get(url, timeout=5)  # expect: io/sequential-requests

    def one(self, url):
        self.calls += 1
        return self.client.get(url)

    def all(self):
        return [self.one(url) for url in self.urls]  # expect: io/sequential-requests


async def awaited_argument(client: httpx.AsyncClient, urls, sign):
    for url in urls:
        print(await client.get(url, headers=await sign(url)))  # expect: io/sequential-requests
