"""Nested loops that are no equality joins."""


def ordered(values, others):
    for left in values:
        for right in others:
            if left < right:
                print(left)
        for right in others:
            if left == right or right.any:
                print(right)


def cells(rows):
    for row in rows:
        for cell in row.cells:
            if cell == row.default:
                print(cell)
        for cell in load(row):
            if cell.id == row.id:
                print(cell)


def load(row):
    return row.cells


def small(rows):
    hits = []
    for row in rows:
        for kind in ("a", "b"):
            if row.kind == kind:
                hits.append(row)
    return hits


def more_statements(orders, users):
    for order in orders:
        for user in users:
            if user.id == order.user:
                print(user)
            print(order)
        for user in users:
            if user.id == order.user:
                print(user)
            else:
                print(order)
        for user in users:
            if user.id == order.user:
                break
        else:
            print("none")


def one_pass(rows, wanted):
    for row in rows:
        if row.id == wanted:
            print(row)
    return [row for row in rows if row.id == wanted]


def few_around(users, wanted):
    for key in ("a", "b"):
        for user in users:
            if user.key == key:
                print(user)
    for order in users:
        for user in wanted:
            if user.key == "admin":
                print(order, user)


def merge(left, right):
    for item in left:
        for other in right:
            if other.id == item.id:
                print(item, other)
                break


def chained(rows, keys):
    for key in keys:
        for row in rows:
            if row.key == key:
                key = row.next


def changes(orders, users):
    for order in orders:
        users.append(order)
        for user in users:
            if user.id == order.user:
                user.id = None


def mixed(points, others):
    return [(p, q) for p in points for q in others if p.x == q.x + p.y if abs(p.x - q.x) == 1]


def texts(words, text: str, table: dict, lines: list[list]):
    for word in words:
        for letter in text:
            if letter == word:
                print(letter)
        for key in table:
            if key == word:
                print(key)
        for line in lines:
            if line == word:
                print(line)
