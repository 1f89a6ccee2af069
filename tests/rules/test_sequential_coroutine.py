"""Template N of io/sequential-requests: a function becomes a coroutine with httpx.AsyncClient, its
callers await or run it. Each rewrite is run; what must not be rewritten is refused with its reason."""

import json
import textwrap

import pytest

from alternative import apply, offered
from test_rules import bluetick as check
from test_sequential_run import CAUGHT, FIXTURES, ROWS, load, lib  # noqa: F401

RULE = "io/sequential-requests"
IDS = list(range(20))

# Source and what calls it: each has `run(base, ids)`.
SHAPES = {
    "names_and_caller": """
        import requests


        def table(base, ids):
            rows = {}
            for number in ids:
                reply = requests.get(f"{base}/item/{number}", timeout=10)
                rows[number] = reply.json()["sq"]
            return rows


        def run(base, ids):
            return table(base, ids)
        """,
    "caught": """
        import requests


        def split(base, ids):
            good, bad = [], []
            for number in ids:
                try:
                    reply = requests.get(f"{base}/flaky/{number}", timeout=(3, 10))
                    reply.raise_for_status()
                except requests.HTTPError:
                    bad.append(number)
                    continue
                good.append(reply.json()["id"])
            return good, bad


        def run(base, ids):
            return split(base, ids)
        """,
    "comprehension": """
        import requests


        def squares(base, ids):
            return [requests.get(f"{base}/item/{number}").json()["sq"] for number in ids if number % 2]


        async def run(base, ids):
            return squares(base, ids)[1:]
        """,
    "head_without_redirects": """
        from requests import head


        def codes(base, ids):
            found = []
            for _ in ids:
                found.append(head(f"{base}/redir", timeout=10).status_code)
                found.append(len(found))
            return found


        def run(base, ids):
            return codes(base, ids)
        """,
    "redirects_and_params": """
        import requests


        def pages(base, ids):
            found = []
            for number in ids:
                path = f"{base}/query"
                found.append(requests.get(path, params={"id": number}, allow_redirects=True, timeout=10).json())
            found.append(requests.codes.ok)
            return found


        def run(base, ids):
            return pages(base, ids)
        """,
}
SHAPES = {name: textwrap.dedent(text).lstrip() for name, text in SHAPES.items()}
SHAPES["head_without_redirects"] = SHAPES["head_without_redirects"].replace(
    "for _ in ids", "for path in [f'{base}/redir'] * len(ids)").replace(
    'head(f"{base}/redir", timeout', "head(path, timeout")


@pytest.mark.parametrize("name", SHAPES)
def test_runs_as_before(bluetick, lib, tmp_path, name):  # noqa: F811
    before = SHAPES[name].encode()
    fixes = [fix for fix in offered(bluetick, before, RULE) if "coroutine" in fix["title"]]
    assert len(fixes) == 1
    after = apply(before, fixes[0])
    assert b"httpx.AsyncClient" in after
    results = []
    for version, text in (("before", before), ("after", after)):
        path = tmp_path / f"{name}_{version}.py"
        path.write_bytes(text)
        module = load(path, path.stem)
        with lib.server() as server:
            results.append((lib.call(module.run, server.base, IDS), sorted(server.log)))
            peak = server.peak
    assert results[1] == results[0], after.decode()
    assert 1 < peak <= 11


def test_the_import_goes_when_nothing_needs_it(bluetick):
    names = SHAPES["names_and_caller"].encode()
    fix = next(fix for fix in offered(bluetick, names, RULE) if "coroutine" in fix["title"])
    assert b"requests" not in apply(names, fix)
    pages = SHAPES["redirects_and_params"].encode()
    fix = next(fix for fix in offered(bluetick, pages, RULE) if "coroutine" in fix["title"])
    assert b"import requests" in apply(pages, fix)


