"""workspace/executeCommand: what is kept, and starting anew."""

import shutil
import subprocess
import threading

from lsp_client import BLUETICK, Client
from test_project import BLOCKING, HELPER, MAIN, QUIET_HELPER, start, wait_for_codes


def execute(client, command):
    return client.request("workspace/executeCommand", {"command": command})


def test_commands_are_announced():
    with Client() as client:
        announced = client.initialize()["capabilities"]["executeCommandProvider"]["commands"]
        assert {"bluetick.showCacheInfo", "bluetick.restartIndex"} <= set(announced)
        assert client.request_error("workspace/executeCommand", {"command": "no.such"}) == -32602
        assert client.request_error("workspace/executeCommand", {}) == -32602


def test_a_rule_is_explained():
    with Client() as client:
        client.initialize()
        said = client.request("workspace/executeCommand",
                              {"command": "bluetick.explainRule", "arguments": ["io/missing-timeout"]})
        assert said["rule"] == "io/missing-timeout" and said["title"] and "## " in said["page"]
        for arguments in ([], ["io/missing"], [3], None):
            params = {"command": "bluetick.explainRule", "arguments": arguments}
            assert client.request("workspace/executeCommand", params) is None


def test_diagnostics_link_to_installed_pages(tmp_path):
    """Beside the program, as `make install` puts them."""
    (tmp_path / "bin").mkdir()
    shutil.copy(BLUETICK, tmp_path / "bin" / "bluetick")
    source = (tmp_path / "a.py").as_uri()
    page = tmp_path / "share" / "doc" / "bluetick" / "rules" / "docs" / "missing-docstring.md"
    for installed in (False, True):
        if installed:
            page.parent.mkdir(parents=True)
            page.write_text("x")
        with Client(program=tmp_path / "bin" / "bluetick") as client:
            client.initialize()
            client.open(source, "def smell(path):\n    return path\n")
            [found] = client.diagnostics(source, 1)
            assert found.get("codeDescription") == ({"href": page.as_uri()} if installed else None)
    with Client(program=tmp_path / "bin" / "bluetick") as client:
        client.initialize({})
        client.open(source, "def smell(path):\n    return path\n")
        assert "codeDescription" not in client.diagnostics(source, 1)[0]


def test_cache_info_counts_memory_and_disk(tmp_path):
    (tmp_path / "bluetick.toml").write_text("")
    (tmp_path / "helpers.py").write_text(HELPER)
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    with Client() as client:
        start(client, tmp_path)
        client.open(main.as_uri(), MAIN)
        wait_for_codes(client, main.as_uri(), BLOCKING)
        info = execute(client, "bluetick.showCacheInfo")
        assert info["files"] == 2
        assert info["units"]["held"] >= 2 and info["units"]["bytes"] > 0
        (folder,) = info["folders"]
        assert folder == {"folder": str(tmp_path / ".bluetick_cache"), "packs": 0, "units": 0,
                          "bytes": 0, "trouble": ""}
        subprocess.run([BLUETICK, "check", "."], cwd=tmp_path, capture_output=True, timeout=60,
                       check=False)
        (folder,) = execute(client, "bluetick.showCacheInfo")["folders"]
        assert folder["packs"] == 2 and folder["units"] == 2
        on_disk = sum(p.stat().st_size for p in (tmp_path / ".bluetick_cache").iterdir())
        assert folder["bytes"] == on_disk


def test_restart_reads_all_files_again(tmp_path):
    helpers = tmp_path / "helpers.py"
    helpers.write_text(QUIET_HELPER)
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    with Client() as client:
        start(client, tmp_path)
        client.open(main.as_uri(), MAIN)
        wait_for_codes(client, main.as_uri(), [])
        assert execute(client, "bluetick.showCacheInfo")["files"] in (0, 2)
        helpers.write_text(HELPER)  # nobody tells the server
        assert execute(client, "bluetick.restartIndex") is None
        wait_for_codes(client, main.as_uri(), BLOCKING)


def test_two_servers_on_one_folder(tmp_path):
    (tmp_path / "bluetick.toml").write_text("")
    (tmp_path / "helpers.py").write_text(HELPER)
    main = tmp_path / "main.py"
    main.write_text(MAIN)
    scans = []

    def scan():
        scans.append(subprocess.run([BLUETICK, "check", "--format", "concise", "."], cwd=tmp_path,
                                    capture_output=True, timeout=60, check=False))

    with Client() as one, Client() as other:
        threads = [threading.Thread(target=scan) for _ in range(3)]
        for thread in threads:
            thread.start()
        for client in (one, other):
            start(client, tmp_path)
            client.open(main.as_uri(), MAIN)
        for client in (one, other):
            wait_for_codes(client, main.as_uri(), BLOCKING)
        for thread in threads:
            thread.join()
        assert {scan.stdout for scan in scans} == {scans[0].stdout}
        assert b"blocking-call-in-async" in scans[0].stdout
        for client in (one, other):
            assert execute(client, "bluetick.showCacheInfo")["folders"][0]["packs"] == 2
            assert client.shutdown() == 0
