"""Fixes that are offered beside the first one: read from the JSON report, applied here."""

import json


def findings(bluetick, source, selector, name="before.py", *options):
    """Every finding, as the report has it; options of check take the place of its being on its own."""
    bluetick.write(name, source)
    options = options or ("--isolated", "--no-cache")
    done = bluetick("check", *options, "--format", "json", "--select", selector, name)
    assert done.returncode in (0, 1), done.stderr.decode()
    return json.loads(done.stdout)["findings"]


def offered(bluetick, source, selector, name="before.py"):
    """Every fix of every finding, as the report has it."""
    return [fix for finding in findings(bluetick, source, selector, name) for fix in finding["fixes"]]


def apply(source, fix):
    """Inserts at the place where something is replaced come before it."""
    spans = sorted(fix["edits"],
                   key=lambda e: (e["range"]["start"]["offset"], e["range"]["end"]["offset"]))
    result, at = b"", 0
    for edit in spans:
        result += source[at:edit["range"]["start"]["offset"]] + edit["text"].encode()
        at = edit["range"]["end"]["offset"]
    return result + source[at:]
