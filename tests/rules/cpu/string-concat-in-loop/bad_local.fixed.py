# enable: cpu/string-concat-in-loop.local
"""With the option: plain local texts as well."""


def csv(rows):
    parts = []
    for row in rows:
        parts.append(";".join(row))  # expect: cpu/string-concat-in-loop
    text = "".join(parts)
    return text


def twice(words: list[str]):
    parts = []
    for word in words:
        parts.append(word)  # expect: cpu/string-concat-in-loop
    text = "".join(parts)
    parts = [text]
    for word in words:
        parts.append(word)  # expect: cpu/string-concat-in-loop
    text = "".join(parts)
    return text


def unknown_parts(words):
    text, count = "", 0
    parts = [text]
    for word in words:
        parts.append(word or  # expect: cpu/string-concat-in-loop
                 "-")
        count += 1
    text = "".join(parts)
    return text, count


def tested(words):
    text = ""
    for word in words:
        if len(text) < 80:
            text += word  # expect: cpu/string-concat-in-loop
    return text
