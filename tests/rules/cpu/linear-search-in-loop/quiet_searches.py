"""Single searches, texts, unknown kinds, short and changing lists."""


def texts(words, text: str, data: bytes):
    for word in words:
        print(text.index(word), text.count(word), data.count(word))
    return [word.index("x") for word in words]


def unknown(order, names):
    for name in names:
        order.remove(name)
        print(order.index(name), order.count(name))


def once(words: list[str], word, rows, key):
    words.remove(word)
    print(next((row for row in rows if row.key == key), None))
    return words.index(word), words.count(word)


def same(words: list[str], word, rows):
    while rows:
        print(words.index(word), rows.pop())
        print(next((row for row in rows if row.key == word), None))


def short(rows):
    kinds = ["a", "b", "c"]
    for row in rows:
        print(kinds.index(row.kind))
        print([1, 2, 3].count(row))
        print(row.cells.count(row))


def per_turn(rows):
    for row in rows:
        cells = row.split(",")
        print(cells.index(row))
        print(next((cell for cell in cells if cell == row), None))


def changing(words: list[str], more):
    for word in more:
        words.append(word)
        print(words.index(word))


def until_found(words: list[str], more):
    for word in more:
        if word in "abc":
            words.remove(word)
            break
    for word in more:
        if word:
            return words.index(word)
    return None


def few(words: list[str]):
    for word in ("a", "b"):
        print(words.index(word))


def checked(words: list[str], more):
    for word in more:
        assert words.count(word) == 1


def own(words: list[str]):
    for word in list(words):
        if not word:
            words.remove(word)
