"""The same work in every turn."""
import copy
import ipaddress
import json
import re
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

RATES = '{"a": 1}'


def mails(lines):
    pattern = re.compile(r"[\w.]+@[\w.]+")  # expect: cpu/invariant-work-in-loop
    for line in lines:
        yield pattern.findall(line)


def used_later(lines):
    pattern = None
    word = re.compile(r"\w+")  # expect: cpu/invariant-work-in-loop
    for line in lines:
        pattern = word.search(line)
    return pattern, word


def doubtful(lines):
    word = re.compile(r"(?<=a)\w{2,3}")  # expect: cpu/invariant-work-in-loop
    for line in lines:
        print(word.search(line))


def sometimes(lines):
    pattern = re.compile(r"\d")
    _pattern = re.compile("a.c")
    for line in lines:
        if line:
            print(pattern.search(line))  # expect: cpu/invariant-work-in-loop
        try:
            print(_pattern.search(line))  # expect: cpu/invariant-work-in-loop
        except ValueError:
            pass


def matches(lines, word):
    pattern = re.compile(re.escape(word))
    return [line for line in lines if pattern.search(line)]  # expect: cpu/invariant-work-in-loop


def nested(groups, limits: list[int], names: list[str]):
    ordered = sorted(limits)
    known = set(names)  # expect: cpu/invariant-work-in-loop
    _ordered = sorted(set(names), key=lambda name: name.lower())
    for group in groups:
        for value in group:
            top = ordered[-1]  # expect: cpu/invariant-work-in-loop
            first = _ordered[0]  # expect: cpu/invariant-work-in-loop
            if value > top and value in known:
                print(sorted(set(names))[0], first)


def values(rows, day, network, rate: str):
    found = []
    start = datetime.strptime(day, "%Y-%m-%d")  # expect: cpu/invariant-work-in-loop
    zone = ZoneInfo("Europe/Paris")
    _network = ipaddress.ip_network(network)
    number = Decimal("0.19")
    data = json.loads(RATES)
    for row in rows:
        found.append(row.when.astimezone(zone) - start)  # expect: cpu/invariant-work-in-loop
        inside = row.ip in _network  # expect: cpu/invariant-work-in-loop
        found.append(row.price * number * inside)  # expect: cpu/invariant-work-in-loop
        if data["a"] == row.rate:  # expect: cpu/invariant-work-in-loop
            print(Decimal(rate))
    return found


def compared(rows, template):
    copied = copy.deepcopy(template)
    for row in rows:
        if row == copied:  # expect: cpu/invariant-work-in-loop
            print(row)


def inner(rows, names: list[str]):
    members = frozenset(names)
    return [
        [part for part in row if part in members]  # expect: cpu/invariant-work-in-loop
        for row in rows
    ]


def one_statement(lines, stop):
    pattern = re.compile("x")
    while stop():
        word = pattern  # expect: cpu/invariant-work-in-loop
    return lines, word
