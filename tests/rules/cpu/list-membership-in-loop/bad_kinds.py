"""Lists and tuples from everywhere."""
import os
import sys


def operators(rows, known: list):
    for row in rows:
        if row in known:  # expect: cpu/list-membership-in-loop
            yield 1
        if row not in known:  # expect: cpu/list-membership-in-loop
            yield 2
        yield not row in known  # expect: cpu/list-membership-in-loop
        yield row and row in known  # expect: cpu/list-membership-in-loop


def sources(rows, text: str, pairs: tuple[str, ...], mapping: dict):
    words = text.split()
    names = os.listdir(".")
    keys = list(mapping)
    order = sorted(mapping)
    joined = words + names
    copied = words[1:]
    arguments = sys.argv[1:]
    for row in rows:
        yield row in words  # expect: cpu/list-membership-in-loop
        yield row in names  # expect: cpu/list-membership-in-loop
        yield row in keys  # expect: cpu/list-membership-in-loop
        yield row in order  # expect: cpu/list-membership-in-loop
        yield row in joined  # expect: cpu/list-membership-in-loop
        yield row in copied  # expect: cpu/list-membership-in-loop
        yield row in arguments  # expect: cpu/list-membership-in-loop
        yield row in pairs  # expect: cpu/list-membership-in-loop


def loops(rows, known: list[str], other: list[str]):
    while rows:
        row = rows.pop()
        print(row in known)  # expect: cpu/list-membership-in-loop
    print({row for row in other if row in known})  # expect: cpu/list-membership-in-loop
    print(any(row in known for row in other))  # expect: cpu/list-membership-in-loop
    for _ in range(3):
        for row in other:
            print(row in known)  # expect: cpu/list-membership-in-loop
    for row in other:
        for part in ("a", "b"):
            print(row + part in known)  # expect: cpu/list-membership-in-loop


async def asynchronous(rows, known: list[str]):
    async for row in rows:
        print(row in known)  # expect: cpu/list-membership-in-loop
    return [row async for row in rows if row in known]  # expect: cpu/list-membership-in-loop


def filled(rows):
    known = ["a", "b"]
    for row in rows:
        if row not in known:  # expect: cpu/list-membership-in-loop
            known.append(row)


def filled_elsewhere(rows, fill):
    known = ["a", "b"]
    fill(known)
    return [row for row in rows if row in known]  # expect: cpu/list-membership-in-loop
