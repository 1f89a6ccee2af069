"""Lists that are read once, by every builtin that takes values one by one."""


def builtins(rows, limit):
    yield any(row.bad for row in rows)  # expect: memory/listcomp-consumed-once
    yield any(row.check(limit) for row in rows)  # expect: memory/listcomp-consumed-once
    yield all(row.size < limit for row in rows)  # expect: memory/listcomp-consumed-once
    yield sum(row.size for row in rows)  # expect: memory/listcomp-consumed-once
    yield sum((row.size for row in rows), 0)  # expect: memory/listcomp-consumed-once
    yield min((row.size for row in rows), default=0)  # expect: memory/listcomp-consumed-once
    yield max((row.size for row in rows))  # expect: memory/listcomp-consumed-once
    yield tuple((row.size for row in rows),)  # expect: memory/listcomp-consumed-once
    yield frozenset(row.size for row in rows)  # expect: memory/listcomp-consumed-once
    yield sorted((row.size for row in rows), reverse=True)  # expect: memory/listcomp-consumed-once
    yield sum(next(row) for row in rows)  # expect: memory/listcomp-consumed-once


def displays(rows, pairs):
    yield {row.name for row in rows if row.name}  # expect: memory/listcomp-consumed-once
    yield {row.name: row for row in rows}  # expect: memory/listcomp-consumed-once
    yield {row.name.lower() : (row, 1) for row in rows}  # expect: memory/listcomp-consumed-once
    yield dict(pair for pair in pairs)  # expect: memory/listcomp-consumed-once
    yield f"{set(row.name for row in rows)}"  # expect: memory/listcomp-consumed-once
    yield set(  # the names of the day
        # expect: memory/listcomp-consumed-once
            row.name
            for row in rows
    )
    yield {  # expect: memory/listcomp-consumed-once
            row.name
            for row in rows
        }


def loops(rows, out):
    for text in (row.name.upper() for row in rows):  # expect: memory/listcomp-consumed-once
        print(text)
    for number, text in enumerate((row.name for row in rows), 1):  # expect: memory/listcomp-consumed-once
        out.append((number, text))
    for size in (int(row.size) for row in rows):  # expect: memory/listcomp-consumed-once
        out.append(int(size))


def rows_of_their_own(rows):
    return sorted(
        # the names
        # expect: memory/listcomp-consumed-once
            row.name
            for row in rows
    )


def in_comprehensions(rows):
    shown = [text for text in (row.name.strip() for row in rows) if text]  # expect: memory/listcomp-consumed-once
    return shown, {number: name for number, name in enumerate(row.name for row in rows)}  # expect: memory/listcomp-consumed-once


def with_helpers(rows, handle):
    for text in (row.strip() for row in rows):  # expect: memory/listcomp-consumed-once
        handle(text)
    for key in (key for key, value in {"a": 1}.items() if value):  # expect: memory/listcomp-consumed-once
        handle(key)
