"""Every spelling of a request without a bound."""
import functools

import requests
import requests as http
from requests import api, post
from requests.sessions import Session as Browser

NEVER = None
HALF = (3.05, None)


def functions(url):
    requests.get(url)  # expect: io/missing-timeout
    requests.head(url)  # expect: io/missing-timeout
    requests.options(url)  # expect: io/missing-timeout
    requests.post(url, data={})  # expect: io/missing-timeout
    requests.put(url)  # expect: io/missing-timeout
    requests.patch(url)  # expect: io/missing-timeout
    requests.delete(url)  # expect: io/missing-timeout
    requests.request("GET", url)  # expect: io/missing-timeout
    requests.api.get(url)  # expect: io/missing-timeout
    api.get(url)  # expect: io/missing-timeout
    post(url)  # expect: io/missing-timeout
    http.get(url)  # expect: io/missing-timeout


def nones(url):
    requests.get(url, timeout=None)  # expect: io/missing-timeout
    requests.get(url, timeout=NEVER)  # expect: io/missing-timeout
    requests.get(url, timeout=(2, None))  # expect: io/missing-timeout
    requests.get(url, timeout=(None, 2))  # expect: io/missing-timeout
    requests.get(url, timeout=HALF)  # expect: io/missing-timeout


def sessions(url):
    first = requests.Session()
    first.get(url)  # expect: io/missing-timeout
    second = requests.session()
    second.request("GET", url, None, None, None, None, None, None)  # expect: io/missing-timeout
    with Browser() as third:
        third.post(url)  # expect: io/missing-timeout
        third.send(requests.Request("GET", url).prepare())  # expect: io/missing-timeout
    requests.Session().get(url)  # expect: io/missing-timeout


def annotated(session: "requests.Session", other: Browser | None, url):
    session.get(url)  # expect: io/missing-timeout
    other.get(url)  # expect: io/missing-timeout


class Client:
    def __init__(self):
        self.session = requests.Session()

    def fetch(self, url):
        return self.session.get(url)  # expect: io/missing-timeout


def splats(url, arguments):
    options = {"verify": False}
    requests.get(url, **options)  # expect: io/missing-timeout
    requests.get(url, **{"headers": {}})  # expect: io/missing-timeout
    requests.get(*arguments)  # expect: io/missing-timeout


fetch = functools.partial(requests.get)  # expect: io/missing-timeout
never = functools.partial(requests.get, timeout=None)  # expect: io/missing-timeout
alias = requests.put


def indirect(url):
    fetch(url)
    never(url)
    alias(url)  # expect: io/missing-timeout
    return (
        requests  # expect: io/missing-timeout
        .get(url)
    )
