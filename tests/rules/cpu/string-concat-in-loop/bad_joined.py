"""Local texts and bytes: what the rewrite makes of them."""


def prepended(words):
    text = ""
    for word in words:
        text = word.title() + ", " + text  # expect: cpu/string-concat-in-loop
    return text


def begins_with_a_header(words: list[str], header: str):
    text = header + "\n"
    for word in words:
        if word:
            text = text + word + "\n"  # expect: cpu/string-concat-in-loop
    # the end
    text += "--"
    return text


def over_rows(rows: list[list[str]]):
    text = ''
    for row in rows:
        for cell in row:
            text = (text + cell +  # expect: cpu/string-concat-in-loop
                    ";")
        text += "\n"
    return text


def begins_elsewhere(words):
    text = ""
    if words:
        for word in words:
            text = text + str(word) + " "  # expect: cpu/string-concat-in-loop
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
    data = b""
    for chunk in chunks:
        data += chunk  # expect: cpu/string-concat-in-loop
    return data


def receive(connection, first: bytes):
    data = first
    while not data or len(data) < 4096:
        data += connection.recv(4096)  # expect: cpu/string-concat-in-loop
    return data


def backwards(chunks):
    data = b""
    for chunk in chunks:
        data = chunk + data  # expect: cpu/string-concat-in-loop
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
    text = ""
    for word in words: text = text + word + "\n"  # expect: cpu/string-concat-in-loop
    return text
