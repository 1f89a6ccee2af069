# enable: memory/list-of-numbers
"""Short lists, lists of other things, and lists that are used as lists."""
import json


def short(n):
    values = [0.0] * 1000
    places = list(range(99999))
    unknown = [0.0] * n
    values[0] = places[0] = unknown[0] = 1.0
    return values


def objects():
    slots = [None] * 1000000
    rows = [[0] * 3 for _ in range(1000000)]
    names = [str(i) for i in range(1000000)]
    slots[0] = rows[0] = names[0]
    return slots


def mixed(load):
    values = [0] * 1000000
    values[0] = None
    others = [0] * 1000000
    others[1] = load()
    texts = [0] * 1000000
    texts[2] = "x"
    return len(values), len(others), len(texts)


def grows(out):
    values = [0] * 1000000
    values.append(1)
    stack = [0] * 1000000
    del stack[0]
    parts = [0] * 1000000
    parts[1:3] = [4]
    sent = [0] * 1000000
    out.write(json.dumps(sent))
    return values[0] + stack[0] + parts[0] + sent[0]


def never_indexed():
    values = [0] * 1000000
    return values


def two_values(flag):
    values = [0] * 1000000
    if flag:
        values = []
    return values[0]
