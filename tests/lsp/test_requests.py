"""Requests: ids, params, unknown methods, and cancelling before, during and after."""

import pytest
from lsp_client import Client, frame, with_pull

URI = "file:///tmp/requests.py"
SMELL = "def smell(path):\n    return path\n"
HOVER = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 5}}
ACTIONS = {
    "textDocument": {"uri": URI},
    "range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}},
    "context": {"diagnostics": []},
}


@pytest.fixture
def client():
    with Client() as client:
        client.initialize()
        client.open(URI, SMELL)
        yield client


@pytest.mark.parametrize("id", ["a", "", 'quo"te\\', "é😀", 0, -5, 2**31, 2**53 - 1])
def test_ids_come_back_as_they_were(client, id):
    assert client.request("textDocument/hover", HOVER, id=id)["contents"]


def test_the_same_number_as_text_is_another_id(client):
    client.request("textDocument/hover", HOVER, id="77")
    client.request("textDocument/hover", HOVER, id=77)


def test_unknown_methods(client):
    assert client.request_error("textDocument/unheardOf", {}) == -32601
    assert client.request_error("$/unheardOf", {}) == -32601
    assert client.request_error("initialized", {}) == -32601
    client.notify("$/unheardOf", {})
    client.notify("textDocument/unheardOf", {})
    client.notify("shutdown")  # a request without an id is no request
    assert client.request("textDocument/hover", HOVER)["contents"]


@pytest.mark.parametrize(
    "method",
    [
        "textDocument/hover",
        "textDocument/codeAction",
        "textDocument/diagnostic",
        "codeAction/resolve",
    ],
)
@pytest.mark.parametrize("params", [None, {}, [], {"textDocument": {}}, {"data": 7}])
def test_missing_params(client, method, params):
    assert client.request_error(method, params) == -32602


def test_params_that_miss_a_part(client):
    document = {"textDocument": {"uri": URI}}
    assert client.request_error("textDocument/hover", document) == -32602
    assert client.request_error("textDocument/codeAction", document) == -32602
    assert client.request_error("textDocument/hover", "text") == -32602


def test_documents_that_are_not_open(client):
    other = {"uri": "file:///tmp/not-open.py"}
    assert client.request("textDocument/hover", {**HOVER, "textDocument": other}) is None
    assert client.request("textDocument/codeAction", {**ACTIONS, "textDocument": other}) == []
    report = client.request("textDocument/diagnostic", {"textDocument": other})
    assert report == {"kind": "full", "items": []}


def answers_to(client, id):
    return [m for m in client.messages if "method" not in m and m.get("id") == id]


def test_cancel_before_and_during():
    """In one write: the text, the request and its end."""
    with Client() as client:
        client.initialize()
        opened = {
            "uri": URI,
            "languageId": "python",
            "version": 1,
            "text": "".join(SMELL.replace("smell", f"smell{i}") for i in range(2000)),
        }
        data = frame(
            {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": opened}}
        )
        for i in range(20):
            call = {"jsonrpc": "2.0", "id": f"c{i}", "method": "textDocument/codeAction"}
            cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": f"c{i}"}}
            data += frame({**call, "params": ACTIONS}) + frame(cancel)
        client.send_bytes(data)
        for i in range(20):
            assert client.wait_answer(f"c{i}")["error"]["code"] == -32800
        client.request("textDocument/hover", HOVER)
        assert all(len(answers_to(client, f"c{i}")) == 1 for i in range(20))


def test_cancel_while_it_runs_is_answered_once(client):
    for i in range(50):
        id = client.start_request("textDocument/codeAction", ACTIONS)
        client.notify("$/cancelRequest", {"id": id})
        client.notify("$/cancelRequest", {"id": id})
        answer = client.wait_answer(id)
        assert answer.get("error", {}).get("code", -32800) == -32800
        client.request("textDocument/hover", HOVER)
        assert len(answers_to(client, id)) == 1


def test_cancel_after_and_of_nothing(client):
    id = client.start_request("textDocument/hover", HOVER)
    client.wait_answer(id)
    for params in ({"id": id}, {"id": "unheard-of"}, {"id": None}, {}, None):
        client.notify("$/cancelRequest", params)
    assert client.request("textDocument/hover", HOVER)["contents"]
    assert len(answers_to(client, id)) == 1


def test_a_request_sees_the_changes_before_it(client):
    client.change(URI, 2, {"text": "\n\n" + SMELL})
    hover = {"textDocument": {"uri": URI}, "position": {"line": 2, "character": 5}}
    assert client.request("textDocument/hover", hover)["range"]["start"]["line"] == 2


def test_requests_in_flight_when_the_document_closes(client):
    ids = [client.start_request("textDocument/codeAction", ACTIONS) for _ in range(5)]
    client.close(URI)
    for id in ids:
        assert "result" in client.wait_answer(id)
    client.request_error("no/such")
    assert all(len(answers_to(client, id)) == 1 for id in ids)


def test_answers_to_requests_nobody_made_are_ignored(client):
    client.send({"jsonrpc": "2.0", "id": 99, "result": None})
    client.send({"jsonrpc": "2.0", "id": "x", "error": {"code": 1, "message": "no"}})
    assert client.request("textDocument/hover", HOVER)["contents"]


def test_pull_waits_for_the_newest_text():
    with Client() as client:
        client.initialize(with_pull())
        client.open(URI, "x = 1\n")
        for version in range(2, 30):
            client.change(URI, version, {"text": "\n" * version + SMELL})
            (found,) = client.pull(URI)["items"]
            assert found["range"]["start"]["line"] == version
