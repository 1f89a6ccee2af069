"""Class facts as `bluetick debug model '*'` prints them, as data."""

import re
import subprocess

FIELD = re.compile(
    r"  (?P<side>field|reverse) (?P<name>\S+): (?P<kind>\S+?)"
    r"(?: -> (?P<target>\S+), loads (?P<loads>at access|with its row|behind its row|each time"
    r"|by statement|by call|never|batched|unknown))?(?P<rest>( .*)?)$"
)
FLAGS = {"holds-key", "many-to-many", "one-to-one", "nullable", "primary", "unique", "indexed", "deferred", "likely"}


def read_field(line):
    found = FIELD.match(line)
    assert found, line
    field = {key: found[key] for key in ("side", "name", "kind", "target", "loads")}
    words = found["rest"].split()
    while words:
        word = words.pop(0)
        if word in FLAGS:
            field[word] = True
        else:
            field[word] = words.pop(0)
    return field


def read(text):
    models = {}
    for line in text.splitlines():
        if not line.startswith("  "):
            name, rest = line.split(": ", 1)
            words = rest.split()
            model = models[name] = {"orm": words[0], "words": words[1:], "fields": [], "managers": [], "ordering": None}
            if "app" in words:
                model["app"] = words[words.index("app") + 1]
        elif line.startswith("  manager "):
            model["managers"].append(line.split()[1].rstrip(":"))
        elif line.startswith("  ordering:"):
            model["ordering"] = line.split(":", 1)[1].split()
        elif line.startswith(("  field ", "  reverse ")):
            model["fields"].append(read_field(line))
    return models


def models_of(binary, folder, *paths):
    command = [binary, "debug", "model", "*", *(paths or ["."])]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return read(done.stdout)
