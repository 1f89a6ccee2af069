"""Texts that are copied in every turn."""
TEXT = ""
LOG = ""
parts = [TEXT]
for number in range(1000):
    parts.append(str(number))  # expect: cpu/string-concat-in-loop
TEXT = "".join(parts)


class Page:
    title: str

    def __init__(self, rows):
        self.rows = rows
        self.text = ""
        self.data = b""

    def render(self, indent: str):
        parts = [self.text]
        for row in self.rows:
            parts.append(indent)  # expect: cpu/string-concat-in-loop
            parts.append(str(row) + "\n")  # expect: cpu/string-concat-in-loop
        self.text = "".join(parts)
        return self.text

    def first(self):
        for row in self.rows:
            self.text += str(row)  # expect: cpu/string-concat-in-loop
            if row:
                return self.text
        return None

    def receive(self, connection):
        buffer = bytearray(self.data)
        while len(buffer) < 4096:
            buffer += connection.recv(100)  # expect: cpu/string-concat-in-loop
        self.data = bytes(buffer)

    def watched(self, page: "Page"):
        for row in self.rows:
            page.title += f"{row}"  # expect: cpu/string-concat-in-loop
            print(page.title)


def log(lines):
    global LOG
    parts = [LOG]
    for line in lines:
        parts.append(f"{line}\n")  # expect: cpu/string-concat-in-loop
    LOG = "".join(parts)


def captured(words):
    text = ""

    def size():
        return len(text)

    for word in words:
        text += word  # expect: cpu/string-concat-in-loop
        if size() > 100:
            break
    return text


def in_a_table(table: dict[str, str], key, words):
    parts = [table[key]]
    for word in words:
        parts.append(word)  # expect: cpu/string-concat-in-loop
    table[key] = "".join(parts)
    parts = [table["all"]]
    for _ in words:
        for word in words:
            parts.append(word)  # expect: cpu/string-concat-in-loop
    table["all"] = "".join(parts)


def kept(rows):
    text = ""
    history = []
    for row in rows:
        text += row  # expect: cpu/string-concat-in-loop
        history.append(text)
    last = ""
    for row in rows:
        last = last + row  # expect: cpu/string-concat-in-loop
        yield last
    return history
