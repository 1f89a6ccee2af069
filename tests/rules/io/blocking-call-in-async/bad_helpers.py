"""A plain function that always blocks counts where the coroutine calls it."""
import asyncio
import time
from time import sleep as pause

import requests


def settle():
    time.sleep(0.2)


def through_two():
    prepare = 1
    settle()
    return prepare


class Client:
    def __init__(self):
        self.session = requests.Session()

    def load(self, url):
        with self.session.get(url, timeout=5) as reply:
            return reply.json()

    async def page(self, url):
        return self.load(url)  # expect: io/blocking-call-in-async

    async def raw(self, url):
        return self.session.get(url, timeout=5).content  # expect: io/blocking-call-in-async


async def twice():
    settle()  # expect: io/blocking-call-in-async
    through_two()  # expect: io/blocking-call-in-async
    pause(1)  # expect: io/blocking-call-in-async


async def nested():
    async def inner():
        time.sleep(1)  # expect: io/blocking-call-in-async

    await inner()
    return [time.sleep(n) for n in range(3)]  # expect: io/blocking-call-in-async


def read_after_a_handler(path, fallback):
    try:
        name = path.name
    except AttributeError:
        return fallback
    with open(path) as file:
        return name, file.read()


async def prepare(path):
    return read_after_a_handler(path, None)  # expect: io/blocking-call-in-async
