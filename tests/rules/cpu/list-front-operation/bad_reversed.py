"""Lists that are built from the back: append and one reversal."""


def path(parents, node):
    steps = []
    while node is not None:
        steps.insert(0, node)  # expect: cpu/list-front-operation
        node = parents.get(node)
    return steps


def nested(groups):
    rows = []
    for group in groups:
        for row in group:
            if row:
                rows.insert(0, row.strip())  # expect: cpu/list-front-operation
            # the rest is left out
    # newest first
    return rows


def ends_the_file(parents, node, last):
    steps = [last]
    for _ in parents:
        steps.insert(0, node)  # expect: cpu/list-front-operation
        node = parents.get(node)
    print(steps[0], steps)


def in_a_try(rows):
    found = []
    try:
        for row in rows:
            found.insert(0, int(row))  # expect: cpu/list-front-operation
    except ValueError:
        pass
    return found


def read_in_the_loop(rows):
    found = []
    for row in rows:
        found.insert(0, row)  # expect: cpu/list-front-operation
        print(found[0])
    return found


def one_row(rows):
    found = []
    for row in rows: found.insert(0, row)  # expect: cpu/list-front-operation
    return found
