"""Lists that grow in place, short ones, and other kinds."""
import itertools


def in_place(lists):
    flat = []
    for part in lists:
        flat += part
        flat.extend(part)
    return flat


def per_turn(rows):
    for row in rows:
        cells = []
        cells = cells + row.cells
        cells = cells + ["end"]
        print(cells)


def few(rows: list, more: list):
    for part in ([1], [2], [3]):
        rows = rows + part
    return sum([rows, more], [])


def once(rows: list, more):
    rows = rows + more
    if more:
        rows = rows + [None]
    return rows


def numbers(rows, values):
    total = 0
    label = ""
    for row in rows:
        total = total + row
        label = label + row
    return sum(values), sum(values, 0), sum(rows, total), label


def unknown(flat, lists):
    for part in lists:
        flat = flat + part
        flat.rows = flat.rows + part
    return flat


def chained(lists):
    return list(itertools.chain.from_iterable(lists))


def found(pages, wanted):
    rows = []
    for page in pages:
        if page.number == wanted:
            rows = rows + page.rows
            break
    return rows


def sum(*values):
    return values


def own_sum(lists):
    return sum(lists, [])
