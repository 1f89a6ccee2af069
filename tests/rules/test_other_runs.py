"""Rewrites of io, memory and cpu rules are run: each function of runs/ gives the same before and
after, whatever of it is rewritten."""

import shutil

import pytest

from test_rules import HERE, bluetick
from test_sequential_run import load, lib  # noqa: F401

IDS = list(range(12))
RULES = {
    "io_calls": "io/client-per-iteration,io/blocking-call-in-async,io/unbounded-gather,"
                "io/buffered-download,io/racy-update-across-await",
    "memory_cpu": "memory,cpu,cpu/uncached-pure-function,memory/missing-slots",
}
# Refused for a reason of its own, or rewritten in a helper.
LEFT = {
    "io_calls": {"c_client_before", "c_try", "c_two_lines", "r_one"},
    "memory_cpu": {"f_text", "m_param", "s_attribute", "c_tuple", "p_fib"},
}


def functions(text):
    """Name -> source of each function that is run."""
    found = {}
    for part in text.split("\n\n\n"):
        head = part.split("\n", 1)[0]
        if head.startswith(("def ", "async def ")) and "(base, ids)" in head:
            found[head.split("def ")[1].split("(")[0]] = part.strip()
    return found


NAMES = [(kind, name) for kind in RULES
         for name in functions((HERE / "runs" / f"{kind}.py").read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    result = {}
    for kind, rules in RULES.items():
        before, after = folder / f"{kind}_before.py", folder / f"{kind}_after.py"
        shutil.copy(HERE / "runs" / f"{kind}.py", before)
        shutil.copy(before, after)
        bluetick("--isolated", "--fix", "--unsafe-fixes", "--select", rules, after.name, cwd=folder)
        result[kind] = [(load(path, path.stem), functions(path.read_text(encoding="utf-8")))
                        for path in (before, after)]
    return result


@pytest.mark.parametrize("kind, name", NAMES)
def test_same_before_and_after(lib, versions, kind, name):  # noqa: F811
    (before, old_text), (after, new_text) = versions[kind]
    for ids in (IDS, []):
        results = []
        for module in (before, after):
            with lib.server() as server:
                result = lib.call(getattr(module, name), server.base, ids)
                results.append(repr(result).replace(module.__name__, "module"))
        assert results[1] == results[0], new_text[name]
    assert (new_text[name] != old_text[name]) == (name not in LEFT[kind])
