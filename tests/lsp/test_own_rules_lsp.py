"""Rules of a project's own in the server: what `check` says (I5), read again when a file changes."""

import json
import subprocess

import pytest
from lsp_client import BLUETICK, Client, FULL_CAPABILITIES, with_pull
from test_same_as_check import compare_actions, said_by_check, said_by_server

CAPABILITIES = {**FULL_CAPABILITIES, "general": {"positionEncodings": ["utf-32"]}}
QUERY = """; The client knows our proxies.
((call function: (_) @fn) @call
 (#resolves? @fn "acme.fetch")
 (#set! id "acme/bare-fetch")
 (#set! message "use the client")
 (#set! report call)
 (#set! fix-target fn)
 (#set! fix-import "acme.client:fetch")
 (#set! fix "{import}"))
"""
CODE = "import acme\n\n\ndef one():\n    return acme.fetch(1), acme.fetch(2)\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "smells").mkdir()
    (tmp_path / "smells" / "http.scm").write_text(QUERY)
    (tmp_path / "bluetick.toml").write_text('queries = ["smells/*.scm"]\nignore = ["docs"]\n')
    (tmp_path / "a.py").write_text(CODE)
    return tmp_path


def open_it(client, project, capabilities=CAPABILITIES):
    client.initialize(capabilities, rootUri=project.as_uri())
    uri = (project / "a.py").as_uri()
    client.open(uri, CODE)
    return uri


def changed(client, path):
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": 2}]})


def pushed(client, uri, wanted, start=0):
    message = client.wait(
        lambda m: m.get("method") == "textDocument/publishDiagnostics"
        and m["params"]["uri"] == uri and wanted(m["params"]["diagnostics"]),
        start=start,
    )
    return message["params"]["diagnostics"]


def test_the_server_says_what_check_says(project):
    run = subprocess.run(
        [BLUETICK, "check", "--no-cache", "--format", "json", "a.py"],
        cwd=project, capture_output=True, text=True, timeout=60,
    )
    findings = json.loads(run.stdout)["findings"]
    assert [f["rule"] for f in findings] == ["acme/bare-fetch"]
    assert findings[0]["fixes"]
    with Client(cwd=project) as client:
        uri = open_it(client, project)
        diagnostics = client.diagnostics(uri, 1)
        assert [said_by_server(d) for d in diagnostics] == [said_by_check(f) for f in findings]
        for finding, diagnostic in zip(findings, diagnostics):
            compare_actions(client, uri, finding, diagnostic, "a.py")


def test_a_changed_query_is_read_again(project):
    path = project / "smells" / "http.scm"
    with Client(cwd=project) as client:
        uri = open_it(client, project)
        assert [d["message"] for d in client.diagnostics(uri, 1)][0].startswith("use the client")
        path.write_text(QUERY.replace("use the client", "another message"))
        start = len(client.messages)
        changed(client, path)
        found = pushed(client, uri, lambda d: d and d[0]["message"].startswith("another"), start)
        assert found[0]["code"] == "acme/bare-fetch"
        path.write_text(QUERY.replace("acme.fetch\"", "acme.other\""))
        start = len(client.messages)
        changed(client, path)
        assert pushed(client, uri, lambda d: True, start) == []


def test_a_changed_query_changes_the_result_id(project):
    path = project / "smells" / "http.scm"
    with Client(cwd=project) as client:
        uri = open_it(client, project, with_pull())
        before = client.pull(uri)
        assert len(before["items"]) == 1
        assert client.pull(uri, before["resultId"])["kind"] == "unchanged"
        path.write_text(QUERY.replace("use the client", "another message"))
        changed(client, path)
        after = client.pull(uri, before["resultId"])
        assert after["kind"] == "full" and after["items"][0]["message"].startswith("another")


