"""Copies that nothing needs."""
import copy
from collections import deque


def iterated(users: list, names: set, table: dict, out):
    for user in users[:]:  # expect: memory/unneeded-copy
        print(user.name.lower())
    for user in users.copy():  # expect: memory/unneeded-copy
        out.write(user.name)
    for user in copy.copy(users):  # expect: memory/unneeded-copy
        print(user)
    for name in set(names):  # expect: memory/unneeded-copy
        print(name)
    for key in list(table):  # expect: memory/unneeded-copy
        print(key, table[key])
    for key, value in list(table.items()):  # expect: memory/unneeded-copy
        print(key, value)
    for key, value in dict(table).items():  # expect: memory/unneeded-copy
        print(key, value)
    return [user.mail for user in list(users)]  # expect: memory/unneeded-copy


def with_helper(users: list):
    seen = []
    for user in list(users):  # expect: memory/unneeded-copy
        seen.append(normal(user))
    return seen


def normal(user):
    return user.name


class Shelf:
    def __init__(self, books: list):
        self.books = books
        self.total = 0

    def count(self):
        for book in list(self.books):  # expect: memory/unneeded-copy
            self.total += book.pages


def local(prices: dict, rows: list, skus):
    table = prices.copy()  # expect: memory/unneeded-copy
    first = rows[:]  # expect: memory/unneeded-copy
    if not first:
        return None
    total = 0
    for sku in skus:
        total += table.get(sku, 0)
    return total, len(first), "a" in table, sorted(table), {k: v for k, v in table.items()}


def consumed(values: list, table: dict, queue: deque, text: str):
    yield sorted(list(values), reverse=True)  # expect: memory/unneeded-copy
    yield len(list(table.keys()))  # expect: memory/unneeded-copy
    yield sum(values[:])  # expect: memory/unneeded-copy
    yield tuple(list(queue))  # expect: memory/unneeded-copy
    yield set(values.copy())  # expect: memory/unneeded-copy
    yield ", ".join(list(text))  # expect: memory/unneeded-copy
    yield frozenset(  # a reader
        list(  # expect: memory/unneeded-copy
            values
        )
    )


def made_anew(values: list):
    yield list([value * 2 for value in values])  # expect: memory/unneeded-copy
    yield set({value * 2 for value in values})  # expect: memory/unneeded-copy
    yield dict({value: 2 for value in values})  # expect: memory/unneeded-copy


def in_comprehensions(prices: dict, skus):
    table = prices.copy()  # expect: memory/unneeded-copy
    return [table[sku] for sku in skus], sum(table[sku] for sku in skus)
