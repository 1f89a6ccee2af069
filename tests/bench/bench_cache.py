"""How much faster a second `bluetick check` is than the first, and what an edit costs.

    python3 tests/bench/bench_cache.py BINARY TREE

TREE is copied first. Each run is a whole process; of several the fastest counts. The times are those of
the processors (user and system), which other work on the machine disturbs least, and the wall's.
"""

import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

RUNS = 3


def run(binary, folder, *flags):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    done = subprocess.run([binary, "check", "-v", "--format", "concise", *flags, "."], cwd=folder,
                          capture_output=True, check=False)
    wall = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, wall, done


def fastest(binary, folder, *flags, prepare=lambda: None):
    times = []
    for _ in range(RUNS):
        prepare()
        spent, wall, done = run(binary, folder, *flags)
        times.append((spent, wall))
    return min(t[0] for t in times), min(t[1] for t in times), done


def main(binary, tree):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "tree"
        shutil.copytree(tree, folder, symlinks=True)
        lines = sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))
        print(f"{lines} lines of Python")
        for jobs in ("1", "2"):
            cold = fastest(binary, folder, "--jobs", jobs, "--no-cache")
            filled = fastest(binary, folder, "--jobs", jobs,
                             prepare=lambda: subprocess.run([binary, "clean"], cwd=folder, check=True,
                                                            capture_output=True))
            warm = fastest(binary, folder, "--jobs", jobs)
            assert cold[2].stdout == filled[2].stdout == warm[2].stdout
            print(f"{jobs} worker(s): cold {cold[0]:.2f} s ({cold[1]:.2f} s wall), with writing "
                  f"{filled[0]:.2f} s, warm {warm[0]:.2f} s ({warm[1]:.2f} s wall): "
                  f"{cold[0] / warm[0]:.0f} x ({cold[1] / warm[1]:.0f} x)")
        size = sum(p.stat().st_size for p in (folder / ".bluetick_cache").iterdir())
        print(f"cache: {size / 1e6:.1f} MB")
        changed = max(folder.rglob("test_*.py"), key=lambda path: path.stat().st_size)
        text = changed.read_text()
        last = list(re.finditer(r"\n( +)def test_\w+\(.*\):\n", text))[-1]
        changed.write_text(text[:last.end()] + last[1] + "    print(1)\n" + text[last.end():])
        spent, wall, done = run(binary, folder, "--jobs", "1")
        assert done.stdout == run(binary, folder, "--jobs", "1", "--no-cache")[2].stdout
        print(f"after an edit in {changed.relative_to(folder)}: {spent:.2f} s; "
              f"{done.stderr.decode().strip()}")


if __name__ == "__main__":
    main(str(pathlib.Path(sys.argv[1]).absolute()), sys.argv[2])