def test_a_config_that_begins_to_name_queries(project):
    (project / "bluetick.toml").write_text('ignore = ["docs"]\n')
    with Client(cwd=project) as client:
        uri = open_it(client, project)
        assert client.diagnostics(uri, 1) == []
        (project / "bluetick.toml").write_text('queries = ["smells/*.scm"]\nignore = ["docs"]\n')
        changed(client, project / "bluetick.toml")
        assert pushed(client, uri, bool)[0]["code"] == "acme/bare-fetch"
        (project / "bluetick.toml").write_text(
            'queries = ["smells/*.scm"]\nignore = ["docs", "acme/bare-fetch"]\n'
        )
        start = len(client.messages)
        changed(client, project / "bluetick.toml")
        assert pushed(client, uri, lambda d: True, start) == []


def test_an_error_stands_in_the_query_file(project):
    path = project / "smells" / "http.scm"
    path.write_text(QUERY.replace("#resolves?", "#resolved?"))
    with Client(cwd=project) as client:
        client.initialize(CAPABILITIES, rootUri=project.as_uri())
        (problem,) = pushed(client, path.as_uri(), bool)
        assert problem["range"]["start"] == {"line": 2, "character": 2}
        assert problem["severity"] == 1 and "unknown predicate #resolved?" in problem["message"]
        start = len(client.messages)
        path.write_text(QUERY)
        changed(client, path)
        assert pushed(client, path.as_uri(), lambda d: True, start) == []
        client.open((project / "a.py").as_uri(), CODE)
        assert len(client.diagnostics((project / "a.py").as_uri(), 1)) == 1


def test_one_wrong_file_leaves_the_others_in_force(project):
    (project / "smells" / "wrong.scm").write_text("(call @x")
    with Client(cwd=project) as client:
        uri = open_it(client, project)
        assert len(client.diagnostics(uri, 1)) == 1
        assert len(pushed(client, (project / "smells" / "wrong.scm").as_uri(), bool)) == 1


def test_an_unknown_id_stands_in_the_config(project):
    (project / "bluetick.toml").write_text('queries = ["smells/*.scm"]\nignore = ["acme/bare-fetsch"]\n')
    with Client(cwd=project) as client:
        open_it(client, project)
        (problem,) = pushed(client, (project / "bluetick.toml").as_uri(), bool)
        assert problem["range"]["start"]["line"] == 1
        assert "did you mean 'acme/bare-fetch'?" in problem["message"]


def test_hover_shows_the_page(project):
    with Client(cwd=project) as client:
        uri = open_it(client, project)
        client.diagnostics(uri, 1)
        text = client.request(
            "textDocument/hover",
            {"textDocument": {"uri": uri}, "position": {"line": 4, "character": 15}},
        )["contents"]["value"]
        assert "acme/bare-fetch" in text and "The client knows our proxies." in text


def test_files_are_watched_when_the_client_can(project):
    capabilities = {**CAPABILITIES, "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    with Client(cwd=project) as client:
        client.initialize(capabilities, rootUri=project.as_uri())
        asked = client.wait(lambda m: m.get("method") == "client/registerCapability")
        (one,) = asked["params"]["registrations"]
        assert one["method"] == "workspace/didChangeWatchedFiles"
        assert any("scm" in w["globPattern"] for w in one["registerOptions"]["watchers"])
        client.send({"jsonrpc": "2.0", "id": asked["id"], "result": None})
        client.shutdown()


def test_rules_change_while_fixes_are_asked_for(project):
    """Old findings are asked about while the rules they came from go away."""
    path = project / "smells" / "http.scm"
    with Client(cwd=project) as client:
        uri = open_it(client, project)
        (diagnostic,) = client.diagnostics(uri, 1)
        for turn in range(20):
            path.write_text(QUERY.replace("use the client", f"message {turn}") + "\n" * turn)
            changed(client, path)
            client.start_request("textDocument/codeAction", {
                "textDocument": {"uri": uri}, "range": diagnostic["range"],
                "context": {"diagnostics": [], "only": ["quickfix"]},
            })
        actions = client.request("textDocument/codeAction", {
            "textDocument": {"uri": uri}, "range": diagnostic["range"], "context": {"diagnostics": []},
        })
        assert any(a["kind"] == "quickfix" for a in actions)
