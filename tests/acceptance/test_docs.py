"""Docstring rules: every case file is reported exactly where it says, every pair comes out byte for byte."""

import ast
import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
BLUETICK = os.environ.get("BLUETICK", str(HERE.parents[1] / "build" / "bluetick"))
CASES = sorted((HERE / "docs").glob("*.py*"))
PAIRS = sorted((HERE / "fixes" / "docs").glob("*.before.py"))


def bluetick(*arguments, cwd):
    done = subprocess.run(
        [BLUETICK, "check", "--isolated", "--no-cache", *arguments],
        cwd=cwd, capture_output=True, text=True, timeout=60, check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done


def expected(path):
    result = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := re.search(r"# expect: (.+?)\s*$", line):
            result |= {(number, rule.strip()) for rule in match.group(1).split(",")}
    return result


def found(folder, name):
    done = bluetick("--select", "docs", "--format", "json", name, cwd=folder)
    return {(item["owner_line"], item["rule"]) for item in json.loads(done.stdout)["findings"]}


def fixed(folder, source, name):
    shutil.copy(source, folder / name)
    bluetick("--fix", "--unsafe-fixes", "--select", "docs", name, cwd=folder)
    return (folder / name).read_bytes()


class WithoutDocstrings(ast.NodeTransformer):
    def strip(self, node):
        self.generic_visit(node)
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            if isinstance(first.value.value, str):
                node.body = node.body[1:]
        return node

    visit_Module = visit_ClassDef = visit_FunctionDef = visit_AsyncFunctionDef = strip


def shape(code):
    return ast.dump(WithoutDocstrings().visit(ast.parse(code)))


def test_there_are_files():
    assert len(CASES) >= 50 and len(PAIRS) >= 20


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_case_is_reported_exactly_where_it_says(path):
    assert found(path.parent, path.name) == expected(path)


@pytest.mark.parametrize("before", PAIRS, ids=lambda path: path.name.split(".")[0])
def test_pair_comes_out_byte_for_byte(before, tmp_path):
    after = before.with_name(before.name.replace(".before.", ".after."))
    result = fixed(tmp_path, before, "module.py")
    assert result == after.read_bytes()
    assert found(tmp_path, "module.py") == set()
    assert fixed(tmp_path, after, "again.py") == result
    assert shape(result) == shape(before.read_bytes())
