"""Code actions and hover on findings with safe, unsafe and refused fixes."""

import json

import pytest
from lsp_client import Client, FULL_CAPABILITIES, edit

URI = "file:///tmp/actions.py"
TEXT = '''"""Module."""
import time

import requests


def fetch(url):
    """Fetch a page.

    Args:
        url: Where it is.

    Returns:
        The answer.
    """
    return requests.get(url)


async def pause(url):
    """Wait a little.

    Args:
        url: What to read meanwhile.
    """
    name = "😀"; time.sleep(1)
    with open(url) as lines:
        print(name, lines)
'''
WHOLE = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}


def without(capabilities, *path):
    """The same client without one capability."""
    copy = json.loads(json.dumps(capabilities))
    inner = copy
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    return copy


def applied(text, edits):
    """The text after the edits, whose positions are UTF-16."""
    lines = text.split("\n")
    wide = [line.encode("utf-16-le") for line in lines]

    def offset(position):
        before = sum(len(line) + 1 for line in lines[: position["line"]])
        units = wide[position["line"]][: 2 * position["character"]]
        return before + len(units.decode("utf-16-le"))

    spans = [(offset(e["range"]["start"]), offset(e["range"]["end"]), e["newText"]) for e in edits]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def all_actions(client, range=WHOLE, diagnostics=(), uri=URI, **context):
    return client.request(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": range,
            "context": {"diagnostics": list(diagnostics), **context},
        },
    )


def actions(client, *arguments, **more):
    """Without the suppressions, which every finding has."""
    return [a for a in all_actions(client, *arguments, **more) if not a["title"].startswith("Ignore ")]


def titles(found):
    return [action["title"] for action in found]


def start(client, capabilities=None, text=TEXT):
    client.initialize(capabilities)
    client.open(URI, text)
    return {d["code"] + str(d["range"]["start"]["line"]): d for d in client.diagnostics(URI, 1)}


@pytest.fixture
def client():
    with Client() as client:
        client.found = start(client)
        yield client


def test_the_findings_of_this_file(client):
    assert set(client.found) == {
        "io/missing-timeout15",
        "io/blocking-call-in-async24",
        "io/blocking-call-in-async25",
    }


def test_a_safe_fix_is_preferred_and_an_unsafe_one_is_not(client):
    (safe,) = actions(client, diagnostics=[client.found["io/blocking-call-in-async24"]])
    assert safe["isPreferred"] is True and safe["kind"] == "quickfix"
    (unsafe,) = actions(client, diagnostics=[client.found["io/missing-timeout15"]])
    assert "isPreferred" not in unsafe


def test_resolve_builds_the_edit(client):
    (listed,) = actions(client, diagnostics=[client.found["io/blocking-call-in-async24"]])
    assert "edit" not in listed
    resolved = client.request("codeAction/resolve", listed)
    edit_ = resolved.pop("edit")
    assert resolved == listed
    (change,) = edit_["documentChanges"]
    assert change["textDocument"] == {"uri": URI, "version": 1}
    assert "changeAnnotations" not in edit_
    fixed = applied(TEXT, change["edits"])
    assert 'name = "😀"; await asyncio.sleep(1)' in fixed and "import asyncio\n" in fixed
    compile(fixed, "fixed.py", "exec")


def test_an_unsafe_edit_asks_to_be_confirmed(client):
    (listed,) = actions(client, diagnostics=[client.found["io/missing-timeout15"]])
    edit_ = client.request("codeAction/resolve", listed)["edit"]
    (change,) = edit_["documentChanges"]
    ids = {e["annotationId"] for e in change["edits"]}
    assert {edit_["changeAnnotations"][id]["needsConfirmation"] for id in ids} == {True}


def test_a_refused_fix_says_why(client):
    (refused,) = actions(client, diagnostics=[client.found["io/blocking-call-in-async25"]])
    assert refused["disabled"]["reason"] and "edit" not in refused and "data" not in refused
    with Client() as other:
        found = start(other, without(FULL_CAPABILITIES, "textDocument", "codeAction", "disabledSupport"))
        assert actions(other, diagnostics=[found["io/blocking-call-in-async25"]]) == []


def test_a_stale_action_is_refused(client):
    (listed,) = actions(client, diagnostics=[client.found["io/missing-timeout15"]])
    client.change(URI, 2, edit(0, 0, 0, 0, "\n"))
    assert client.request_error("codeAction/resolve", listed) == -32801
    client.close(URI)
    assert client.request_error("codeAction/resolve", listed) == -32801


