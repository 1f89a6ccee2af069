"""Bounded by the call, the client, the socket, or something that is not known."""
import ftplib
import http.client
import smtplib
import socket
from urllib.request import urlopen

import aiohttp
import httpx
import requests
import urllib3


def mail(host, message):
    with smtplib.SMTP(host, timeout=10) as server:
        server.send_message(message)


def never_connected():
    return smtplib.SMTP()


def files(host):
    server = ftplib.FTP()
    server.connect(host, timeout=5)
    return server.nlst()


def status(host):
    connection = http.client.HTTPSConnection(host, timeout=5)
    connection.request("GET", "/")
    return connection.getresponse().status


def raw(address):
    connection = socket.create_connection(address)
    connection.settimeout(5)
    return connection.recv(10)


def page(url):
    return urlopen(url, None, 10).read()


def pooled(url):
    pool = urllib3.PoolManager()
    return pool.request("GET", url, timeout=3)


def lookup(session, url):
    return session.get(url)


def either(flag, url):
    if flag:
        client = requests
    else:
        client = {}
    return client.get(url)


async def defaults(url):
    async with aiohttp.ClientSession() as session:
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=5)) as reply:
            return await reply.text()


def patient(url):
    with httpx.Client(timeout=None) as client:
        return client.get(url, timeout=30).text
