"""What came with a later Python is not written for a project that runs on earlier ones: its own
`target-python`, or what its pyproject.toml requires."""

import json

import pytest

from test_rules import bluetick

SOURCE = '''import asyncio
import hashlib
import time
from dataclasses import dataclass

import httpx


@dataclass
class Point:
    x: int


def points(pairs):
    return [Point(x) for x in pairs]


def load(path):
    time.sleep(1)
    return path


async def pause(path):
    return load(path) + load(path)


async def pages(client: httpx.AsyncClient):
    found = []
    for url in ("https://a.example", "https://b.example", "https://c.example"):
        reply = await client.get(url)
        found.append(reply.text)
    return found


def digest(path):
    with open(path, "rb") as body:
        return hashlib.sha256(body.read()).hexdigest()
'''
LATER = {"TaskGroup", "to_thread", "slots", "file_digest"}
TITLES = {"in a TaskGroup": "TaskGroup", "in a thread": "to_thread", "slots=True": "slots", "file_digest": "file_digest"}


def told(folder):
    done = bluetick("--format", "json", "--no-cache", "--select", "io,memory,memory/missing-slots", "app.py", cwd=folder)
    findings = json.loads(done.stdout)["findings"]
    fixes = {word for finding in findings for fix in finding["fixes"]
             for part, word in TITLES.items() if part in fix["title"]}
    reasons = {refused["reason"] for finding in findings for refused in finding["refused"] if "Python" in refused["reason"]}
    return fixes, reasons


@pytest.mark.parametrize("config, offered", [
    ("", LATER),
    ('[tool.bluetick]\ntarget-python = "3.11"\n', LATER),
    ('[tool.bluetick]\ntarget-python = "3.10"\n', {"to_thread", "slots"}),
    ('[tool.bluetick]\ntarget-python = "3.9"\n', {"to_thread"}),
    ('[tool.bluetick]\ntarget-python = "3.8"\n', set()),
    ('[project]\nrequires-python = ">=3.8,<4"\n', set()),
    ('[project]\nrequires-python = "~= 3.10"\n', {"to_thread", "slots"}),
    ('[project]\nrequires-python = "<4"\n', LATER),
    ('[tool.poetry.dependencies]\npython = "^3.9"\n', {"to_thread"}),
    ('[project]\nrequires-python = ">=3.8"\n[tool.bluetick]\ntarget-python = "3.12"\n', LATER),
])
def test_versions(tmp_path, config, offered):
    (tmp_path / "app.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(config, encoding="utf-8")
    fixes, reasons = told(tmp_path)
    assert fixes == offered
    assert len(reasons) == len({"to_thread", "slots"} - offered)


def test_beside_a_config_of_our_own(tmp_path):
    (tmp_path / "app.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nrequires-python = ">=3.8"\n', encoding="utf-8")
    (tmp_path / "bluetick.toml").write_text("", encoding="utf-8")
    fixes, reasons = told(tmp_path)
    assert not fixes
    assert reasons == {"the project runs on Python 3.8, and asyncio.to_thread came with 3.9",
                       "the project runs on Python 3.8, and dataclass(slots=True) came with 3.10"}
