"""Two constants: neither is the one; what the other calls use is."""
import requests

CONNECT_TIMEOUT = 3
READ_TIMEOUT = 30


def fetch(url):
    requests.get(url, timeout=7)
    requests.post(url, timeout=7)
    return requests.put(url, timeout=7)  # expect: io/missing-timeout
