"""Sorted once, cut down, or added to in another way."""


def once(rows):
    best = []
    for row in rows:
        best.append(row)
    best.sort()
    return sorted(best)


def growing(rows):
    limits = []
    out = []
    for row in rows:
        limits.append(row)
        out.append(sorted(limits)[0])
    return out


def best_ten(rows):
    best = []
    last = []
    for row in rows:
        best.append(row)
        best.sort()
        del best[10:]
        last.append(row)
        last.sort()
        if len(last) > 10:
            last.pop()
    return best, last


def per_group(groups):
    for group in groups:
        names = []
        names.append(group.name)
        names.sort()
        rows = [group]
        for row in group:
            rows.append(row)
        rows.sort()
        print(names, rows)


def many(groups: list, found: list):
    for group in groups:
        found.append(group)
        found.append(None)
        found.sort()
    for group in groups:
        found.sort()
        found.append(group)


def unknown(table, rows):
    for row in rows:
        table.append(row)
        table.sort()


def until_found(rows):
    best = []
    for row in rows:
        if row.found:
            best.append(row)
            best.sort()
            break
    return best


def few(found: list):
    for row in ("a", "b"):
        found.append(row)
        found.sort()


def sorted_by(found):
    return found


def own(found: list, rows):
    sorted = sorted_by
    for row in rows:
        found.append(row)
        found = sorted(found)
    return found
