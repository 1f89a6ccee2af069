"""Both subsets switched off."""
import shutil
import sqlite3
from pathlib import Path

import redis


def load(name):
    with open(name) as file:
        return file.read()


async def files(path: Path, name):
    with open(name) as file:
        target = path.open("w")
        shutil.copyfileobj(file, target)
    load(name)
    return path.read_text()


async def databases(name, key):
    connection = sqlite3.connect(name)
    connection.execute("select 1")
    return redis.Redis().get(key)
