import hashlib
import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare


def drive(mod, env):
    target, other = env.tmp / "blob", env.tmp / "other"
    found = call(mod.save, env.base + "/blob", target), call(mod.checked, env.base + "/blob", other)
    bad = call(mod.checked, env.base + "/nothing", env.tmp / "x")
    return (found, [hashlib.sha256(path.read_bytes()).hexdigest() for path in (target, other)], bad[:2],
            (env.tmp / "x").exists())


compare(__file__, drive)
