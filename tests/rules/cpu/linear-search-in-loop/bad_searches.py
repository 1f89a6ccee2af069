"""Searches in every turn."""


def ranks(names: list, scores: list[int]):
    ranking = sorted(scores)
    return {name: ranking.index(score) for name, score in zip(names, scores)}  # expect: cpu/linear-search-in-loop


def frequencies(words: list[str]):
    table = {}
    for word in words:
        table[word] = words.count(word)  # expect: cpu/linear-search-in-loop
        if words.count(word) > 1:  # expect: cpu/linear-search-in-loop
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
    for word in wanted:
        print(words.index(word, 3))  # expect: cpu/linear-search-in-loop
        print(words.index(word))  # expect: cpu/linear-search-in-loop


def find_all(ids, rows):
    found = []
    for key in ids:
        found.append(next((row for row in rows if row.key == key), None))  # expect: cpu/linear-search-in-loop
    return found


def names(orders, users, user):
    for order in orders:
        name = next(u["name"] for u in users if order.user == u["id"])  # expect: cpu/linear-search-in-loop
        title = next((user.title for user in users if user.id == order.user), "")  # expect: cpu/linear-search-in-loop
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
        return [self.columns.index(name) for name in names]  # expect: cpu/linear-search-in-loop
