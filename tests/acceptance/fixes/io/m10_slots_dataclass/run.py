import tracemalloc
import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare

peak = []


def drive(mod, env):
    tracemalloc.start()
    made = mod.build(50000)
    peak.append(tracemalloc.get_traced_memory()[0] // 1024)
    tracemalloc.stop()
    return repr(made[7]), made[3].swapped().left, made[1] < made[2], made[1] == mod.Pair(1, 2)


compare(__file__, drive)
print("   KiB before/after:", peak)
assert peak[1] < peak[0] * 0.85
