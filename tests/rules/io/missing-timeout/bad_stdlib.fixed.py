"""Clients of the standard library, names bound to None, partials."""
import ftplib
import functools
import http.client
import smtplib
import socket
from urllib.request import urlopen

import requests

NO_LIMIT = None
fetch = functools.partial(requests.get, verify=False, timeout=10)  # expect: io/missing-timeout
GET = requests.get


def mail(host, message):
    with smtplib.SMTP(host, timeout=10) as server:  # expect: io/missing-timeout
        server.send_message(message)


def files(host):
    server = ftplib.FTP(timeout=10)  # expect: io/missing-timeout
    server.connect(host)
    return server.nlst()


def status(host):
    connection = http.client.HTTPSConnection(host, timeout=10)  # expect: io/missing-timeout
    connection.request("GET", "/")
    return connection.getresponse().status


def raw(address):
    return socket.create_connection(address, timeout=10)  # expect: io/missing-timeout


def page(url):
    return urlopen(url, timeout=10).read()  # expect: io/missing-timeout


def named(url):
    return requests.get(url, timeout=10)  # expect: io/missing-timeout


def alias(url):
    return GET(url, timeout=10)  # expect: io/missing-timeout


def constant_options(url):
    options = {"verify": True}
    return requests.get(url, **options, timeout=10)  # expect: io/missing-timeout
