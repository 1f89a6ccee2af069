"""Rule pages: every rule has one, with the fixed headings, and its Python blocks do what they say."""

import json
import os
import pathlib
import re
import subprocess

import pytest

TOP = pathlib.Path(__file__).parents[2]
BLUETICK = os.environ.get("BLUETICK", str(TOP / "build" / "bluetick"))
HEADINGS = ["What it flags", "Why it costs", "Example", "Use instead", "When not to use", "Fix safety"]


def rules():
    done = subprocess.run(
        [BLUETICK, "rule", "--format", "json"], capture_output=True, text=True, timeout=30, check=True
    )
    listed = json.loads(done.stdout)
    return [rule["rule"] for rule in (listed["rules"] if isinstance(listed, dict) else listed)]


RULES = rules()


def page(rule):
    return (TOP / "server" / "rules" / f"{rule}.md").read_text(encoding="utf-8")


def blocks(text, heading):
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.S | re.M)
    return re.findall(r"```python\n(.*?)```", section.group(1), re.S) if section else []


def reported(rule, code, folder):
    path = folder / "page_example.py"
    path.write_text(code, encoding="utf-8")
    # The page of the project's own rules shows a query file: the example is judged by it.
    shown = re.findall(r"```scheme\n(.*?)```", page(rule), re.S)
    (folder / "shown.scm").write_text("".join(shown), encoding="utf-8")
    (folder / "bluetick.toml").write_text('queries = ["shown.scm"]\n', encoding="utf-8")
    where = ["--config", "bluetick.toml"] if shown else ["--isolated"]
    done = subprocess.run(
        [BLUETICK, "check", *where, "--no-cache", "--select", rule, "--format", "json", path.name],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["findings"]


@pytest.mark.parametrize("rule", RULES)
def test_page_has_the_headings_in_order(rule):
    assert re.findall(r"^## (.*)$", page(rule), re.M) == HEADINGS
    assert page(rule).startswith(f"# {rule}\n")


@pytest.mark.parametrize("rule", RULES)
def test_example_is_reported_and_the_better_code_is_not(rule, tmp_path):
    bad, good = blocks(page(rule), "Example"), blocks(page(rule), "Use instead")
    assert bad and good
    for code in bad:
        assert reported(rule, code, tmp_path), code
    for code in good:
        assert not reported(rule, code, tmp_path), code


@pytest.mark.parametrize("rule", RULES)
def test_page_travels_in_the_binary(rule):
    done = subprocess.run([BLUETICK, "rule", rule], capture_output=True, text=True, timeout=30, check=True)
    assert "What it flags" in done.stdout
