import pathlib, sys; sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from _lib import call, compare


def drive(mod, env):
    source, target = env.tmp / "a", env.tmp / "b"
    source.write_bytes(bytes(range(256)) * 3000)
    done = call(mod.duplicate, source, target)
    missing = call(mod.duplicate, env.tmp / "none", env.tmp / "c")
    return done, target.read_bytes() == source.read_bytes(), missing[:2], (env.tmp / "c").exists()


compare(__file__, drive)
