"""Helpers that leave before they block, but for the case that something is missing or goes wrong."""
import importlib
import subprocess
import threading
import time

LOCK = threading.Lock()
STARTED = []


def load(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        print("not there yet")
    subprocess.check_call(["pip", "install", name])
    return importlib.import_module(name)


def start():
    with LOCK:
        if STARTED:
            return
        STARTED.append(True)
    time.sleep(1)


def read(path, cache):
    try:
        if path in cache:
            return cache[path]
        with open(path) as file:
            return file.read()
    finally:
        print(path)


async def prepare(name, path, cache):
    load(name)
    start()
    return read(path, cache)
