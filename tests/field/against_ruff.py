"""Compares bluetick's io, memory and cpu rules with ruff's on checked-out projects: tests/field/AGAINST_RUFF.md.

    python tests/field/against_ruff.py BLUETICK RUFF FOLDER... [--list]

A report of both is one where the lines of both spans meet. What only ruff reports is sorted by the reason that
the code itself shows, and what has no reason here is printed to be read; --list prints every one-sided report.
"""

import ast
import collections
import json
import pathlib
import re
import subprocess
import sys

OURS = {
    "S113": "io/missing-timeout",
    "ASYNC210": "io/blocking-call-in-async",
    "ASYNC212": "io/blocking-call-in-async",
    "ASYNC220": "io/blocking-call-in-async",
    "ASYNC221": "io/blocking-call-in-async",
    "ASYNC222": "io/blocking-call-in-async",
    "ASYNC230": "io/blocking-call-in-async",
    "ASYNC251": "io/blocking-call-in-async",
    "FURB129": "memory/eager-readlines",
    "C419": "memory/listcomp-consumed-once",
    "PLR6201": "cpu/list-membership-in-loop",
    "RUF017": "cpu/quadratic-list-concat",
}


class Place:
    """Where ruff reports, and the text there."""

    def __init__(self, path, start, end):
        self.first, self.last = start["row"], end["row"]
        self.lines = path.read_text().split("\n")
        rows = self.lines[self.first - 1 : self.last]
        rows[-1] = rows[-1][: end["column"] - 1]
        rows[0] = rows[0][start["column"] - 1 :]
        self.text = "\n".join(rows)

    @property
    def statement(self):
        """The rows from the report on, until the brackets opened there are closed."""
        depth = 0
        for number in range(self.first - 1, len(self.lines)):
            depth += sum(self.lines[number].count(c) for c in "([{") - sum(self.lines[number].count(c) for c in ")]}")
            if depth <= 0:
                return "\n".join(self.lines[self.first - 1 : number + 1])
        return self.text


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} in {folder}: {done.stderr[-400:]}")
    return json.loads(done.stdout)


def ours(bluetick, folder):
    select = ",".join(sorted(set(OURS.values())))
    command = [bluetick, "check", "--isolated", "--no-cache", "--select", select, "--format", "json", "."]
    found = collections.defaultdict(list)
    for finding in run(command, folder)["findings"]:
        found[finding["rule"], finding["path"]].append(finding)
    return found


def theirs(ruff, folder):
    command = [
        ruff, "check", "--isolated", "--preview", "--no-cache", "--target-version", "py314",
        "--select", ",".join(OURS), "--output-format", "json", ".",
    ]
    for report in run(command, folder):
        if report["code"] in OURS:
            path = str(pathlib.Path(report["filename"]).relative_to(folder))
            yield report["code"], path, Place(folder / path, report["location"], report["end_location"])


def is_test(path):
    parts = pathlib.PurePath(path).parts
    return any(part in ("test", "tests") for part in parts) or bool(
        re.search(r"(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$", path)
    )


def size_of_display(text):
    """How many values a tuple or list display has."""
    display = ast.parse(f"({text})", mode="eval").body
    return len(display.elts)


def reason(code, path, place):
    """Why bluetick says nothing there, or None when the code does not show it."""
    if code == "PLR6201":
        return f"display of {'at most 8' if size_of_display(place.text) <= 8 else 'more than 8'} values"
    if code == "S113" and re.search(r"\*\*\w", place.statement):
        return "what `**kwargs` holds is not known"
    if code == "ASYNC251" and "sleep(0)" in place.statement:
        return "`time.sleep(0)` only yields the thread"
    if code == "ASYNC220" and re.match(r"(subprocess\.)?Popen\b", place.text):
        return "`Popen(...)` starts a process and does not wait for it"
    if code == "ASYNC230" and is_test(path):
        return "a test's own few files"
    return None


def compare(bluetick, ruff, folder, is_listing):
    """Return counts of (code or rule) -> [both, only ruff, only bluetick] and the reasons of only ruff."""
    counts = collections.defaultdict(lambda: [0, 0, 0])
    reasons = collections.Counter()
    found = ours(bluetick, folder)
    seen = set()
    for code, path, place in theirs(ruff, folder):
        met = [
            f
            for f in found.get((OURS[code], path), ())
            if f["range"]["start"]["line"] <= place.last and f["range"]["end"]["line"] >= place.first
        ]
        seen |= {id(f) for f in met}
        counts[code][0 if met else 1] += 1
        if not met:
            why = reason(code, path, place)
            reasons[code, why or "TO BE READ"] += 1
            if is_listing or not why:
                print(f"only ruff  {code} {folder.name}/{path}:{place.first} ({why})")
    for (rule, path), findings in sorted(found.items()):
        for finding in findings:
            if id(finding) not in seen:
                counts[rule][2] += 1
                if is_listing:
                    line = finding["range"]["start"]["line"]
                    print(f"only bluetick  {rule} {folder.name}/{path}:{line} {finding['message']}")
    return counts, reasons


def cell(counts, rule):
    codes = [code for code in OURS if OURS[code] == rule]
    both, only_ruff = (sum(counts[c][i] for c in codes if c in counts) for i in (0, 1))
    return f"{both} / {only_ruff} / {counts[rule][2] if rule in counts else 0}"


def main(arguments):
    is_listing = "--list" in arguments
    bluetick, ruff, *folders = [a for a in arguments if a != "--list"]
    results, reasons = {}, collections.Counter()
    for folder in [pathlib.Path(f).resolve() for f in folders]:
        results[folder.name], why = compare(str(pathlib.Path(bluetick).resolve()), ruff, folder, is_listing)
        reasons += why
    print("\nboth / only ruff / only bluetick\n")
    print("| rule | " + " | ".join(results) + " |")
    print("|---|" + "---|" * len(results))
    for rule in dict.fromkeys(OURS.values()):
        print(f"| {rule} | " + " | ".join(cell(counts, rule) for counts in results.values()) + " |")
    print("\n| code | both | only ruff |\n|---|---|---|")
    for code in OURS:
        both, only = (sum(c[code][i] for c in results.values() if code in c) for i in (0, 1))
        print(f"| {code} | {both} | {only} |")
    print("\n| code | only ruff | why |\n|---|---|---|")
    for (code, why), number in sorted(reasons.items()):
        print(f"| {code} | {number} | {why} |")


if __name__ == "__main__":
    main(sys.argv[1:])
