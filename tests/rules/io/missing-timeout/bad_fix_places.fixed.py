"""Where the argument goes, and in which form."""
import socket
from functools import partial

import aiohttp
import requests


def one_row(url, extra):
    requests.get(url, timeout=10)  # expect: io/missing-timeout
    requests.get(url, timeout=10,)  # expect: io/missing-timeout
    requests.get(url, timeout=10, )  # expect: io/missing-timeout
    requests.get((url), timeout=10)  # expect: io/missing-timeout
    requests.get(url, headers={"a": "b"}, timeout=10)  # expect: io/missing-timeout
    requests.get(*extra, timeout=10)  # expect: io/missing-timeout
    requests.get(url, **{"headers": {}}, timeout=10)  # expect: io/missing-timeout
    requests.get(timeout=10)  # expect: io/missing-timeout
    requests.get(timeout=10  # expect: io/missing-timeout
    )
    return requests.get(url, timeout=10).json()["items"][0]  # expect: io/missing-timeout


def rows(url, data):
    requests.post(  # expect: io/missing-timeout
        url,
        data=data,
        timeout=10
    )
    requests.post(  # expect: io/missing-timeout
        url,
        data=data,
        timeout=10,
    )
    requests.post(  # expect: io/missing-timeout
        url,
        data=data,  # what is sent
        timeout=10,
    )
    requests.post(  # expect: io/missing-timeout
        url,
        data=data,  # what is sent
        timeout=10
    )
    requests.post(  # expect: io/missing-timeout
        url,  # where
        data={
            "a": 1,
        },
        timeout=10,
        # nothing else
    )
    requests.post(url,  # expect: io/missing-timeout
                  data=data,
                  json={}, timeout=10)
    requests.post(url,  # expect: io/missing-timeout
                  data=data,
                  timeout=10
                  )
    requests.post(url, data=data,  # expect: io/missing-timeout
                  timeout=10
                  )
    requests.post(url, data={  # expect: io/missing-timeout
        "a": 1,
    }, timeout=10)


def values(url):
    requests.get(url, timeout=10)  # expect: io/missing-timeout
    requests.get(url, timeout=(3.05, 10))  # expect: io/missing-timeout
    requests.get(url, timeout=(10, 27))  # expect: io/missing-timeout
    requests.get(timeout=10, url=url)  # expect: io/missing-timeout
    socket.create_connection((url, 80), 10)  # expect: io/missing-timeout


async def client_timeouts(url):
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:  # expect: io/missing-timeout
        await session.get(url, timeout=aiohttp.ClientTimeout(total=10))  # expect: io/missing-timeout


fetch = partial(requests.get, timeout=10)  # expect: io/missing-timeout
plain = partial(requests.get, verify=False, timeout=10)  # expect: io/missing-timeout


def generators(urls):
    requests.post(url for url in urls)  # expect: io/missing-timeout
    requests.post((url for url in urls), timeout=10)  # expect: io/missing-timeout
    requests.post("https://a", data=(url for url in urls), timeout=10)  # expect: io/missing-timeout
