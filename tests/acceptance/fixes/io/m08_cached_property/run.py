import gc, weakref
import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare

alive = []


def drive(mod, env):
    seen = []
    plain = mod.Report.__init__

    def watched(self, rows):
        plain(self, rows)
        seen.append(weakref.ref(self))

    mod.Report.__init__ = watched
    found = call(mod.report, [1, 2, 3]), call(mod.report, [5])
    gc.collect()
    alive.append(sum(ref() is not None for ref in seen))
    return found


compare(__file__, drive)
print("   instances alive before/after:", alive)
assert alive == [2, 0], alive
