"""The module's own constant is what the project waits."""
import requests
from urllib.request import urlopen

requests.get("https://before/", timeout=10)  # expect: io/missing-timeout

HTTP_TIMEOUT = 4


def fetch(url):
    requests.get(url, timeout=HTTP_TIMEOUT)  # expect: io/missing-timeout
    requests.get(url, timeout=(2, HTTP_TIMEOUT))  # expect: io/missing-timeout
    return urlopen(url, timeout=HTTP_TIMEOUT)  # expect: io/missing-timeout


def shadowed(url, HTTP_TIMEOUT=None):
    return requests.get(url, timeout=10), HTTP_TIMEOUT  # expect: io/missing-timeout
