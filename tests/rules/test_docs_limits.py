"""Docs rules on input that would cost a square of its size, or more, if a look-up were careless."""

import json

import pytest

COUNT = 4000
MANY = range(COUNT)


def own_classes():
    return "".join(
        f"class E{i}(E{i - 1}):\n    '''A.'''\n\n\ndef f{i}():\n    '''Do it.'''\n    try:\n        raise E{i}\n"
        f"    except E{i * 7 % COUNT}:\n        pass\n\n\n" for i in range(1, COUNT))


def nested_try():
    depth = 300
    opened = "".join(f"    {' ' * i}try:\n     {' ' * i}raise E{i}\n" for i in range(depth))
    closed = "".join(f"    {' ' * i}except K{i}: raise\n" for i in reversed(range(depth)))
    return f"def f():\n    '''Do it.'''\n{opened}{closed}"


def handlers():
    raised = "".join(f"        raise E{i}\n" for i in MANY)
    caught = "".join(f"    except K{i}: pass\n" for i in MANY)
    return f"def f():\n    '''Do it.'''\n    try:\n{raised}{caught}"


def stale_entries():
    parameters = ", ".join(f"a{i}" for i in MANY)
    entries = "".join(f"        b{i}: B.\n" for i in MANY)
    return f"def f({parameters}):\n    '''Do it.\n\n    Args:\n{entries}    '''\n"


def constructors():
    return "if True:\n" + "".join(
        f"    class C{i}:\n        '''A.\n\n        Args:\n            a: A.\n        '''\n"
        "        def __init__(self, a, b): pass\n" for i in MANY)


def empty_headers():
    return "def f():\n    '''Do it.\n\n" + "    Returns:\n\n\n\n" * COUNT + "    '''\n"


@pytest.mark.parametrize("make", [own_classes, nested_try, handlers, stale_entries, constructors,
                                  empty_headers])
def test_a_hostile_file_takes_no_square(bluetick, make):
    bluetick.write("module.py", make())
    done = bluetick("check", "--isolated", "--no-cache", "--select", "docs", "--format", "json",
                    "module.py", timeout=20)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert json.loads(done.stdout)["findings"]
    done = bluetick("check", "--isolated", "--no-cache", "--select", "docs", "--fix",
                    "--unsafe-fixes", "module.py", timeout=20)
    assert done.returncode in (0, 1), done.stderr.decode()
