"""Which rules hold for a document: the nearest config, read again when it changes."""

import pytest
from lsp_client import Client, with_pull

SMELL = "def smell(path):\n    return path\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "shop").mkdir()
    return tmp_path


def start(client, project, **more):
    client.initialize(rootUri=project.as_uri(), **more)
    return (project / "shop" / "views.py").as_uri()


def write_config(project, text, name="bluetick.toml"):
    (project / name).write_text(text)


def changed(client, project, name="bluetick.toml"):
    uri = (project / name).as_uri()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})


def last_push(client, uri, wanted, start=0):
    return client.wait(
        lambda m: m.get("method") == "textDocument/publishDiagnostics"
        and m["params"]["uri"] == uri
        and wanted(m["params"]["diagnostics"]),
        start=start,
    )


@pytest.mark.parametrize("name, head", [("bluetick.toml", ""), ("pyproject.toml", "[tool.bluetick]\n")])
def test_the_config_decides(project, name, head):
    write_config(project, head + 'ignore = ["docs/missing-docstring"]\n', name)
    with Client() as client:
        uri = start(client, project)
        client.open(uri, SMELL)
        assert client.diagnostics(uri, 1) == []
        logged = [p["message"] for p in client.notifications("window/logMessage")]
        assert any(name in message and "shop/views.py" in message for message in logged)


def test_a_changed_config_is_read_again(project):
    with Client() as client:
        uri = start(client, project)
        client.open(uri, SMELL)
        assert len(client.diagnostics(uri, 1)) == 1
        write_config(project, 'ignore = ["docs"]\n')
        changed(client, project)
        last_push(client, uri, lambda found: found == [])
        write_config(project, "")
        start_of_rest = len(client.messages)
        client.notify(
            "textDocument/didSave",
            {"textDocument": {"uri": (project / "bluetick.toml").as_uri()}},
        )
        last_push(client, uri, lambda found: len(found) == 1, start_of_rest)


def test_a_changed_config_changes_the_result_id(project):
    with Client() as client:
        uri = start(client, project, capabilities=with_pull())
        client.open(uri, SMELL)
        before = client.pull(uri)
        assert len(before["items"]) == 1
        write_config(project, 'ignore = ["docs"]\n')
        changed(client, project)
        after = client.pull(uri, before["resultId"])
        assert after["kind"] == "full" and after["items"] == []


def test_excluded_files_are_left_alone(project):
    with Client() as client:
        uri = start(client, project)
        client.open(uri, SMELL)
        assert len(client.diagnostics(uri, 1)) == 1
        write_config(project, 'extend-exclude = ["shop"]\n')
        changed(client, project)
        last_push(client, uri, lambda found: found == [])
        hover = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 5}}
        assert client.request("textDocument/hover", hover) is None
        assert client.request_error("codeAction/resolve", {"data": {"uri": uri}}) == -32801


def test_lesser_severities_are_left_out(project):
    write_config(project, 'min-severity = "warning"\n')
    with Client() as client:
        uri = start(client, project)
        client.open(uri, SMELL)
        assert client.diagnostics(uri, 1) == []


def test_a_broken_config_is_told_and_the_defaults_hold(project):
    write_config(project, "select = [\n")
    with Client() as client:
        uri = start(client, project)
        client.open(uri, SMELL)
        assert len(client.diagnostics(uri, 1)) == 1
        logged = client.notifications("window/logMessage")
        assert any(p["type"] == 2 and "bluetick.toml:" in p["message"] for p in logged)


BROKEN = [
    # text, what is said of it, where: rows and columns from 0
    ('select = ["io"]\nignore = [\n', None, 1),
    ('ignore = ["docs"]\nselekt = ["io"]\n', "unknown key 'selekt'; did you mean 'select'?", (1, 0, 1, 6)),
    ('[docs]\nmin-lines = "é𝄞"  # no number\n',
     "'min-lines' must be an integer from 0 to 1000000", (1, 12, 1, 17)),
]


