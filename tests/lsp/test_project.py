"""What other files say: opened in the background, followed when they change."""

import time

from lsp_client import FULL_CAPABILITIES, Client, edit

HELPER = "import time\n\ndef wait():\n    time.sleep(1)\n"
QUIET_HELPER = "import time\n\ndef wait():\n    return time\n"
MAIN = "from helpers import wait\n\n\nasync def work():\n    wait()\n"


def start(client, folder):
    client.initialize(FULL_CAPABILITIES, workspaceFolders=[{"uri": folder.as_uri(), "name": "x"}])


def codes(message):
    return [d["code"] for d in message["diagnostics"] if not d["code"].startswith("docs/")]


def pushes(client, uri):
    return [m for m in client.notifications("textDocument/publishDiagnostics") if m["uri"] == uri]


def wait_for_codes(client, uri, expected):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = pushes(client, uri)
        if found and codes(found[-1]) == expected:
            return found[-1]["diagnostics"]
        time.sleep(0.02)
    raise AssertionError([codes(m) for m in pushes(client, uri)])


BLOCKING = ["io/blocking-call-in-async"]


def test_a_call_that_blocks_in_another_file(tmp_path):
    (tmp_path / "helpers.py").write_text(HELPER)
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    with Client() as client:
        start(client, tmp_path)
        client.open(main.as_uri(), MAIN)
        found = wait_for_codes(client, main.as_uri(), BLOCKING)
        (finding,) = [d for d in found if d["code"] == BLOCKING[0]]
        (related,) = finding["relatedInformation"]
        assert related["location"]["uri"] == (tmp_path / "helpers.py").as_uri()
        assert related["location"]["range"]["start"]["line"] == 3


def test_a_file_that_changes_on_disk(tmp_path):
    helpers = tmp_path / "helpers.py"
    helpers.write_text(QUIET_HELPER)
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    with Client() as client:
        start(client, tmp_path)
        client.open(main.as_uri(), MAIN)
        wait_for_codes(client, main.as_uri(), [])
        helpers.write_text(HELPER)
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": helpers.as_uri(), "type": 2}]})
        wait_for_codes(client, main.as_uri(), BLOCKING)
        helpers.unlink()
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": helpers.as_uri(), "type": 3}]})
        wait_for_codes(client, main.as_uri(), [])


def test_a_file_that_changes_in_the_editor(tmp_path):
    helpers = tmp_path / "helpers.py"
    helpers.write_text(HELPER)
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    with Client() as client:
        start(client, tmp_path)
        client.open(main.as_uri(), MAIN)
        client.open(helpers.as_uri(), HELPER)
        wait_for_codes(client, main.as_uri(), BLOCKING)
        client.change(helpers.as_uri(), 2, edit(3, 4, 3, 17, "pass"))
        wait_for_codes(client, main.as_uri(), [])
        client.change(helpers.as_uri(), 3, edit(3, 4, 3, 8, "time.sleep(2)"))
        wait_for_codes(client, main.as_uri(), BLOCKING)
        client.change(helpers.as_uri(), 4, edit(3, 4, 3, 17, "pass"))
        wait_for_codes(client, main.as_uri(), [])
        client.notify("textDocument/didClose", {"textDocument": {"uri": helpers.as_uri()}})
        wait_for_codes(client, main.as_uri(), BLOCKING)  # on disk it still sleeps


def test_an_edit_that_nobody_asked_about_runs_nothing_else(tmp_path):
    helpers = tmp_path / "helpers.py"
    text = HELPER + "\n\ndef other():\n    return 1\n"
    helpers.write_text(text)
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    with Client() as client:
        start(client, tmp_path)
        client.open(main.as_uri(), MAIN)
        client.open(helpers.as_uri(), text)
        wait_for_codes(client, main.as_uri(), BLOCKING)
        time.sleep(0.6)
        before = len(pushes(client, main.as_uri()))
        client.change(helpers.as_uri(), 2, edit(7, 11, 7, 12, "2"))
        time.sleep(0.6)
        assert len(pushes(client, main.as_uri())) == before


def test_a_new_file(tmp_path):
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    with Client() as client:
        start(client, tmp_path)
        client.open(main.as_uri(), MAIN)
        wait_for_codes(client, main.as_uri(), [])
        client.open((tmp_path / "helpers.py").as_uri(), HELPER)
        wait_for_codes(client, main.as_uri(), BLOCKING)
