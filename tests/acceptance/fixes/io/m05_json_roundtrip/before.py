import json


def clone(tree):
    return json.loads(json.dumps(tree))


def sorted_clone(tree):
    text = json.dumps(tree, sort_keys=True)
    data = json.loads(text)
    return data
