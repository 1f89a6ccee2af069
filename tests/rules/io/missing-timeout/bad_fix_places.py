"""Where the argument goes, and in which form."""
import socket
from functools import partial

import aiohttp
import requests


def one_row(url, extra):
    requests.get(url)  # expect: io/missing-timeout
    requests.get(url,)  # expect: io/missing-timeout
    requests.get(url, )  # expect: io/missing-timeout
    requests.get((url))  # expect: io/missing-timeout
    requests.get(url, headers={"a": "b"})  # expect: io/missing-timeout
    requests.get(*extra)  # expect: io/missing-timeout
    requests.get(url, **{"headers": {}})  # expect: io/missing-timeout
    requests.get()  # expect: io/missing-timeout
    requests.get(  # expect: io/missing-timeout
    )
    return requests.get(url).json()["items"][0]  # expect: io/missing-timeout


def rows(url, data):
    requests.post(  # expect: io/missing-timeout
        url,
        data=data
    )
    requests.post(  # expect: io/missing-timeout
        url,
        data=data,
    )
    requests.post(  # expect: io/missing-timeout
        url,
        data=data,  # what is sent
    )
    requests.post(  # expect: io/missing-timeout
        url,
        data=data  # what is sent
    )
    requests.post(  # expect: io/missing-timeout
        url,  # where
        data={
            "a": 1,
        },
        # nothing else
    )
    requests.post(url,  # expect: io/missing-timeout
                  data=data,
                  json={})
    requests.post(url,  # expect: io/missing-timeout
                  data=data
                  )
    requests.post(url, data=data  # expect: io/missing-timeout
                  )
    requests.post(url, data={  # expect: io/missing-timeout
        "a": 1,
    })


def values(url):
    requests.get(url, timeout=None)  # expect: io/missing-timeout
    requests.get(url, timeout=(3.05, None))  # expect: io/missing-timeout
    requests.get(url, timeout=(None, 27))  # expect: io/missing-timeout
    requests.get(timeout=None, url=url)  # expect: io/missing-timeout
    socket.create_connection((url, 80), None)  # expect: io/missing-timeout


async def client_timeouts(url):
    async with aiohttp.ClientSession(timeout=None) as session:  # expect: io/missing-timeout
        await session.get(url, timeout=aiohttp.ClientTimeout())  # expect: io/missing-timeout


fetch = partial(requests.get)  # expect: io/missing-timeout
plain = partial(requests.get, verify=False)  # expect: io/missing-timeout


def generators(urls):
    requests.post(url for url in urls)  # expect: io/missing-timeout
    requests.post((url for url in urls))  # expect: io/missing-timeout
    requests.post("https://a", data=(url for url in urls))  # expect: io/missing-timeout
