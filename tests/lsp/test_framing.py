"""Frames that deafen servers: whatever comes, the next good request is answered."""

import json

import pytest
from lsp_client import Client, FULL_CAPABILITIES, frame

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": "init",
    "method": "initialize",
    "params": {"processId": None, "rootUri": None, "capabilities": FULL_CAPABILITIES},
}
URI = "file:///tmp/frames.py"
TEXT = "def smell(path):\n    return path\n"


def ask_shutdown(client, id="after"):
    client.send({"jsonrpc": "2.0", "id": id, "method": "shutdown"})
    answer = client.wait_answer(id)
    assert answer["result"] is None
    return answer


def body_of(message):
    return json.dumps(message).encode()


def test_frames_split_at_every_byte():
    opened = {
        "jsonrpc": "2.0",
        "method": "textDocument/didOpen",
        "params": {
            "textDocument": {"uri": URI, "languageId": "python", "version": 1, "text": TEXT}
        },
    }
    data = frame(INITIALIZE) + frame(opened)
    with Client() as client:
        for byte in data:
            client.send_bytes(bytes([byte]))
        assert client.wait_answer("init")["result"]["capabilities"]
        assert len(client.diagnostics(URI, 1)) == 1
        ask_shutdown(client)


def test_frames_split_in_two_at_every_byte():
    message = frame({"jsonrpc": "2.0", "id": 1, "method": "no/such"})
    with Client() as client:
        client.initialize()
        for at in range(1, len(message)):
            client.send_bytes(message[:at])
            client.send_bytes(message[at:])
        ask_shutdown(client)
        answers = [m for m in client.messages if m.get("id") == 1 and "error" in m]
        assert len(answers) == len(message) - 1


def test_many_frames_in_one_write():
    data = b"".join(
        frame({"jsonrpc": "2.0", "id": f"n{i}", "method": "no/such"}) for i in range(500)
    )
    with Client() as client:
        client.initialize()
        client.send_bytes(data)
        client.wait_answer("n499")
        order = [m["id"] for m in client.messages if str(m.get("id")).startswith("n")]
        assert order == [f"n{i}" for i in range(500)]


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: %d\r\n\r\n",
        b"CONTENT-LENGTH: %d\r\n\r\n",
        b"Content-Length:%d\r\n\r\n",
        b"Content-Length:   %d  \r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
        b"content-type:application/vscode-jsonrpc\r\ncontent-length:%d\r\n\r\n",
        b"Content-Length: %d\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n",
    ],
)
def test_headers_as_clients_write_them(header):
    body = body_of(INITIALIZE)
    with Client() as client:
        client.send_bytes(header % len(body) + body)
        assert client.wait_answer("init")["result"]["serverInfo"]["name"] == "bluetick"


@pytest.mark.parametrize(
    "bad",
    [
        b"Content-Type: application/json\r\n\r\n",
        b"Content-Type: application/json\r\n\r\n{}",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: -1\r\n\r\n{}",
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Content-Length: 4294967296\r\n\r\n{}",
        b"Content-Length: 2000000000\r\n\r\n{}",
        b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"Content-Length: many\r\n\r\n{}",
        b"Content-Length: \r\n\r\n",
        b"Content-Length: 2.0\r\n\r\n{}",
        b"Content-Length: 0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"x" * 100_000 + b"\r\n\r\n",
    ],
)
def test_bad_header_blocks_are_told_and_skipped(bad):
    with Client() as client:
        client.initialize()
        client.send_bytes(bad)
        ask_shutdown(client)
        errors = [m["error"]["code"] for m in client.messages if "error" in m]
        assert errors == [-32700]


def test_an_absurd_length_is_not_allocated():
    with Client() as client:
        client.initialize()
        client.send_bytes(b"Content-Length: 120000000\r\n\r\n{")
        status = open(f"/proc/{client.process.pid}/status").read()
        resident = int(status.split("VmRSS:")[1].split()[0])
        assert resident < 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b'{"jsonrpc":"2.0","id":1,"method":"shutdown"',
        b'{"jsonrpc":"2.0","id":1,"method":"shut\xff',
        b"{}{}",
        b'"' + b"\\" * 99,
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    ],
    ids=lambda body: f"{len(body)}_bytes_{body[:12].hex()}",
)
def test_malformed_json_is_a_parse_error_and_no_end(body):
    with Client() as client:
        client.initialize()
        client.send_bytes(frame(body))
        ask_shutdown(client)
        errors = [m for m in client.messages if "error" in m]
        assert [(m["id"], m["error"]["code"]) for m in errors] == [(None, -32700)]


def test_a_batch_is_an_error_and_no_end():
    batch = [{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]
    with Client() as client:
        client.initialize()
        client.send_bytes(frame(body_of(batch)))
        ask_shutdown(client)
        errors = [m for m in client.messages if "error" in m]
        assert [(m["id"], m["error"]["code"]) for m in errors] == [(None, -32600)]


@pytest.mark.parametrize(
    "text",
    [
        "x\\u0000y",
        "x\\ud83dy",
        "x\\udc00y",
        "\\udc00\\ud83d",
        "\\ud83d\\ud83d\\ude00",
        "x\x00y",
        "x\\\\u0000y",
    ],
)
def test_text_that_json_libraries_choke_on(text):
    """NUL and lone surrogates keep their width: what stands after them is found where it is."""
    body = (
        '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"%s",'
        '"languageId":"python","version":1,'
        '"text":"# %s\\ndef smell(path):\\n    return path\\n# %s"}}}' % (URI, text, text)
    ).encode()
    with Client() as client:
        client.initialize()
        client.send_bytes(frame(body))
        found = client.diagnostics(URI, 1)
        assert [d["range"]["start"] for d in found] == [{"line": 1, "character": 4}]
        ask_shutdown(client)


def test_a_lone_surrogate_counts_as_one_unit():
    """An edit behind it lands where the client means it."""
    body = (
        '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"%s",'
        '"languageId":"python","version":1,"text":"s = \'\\ud83d\\u0000\'; def_ = 1\\n"}}}' % URI
    ).encode()
    with Client() as client:
        client.initialize()
        client.send_bytes(frame(body))
        client.diagnostics(URI, 1)
        change = {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 18}}
        client.change(URI, 2, {"range": change, "text": "\ndef smell(path):\n    return path\n"})
        assert [d["range"]["start"] for d in client.diagnostics(URI, 2)] == [
            {"line": 1, "character": 4}
        ]
