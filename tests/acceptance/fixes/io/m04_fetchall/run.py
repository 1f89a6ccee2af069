import sqlite3, tracemalloc
import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare

peak = []


def drive(mod, env):
    connection = sqlite3.connect(env.tmp / "db")
    connection.execute("CREATE TABLE users (id INTEGER, name TEXT)")
    empty = call(mod.total, connection)
    connection.executemany("INSERT INTO users VALUES (?, ?)", ((i, "name %d" % i) for i in range(30000)))
    rows = []
    done = call(mod.export, connection, rows)
    tracemalloc.start()
    found = call(mod.total, connection)
    peak.append(tracemalloc.get_traced_memory()[1] // 1024)
    tracemalloc.stop()
    connection.close()
    return empty, done, rows, found


compare(__file__, drive)
print("   peak KiB before/after:", peak)
assert peak[1] < peak[0] / 10
