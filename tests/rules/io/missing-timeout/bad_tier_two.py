"""Tier 2: databases, processes, streams and remote calls."""
import asyncio
import subprocess
import xmlrpc.client

import asyncpg
import elasticsearch
import grpc
import paramiko
import psycopg
import psycopg2
import pymongo
import pymysql
import websockets
from kafka import KafkaProducer

import orders_pb2_grpc


def databases(password):
    psycopg2.connect(host="db", dbname="shop")  # expect: io/missing-timeout
    psycopg2.connect("host=db dbname=shop")  # expect: io/missing-timeout
    psycopg2.connect(dsn="host=db")  # expect: io/missing-timeout
    psycopg.connect("postgresql://db/shop")  # expect: io/missing-timeout
    psycopg.connect("host=db", connect_timeout=None)  # expect: io/missing-timeout
    pymysql.connect(host="db", password=password)  # expect: io/missing-timeout
    pymongo.MongoClient("mongodb://db")  # expect: io/missing-timeout
    elasticsearch.Elasticsearch(request_timeout=None)  # expect: io/missing-timeout
    elasticsearch.Elasticsearch(timeout=None)  # expect: io/missing-timeout


async def pools(dsn):
    await asyncpg.connect(dsn)  # expect: io/missing-timeout
    await asyncpg.create_pool(dsn, timeout=5)  # expect: io/missing-timeout


def processes(command):
    subprocess.run(command)  # expect: io/missing-timeout
    subprocess.call(command)  # expect: io/missing-timeout
    subprocess.check_call(command)  # expect: io/missing-timeout
    subprocess.check_output(command)  # expect: io/missing-timeout
    process = subprocess.Popen(command)
    process.communicate(b"input")  # expect: io/missing-timeout
    process.wait()  # expect: io/missing-timeout
    process.wait(None)  # expect: io/missing-timeout


async def streams(host):
    reader, writer = await asyncio.open_connection(host, 80)  # expect: io/missing-timeout
    await reader.read(100)  # expect: io/missing-timeout
    await reader.readline()  # expect: io/missing-timeout
    await reader.readexactly(4)  # expect: io/missing-timeout
    await reader.readuntil(b"\n")  # expect: io/missing-timeout


async def socket_messages(url):
    async with websockets.connect(url, open_timeout=None) as connection:  # expect: io/missing-timeout
        return await connection.recv()


def remote(host, request):
    client = paramiko.SSHClient()
    client.connect(host, 22, "user")  # expect: io/missing-timeout
    client.exec_command("ls", -1)  # expect: io/missing-timeout
    xmlrpc.client.ServerProxy(host)  # expect: io/missing-timeout
    stub = orders_pb2_grpc.OrdersStub(grpc.insecure_channel(host))
    return stub.Place(request)  # expect: io/missing-timeout


def messages(value):
    producer = KafkaProducer()
    return producer.send("topic", value).get()  # expect: io/missing-timeout
