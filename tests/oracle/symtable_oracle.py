"""Compares bluetick's scopes with Python's own symtable, name by name.

usage: symtable_oracle.py DUMP_PROGRAM [PATH...]   (default: the whole standard library)

Counted apart and not compared, since their tree is not what Python reads:
 - `broken`: the grammar finds an error where Python finds none;
 - `misread`: the grammar takes `type(x).y = z` for a `type` statement.

DUMP_PROGRAM prints the scopes of a file (tests/oracle/symtable_dump.c). What Python shows and
bluetick keeps otherwise is derived here, from where bluetick says a name lives:
 - a free variable also stands in the scopes between its use and its home;
 - `super` in a function reads `__class__`;
 - `__x` in a class is shown mangled;
 - the iterable of a comprehension is its parameter `.0` (left out on both sides).
 - identifiers are compared as Python normalises them (NFKC); bluetick keeps the spelling.
Every difference is printed and counted by kind; exit 1 when there is one.
"""

import collections
import os
import subprocess
import symtable
import sys
import sysconfig
import unicodedata

ASSIGNED, IMPORTED, PARAMETER, ANNOTATED, REFERENCED, GLOBAL, NONLOCAL = (1 << i for i in range(7))
CELL, FREE, IN_ANNOTATION = 1 << 8, 1 << 9, 1 << 11
FUNCTION_BLOCKS = ("function", "lambda", "comprehension")
COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")


class Scope:
    def __init__(self, key, parent, kind, line, hidden, name):
        self.key, self.parent, self.kind, self.line, self.name = key, parent, kind, line, name
        self.hidden = hidden
        self.symbols = {}  # name -> [flags, home word, home key]
        self.children = []

    def add(self, name, flags, word="unbound", home=None):
        symbol = self.symbols.setdefault(name, [0, word, home])
        symbol[0] |= flags
        if symbol[1] == "unbound":
            symbol[1], symbol[2] = word, home


def read_dump(text):
    scopes = {}
    current = None
    for line in text.split("\n")[1:-1]:
        kind, rest = line.split(" ", 1)
        if kind == "scope":
            unit, number, parent_unit, parent, rest = rest.split(" ", 4)
            # a scope's kind may be two words
            words = rest.split(" ")
            count = 2 if words[0] == "type" else 1
            scope_kind = " ".join(words[:count])
            line_number, hidden = words[count], words[count + 1]
            name = " ".join(words[count + 2:])
            key = (unit, number)
            current = Scope(key, (parent_unit, parent), scope_kind, int(line_number), hidden == "1", name)
            scopes[key] = current
        else:
            flags, word, home_unit, home_scope, name = rest.split(" ", 4)
            current.add(name, int(flags), word, (home_unit, home_scope))
    return scopes


def merge_headers(scopes):
    """A unit's scope 0 is a part of its parent's body."""
    moved = {}
    for key, scope in list(scopes.items()):
        if scope.kind == "outer":
            moved[key] = scope.parent

    def final(key):
        while key in moved:
            key = moved[key]
        return key

    for key, scope in list(scopes.items()):
        if scope.kind == "outer":
            target = scopes[final(key)]
            for name, (flags, word, home) in scope.symbols.items():
                target.add(name, flags, word, home)
            del scopes[key]
    for scope in scopes.values():
        scope.parent = final(scope.parent)
        for symbol in scope.symbols.values():
            if symbol[2] is not None:
                symbol[2] = final(symbol[2])
    return scopes


def build_tree(scopes):
    root = scopes[("0", "0")]
    for key, scope in scopes.items():
        if key != ("0", "0"):
            scopes[scope.parent].children.append(scope)
    return root


def ancestors(scopes, scope):
    while scope.key != ("0", "0"):
        scope = scopes[scope.parent]
        yield scope


def class_of(scopes, scope):
    if scope.kind == "class":
        return scope
    return next((s for s in ancestors(scopes, scope) if s.kind == "class"), None)


