import copy


def lookup(prices: dict, skus):
    table = prices.copy()
    return [table[sku] for sku in skus]


def names(users: list, table: dict):
    found = []
    for user in users[:]:
        found.append(user.upper())
    for key, value in list(table.items()):
        found.append((key, value))
    for user in copy.copy(users):
        found.append(user)
    return found, sorted(list(users)), list([user * 2 for user in users])
