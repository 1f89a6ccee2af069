"""None is no default, and a function may never run."""
import socket
from urllib.request import urlopen

socket.setdefaulttimeout(None)


def prepare():
    socket.setdefaulttimeout(15)


def page(url):
    return urlopen(url)  # expect: io/missing-timeout
