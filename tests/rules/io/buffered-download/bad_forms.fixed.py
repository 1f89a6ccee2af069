"""Bodies that are held whole only to be written."""
import shutil
import urllib.request
from pathlib import Path

import httpx
import requests
from requests import get

SESSION = requests.Session()


def assigned(url, target):
    with SESSION.get(url, timeout=30, stream=True) as response:  # the reply
        if response.status_code != 200:
            raise ValueError(
                response.reason
            )

        # into a file
        with open(target, "wb") as out:
            for chunk in response.iter_content(chunk_size=65536):
                out.write(chunk)  # expect: io/buffered-download
    print("done")


def by_name(url, target):
    with get(url, timeout=30, stream=True,) as response:
        with Path(target).open("wb") as out:
            for chunk in response.iter_content(chunk_size=65536):
                out.write(chunk)  # expect: io/buffered-download


def opened_in_place(url, target):
    with requests.get(
        url,
        timeout=30, stream=True,
    ) as response:
        with open(target, "wb") as out:
            for chunk in response.iter_content(chunk_size=65536):
                out.write(chunk)  # expect: io/buffered-download
        return response.headers


def in_with(url, target):
    with requests.get(url, timeout=30, stream=True) as response, open(target, "wb") as out:
        for chunk in response.iter_content(chunk_size=65536):
            out.write(chunk)  # expect: io/buffered-download


def in_a_loop(urls, folder):
    for number, url in enumerate(urls):
        if url:
            with httpx.stream("GET", url, timeout=30) as response:
                response.raise_for_status()
                with open(folder / str(number), "wb") as out:
                    for chunk in response.iter_bytes():
                        out.write(chunk)  # expect: io/buffered-download
        else:
            print(number)


def in_place(url, path, client: httpx.Client, out):
    with httpx.stream("GET", url, timeout=60) as response:
        with path.open("wb") as _out:
            for chunk in response.iter_bytes():
                _out.write(chunk)  # expect: io/buffered-download
    with client.stream("GET", url) as response:
        with path.open("wb") as _out:
            for chunk in response.iter_bytes():
                _out.write(chunk)  # expect: io/buffered-download
    with requests.post(url, timeout=60, stream=True) as response:
        for chunk in response.iter_content(chunk_size=65536):
            out.write(chunk)  # expect: io/buffered-download


def of_urllib(url, target, path):
    with urllib.request.urlopen(url, timeout=30) as reply, open(target, "wb") as out:
        print(reply.status, reply.getheader("etag"))
        shutil.copyfileobj(reply, out)  # expect: io/buffered-download
    with open(target, "wb") as out:
        shutil.copyfileobj(urllib.request.urlopen(url, timeout=30), out)  # expect: io/buffered-download
    with path.open("wb") as _out:
        shutil.copyfileobj(urllib.request.urlopen(url, timeout=30), _out)  # expect: io/buffered-download


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
