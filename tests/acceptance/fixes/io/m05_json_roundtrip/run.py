import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare


def drive(mod, env):
    tree = {"a": [1, 2.5, None, True], "b": {"c": "text"}, "d": []}
    found = call(mod.clone, tree)
    other = call(mod.sorted_clone, tree)
    return found, other, found[1] is tree, found[1]["a"] is tree["a"]


compare(__file__, drive, note="(unsafe: tuples and keys that are no strings stay as they are)")
