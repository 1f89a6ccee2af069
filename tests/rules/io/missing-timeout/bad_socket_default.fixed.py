"""What a default for all sockets does not bound."""
import socket
from urllib.request import urlopen

import requests

socket.setdefaulttimeout(15)


def others(url):
    requests.get(url, timeout=10)  # expect: io/missing-timeout
    urlopen(url, timeout=10)  # expect: io/missing-timeout
    urlopen(url)
