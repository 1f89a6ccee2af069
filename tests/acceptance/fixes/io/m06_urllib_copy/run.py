import hashlib
import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare


def drive(mod, env):
    target = env.tmp / "blob"
    done = call(mod.fetch, env.base + "/blob", target)
    bad = call(mod.fetch, env.base + "/nothing", env.tmp / "x")
    return done, hashlib.sha256(target.read_bytes()).hexdigest(), bad[:2], (env.tmp / "x").exists()


compare(__file__, drive)
