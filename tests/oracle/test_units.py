"""Oracles of the unit scanner over real code: the standard library and what is installed.

A seeded sample by default; ORACLE_ALL=1 takes every file (about a minute)."""

import os
import random
import subprocess
import sysconfig
from pathlib import Path

import pytest

ORACLES = Path(os.environ.get("BLUETICK_ORACLES", "build/release/tests/oracle"))
SAMPLE = 1500
SEED = 20261125


def python_files():
    folders = {sysconfig.get_paths()[key] for key in ("stdlib", "purelib")}
    found = {path for folder in folders for path in Path(folder).rglob("*.py") if path.is_file()}
    files = sorted(str(path) for path in found)
    if os.environ.get("ORACLE_ALL"):
        return files
    return random.Random(SEED).sample(files, min(SAMPLE, len(files)))


def run(program, files):
    return subprocess.run(
        [ORACLES / program], input="\n".join(files) + "\n", capture_output=True, text=True, timeout=900
    )


@pytest.fixture(scope="module")
def files():
    found = python_files()
    assert len(found) > 300
    return found


def test_units_put_together_equal_the_whole_file(files):
    result = run("units_equal_whole", files)
    print(result.stdout[-3000:])
    assert result.returncode == 0, result.stdout[-3000:]
    assert f"{len(files)} files" in result.stdout


def test_damage_in_a_function_leaves_the_others_alone(files):
    result = run("broken_files", files)
    print(result.stdout)
    assert result.returncode == 0, result.stdout + result.stderr
