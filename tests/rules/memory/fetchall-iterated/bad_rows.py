"""Rows that are used one by one, of every cursor that is known."""
import sqlite3
from collections import Counter

import psycopg
import pymysql
from sqlalchemy import create_engine

engine = create_engine("sqlite://")


def loops(connection: sqlite3.Connection, out):
    cursor = connection.cursor()
    cursor.execute("SELECT id, name FROM users")
    for row in cursor.fetchall():  # expect: memory/fetchall-iterated
        out.write("%d,%s\n" % row)
    for key, name in connection.execute("SELECT 1, 2").fetchall():  # expect: memory/fetchall-iterated
        print(key, name)
    names = [row[1] for row in connection.execute("SELECT 1, 2").fetchall()]  # expect: memory/fetchall-iterated
    return names, {row[0]: row for row in cursor.fetchall() if row}  # expect: memory/fetchall-iterated


def handed_on(connection: sqlite3.Connection):
    for row in connection.execute("SELECT 1").fetchall():  # expect: memory/fetchall-iterated
        yield row


def reducers(dsn):
    with psycopg.connect(dsn, connect_timeout=5) as connection:
        cursor = connection.execute("SELECT amount FROM sales")
        yield sum(row[0] for row in cursor.fetchall())  # expect: memory/fetchall-iterated
        yield sorted(cursor.fetchall(), key=len)  # expect: memory/fetchall-iterated
        yield Counter(cursor.fetchall())  # expect: memory/fetchall-iterated
        yield max(cursor.fetchall())  # expect: memory/fetchall-iterated
        yield set(cursor.fetchall())  # expect: memory/fetchall-iterated


class Store:
    def __init__(self):
        self.connection = pymysql.connect(read_timeout=5)

    def show(self):
        cursor = self.connection.cursor()
        cursor.execute("SELECT 1")
        for row in cursor.fetchall():  # expect: memory/fetchall-iterated
            print(row)


def of_an_engine(out):
    with engine.connect() as connection:
        for row in connection.execute("SELECT 1").fetchall():  # expect: memory/fetchall-iterated
            out.append(row)
