"""Fixtures of rules: bad files say where, quiet files say nothing, fixed files come out as written.

tests/rules/<category>/<name>/ holds bad_*.py with `# expect: rule/id[, rule/id]` at the end of owner
lines, quiet_*.py, NAME.fixed.py beside bad files (the result of --fix --unsafe-fixes), and report.txt,
the text report of the bad files. `# enable: selector` in the first two lines switches things on;
NAME.toml beside NAME.py is the config it is checked with.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
BLUETICK = os.environ.get("BLUETICK", str(HERE.parents[1] / "build" / "bluetick"))
FOLDERS = sorted(p for p in HERE.glob("*/*") if p.is_dir() and list(p.glob("*.py")))
BLESS = bool(os.environ.get("BLESS"))


def rule_of(folder):
    return f"{folder.parent.name}/{folder.name}"


def sources(folder, prefix):
    return sorted(p for p in folder.glob(f"{prefix}_*.py") if not p.name.endswith(".fixed.py"))


def selector(path, rule):
    head = path.read_text(encoding="utf-8", errors="replace").splitlines()[:2]
    enabled = [m.group(1) for line in head if (m := re.search(r"# enable: (\S+)", line))]
    return ",".join([rule, *enabled])


def config_of(path):
    config = path.with_suffix(".toml")
    return ["--config", str(config)] if config.exists() else ["--isolated"]


def bluetick(*arguments, cwd):
    done = subprocess.run(
        [BLUETICK, "check", "--no-cache", *arguments],
        cwd=cwd, capture_output=True, text=True, timeout=60, check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done


def found(path, rule):
    done = bluetick(*config_of(path), "--select", selector(path, rule), "--format", "json", path.name,
                    cwd=path.parent)
    return {
        (item["owner_line"], item["rule"]) for item in json.loads(done.stdout)["findings"]
    }


def expected(path):
    result = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := re.search(r"# expect: (.+?)\s*$", line):
            result |= {(number, rule.strip()) for rule in match.group(1).split(",")}
    return result


@pytest.mark.parametrize("folder", FOLDERS, ids=rule_of)
def test_bad_files_are_reported_where_they_say(folder):
    bad = sources(folder, "bad")
    assert bad, "a rule needs a bad file"
    for path in bad:
        wanted = expected(path)
        assert wanted, f"{path.name} expects nothing"
        assert found(path, rule_of(folder)) == wanted, path.name


@pytest.mark.parametrize("folder", FOLDERS, ids=rule_of)
def test_quiet_files_are_quiet(folder):
    quiet = sources(folder, "quiet")
    assert quiet, "a rule needs a quiet file"
    for path in quiet:
        assert found(path, rule_of(folder)) == set(), path.name


FIXED = sorted(HERE.glob("*/*/*.fixed.py"))


@pytest.mark.parametrize("fixed", FIXED, ids=lambda p: f"{rule_of(p.parent)}/{p.name}")
def test_fixes_come_out_as_written(fixed, tmp_path):
    bad = fixed.with_name(fixed.name.replace(".fixed.py", ".py"))
    copy = tmp_path / bad.name
    shutil.copy(bad, copy)
    rule = rule_of(fixed.parent)
    bluetick(*config_of(bad), "--fix", "--unsafe-fixes", "--select", selector(bad, rule), copy.name,
             cwd=tmp_path)
    if BLESS:
        shutil.copy(copy, fixed)
    assert copy.read_bytes() == fixed.read_bytes()
    compile(copy.read_bytes(), str(copy), "exec")


@pytest.mark.parametrize("folder", FOLDERS, ids=rule_of)
def test_reports_are_the_snapshot(folder):
    snapshot = folder / "report.txt"
    text = ""
    for path in sources(folder, "bad"):
        rule = rule_of(folder)
        text += bluetick(*config_of(path), "--select", selector(path, rule), "--color", "never",
                         path.name, cwd=folder).stdout
    wanted_rule = os.environ.get("BLESS_RULE", "")
    if BLESS and wanted_rule in ("", rule_of(folder)):
        snapshot.write_text(text, encoding="utf-8")
    assert snapshot.exists(), "make bless writes report.txt; read it before committing"
    assert text == snapshot.read_text(encoding="utf-8")
