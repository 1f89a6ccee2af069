"""Engines and their like, on without being asked for."""
import os

import boto3
from celery import shared_task
from fastapi import FastAPI
from pymongo import MongoClient
from sqlalchemy import create_engine

app = FastAPI()
DSN = "postgresql://db/shop"


def orders(number):
    engine = create_engine(DSN, pool_size=5)  # expect: io/client-per-call
    with engine.connect() as connection:
        return connection.execute(number)


def all_orders(numbers):
    return [orders(number) for number in numbers]


@app.get("/users/{name}")
async def user(name):
    client = MongoClient(os.environ["MONGO"])  # expect: io/client-per-call
    return client.shop.users.find_one({"name": name})


@shared_task
def upload(path):
    boto3.client("s3").upload_file(path, "bucket", path)  # expect: io/client-per-call


@app.task(bind=True)
def download(self, path):
    storage = boto3.resource("s3", region_name=os.getenv("REGION"))  # expect: io/client-per-call
    storage.Bucket("bucket").download_file(path, path)


def connect():
    return create_engine(DSN)  # expect: io/client-per-call


def each(queries):
    for query in queries:
        connect().execute(query)


class Repository:
    url = DSN

    def count(self, table):
        engine = create_engine(self.url)  # expect: io/client-per-call
        return engine.connect().execute(table)

    def counts(self, tables):
        for table in tables:
            print(self.count(table))


def stored(row):
    boto3.resource("dynamodb").Table("rows").put_item(Item=row)  # expect: io/client-per-call


def checked(row):
    if row:
        stored(row)


def all_rows(rows):
    for row in rows:
        checked(row)