@pytest.mark.parametrize(
    "data",
    [
        {"uri": URI},
        {"uri": URI, "version": "1"},
        {"uri": URI, "version": 1, "fingerprint": "0" * 16, "fix": "Add a timeout"},
        {"uri": URI, "version": 1, "fingerprint": "x" * 16, "fix": "Add a timeout"},
        {"uri": URI, "version": 1, "fix": "Add a timeout"},
        {"uri": URI, "version": 1, "fix": 7, "fingerprint": 7, "namesakes": -1},
        {"uri": URI, "version": 1, "source": "format"},
    ],
)
def test_resolving_what_was_never_offered(client, data):
    assert client.request_error("codeAction/resolve", {"title": "x", "data": data}) == -32801


def test_without_lazy_edits_and_versions_the_edit_comes_at_once():
    capabilities = without(FULL_CAPABILITIES, "textDocument", "codeAction", "resolveSupport")
    capabilities = without(capabilities, "workspace", "workspaceEdit")
    with Client() as client:
        found = start(client, capabilities)
        (action,) = actions(client, diagnostics=[found["io/missing-timeout15"]])
        edits = action["edit"]["changes"][URI]
        assert all("annotationId" not in e for e in edits)
        assert "requests.get(url, timeout=10)" in applied(TEXT, edits)


def test_the_poorest_client():
    with Client() as client:
        found = start(client, {})
        (action,) = actions(client, diagnostics=[found["io/missing-timeout15"]])
        assert list(action["edit"]) == ["changes"]


def test_context_only(client):
    all_ = titles(actions(client))
    assert len(all_) == 3
    assert titles(actions(client, only=["quickfix"])) == all_
    assert titles(actions(client, only=[""]))[:3] == all_
    assert actions(client, only=["refactor"]) == []
    assert actions(client, only=["quickfix.other"]) == []
    assert actions(client, only=["quick"]) == []
    assert titles(actions(client, only=["refactor", "quickfix"])) == all_
    for kind in ("source.fixAll", "source.addDocstrings"):
        for asked in (kind, f"{kind}.bluetick"):
            (source,) = actions(client, only=[asked])
            assert source["kind"] == f"{kind}.bluetick"
    assert len(actions(client, only=["source"])) == 2
    assert actions(client, only=["source.organizeImports"]) == []


def test_context_diagnostics(client):
    timeout = client.found["io/missing-timeout15"]
    assert len(actions(client, diagnostics=[timeout])) == 1
    # what a client that drops `data` still knows: code and place
    bare = {key: timeout[key] for key in ("range", "code", "message", "source")}
    assert titles(actions(client, diagnostics=[bare])) == titles(actions(client, diagnostics=[timeout]))
    # the diagnostics of other tools are not ours
    other = {**bare, "code": "E501", "source": "other"}
    assert actions(client, diagnostics=[other]) == []
    assert titles(actions(client, diagnostics=[other, timeout])) == ["Add a timeout"]
    # the cursor may stand elsewhere on the line
    elsewhere = {"start": {"line": 15, "character": 0}, "end": {"line": 15, "character": 0}}
    assert len(actions(client, range=elsewhere, diagnostics=[timeout])) == 1


def test_ranges(client):
    def at(line, character):
        return {key: {"line": line, "character": character} for key in ("start", "end")}

    assert titles(actions(client, range=at(15, 15))) == ["Add a timeout"]
    assert actions(client, range=at(15, 0)) == []
    assert actions(client, range=at(0, 0)) == []
    assert actions(client, range=at(500, 500)) == []


def test_fix_all_takes_the_safe_ones(client):
    (action,) = actions(client, only=["source.fixAll"])
    assert "edit" not in action
    (change,) = client.request("codeAction/resolve", action)["edit"]["documentChanges"]
    fixed = applied(TEXT, change["edits"])
    assert "await asyncio.sleep(1)" in fixed and "requests.get(url)\n" in fixed
    compile(fixed, "fixed.py", "exec")
    client.change(URI, 2, {"text": fixed})
    codes = [d["code"] for d in client.diagnostics(URI, 2)]
    assert codes == ["io/missing-timeout", "io/blocking-call-in-async"]
    # nothing safe is left
    (action,) = actions(client, only=["source.fixAll"])
    resolved = client.request("codeAction/resolve", action)
    assert [c["edits"] for c in resolved["edit"]["documentChanges"]] == [[]]


@pytest.mark.parametrize("code", ["io/blocking-call-in-async24", "io/missing-timeout15"])
def test_applying_a_fix_makes_its_finding_go(client, code):
    (listed,) = actions(client, diagnostics=[client.found[code]])
    (change,) = client.request("codeAction/resolve", listed)["edit"]["documentChanges"]
    client.change(URI, 2, {"text": applied(TEXT, change["edits"])})
    left = {d["data"]["fingerprint"] for d in client.diagnostics(URI, 2)}
    before = {d["data"]["fingerprint"] for d in client.found.values()}
    assert left == before - {client.found[code]["data"]["fingerprint"]}


def hover(client, line, character):
    return client.request(
        "textDocument/hover",
        {"textDocument": {"uri": URI}, "position": {"line": line, "character": character}},
    )


