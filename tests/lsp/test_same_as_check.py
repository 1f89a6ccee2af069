"""I5: for every fixture the server says what `bluetick check` says, and fixes what it fixes."""

import functools
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lsp_client import BLUETICK, Client, FULL_CAPABILITIES, ROOT

FIXTURES = sorted(
    path
    for folder in ("acceptance", "rules")
    for path in (ROOT / "tests" / folder).rglob("*.py*")
    if path.suffix in (".py", ".pyi") and path.parent != ROOT / "tests" / folder
)
SEVERITIES = {"error": 1, "warning": 2, "info": 3, "hint": 4}
CAPABILITIES = {**FULL_CAPABILITIES, "general": {"positionEncodings": ["utf-32"]}}
ACTIONS_MAX = 25  # findings of a file whose actions are compared


def test_there_are_fixtures():
    assert len(FIXTURES) > 20


def name_of(fixture):
    return str(fixture.relative_to(ROOT / "tests"))


@pytest.mark.parametrize("fixture", FIXTURES, ids=name_of)
def test_the_server_says_what_check_says(fixture, tmp_path):
    compare(fixture, tmp_path / "project")


@functools.cache
def known_rules():
    run = subprocess.run(
        [BLUETICK, "rule", "--format", "json"], capture_output=True, check=True, timeout=60
    )
    return {rule["rule"] for rule in json.loads(run.stdout)}


def is_known(selector):
    """Rules that are still to come cannot be enabled."""
    return "/" not in selector or "/".join(selector.split(".")[0].split("/")[:2]) in known_rules()


def project(fixture, folder):
    """A root of its own, where what the fixture enables is switched on."""
    folder.mkdir()
    inside = fixture.relative_to(ROOT / "tests").parts[2:]
    file = folder.joinpath(*inside)
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(fixture, file)
    head = fixture.read_bytes().decode(errors="replace").splitlines()[:2]
    enabled = [w for line in head for m in re.findall(r"# enable: (.*)", line) for w in re.split(r"[,\s]+", m) if w]
    enabled = [selector for selector in enabled if is_known(selector)]
    (folder / "bluetick.toml").write_text(f"extend-select = {json.dumps(enabled)}\n")
    return file


def check(file, folder, *arguments):
    run = subprocess.run(
        [BLUETICK, "check", "--no-cache", "--format", "json", *arguments, str(file.relative_to(folder))],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode in (0, 1), run.stderr
    return json.loads(run.stdout)["findings"]


def place(position):
    return position["line"] - 1, position["column"] - 1


def as_place(position):
    return position["line"], position["character"]


def message_of(finding):
    """Findings of one rule on one line are one diagnostic."""
    also = [other["subject"] or other["message"] for other in finding.get("also", [])]
    more = ", ".join(also[:4]) + (f" and {len(also) - 4} more" if len(also) > 4 else "")
    return finding["message"] + (f" (also on this line: {more})" if also else "")


def said_by_check(finding):
    return (
        place(finding["range"]["start"]),
        place(finding["range"]["end"]),
        finding["rule"],
        SEVERITIES[finding["severity"]],
        message_of(finding),
        finding["owner_line"] - 1,
        finding["fingerprint"],
    )


def said_by_server(diagnostic):
    return (
        as_place(diagnostic["range"]["start"]),
        as_place(diagnostic["range"]["end"]),
        diagnostic["code"],
        diagnostic["severity"],
        diagnostic["message"],
        diagnostic["data"]["ownerLine"],
        diagnostic["data"]["fingerprint"],
    )


def compare(fixture, folder):
    file = project(fixture, folder)
    findings = check(file, folder)
    text = file.read_bytes().decode("utf-8")
    uri = file.as_uri()
    with Client(cwd=folder) as client:
        client.initialize(CAPABILITIES, rootUri=folder.as_uri())
        client.open(uri, text)
        diagnostics = client.diagnostics(uri, 1)
        expected = [said_by_check(f) for f in findings]
        assert [said_by_server(d) for d in diagnostics] == expected, fixture
        for finding, diagnostic in list(zip(findings, diagnostics))[:ACTIONS_MAX]:
            compare_actions(client, uri, finding, diagnostic, fixture)


def compare_actions(client, uri, finding, diagnostic, fixture):
    actions = client.request(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": diagnostic["range"],
            "context": {"diagnostics": [diagnostic], "only": ["quickfix"]},
        },
    )
    assert all(a["kind"] == "quickfix" and a["diagnostics"] for a in actions)
    offered = [a for a in actions if "disabled" not in a and "suppress" not in a["data"]]
    refused = [a for a in actions if "disabled" in a]
    assert [a["title"] for a in offered] == [f["title"] for f in finding["fixes"]], fixture
    assert [(a["title"], a["disabled"]["reason"]) for a in refused] == [
        (r["title"], r["reason"]) for r in finding["refused"]
    ], fixture
    harmless = [f["title"] for f in finding["fixes"] if f["safety"] in ("safe", "placeholder")]
    assert [a["title"] for a in offered if a.get("isPreferred")] == harmless[:1], fixture
    for action, fix in zip(offered, finding["fixes"]):
        assert "edit" not in action
        (change,) = client.request("codeAction/resolve", action)["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": uri, "version": 1}
        assert [
            (as_place(e["range"]["start"]), as_place(e["range"]["end"]), e["newText"])
            for e in change["edits"]
        ] == [
            (place(e["range"]["start"]), place(e["range"]["end"]), e["text"]) for e in fix["edits"]
        ], fixture
