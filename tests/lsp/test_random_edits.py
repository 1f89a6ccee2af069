"""I1 through the protocol: after any edits the diagnostics are those of a fresh server."""

import os
import random

import pytest
from lsp_client import Client, FULL_CAPABILITIES, edit

URI = "file:///tmp/random.py"
EDITS = int(os.environ.get("LSP_RANDOM_EDITS", "300"))

TEXT = '''"""Module."""
import os
import requests


class Store:
    """Keeps things."""

    def load(self, path):
        with open(path) as lines:
            return [line for line in lines]

    async def fetch(self, url, 😀é="ä"):
        answer = requests.get(url)
        for key in answer.json():
            if key in ["a", "b", "c"]:
                print(key)
        return answer

    @property
    def size(self): return len(self.items)


def outer(values):
    def inner(value):
        return value * 2
    total = ""
    for value in values:
        total += str(inner(value))
    return total


if os.name == "posix":
    def conditional(path):
        return """text
        over lines"""
'''

PIECES = [
    "", "\n", "\r\n", "\r", "\t", " ", "    ", "x", "é", "😀", '"""', "'", '"', "(", ")", "[", "{",
    ":", "#", "\\\n", "def added(a, b):\n    return a\n", "class Added:\n    pass\n", "@cache\n",
    "    def method(self, x):\n        return x\n", "async ", "return ", "pass\n", "if x:\n",
    "import json\n", "for a in b:\n    requests.get(a)\n", "# bluetick: ignore-file[docs]\n",
    "f'{x!r:>{y}}'", "lambda: 0", "global a\n", "...", ",", "=", "\u2028", "\x0c",
]


def units(text, encoding):
    if encoding == "utf-8":
        return len(text.encode())
    return len(text) if encoding == "utf-32" else len(text.encode("utf-16-le")) // 2


def split_lines(text):
    """Lines as LSP counts them: LF, CRLF and lone CR end one."""
    lines, start, at = [], 0, 0
    while at < len(text):
        if text[at] in "\r\n":
            end = at
            at += 2 if text[at : at + 2] == "\r\n" else 1
            lines.append((start, end))
            start = at
        else:
            at += 1
    return lines + [(start, len(text))]


def position(text, lines, offset, encoding):
    row = max(i for i, (start, _) in enumerate(lines) if start <= offset)
    start, end = lines[row]
    offset = min(offset, end)  # between CR and LF there is no position
    return row, units(text[start:offset], encoding), offset


def random_change(random_, text, encoding):
    """A change as a client sends it, and the text it leads to."""
    lines = split_lines(text)
    start = random_.randrange(len(text) + 1)
    length = random_.choice([0, 0, 0, 1, 1, 2, 5, 20, 100])
    end = min(len(text), start + length)
    start_row, start_column, start = position(text, lines, start, encoding)
    end_row, end_column, end = position(text, lines, end, encoding)
    end = max(start, end)
    piece = random_.choice(PIECES)
    if random_.random() < 0.15:
        begin = random_.randrange(len(text) + 1)
        piece = text[begin : begin + random_.randrange(200)]
    change = edit(start_row, start_column, end_row, end_column, piece)
    return change, text[:start] + piece + text[end:]


def without_version(diagnostics):
    return [{**d, "data": {**d["data"], "version": 0}} for d in diagnostics]


def fresh(text, capabilities):
    with Client() as client:
        client.initialize(capabilities)
        client.open(URI, text)
        return without_version(client.diagnostics(URI, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("seed", range(2))
def test_random_edits_equal_a_fresh_server(encoding, seed):
    random_ = random.Random(f"{encoding} {seed}")
    capabilities = {**FULL_CAPABILITIES, "general": {"positionEncodings": [encoding]}}
    text = TEXT
    with Client() as client, Client() as judge:
        client.initialize(capabilities)
        judge.initialize(capabilities)
        client.open(URI, text)
        version = 1
        for round_ in range(EDITS // 6):
            changes = []
            for _ in range(random_.choice([1, 1, 1, 2, 5])):
                change, text = random_change(random_, text, encoding)
                changes.append(change)
            version += 1
            client.change(URI, version, *changes)
            if random_.random() < 0.5:
                continue  # the next one overtakes it
            found = without_version(client.diagnostics(URI, version))
            judge.open(URI, text, version=version)
            expected = without_version(judge.diagnostics(URI, version))
            judge.close(URI)
            assert found == expected, text
            if len(text) > 20_000:
                version += 1
                text = TEXT
                client.change(URI, version, {"text": text})
        version += 1
        client.change(URI, version, edit(0, 0, 0, 0, ""))
        found = without_version(client.diagnostics(URI, version))
        assert found == fresh(text, capabilities), text
