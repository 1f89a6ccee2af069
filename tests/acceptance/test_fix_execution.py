"""Each pair is run: what --fix makes of before.py behaves as before.py does.

The pair's own run.py compares results, exceptions, order and side files, against a local server.
Only pairs whose rules this binary has are collected (fixes/README.md holds the table).
"""

import shutil
import subprocess
import sys

import pytest

from test_fixes import HERE, fix, io_pairs

ATTEMPTS = 3  # run.py asks for a speed-up too, and other work on the machine may hide it once


def run(folder):
    return subprocess.run([sys.executable, "-W", "ignore", "run.py"], cwd=folder, timeout=120,
                          capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name, selector", io_pairs())
def test_fixed_code_behaves_the_same(bluetick, tmp_path, name, selector):
    source = HERE / "io" / name
    pair = tmp_path / "pairs" / name
    shutil.copytree(source, pair)
    shutil.copy(HERE / "io" / "_lib.py", pair.parent)
    fixed, told = fix(bluetick, source / "before.py", selector, "before.py")
    assert fixed != (source / "before.py").read_bytes(), told
    (pair / "after.py").write_bytes(fixed)
    for _ in range(ATTEMPTS):
        done = run(pair)
        if done.returncode == 0 or "speed-up" not in done.stderr:
            break
    assert done.returncode == 0, done.stdout + done.stderr
    assert "same=True" in done.stdout
