"""Values that go through JSON and come back."""
import copy
import json
import json as j
from json import dumps, loads


def direct(tree):
    yield copy.deepcopy(tree)  # expect: cpu/json-roundtrip
    yield copy.deepcopy(tree["a"])["b"]  # expect: cpu/json-roundtrip
    yield copy.deepcopy(tree)  # expect: cpu/json-roundtrip
    yield [copy.deepcopy({"row": row}) for row in tree]  # expect: cpu/json-roundtrip


def named(tree):
    data = copy.deepcopy(tree)  # expect: cpu/json-roundtrip
    return data


def named_with_a_change(tree):
    text = json.dumps(tree)
    tree.clear()
    return json.loads(text)  # expect: cpu/json-roundtrip
