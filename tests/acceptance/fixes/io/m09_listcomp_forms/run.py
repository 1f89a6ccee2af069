import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare


def drive(mod, env):
    return call(mod.summary, ["b ", "a", "", "ccc"]), call(mod.summary, []), call(mod.summary, ["a", None])


compare(__file__, drive)
