"""Values that go through JSON and come back."""
import json
import json as j
from json import dumps, loads


def direct(tree):
    yield json.loads(json.dumps(tree))  # expect: cpu/json-roundtrip
    yield j.loads(j.dumps(tree["a"], ensure_ascii=False))["b"]  # expect: cpu/json-roundtrip
    yield loads(dumps(tree, separators=(",", ":")))  # expect: cpu/json-roundtrip
    yield [loads(json.dumps({"row": row})) for row in tree]  # expect: cpu/json-roundtrip


def named(tree):
    text = json.dumps(tree)
    data = json.loads(text)  # expect: cpu/json-roundtrip
    return data


def named_with_a_change(tree):
    text = json.dumps(tree)
    tree.clear()
    return json.loads(text)  # expect: cpu/json-roundtrip
