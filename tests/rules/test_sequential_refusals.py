"""Why loops of io/sequential-requests are not rewritten: the reasons name the fact and its line."""

import json

from test_rules import BLESS, HERE, bluetick

FOLDER = HERE / "io/sequential-requests"


FILES = ["bad_refused.py", "bad_refused_trio.py"]


def findings(name, cwd):
    done = bluetick("--isolated", "--select", "io/sequential-requests", "--format", "json", name,
                    cwd=cwd)
    return json.loads(done.stdout)["findings"]


def refusals():
    for name in FILES:
        for finding in findings(name, FOLDER):
            assert not finding["fixes"], finding
            for refused in finding["refused"]:
                yield (f"{name}:{finding['owner_line']}: {refused['title']}: "
                       f"{refused['reason']}\n")


def test_reasons_are_the_snapshot():
    text = "".join(refusals())
    snapshot = FOLDER / "refused.txt"
    if BLESS:
        snapshot.write_text(text, encoding="utf-8")
    assert text == snapshot.read_text(encoding="utf-8")


def test_every_finding_is_refused():
    texts = [(FOLDER / name).read_text(encoding="utf-8") for name in FILES]
    marked = sum("# expect:" in line for text in texts for line in text.splitlines())
    assert marked == len(list(refusals()))


CONTEXT = """from flask import g
import requests


def fetch(url):
    return requests.get(url, headers={"user": g.user}, timeout=5)


def all_of(urls):
    return [fetch(url) for url in urls]
"""


def test_an_empty_context_is_told(tmp_path):
    (tmp_path / "app.py").write_text(CONTEXT, encoding="utf-8")
    (tmp_path / "plain.py").write_text(CONTEXT.replace("g.user", "'me'"), encoding="utf-8")
    told = [findings(name, tmp_path)[0]["fixes"][0]["title"] for name in ("app.py", "plain.py")]
    assert told[0] == told[1] + " (which start with an empty context)"


WRITES = """import requests


def push(hooks, event):
    for hook in hooks:
        requests.post(hook.url, json=event, timeout=5)
"""


def test_writes_are_rewritten_on_request(tmp_path):
    (tmp_path / "push.py").write_text(WRITES, encoding="utf-8")
    assert not findings("push.py", tmp_path)[0]["fixes"]
    bluetick("--isolated", "--select", "io/sequential-requests.writes", "--fix", "--unsafe-fixes",
             "push.py", cwd=tmp_path)
    assert "executor.submit(requests.post, hook.url, json=event" in (tmp_path / "push.py").read_text()
