"""Few turns, few elements, other containers, other questions."""
LEVELS = ["debug", "info", "warning", "error", "critical", "fatal", "trace", "notice", "panic"]


def few(rows: list[str]):
    return [level for level in ("a", "b", "c") if level in rows]


def constant(rows):
    return [row for row in rows if row.level in LEVELS]


def same(rows: list[int], number):
    count = 0
    for _ in range(1000):
        if number in rows:
            count += 1
    return count


def either(rows, flag):
    known = [] if flag else {}
    return [row for row in rows if row in known]


def rebuilt(rows):
    for row in rows:
        tags = list(row.tags)
        yield row.main in tags


def own(rows: list[list[int]]):
    return [row for row in rows if 0 in row]


def guarded(rows: list[int], words: list[int]):
    if len(words) > 8:
        return set(words)
    return [row for row in rows if row]


def texts(rows: list[str], text: str):
    return [row for row in rows if row in text]


def lists(rows: list[list[int]], seen: list[list[int]]):
    return [row for row in rows if row not in seen]