@pytest.mark.parametrize("text, message, place", BROKEN)
@pytest.mark.parametrize("capabilities", [{}, with_pull()], ids=["push", "pull"])
def test_a_broken_config_is_a_diagnostic_in_it(project, text, message, place, capabilities):
    config = (project / "bluetick.toml").as_uri()
    write_config(project, 'ignore = ["docs/missing-docstring"]\n')
    with Client() as client:
        uri = start(client, project, capabilities=capabilities)
        client.open(uri, SMELL)
        found = lambda: client.pull(uri)["items"] if capabilities else client.diagnostics(uri, 1)
        assert found() == []
        write_config(project, text)
        changed(client, project)
        [told] = last_push(client, config, lambda found: found)["params"]["diagnostics"]
        at = told["range"]
        if message is None:
            assert at["start"]["line"] == place and told["message"]
        else:
            assert told["message"] == message
            assert (at["start"]["line"], at["start"]["character"],
                    at["end"]["line"], at["end"]["character"]) == place
        assert (told["code"], told["severity"], told["source"]) == ("config", 1, "bluetick")
        # The last good config holds, for documents that are opened now too.
        other = (project / "shop" / "other.py").as_uri()
        client.open(other, SMELL)
        assert (client.pull(other)["items"] if capabilities else client.diagnostics(other, 1)) == []
        # Wrong in another way: still the last good one.
        before = len(client.messages)
        write_config(project, "select = 3\n")
        changed(client, project)
        last_push(client, config, lambda found: found and "'select'" in found[0]["message"], before)
        third = (project / "shop" / "third.py").as_uri()
        client.open(third, SMELL)
        assert (client.pull(third)["items"] if capabilities else client.diagnostics(third, 1)) == []
        # Right again.
        before = len(client.messages)
        write_config(project, "")
        changed(client, project)
        last_push(client, config, lambda found: found == [], before)
        fourth = (project / "shop" / "fourth.py").as_uri()
        client.open(fourth, SMELL)
        assert len(client.pull(fourth)["items"] if capabilities else client.diagnostics(fourth, 1)) == 1


def test_a_config_that_is_broken_from_the_start(project):
    write_config(project, "[tool.bluetick]\nselekt = 1\n[tool.bluetick.docs]\nstlye = 1\n", "pyproject.toml")
    with Client() as client:
        uri = start(client, project)
        told = last_push(client, (project / "pyproject.toml").as_uri(), lambda found: found)
        assert [d["range"]["start"]["line"] for d in told["params"]["diagnostics"]] == [1, 3]
        client.open(uri, SMELL)
        assert len(client.diagnostics(uri, 1)) == 1


# ---- the client's own settings ----------------------------------------------------------------

