"""Tier 2, bounded: or where a wait without bound is what is meant."""
import asyncio
import queue
import subprocess
import threading

import anyio
import async_timeout
import asyncpg
import boto3
import elasticsearch
import grpc
import paramiko
import psycopg
import psycopg2
import pymongo
import pymysql
import redis
import trio
import websockets
from kafka import KafkaConsumer, KafkaProducer

import orders_pb2_grpc


def databases(dsn, **settings):
    psycopg2.connect(host="db", connect_timeout=5)
    psycopg2.connect("host=db connect_timeout=5")
    psycopg2.connect(dsn)
    psycopg2.connect(dsn=dsn)
    psycopg2.connect(**settings)
    psycopg2.connect()
    psycopg.connect("postgresql://db/shop?connect_timeout=5")
    pymysql.connect(host="db", read_timeout=5)
    pymongo.MongoClient("mongodb://db", timeoutMS=5000)
    pymongo.MongoClient("mongodb://db", socketTimeoutMS=5000)
    pymongo.MongoClient("mongodb://db/?timeoutMS=5000")
    pymongo.MongoClient(dsn)
    elasticsearch.Elasticsearch()
    elasticsearch.Elasticsearch(request_timeout=5)
    redis.Redis(socket_timeout=None)
    boto3.client("s3")


async def pools(dsn):
    await asyncpg.connect(dsn, command_timeout=5)


def processes(command):
    subprocess.run(command, timeout=60)
    process = subprocess.Popen(command)
    process.communicate(b"input", 60)
    process.wait(60)
    process.wait(timeout=60)


async def streams(host, reader: asyncio.StreamReader):
    await asyncio.wait_for(asyncio.open_connection(host, 80), 5)
    await asyncio.wait_for(reader.read(100), timeout=5)
    async with asyncio.timeout(5):
        await reader.read(100)
    async with asyncio.timeout_at(5):
        await reader.readline()
    async with open_log() as log, async_timeout.timeout(5):
        log.write(await reader.readline())
    with anyio.fail_after(5):
        await reader.readline()
    with anyio.move_on_after(5):
        await reader.readline()
    with trio.fail_after(5):
        await reader.readline()


def open_log():
    return open("log", "w")


async def socket_messages(url):
    async with websockets.connect(url) as connection:
        return await connection.recv()


def remote(host, request):
    client = paramiko.SSHClient()
    client.connect(host, 22, "user", "password", None, None, 5)
    client.exec_command("ls", -1, 5)
    stub = orders_pb2_grpc.OrdersStub(grpc.insecure_channel(host))
    return stub.Place(request, timeout=5)


def messages(value, done: threading.Event, tasks: queue.Queue, thread: threading.Thread):
    producer = KafkaProducer()
    producer.send("topic", value)
    producer.send("topic", value).get(timeout=5)
    producer.send("topic", value).get(5)
    for message in KafkaConsumer("topic"):
        done.wait()
        tasks.get()
        thread.join()
        return message
