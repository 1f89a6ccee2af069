"""Clients that live on after their turn, loops that need a new one."""
import asyncio
import itertools
import threading
import time

import httpx
import psycopg2
import redis
import requests


class Worker:
    def __init__(self, session):
        self.session = session


def stored(names, pool):
    sessions = {}
    for name in names:
        sessions[name] = requests.Session()
    clients = [httpx.Client() for _ in range(4)]
    for name in names:
        session = requests.Session()
        clients.append(session)
    for name in names:
        session = requests.Session()
        pool.put((name, session))
    workers = []
    for name in names:
        session = requests.Session()
        workers.append(Worker(session))
    for name in names:
        pool.submit(print, name, requests.Session())
    for name in names:
        session = requests.Session()
        threading.Thread(target=print, args=(session, name)).start()
    return {name: redis.Redis("cache") for name in names}, clients, sessions


def given(names):
    for name in names:
        session = requests.Session()
        yield name, session


def found(names):
    for name in names:
        session = requests.Session()
        if session.get(name, timeout=5).ok:
            return session
    return None


async def tasks(urls, load):
    running = []
    for url in urls:
        client = httpx.AsyncClient()
        running.append(asyncio.create_task(load(client, url)))
    for url in urls:
        client = httpx.AsyncClient()
        asyncio.create_task(load(client, url))
    await asyncio.gather(*running)


def retry(dsn):
    for attempt in range(5):
        try:
            return psycopg2.connect(dsn).cursor()
        except psycopg2.OperationalError:
            time.sleep(2 ** attempt)
    for attempt in itertools.count():
        client = httpx.Client()
        try:
            client.get("https://example.org")
            break
        except httpx.HTTPError:
            print(attempt)
    while True:
        try:
            connection = psycopg2.connect(dsn)
            break
        except psycopg2.OperationalError:
            pass
    return connection


def when_missing(dsn, jobs, session):
    connection = None
    for job in jobs:
        if connection is None or connection.closed:
            connection = psycopg2.connect(dsn)
        session = session or requests.Session()
        session.post(job, timeout=5)
        connection.cursor().execute(job)


def poll(url):
    while True:
        with requests.Session() as session:
            print(session.get(url, timeout=5).ok)
        time.sleep(60)


class Reconnecting:
    def run(self, jobs):
        for job in jobs:
            if self.session is None:
                self.session = requests.Session()
            self.session.get(job, timeout=5)


class Session:
    """No client: the module's own class."""


def lookalike(names):
    for name in names:
        print(Session(), name)
