"""Compares our ast of Python files with Python's own.

    python3 tests/oracle/ast_oracle.py PROGRAM [FILE...]

PROGRAM is tests/oracle/ast_oracle.c, built. Without files: the standard library. Both sides become
the same tree of rows (depth, field, kind, name, detail, context, start, end), in the order of fields;
the first rows that differ are printed. What is not compared is listed in REASONS, each by kind with
why; where Python has no position, ours must fit the source. Exit 1 on any difference.
"""

import ast
import collections
import io
import json
import re
import subprocess
import sys
import sysconfig
import tokenize
import unicodedata
import warnings
from pathlib import Path

REASONS = {
    "Load, Store, Del, operators": "no nodes of ours: flags and details, compared as such",
    "Module": "Python gives it no position",
    "comprehension, withitem, match_case, Identifier, CmpOp, DictUnpack, a pattern's keyword":
        "Python gives them no position: ours must fit the source (see fits)",
    "inside an f-string": "before 3.12 Python's positions are wrong: ours must be that of the text "
                          "that Python reads as the same expression",
    "Constant of an f-string": "ours are per literal, Python's merged with `x=`: put together, they "
                               "must be the same text",
    "text of a format_spec": "no node of ours",
    "`\\'` alone between fields of a raw f-string": "the grammar makes no node of it",
    "print >> f, x": "we take it for the statement of Python 2, a Call; Python 3 reads a "
                     "shift",
}

DEDENT = "files where a bracket goes on left of its statement (the grammar sees a dedent)"

# Python that the grammar calls broken, with where it stands: is_limit(text, offset of the Broken).
LIMITS = {
    "files with `from __future__ import *` (the grammar wants names)":
        lambda text, at: text.startswith(b"from __future__ import *", at),
    DEDENT:
        lambda text, at: text[at:at + 1] == b"(" and indent_after(text, at) < indent_of(text, at),
}

NO_POSITION = ("comprehension", "async comprehension", "withitem", "match_case", "Identifier",
               "CmpOp", "DictUnpack", "Module", "FormattedValue")
FLAG_STORE, FLAG_DEL, FLAG_HAS_BROKEN = 1, 2, 32
CONSTANTS = {type(None): "None", type(Ellipsis): "...", int: "int", float: "float",
             complex: "complex", str: "str", bytes: "bytes"}
OPERATORS = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is",
             "IsNot": "is not", "In": "in", "NotIn": "not in"}
BLANK = r"(?:\s|\\|#[^\n\r]*(?=[\n\r]))*"
OPEN, CLOSE = rf"(?:{BLANK}\()*{BLANK}", rf"(?:{BLANK}\))*"


class Node:
    __slots__ = ("field", "kind", "name", "detail", "context", "start", "end", "children", "flags",
                 "source")

    def __init__(self, field, kind, name="", detail="", context=0, start=0, end=0, source=None):
        self.field, self.kind, self.name, self.detail = field, kind, name, detail
        self.context, self.start, self.end, self.source = context, start, end, source
        self.children, self.flags = [], 0

    def child(self, field):
        return next((child for child in self.children if child.field == field), None)

    def row(self):
        return (self.field, self.kind, self.name, self.detail, self.context, self.start, self.end)


class Difference(Exception):
    """Something of ours that cannot be right, at an offset."""

    def __init__(self, what, at):
        super().__init__(what)
        self.at = at


def plain(name):
    return unicodedata.normalize("NFKC", name or "")


# ---- Python's side -----------------------------------------------------------------------------

class Lines:
    """Byte offsets of the lines as Python's tokenizer counts them."""

    def __init__(self, text):
        self.starts = [0] + [m.end() for m in re.finditer(rb"\r\n|\r|\n", text)]

    def span(self, node):
        return (self.starts[node.lineno - 1] + node.col_offset,
                self.starts[node.end_lineno - 1] + node.end_col_offset)


def name_of(node):
    for field in ("id", "attr", "arg", "name", "module", "rest"):
        value = getattr(node, field, None)
        if isinstance(value, str):
            return plain(value)
    return ""


def detail_of(node):
    if isinstance(node, (ast.BinOp, ast.AugAssign, ast.UnaryOp, ast.BoolOp)):
        return type(node.op).__name__
    if isinstance(node, (ast.Constant, ast.MatchSingleton)):
        return str(node.value) if isinstance(node.value, bool) else CONSTANTS[type(node.value)]
    if isinstance(node, ast.FormattedValue):
        return chr(node.conversion) if node.conversion > 0 else ""
    if isinstance(node, ast.ImportFrom):
        return str(min(node.level, 255))
    return ""


