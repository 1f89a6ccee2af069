"""Joins by nested loops, as statements and as comprehensions."""

from collections import defaultdict


def attach(orders, users):
    users_by_id = defaultdict(list)
    for user in users:
        users_by_id[user["id"]].append(user)
    for order in orders:
        for user in users_by_id.get(order["user_id"], ()):  # expect: cpu/nested-loop-join
            yield order, user


def with_more(orders, users: list, day):
    joined = []
    users_by_id = defaultdict(list)
    for user in users:
        users_by_id[user.id].append(user)
    for order in orders:
        print(order)
        for user in users_by_id.get(order.user, ()):  # expect: cpu/nested-loop-join
            if user.active and user.day <= day:  # active ones
                joined.append((order, user))
                print(user)
    return joined


def commented(orders, users: list):
    users_by_id = defaultdict(list)
    for user in users:
        users_by_id[user.id].append(user)
    for order in orders:
        for user in users_by_id.get(order.user, ()):  # expect: cpu/nested-loop-join
            # the same user
            # of this order
            # found
            order.name = user.name

            print(order,
                  user)
            break
    return orders


def one_row(orders, pairs):
    pairs_by_value = defaultdict(list)
    for key, name in pairs:
        pairs_by_value[key].append((key, name))
    for order in orders:
        for key, name in pairs_by_value.get(order, ()):  # expect: cpu/nested-loop-join
            print(name)


def owners(files, people):
    people_by_uid = defaultdict(list)
    for p in people:
        people_by_uid[p.uid].append(p)
    return [(f.name, p.name) for f in files for p in people_by_uid.get(f.uid, ())]  # expect: cpu/nested-loop-join


def conditions(files, people, p):
    print(p)
    people_by_uid = defaultdict(list)
    for _p in people:
        people_by_uid[_p.uid].append(_p)
    return {
        f.name: p
        for f in files
        if f
        for p in people_by_uid.get(f.uid, ())  # expect: cpu/nested-loop-join
        if p.home
        if p.name
    }


def inner_comprehension(users, orders):
    orders_by_user = defaultdict(list)
    for order in orders:
        orders_by_user[order.user].append(order)
    _orders_by_user = defaultdict(list)
    for _order in orders:
        _orders_by_user[_order.user].append(_order)
    for user in users:
        own = [order for order in orders_by_user.get(user.id, ())]  # expect: cpu/nested-loop-join
        print(user, sum(1 for order in _orders_by_user.get(user.id, ())))  # expect: cpu/nested-loop-join
        print(own)


def user_after(orders, users):
    user = None
    users_by_id = defaultdict(list)
    for _user in users:
        users_by_id[_user.id].append(_user)
    for order in orders:
        for user in users_by_id.get(order.user, ()):  # expect: cpu/nested-loop-join
            print(order)
    return user


def three(days, shops, sales: set):
    sales_by_shop = defaultdict(list)
    for sale in sales:
        sales_by_shop[sale.shop].append(sale)
    for day in days:
        for shop in shops:
            for sale in sales_by_shop.get(shop, ()):  # expect: cpu/nested-loop-join
                print(day, sale)


def calls(orders, users):
    for order in orders:
        for user in users:  # expect: cpu/nested-loop-join
            if user.get_id() == order.user:
                print(user)


def long_text(orders, users):
    for order in orders:
        for user in users:  # expect: cpu/nested-loop-join
            if user.id == order.user:
                print("""a
                    b""")


class Shop:
    def __init__(self, rows):
        self.users = list(rows)

    def report(self, orders):
        users_by_id = defaultdict(list)
        for user in self.users:
            users_by_id[user.id].append(user)
        for order in orders:
            for user in users_by_id.get(order.user, ()):  # expect: cpu/nested-loop-join
                print(user)


def grows(orders, users):
    for day in orders:
        users.append(day)
        for order in day:
            for user in users:  # expect: cpu/nested-loop-join
                if user.id == order.user:
                    print(user)
