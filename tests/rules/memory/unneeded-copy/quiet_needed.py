"""Copies that protect, convert, or hold what is not a builtin container."""
import copy


def conversions(values: list, pairs, rows):
    yield list(set(values))
    yield dict(pairs)
    yield sorted(set(values))
    yield len(set(values))
    yield list(rows), rows[:], rows.copy()
    for row in list(rows):
        print(row)


def changed(rows: list, table: dict):
    for row in list(rows):
        if row:
            rows.append(row)
    for key in list(table):
        table[key + "x"] = 1
    for row in rows[:]:
        row.detach()
    for row in rows[:]:
        row()
    kept = rows.copy()
    kept.sort()
    first = rows[:]
    rows.clear()
    return len(first), table


def aliased(rows: list):
    others = rows
    for row in list(rows):
        others.remove(row)


class Bus:
    def __init__(self):
        self.handlers = []
        self.names = {}

    def fire(self, event):
        for handler in list(self.handlers):
            handler(event)

    def close(self):
        for handler in list(self.handlers):
            self.drop(handler)

    def drop(self, handler):
        self.handlers.remove(handler)

    def shut(self, closing):
        for name in list(self.names):
            closing(name)

    def purge(self):
        handlers = self.handlers
        for handler in list(handlers):
            self.handlers.remove(handler)

    def compare(self):
        before = self.names.copy()
        self.reload()
        return [name for name in self.names if name not in before]

    def reload(self):
        self.names["x"] = 1


async def waits(rows: list):
    for row in list(rows):
        await row.close()


def hands_out(rows: list):
    for row in list(rows):
        yield row


def kept(rows: list, table: dict, sink):
    view = table.copy()
    sink(view)
    names = rows[:]
    third = rows[:]
    return names, copy.deepcopy(rows), (third or names), rows[1:]


def captured(rows: list):
    before = rows[:]

    def later():
        return len(before)

    return later


def lazy(rows: list, keys):
    table = rows.copy()
    return (table[key] for key in keys)
