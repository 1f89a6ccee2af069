"""Every spelling of a request without a bound."""
import functools

import requests
import requests as http
from requests import api, post
from requests.sessions import Session as Browser

NEVER = None
HALF = (3.05, None)


def functions(url):
    requests.get(url, timeout=10)  # expect: io/missing-timeout
    requests.head(url, timeout=10)  # expect: io/missing-timeout
    requests.options(url, timeout=10)  # expect: io/missing-timeout
    requests.post(url, data={}, timeout=10)  # expect: io/missing-timeout
    requests.put(url, timeout=10)  # expect: io/missing-timeout
    requests.patch(url, timeout=10)  # expect: io/missing-timeout
    requests.delete(url, timeout=10)  # expect: io/missing-timeout
    requests.request("GET", url, timeout=10)  # expect: io/missing-timeout
    requests.api.get(url, timeout=10)  # expect: io/missing-timeout
    api.get(url, timeout=10)  # expect: io/missing-timeout
    post(url, timeout=10)  # expect: io/missing-timeout
    http.get(url, timeout=10)  # expect: io/missing-timeout


def nones(url):
    requests.get(url, timeout=10)  # expect: io/missing-timeout
    requests.get(url, timeout=10)  # expect: io/missing-timeout
    requests.get(url, timeout=(2, 10))  # expect: io/missing-timeout
    requests.get(url, timeout=(10, 2))  # expect: io/missing-timeout
    requests.get(url, timeout=10)  # expect: io/missing-timeout


def sessions(url):
    first = requests.Session()
    first.get(url, timeout=10)  # expect: io/missing-timeout
    second = requests.session()
    second.request("GET", url, None, None, None, None, None, None, timeout=10)  # expect: io/missing-timeout
    with Browser() as third:
        third.post(url, timeout=10)  # expect: io/missing-timeout
        third.send(requests.Request("GET", url).prepare(), timeout=10)  # expect: io/missing-timeout
    requests.Session().get(url, timeout=10)  # expect: io/missing-timeout


def annotated(session: "requests.Session", other: Browser | None, url):
    session.get(url, timeout=10)  # expect: io/missing-timeout
    other.get(url, timeout=10)  # expect: io/missing-timeout


class Client:
    def __init__(self):
        self.session = requests.Session()

    def fetch(self, url):
        return self.session.get(url, timeout=10)  # expect: io/missing-timeout


def splats(url, arguments):
    options = {"verify": False}
    requests.get(url, **options, timeout=10)  # expect: io/missing-timeout
    requests.get(url, **{"headers": {}}, timeout=10)  # expect: io/missing-timeout
    requests.get(*arguments, timeout=10)  # expect: io/missing-timeout


fetch = functools.partial(requests.get, timeout=10)  # expect: io/missing-timeout
never = functools.partial(requests.get, timeout=10)  # expect: io/missing-timeout
alias = requests.put


def indirect(url):
    fetch(url)
    never(url)
    alias(url, timeout=10)  # expect: io/missing-timeout
    return (
        requests  # expect: io/missing-timeout
        .get(url, timeout=10)
    )
