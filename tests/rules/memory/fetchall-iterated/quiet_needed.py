# enable: memory/fetchall-iterated.pandas
"""Lists of rows that are needed, and objects that are no cursors."""
import sqlite3

import pandas as pd

shared = sqlite3.connect("shared.db")


def kept(connection: sqlite3.Connection):
    rows = connection.execute("SELECT 1").fetchall()
    for row in rows:
        print(row)
    first = connection.execute("SELECT 1").fetchall()[0]
    return rows, first, len(connection.execute("SELECT 1").fetchall())


def statements(connection: sqlite3.Connection, other):
    cursor = connection.execute("SELECT 1")
    for row in cursor.fetchall():
        connection.execute("UPDATE t SET a = ?", row)
    for row in cursor.fetchall():
        connection.commit()
    for row in cursor.fetchall():
        cursor.execute("SELECT ?", row)
    for row in cursor.fetchall():
        other.execute("SELECT ?", row)
    for row in cursor.fetchall():
        update(connection, row)


def update(connection, row):
    connection.execute("UPDATE t SET a = ?", row)


def change(row):
    shared.execute("UPDATE t SET a = ?", row)


def out_of_sight():
    for row in shared.execute("SELECT 1").fetchall():
        change(row)


class Store:
    def __init__(self, path):
        self.connection = sqlite3.connect(path)

    def touch(self, row):
        self.connection.execute("UPDATE t SET a = ?", row)

    def all(self):
        for row in self.connection.execute("SELECT 1").fetchall():
            self.touch(row)


async def waits(connection: sqlite3.Connection, send):
    for row in connection.cursor().fetchall():
        await send(row)


def lazy(connection: sqlite3.Connection):
    return (row for row in connection.execute("SELECT 1").fetchall())


def unknown(cursor, result):
    for row in cursor.fetchall():
        print(row)
    for row in result.all():
        print(row)


def tables(path, options):
    frame = pd.read_csv(path)
    for row in frame.itertuples():
        print(row)
    for piece in pd.read_csv(path, chunksize=1000):
        print(piece)
    for row in pd.read_csv(path, nrows=10).itertuples():
        print(row)
    for row in pd.read_csv(path, **options).itertuples():
        print(row)
    return frame
