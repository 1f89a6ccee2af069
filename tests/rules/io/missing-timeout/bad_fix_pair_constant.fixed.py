"""A pair replaces a whole pair, and is nothing for other libraries."""
import requests
from urllib.request import urlopen

DEFAULT_TIMEOUT = (3.05, 27)


def fetch(url):
    requests.get(url, timeout=DEFAULT_TIMEOUT)  # expect: io/missing-timeout
    requests.get(url, timeout=DEFAULT_TIMEOUT)  # expect: io/missing-timeout
    return urlopen(url, timeout=10)  # expect: io/missing-timeout
