"""Compares bluetick's docs rules with ruff's D and DOC on checked-out projects: tests/field/DOCSTRINGS.md.

    python tests/field/docstrings.py BLUETICK RUFF FOLDER...

Every report is brought to the line of its definition's name; then both sides are sets. What only one side
reports is sorted by the reason that the code itself shows; the rest is printed to be read.
"""

import ast
import collections
import json
import pathlib
import re
import subprocess
import sys

KINDS = {
    "missing-docstring": {"D101", "D102", "D103", "D105", "D106", "D107", "D419"},
    "summary-line": {"D205", "D400", "D415"},
    "imperative-mood": {"D401"},
    "missing-args": {"D417"},
    "unknown-arg": {"DOC102"},
    "missing-returns": {"DOC201"},
    "extra-returns": {"DOC202"},
    "missing-yields": {"DOC402"},
    "extra-yields": {"DOC403"},
    "missing-raises": {"DOC501"},
    "section-format": {"D214", "D405", "D406", "D407", "D414", "D416"},
}
PROPERTIES = {"property", "cached_property", "setter", "deleter", "abstractproperty"}
TEST_HOOKS = {"setUp", "tearDown", "setUpClass", "tearDownClass", "setUpModule", "tearDownModule", "setup"}


class Definition:
    def __init__(self, node, parents, path):
        self.node, self.parents, self.path, self.name = node, parents, path, node.name
        self.is_class = isinstance(node, ast.ClassDef)
        first = node.body[0]
        self.doc = None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            self.doc = first
        self.text = ast.get_docstring(node) or ""
        self.decorators = {re.sub(r".*\.", "", ast.unparse(d).split("(")[0]) for d in node.decorator_list}

    @property
    def is_magic(self):
        return self.name[:2] == self.name[-2:] == "__" and self.name not in ("__init__", "__call__", "__new__")

    @property
    def is_test(self):
        parts = self.path.parts
        name = parts[-1]
        in_tests = "tests" in parts or "test" in parts or name.startswith("test_") or name.endswith("_test.py")
        if self.is_class:
            return in_tests and bool(re.search(r"^Test|Test$|Tests$|TestCase$", self.name))
        return self.name.startswith("test_") or (in_tests and (self.name.startswith("test") or self.name in TEST_HOOKS))

    @property
    def is_private(self):
        names = [self.name, *(p.name for p in self.parents)]
        return any(re.match(r"_(?!_.*__$)", n) for n in names) or self.path.stem.startswith("_")

    @property
    def is_foreign(self):
        return bool(re.search(r"^-{3,}$|^:(param|type|returns?|raises?)\b|^@(param|return)", self.text, re.M))


def definitions(path, relative):
    found = []
    stack = [(ast.parse(path.read_bytes()), ())]
    while stack:
        node, parents = stack.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found.append(Definition(child, parents, relative))
                stack.append((child, (*parents, child)))
            else:
                stack.append((child, parents))
    return found


def run(command, folder):
    return json.loads(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout)


def ours(bluetick, folder):
    command = [bluetick, "check", "--isolated", "--no-cache", "--select", "docs", "--format", "json", "."]
    for finding in run(command, folder)["findings"]:
        yield finding["rule"].split("/")[1], finding["path"], finding["owner_line"], finding["message"]


def theirs(ruff, folder, lines):
    command = [
        ruff, "check", "--isolated", "--preview", "--no-cache", "--select", "D,DOC", "--extend-select", "D401",
        "--config", 'lint.pydocstyle.convention="google"', "--output-format", "json", ".",
    ]
    for report in run(command, folder):
        kind = next((k for k, codes in KINDS.items() if report["code"] in codes), None)
        path = str(pathlib.Path(report["filename"]).relative_to(folder))
        if kind and path in lines:
            owner = owner_line(lines[path], report["location"]["row"])
            if owner:
                yield kind, path, owner, f"{report['code']} {report['message']}"


def owner_line(found, row):
    best = 0
    for definition in found:
        doc = definition.doc
        if definition.node.lineno == row or (doc and doc.lineno <= row <= doc.end_lineno):
            best = max(best, definition.node.lineno)
    return best


def only_ruff(kind, d):
    if d.is_test:
        return "test, fixture hook or test class"
    if d.is_magic:
        return "magic method"
    if kind == "missing-docstring" and d.name == "__init__":
        return "constructor with nothing to say, or documented in its class"
    if d.decorators & PROPERTIES:
        return "property or setter"
    if kind not in ("summary-line", "imperative-mood") and d.is_foreign:
        return "numpydoc, reST or epytext docstring: one not-google-style instead"
    if kind == "summary-line":
        after = d.text.split("\n")[1:2]
        if after and re.match(r"(Args|Returns|Raises|Yields|Example)s?:", after[0]):
            return "section directly after the summary"
        if re.search(r":$", d.text.split("\n")[0]):
            return "summary ends with a colon"
        if re.match(r"[^\n]*\n\n\n", d.text):
            return "more than one blank line after the summary"
    if kind in ("missing-returns", "missing-raises", "section-format"):
        if re.search(r"^\s*(Returns|Raises|Yields):? ?\S|^Returns$", d.text, re.M):
            return "section on one line, or prose under Raises: one section-format instead"
    if kind == "imperative-mood" and re.match(r"Returns:|Args:", d.text):
        return "no summary: summary-line instead"
    return ""


def only_us(kind, d):
    if kind == "missing-docstring":
        return "private name, class or module" if d.is_private else ""
    if kind == "missing-args":
        has_section = re.search(r"^\s*(Args|Arguments|Parameters|Keyword Args):", d.text, re.M)
        return "entry missing in a section" if has_section else "no Args section at all"
    if kind == "not-google-style":
        return "ruff has no such rule"
    return ""


def main(bluetick, ruff, *folders):
    both, ruff_only, us_only = (collections.defaultdict(collections.Counter) for _ in range(3))
    unread = []
    for folder in map(pathlib.Path, folders):
        folder = folder.resolve()
        lines = {}
        for path in folder.rglob("*.py"):
            try:
                lines[str(path.relative_to(folder))] = definitions(path, path.relative_to(folder))
            except SyntaxError:
                continue
        a = {(k, p, l): m for k, p, l, m in ours(bluetick, folder)}
        b = {(k, p, l): m for k, p, l, m in theirs(ruff, folder, lines)}
        for key in a.keys() | b.keys():
            kind, path, line = key
            definition = next((d for d in lines.get(path, []) if d.node.lineno == line), None)
            if key in a and key in b:
                both[kind][""] += 1
                continue
            mine = key in a
            reason = definition and (only_us if mine else only_ruff)(kind, definition)
            (us_only if mine else ruff_only)[kind][reason or "read one by one"] += 1
            if not reason:
                unread.append((kind, "us" if mine else "ruff", folder.name, path, line, (a if mine else b)[key]))
    print("| kind | both | only ruff | only bluetick |\n|---|---|---|---|")
    for kind in sorted(both.keys() | ruff_only.keys() | us_only.keys()):
        cells = [f"{sum(c[kind].values())}" for c in (both, ruff_only, us_only)]
        print(f"| {kind} | {' | '.join(cells)} |")
    for title, counters in (("only ruff", ruff_only), ("only bluetick", us_only)):
        print(f"\n{title}:")
        for kind in sorted(counters):
            for reason, count in counters[kind].most_common():
                print(f"  {kind:18} {count:5}  {reason}")
    print("\nto be read:")
    for item in sorted(unread):
        print("  ", *item)


if __name__ == "__main__":
    main(*sys.argv[1:])
