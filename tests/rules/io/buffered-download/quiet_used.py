"""Bodies that are used otherwise, streamed already, or no bodies."""
import hashlib
import io
import urllib.request

import requests


def checked(url, target, digest):
    response = requests.get(url, timeout=30)
    if hashlib.sha256(response.content).hexdigest() != digest:
        raise ValueError(url)
    with open(target, "wb") as out:
        out.write(response.content)


def parsed(url, target):
    response = requests.get(url, timeout=30)
    print(response.json()["id"])
    with open(target, "wb") as out:
        out.write(response.content)


def handed_on(url, target):
    response = requests.get(url, timeout=30)
    with open(target, "wb") as out:
        out.write(response.content)
    return response


def streamed(url, target, options):
    with requests.get(url, timeout=30, stream=True) as response:
        with open(target, "wb") as out:
            out.write(response.content)
    other = requests.get(url, timeout=30, **options)
    with open(target, "wb") as out:
        out.write(other.content)


def into_memory(url):
    buffer = io.BytesIO()
    buffer.write(requests.get(url, timeout=30).content)
    return buffer


def measured(url, target):
    response = requests.get(url, timeout=30)
    with open(target, "wb") as out:
        size = out.write(response.content)
    return size


def text(url, target):
    response = requests.get(url, timeout=30)
    with open(target, "w", encoding=response.encoding) as out:
        out.write(response.text)


def two_requests(url, target, other):
    response = requests.get(url, timeout=30)
    if response.status_code == 404:
        response = requests.get(other, timeout=30)
    with open(target, "wb") as out:
        out.write(response.content)


def read_in_part(url, target):
    with urllib.request.urlopen(url, timeout=30) as reply, open(target, "wb") as out:
        out.write(reply.read(1024))
        out.write(reply.read())


def given(response: requests.Response, page, out):
    out.write(response.content)
    out.write(page.content)
