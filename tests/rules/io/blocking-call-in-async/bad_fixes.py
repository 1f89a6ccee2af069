"""What is offered, and what is refused and why."""
import sqlite3
import time
from time import sleep

import redis
import requests


def helper(url):
    return requests.get(url, timeout=5)


def query(connection: sqlite3.Connection):
    return connection.execute("select 1")


async def offered(url, urls):
    time.sleep(1)  # expect: io/blocking-call-in-async
    sleep(seconds := 2)  # expect: io/blocking-call-in-async
    requests.get(url, timeout=5)  # expect: io/blocking-call-in-async
    data = requests.get(url, timeout=5).json()["a"]  # expect: io/blocking-call-in-async
    text = requests.get(url, timeout=5)["a"]  # expect: io/blocking-call-in-async
    reply = (  # the first
        requests.get(  # expect: io/blocking-call-in-async
            url,
            timeout=5,  # seconds
        )
    )
    input()  # expect: io/blocking-call-in-async
    helper(url)  # expect: io/blocking-call-in-async
    replies = [requests.get(u, timeout=5) for u in urls]  # expect: io/blocking-call-in-async
    return data, text, reply, replies, seconds


async def refused(name, url, urls):
    with open(name) as file:  # expect: io/blocking-call-in-async
        file.read()
    connection = sqlite3.connect(name)  # expect: io/blocking-call-in-async
    query(connection)  # expect: io/blocking-call-in-async
    return sum(requests.get(u, timeout=5).status_code for u in urls)  # expect: io/blocking-call-in-async


async def pooled(key, cursor: sqlite3.Cursor):
    redis.Redis().get(key)  # expect: io/blocking-call-in-async
    cursor.fetchall()  # expect: io/blocking-call-in-async