BASE = """import requests


def pages(urls):
    found = []
    for url in urls:
        reply = requests.get(url, timeout=10)
        found.append(reply.text)
    return found
"""
REFUSED = {
    "handed on": (BASE + "\n\nWORKERS = [pages]\n", "it is handed on at line 12, and its callers are not known"),
    "itself": (BASE.replace("    return found", "    pages(found)\n    return found"), "it calls itself at line 9"),
    "caller catches": (BASE + """

def main():
    try:
        return pages([])
    except requests.RequestException:
        return []
""", "the caller at line 14 catches what requests raises"),
    "response": (BASE.replace("reply.text", "reply.ok"), "`.ok` at line 8 is not the same with httpx"),
    "whole response": (BASE.replace("reply.text", "reply"), "the response itself is handed on at line 8"),
    "argument": (BASE.replace("timeout=10", "stream=True"), "httpx does not take `stream=True` (line 7) as requests does"),
    "parameters": (BASE.replace("timeout=10", "params={'a': None}"),
                   "httpx does not take `params={'a': None}` (line 7) as requests does"),
    "positional": (BASE.replace("timeout=10", "{'a': url}"), "httpx does not take `{'a': url}` (line 7) as requests does"),
    "exception": (BASE.replace("        found.append(reply.text)", """        try:
            found.append(reply.text)
        except requests.exceptions.InvalidURL:
            pass"""), "line 10 catches requests.exceptions.InvalidURL, which httpx does not raise"),
    "system error": (BASE.replace("        found.append(reply.text)", """        try:
            found.append(reply.text)
        except OSError:
            pass"""), "line 10 catches OSError, which httpx does not raise"),
    "decorated": (BASE.replace("def pages", "@staticmethod\ndef pages"), "it is decorated at line 4"),
    "method": ("import requests\n\n\nclass A:\n" + textwrap.indent(BASE.split("\n\n\n")[1], "    "),
               "it is a method, which others may override or call by name"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(bluetick, name):
    source, reason = REFUSED[name]
    bluetick.write("before.py", source)
    done = bluetick("check", "--isolated", "--no-cache", "--format", "json", "--select", RULE, "before.py")
    finding = json.loads(done.stdout)["findings"][0]
    reasons = [item["reason"] for item in finding["refused"] if "coroutine" in item["title"]]
    assert reasons == [reason]
    assert not [fix for fix in finding["fixes"] if "coroutine" in fix["title"]]


FEW = list(range(10))


def loops():
    """Each function of the other runs that may become a coroutine, with the edit."""
    for fixture in FIXTURES:
        lines = fixture.read_text(encoding="utf-8").splitlines()
        done = check("--isolated", "--select", RULE, "--format", "json", fixture.name, cwd=fixture.parent)
        for finding in json.loads(done.stdout)["findings"]:
            heads = [line for line in lines[:finding["owner_line"]] if line.startswith(("def ", "async def "))]
            name = heads[-1].split("def ")[1].split("(")[0] if heads else ""
            for fix in finding["fixes"]:
                if "coroutine" in fix["title"]:
                    yield fixture, name, fix


def test_every_loop_as_a_coroutine(lib, tmp_path):  # noqa: F811
    seen = set()
    for number, (fixture, name, fix) in enumerate(loops()):
        after_path = tmp_path / f"after{number}.py"
        after_path.write_bytes(apply(fixture.read_bytes(), fix))
        results = []
        for module in (load(fixture, f"before{number}"), load(after_path, after_path.stem)):
            with lib.server() as server:
                result = lib.call(getattr(module, name), server.base, ROWS[:10] if name == "caught_keys" else FEW)
                results.append((result, sorted(server.log), server.peak))
        (old, old_log, _), (new, new_log, peak) = results
        assert new == old, after_path.read_text()
        assert new_log == old_log or old[0] != "ok" or name in CAUGHT, name
        assert 1 < peak <= 11, name
        seen.add(name)
    assert len(seen) > 40
