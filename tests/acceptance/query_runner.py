"""Runs functions of a case file against a real database and tells what they did.

Reads {"kind", "runs": [{"source", "name", "rows"}]} from standard input, writes a list of outcomes.
Settings, model registries and mappers are global, so each source gets a process of its own.
"""

import ast
import gc
import importlib
import itertools
import json
import os
import pathlib
import sys
import tempfile
import traceback

LIMIT = 100  # more than any run has rows


def literals(source, name):
    """{field: text} that the function compares with: every second row shall have it."""
    found = {}
    for node in ast.walk(definition(source, name)):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute):
            pairs = [(node.left.attr, node.comparators[0])]
        elif isinstance(node, ast.Call):
            pairs = [(keyword.arg, keyword.value) for keyword in node.keywords]
        else:
            continue
        found.update((field, value.value) for field, value in pairs
                     if isinstance(value, ast.Constant) and isinstance(value.value, str))
    return found


def definition(source, name):
    return next(node for node in ast.parse(source).body if getattr(node, "name", None) == name)


def arguments(function, known, count):
    """What a parameter's name stands for in the case files."""
    known = {
        "pk": 1, "limit": LIMIT, "ids": list(range(1, count + 1)),
        "names": ["nobody", *(f"x{number}" for number in range(1, count + 1))],
        "rows": [{"id": number, "name": f"new {number}"} for number in range(1, count + 1)], **known,
    }
    code = function.__code__
    return [known[name] for name in code.co_varnames[:code.co_argcount]]


def plain(value, row):
    """Plain data of what was returned; `row` gives the fields of a model's instance or None."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    fields = row(value)
    if fields is not None:
        return [type(value).__name__, sorted(fields.items())]
    if isinstance(value, dict):
        return sorted(([plain(key, row), plain(each, row)] for key, each in value.items()), key=repr)
    if isinstance(value, (set, frozenset)):
        return sorted((plain(each, row) for each in value), key=repr)
    if hasattr(value, "__iter__") and not isinstance(value, bytes):
        return [plain(each, row) for each in value]
    return repr(value)


def run(kind, module, one):
    """One outcome; what the function prints belongs to its result."""
    printed = []

    def record(*values, file=None, **_):
        if file is not None:
            file.close()
        printed.append(list(map(str, values)))

    module.print = record
    try:
        return {"error": None, **kind.work(module, one), "printed": printed}
    except Exception as error:  # the case's own failure is the outcome
        return {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}


def load(kind, folder, source):
    """The source as the module lab.models."""
    home = pathlib.Path(folder) / "lab"
    home.mkdir()
    (home / "__init__.py").touch()
    (home / "models.py").write_text(source, encoding="utf-8")
    sys.path.insert(0, folder)
    kind.prepare()
    return importlib.import_module("lab.models")


def forked(kind, runs):
    """The outcomes of runs of one source."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            with open(writer, "w", encoding="utf-8") as out, tempfile.TemporaryDirectory() as folder:
                module = load(kind, folder, runs[0]["source"])
                json.dump([run(kind, module, one) for one in runs], out, default=str)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader, encoding="utf-8") as told:
        outcomes = json.load(told)
    os.waitpid(child, 0)
    return outcomes


def main():
    sys.dont_write_bytecode = True
    asked = json.load(sys.stdin)
    kind = importlib.import_module(f"query_run_{asked['kind']}")
    gc.freeze()  # the forks share what is loaded
    groups = itertools.groupby(asked["runs"], key=lambda one: one["source"])
    json.dump([outcome for _, runs in groups for outcome in forked(kind, list(runs))], sys.stdout)


if __name__ == "__main__":
    main()
