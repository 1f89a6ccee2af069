"""Texts that are copied in every turn."""
TEXT = ""
LOG = ""
for number in range(1000):
    TEXT += str(number)  # expect: cpu/string-concat-in-loop


class Page:
    title: str

    def __init__(self, rows):
        self.rows = rows
        self.text = ""
        self.data = b""

    def render(self, indent: str):
        for row in self.rows:
            self.text += indent  # expect: cpu/string-concat-in-loop
            self.text += str(row) + "\n"  # expect: cpu/string-concat-in-loop
        return self.text

    def first(self):
        for row in self.rows:
            self.text += str(row)  # expect: cpu/string-concat-in-loop
            if row:
                return self.text
        return None

    def receive(self, connection):
        while len(self.data) < 4096:
            self.data += connection.recv(100)  # expect: cpu/string-concat-in-loop

    def watched(self, page: "Page"):
        for row in self.rows:
            page.title += f"{row}"  # expect: cpu/string-concat-in-loop
            print(page.title)


def log(lines):
    global LOG
    for line in lines:
        LOG += f"{line}\n"  # expect: cpu/string-concat-in-loop


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
    for word in words:
        table[key] += word  # expect: cpu/string-concat-in-loop
    for _ in words:
        for word in words:
            table["all"] = table["all"] + word  # expect: cpu/string-concat-in-loop


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
