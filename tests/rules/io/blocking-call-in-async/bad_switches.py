"""Files switched off: what else such a helper does still counts."""
import sqlite3
import time


def load(name):
    with open(name) as file:
        time.sleep(1)
        return file.read()


async def run(name):
    open(name)
    load(name)  # expect: io/blocking-call-in-async
    return sqlite3.connect(name)  # expect: io/blocking-call-in-async
