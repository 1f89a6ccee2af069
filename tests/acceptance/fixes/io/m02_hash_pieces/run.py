import tracemalloc
import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare

peak = []


def drive(mod, env):
    path, empty = env.tmp / "a", env.tmp / "b"
    path.write_bytes(bytes(range(256)) * 20000)
    empty.write_bytes(b"")
    tracemalloc.start()
    found = call(mod.digest, path)
    peak.append(tracemalloc.get_traced_memory()[1] // 1024)
    tracemalloc.stop()
    return found, call(mod.digest, empty), call(mod.digest, env.tmp / "none")[:2]


compare(__file__, drive)
print("   peak KiB before/after:", peak)
assert peak[1] < peak[0] / 10
