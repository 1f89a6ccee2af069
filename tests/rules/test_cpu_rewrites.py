"""The rewrites of the cpu rules behave as what they replace: functions of bad_*.py and *.fixed.py are
called with the same arguments; results, yielded values, changed arguments, output and errors are equal.
"""

import contextlib
import copy
import importlib.util
import inspect
import io
import pathlib
import types

import pytest

HERE = pathlib.Path(__file__).parent / "cpu"


class Item:
    """Anything with attributes; equal by what it holds."""

    def __init__(self, **values):
        self.__dict__.update(values)

    def __eq__(self, other):
        return isinstance(other, Item) and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(repr(self))

    def __repr__(self):
        return f"Item({self.__dict__})"


class Connection:
    def __init__(self, size=3000):
        self.size = size

    def recv(self, most):
        self.size -= 1
        return b"x" * min(most, 700) if self.size else b"\n"


class Jobs(list):
    def next(self):
        return self.pop()


def chain(n):
    return {i: i - 1 for i in range(1, n)}


def users(n, **more):
    return [Item(id=i % 3, name=f"u{i}", title=f"t{i}", active=i % 2, day=i, **more) for i in range(n)]


def orders(n):
    return [Item(user=i % 4, no=i) for i in range(n)]


ORDERS = [{"user_id": i % 4, "no": i} for i in range(6)]
USERS = [{"id": i % 3, "name": f"u{i}"} for i in range(5)]
FILES = [Item(name=f"f{i}", uid=i % 3) for i in range(6)]
PEOPLE = [Item(name=f"p{i}", uid=i % 4, home=i % 2) for i in range(7)]

# (rule, fixture, function, arguments...): called as they stand, and with empty collections too.
CALLS = [
    ("list-front-operation", "queues", "walk", {0: [1, 2], 1: [3], 3: [4]}, 0),
    ("list-front-operation", "queues", "drain", ["a", "", "b", "c"]),
    ("list-front-operation", "queues", "both_ends", [Item(urgent=i % 2) for i in range(8)]),
    ("list-front-operation", "queues", "pairs", [5, 3, 8, 1]),
    ("list-front-operation", "reversed", "path", chain(9), 8),
    ("list-front-operation", "reversed", "path", {}, None),
    ("list-front-operation", "reversed", "nested", [["a ", ""], [], ["b", " c"]]),
    ("list-front-operation", "reversed", "ends_the_file", chain(4), 3, "last"),
    ("list-front-operation", "reversed", "one_row", [1, 2, 3]),
    ("string-concat-in-loop", "joined", "prepended", ["a", "b"]),
    ("string-concat-in-loop", "joined", "prepended", []),
    ("string-concat-in-loop", "joined", "begins_with_a_header", ["a", "", "b"], "head"),
    ("string-concat-in-loop", "joined", "over_rows", [["a", "b"], [], ["c"]]),
    ("string-concat-in-loop", "joined", "begins_elsewhere", ["a"]),
    ("string-concat-in-loop", "joined", "begins_elsewhere", []),
    ("string-concat-in-loop", "joined", "in_a_try", ["1", "2", "x", "3"]),
    ("string-concat-in-loop", "joined", "blob", [b"a", b"", b"b"]),
    ("string-concat-in-loop", "joined", "receive", Connection(), b"first"),
    ("string-concat-in-loop", "joined", "backwards", [b"a", b"b"]),
    ("string-concat-in-loop", "joined", "searched", Connection(9)),
    ("string-concat-in-loop", "joined", "both_sides", ["a", "b"]),
    ("string-concat-in-loop", "joined", "one_row", ["a", "b"]),
    ("string-concat-in-loop", "copied", "captured", ["a" * 60, "b" * 60, "c"]),
    ("string-concat-in-loop", "copied", "in_a_table", {"k": "0", "all": ""}, "k", ["a", "b"]),
    ("string-concat-in-loop", "copied", "log", ["a", "b"]),
    ("string-concat-in-loop", "local", "csv", [["a", "b"], ["c"]]),
    ("string-concat-in-loop", "local", "twice", ["a", "b"]),
    ("string-concat-in-loop", "local", "unknown_parts", ["a", "", "b"]),
    ("quadratic-list-concat", "lists", "flatten", [[1], [], [2, 3]]),
    ("quadratic-list-concat", "lists", "one_by_one", list(range(1200)), [1]),
    ("quadratic-list-concat", "lists", "several", [Item(next=1, more=[2, 3])]),
    ("quadratic-list-concat", "lists", "sums", [[1], [2]], [(1,), (2, 3)], [Item(names=["a"])]),
    ("nested-loop-join", "joins", "attach", ORDERS, USERS),
    ("nested-loop-join", "joins", "attach", ORDERS, []),
    ("nested-loop-join", "joins", "attach", [], USERS),
    ("nested-loop-join", "joins", "with_more", orders(6), users(7), 3),
    ("nested-loop-join", "joins", "commented", orders(6), users(7)),
    ("nested-loop-join", "joins", "one_row", [1, 2, 2, 5], [(2, "a"), (1, "b"), (2, "c")]),
    ("nested-loop-join", "joins", "owners", FILES, PEOPLE),
    ("nested-loop-join", "joins", "conditions", FILES, PEOPLE, "p"),
    ("nested-loop-join", "joins", "inner_comprehension", users(4), orders(6)),
    ("nested-loop-join", "joins", "three", [1, 2], [1, 3], {Item(shop=1, no=1), Item(shop=3, no=2)}),
    ("linear-search-in-loop", "searches", "ranks", ["a", "b", "c"], [3, 1, 3]),
    ("linear-search-in-loop", "searches", "frequencies", ["a", "b", "a"]),
    ("linear-search-in-loop", "searches", "after", ("a", "b", "c", "b"), ["b"]),
    ("linear-search-in-loop", "searches", "find_all", [1, 5], [Item(key=i % 3, no=i) for i in range(6)]),
    ("linear-search-in-loop", "searches", "more_conditions", orders(3), users(5, key=lambda: 1)),
    ("sort-in-loop", "sorts", "again", [3, 1, 2]),
    ("sort-in-loop", "sorts", "again", []),
    ("sort-in-loop", "sorts", "nested", [[Item(value="aa"), None], [Item(value="b")]]),
    ("sort-in-loop", "sorts", "rebound", [3, 1, 2]),
    ("sort-in-loop", "sorts", "result", [3, 1], [2]),
    ("sort-in-loop", "sorts", "queue", Jobs([3, 1, 2])),
    ("invariant-work-in-loop", "calls", "mails", ["a@b.c", "none"]),
    ("invariant-work-in-loop", "calls", "used_later", ["one", "two"]),
    ("invariant-work-in-loop", "calls", "sometimes", ["1", "", "abc"]),
    ("invariant-work-in-loop", "calls", "matches", ["a.b", "axb"], "a.b"),
    ("invariant-work-in-loop", "calls", "nested", [[1, 9]], [2, 3], ["B", "a"]),
    ("invariant-work-in-loop", "calls", "compared", [1, [1]], [1]),
    ("invariant-work-in-loop", "calls", "inner", [["a", "z"], ["b"]], ["a", "b"]),
    ("invariant-work-in-loop", "functions", "flags", ["a  1", "b"]),
    ("invariant-work-in-loop", "functions", "words", ["a,b", "c"], ","),
    ("uncached-pure-function", "recursion", "fib", 15),
    ("uncached-pure-function", "recursion", "by_use", 8, 3),
    ("uncached-pure-function", "recursion", "stairs", 9, 3),
    ("uncached-pure-function", "recursion", "distance", "abc", "acb"),
    ("uncached-pure-function", "recursion", "distance", "abcd", "a"),
    ("uncached-pure-function", "recursion", "summed", (1, 2, 3)),
    ("uncached-pure-function", "called", "histogram", list(range(60))),
]


