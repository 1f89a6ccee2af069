"""The server's text is the client's text: every kind of change, in every encoding, in order."""

import pytest
from lsp_client import Client, FULL_CAPABILITIES, edit, replace_all

URI = "file:///tmp/sync.py"
SMELL = "def smell(path):\n    return path\n"


def starts(diagnostics):
    return [(d["range"]["start"]["line"], d["range"]["start"]["character"]) for d in diagnostics]


def ends(diagnostics):
    return [(d["range"]["end"]["line"], d["range"]["end"]["character"]) for d in diagnostics]


def offering(encoding):
    return {**FULL_CAPABILITIES, "general": {"positionEncodings": [encoding]}}


@pytest.fixture
def client():
    with Client() as client:
        client.initialize()
        yield client


def test_changes_of_one_notification_apply_in_order(client):
    client.open(URI, "x = 1\n")
    client.change(
        URI, 2, edit(1, 0, 1, 0, SMELL), edit(1, 4, 1, 9, "other"), edit(0, 0, 1, 0, "\n\n\n")
    )
    assert starts(client.diagnostics(URI, 2)) == [(3, 4)]


def test_a_later_change_sees_the_earlier_one(client):
    client.open(URI, "")
    client.change(URI, 2, *[edit(0, i, 0, i, c) for i, c in enumerate("def smell(path): return path")])
    assert starts(client.diagnostics(URI, 2)) == [(0, 4)]


def test_whole_text_and_ranges_mixed(client):
    client.open(URI, "x = 1\n")
    client.change(URI, 2, replace_all("\n" + SMELL), edit(0, 0, 1, 0, ""), edit(0, 0, 0, 0, "\n\n"))
    assert starts(client.diagnostics(URI, 2)) == [(2, 4)]


def test_ranges_past_the_end_are_clamped(client):
    client.open(URI, "x = 1\n")
    client.change(URI, 2, edit(500, 0, 900, 7, SMELL))
    assert starts(client.diagnostics(URI, 2)) == [(1, 4)]
    client.change(URI, 3, edit(0, 4, 0, 2**31 - 1, "2"))
    assert starts(client.diagnostics(URI, 3)) == [(1, 4)]
    client.change(URI, 4, edit(0, 0, 2**31 - 1, 2**31 - 1, ""))
    assert client.diagnostics(URI, 4) == []


def test_inverted_ranges_are_turned_around(client):
    client.open(URI, "x = 1\n" + SMELL)
    client.change(URI, 2, edit(1, 0, 0, 0, ""))
    assert starts(client.diagnostics(URI, 2)) == [(0, 4)]


def test_did_change_before_did_open_is_ignored_and_logged(client):
    client.change(URI, 2, replace_all(SMELL))
    client.wait(lambda m: m.get("method") == "window/logMessage" and "didOpen" in str(m))
    client.open(URI, "x = 1\n", version=3)
    assert client.diagnostics(URI, 3) == []
    assert [p["version"] for p in client.notifications("textDocument/publishDiagnostics")] == [3]


def test_second_did_open_replaces(client):
    client.open(URI, SMELL)
    assert len(client.diagnostics(URI, 1)) == 1
    client.open(URI, "\n\n" + SMELL, version=5)
    assert starts(client.diagnostics(URI, 5)) == [(2, 4)]
    client.change(URI, 6, edit(0, 0, 2, 0, ""))
    assert starts(client.diagnostics(URI, 6)) == [(0, 4)]


def test_did_close_clears_pushed_diagnostics(client):
    client.open(URI, SMELL)
    client.diagnostics(URI, 1)
    client.close(URI)
    client.wait(
        lambda m: m.get("method") == "textDocument/publishDiagnostics"
        and m["params"] == {"uri": URI, "diagnostics": []}
    )
    client.change(URI, 2, replace_all(SMELL + SMELL))
    client.request_error("no/such")
    assert len(client.notifications("textDocument/publishDiagnostics")) == 2


def test_broken_params_are_ignored(client):
    client.open(URI, SMELL)
    client.diagnostics(URI, 1)
    for params in (
        None,
        {},
        [],
        {"textDocument": 7},
        {"textDocument": {"uri": 7}},
        {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [7, None, {}, {"text": 7}]},
        {"textDocument": {"uri": URI, "version": 2}, "contentChanges": "x"},
        {
            "textDocument": {"uri": URI, "version": 2},
            "contentChanges": [{"range": {"start": 1}, "text": "x"}],
        },
    ):
        for method in ("didOpen", "didChange", "didClose", "didSave"):
            if method != "didClose":
                client.notify("textDocument/" + method, params)
    client.change(URI, 3, edit(0, 0, 0, 0, "\n"))
    assert starts(client.diagnostics(URI, 3)) == [(1, 4)]


