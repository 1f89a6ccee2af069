"""A pair replaces a whole pair, and is nothing for other libraries."""
import requests
from urllib.request import urlopen

DEFAULT_TIMEOUT = (3.05, 27)


def fetch(url):
    requests.get(url)  # expect: io/missing-timeout
    requests.get(url, timeout=(2, None))  # expect: io/missing-timeout
    return urlopen(url)  # expect: io/missing-timeout
