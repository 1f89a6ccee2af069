import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare


def drive(mod, env):
    users, table = ["b", "a", "c"], {"x": 1, "y": 2}
    return (call(mod.lookup, table, ["y", "x", "y"]), call(mod.lookup, table, ["z"]), call(mod.names, users, table),
            call(mod.names, [], {}), users, table)


compare(__file__, drive)
