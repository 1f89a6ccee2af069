"""How a session begins and ends: errors in each phase, exit codes, and leaving when alone."""

import os
import signal
import subprocess
import time

import pytest
from lsp_client import BLUETICK, Client, frame

LEAVES_WITHIN = 2.0


def leaves(client, within=LEAVES_WITHIN):
    begun = time.monotonic()
    code = client.process.wait(within + 3)
    assert time.monotonic() - begun < within + 0.2
    return code


def test_requests_before_initialize():
    with Client() as client:
        assert client.request_error("textDocument/hover", {}) == -32002
        assert client.request_error("shutdown") == -32002
        assert client.request_error("no/such") == -32002
        assert client.initialize()["serverInfo"]["name"] == "bluetick"


def test_notifications_before_initialize_are_dropped():
    with Client() as client:
        client.open("file:///tmp/a.py", "def smell(path):\n    return path\n")
        client.initialize()
        client.close("file:///tmp/a.py")
        client.request_error("no/such")
        assert client.notifications("textDocument/publishDiagnostics") == []


def test_initialize_once():
    with Client() as client:
        client.initialize()
        assert client.request_error("initialize", {"capabilities": {}}) == -32600
        assert client.shutdown() == 0


def test_after_shutdown_only_exit_is_left():
    with Client() as client:
        client.initialize()
        client.request("shutdown")
        assert client.request_error("shutdown") == -32600
        assert client.request_error("textDocument/hover", {}) == -32600
        assert client.request_error("no/such") == -32600
        assert client.request_error("initialize", {"capabilities": {}}) == -32600
        client.open("file:///tmp/a.py", "def smell(path):\n    return path\n")
        client.notify("exit")
        assert client.wait_exit() == 0
        assert client.notifications("textDocument/publishDiagnostics") == []


def test_exit_without_shutdown():
    with Client() as client:
        client.initialize()
        client.notify("exit")
        assert client.wait_exit() == 1


def test_exit_before_initialize():
    with Client() as client:
        client.notify("exit")
        assert client.wait_exit() == 1


def test_initialize_without_params():
    with Client() as client:
        assert client.request("initialize")["capabilities"]["positionEncoding"] == "utf-16"
        assert client.shutdown() == 0


def test_null_root_and_folders():
    with Client() as client:
        client.initialize(rootUri=None, workspaceFolders=None)
        assert client.shutdown() == 0


def test_end_of_input():
    with Client() as client:
        client.initialize()
        client.process.stdin.close()
        assert leaves(client) == 1


def test_end_of_input_after_shutdown():
    with Client() as client:
        client.initialize()
        client.request("shutdown")
        client.process.stdin.close()
        assert leaves(client) == 0


def test_end_of_input_at_once():
    with Client() as client:
        client.process.stdin.close()
        assert leaves(client) == 1


def test_what_was_asked_before_the_end_is_answered():
    with Client() as client:
        client.initialize()
        uri = "file:///tmp/a.py"
        client.open(uri, "def smell(path):\n    return path\n")
        id = client.start_request(
            "textDocument/hover",
            {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 5}},
        )
        client.process.stdin.close()
        assert client.wait_answer(id)["result"] is not None
        assert leaves(client) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals(number):
    with Client() as client:
        client.initialize()
        client.process.send_signal(number)
        assert leaves(client) == 1


def test_sigterm_after_shutdown():
    with Client() as client:
        client.initialize()
        client.request("shutdown")
        client.process.send_signal(signal.SIGTERM)
        assert leaves(client) == 0


def test_dead_client_process():
    """Standard input stays open; the process that the client named is gone."""
    owner = subprocess.Popen(["sleep", "60"])
    with Client() as client:
        client.initialize(processId=owner.pid)
        time.sleep(1.2)
        assert client.process.poll() is None
        owner.kill()
        owner.wait()
        assert leaves(client) == 1


def test_living_client_process():
    with Client() as client:
        client.initialize(processId=os.getpid())
        time.sleep(1.5)
        assert client.shutdown() == 0


def test_reader_of_standard_output_is_gone():
    process = subprocess.Popen(
        [BLUETICK, "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        process.stdout.close()
        process.stdin.write(
            frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}})
        )
        process.stdin.flush()
        begun = time.monotonic()
        assert process.wait(5) == 1
        assert time.monotonic() - begun < LEAVES_WITHIN
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdin.close()


def test_a_client_that_does_not_read_is_left_in_time():
    """Standard output is full; the end of input still ends the server."""
    process = subprocess.Popen(
        [BLUETICK, "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        message = frame({"jsonrpc": "2.0", "id": "x" * 1000, "method": "no/such"})
        process.stdin.write(
            frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {}})
        )
        for _ in range(500):
            process.stdin.write(message)
        process.stdin.close()
        begun = time.monotonic()
        process.wait(5)
        assert time.monotonic() - begun < LEAVES_WITHIN
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize(
    "offered, chosen",
    [
        (None, "utf-16"),
        ([], "utf-16"),
        (["utf-8"], "utf-8"),
        (["utf-32", "utf-8"], "utf-32"),
        (["utf-7", "utf-8", "utf-16"], "utf-8"),
        (["utf-16", "utf-8"], "utf-16"),
        (["latin-1"], "utf-16"),
        ("utf-8", "utf-16"),
        ([7, None, "utf-8"], "utf-8"),
    ],
)
def test_position_encoding(offered, chosen):
    capabilities = {} if offered is None else {"general": {"positionEncodings": offered}}
    with Client() as client:
        assert client.initialize(capabilities)["capabilities"]["positionEncoding"] == chosen


@pytest.mark.parametrize("forced", ["utf-8", "utf-16", "utf-32"])
def test_forced_position_encoding(forced):
    with Client(f"--position-encoding={forced}") as client:
        assert client.initialize()["capabilities"]["positionEncoding"] == forced
