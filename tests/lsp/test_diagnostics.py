"""Both roads of diagnostics: pushed with their version, and pulled with a result id."""

import re

import pytest
from lsp_client import Client, edit, with_pull

URI = "file:///tmp/diagnostics.py"
SMELL = "def smell(path):\n    return path\n"


def test_a_diagnostic_says_all():
    with Client() as client:
        client.initialize()
        client.open(URI, "\n" + SMELL, version=7)
        (found,) = client.diagnostics(URI, 7)
        assert found["range"] == {
            "start": {"line": 1, "character": 4},
            "end": {"line": 1, "character": 9},
        }
        assert found["source"] == "bluetick"
        assert found["code"] == "docs/missing-docstring"
        assert found["severity"] == 3
        assert found["message"]
        data = found["data"]
        assert data["version"] == 7 and data["rule"] == found["code"] and data["ownerLine"] == 1
        assert re.fullmatch("[0-9a-f]{16}", data["fingerprint"])


def test_push_without_pull_only():
    with Client() as client:
        result = client.initialize()
        assert "diagnosticProvider" not in result["capabilities"]
    with Client() as client:
        result = client.initialize(with_pull())
        assert result["capabilities"]["diagnosticProvider"]["identifier"] == "bluetick"
        client.open(URI, SMELL)
        assert len(client.pull(URI)["items"]) == 1
        assert client.notifications("textDocument/publishDiagnostics") == []


def test_pull_with_result_id():
    with Client() as client:
        client.initialize(with_pull())
        client.open(URI, SMELL)
        first = client.pull(URI)
        assert first["kind"] == "full" and len(first["items"]) == 1
        again = client.pull(URI, first["resultId"])
        assert again == {"kind": "unchanged", "resultId": first["resultId"]}
        client.change(URI, 2, edit(0, 0, 0, 0, "\n"))
        second = client.pull(URI, first["resultId"])
        assert second["kind"] == "full" and second["resultId"] != first["resultId"]
        assert second["items"][0]["range"]["start"]["line"] == 1
        client.change(URI, 3, edit(0, 0, 1, 0, ""))
        assert client.pull(URI, first["resultId"])["kind"] == "unchanged"
        assert client.pull(URI, "")["kind"] == "full"


def test_versions_never_go_back():
    with Client() as client:
        client.initialize()
        client.open(URI, SMELL)
        for version in range(2, 300):
            client.change(URI, version, edit(0, 0, 0, 0, "\n"))
        (found,) = client.diagnostics(URI, 299)
        assert found["range"]["start"]["line"] == 298
        versions = [p["version"] for p in client.notifications("textDocument/publishDiagnostics")]
        assert versions == sorted(set(versions))


def test_undo_gives_the_same_diagnostics():
    with Client() as client:
        client.initialize()
        client.open(URI, SMELL)
        before = client.diagnostics(URI, 1)
        client.change(URI, 2, edit(0, 4, 0, 5, "S"))
        client.diagnostics(URI, 2)
        client.change(URI, 3, edit(0, 4, 0, 5, "s"))
        after = client.diagnostics(URI, 3)
        assert after[0]["data"].pop("version") == 3 and before[0]["data"].pop("version") == 1
        assert after == before


def test_without_versions():
    with Client() as client:
        client.initialize()
        document = {"uri": URI, "languageId": "python", "text": SMELL}
        client.notify("textDocument/didOpen", {"textDocument": document})
        pushed = client.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics")
        assert "version" not in pushed["params"] and len(pushed["params"]["diagnostics"]) == 1


@pytest.mark.parametrize("pull", [False, True])
def test_a_file_that_is_too_large_says_so(pull):
    with Client() as client:
        client.initialize(with_pull() if pull else None)
        client.open(URI, SMELL * (20_000_000 // len(SMELL)))
        items = client.pull(URI)["items"] if pull else client.diagnostics(URI, 1)
        assert [(d["code"], d["severity"]) for d in items] == [("skipped", 3)]
        client.change(URI, 2, {"text": SMELL})
        items = client.pull(URI)["items"] if pull else client.diagnostics(URI, 2)
        assert [d["code"] for d in items] == ["docs/missing-docstring"]


def units_parsed(client, version):
    traced = client.wait(
        lambda m: m.get("method") == "$/logTrace" and f"version {version}:" in m["params"]["message"]
    )
    return int(re.search(r"parsed=(\d+)", traced["params"]["message"]).group(1))


def functions(count):
    return "".join(
        f"def function_{i}(path, size={i}):\n"
        f"    total = size\n"
        f"    for part in path:\n"
        f"        total += len(part)\n"
        f"    return total\n\n\n"
        for i in range(count)
    )


def test_a_keystroke_parses_one_unit():
    with Client() as client:
        client.initialize(trace="messages")
        client.open(URI, functions(300))
        assert units_parsed(client, 1) >= 300
        client.change(URI, 2, edit(7 * 150 + 1, 4, 7 * 150 + 1, 9, "sum_1"))
        assert units_parsed(client, 2) == 1
        client.change(URI, 3, edit(7 * 150 + 1, 4, 7 * 150 + 1, 9, "total"))
        assert units_parsed(client, 3) == 0  # undo: known by its hash
        client.change(URI, 4, edit(7 * 10 + 2, 0, 7 * 10 + 2, 0, "    size += 1\n"))
        assert units_parsed(client, 4) == 1  # a new line moves the rest, and parses nothing of it
        client.notify("$/setTrace", {"value": "off"})
        client.change(URI, 5, edit(0, 0, 0, 0, "\n"))
        client.diagnostics(URI, 5)
        assert not [p for p in client.notifications("$/logTrace") if "version 5:" in p["message"]]
