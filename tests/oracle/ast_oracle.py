"""Compares our ast of Python files with Python's own.

    python3 tests/oracle/ast_oracle.py PROGRAM [--sample N] [FILE...]

PROGRAM is tests/oracle/ast_oracle.c, built. Without files: the standard library. Both sides become
the same list of rows (kind, name, detail, start, end); rows that only one side has are printed.
What we leave uncompared is listed in REASONS, each by kind with why. Exit 1 on any difference.
"""

import ast
import collections
import io
import json
import subprocess
import sys
import sysconfig
import tokenize
import unicodedata
import warnings
from pathlib import Path

REASONS = {
    "arguments, Load, Store, Del, operators": "no nodes of ours: fields, flags and details",
    "comprehension, withitem, match_case, Module": "Python gives them no position; compared by kind and order",
    "inside an f-string": "before 3.12 CPython's positions there are wrong; compared by kind and name",
    "Constant in JoinedStr, `x=` of a field": "ours are per literal, Python's are merged",
    "JoinedStr of a format_spec": "its text is no node of ours, and its position is the whole string's",
}

SKIPPED = (ast.arguments, ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop,
           ast.TypeIgnore, ast.Module)
NO_POSITION = ("comprehension", "async comprehension", "withitem", "match_case")
FLAG_STORE, FLAG_DEL, FLAG_HAS_BROKEN = 1, 2, 32
CONSTANTS = {type(None): "None", type(Ellipsis): "...", int: "int", float: "float",
             complex: "complex", str: "str", bytes: "bytes"}


class Lines:
    """Byte offsets of the lines as Python's tokenizer counts them."""

    def __init__(self, text):
        self.starts = [0]
        at = 0
        while at < len(text):
            byte = text[at:at + 1]
            if byte == b"\r" and text[at + 1:at + 2] == b"\n":
                at += 1
            if byte in b"\r\n":
                self.starts.append(at + 1)
            at += 1

    def offset(self, line, column):
        return self.starts[line - 1] + column


def plain(name):
    return unicodedata.normalize("NFKC", name or "")


def name_of(node):
    for field in ("id", "attr", "arg", "name", "module", "rest"):
        value = getattr(node, field, None)
        if isinstance(value, str):
            return plain(value)
    return ""


def context_of(node):
    return {ast.Store: FLAG_STORE, ast.Del: FLAG_DEL}.get(type(getattr(node, "ctx", None)), 0)


def detail_of(node):
    if isinstance(node, (ast.BinOp, ast.AugAssign, ast.UnaryOp, ast.BoolOp)):
        return type(node.op).__name__
    if isinstance(node, (ast.Constant, ast.MatchSingleton)):
        if isinstance(node.value, bool):
            return str(node.value)
        return CONSTANTS[type(node.value)]
    if isinstance(node, ast.Compare):
        return " ".join(type(op).__name__ for op in node.ops)
    if isinstance(node, ast.FormattedValue):
        return chr(node.conversion) if node.conversion > 0 else ""
    if isinstance(node, ast.ImportFrom):
        return str(min(node.level, 255))
    return ""


class Theirs:
    def __init__(self, text):
        self.lines = Lines(text)
        self.rows = []

    def place(self, node, kind):
        if kind in NO_POSITION:
            return (0, 0)
        return (self.lines.offset(node.lineno, node.col_offset),
                self.lines.offset(node.end_lineno, node.end_col_offset))

    def visit(self, tree):
        stack = [(tree, "", False)]
        while stack:
            node, field, formatted = stack.pop()
            inner = formatted or isinstance(node, ast.JoinedStr)
            if not isinstance(node, SKIPPED) and not self.is_left_out(node, field, formatted):
                self.add(node, formatted)
            for name, value in ast.iter_fields(node):
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, ast.AST):
                        stack.append((child, self.role(node, name), inner))

    @staticmethod
    def role(node, name):
        return f"{type(node).__name__}.{name}"

    @staticmethod
    def is_left_out(node, field, formatted):
        return field == "JoinedStr.values" and isinstance(node, ast.Constant) or \
            field == "FormattedValue.format_spec"

    def add(self, node, formatted):
        kind = type(node).__name__
        if kind == "comprehension" and node.is_async:
            kind = "async comprehension"
        start, end = (-1, -1) if formatted else self.place(node, kind)
        if kind == "FormattedValue":
            start = end = -1
        self.rows.append((kind, name_of(node), detail_of(node), context_of(node), start, end))


