"""Runs functions of a case file against a real database and tells what they did.

Reads {"kind", "runs": [{"source", "name", "rows"}]} from standard input, writes a list of outcomes.
Settings, model registries and mappers are global, so each source gets a process of its own.
A kind is the module query_run_<kind>: `prepare()` before the source is loaded, `watch(module, recorder)` after it,
`work(module, one, recorder)` to run one function on fresh rows.
"""

import ast
import gc
import importlib
import inspect
import itertools
import json
import os
import pathlib
import sys
import tempfile
import traceback

from query_recorder import Recorder

LIMIT = 100  # more than any run has rows


def literals(source, name, kind=str):
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
                     if isinstance(value, ast.Constant) and isinstance(value.value, kind))
    return found


def definition(source, name):
    return next(node for node in ast.parse(source).body if getattr(node, "name", None) == name)


def parameters(function):
    """Names of the arguments that have to be given."""
    return [each.name for each in inspect.signature(function).parameters.values()
            if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD]


def arguments(function, known, count):
    """What a parameter's name stands for in the case files."""
    known = {
        "pk": 1, "limit": LIMIT, "ids": list(range(1, count + 1)), "flag": False,
        "name": "x1", "kind": "x1", "zone": "x1", "mail": "x1", "state": "x1", "payload": {"x1": 1},
        "names": ["nobody", *(f"x{number}" for number in range(1, count + 1))],
        "rows": [{"id": number, "name": f"new {number}"} for number in range(1, count + 1)], **known,
    }
    return [known[name] for name in parameters(function)]


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
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if hasattr(value, "__iter__"):
        return [plain(each, row) for each in value]
    return repr(value)


def lines_of(error, path):
    return [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]


def run(kind, module, one, recorder):
    """One outcome; what the function prints belongs to its result."""
    printed = []

    def record(*values, file=None, **_):
        if file is not None:
            file.close()
        printed.append(list(map(str, values)))

    module.print = record
    try:
        told = {"error": None, "raised": [], **kind.work(module, one, recorder)}
    except Exception as error:  # the case's own failure is the outcome
        told = {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc(),
                "raised": lines_of(error, module.__file__)}
    recorder.stop()
    return {**told, "printed": printed, "statements": recorder.statements}


def load(kind, folder, source):
    """The source as the module lab.models."""
    home = pathlib.Path(folder) / "lab"
    home.mkdir()
    (home / "__init__.py").touch()
    (home / "models.py").write_text(source, encoding="utf-8")
    sys.path.insert(0, folder)
    kind.prepare()
    return importlib.import_module("lab.models")


def outcomes_of(kind, folder, runs):
    """A source that cannot be loaded fails in each of its runs."""
    try:
        module = load(kind, folder, runs[0]["source"])
    except Exception as error:  # an old library lacks what it imports
        told = {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc(), "raised": [],
                "printed": [], "statements": []}
        return [told for _ in runs]
    recorder = Recorder(module.__file__)
    kind.watch(module, recorder)
    return [run(kind, module, one, recorder) for one in runs]


def forked(kind, runs):
    """The outcomes of runs of one source."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            with open(writer, "w", encoding="utf-8") as out, tempfile.TemporaryDirectory() as folder:
                json.dump(outcomes_of(kind, folder, runs), out, default=str)
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
