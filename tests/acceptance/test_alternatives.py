"""Pairs whose after-file is not the first rewrite but another one that is offered: byte for byte, and
run as the others are."""

import shutil
import subprocess
import sys

import pytest

from alternative import apply, offered
from binary import known_rules
from test_fixes import HERE

RULE = "io/sequential-requests"
PAIRS = ["b10_sync_to_async", "b16_async_literal_taskgroup"] if RULE in known_rules() else []
ATTEMPTS = 3


@pytest.mark.parametrize("name", PAIRS)
def test_alternative(bluetick, tmp_path, name):
    source = HERE / "io" / name
    before = (source / "before.py").read_bytes()
    wanted = (source / "after.py").read_bytes().decode()
    results = [apply(before, fix) for fix in offered(bluetick, before, RULE)]
    assert wanted in [result.decode() for result in results]
    pair = tmp_path / "pairs" / name
    shutil.copytree(source, pair)
    shutil.copy(HERE / "io" / "_lib.py", pair.parent)
    (pair / "after.py").write_text(wanted, encoding="utf-8")
    for _ in range(ATTEMPTS):
        done = subprocess.run([sys.executable, "-W", "ignore", "run.py"], cwd=pair, timeout=120,
                              capture_output=True, text=True, check=False)
        if done.returncode == 0 or "speed-up" not in done.stderr:
            break
    assert done.returncode == 0, done.stdout + done.stderr
