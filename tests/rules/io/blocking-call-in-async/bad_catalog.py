"""Everything that holds the thread, at its shortest."""
import asyncio
import builtins
import concurrent.futures
import http.client
import io
import os
import shutil
import smtplib
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request
from pathlib import Path
from subprocess import check_output as output

import httpx
import MySQLdb
import psycopg
import psycopg2
import pymongo
import pymysql
import redis
import requests
from sqlalchemy import create_engine
from sqlalchemy.orm import Session


async def waiting():
    time.sleep(1)  # expect: io/blocking-call-in-async
    input()  # expect: io/blocking-call-in-async
    builtins.input("? ")  # expect: io/blocking-call-in-async


async def processes(command):
    subprocess.run(command)  # expect: io/blocking-call-in-async
    subprocess.call(command)  # expect: io/blocking-call-in-async
    subprocess.check_call(command)  # expect: io/blocking-call-in-async
    output(command)  # expect: io/blocking-call-in-async
    subprocess.getoutput("ls")  # expect: io/blocking-call-in-async
    process = subprocess.Popen(command)
    process.wait()  # expect: io/blocking-call-in-async
    process.communicate()  # expect: io/blocking-call-in-async
    os.system("ls")  # expect: io/blocking-call-in-async
    os.popen("ls")  # expect: io/blocking-call-in-async
    os.waitpid(1, 0)  # expect: io/blocking-call-in-async


async def network(url, host, session: requests.Session, client: httpx.Client):
    requests.get(url)  # expect: io/blocking-call-in-async
    session.post(url)  # expect: io/blocking-call-in-async
    httpx.get(url)  # expect: io/blocking-call-in-async
    client.get(url)  # expect: io/blocking-call-in-async
    urllib.request.urlopen(url)  # expect: io/blocking-call-in-async
    socket.create_connection((host, 80))  # expect: io/blocking-call-in-async
    smtplib.SMTP(host)  # expect: io/blocking-call-in-async
    connection = http.client.HTTPConnection(host)
    connection.request("GET", "/")  # expect: io/blocking-call-in-async


async def files(path: Path, name):
    open(name)  # expect: io/blocking-call-in-async
    io.open(name)  # expect: io/blocking-call-in-async
    path.open()  # expect: io/blocking-call-in-async
    path.read_text()  # expect: io/blocking-call-in-async
    path.read_bytes()  # expect: io/blocking-call-in-async
    path.write_text(name)  # expect: io/blocking-call-in-async
    path.write_bytes(b"")  # expect: io/blocking-call-in-async
    (path / name).read_text()  # expect: io/blocking-call-in-async
    Path(name).parent.joinpath("a").read_text()  # expect: io/blocking-call-in-async
    shutil.copy(name, "b")  # expect: io/blocking-call-in-async
    shutil.copy2(name, "b")  # expect: io/blocking-call-in-async
    shutil.copyfile(name, "b")  # expect: io/blocking-call-in-async
    shutil.copytree(name, "b")  # expect: io/blocking-call-in-async
    shutil.rmtree(name)  # expect: io/blocking-call-in-async
    shutil.move(name, "b")  # expect: io/blocking-call-in-async


async def databases(dsn, key):
    connection = sqlite3.connect(dsn)  # expect: io/blocking-call-in-async
    connection.execute("select 1")  # expect: io/blocking-call-in-async
    cursor = connection.cursor()
    cursor.execute("select 1")  # expect: io/blocking-call-in-async
    cursor.fetchall()  # expect: io/blocking-call-in-async
    cursor.fetchone()  # expect: io/blocking-call-in-async
    connection.commit()  # expect: io/blocking-call-in-async
    psycopg2.connect(dsn)  # expect: io/blocking-call-in-async
    psycopg.connect(dsn)  # expect: io/blocking-call-in-async
    pymysql.connect(host=dsn)  # expect: io/blocking-call-in-async
    MySQLdb.connect(host=dsn)  # expect: io/blocking-call-in-async
    cache = redis.Redis()
    cache.get(key)  # expect: io/blocking-call-in-async
    pymongo.MongoClient().shop.orders.find_one({})  # expect: io/blocking-call-in-async
    with Session(create_engine(dsn)) as session:
        session.execute("select 1")  # expect: io/blocking-call-in-async
        session.commit()  # expect: io/blocking-call-in-async


async def threads(pool: concurrent.futures.ThreadPoolExecutor, loop, main):
    pool.submit(print).result()  # expect: io/blocking-call-in-async
    asyncio.run_coroutine_threadsafe(main(), loop).result()  # expect: io/blocking-call-in-async
    worker = threading.Thread(target=print)
    worker.start()
    worker.join()  # expect: io/blocking-call-in-async