@pytest.mark.parametrize(
    "encoding, unit", [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)]
)
def test_columns_after_astral_characters(encoding, unit):
    text = 's = "😀😀"; x = 1\n'
    with Client() as client:
        client.initialize(offering(encoding))
        client.open(URI, text)
        column = 5 + 2 * unit + 2  # behind the closing quote and the semicolon
        client.change(URI, 2, edit(0, column, 0, column + 6, "\n" + SMELL))
        assert starts(client.diagnostics(URI, 2)) == [(1, 4)]
        assert ends(client.diagnostics(URI, 2)) == [(1, 9)]
        # an edit that begins inside a character begins at the character
        client.change(URI, 3, edit(0, 5, 0, 5 + 2 * unit, ""), edit(0, 0, 1, 0, ""))
        assert starts(client.diagnostics(URI, 3)) == [(0, 4)]


@pytest.mark.parametrize("encoding, column", [("utf-8", 16), ("utf-16", 15), ("utf-32", 14)])
def test_columns_of_a_finding_behind_wide_characters(encoding, column):
    with Client() as client:
        client.initialize(offering(encoding))
        client.open(URI, "class Größe:\n    '''Doc.'''\n    x = 1\n")
        client.diagnostics(URI, 1)
        client.change(URI, 2, replace_all("def smell(a='é😀'): return a\n"))
        (found,) = client.diagnostics(URI, 2)
        assert found["range"]["start"] == {"line": 0, "character": 4}
        answer = client.request(
            "textDocument/hover",
            {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 6}},
        )
        assert answer["range"] == found["range"]
        client.change(URI, 3, edit(0, column, 0, column, "x"))  # past the closing quote: )
        client.change(URI, 4, edit(0, column, 0, column + 1, ""))
        assert client.diagnostics(URI, 4)[0]["range"] == found["range"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(client, end):
    client.open(URI, end.join(["x = 1", "", "def smell(path):", "    return path", ""]))
    assert starts(client.diagnostics(URI, 1)) == [(2, 4)]
    client.change(URI, 2, edit(0, 5, 1, 0, ""))
    assert starts(client.diagnostics(URI, 2)) == [(1, 4)]


def test_edits_across_mixed_line_ends(client):
    client.open(URI, "a = 1\r\nb = 2\rc = 3\n" + SMELL)
    assert starts(client.diagnostics(URI, 1)) == [(3, 4)]
    client.change(URI, 2, edit(0, 5, 1, 0, "\r"))  # CRLF becomes CR
    assert starts(client.diagnostics(URI, 2)) == [(3, 4)]
    client.change(URI, 3, edit(1, 0, 1, 0, "\n"))  # CR becomes CRLF: no line more
    assert starts(client.diagnostics(URI, 3)) == [(3, 4)]
    client.change(URI, 4, edit(1, 5, 2, 0, "; "))
    assert starts(client.diagnostics(URI, 4)) == [(2, 4)]


def test_a_byte_order_mark_is_no_column(client):
    client.open(URI, "\ufeff" + SMELL)
    assert starts(client.diagnostics(URI, 1)) == [(0, 4)]
    client.change(URI, 2, edit(0, 4, 0, 9, "smell"))
    assert starts(client.diagnostics(URI, 2)) == [(0, 4)]


def test_a_coding_cookie_says_nothing_about_an_editors_text(client):
    client.open(URI, "# -*- coding: latin-1 -*-\nx = 'é'; " + "y = 1\n" + SMELL)
    assert starts(client.diagnostics(URI, 1)) == [(2, 4)]
    client.change(URI, 2, edit(1, 9, 1, 14, "\n"))
    assert starts(client.diagnostics(URI, 2)) == [(3, 4)]


@pytest.mark.parametrize(
    "uri, other",
    [
        ("file:///tmp/a%20b%23c.py", "file:///tmp/a b%23c.py"),
        ("file:///tmp/%C3%A9.py", "file:///tmp/%c3%a9.py"),
        ("file:///tmp/%61.py", "file:///tmp/a.py"),
        ("file://localhost/tmp/a.py", "file:///tmp/a.py"),
    ],
)
def test_uris_are_echoed_and_two_spellings_are_one_document(client, uri, other):
    client.open(uri, SMELL)
    assert len(client.diagnostics(uri, 1)) == 1
    client.change(other, 2, edit(0, 0, 0, 0, "\n"))
    assert starts(client.diagnostics(uri, 2)) == [(1, 4)]
    assert {p["uri"] for p in client.notifications("textDocument/publishDiagnostics")} == {uri}


def test_other_schemes_are_analysed_alone(client):
    client.open("untitled:Untitled-1", SMELL)
    assert len(client.diagnostics("untitled:Untitled-1", 1)) == 1


def test_other_languages_are_left_alone(client):
    client.open("file:///tmp/a.toml", SMELL, language="toml")
    client.open(URI, SMELL)
    client.diagnostics(URI, 1)
    hover = {
        "textDocument": {"uri": "file:///tmp/a.toml"},
        "position": {"line": 0, "character": 5},
    }
    assert client.request("textDocument/hover", hover) is None
    assert {p["uri"] for p in client.notifications("textDocument/publishDiagnostics")} == {URI}