def parts_of(node):
    """(field, child) in Python's terms, the differences that ast.h lists undone. A str is an
    Identifier, a tuple a node that Python does not have."""
    if isinstance(node, ast.arg):
        yield "annotation", node.annotation
        yield "default", getattr(node, "default", None)
    elif isinstance(node, ast.arguments):
        positional = node.posonlyargs + node.args
        for arg, default in zip(reversed(positional), reversed(node.defaults)):
            arg.default = default
        for arg, default in zip(node.kwonlyargs, node.kw_defaults):
            arg.default = default
        yield from fields_of(node, "posonlyargs", "args", "vararg", "kwonlyargs", "kwarg")
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values):
            if key is not None:
                yield "keys", key
            yield "values", value if key is not None else ("DictUnpack", "", "value", value)
    elif isinstance(node, ast.Compare):
        yield from fields_of(node, "left", "comparators")
        for operator in node.ops:
            yield "ops", ("CmpOp", type(operator).__name__, None, None)
    elif isinstance(node, ast.MatchClass):
        yield from fields_of(node, "cls", "patterns")
        for name, pattern in zip(node.kwd_attrs, node.kwd_patterns):
            yield "kwd_patterns", ("keyword", name, "pattern", pattern)
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        for name in node.names:
            yield "names", name
    else:
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.arguments):
                yield from parts_of(value)
            elif isinstance(value, list) or isinstance(value, ast.AST):
                yield from fields_of(node, field)
        if isinstance(node, ast.alias):
            yield "asname", node.asname
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
                               ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
            yield "name", node.name
        elif isinstance(node, ast.MatchMapping):
            yield "name", node.rest


def fields_of(node, *names):
    for name in names:
        value = getattr(node, name)
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, (ast.expr_context, ast.operator, ast.boolop, ast.unaryop)):
                yield name, child


def theirs(tree, span):
    """The tree of `tree`, whose spans are span(node)."""
    def made(field, node):
        if isinstance(node, str):
            return Node(field, "Identifier", plain(node))
        if isinstance(node, tuple):
            kind, name = node[:2]
            return Node(field, kind, plain(name) if kind == "keyword" else "",
                        name if kind == "CmpOp" else "", source=node)
        kind = type(node).__name__
        if kind == "comprehension" and node.is_async:
            kind = "async comprehension"
        context = {ast.Store: FLAG_STORE, ast.Del: FLAG_DEL}.get(type(getattr(node, "ctx", None)), 0)
        start, end = (0, 0) if kind in NO_POSITION else span(node)
        return Node(field, kind, name_of(node), detail_of(node), context, start, end, node)

    root = made("", tree)
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node.source, tuple):
            parts = [node.source[2:]] if node.source[2] else []
        else:
            parts = parts_of(node.source) if node.source is not None else []
        node.children = [made(field, child) for field, child in parts if child is not None]
        stack += node.children
    return root


class PrintTo(ast.NodeTransformer):
    """`print >> f, x` as a Call: see REASONS."""

    def visit_Expr(self, node):
        values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        first = values[0] if values else None
        if isinstance(first, ast.BinOp) and isinstance(first.op, ast.RShift) and \
                isinstance(first.left, ast.Name) and first.left.id == "print":
            call = ast.Call(first.left, [first.right, *values[1:]], [])
            node.value = ast.copy_location(call, node)
        return node


