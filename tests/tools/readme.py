#!/usr/bin/env python3
"""Writes the generated parts of the README: the rules table, from the registry, and a real frame.

With --check nothing is written, and the exit code tells whether the README is up to date.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
BLUETICK = os.environ.get("BLUETICK", str(TOP / "build" / "bluetick"))


def run(*arguments, cwd=TOP):
    return subprocess.run(
        [BLUETICK, *arguments], cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    ).stdout


def rules_table():
    listed = json.loads(run("rule", "--format", "json"))
    rows = ["| rule | severity | default | fixes | what it finds |", "|---|---|---|---|---|"]
    for rule in listed["rules"] if isinstance(listed, dict) else listed:
        fixes = ", ".join(rule["fixes"]) or "none"
        default = "on" if rule["default"] in (True, "on") else "off"
        rows.append(
            f"| `{rule['rule']}` | {rule['severity']} | {default} | {fixes} | {rule['title']} |"
        )
    return "\n".join(rows)


def frame():
    shown = ["check", "--select", "query,io", "shop/orders.py", "shop/refresh.py"]
    text = run(
        *shown, "--isolated", "--no-cache", "--color", "never", cwd=TOP / "tests" / "sample"
    )
    return "```\n$ bluetick " + " ".join(shown) + "\n" + text.rstrip() + "\n```"


def replaced(text, name, content):
    pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    return re.sub(pattern, lambda m: m.group(1) + content + "\n" + m.group(2), text, flags=re.S)


def main():
    path = TOP / "README.md"
    before = path.read_text(encoding="utf-8")
    after = replaced(replaced(before, "rules", rules_table()), "frame", frame())
    if "--check" in sys.argv:
        sys.exit(before != after)
    path.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
