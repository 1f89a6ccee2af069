"""Joins by nested loops, as statements and as comprehensions."""


def attach(orders, users):
    for order in orders:
        for user in users:  # expect: cpu/nested-loop-join
            if user["id"] == order["user_id"]:
                yield order, user


def with_more(orders, users: list, day):
    joined = []
    for order in orders:
        print(order)
        for user in users:  # expect: cpu/nested-loop-join
            if user.active and order.user == user.id and user.day <= day:  # active ones
                joined.append((order, user))
                print(user)
    return joined


def commented(orders, users: list):
    for order in orders:
        for user in users:  # expect: cpu/nested-loop-join
            # the same user
            if (order.user ==
                    user.id):  # of this order
                # found
                order.name = user.name

                print(order,
                      user)
                break
    return orders


def one_row(orders, pairs):
    for order in orders:
        for key, name in pairs:  # expect: cpu/nested-loop-join
            if key == order: print(name)


def owners(files, people):
    return [(f.name, p.name) for f in files for p in people if p.uid == f.uid]  # expect: cpu/nested-loop-join


def conditions(files, people, p):
    print(p)
    return {
        f.name: p
        for f in files
        if f
        for p in people  # expect: cpu/nested-loop-join
        if p.home
        if p.uid == f.uid and p.name
    }


def inner_comprehension(users, orders):
    for user in users:
        own = [order for order in orders if order.user == user.id]  # expect: cpu/nested-loop-join
        print(user, sum(1 for order in orders if user.id == order.user))  # expect: cpu/nested-loop-join
        print(own)


def user_after(orders, users):
    user = None
    for order in orders:
        for user in users:  # expect: cpu/nested-loop-join
            if user.id == order.user:
                print(order)
    return user


def three(days, shops, sales: set):
    for day in days:
        for shop in shops:
            for sale in sales:  # expect: cpu/nested-loop-join
                if sale.shop == shop:
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
        for order in orders:
            for user in self.users:  # expect: cpu/nested-loop-join
                if user.id == order.user:
                    print(user)


def grows(orders, users):
    for day in orders:
        users.append(day)
        for order in day:
            for user in users:  # expect: cpu/nested-loop-join
                if user.id == order.user:
                    print(user)
