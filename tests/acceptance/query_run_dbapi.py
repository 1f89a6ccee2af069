"""One function of a file that writes SQL by hand, run against SQLite in memory."""

import re
import sqlite3

from query_runner import arguments, literals, plain


class Cursor(sqlite3.Cursor):
    """Python's own, in a class that can be watched."""

    def execute(self, sql, *given):
        return super().execute(sql, *given)

    def executemany(self, sql, *given):
        return super().executemany(sql, *given)


class Connection(sqlite3.Connection):
    """The same for a connection."""

    def cursor(self, factory=Cursor):
        return super().cursor(factory)

    def execute(self, sql, *given):
        return self.cursor().execute(sql, *given)

    def executemany(self, sql, *given):
        return self.cursor().executemany(sql, *given)

    def commit(self):
        return super().commit()


def fill(connection, count, texts):
    """`id` and whole numbers get the row's number, everything else a text of it."""
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = [(each[1], each[2]) for each in connection.execute(f"PRAGMA table_info({table})")]
        for number in range(1, count + 1):
            row = [number if re.match("INT", kind) else texts.get(name, f"x{number}")
                   if number % 2 == 1 else f"x{number}" for name, kind in columns]
            connection.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)
    connection.commit()


def contents(connection):
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: sorted((list(row) for row in connection.execute(f"SELECT * FROM {name}")), key=repr)
            for (name,) in names}


def prepare():
    pass


def watch(module, recorder):
    recorder.hook(Cursor, "execute")
    recorder.hook(Cursor, "executemany")
    recorder.hook(Connection, "commit", lambda _: "COMMIT")


def work(module, one, recorder):
    connection = sqlite3.connect(":memory:", factory=Connection)
    connection.executescript(module.SCHEMA)
    fill(connection, one["rows"], literals(one["source"], one["name"]))
    function = getattr(module, one["name"])
    known = {"conn": connection, "connection": connection, "cursor": connection.cursor()}
    recorder.start()
    value = plain(function(*arguments(function, known, one["rows"])), lambda _: None)
    recorder.stop()
    tables = contents(connection)
    connection.close()
    return {"value": value, "tables": tables}