def test_hover_on_a_finding(client):
    shown = hover(client, 15, 14)
    assert shown["contents"]["kind"] == "markdown"
    assert shown["range"] == client.found["io/missing-timeout15"]["range"]
    text = shown["contents"]["value"]
    assert client.found["io/missing-timeout15"]["message"] in text
    assert "## Why it costs" in text and "## Fix safety" in text


def test_hover_elsewhere(client):
    assert hover(client, 0, 0) is None
    assert hover(client, 500, 3) is None


def test_hover_without_markdown():
    with Client() as client:
        start(client, {})
        assert hover(client, 15, 14)["contents"]["kind"] == "plaintext"


def test_hover_on_a_rule_in_a_comment(client):
    line = "x = 1  # bluetick: ignore[io/missing-timeout, docs] why"
    client.change(URI, 2, {"text": line + "\n"})
    client.diagnostics(URI, 2)
    shown = hover(client, 0, line.index("missing"))
    assert shown["contents"]["value"].startswith("# io/missing-timeout")
    assert hover(client, 0, line.index("why")) is None
    assert hover(client, 0, 0) is None


# ---- suppressions -----------------------------------------------------------------------------

HEAD = "import requests\n\n\n"
GET = "requests.get('u')"
SMELLS = {
    "plain": HEAD + f"x = {GET}\n",
    "no line end": HEAD + f"x = {GET}",
    "indented": HEAD + f"def f():\n    \"\"\"F.\"\"\"\n    {GET}\n",
    "comment": HEAD + f"x = {GET}  # noqa\n",
    "ignored other": HEAD + f"x = {GET}  # bluetick: ignore[docs] why\n",
    "ignored in file": "# bluetick: ignore-file[docs]\n" + HEAD + f"x = {GET}\n",
    "several rows": HEAD + "x = requests.get(\n    'u',\n    headers={},\n)\n",
    "string of several rows": HEAD + "x = requests.get(\"\"\"\nu\n\"\"\")\n",
    "backslash": HEAD + "x = \\\n    requests.get('u') \\\n    .json()\n",
    "windows": (HEAD + f"x = {GET}\n").replace("\n", "\r\n"),
    "shebang": "#!/usr/bin/python3\n# -*- coding: utf-8 -*-\n" + HEAD + f"x = {GET}\n",
    "wide": HEAD + f"y = '𝄞é'; x = {GET}  # é𝄞\n",
}
# What cannot be said where; all else can.
IMPOSSIBLE = {("string of several rows", "on this line"): False, ("backslash", "from the line above"): True,
              ("backslash", "on this line"): True}


@pytest.mark.parametrize("name", SMELLS)
@pytest.mark.parametrize("lazy", [True, False], ids=["lazy", "at once"])
def test_a_finding_can_be_ignored(name, lazy):
    text = SMELLS[name]
    with Client() as client:
        client.initialize(None if lazy else {})
        client.open(URI, text)
        [found] = [d for d in client.diagnostics(URI, 1) if d["code"] == "io/missing-timeout"]
        place = {key: found["range"]["start"] for key in ("start", "end")}
        offered = [a for a in all_actions(client, range=place, diagnostics=[found])
                   if a["title"].startswith("Ignore ")]
        places = [a["title"].removeprefix("Ignore io/missing-timeout ") for a in offered]
        missing = {where for where in ("on this line", "from the line above", "in this file")} - set(places)
        assert missing == {where for (case, where), is_so in IMPOSSIBLE.items() if case == name and is_so}
        for version, action in enumerate(offered, 2):
            assert action["kind"] == "quickfix" and "isPreferred" not in action
            if lazy:
                assert "edit" not in action
                action = client.request("codeAction/resolve", action)
            edit = action["edit"]
            edits = edit["changes"][URI] if "changes" in edit else edit["documentChanges"][0]["edits"]
            changed = applied(text, edits)
            uri = URI.replace(".py", f"_{version}.py")
            client.open(uri, changed)
            codes = [d["code"] for d in client.diagnostics(uri, 1)]
            assert "io/missing-timeout" not in codes, changed
            compile(changed, "x", "exec")


def test_suppressions_are_for_a_line_not_for_a_file(client):
    assert [a for a in all_actions(client) if a["title"].startswith("Ignore ")] == []
    timeout = client.found["io/missing-timeout15"]
    place = {key: timeout["range"]["start"] for key in ("start", "end")}
    assert len(all_actions(client, range=place)) == 4
    assert all_actions(client, range=place, only=["refactor"]) == []
    [action] = [a for a in all_actions(client, range=place) if a["title"].endswith("on this line")]
    client.change(URI, 2, edit(0, 0, 0, 0, "\n"))
    assert client.request_error("codeAction/resolve", action) == -32801
