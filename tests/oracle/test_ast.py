"""Oracle of the ast: Python's own, over the standard library and what is installed.

A seeded sample by default; ORACLE_ALL=1 takes every file (a few minutes)."""

import os
import random
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = Path(os.environ.get("BLUETICK_ORACLES", "build/release/tests/oracle")) / "ast_oracle"
SAMPLE = 300
SEED = 20261125
# What the grammar makes hard, so always among the sample.
ALWAYS = ("test/test_fstring.py", "test/test_grammar.py", "test/test_patma.py", "test/test_unpack_ex.py",
          "test/test_pep646_syntax.py", "test/test_print.py", "random.py", "ast.py")


def python_files():
    top = Path(sysconfig.get_paths()["stdlib"])
    folders = {top, Path(sysconfig.get_paths()["purelib"])}
    files = sorted({str(path) for folder in folders for path in folder.rglob("*.py") if path.is_file()})
    if os.environ.get("ORACLE_ALL"):
        return files
    chosen = random.Random(SEED).sample(files, min(SAMPLE, len(files)))
    return sorted({*chosen, *(str(top / name) for name in ALWAYS if (top / name).is_file())})


def run(*files):
    command = [sys.executable, HERE / "ast_oracle.py", PROGRAM, *files]
    return subprocess.run(command, capture_output=True, text=True, timeout=1800)


def test_ast_equals_that_of_python():
    files = python_files()
    assert len(files) >= 300
    result = run(*files)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr
    assert f"{len(files)} files, 0 with differences" in result.stdout


def operand(choice, depth):
    if depth == 0 or choice.random() < 0.3:
        return choice.choice(["a", "f(a)", "(b)", "( b # )\n )", "x[1]", "-c", "a.b", "*c" if depth > 9 else "d"])
    sign = choice.choice([" & ", " ^ ", "&", "^", " | ", " + ", " << ", " ** "])
    both = operand(choice, depth - 1) + sign + operand(choice, depth - 1)
    return f"({both})" if choice.random() < 0.3 else both


def test_operators_and_stars_group_as_in_python(tmp_path):
    choice = random.Random(SEED)
    lines = [f"x = ({operand(choice, 6)})" for _ in range(300)]
    chains = ["*a.b", "*a[x]", "*a.b()[c].d", "*f(*a)", "*a & b ^ c", "*a.b | c", "*(a).b", "*x[*y]"]
    for chain in chains:
        lines += [f"x = {chain}, c", f"for x in {chain}, d: pass", f"f({chain})", f"x[{chain}]",
                  f"x[c, {chain}]", f"[{chain}, {chain}]"]
    lines += ["*a.b, c = d", "*a[x], c = d", "for *a.b, c in d: pass", "[*a.b[c].d, e] = f",
              "(*a.b, c), d = e", "f'{x:=5}'", "f'{x!r:=^{y}}'", "f'{x = }{y=!s}'", "f'{(x:=5)}'",
              "def f(a: x.B | C[d] | None, b: (A | B) | C | (D | E) = 1): pass", "x: A[c] | B | C & d ^ e | f",
              "match a:\n case C(1, k=D() as e, f=(g as h), i=1 | 2 as j) as k: pass", "def f(*a: *b): pass", "def f(*a: *b[c]): pass", "print >> f, x", "print >> f"]
    paths = [tmp_path / f"line_{i}.py" for i in range(len(lines))]
    for path, line in zip(paths, lines):
        path.write_text(line + "\n")
    result = run(*paths)
    assert result.returncode == 0, result.stdout
    assert f"files equal: {len(lines)}\n" in result.stdout


def test_a_difference_is_found(tmp_path):
    """The comparison itself: a program that prints another file's ast must fail."""
    path = tmp_path / "one.py"
    other = tmp_path / "two.py"
    fake = tmp_path / "fake"
    fake.write_text(f"#!/bin/sh\n'{PROGRAM.resolve()}' '{other}' | sed 's|^= .*|= {path}|'\n")
    fake.chmod(0o755)
    sources = ["f(a, b)", "f(a, b=c)", "f( a, b)", "f'a{b}'", "f'a{c}'", "f'{c}a'", "f'{b}' 'a'", "x[a, b]",
               "x[(a, b)]", "[a for a in b]", "[a for a in (b)]", "with a: b", "with (a): b", "a < b", "a > b",
               "{**a}", "a = b", "del a", "a", "match a:\n case b: c", "match a:\n case  b: c"]
    for i, one in enumerate(sources):
        path.write_text(one + "\n")
        for k, two in enumerate(sources):
            other.write_text(two + "\n")
            command = [sys.executable, HERE / "ast_oracle.py", fake, path]
            if abs(i - k) <= 1:
                result = subprocess.run(command, capture_output=True, text=True, timeout=60)
                assert result.returncode == (0 if i == k else 1), (one, two, result.stdout, result.stderr)
