"""Whole runs, byte for byte: output, errors and exit code. BLESS=1 rewrites what is expected."""

import os
import pathlib

import pytest

HERE = pathlib.Path(__file__).parent
ONE_RULE = ["--isolated", "--no-cache", "--select", "docs/missing-docstring"]

RUNS = {
    "text": ("project", ["check", *ONE_RULE, "."]),
    "text_color": ("project", ["check", *ONE_RULE, "--color", "always", "shop/prices.py"]),
    "concise": ("project", ["check", *ONE_RULE, "--format", "concise", "."]),
    "grouped": ("project", ["check", *ONE_RULE, "--format", "grouped", "."]),
    "json": ("project", ["check", *ONE_RULE, "--format", "json", "."]),
    "jsonl": ("project", ["check", *ONE_RULE, "--format", "jsonl", "."]),
    "statistics": ("project", ["check", *ONE_RULE, "--statistics", "."]),
    "quiet": ("project", ["check", *ONE_RULE, "--quiet", "--format", "concise", "."]),
    "diff": ("project", ["check", *ONE_RULE, "--diff", "shop/prices.py"]),
    "missing_path": ("project", ["check", *ONE_RULE, "--format", "concise", "shop/prices.py", "nowhere"]),
    "clean": ("project", ["check", "--isolated", "--ignore", "docs", "shop/prices.py"]),
    "show_files": ("project", ["check", "--isolated", "--show-files"]),
    "wrong_option": ("project", ["check", "--formt", "json"]),
    "wrong_command": ("project", ["chekc"]),
    "wrong_rule": ("project", ["check", "--isolated", "--select", "docs/missing-docstrings", "."]),
    "wrong_key": ("wrong_key", ["check", "."]),
    "help": ("project", ["help"]),
    "help_check": ("project", ["check", "--help"]),
    "help_rule": ("project", ["rule", "--help"]),
    "outline": ("project", ["debug", "outline", "shop/prices.py"]),
}


@pytest.mark.parametrize("name", RUNS)
def test_run(bluetick, name):
    folder, arguments = RUNS[name]
    done = bluetick(*arguments, cwd=HERE / folder)
    told = (f"$ bluetick {' '.join(arguments)}\n[exit {done.returncode}]\n"
            f"[stdout]\n{done.stdout.decode()}[stderr]\n{done.stderr.decode()}")
    path = HERE / "expected" / f"{name}.txt"
    if os.environ.get("BLESS"):
        path.write_text(told, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == told


def test_no_expectation_is_left_over():
    assert {path.stem for path in (HERE / "expected").iterdir()} == set(RUNS)
