"""Oracles of names: Python's symtable over the standard library, and random programs that are run.

A seeded sample of the library by default; ORACLE_ALL=1 takes every file (about a minute)."""

import os
import random
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).parent
DUMP = Path(os.environ.get("BLUETICK_ORACLES", "build/release/tests/oracle")) / "symtable_dump"
SAMPLE = 400
SEED = 20261125


def library_files():
    top = Path(sysconfig.get_paths()["stdlib"])
    found = sorted(str(path) for path in top.rglob("*.py") if "site-packages" not in path.parts)
    return found if os.environ.get("ORACLE_ALL") else random.Random(SEED).sample(found, SAMPLE)


def run(script, *arguments):
    command = [sys.executable, HERE / script, DUMP, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=900)


def test_names_equal_symtable():
    files = library_files()
    assert len(files) >= SAMPLE
    result = run("symtable_oracle.py", *files)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
    summary = result.stdout.splitlines()[-1]
    apart = int(summary.split(" apart")[0].split()[-1])
    assert apart * 100 < len(files), summary


def test_what_random_programs_do_is_foreseen():
    result = run("flow_oracle.py", "150")
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
