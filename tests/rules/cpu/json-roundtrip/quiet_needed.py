"""Texts that are needed, and options that make more than a copy."""
import json
import pickle


class Wire:
    def dumps(self, value):
        return value

    def loads(self, value):
        return value


def needed(tree, out):
    text = json.dumps(tree)
    out.write(text)
    return json.loads(text)


def options(tree, factory, more):
    yield json.loads(json.dumps(tree, default=str))
    yield json.loads(json.dumps(tree, cls=factory))
    yield json.loads(json.dumps(tree), object_hook=factory)
    yield json.loads(json.dumps(tree), parse_float=factory)
    yield json.loads(json.dumps(tree, **more))
    yield json.loads(json.dumps(tree, indent=2))


def other_ways(tree, text, json_text, wire: Wire):
    yield json.dumps(json.loads(text), indent=2)
    yield json.loads(json.dumps(tree).replace("a", "b"))
    yield pickle.loads(pickle.dumps(tree))
    yield wire.loads(wire.dumps(tree))
    yield json.loads(json_text)


def either(tree, text):
    if tree:
        text = json.dumps(tree)
    return json.loads(text)


def own(json, tree):
    return json.loads(json.dumps(tree))
