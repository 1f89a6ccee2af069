"""Bodies that are held whole only to be written."""
import urllib.request
from pathlib import Path

import httpx
import requests
from requests import get

SESSION = requests.Session()


def assigned(url, target):
    response = SESSION.get(url, timeout=30)  # the reply
    if response.status_code != 200:
        raise ValueError(
            response.reason
        )

    # into a file
    with open(target, "wb") as out:
        out.write(response.content)  # expect: io/buffered-download
    print("done")


def by_name(url, target):
    response = get(url, timeout=30,)
    Path(target).write_bytes(response.content)  # expect: io/buffered-download


def opened_in_place(url, target):
    response = requests.get(
        url,
        timeout=30,
    )
    open(target, "wb").write(response.content)  # expect: io/buffered-download
    return response.headers


def in_with(url, target):
    with requests.get(url, timeout=30) as response, open(target, "wb") as out:
        out.write(response.content)  # expect: io/buffered-download


def in_a_loop(urls, folder):
    for number, url in enumerate(urls):
        if url:
            response = httpx.get(url, timeout=30)
            response.raise_for_status()
            with open(folder / str(number), "wb") as out:
                out.write(response.content)  # expect: io/buffered-download
        else:
            print(number)


def in_place(url, path, client: httpx.Client, out):
    path.write_bytes(httpx.get(url, timeout=60).content)  # expect: io/buffered-download
    path.write_bytes(client.request("GET", url).content)  # expect: io/buffered-download
    out.write(requests.post(url, timeout=60).content)  # expect: io/buffered-download


def of_urllib(url, target, path):
    with urllib.request.urlopen(url, timeout=30) as reply, open(target, "wb") as out:
        print(reply.status, reply.getheader("etag"))
        out.write(reply.read())  # expect: io/buffered-download
    with open(target, "wb") as out:
        out.write(urllib.request.urlopen(url, timeout=30).read())  # expect: io/buffered-download
    path.write_bytes(urllib.request.urlopen(url, timeout=30).read())  # expect: io/buffered-download


def not_in_one_block(url, target):
    try:
        response = requests.get(url, timeout=30)
    except requests.RequestException:
        return
    with open(target, "wb") as out:
        out.write(response.content)  # expect: io/buffered-download


def long_string(url, target):
    response = requests.get(url, timeout=30)
    print("""a
string""")
    with open(target, "wb") as out:
        out.write(response.content)  # expect: io/buffered-download


def one_row(url, target):
    response = requests.get(url, timeout=30)
    with open(target, "wb") as out: out.write(response.content)  # expect: io/buffered-download