def load(path):
    spec = importlib.util.spec_from_file_location("rewritten_" + path.stem.replace(".", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain(value):
    if inspect.isgenerator(value) or isinstance(value, types.MappingProxyType):
        return list(value)
    if isinstance(value, tuple):
        return tuple(plain(part) for part in value)
    return list(value) if type(value).__name__ == "chain" else value


def outcome(path, function, arguments):
    module = load(path)
    arguments = copy.deepcopy(arguments)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            result = ("returned", plain(getattr(module, function)(*arguments)))
        except Exception as error:  # whatever it is, both must raise it
            result = ("raised", type(error).__name__)
    kept = [value for value in arguments if isinstance(value, (list, dict))]
    return repr((result, kept, getattr(module, "LOG", None), getattr(module, "TEXT", None))), out.getvalue()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: "-".join(call[:3]))
def test_same_outcome(call):
    rule, fixture, function, *arguments = call
    bad = HERE / rule / f"bad_{fixture}.py"
    fixed = bad.with_name(f"bad_{fixture}.fixed.py")
    source = [inspect.getsource(getattr(load(path), function)) for path in (bad, fixed)]
    assert outcome(bad, function, arguments) == outcome(fixed, function, arguments), source[1]


def test_the_rewritten_functions_differ():
    """Most calls compare two texts, not one with itself."""
    changed = 0
    for rule, fixture, function, *_ in CALLS:
        bad = HERE / rule / f"bad_{fixture}.py"
        paths = (bad, bad.with_name(f"bad_{fixture}.fixed.py"))
        before, after = (inspect.getsource(getattr(load(path), function)) for path in paths)
        changed += before != after
    assert changed > len(CALLS) * 0.8
