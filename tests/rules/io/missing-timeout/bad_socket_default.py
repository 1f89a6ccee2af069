"""What a default for all sockets does not bound."""
import socket
from urllib.request import urlopen

import requests

socket.setdefaulttimeout(15)


def others(url):
    requests.get(url)  # expect: io/missing-timeout
    urlopen(url, timeout=None)  # expect: io/missing-timeout
    urlopen(url)
