"""Local texts and bytes: what the rewrite makes of them."""


def prepended(words):
    parts = []
    for word in words:
        parts.append(word.title() + ", ")  # expect: cpu/string-concat-in-loop
    text = "".join(reversed(parts))
    return text


def begins_with_a_header(words: list[str], header: str):
    parts = [header + "\n"]
    for word in words:
        if word:
            parts.append(word + "\n")  # expect: cpu/string-concat-in-loop
    text = "".join(parts)
    # the end
    text += "--"
    return text


def over_rows(rows: list[list[str]]):
    parts = []
    for row in rows:
        for cell in row:
            parts.append(cell +  # expect: cpu/string-concat-in-loop
                    ";")
        parts.append("\n")
    text = "".join(parts)
    return text


def begins_elsewhere(words):
    text = ""
    if words:
        parts = [text]
        for word in words:
            parts.append(str(word) + " ")  # expect: cpu/string-concat-in-loop
        text = "".join(parts)
    return text


def in_a_try(lines):
    text = ""
    try:
        for line in lines:
            text = text + str(int(line)) + " "  # expect: cpu/string-concat-in-loop
    except ValueError:
        return text
    return text


def blob(chunks):
    data = bytearray()
    for chunk in chunks:
        data += chunk  # expect: cpu/string-concat-in-loop
    data = bytes(data)
    return data


def receive(connection, first: bytes):
    data = bytearray(first)
    while not data or len(data) < 4096:
        data += connection.recv(4096)  # expect: cpu/string-concat-in-loop
    data = bytes(data)
    return data


def backwards(chunks):
    parts = []
    for chunk in chunks:
        parts.append(chunk)  # expect: cpu/string-concat-in-loop
    data = b"".join(reversed(parts))
    return data


def searched(connection):
    data = b""
    while not data.endswith(b"\n"):
        data += connection.recv(1)  # expect: cpu/string-concat-in-loop
    return data


def both_sides(words):
    text = ""
    for word in words:
        text = "(" + text  # expect: cpu/string-concat-in-loop
        text = text + word + ")"  # expect: cpu/string-concat-in-loop
    return text


def one_row(words):
    parts = []
    for word in words: parts.append(word + "\n")  # expect: cpu/string-concat-in-loop
    text = "".join(parts)
    return text
