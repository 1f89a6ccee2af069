"""I3: output is the same to the byte for any number of workers and any order of files."""

import random
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from binary import BLUETICK  # noqa: E402

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
FOLDERS = [ROOT / "tests" / "sample", ROOT / "tests" / "acceptance", LIBRARY / "asyncio", LIBRARY / "email"]


def check(folder, *arguments):
    command = [BLUETICK, "check", "--no-cache", "--format", "json", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=120)
    assert run.returncode in (0, 1, 3), run.stderr
    return run.stdout


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_workers_and_order_do_not_show(folder):
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.py"))
    assert len(files) > 5
    wanted = check(folder, "--jobs", "1")
    assert b'"findings"' in wanted
    for jobs in ("2", "8"):
        assert check(folder, "--jobs", jobs) == wanted
    rng = random.Random(5)
    whole = check(folder, "--jobs", "1", *files)
    for jobs in ("1", "2", "8"):
        rng.shuffle(files)
        assert check(folder, "--jobs", jobs, *files) == whole