def python_tree(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
        return PrintTo().visit(tree) if b"print" in text else tree


# ---- our side ----------------------------------------------------------------------------------

def ours(rows, bom):
    root, stack = None, []  # (depth, Node)
    for depth, field, kind, name, detail, flags, start, end, level in rows:
        while stack and stack[-1][0] >= depth:
            stack.pop()
        if kind == "ImportFrom":
            detail = str(level)
        node = Node(field, kind, plain(name), detail, flags & 3, start - bom, end - bom)
        node.flags = flags
        if stack:
            stack[-1][1].children.append(node)
        else:
            root = node
        stack.append((depth, node))
    return root


def indent_of(text, at):
    start = max(text.rfind(b"\n", 0, at), text.rfind(b"\r", 0, at)) + 1
    return len(text[start:]) - len(text[start:].lstrip(b" \t"))


def indent_after(text, at):
    end = text.find(b"\n", at)
    return indent_of(text, end + 1)


def broken_places(root):
    """Where the innermost Broken nodes begin."""
    places, stack = [], [root]
    while stack:
        node = stack.pop()
        below = any(child.kind == "Broken" or child.flags & FLAG_HAS_BROKEN for child in node.children)
        if node.kind == "Broken" and not below:
            places.append(node.start)
        stack += node.children
    return sorted(places)


def limits(root, text):
    """The limits of the grammar that explain what is broken; a Difference when one is unexplained.
    After a dedent within brackets all indentation is another: what breaks then is its consequence."""
    found = set()
    for at in broken_places(root):
        names = [name for name, is_limit in LIMITS.items() if is_limit(text, at)]
        if not names and DEDENT not in found:
            raise Difference("Broken", at)
        found.update(names)
    return found


def expect(pattern, text, start, end, what):
    if not re.fullmatch(pattern, text[start:end].decode(errors="replace"), re.S):
        raise Difference(f"{what}: {text[start:end][:80]!r} does not fit", start)


def fits(node, parent, text):
    """Checks the span of a node that has none in Python."""
    first = min((child.start for child in node.children), default=node.end)
    last = max((child.end for child in node.children), default=node.end)
    if node.kind in ("comprehension", "async comprehension"):
        word = "for" if node.kind == "comprehension" else rf"async{BLANK}for"
        expect(rf"{word}{OPEN}", text, node.start, first, node.kind)
        expect(CLOSE, text, last, node.end, node.kind)
    elif node.kind == "withitem":
        expect(OPEN, text, node.start, first, node.kind)
        expect(CLOSE, text, last, node.end, node.kind)
    elif node.kind == "match_case":
        expect(rf"case{OPEN}", text, node.start, first, node.kind)
        expect(rf"{BLANK};?", text, last, node.end, node.kind)
    elif node.kind == "Identifier":
        if plain(text[node.start:node.end].decode()) != node.name:
            raise Difference(f"Identifier {node.name} is not there", node.start)
    elif node.kind == "CmpOp":
        words = OPERATORS[node.detail].split()
        expect(BLANK.join(map(re.escape, words)) + ("|<>" if words == ["!="] else ""), text,
               node.start, node.end, node.kind)
    elif node.kind == "DictUnpack":
        expect(rf"\*\*{OPEN}", text, node.start, first, node.kind)
        expect(CLOSE, text, last, node.end, node.kind)
    elif node.kind == "keyword" and parent.kind == "MatchClass":
        expect(rf"\w+{BLANK}={OPEN}", text, node.start, first, node.kind)
        expect(CLOSE, text, last, node.end, node.kind)
    elif node.kind == "FormattedValue":
        expect(r"\{.*\}", text, node.start, node.end, node.kind)
    elif node.kind != "Module":
        return
    node.start = node.end = 0


# ---- f-strings ---------------------------------------------------------------------------------

def literals(text, string):
    """(prefix, start, end of the content) of the literals that an f-string is made of."""
    skips = {child.start: child.end for child in string.children if child.kind == "FormattedValue"}
    at, found = string.start, []
    while at < string.end:
        opening = re.compile(rb"([A-Za-z]*)('''|\"\"\"|'|\")").match(text, at)
        if not opening:
            at += 1
            if text[at - 1:at] == b"#":
                at = text.index(b"\n", at)
            continue
        start = at = opening.end()
        while not text.startswith(opening[2], at) and at < string.end:
            if at in skips:
                at = skips[at]
            else:
                at += 2 if text[at:at + 1] == b"\\" and at + 1 not in skips else 1
        found.append((opening[1].decode().lower(), start, at))
        at += len(opening[2])
    return found


def text_of(prefix, content):
    """What a piece of a literal means."""
    text = re.sub(r"\r\n?", "\n", content.decode())
    if "f" in prefix:
        text = text.replace("{{", "{").replace("}}", "}")
    if "r" in prefix:
        return text
    escaped = re.sub(r"\\(.)|([\"\n])", lambda m: m[0] if m[1] else {'"': '\\"', "\n": "\\n"}[m[2]],
                     text, flags=re.S)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.literal_eval('"' + escaped + '"')


def our_pieces(node, text):
    pieces = []
    whole = literals(text, node)
    for child in node.children:
        if child.kind == "FormattedValue":
            value, after = child.children[0], child.end
            equal = re.compile(rb"[\s)]*=(?!=)\s*(?=[!:}])").match(text, value.end, after)
            if equal:
                pieces.append(text[child.start + 1:equal.end()].decode())
            pieces.append(None)
            continue
        for prefix, start, end in whole:
            if child.start <= start and end < child.end:  # a whole literal with its quotes
                pieces.append(text_of(prefix, text[start:end]))
            elif start <= child.start and child.end <= end:
                pieces.append(text_of(prefix, text[child.start:child.end]))
    return merged(pieces)


def merged(pieces):
    out = []
    for piece in pieces:
        if piece is None or not out or out[-1] is None:
            out.append(piece)
        else:
            out[-1] += piece
    return [piece for piece in out if piece != ""]


def compare_formatted(mine, other, text):
    """The values of an f-string: what they say, and our positions of each field's expression."""
    other_values = other.source.values
    if mine.field == "format_spec":
        mine.start = mine.end = other.start = other.end = 0
    else:
        pieces = merged([v.value if isinstance(v, ast.Constant) else None for v in other_values])
        is_raw = all("r" in prefix for prefix, _, _ in literals(text, mine))
        if is_raw:
            pieces = [piece for piece in pieces if piece not in ("\\'", '\\"')]
        if our_pieces(mine, text) != pieces:
            raise Difference(f"f-string is {our_pieces(mine, text)!r}, in Python {pieces!r}",
                             mine.start)
    mine.children = [child for child in mine.children if child.kind != "Constant"]
    other.children = [child for child in other.children if child.kind != "Constant"]
    for field, known in zip(mine.children, other.children):
        value = field.child("value")
        index = next((i for i, c in enumerate(known.children) if c.field == "value"), None)
        if value is None or index is None:
            raise Difference("a field without a value", field.start)
        known.children[index] = reread(value, known.children[index], text)


def reread(value, known, text):
    """Python's tree of the text at our span: it must be the expression that Python read there."""
    source = b"(" + text[value.start:value.end] + b")"
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError:
        raise Difference("no expression in a field", value.start) from None
    if ast.dump(tree) != ast.dump(known.source):
        raise Difference("another expression in a field", value.start)
    lines = Lines(source)

    def span(node):
        start, end = lines.span(node)
        if node is tree and start == 0:  # a tuple took our parentheses for its own
            start, end = start + 1, end - 1
        return start + value.start - 1, end + value.start - 1

    again = theirs(tree, span)
    again.field = "value"
    return again


# ---- both --------------------------------------------------------------------------------------

def in_order(node):
    return sorted(node.children, key=lambda child: child.field)


def compare_trees(mine, other, text):
    """The number of rows; Difference at the first one."""
    stack, count = [(mine, other, None)], 0
    while stack:
        left, right, parent = stack.pop()
        if left.kind == right.kind == "JoinedStr":
            compare_formatted(left, right, text)
        start = left.start
        fits(left, parent, text)
        count += 1
        if left.row() != right.row():
            raise Difference(f"ours {left.row()}, Python's {right.row()}", start)
        if len(left.children) != len(right.children):
            raise Difference(f"{left.kind} of {len(left.children)} children, in Python of "
                             f"{len(right.children)}", start)
        stack += zip(in_order(left), in_order(right), [left] * len(left.children))
    return count


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


def is_utf8(text):
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(text).readline)[0]
        text.decode("utf-8")
        return encoding in ("utf-8", "utf-8-sig")
    except (SyntaxError, UnicodeDecodeError):
        return False


