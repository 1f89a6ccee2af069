"""Edits over the files of a project: in the end the server says what a fresh scan says (I1, I5).

Random modules that call, inherit from and re-export each other; random edits of open files, of files
on disk, files that come and go. After every few edits each open document's diagnostics must come to
equal those of `bluetick check` over the same texts."""

import json
import os
import random
import subprocess
import time

import pytest
from lsp_client import BLUETICK, Client, FULL_CAPABILITIES, replace_all
from test_same_as_check import said_by_check, said_by_server

SEEDS = range(int(os.environ.get("LSP_PROJECT_SEEDS", "3")))
ROUNDS = int(os.environ.get("LSP_PROJECT_ROUNDS", "12"))
CAPABILITIES = {**FULL_CAPABILITIES, "general": {"positionEncodings": ["utf-32"]}}
MODULES = ["app/__init__.py", "app/clients.py", "app/models.py", "app/views.py", "main.py"]

HEADS = [
    "import time, requests\nfrom app import clients, models, views\n",
    "import time\nimport requests\nfrom app.clients import *\nfrom app import models\n",
    "from . import clients, models\nfrom .views import f0, f1\nimport requests, time\n",
    "import app.clients as clients\nimport app.models as models\nimport time, requests\n",
    "from django.db import models as orm\nfrom app.models import *\nimport time, requests\n",
]
BODIES = [
    "    return None\n",
    "    time.sleep(1)\n",
    "    return requests.get(url)\n",
    "    return requests.Session()\n",
    "    return f{other}(url)\n",
    "    return clients.f{other}(url)\n",
    "    return models.f{other}(url)\n",
    "    return views.f{other}(url)\n",
    "    for one in url:\n        f{other}(one)\n",
    "    for one in url:\n        clients.f{other}(one).get(one)\n",
    "    return C{other}().m(url)\n",
    "    return clients.C{other}()\n",
    "    session = f{other}(url)\n    return session.get(url)\n",
    "    return [\n",
    "    seen = []\n    for one in models.f{other}(url):\n        if one in seen:\n            seen.append(one)\n",
]
BASES = ["", "(C{other})", "(clients.C{other})", "(models.C{other})", "(requests.Session)", "(orm.Model)"]


class Module:
    """A text made of parts that change one by one."""

    def __init__(self, rng):
        self.rng = rng
        self.head = rng.choice(HEADS)
        self.units = [self.unit(i) for i in range(rng.randrange(2, 6))]

    def unit(self, number):
        body = self.rng.choice(BODIES).replace("{other}", str(self.rng.randrange(6)))
        keyword = self.rng.choice(["def", "async def"])
        if self.rng.random() < 0.3:
            base = self.rng.choice(BASES).replace("{other}", str(self.rng.randrange(6)))
            body = body.replace("\n    ", "\n        ")
            return f"class C{number}{base}:\n    {keyword} m(self, url):\n    {body}"
        return f"{keyword} f{number}(url):\n{body}"

    def change(self):
        kind = self.rng.randrange(6)
        if kind == 0:
            self.head = self.rng.choice(HEADS)
        elif kind == 1 and len(self.units) > 1:
            del self.units[self.rng.randrange(len(self.units))]
        elif kind == 2:
            self.units.insert(self.rng.randrange(len(self.units) + 1), self.unit(self.rng.randrange(6)))
        elif kind == 3:
            self.rng.shuffle(self.units)
        else:
            at = self.rng.randrange(len(self.units))
            self.units[at] = self.unit(self.rng.randrange(6))

    def text(self):
        return self.head + "\n\n" + "\n\n".join(self.units)


def write(folder, texts):
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def fresh_scan(folder, *arguments):
    command = [BLUETICK, "check", "--no-cache", "--format", "json", "--ignore", "docs", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert run.returncode in (0, 1), run.stderr
    return json.loads(run.stdout)["findings"]


def expected(folder, texts):
    write(folder, texts)
    for path in folder.rglob("*.py"):
        if path.relative_to(folder).as_posix() not in texts:
            path.unlink()
    found = {name: [] for name in texts}
    for finding in fresh_scan(folder):
        found[finding["path"]].append(said_by_check(finding))
    return found


def last_said(client, uri):
    pushed = [m for m in client.notifications("textDocument/publishDiagnostics") if m["uri"] == uri]
    said = [] if not pushed else pushed[-1]["diagnostics"]
    return [said_by_server(d) for d in said if not d["code"].startswith("docs/")]


def wait_for(client, uris, wanted, story):
    """At rest, and the same."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if all(last_said(client, uri) == wanted[name] for name, uri in uris.items()):
            return
        time.sleep(0.05)
    for name, uri in uris.items():
        assert last_said(client, uri) == wanted[name], (name, story)


@pytest.mark.parametrize("seed", SEEDS)
def test_edits_over_files_equal_a_fresh_scan(seed, tmp_path):
    rng = random.Random(seed)
    modules = {name: Module(rng) for name in MODULES}
    project, other = tmp_path / "project", tmp_path / "fresh"
    for folder in (project, other):
        folder.mkdir()
        (folder / "bluetick.toml").write_text("")
    texts = {name: module.text() for name, module in modules.items()}
    write(project, texts)
    opened = {name: (project / name).as_uri() for name in MODULES[1:4]}
    versions = dict.fromkeys(opened, 1)
    story = []
    spoken = 0
    with Client(cwd=project) as client:
        client.initialize(CAPABILITIES, rootUri=project.as_uri())
        for name, uri in opened.items():
            client.open(uri, texts[name])
        wait_for(client, opened, expected(other, texts), story)
        for _ in range(ROUNDS):
            for _ in range(rng.randrange(1, 4)):
                name = rng.choice(MODULES)
                if name in opened:
                    modules[name].change()
                    texts[name] = modules[name].text()
                    versions[name] += 1
                    client.change(opened[name], versions[name], replace_all(texts[name]))
                elif name in texts and rng.random() < 0.2:
                    del texts[name]
                    (project / name).unlink()
                    client.notify("workspace/didChangeWatchedFiles",
                                  {"changes": [{"uri": (project / name).as_uri(), "type": 3}]})
                else:
                    modules[name].change()
                    texts[name] = modules[name].text()
                    write(project, {name: texts[name]})
                    client.notify("workspace/didChangeWatchedFiles",
                                  {"changes": [{"uri": (project / name).as_uri(), "type": 2}]})
                story.append((name, texts.get(name)))
            wanted = expected(other, texts)
            wait_for(client, opened, wanted, story[-4:])
            spoken += sum(map(len, wanted.values()))
    assert spoken > 10  # else the texts say nothing
