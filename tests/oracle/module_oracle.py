"""Compares what bluetick takes an import for with what Python's importlib finds.

    module_oracle.py PROGRAM FOLDER [SOURCE...]

FOLDER is a project; each SOURCE a folder in it that Python would have on its path (`.` when none is
given). For every import of every file, importlib is asked with the path that the file would be run
with: its own root (the folder above its outermost package), then the SOURCEs, with the standard
library's names before all but the first. Every difference is printed; the last line counts them:

    N imports in M files: A alike, B further (ours finds a file where Python, with this path, finds
    none: another root of the project), C apart

Exit 1 when C > 0."""

import ast
import importlib.machinery
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

PLAIN = sys.stdlib_module_names


def outermost(folder, top):
    """The folder above the outermost package that `folder` is in."""
    root = folder
    for parent in [folder, *folder.parents]:
        if (parent / "__init__.py").exists() and parent != top:
            root = parent.parent
        if parent == top:
            break
    return root


def imports_of(path):
    """Every module that an import statement of the file names, as written."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            dots = "." * node.level
            yield dots + (node.module or "")
            for alias in node.names:
                if alias.name != "*":
                    yield dots + (node.module + "." if node.module else "") + alias.name


class Finder:
    """importlib over a path, without running anything."""

    def __init__(self):
        self.known = {}

    def locate(self, parts, path):
        """The file of `parts`, "/" for a folder without one, "" when there is none."""
        key = (tuple(parts), tuple(path))
        if key not in self.known:
            self.known[key] = self.walk(parts, list(path))
        return self.known[key]

    def walk(self, parts, path):
        found = ""
        for part in parts:
            if not path:
                return ""
            spec = importlib.machinery.PathFinder.find_spec(part, path)
            if spec is None:
                return ""
            places = spec.submodule_search_locations
            path = list(getattr(places, "_path", places or []))
            found = spec.origin if spec.has_location else "/"
        return found if found != "/" or self.has_python(path) else ""

    @staticmethod
    def has_python(folders):
        """A folder without Python files below it is nothing that bluetick could see."""
        return any(next(Path(folder).rglob("*.py"), None) for folder in folders)


def expected(finder, top, sources, path, dotted):
    """What Python takes `dotted` for in the file."""
    own = outermost(path.parent, top)
    if dotted.startswith("."):
        dots = len(dotted) - len(dotted.lstrip("."))
        folder = path.parent
        for _ in range(dots - 1):
            if folder == top:
                return ""
            folder = folder.parent
        rest = [part for part in dotted[dots:].split(".") if part]
        if not rest:
            file = folder / "__init__.py"
            return str(file) if file.exists() else "/"
        return finder.locate(rest, [str(folder)])
    parts = dotted.split(".")
    folders = [str(own)]
    if parts[0] not in PLAIN:
        folders += [str(source) for source in sources if source != own]
    found = finder.locate(parts, folders)
    if parts[0] in PLAIN and not found.startswith(str(own) + "/"):
        return ""  # the standard library's
    return found


def shown(top, found):
    return found if found in ("", "/") else str(Path(found).relative_to(top))


def ask(program, files, questions):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listing:
        listing.write("".join(f"{name}\n" for name in files))
        listing.flush()
        text = "".join(f"{path}\t{dotted}\n" for path, dotted in questions)
        result = subprocess.run([program, listing.name], input=text, capture_output=True,
                                text=True, check=True)
    return result.stdout.split("\n")[:-1]


def is_ours(found):
    """Files of other kinds (extension modules) are no part of the project."""
    return found in ("", "/") or found.endswith(".py")


def main():
    program, folder, *sources = sys.argv[1:]
    top = Path(folder).resolve()
    sources = [(top / source).resolve() for source in sources or ["."]]
    files = sorted((path.relative_to(top).as_posix() for path in top.rglob("*.py")
                    if "site-packages" not in path.parts), key=str.encode)
    finder = Finder()
    questions, answers = [], []
    for name in files:
        for dotted in dict.fromkeys(imports_of(top / name)):
            found = expected(finder, top, sources, top / name, dotted)
            if is_ours(found):
                questions.append((name, dotted))
                answers.append(shown(top, found))
    counts = {"alike": 0, "further": 0, "apart": 0}
    for (name, dotted), wanted, ours in zip(questions, answers, ask(program, files, questions),
                                            strict=True):
        kind = "alike" if ours == wanted else "further" if wanted == "" else "apart"
        counts[kind] += 1
        if kind != "alike":
            print(f"{kind}: {name}: {dotted}: {ours or 'none'}, Python {wanted or 'none'}")
    print(f"{len(questions)} imports in {len(files)} files: "
          + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
    return counts["apart"] > 0


if __name__ == "__main__":
    sys.exit(main())
