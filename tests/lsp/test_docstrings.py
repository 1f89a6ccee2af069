"""Docstring rules in the server: broken code while typing, ranges, skeletons with tab stops."""

import json

import pytest
from lsp_client import Client, FULL_CAPABILITIES
from test_actions import actions, applied

URI = "file:///tmp/docstrings.py"


def with_snippets():
    merged = json.loads(json.dumps(FULL_CAPABILITIES))
    merged["workspace"]["workspaceEdit"]["snippetEditSupport"] = True
    return merged


def opened(client, text, capabilities=None):
    client.initialize(capabilities)
    client.open(URI, text)
    return client.diagnostics(URI, 1)


def named(found, rule):
    return [d for d in found if d["code"] == f"docs/{rule}"]


@pytest.mark.parametrize("broken", ["    x = (1,\n", "    return [\n", "    foo(a b)\n",
                                    "    x = 'a\n", "    if a:\n", "    for x in a:\n",
                                    "    try:\n        a()\n", "    with a as b:\n"])
def test_a_def_being_typed_is_left_alone(broken):
    text = f"def typed(a):\n{broken}\n\ndef ready(b):\n    print(b)\n"
    with Client() as client:
        found = named(opened(client, text), "missing-docstring")
        assert [d["range"]["start"]["line"] for d in found] == [text[: text.index("def ready")].count("\n")]
        # whole again, it is reported
        client.change(URI, 2, {"text": text.replace(broken, "    print(a)\n")})
        assert len(named(client.diagnostics(URI, 2), "missing-docstring")) == 2


RANGES = '''class Loose:
    def bare(self):
        print()


def stale(a):
    """Loads it

    args:
        a: A.
        old: Gone.

    Returns:
        The number.
    """
    print(a)
'''


def test_ranges_are_the_smallest_token():
    with Client() as client:
        lines = RANGES.split("\n")
        words = {}
        for diagnostic in opened(client, RANGES):
            start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
            assert start["line"] == end["line"]
            word = lines[start["line"]][start["character"] : end["character"]]
            words.setdefault(diagnostic["code"], []).append(word)
        assert words == {
            "docs/missing-docstring": ["Loose", "bare"],
            "docs/summary-line": ["Loads"],
            "docs/imperative-mood": ["Loads"],
            "docs/section-format": ["args"],
            "docs/unknown-arg": ["old"],
            "docs/extra-returns": ["Returns"],
        }


SKELETON = '''def area(width, cost="${USD}", *rest):
    return width * cost
'''
SNIPPET = '''    """Return the area.

    Args:
        width: ${1:TODO.}
        cost: ${2:TODO.} Defaults to "\\${USD\\}".
        *rest: ${3:TODO.}

    Returns:
        ${4:TODO.}
    """
'''


def resolved(client, found):
    (action,) = actions(client, uri=URI, diagnostics=found)
    return action, client.request("codeAction/resolve", action)["edit"]


def test_placeholders_are_tab_stops_where_the_client_can():
    with Client() as client:
        action, edit = resolved(client, opened(client, SKELETON, with_snippets()))
        (change,) = edit["documentChanges"]
        (text_edit,) = change["edits"]
        assert text_edit["snippet"] == {"kind": "snippet", "value": SNIPPET}
        assert "newText" not in text_edit
        assert action["title"] == "Add docstring to 'area'" and action["isPreferred"] is True


def test_placeholders_are_text_elsewhere():
    with Client() as client:
        _, edit = resolved(client, opened(client, SKELETON))
        (text_edit,) = edit["documentChanges"][0]["edits"]
        assert "snippet" not in text_edit and "width: TODO.\n" in text_edit["newText"]


def test_edits_without_a_placeholder_are_plain():
    text = 'def load():\n    """Loads the ${file}."""\n    print()\n'
    with Client() as client:
        _, edit = resolved(client, opened(client, text, with_snippets()))
        (text_edit,) = edit["documentChanges"][0]["edits"]
        assert text_edit["newText"] == "Load"


def test_tab_stops_go_on_over_the_edits_of_one_fix():
    text = 'def add(a, b):\n    """Add it.\n\n    Args:\n        b: B.\n    """\n    return a\n'
    with Client() as client:
        found = opened(client, text, with_snippets())
        for action in actions(client, uri=URI, diagnostics=found[:1]):
            edit = client.request("codeAction/resolve", action)["edit"]
            edits = edit["documentChanges"][0]["edits"]
            assert [e["snippet"]["value"].count("${") for e in edits] == [1, 1]
            assert "${1:TODO.}" in edits[0]["snippet"]["value"]
            assert "${2:TODO.}" in edits[1]["snippet"]["value"]


def test_what_several_findings_offer_is_listed_once():
    text = 'def add(a):\n    """Add it."""\n    if a:\n        raise ValueError\n    return a\n'
    with Client() as client:
        found = opened(client, text)
        assert len(found) == 3
        (action,) = actions(client, uri=URI, diagnostics=found)
        assert action["title"] == "Complete docstring of 'add' (Args: a; Returns; Raises)"


DOCUMENTED = '''class Box:
    def open(self, key):
        """Opens the box."""
        return key

    def shut(self):
        print()
'''


def test_add_docstrings_on_request_only():
    with Client() as client:
        opened(client, DOCUMENTED, with_snippets())
        assert "source.addDocstrings.bluetick" not in {a["kind"] for a in actions(client, uri=URI)}
        (action,) = actions(client, uri=URI, only=["source.addDocstrings"])
        (change,) = client.request("codeAction/resolve", action)["edit"]["documentChanges"]
        text = applied(DOCUMENTED, change["edits"])
        # skeletons only: the mood is another action's matter
        assert text.count('"""') == 6 and "key: TODO." in text and "Opens the box." in text
        (action,) = actions(client, uri=URI, only=["source.fixAll"])
        (change,) = client.request("codeAction/resolve", action)["edit"]["documentChanges"]
        text = applied(DOCUMENTED, change["edits"])
        assert "Open the box." in text and "TODO" not in text