def derive(scopes):
    """What Python's tables show besides."""
    root = scopes[("0", "0")]
    for scope in list(scopes.values()):
        for name, symbol in list(scope.symbols.items()):
            if symbol[0] & GLOBAL:
                root.add(name, GLOBAL)
        if scope.kind in FUNCTION_BLOCKS and "super" in scope.symbols:
            if scope.symbols["super"][0] & REFERENCED:
                inside = class_of(scopes, scope) is not None
                scope.add("__class__", REFERENCED, "class-cell" if inside else "module")
    for scope in list(scopes.values()):
        for name, (flags, word, home) in list(scope.symbols.items()):
            if not is_free(scope, flags, word, home):
                continue
            for between in ancestors(scopes, scope):
                if between.key == home or (word == "class-cell" and between.kind == "class"):
                    break
                if name not in between.symbols:
                    between.add(name, 0, word, home)


def is_free(scope, flags, word, home):
    if flags & GLOBAL:
        return False
    if word == "class-cell":
        return True
    return word in ("function", "type-parameter") and home != scope.key


def mangle(scopes, scope, name):
    if not name.startswith("__") or name.endswith("__") or "." in name:
        return name
    owner = class_of(scopes, scope)
    stem = owner.name.lstrip("_") if owner else ""
    return f"_{stem}{name}" if stem else name


def our_symbols(scopes, scope):
    result = {}
    is_module = scope.key == ("0", "0")
    for name, (flags, word, home) in scope.symbols.items():
        bound = bool(flags & (ASSIGNED | IMPORTED | PARAMETER))
        free = is_free(scope, flags, word, home) or bool(flags & NONLOCAL)
        explicit = bool(flags & GLOBAL)
        local = bound and not explicit and not free
        shown = {
            "referenced": bool(flags & (REFERENCED | IN_ANNOTATION)),
            "imported": bool(flags & IMPORTED),
            "parameter": bool(flags & PARAMETER),
            "nonlocal": bool(flags & NONLOCAL),
            "declared_global": explicit,
            "assigned": bool(flags & ASSIGNED),
            "annotated": bool(flags & ANNOTATED),
            "free": free,
            "local": local or (is_module and bound),
            "global": explicit or (is_module and bound) or not (local or free),
        }
        result[unicodedata.normalize("NFKC", mangle(scopes, scope, name))] = shown
    return result


def python_symbols(table):
    result = {}
    # symtable takes any block named "top" for the module
    is_mistaken = table.get_name() == "top" and table.get_type() != "module"
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if name == ".0":
            continue
        result[name] = {
            "referenced": symbol.is_referenced(),
            "imported": symbol.is_imported(),
            "parameter": symbol.is_parameter(),
            "nonlocal": symbol.is_nonlocal(),
            "declared_global": symbol.is_declared_global(),
            "assigned": symbol.is_assigned(),
            "annotated": symbol.is_annotated(),
            "free": symbol.is_free(),
            "local": symbol.is_local(),
            "global": symbol.is_global() and not (is_mistaken and symbol.is_local()),
        }
    return result


def python_kind(table):
    if table.get_name() in COMPREHENSIONS and ".0" in table.get_identifiers():
        return "comprehension"
    if table.get_name() == "lambda":
        return "lambda"
    return table.get_type()


