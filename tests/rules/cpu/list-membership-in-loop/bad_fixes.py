"""The three forms of the fix, and why one is refused."""
WORDS = sorted(open("/usr/share/dict/words"))


def display(rows, extra):
    skipped = [*extra, "a"]
    return [row for row in rows if row not in skipped]  # expect: cpu/list-membership-in-loop


def comprehension(rows, users):
    names = [user.name for user in users]
    found = 0
    for row in rows:
        if row.name in names:  # expect: cpu/list-membership-in-loop
            found += 1
    return found


def listed(rows, users):
    known = list(users)
    for row in rows:
        if row in known:  # expect: cpu/list-membership-in-loop
            yield row


def growing(rows):
    seen = []
    for row in rows:
        if row.key not in seen:  # expect: cpu/list-membership-in-loop
            seen.append(row.key)
            yield row


def in_order(rows):
    seen = []
    for row in rows:
        if row.key not in seen:  # expect: cpu/list-membership-in-loop
            seen.append(row.key)
    return seen


def counted(rows):
    seen = []
    for row in rows:
        if row.key not in seen:  # expect: cpu/list-membership-in-loop
            seen.append(row.key)
    return len(seen)


def given(rows, names: list[str]):
    for row in rows:
        if row.name in names:  # expect: cpu/list-membership-in-loop
            yield row
        elif row.title in names:  # expect: cpu/list-membership-in-loop
            yield row


def iterated(rows, users):
    names = [user.name for user in users]
    for name in names:
        print(name)
    return [row for row in rows if row.name in names]  # expect: cpu/list-membership-in-loop


def of_module(rows):
    if rows:
        return [row for row in rows if row in WORDS]  # expect: cpu/list-membership-in-loop
    return []


class Index:
    def __init__(self, rows):
        self.known = [row.id for row in rows]

    def fresh(self, rows):
        for row in rows:
            if row.id not in self.known:  # expect: cpu/list-membership-in-loop
                yield row


def taken(rows, names: list[str]):
    names_set = len(names)
    for row in rows:
        if row.name in names:  # expect: cpu/list-membership-in-loop
            names_set -= 1
    return names_set


def changed_meanwhile(rows, names: list[str]):
    for row in rows:
        names.append(row.title)
        if row.name in names:  # expect: cpu/list-membership-in-loop
            yield row


def while_it_grows(parts, names: list[str]):
    while any(part in names for part in parts):  # expect: cpu/list-membership-in-loop
        names.append(parts.pop())


def per_row(rows: list[list[str]], parts):
    return [[part for part in parts if part in row] for row in rows]  # expect: cpu/list-membership-in-loop


def one_row(rows, names: list[str]):
    if rows: return [row for row in rows if row in names]  # expect: cpu/list-membership-in-loop
    return []


def grows_around(rows, draw):
    used = [draw()]
    for row in rows:
        number = draw()
        while number in used:  # expect: cpu/list-membership-in-loop
            number = draw()
        used.append(number)
        print(row, used)


def made_around(rows, users):
    for user in users:
        names = [name.lower() for name in user.names]
        for row in rows:
            if row.name in names:  # expect: cpu/list-membership-in-loop
                print(names, row)
