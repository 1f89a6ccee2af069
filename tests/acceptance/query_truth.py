"""What a file of query code costs when it runs: which of its lines send more with more rows.

A file is run with its own library on a database in memory, every function of it once with 3 and once
with 6 rows in each table. A statement belongs to the lines of the file that are on the stack.
"""

import ast
import collections
import functools
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
FEW, MANY = 3, 6

# The module that is imported says which library runs the file, the first that fits.
LIBRARIES = {
    "django": "django", "rest_framework": "django", "flask_sqlalchemy": "sqlalchemy", "sqlmodel": "sqlalchemy",
    "sqlalchemy": "sqlalchemy", "peewee": "peewee", "tortoise": "tortoise", "mongoengine": "mongoengine",
    "pony": "pony",
}

# What is found here costs more with more rows.
PER_ROW = {"query/n-plus-one", "query/prefetch-bypassed", "query/deferred-field", "query/query-in-loop",
           "query/write-in-loop"}
# One statement by definition: what they cost is not its number.
ONCE = {"query/count-via-len", "query/exists-via-bool", "query/exists-via-count", "query/aggregate-in-python",
        "query/filter-in-python", "query/over-fetch", "query/fk-id-access", "query/queryset-index"}
# Said of the text of a query, not of a line that sends one.
UNSENT = {"query/unbounded-result", "query/missing-index"}
RAISES = "query/async-lazy-load"
LAZY_ERRORS = ("MissingGreenlet", "SynchronousOnlyOperation")

Target = collections.namedtuple("Target", "name lines standing")  # standing: lines that speak for all of it


def imported(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def library(source):
    found = set(imported(source))
    return next((kind for name, kind in LIBRARIES.items() if name in found), "dbapi")


def is_served(node):
    """A class that answers requests by itself: what it shows belongs to its lines, not to a caller's."""
    bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
    return any(base.endswith(("View", "ViewSet", "ModelAdmin")) for base in bases)


def standing_lines(node):
    """Lines of a class that are not on the stack when its rows are shown: attributes, what gives rows and columns."""
    lines = set(range(node.lineno, node.end_lineno + 1))
    for each in node.body:
        is_asked_before = getattr(each, "name", "") in ("get_queryset", "get_list_display")
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and not is_asked_before:
            lines -= set(range(each.lineno, each.end_lineno + 1))
    return lines


def inlines(node, classes):
    """The classes of the file whose rows the page shows below its own."""
    named = next((each.value.elts for each in node.body if isinstance(each, ast.Assign)
                  and ast.unparse(each.targets[0]) == "inlines"), ())
    return [classes[ast.unparse(each)] for each in named if ast.unparse(each) in classes]


def targets(source):
    """Everything in the file that is run: functions, views and pages of the admin that are public."""
    body = ast.parse(source).body
    classes = {node.name: node for node in body if isinstance(node, ast.ClassDef)}
    for node in body:
        lines = range(node.lineno, node.end_lineno + 1)
        if getattr(node, "name", "_").startswith("_"):
            continue
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield Target(node.name, lines, frozenset())
        elif isinstance(node, ast.ClassDef) and is_served(node):
            shown = [node, *inlines(node, classes)]
            yield Target(node.name, lines, frozenset().union(*map(standing_lines, shown)))


def run(runs, python=sys.executable):
    """{(source, name, rows): outcome}; every library has a process, every source one of its own in it."""
    done = {}
    for kind in sorted({library(source) for source, _, _ in runs}):
        wanted = sorted(one for one in set(runs) if library(one[0]) == kind)
        done.update(zip(wanted, run_kind(kind, wanted, python)))
    return done


def run_kind(kind, wanted, python=sys.executable):
    asked = {"kind": kind, "runs": [dict(zip(("source", "name", "rows"), one)) for one in wanted]}
    done = subprocess.run(
        [python, "-W", "ignore", "query_runner.py"], cwd=HERE, timeout=240, check=False,
        input=json.dumps(asked), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@functools.cache
def outcomes(sources):
    """The runs of all targets of the files."""
    return run([(source, target.name, rows) for source in sources for target in targets(source)
                for rows in (FEW, MANY)])


def stacks(outcome):
    """How many statements came from each stack; what the harness evaluates itself has none."""
    return collections.Counter(tuple(lines) for _, lines in outcome["statements"] if lines)


def growing(few, many):
    """The stacks that send more with more rows. What differs only in where it is comes together by line."""
    fewer, more = stacks(few), stacks(many)
    return [stack for stack in more if more[stack] > fewer[stack]]


def at(outcome, line):
    return sum(line in lines for _, lines in outcome["statements"])


def judge(source, marks, done):
    """Every place where the marked lines, {line: rules}, and those that the runs tell do not agree."""
    runs = [(target, *(done[source, target.name, rows] for rows in (FEW, MANY))) for target in targets(source)]
    for target, few, many in runs:
        raising = {line for line, rules in marks.items() if RAISES in rules and line in target.lines}
        if raising:
            yield from raise_differences(target, raising, many)
        elif many["error"] or few["error"]:
            yield f"{target.name}: {many.get('trace') or few.get('trace')}"
        else:
            yield from silent_differences(target, marks, few, many)
    for line, rules in marks.items():
        if RAISES not in rules:
            yield from marked_differences(line, rules, runs)


def raise_differences(target, raising, outcome):
    is_lazy = (outcome["error"] or "").startswith(LAZY_ERRORS)
    if not is_lazy or not raising & set(outcome["raised"]):
        yield f"line {sorted(raising)} of {target.name} does not raise: {outcome['error']} at {outcome['raised']}"


def silent_differences(target, marks, few, many):
    flagged = {line for line, rules in marks.items() if rules & (PER_ROW | {"query/queryset-index"})}
    if flagged & target.standing:
        return
    for stack in growing(few, many):
        if not flagged & set(stack):
            yield f"line {stack[-1]} of {target.name} is silent and grows (stack {list(stack)})"


def marked_differences(line, rules, runs):
    """A marked line shows what it is marked for in one of the runs at least."""
    counts = [[len(one["statements"]) if line in target.standing else at(one, line) for one in (few, many)]
              for target, few, many in runs]
    if rules & PER_ROW and all(more <= fewer for fewer, more in counts):
        yield f"line {line} is marked {sorted(rules)} and does not grow: {[each for each in counts if any(each)]}"
    elif rules & ONCE and not any(more for _, more in counts):
        yield f"line {line} is marked {sorted(rules)} and sends nothing"
    elif rules & UNSENT and not any(line in target.lines for target, _, _ in runs):
        yield f"line {line} is marked {sorted(rules)} and not run"
