"""Bounded, customised, or not requests at all."""
import functools

import requests
from requests.adapters import HTTPAdapter

HALF = (3.05, 5)
LIMIT = 5


def bounded(url, limit):
    requests.get(url, timeout=5)
    requests.get(url, timeout=LIMIT)
    requests.get(url, timeout=HALF)
    requests.get(url, timeout=limit)
    requests.get(url, timeout=0)
    requests.get(url, timeout=(2, 3))


def splats(url, arguments, **kwargs):
    options = {"verify": False}
    options["timeout"] = 5
    requests.get(url, **options)
    more = {"verify": False}
    more.update(arguments)
    requests.get(url, **more)
    either = {"headers": {}}
    if arguments:
        either = {"timeout": 3}
    requests.get(url, **either)
    requests.get(url, **kwargs)
    requests.get(url, **{"timeout": 5})
    requests.get(url, **{**kwargs})
    requests.get(url, **dict(arguments))
    requests.get(url, **{arguments: 5})
    requests.Session().request(*arguments)


class TimeoutAdapter(HTTPAdapter):
    def send(self, request, **kwargs):
        kwargs.setdefault("timeout", 5)
        return super().send(request, **kwargs)


def mounted(url):
    session = requests.Session()
    session.mount("https://", TimeoutAdapter())
    return session.get(url)


def make():
    made = requests.Session()
    made.mount("https://", TimeoutAdapter())
    return made


def from_factory(url):
    session = make()
    return session.get(url)


def given(session: requests.Session, url):
    return session.get(url)


class Patient(requests.Session):
    def request(self, *args, **kwargs):
        kwargs.setdefault("timeout", 5)
        return super().request(*args, **kwargs)


def derived(url):
    return Patient().get(url)


def replaced(url):
    session = requests.Session()
    session.request = functools.partial(session.request, timeout=5)
    return session.get(url)


def unknown(make_session, url):
    return make_session().get(url)


fetch = functools.partial(requests.get, timeout=5)


def through_partial(url):
    return fetch(url)


def shadowed(url, requests):
    return requests.get(url)


def wrapper(url, timeout=3):
    return requests.get(url, timeout=timeout)


def calls_wrapper(url):
    return wrapper(url)


def test_view(client):
    assert client.get("/").status_code == 200
