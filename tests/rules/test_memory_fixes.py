"""How safe the rewrites of the memory rules are, and why some are not offered."""

import json
import os
import pathlib
import subprocess

import pytest

TOP = pathlib.Path(__file__).parents[2]
BLUETICK = os.environ.get("BLUETICK", str(TOP / "build" / "bluetick"))

REDIS = "import redis\nstore = redis.Redis(host='cache', socket_timeout=2)\n"
CASES = [
    ("memory/listcomp-consumed-once", "def f(rows):\n    return any([row.bad for row in rows])\n", ["safe"]),
    ("memory/listcomp-consumed-once", "def f(rows):\n    return any([row.bad() for row in rows])\n", ["unsafe"]),
    ("memory/listcomp-consumed-once", "def f(rows):\n    return sum([row.size() for row in rows])\n", ["safe"]),
    ("memory/listcomp-consumed-once", "def f(rows):\n    return sum([next(row) for row in rows])\n", ["unsafe"]),
    ("memory/listcomp-consumed-once", "def f(rows):\n    for x in [row.a for row in rows]:\n        print(x)\n",
     ["unsafe"]),
    ("memory/read-whole-file",
     "def f(a, b):\n    with open(a) as src, open(b, 'w') as dst:\n        dst.write(src.read())\n", ["safe"]),
    ("memory/read-whole-file",
     "from typing import IO\ndef f(src: IO, dst: IO):\n    dst.write(src.read())\n", ["unsafe"]),
    ("memory/read-whole-file",
     "import hashlib\ndef f(a):\n    with open(a, 'rb') as src:\n        return hashlib.md5(src.read()).digest()\n",
     ["unsafe", "unsafe"]),
    ("memory/unneeded-copy", "def f(rows: list):\n    return sorted(list(rows))\n", ["safe"]),
    ("memory/unneeded-copy", "def f(rows: list):\n    for row in list(rows):\n        print(row)\n", ["safe"]),
    ("memory/unneeded-copy", "def f(rows: list, use):\n    for row in list(rows):\n        use(row)\n", ["unsafe"]),
    ("memory/unneeded-copy", "def f(rows: dict):\n    table = rows.copy()\n    return table['a']\n", ["unsafe"]),
    ("io/buffered-download",
     "from urllib.request import urlopen\ndef f(url, path):\n"
     "    with urlopen(url, timeout=9) as reply, open(path, 'wb') as out:\n        out.write(reply.read())\n", ["safe"]),
    ("io/buffered-download",
     "from urllib.request import urlopen\ndef f(url, out):\n"
     "    with urlopen(url, timeout=9) as reply:\n        out.write(reply.read())\n", ["unsafe"]),
    ("cpu/cache-without-ttl", REDIS + "def f(key, value):\n    store.set(key, value)\n", ["placeholder"]),
]
REFUSED = [
    ("memory/read-whole-file",
     "import hashlib\ndef f(a):\n    with open(a, 'rb') as src:\n"
     "        if hashlib.md5(src.read()).digest():\n            return 1\n", "needs a row"),
    ("memory/unneeded-copy",
     "def f(rows: list):\n    return sorted(list(  # all\n        rows\n    ))\n", "a comment stands"),
    ("io/buffered-download",
     "import requests\ndef f(url, path):\n    try:\n        reply = requests.get(url, timeout=9)\n"
     "    except OSError:\n        return\n    path.write_bytes(reply.content)\n", "outside of the block"),
    ("memory/unbounded-cache",
     "from functools import cache\nclass A:\n    @cache\n    def total(self):\n        return 1\n\n\n"
     "def f(a):\n    return a.total\n", "another way than being called"),
    ("cpu/json-roundtrip",
     "import json\ndef f(a):\n    text = json.dumps(a)\n    a.clear()\n    return json.loads(text)\n", "between"),
]


def finding_of(rule, source, folder):
    (folder / "smell.py").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [BLUETICK, "check", "--isolated", "--no-cache", "--select", rule, "--format", "json", "smell.py"],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert [found["rule"] for found in findings] == [rule]
    return findings[0]


@pytest.mark.parametrize("rule, source, safeties", CASES)
def test_safety_of_rewrites(rule, source, safeties, tmp_path):
    assert [fix["safety"] for fix in finding_of(rule, source, tmp_path)["fixes"]] == safeties


@pytest.mark.parametrize("rule, source, reason", REFUSED)
def test_reasons_of_refusals(rule, source, reason, tmp_path):
    found = finding_of(rule, source, tmp_path)
    assert not found["fixes"]
    assert any(reason in refused["reason"] for refused in found["refused"]), found["refused"]


def test_a_lifetime_is_only_proposed(tmp_path):
    source = REDIS + "def f(key, value):\n    store.set(key, value)\n"
    edit = finding_of("cpu/cache-without-ttl", source, tmp_path)["fixes"][0]["edits"][0]
    assert edit["text"] == ", ex=3600"
    subprocess.run([BLUETICK, "check", "--isolated", "--no-cache", "--select", "cpu", "--fix", "--unsafe-fixes",
                    "smell.py"], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert (tmp_path / "smell.py").read_text(encoding="utf-8") == source
