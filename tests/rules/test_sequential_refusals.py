"""Why loops of io/sequential-requests are not rewritten: the reasons name the fact and its line."""

import json

from test_rules import BLESS, HERE, bluetick

FOLDER = HERE / "io/sequential-requests"


def refusals():
    done = bluetick("--isolated", "--select", "io/sequential-requests", "--format", "json",
                    "bad_refused.py", cwd=FOLDER)
    for finding in json.loads(done.stdout)["findings"]:
        assert not finding["fixes"], finding
        for refused in finding["refused"]:
            yield f"{finding['owner_line']}: {refused['title']}: {refused['reason']}\n"


def test_reasons_are_the_snapshot():
    text = "".join(refusals())
    snapshot = FOLDER / "refused.txt"
    if BLESS:
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")


def test_every_finding_is_refused():
    lines = (FOLDER / "bad_refused.py").read_text(encoding="utf-8").splitlines()
    marked = sum("# expect:" in line for line in lines)
    assert marked == len(list(refusals()))