def compare(path, rows, counts):
    """What differs, or None."""
    text = Path(path).read_bytes()
    if not is_utf8(text):
        counts["files not in UTF-8 (text/ decodes such files first)"] += 1
        return None
    bom = 3 if text.startswith(b"\xef\xbb\xbf") else 0
    try:
        tree = python_tree(text)
    except (SyntaxError, ValueError):
        counts["files that Python itself refuses"] += 1
        return None
    text = text[bom:]
    try:
        mine = ours(rows, bom)
        known = limits(mine, text)
        counts.update(known)
        if known:
            return None
        counts["rows compared"] += compare_trees(mine, theirs(tree, Lines(text).span), text)
    except Difference as difference:
        line = text.count(b"\n", 0, difference.at) + 1
        return f"{path}:{line}: {difference}\n    {text[difference.at:difference.at + 80]!r}"
    counts["files equal"] += 1
    return None


def standard_library():
    top = Path(sysconfig.get_paths()["stdlib"])
    return sorted(str(path) for path in top.rglob("*.py"))


def main(arguments):
    program, *files = arguments
    files = files or standard_library()
    counts, differing = collections.Counter(), []
    for start in range(0, len(files), 50):
        for path, rows in run(program, files[start:start + 50]):
            difference = compare(path, rows, counts)
            if difference:
                differing.append(difference)
    print(*differing[:40], sep="\n")
    for kind, reason in REASONS.items():
        print(f"reason: {kind}: {reason}")
    for what, count in sorted(counts.items()):
        print(f"{what}: {count}")
    print(f"{len(files)} files, {len(differing)} with differences")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
