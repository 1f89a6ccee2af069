import sqlite3


def export(connection: sqlite3.Connection, out):
    cursor = connection.execute("SELECT id, name FROM users ORDER BY id")
    for row in cursor.fetchall():
        out.append("%d,%s" % row)


def total(connection: sqlite3.Connection):
    cursor = connection.cursor()
    cursor.execute("SELECT id FROM users")
    return sum(row[0] for row in cursor.fetchall())
