"""The rewrites of io/sequential-requests are run: each function of bad_run.py gives the same before
and after, from the same requests, and never with more at once than the rewrite says."""

import importlib.util
import shutil

import pytest

from test_rules import HERE, bluetick

FIXTURES = [HERE / "io/sequential-requests" / name for name in ("bad_run.py", "bad_run_more.py")]
PAIRS = HERE.parent / "acceptance/fixes/io"
IDS = list(range(14))
ROWS = [{"id": number} if number % 5 else {} for number in IDS]
HELPERS = {"url_of", "Shop", "closing", "suppress", "get", "urlopen", "load", "aload"}
# Refused for a reason of its own: run as it is.
LEFT = {"nested_comprehension", "condition_else", "a_aiohttp_status"}
FEW = {"async_literal", "a_literals"}
CAUGHT = {"try_outside", "a_suppress_around", "a_try_around", "n_suppress"}  # what an error ends has sent more by then
AT_ONCE = 11  # the server counts an answer a little longer than its reader does


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def lib():
    return load(PAIRS / "_lib.py", "loopback_server")


@pytest.fixture(scope="module")
def modules(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    loaded = {}
    for fixture in FIXTURES:
        before, after = (folder / f"{fixture.stem}_{version}.py" for version in ("before", "after"))
        shutil.copy(fixture, before)
        shutil.copy(fixture, after)
        told = bluetick("--isolated", "--fix", "--unsafe-fixes", "--select", "io/sequential-requests",
                        after.name, cwd=folder)
        assert before.read_bytes() != after.read_bytes(), told.stderr
        loaded[fixture.stem] = load(before, before.stem), load(after, after.stem)
    return loaded


def names():
    for fixture in FIXTURES:
        for line in fixture.read_text(encoding="utf-8").splitlines():
            if line.startswith(("def ", "async def ")):
                name = line.split("def ")[1].split("(")[0]
                if name not in HELPERS:
                    yield fixture.stem, name


def run(lib, module, name):
    with lib.server() as server:
        argument = ROWS if name == "caught_keys" else IDS
        result = lib.call(getattr(module, name), server.base, argument)
        if result[0] == "ok":
            result = (result[0], result[1], type(result[1]).__name__)
        return result, sorted(server.log), server.peak


@pytest.mark.parametrize("fixture, name", list(names()))
def test_same_before_and_after(lib, modules, fixture, name):
    before, after = modules[fixture]
    old, old_log, old_peak = run(lib, before, name)
    new, new_log, new_peak = run(lib, after, name)
    assert new == old
    assert old_peak <= 2
    assert new_peak > 2 or name in LEFT | FEW
    assert new_peak <= AT_ONCE
    if old[0] == "ok" and name not in CAUGHT:
        assert new_log == old_log
    else:
        assert set(old_log) <= set(new_log)


def test_nothing_to_send(lib, modules):
    _, after = modules["bad_run"]
    with lib.server() as server:
        assert lib.call(after.statements_before, server.base, []) == ("ok", [])
        assert lib.call(after.async_raise, server.base, []) == ("ok", [])
        assert lib.call(after.async_dict, server.base, []) == ("ok", {})
        assert server.requests == 0
