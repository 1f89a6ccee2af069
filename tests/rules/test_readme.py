"""The README's generated parts are those of this build."""

import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).parents[2]


def test_rules_table_and_frame_are_up_to_date():
    tool = TOP / "tests" / "tools" / "readme.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], timeout=120, check=False)
    assert done.returncode == 0, "make readme writes them"
