"""What Python grows in place, and what does not grow."""
import io


class Counter:
    def __init__(self):
        self.n = 0
        self.rows = []
        self.data = bytearray()

    def add(self, values):
        for value in values:
            self.n += value
            self.rows += [value]
            self.data += value

    def label(self, rows):
        for row in rows:
            row.label += "!"
            self.line = ""
            self.line += str(row)
        return self


def local(rows):
    text = ""
    for row in rows:
        text += row.name
        text = text + row.mail
        print(text)
        if len(text) > 80 or text.endswith("\n"):
            break
    return text


def flushed(rows):
    text = ""
    pages = []
    for row in rows:
        text = text + row + "\n"
        if len(text) > 80:
            pages.append(text)
            text = ""
    return pages


def few(parts: list[bytes]):
    data = b""
    for part in (parts[0], parts[1], b"c"):
        data += part
    text = ""
    for word in "abc":
        text = word + text
    return data, text


def one_key_each(table: dict[str, str], words):
    for word in words:
        table[word] += word
    for key in table:
        table[key] = table[key] + key + "\n"


def unknown(text, rows, other):
    for row in rows:
        text = row + text
        other.text += row
    return text


def numbers(values):
    total = 0
    for value in values:
        total = value + total
        total = total + value + 1
    return total


def buffered(rows):
    out = io.StringIO()
    text = ""
    for row in rows:
        out.write(row)
        text = row + "\n"
    return out.getvalue(), text


def until_found(words):
    text = ""
    for word in words:
        if word:
            text = word + text + "!"
            text = word + text
            break
    return text


def last_line(parts: list[str]):
    lines: list[str] = [""]
    for part in parts:
        if len(lines[-1]) > 80:
            lines.append("")
        lines[-1] += part
    return lines


def digits(number, other: int, alphabet):
    text = ""
    while number:
        number, place = divmod(number, 36)
        text = alphabet[place] + text
    data = b""
    while other > 0:
        data += bytes([other & 0x7f])
        other >>= 7
    return text, data
