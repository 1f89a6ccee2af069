"""Where in a coroutine, and through which functions of the file."""
import time

import requests


class Store:
    def __init__(self, url):
        self.rows = requests.get(url, timeout=5).json()

    @property
    def size(self):
        return len(self.rows)

    @staticmethod
    def wait():
        time.sleep(1)

    @classmethod
    def load(cls, url):
        return requests.get(url, timeout=5)

    async def again(self):
        self.wait()  # expect: io/blocking-call-in-async
        Store.wait()  # expect: io/blocking-call-in-async
        return self.load("https://a/")  # expect: io/blocking-call-in-async


def one():
    two()


def two():
    try:
        three()
    finally:
        pass


def three():
    with open("lock"):
        four()


def four():
    five(1) + 1


def five(number):
    if time.sleep(number):
        return 1
    return 2


def ping():
    pong()
    time.sleep(1)


def pong():
    ping()


async def through(url, flag):
    one()  # expect: io/blocking-call-in-async
    ping()  # expect: io/blocking-call-in-async
    Store(url)  # expect: io/blocking-call-in-async
    if flag:
        time.sleep(1)  # expect: io/blocking-call-in-async
    for _ in range(3):
        time.sleep(1)  # expect: io/blocking-call-in-async
    values = {n: time.sleep(n) for n in range(3)}  # expect: io/blocking-call-in-async
    print(f"{time.sleep(1)}")  # expect: io/blocking-call-in-async
    async for row in rows(url):
        requests.get(row, timeout=5)  # expect: io/blocking-call-in-async
    return values if time.sleep(1) else None  # expect: io/blocking-call-in-async


async def rows(url):
    yield requests.get(url, timeout=5)  # expect: io/blocking-call-in-async


def outer():
    async def inner():
        time.sleep(1)  # expect: io/blocking-call-in-async

    return inner


async def defaults():
    def nested(pause=time.sleep(1)):  # expect: io/blocking-call-in-async
        return pause

    return nested
