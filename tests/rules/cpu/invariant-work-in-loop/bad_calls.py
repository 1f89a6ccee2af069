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
    for line in lines:
        pattern = re.compile(r"[\w.]+@[\w.]+")  # expect: cpu/invariant-work-in-loop
        yield pattern.findall(line)


def used_later(lines):
    pattern = None
    for line in lines:
        word = re.compile(r"\w+")  # expect: cpu/invariant-work-in-loop
        pattern = word.search(line)
    return pattern, word


def doubtful(lines):
    for line in lines:
        word = re.compile(r"(?<=a)\w{2,3}")  # expect: cpu/invariant-work-in-loop
        print(word.search(line))


def sometimes(lines):
    for line in lines:
        if line:
            print(re.compile(r"\d").search(line))  # expect: cpu/invariant-work-in-loop
        try:
            print(re.compile("a.c").search(line))  # expect: cpu/invariant-work-in-loop
        except ValueError:
            pass


def matches(lines, word):
    return [line for line in lines if re.compile(re.escape(word)).search(line)]  # expect: cpu/invariant-work-in-loop


def nested(groups, limits: list[int], names: list[str]):
    for group in groups:
        for value in group:
            top = sorted(limits)[-1]  # expect: cpu/invariant-work-in-loop
            known = set(names)  # expect: cpu/invariant-work-in-loop
            first = sorted(set(names), key=lambda name: name.lower())[0]  # expect: cpu/invariant-work-in-loop
            if value > top and value in known:
                print(sorted(set(names))[0], first)


def values(rows, day, network, rate: str):
    found = []
    for row in rows:
        start = datetime.strptime(day, "%Y-%m-%d")  # expect: cpu/invariant-work-in-loop
        found.append(row.when.astimezone(ZoneInfo("Europe/Paris")) - start)  # expect: cpu/invariant-work-in-loop
        inside = row.ip in ipaddress.ip_network(network)  # expect: cpu/invariant-work-in-loop
        found.append(row.price * Decimal("0.19") * inside)  # expect: cpu/invariant-work-in-loop
        if json.loads(RATES)["a"] == row.rate:  # expect: cpu/invariant-work-in-loop
            print(Decimal(rate))
    return found


def compared(rows, template):
    for row in rows:
        if row == copy.deepcopy(template):  # expect: cpu/invariant-work-in-loop
            print(row)


def inner(rows, names: list[str]):
    return [
        [part for part in row if part in frozenset(names)]  # expect: cpu/invariant-work-in-loop
        for row in rows
    ]


def one_statement(lines, stop):
    while stop():
        word = re.compile("x")  # expect: cpu/invariant-work-in-loop
    return lines, word
