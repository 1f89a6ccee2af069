# enable: io/client-per-call
"""Clients that are kept, made for an argument, or made once."""
import functools

import httpx
import pytest
import requests
from sqlalchemy import create_engine

DSN = "postgresql://db/shop"
_engine = None


@functools.lru_cache
def engine():
    return create_engine(DSN)


@functools.cache
def client():
    return httpx.Client()


def lazy_engine():
    global _engine
    if _engine is None:
        _engine = create_engine(DSN)
    return _engine


@pytest.fixture
def session():
    return requests.Session()


def opened():
    connection = requests.Session()
    yield connection
    connection.close()


def for_host(host):
    with httpx.Client(base_url=host) as local:
        return local.get("/health").status_code


def for_settings(settings):
    local = create_engine(settings.url)
    return local.connect()


class Api:
    def __init__(self):
        self.session = requests.Session()

    def reconnect(self):
        self.session = requests.Session()


def make():
    return requests.Session()


def many(names):
    apis = [Api() for _ in names]
    sessions = [make() for _ in names]
    for name in names:
        apis.append(Api())
        apis[-1].reconnect()
        engine().connect()
        client().get(name)
        lazy_engine().connect()
        for_host(name)
        for_settings(name)
    return apis, sessions


def main():
    with requests.Session() as once:
        return once.get("https://example.org", timeout=5).ok


def once_in_a_while():
    local = create_engine(DSN)
    return local.connect()


for _ in opened():
    print(once_in_a_while)

main()
