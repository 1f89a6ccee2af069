"""Each acceptance file: the lines that say `# expect: rule` are reported, all others are silent.

Rules that are not built yet are left out on both sides; for those that are, the sets must be equal.
"""

import json
import pathlib
import re

import pytest

from binary import known_rules

HERE = pathlib.Path(__file__).parent
CATEGORIES = {"query": ["query"], "io": ["io", "memory", "cpu"], "docs": ["docs"]}
CASES = [
    pytest.param(folder, path.name, id=f"{folder}/{path.name}")
    for folder in CATEGORIES
    for path in sorted((HERE / folder).glob("*.py*"))
]


def marked(lines, word):
    """(line, rule) of every `# word: rule, rule` comment at a line's end."""
    for number, line in enumerate(lines, 1):
        match = re.search(rf"# {word}: ([^#]+?)\s*$", line)
        for rule in match.group(1).split(",") if match else []:
            yield number, rule.strip()


def test_there_are_cases():
    assert len(CASES) > 100


@pytest.mark.parametrize("folder, name", CASES)
def test_case(bluetick, folder, name):
    lines = (HERE / folder / name).read_text(encoding="utf-8").splitlines()
    enabled = [rule for _, rule in marked(lines[:2], "enable")]
    wanted = [rule for rule in enabled if rule.split(".")[0] in known_rules()]
    extra = ["--extend-select", ",".join(wanted)] if wanted else []
    categories = ",".join(CATEGORIES[folder])
    done = bluetick("check", "--isolated", "--no-cache", "--format", "json",
                    "--select", categories, *extra, name, cwd=HERE / folder)
    assert done.returncode in (0, 1), done.stderr.decode()
    found = {(item["owner_line"], item["rule"]) for item in json.loads(done.stdout)["findings"]}
    expected = {(line, rule) for line, rule in marked(lines, "expect")
                if rule.split(".")[0] in known_rules()}
    assert {rule for _, rule in found} <= known_rules()
    missing = sorted(expected - found)
    unexpected = sorted(found - expected)
    assert not missing and not unexpected, f"missing {missing}, unexpected {unexpected}"
