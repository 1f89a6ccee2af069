"""Compares what bluetick takes a name of a module for with what it is in the imported module.

    name_oracle.py PROGRAM FOLDER PACKAGE...

FOLDER is on Python's path; every module of every PACKAGE in it is imported. Asked are all names that
are bound to a class, a function or a module of the project: defined there, imported, re-exported by an
`__init__`, brought by a star. Every difference is printed; the last line counts them:

    N names in M modules: A alike, S silent (ours says nothing), C apart

Exit 1 when C > 0."""

import ast
import contextlib
import importlib
import io
import pkgutil
import subprocess
import sys
import tempfile
import types
import warnings
from pathlib import Path


def load(name):
    """The module, or None when it wants something that is not here."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(name)
        except BaseException:  # whatever a module does when it is imported
            return None


def modules_of(packages):
    for name in packages:
        package = load(name)
        if package is None:
            raise SystemExit(f"cannot import {name}")
        yield package
        for found in pkgutil.walk_packages(getattr(package, "__path__", []), name + ".", onerror=lambda _: None):
            if not found.name.endswith("__main__") and (module := load(found.name)):
                yield module


class Sources:
    """Where a class or function of some module of the project stands in a text."""

    def __init__(self, top, packages):
        self.top = top
        self.packages = packages
        self.known = {}

    def file_of(self, module):
        path = getattr(module, "__file__", None)
        if not path or not path.endswith(".py") or not Path(path).is_relative_to(self.top):
            return None
        file = Path(path).relative_to(self.top)
        return file.as_posix() if file.parts[0].removesuffix(".py") in self.packages else None

    def definitions(self, file):
        """Names of the classes and functions of a module, conditional or not."""
        if file not in self.known:
            tree = ast.parse((self.top / file).read_bytes())
            names, queue = set(), [tree]
            while queue:
                for node in ast.iter_child_nodes(queue.pop()):
                    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                        names.add(node.name)
                    elif isinstance(node, ast.stmt | ast.ExceptHandler):
                        queue.append(node)
            self.known[file] = names
        return self.known[file]

    def expected(self, value):
        kind = type(value)  # of a lazy object its own
        if issubclass(kind, types.ModuleType):
            file = self.file_of(value)
            return file and f"module\t{file}"
        if not issubclass(kind, (type, types.FunctionType)) or "." in value.__qualname__:
            return None
        home = sys.modules.get(value.__module__)
        file = self.file_of(home)
        if not file or value.__name__ not in self.definitions(file):
            return None
        if vars(home).get(value.__name__) is not value:
            return None  # another one: functools.wraps gives the name to what it wraps
        return f"{file}\t{value.__name__}"


def ask(program, top, files, questions):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listing:
        listing.write("".join(f"{name}\n" for name in files))
        listing.flush()
        text = "".join(f"{file}\t{name}\n" for file, name in questions)
        result = subprocess.run([program, listing.name], input=text, capture_output=True, text=True,
                                check=True, cwd=top)
    return result.stdout.split("\n")[:-1]


def main():
    program, folder, *packages = sys.argv[1:]
    program, top = Path(program).resolve(), Path(folder).resolve()
    sys.path.insert(0, str(top))
    sources = Sources(top, packages)
    questions, answers, modules = [], [], set()
    for module in modules_of(packages):
        file = sources.file_of(module)
        if not file or file in modules:
            continue
        modules.add(file)
        for name, value in sorted(vars(module).items()):
            wanted = None if name.startswith("__") else sources.expected(value)
            if wanted:
                questions.append((file, name))
                answers.append(wanted)
    files = [path.relative_to(top).as_posix() for name in packages for path in top.glob(f"{name}/**/*.py")]
    files += [f"{name}.py" for name in packages if (top / f"{name}.py").exists()]
    counts = {"alike": 0, "silent": 0, "apart": 0}
    said = ask(program, top, sorted(files, key=str.encode), questions)
    for (file, name), wanted, ours in zip(questions, answers, said, strict=True):
        kind = "alike" if ours == wanted else "silent" if not ours else "apart"
        counts[kind] += 1
        if kind != "alike":
            print(f"{kind}: {file}: {name}: {ours or 'nothing'}, Python {wanted}".replace("\t", " "))
    print(f"{len(questions)} names in {len(modules)} modules: "
          + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
    return counts["apart"] > 0


if __name__ == "__main__":
    sys.exit(main())