ASKED = {"workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}}}


def answer_settings(client, section, start=0):
    """Waits for the server's question and answers it."""
    asked = client.wait(lambda m: m.get("method") == "workspace/configuration", start=start)
    assert asked["params"] == {"items": [{"section": "bluetick"}]}
    client.send({"jsonrpc": "2.0", "id": asked["id"], "result": [section]})


def test_settings_are_asked_for_and_hold_over_the_config(project):
    write_config(project, 'ignore = ["io"]\n')
    with Client() as client:
        uri = start(client, project, capabilities=ASKED)
        client.wait(lambda m: m.get("method") == "client/registerCapability"
                    and m["params"]["registrations"][0]["method"] == "workspace/didChangeConfiguration")
        client.open(uri, SMELL)
        answer_settings(client, {"ignore": ["docs"], "command": ["x"], "trace": {"server": "off"}, "select": None})
        last_push(client, uri, lambda found: found == [])
        # They have changed: the server asks again.
        before = len(client.messages)
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        answer_settings(client, None, before)
        last_push(client, uri, lambda found: len(found) == 1, before)


def test_settings_that_are_sent(project):
    with Client() as client:
        uri = start(client, project)
        client.open(uri, SMELL)
        assert len(client.diagnostics(uri, 1)) == 1
        settings = {"bluetick": {"docs": {"severity": {"missing-docstring": "error"}, "min-lines": 0}}}
        client.notify("workspace/didChangeConfiguration", {"settings": settings})
        last_push(client, uri, lambda found: found and found[0]["severity"] == 1)
        client.notify("workspace/didChangeConfiguration", {"settings": {"other": 1}})
        client.notify("workspace/didChangeConfiguration", None)
        settings = {"bluetick": {"docs": {"min-lines": 9}}}
        client.notify("workspace/didChangeConfiguration", {"settings": settings})
        last_push(client, uri, lambda found: found == [], len(client.messages) - 1)


def test_settings_that_cannot_be_used_are_told_and_left_out(project):
    with Client() as client:
        uri = start(client, project)
        client.open(uri, SMELL)
        assert len(client.diagnostics(uri, 1)) == 1
        wrong = {"selekt": ["io"], "ignore": ["docs", "nothing"], "docs": {"stlye": 1, "style": {"a": {"b": {"c": 1}}}},
                 "io": {"missing-timeout": {"tier": 1.5}}, "min-severity": "warning", "per-file-ignores": 3}
        client.notify("workspace/didChangeConfiguration", {"settings": {"bluetick": wrong}})
        last_push(client, uri, lambda found: found == [])
        [told] = [p["message"] for p in client.notifications("window/logMessage") if p["type"] == 2]
        lines = told.splitlines()
        assert "bluetick.selekt: unknown key 'selekt'; did you mean 'select'?" in lines
        assert any(line.startswith("bluetick.io.missing-timeout.tier: 'tier' must be") for line in lines)
        assert len(lines) == 6


def test_a_pulling_client_is_told_to_ask_again(project):
    capabilities = with_pull()
    capabilities["workspace"] = {"diagnostics": {"refreshSupport": True}}
    with Client() as client:
        uri = start(client, project, capabilities=capabilities)
        client.open(uri, SMELL)
        before = client.pull(uri)
        assert len(before["items"]) == 1
        client.change(uri, 2, {"text": SMELL + "\n"})
        assert len(client.pull(uri)["items"]) == 1
        assert not [m for m in client.messages if m.get("method") == "workspace/diagnostic/refresh"]
        write_config(project, 'ignore = ["docs"]\n')
        changed(client, project)
        asked = client.wait(lambda m: m.get("method") == "workspace/diagnostic/refresh")
        assert "params" not in asked
        client.send({"jsonrpc": "2.0", "id": asked["id"], "result": None})
        assert client.pull(uri)["items"] == []


def test_folders_come_and_go(project):
    (project / "other").mkdir()
    write_config(project / "other", 'ignore = ["docs"]\n')
    inner = project / "shop" / "inner"
    inner.mkdir()
    with Client() as client:
        uri = start(client, project / "other")
        client.open((project / "other" / "a.py").as_uri(), SMELL)
        assert client.diagnostics((project / "other" / "a.py").as_uri(), 1) == []
        before = len(client.messages)
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {
            "added": [{"uri": (project / "shop").as_uri(), "name": "shop"}],
            "removed": [{"uri": (project / "other").as_uri(), "name": "other"}]}})
        inside = (project / "shop" / "b.py").as_uri()
        client.open(inside, SMELL)
        assert len(client.diagnostics(inside, 1)) == 1
        last_push(client, (project / "other" / "a.py").as_uri(), lambda found: found == [], before)
        info = client.request("workspace/executeCommand", {"command": "bluetick.showCacheInfo"})
        assert [folder["folder"] for folder in info["folders"]] == [str(project / "shop" / ".bluetick_cache")]


def test_the_innermost_folder_of_several(project):
    (project / "shop" / "inner").mkdir()
    write_config(project / "shop" / "inner", 'ignore = ["docs"]\n')
    outer, inner = project / "shop" / "a.py", project / "shop" / "inner" / "a.py"
    folders = [{"uri": f.as_uri(), "name": f.name} for f in (project, project / "shop" / "inner")]
    with Client() as client:
        client.initialize(workspaceFolders=folders)
        client.open(outer.as_uri(), SMELL)
        client.open(inner.as_uri(), SMELL)
        assert len(client.diagnostics(outer.as_uri(), 1)) == 1
        assert client.diagnostics(inner.as_uri(), 1) == []


def test_a_changed_requirement_is_read_again(project):
    (project / "requirements.txt").write_text("django==5.2\n")
    (project / "pyproject.toml").write_text('[tool.bluetick]\nselect = ["query/n-plus-one"]\n')
    source = (
        "from django.db import models\n\n\nclass Author(models.Model):\n    pass\n\n\n"
        "class Book(models.Model):\n    author = models.ForeignKey(Author, models.CASCADE, related_name='books')\n\n\n"
        "def sizes():\n    rows = Author.objects.prefetch_related('books').iterator(chunk_size=9)\n"
        "    return [len(row.books.all()) for row in rows]\n"
    )
    with Client() as client:
        uri = start(client, project)
        client.open(uri, source)
        assert client.diagnostics(uri, 1) == []
        (project / "requirements.txt").write_text("django==3.2\n")
        changed(client, project, "requirements.txt")
        found = last_push(client, uri, lambda found: len(found) == 1)
        assert found["params"]["diagnostics"][0]["code"] == "query/n-plus-one"
