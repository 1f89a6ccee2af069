# enable: cpu/string-concat-in-loop.local
"""With the option: plain local texts as well."""


def csv(rows):
    text = ""
    for row in rows:
        text += ";".join(row)  # expect: cpu/string-concat-in-loop
    return text


def twice(words: list[str]):
    text = ""
    for word in words:
        text += word  # expect: cpu/string-concat-in-loop
    for word in words:
        text = text + word  # expect: cpu/string-concat-in-loop
    return text


def unknown_parts(words):
    text, count = "", 0
    for word in words:
        text += (word or  # expect: cpu/string-concat-in-loop
                 "-")
        count += 1
    return text, count


def tested(words):
    text = ""
    for word in words:
        if len(text) < 80:
            text += word  # expect: cpu/string-concat-in-loop
    return text
