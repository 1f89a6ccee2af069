"""Searches in every turn."""

from collections import Counter


def ranks(names: list, scores: list[int]):
    ranking = sorted(scores)
    ranking_positions = {v: i for i, v in reversed(list(enumerate(ranking)))}
    return {name: ranking_positions[score] for name, score in zip(names, scores)}  # expect: cpu/linear-search-in-loop


def frequencies(words: list[str]):
    table = {}
    words_counts = Counter(words)
    for word in words:
        table[word] = words_counts[word]  # expect: cpu/linear-search-in-loop
        if words_counts[word] > 1:  # expect: cpu/linear-search-in-loop
            print(word)
    return table


def removed(words: list[str], gone):
    for word in gone:
        words.remove(word)  # expect: cpu/linear-search-in-loop
    return words


def caught(words: list[str], wanted):
    for word in wanted:
        try:
            print(words.index(word))  # expect: cpu/linear-search-in-loop
        except ValueError:
            print("not there")


def after(words: tuple[str, ...], wanted):
    words_positions = {v: i for i, v in reversed(list(enumerate(words)))}
    for word in wanted:
        print(words.index(word, 3))  # expect: cpu/linear-search-in-loop
        print(words_positions[word])  # expect: cpu/linear-search-in-loop


def find_all(ids, rows):
    found = []
    rows_by_key = {}
    for row in rows:
        rows_by_key.setdefault(row.key, row)
    for key in ids:
        found.append(rows_by_key.get(key))  # expect: cpu/linear-search-in-loop
    return found


def names(orders, users, user):
    users_by_id = {}
    for u in users:
        users_by_id.setdefault(u["id"], u["name"])
    _users_by_id = {}
    for _user in users:
        _users_by_id.setdefault(_user.id, _user.title)
    for order in orders:
        name = users_by_id[order.user]  # expect: cpu/linear-search-in-loop
        title = _users_by_id.get(order.user, "")  # expect: cpu/linear-search-in-loop
        print(name, title, user)


def more_conditions(orders, users):
    for order in orders:
        print(next((u for u in users if u.id == order.user and u.active), None))  # expect: cpu/linear-search-in-loop
        print(next((u.name.title() for u in users if u.id == order.user), None))  # expect: cpu/linear-search-in-loop
        print(next((u for u in users if u.key() == order.user), None))  # expect: cpu/linear-search-in-loop


def unhashable(groups: list[list[int]], wanted):
    for group in wanted:
        print(groups.count(group))  # expect: cpu/linear-search-in-loop
        try:
            print(next(g for g in wanted if g.first == group.last))  # expect: cpu/linear-search-in-loop
        except StopIteration:
            print("not there")


class Table:
    def __init__(self, columns):
        self.columns = list(columns)

    def places(self, names):
        columns_positions = {v: i for i, v in reversed(list(enumerate(self.columns)))}
        return [columns_positions[name] for name in names]  # expect: cpu/linear-search-in-loop