def fields_of_dict(rows, index):
    return rows[index]


def ours(rows):
    """Our rows in Python's terms."""
    out = []
    stack = []  # (depth, kind, formatted, index in out or None)
    for depth, field, kind, name, detail, flags, start, end, level in rows:
        while stack and stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1] if stack else (-1, "", False, None)
        formatted = parent[2]
        inner = formatted or kind == "JoinedStr"
        index = None
        if kind == "Broken":
            out.append(("Broken", "", "", 0, start, end))
        elif kind == "CmpOp":
            row = out[parent[3]]
            out[parent[3]] = row[:2] + ((row[2] + " " + detail).strip(),) + row[3:]
        elif kind in ("Module", "Identifier", "DictUnpack"):
            pass
        elif kind == "keyword" and parent[1] == "MatchClass":
            pass
        elif kind == "Constant" and parent[1] == "JoinedStr":
            pass
        elif kind == "JoinedStr" and field == "format_spec":
            pass
        else:
            index = len(out)
            if kind == "ImportFrom":
                detail = str(level)
            if kind in NO_POSITION:
                start = end = 0
            if formatted or kind == "FormattedValue":
                start = end = -1
            out.append((kind, plain(name), detail, flags & 3, start, end))
        stack.append((depth, kind, inner, index))
    return out


def positions_in_formatted(row, formatted):
    return row if not formatted else row[:4] + (-1, -1)


def run(program, files):
    process = subprocess.Popen([program, *files], stdout=subprocess.PIPE)
    name, rows = None, []
    for line in process.stdout:
        if line.startswith(b"= "):
            if name is not None:
                yield name, rows
            name, rows = line[2:-1].decode(), []
        elif line.startswith(b"!"):
            raise SystemExit(line.decode())
        else:
            rows.append(json.loads(line))
    if name is not None:
        yield name, rows
    if process.wait() != 0:
        raise SystemExit(f"{program} ended with {process.returncode}")


def python_tree(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def is_utf8(text):
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(text).readline)[0]
        text.decode("utf-8")
        return encoding in ("utf-8", "utf-8-sig")
    except (SyntaxError, UnicodeDecodeError):
        return False


def compare(path, rows, counts, shown):
    text = Path(path).read_bytes()
    if not is_utf8(text):
        counts["not UTF-8 (text/ decodes such files first)"] += 1
        return 0
    bom = 3 if text.startswith(b"\xef\xbb\xbf") else 0
    try:
        tree = python_tree(text)
    except (SyntaxError, ValueError):
        counts["Python itself refuses the file"] += 1
        return 0
    theirs = Theirs(text[bom:])
    theirs.visit(tree)
    left = collections.Counter(theirs.rows)
    mine = [r[:4] + ((r[4] - bom, r[5] - bom) if r[4] > 0 else r[4:]) for r in ours(rows)] \
        if bom else ours(rows)
    right = collections.Counter(mine)
    missing, extra = left - right, right - left
    counts["rows compared"] += len(theirs.rows)
    if missing or extra:
        shown.append((path, text[bom:], missing, extra))
    return sum(missing.values()) + sum(extra.values())


def standard_library():
    top = Path(sysconfig.get_paths()["stdlib"])
    return sorted(str(path) for path in top.rglob("*.py") if "site-packages" not in path.parts
                  and "dist-packages" not in path.parts)


def main(arguments):
    program, *rest = arguments
    every = 1
    if rest[:1] == ["--sample"]:
        files = standard_library()
        every = max(1, len(files) // int(rest[1]))
        rest = rest[2:]
    files = (rest or standard_library())[::every]
    counts, shown, differences = collections.Counter(), [], 0
    for start in range(0, len(files), 50):
        for path, rows in run(program, files[start:start + 50]):
            differences += compare(path, rows, counts, shown)
    for path, text, missing, extra in shown[:20]:
        print(path)
        for mark, rows in (("- python", missing), ("+ ours  ", extra)):
            for row in sorted(rows, key=lambda r: r[4:])[:8]:
                source = text[max(row[4], 0):row[5]][:60]
                print(f"  {mark} {row} {source!r}")
    for kind, reason in REASONS.items():
        print(f"not compared: {kind}: {reason}")
    for what, count in counts.items():
        print(f"{what}: {count}")
    print(f"{len(files)} files, {len(shown)} with differences, {differences} differing rows")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
