"""What moves out of the loop, and what is refused and why."""
import sqlite3

import httpx
import redis
import requests


def with_settings(urls, token):
    for url in urls:
        session = requests.Session()  # expect: io/client-per-iteration
        session.headers["Token"] = token  # once
        session.headers.update(
            {"Accept": "*/*"},
        )

        # the request itself
        session.get(url, timeout=5)
        session.headers["Last"] = token


def nested(rows, urls):
    for row in rows:
        if row:
            for url in urls:
                cache: redis.Redis = redis.Redis("cache")  # expect: io/client-per-iteration
                cache.set(url, row, ex=60)


async def entered(base, pages):
    total = 0
    async for page in pages:  # one after another
        async with httpx.AsyncClient(  # expect: io/client-per-iteration
            base_url=base,
        ) as client:
            reply = await client.get(page)

            if not reply.is_success:
                continue
        total += 1

        # the size
        total += len(
            reply.content,
        )
    return total


def entered_without_name(base, ids):
    for number in ids:
        with requests.Session():  # expect: io/client-per-iteration
            print(number, base)


def refused(urls, lock):
    for url in urls:
        print(url)
        session = requests.Session()  # expect: io/client-per-iteration
        session.get(url, timeout=5)
    for url in urls:
        other = requests.Session()  # expect: io/client-per-iteration
        other.get(url, timeout=5)
        other.close()
    for url in urls:
        with lock, httpx.Client() as client:  # expect: io/client-per-iteration
            client.get(url)
    for url in urls:
        with sqlite3.connect("shop.db") as connection:  # expect: io/client-per-iteration
            connection.execute("insert into urls values (?)", (url,))
    for url in urls:
        with httpx.Client() as text_client:  # expect: io/client-per-iteration
            text_client.get(url)
        print("""first
second""")
    for url in urls: third = requests.Session(); third.get(url, timeout=5)  # expect: io/client-per-iteration
    return [requests.Session().get(url, timeout=5) for url in urls]  # expect: io/client-per-iteration
