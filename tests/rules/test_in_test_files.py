"""What the io, memory and cpu rules say of tests: hints, and nothing of a trip through JSON."""

import json

import pytest

SOURCES = {
    "io/missing-timeout": "import requests\n\n\ndef read(url):\n    return requests.get(url)\n",
    "memory/listcomp-consumed-once": "def names(rows):\n    return set([row.name for row in rows])\n",
    "cpu/list-membership-in-loop":
        "def known(names, listed: list[str]):\n    return [name for name in names if name in listed]\n",
    "cpu/json-roundtrip": "import json\n\n\ndef copy(tree):\n    return json.loads(json.dumps(tree))\n",
}
SILENT_IN_TESTS = {"cpu/json-roundtrip"}


def severities(bluetick, rule, *arguments):
    done = bluetick("check", "--isolated", "--no-cache", "--select", rule, "--format", "json", *arguments, ".")
    return {finding["path"]: finding["severity"] for finding in json.loads(done.stdout)["findings"]}


@pytest.mark.parametrize("rule", SOURCES)
def test_a_finding_in_a_test_file_is_a_hint(bluetick, rule):
    bluetick.write("shop/reader.py", SOURCES[rule])
    bluetick.write("tests/reader.py", SOURCES[rule])
    bluetick.write("shop/test_reader.py", SOURCES[rule])
    found = severities(bluetick, rule)
    assert found.pop("shop/reader.py") in ("info", "warning")
    assert found == ({} if rule in SILENT_IN_TESTS else {"tests/reader.py": "hint", "shop/test_reader.py": "hint"})


def test_the_exit_code_counts_no_hints(bluetick):
    bluetick.write("tests/reader.py", SOURCES["io/missing-timeout"])
    assert bluetick("check", "--isolated", "--no-cache", "--select", "io", ".").returncode == 0
