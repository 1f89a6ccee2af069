# enable: cpu/cache-stampede
"""Guarded, cheap, or something else than a cache that is filled."""
import threading

import redis
import requests

store = redis.Redis(host="cache", socket_timeout=2)
lock = threading.Lock()


def locked(url):
    value = store.get("rates")
    if value is None:
        with lock:
            value = store.get("rates")
            if value is None:
                value = requests.get(url, timeout=5).text
                store.set("rates", value, ex=300)
    return value


def locked_outside(url):
    with store.lock("rates-lock"):
        value = store.get("rates")
        if value is None:
            value = requests.get(url, timeout=5).text
            store.set("rates", value, ex=300)
    return value


def first_wins(url):
    value = store.get("rates")
    if value is None:
        value = requests.get(url, timeout=5).text
        store.set("rates", value, ex=300, nx=True)
    return value


def cheap(key):
    value = store.get(key)
    if value is None:
        value = key * 2
        store.set(key, value, ex=60)
    return value


def other_key(url, key):
    value = store.get(key)
    if value is None:
        value = requests.get(url, timeout=5).text
        store.set("last", value, ex=60)
    return value


def other_test(url, key, force):
    value = store.get(key)
    if force:
        value = requests.get(url, timeout=5).text
        store.set(key, value, ex=60)
    return value


def plain_dict(table: dict, url, key):
    value = table.get(key)
    if value is None:
        value = table[key] = requests.get(url, timeout=5).text
    return value


def only_read(url, key):
    value = store.get(key)
    if value is None:
        value = requests.get(url, timeout=5).text
    return value
