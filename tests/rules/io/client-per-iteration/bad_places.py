"""Everything that makes a client, in every kind of loop."""
import asyncio
import smtplib

import aiohttp
import asyncpg
import boto3
import grpc
import httpx
import paramiko
import psycopg2
import pymongo
import redis
import requests
import urllib3
from requests import Session as NewSession
from requests.adapters import HTTPAdapter
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine

DSN = "postgresql://db/shop"


def in_expressions(urls, keys):
    replies = [requests.Session().get(url, timeout=5) for url in urls]  # expect: io/client-per-iteration
    for key in keys:
        print(redis.from_url("redis://cache").get(key))  # expect: io/client-per-iteration
    while urls:
        urllib3.PoolManager(timeout=5).request("GET", urls.pop())  # expect: io/client-per-iteration
    return replies


def through_names(urls):
    for url in urls:
        with NewSession() as session:  # expect: io/client-per-iteration
            session.get(url, timeout=5)


def drivers(rows):
    for row in rows:
        connection = psycopg2.connect(DSN)  # expect: io/client-per-iteration
        connection.cursor().execute("insert into t values (%s)", row)
        connection.commit()
    for row in rows:
        pymongo.MongoClient("mongodb://db").shop.rows.insert_one(row)  # expect: io/client-per-iteration
    for row in rows:
        boto3.client("sqs").send_message(QueueUrl="q", MessageBody=row)  # expect: io/client-per-iteration
    for row in rows:
        engine = create_engine(DSN)  # expect: io/client-per-iteration
        print(engine.connect(), row)


def remote(names, stub):
    for name in names:
        channel = grpc.insecure_channel("host:1")  # expect: io/client-per-iteration
        stub(channel).Greet(name)
    for name in names:
        shell = paramiko.SSHClient()  # expect: io/client-per-iteration
        shell.connect("host")
        shell.exec_command(name)
    for name in names:
        with smtplib.SMTP("mail", timeout=5) as server:  # expect: io/client-per-iteration
            server.sendmail("a@example.org", name, "hello")


async def coroutines(urls, rows):
    async for url in urls:
        async with aiohttp.ClientSession() as session:  # expect: io/client-per-iteration
            await session.get(url)
    for row in rows:
        connection = await asyncpg.connect(DSN)  # expect: io/client-per-iteration
        await connection.execute("insert into t values ($1)", row)
    for row in rows:
        engine = create_async_engine(DSN)  # expect: io/client-per-iteration
        await asyncio.sleep(0)
        print(engine, row)


def settings(urls, token):
    for url in urls:
        session = requests.Session()  # expect: io/client-per-iteration
        session.headers["Token"] = token
        session.headers.update({"Accept": "*/*"})
        session.get(url, timeout=5)


def adapters(urls):
    for url in urls:
        with requests.Session() as session:  # expect: io/client-per-iteration
            session.mount("https://", HTTPAdapter(max_retries=3))
            session.get(url, timeout=5)


def inner(hosts, urls):
    for host in hosts:
        for url in urls:
            client = httpx.Client(base_url=host)  # expect: io/client-per-iteration
            client.get(url)


def handed_down(urls, load):
    for url in urls:
        session = requests.Session()  # expect: io/client-per-iteration
        load(session, url)


def first_hit(keys):
    for key in keys:
        cache = redis.Redis(host="cache")  # expect: io/client-per-iteration
        if cache.exists(key):
            return key
    return None


def errors_of_items(urls):
    failed = []
    for url in urls:
        try:
            requests.Session().get(url, timeout=5)  # expect: io/client-per-iteration
        except OSError:
            failed.append(url)
    return failed
