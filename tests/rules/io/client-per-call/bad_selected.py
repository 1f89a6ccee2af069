# enable: io/client-per-call
"""The lighter clients, when the rule is selected."""
import aiohttp
import httpx
import psycopg2
import redis
import requests
from flask import Flask

app = Flask(__name__)


@app.route("/health")
def health():
    with requests.Session() as session:  # expect: io/client-per-call
        return session.get("https://api.example.org/health", timeout=5).text


@app.route("/user/<name>")
def user(name):
    cache = redis.Redis(host="cache")  # expect: io/client-per-call
    return cache.get(name)


async def load(path):
    async with aiohttp.ClientSession() as session:  # expect: io/client-per-call
        async with session.get(f"https://api.example.org/{path}") as reply:
            return await reply.text()


async def load_all(paths):
    return [await load(path) for path in paths]


def rows(table):
    with psycopg2.connect("dbname=shop") as connection:  # expect: io/client-per-call
        return connection.cursor().execute(table)


def size(tables):
    total = 0
    for table in tables:
        total += len(rows(table))
    return total


def chain(urls):
    def step(url):
        client = httpx.Client(base_url="https://api.example.org")  # expect: io/client-per-call
        return client.get(url)

    while urls:
        step(urls.pop())