class Comparison:
    def __init__(self):
        self.kinds = collections.Counter()
        self.examples = {}
        self.apart = []
        self.scopes = 0
        self.names = 0

    def report(self, kind, where):
        self.kinds[kind] += 1
        self.examples.setdefault(kind, []).append(where)

    def symbols(self, ours, theirs, where):
        for name in sorted(ours.keys() | theirs.keys()):
            self.names += 1
            if name not in ours:
                self.report("name missing", f"{where} {name}")
            elif name not in theirs:
                self.report("name of ours only", f"{where} {name}")
            else:
                for fact, value in theirs[name].items():
                    if ours[name][fact] != value:
                        self.report(f"{fact} is {value}", f"{where} {name}")

    def trees(self, scopes, root, table, path):
        pending = [(root, table, "module")]
        while pending:
            scope, theirs, where = pending.pop()
            self.scopes += 1
            self.symbols(our_symbols(scopes, scope), python_symbols(theirs), f"{path}: {where}")
            groups = collections.defaultdict(lambda: ([], []))
            for child in scope.children:
                if not child.hidden:
                    name = child.name if child.kind in ("function", "class") else ""
                    groups[(child.kind, name, child.line)][0].append(child)
            for child in theirs.get_children():
                kind = python_kind(child)
                name = child.get_name() if kind in ("function", "class") else ""
                groups[(kind, name, child.get_lineno())][1].append(child)
            for (kind, name, line), (mine, other) in groups.items():
                label = f"{where} > {kind} {name}:{line}"
                if len(mine) != len(other):
                    self.report("scopes of one line differ in number", f"{path}: {label}")
                mine.sort(key=lambda s: sorted(our_symbols(scopes, s)))
                other.sort(key=lambda t: sorted(python_symbols(t)))
                pending.extend((a, b, label) for a, b in zip(mine, other))


def compare(comparison, program, path):
    with open(path, "rb") as file:
        source = file.read()
    try:
        table = symtable.symtable(source, path, "exec")
    except (SyntaxError, ValueError, RecursionError):
        return False
    dump = subprocess.run([program, path], capture_output=True)
    text = dump.stdout.decode(errors="replace")
    if dump.returncode != 0 or not text.startswith("= "):
        comparison.report("the dump failed", f"{path}: {dump.stderr.decode(errors='replace')[:200]}")
        return True
    trouble = text.splitlines()[0][len("= " + path):].strip()
    if trouble:
        comparison.apart.append(f"{trouble}: {path}")
        return True
    scopes = merge_headers(read_dump(text))
    if "annotations" in future_names(source):
        drop_annotations(scopes)
    root = build_tree(scopes)
    derive(scopes)
    comparison.trees(scopes, root, table, path)
    return True


def future_names(source):
    import ast

    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            names.update(alias.name for alias in node.names)
    return names


def drop_annotations(scopes):
    """`from __future__ import annotations`: scopes in annotations are never made."""
    hidden = {key for key, scope in scopes.items() if scope.hidden}
    grown = True
    while grown:
        grown = False
        for key, scope in scopes.items():
            if key not in hidden and scope.parent in hidden and key != scope.parent:
                hidden.add(key)
                grown = True
    for key in hidden:
        del scopes[key]
    for scope in scopes.values():
        for name, symbol in list(scope.symbols.items()):
            if symbol[0] & ~(IN_ANNOTATION | FREE | CELL) == 0:
                del scope.symbols[name]
            symbol[0] &= ~IN_ANNOTATION


def python_files(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
            continue
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(f for f in folders if f not in ("site-packages", "dist-packages", "__pycache__"))
            for name in sorted(files):
                if name.endswith(".py"):
                    yield os.path.join(folder, name)


def main():
    program = sys.argv[1]
    paths = sys.argv[2:] or [sysconfig.get_paths()["stdlib"]]
    comparison = Comparison()
    count = sum(compare(comparison, program, path) for path in python_files(paths))
    for kind, number in comparison.kinds.most_common():
        print(f"{number:6} {kind}")
        for example in comparison.examples[kind][:5]:
            print(f"         {example}")
    total = sum(comparison.kinds.values())
    for line in sorted(comparison.apart):
        print(line)
    print(f"symtable: {count} files, {comparison.scopes} scopes, {comparison.names} names, "
          f"{len(comparison.apart)} apart, {total} differences")
    return 1 if total or not count else 0


if __name__ == "__main__":
    sys.exit(main())
