"""What is made of the tables of options and config keys: manual page, completions, config schema.

The tables are read here as text, so that a row that a generator loses is missed."""

import json
import re
import shutil
import subprocess
import tomllib

import jsonschema
import pytest

from binary import BLUETICK, TOP

SERVER = TOP / "server"
COMMANDS = {"check": "ON_CHECK", "rule": "ON_RULE", "server": "ON_SERVER", "clean": "ON_CLEAN",
            "debug": "ON_DEBUG", "generate": "ON_GENERATE"}


def generate(what):
    return subprocess.run([BLUETICK, "generate", what], capture_output=True, text=True, check=True).stdout


def option_rows():
    """(name, letter, value, commands) of each row of options.def."""
    text = (SERVER / "cli" / "options.def").read_text()
    rows = re.findall(r'^OPTION\(\w+, (0|\'.\'), "([^"]+)", (NULL|"[^"]*"), ([A-Z_ |]+), "', text, re.M)
    assert len(rows) == text.count("\nOPTION(") > 30
    for letter, name, value, commands in rows:
        on = [command for command, bit in COMMANDS.items() if bit in commands or "ON_EVERY" in commands]
        yield name, letter.strip("'0"), None if value == "NULL" else value.strip('"'), on


def rows_of(file, macro):
    text = (SERVER / "registry" / file).read_text()
    names = re.findall(rf'^{macro}\(\w+, "([^"]+)"', text, re.M)
    assert len(names) == len(re.findall(rf"^{macro}\(", text, re.M)) > 5
    return names


CONFIG_KEYS = rows_of("config_keys.def", "CONFIG_KEY")
OPTIONS = rows_of("options.def", "OPTION")
RULES = re.findall(r'^RULE\(\w+,\s+"([^"]+)"', (SERVER / "registry" / "rules.def").read_text(), re.M)
SCHEMA = json.loads(generate("schema"))


# ---- the manual page --------------------------------------------------------------------------


def test_the_manual_page_has_every_option():
    page = generate("man").replace("\\-", "-")
    assert page.startswith(".TH BLUETICK 1 ")
    sections = dict(re.findall(r'^\.SS "bluetick (\w+).*?"\n(.*?)(?=^\.S)', page, re.M | re.S))
    assert set(sections) == set(COMMANDS)
    for name, letter, value, commands in option_rows():
        for command, text in sections.items():
            wanted = f"\\fB--{name}\\fR" + (f" \\fI{value}\\fR" if value else "")
            wanted = f"\\fB-{letter}\\fR, {wanted}" if letter else wanted
            assert (f"\n.TP\n{wanted}\n" in text) == (command in commands), (name, command)
    for key in CONFIG_KEYS + OPTIONS:
        assert f".TP\n\\fB{key}\\fR\n" in page, key


def test_no_line_of_the_manual_page_is_a_request_by_accident():
    known = {"TH", "SH", "SS", "PP", "TP", "B", "I", "IR"}
    requests = {line[1:].split(" ")[0] for line in generate("man").splitlines() if line.startswith((".", "'"))}
    assert requests == known


# ---- completions ------------------------------------------------------------------------------


def bash(*words):
    """What bash offers for the last of the words."""
    script = f"""source /dev/stdin <<'END'
{generate("bash")}
END
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bluetick; printf '%s\\n' "${{COMPREPLY[@]}}" """
    done = subprocess.run(["bash", "-c", script, "bash", "bluetick", *words], capture_output=True, text=True,
                          check=True, cwd=TOP)
    assert not done.stderr
    return done.stdout.split()


def test_bash_offers_every_option():
    assert set(bash("")) == {*COMMANDS, "help", "--help", "--version"}
    for command in COMMANDS:
        named = {f"--{name}" for name, _, _, commands in option_rows() if command in commands}
        assert set(bash(command, "--")) == named


@pytest.mark.parametrize("words, offered", [
    (["check", "--min-severity", "w"], ["warning"]),
    (["check", "--format", "js"], ["json", "jsonl"]),
    (["check", "-s", "io/missing"], ["io/missing-timeout"]),
    (["check", "--fix", "--color", "a"], ["auto", "always"]),
    (["check", "--jobs", ""], []),
    (["check", "READ"], ["README.md"]),
    (["check", "--config", "Make"], ["Makefile"]),
    (["rule", "docs/unknown"], ["docs/unknown-arg"]),
    (["debug", "s"], ["scope", "summary"]),
    (["generate", ""], ["bash", "fish", "man", "schema", "zsh"]),
    (["server", "--position-encoding", "utf-1"], ["utf-16"]),
])
def test_bash_offers_values(words, offered):
    assert bash(*words) == offered


def test_zsh_and_fish_have_every_option():
    zsh = dict(re.findall(r"^        (\w+)\)\n(.*?)^            ;;", generate("zsh"), re.M | re.S))
    fish = generate("fish").splitlines()
    assert set(zsh) == set(COMMANDS)
    for name, letter, value, commands in option_rows():
        for command in COMMANDS:
            is_on = command in commands
            spelled = f"{{-{letter},--{name}}}'[" if letter else f"--{name}["
            assert (spelled in zsh[command]) == is_on, (name, command)
            condition = f"complete -c bluetick -n '__fish_seen_subcommand_from {command}'"
            lines = [line for line in fish if line.startswith(condition) and f" -l {name} " in line]
            assert len(lines) == is_on and all((f" -s {letter}" in line) == bool(letter) for line in lines)
            assert all((" -r" in line) == bool(value) for line in lines)


@pytest.mark.parametrize("shell, what", [("bash", "bash"), ("zsh", "zsh"), ("fish", "fish")])
def test_shells_can_read_it(shell, what, tmp_path):
    (tmp_path / what).write_text(generate(what))
    if shutil.which(shell):
        subprocess.run([shell, "-n", tmp_path / what], check=True)
    text = (tmp_path / what).read_text()
    assert text.count("'") % 2 == 0 and text.count("{") == text.count("}")


# ---- the schema -------------------------------------------------------------------------------


def check(config):
    jsonschema.Draft7Validator(SCHEMA).validate(config)


def is_valid(config):
    return jsonschema.Draft7Validator(SCHEMA).is_valid(config)


def at(config, key, value):
    """The config with the value under "docs.skeleton.types", "io/missing-timeout.tier" or "select"."""
    *tables, last = key.replace("/", ".").split(".")
    for table in tables:
        config = config.setdefault(table, {})
    config[last] = value


def described(key):
    node = SCHEMA
    for part in key.replace("/", ".").split("."):
        node = node["properties"][part]
    return node


def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value)


def told(bluetick, key, value):
    """The exit code and the errors of a run under a config of this one key."""
    *tables, last = key.replace("/", ".").split(".")
    head = "[" + ".".join(tables) + "]\n" if tables else ""
    bluetick.write("bluetick.toml", f"{head}{last} = {toml(value)}\n")
    done = bluetick("check", "--show-settings", "--no-cache")
    return done.returncode, done.stderr.decode()


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_every_key_is_in_the_schema():
    for key in CONFIG_KEYS + OPTIONS:
        assert described(key)["description"], key
    for rule in RULES:
        category, name = rule.split("/")
        assert described(f"{category}.severity.{name}") == described(f"{rule}.severity")
        check({"select": [rule, category], "ignore": [rule]})


def test_nothing_else_is_in_the_schema():
    names = []
    queue = [("", SCHEMA)]
    while queue:
        path, node = queue.pop()
        if "properties" in node:
            assert node["additionalProperties"] is False, path
            queue += [(f"{path}.{name}".lstrip("."), below) for name, below in node["properties"].items()]
        else:
            names.append(path)
    severities = [f"{rule.replace('/', '.')}.severity" for rule in RULES]
    severities += [f"{rule.split('/')[0]}.severity.{rule.split('/')[1]}" for rule in RULES]
    assert sorted(names) == sorted([*CONFIG_KEYS, *[key.replace("/", ".") for key in OPTIONS], *severities])


def test_defaults_and_words_are_taken(bluetick):
    for key in OPTIONS:
        node = described(key)
        for value in [node["default"], *node.get("enum", []), *[node[name] for name in ("minimum", "maximum")
                                                                   if name in node]]:
            config = {}
            at(config, key, value)
            check(config)
            assert told(bluetick, key, value) == (0, ""), (key, value)


WRONG = [
    ("selekt", ["io"]), ("select", "io"), ("select", ["nothing"]), ("ignore", [3]), ("min-severity", "loud"),
    ("force-exclude", 1), ("docs.stile", "google"), ("docs.style", "googel"), ("docs.min-lines", -1),
    ("docs.min-lines", "3"), ("docs.skeleton.kinds", True), ("io/missing-timeout.tier", 3),
    ("io/missing-timeouts.tier", 1), ("docs.severity.missing-argz", "info"), ("docs.severity.missing-args", "x"),
    ("cpu/json-roundtrip.severity", "fatal"), ("target-python", "three"), ("catalog.blocks", ["a.b"]),
    ("per-file-ignores.tests", "io"), ("queries", "x.scm"), ("docs", True),
]


@pytest.mark.parametrize("key, value", WRONG)
def test_both_refuse(bluetick, key, value):
    config = {}
    at(config, key, value)
    assert not is_valid(config)
    code, errors = told(bluetick, key, value)
    assert code == 2 and errors.startswith("bluetick: bluetick.toml:")


RIGHT = """
select = ["io", "docs/missing-args", "cpu/string-concat-in-loop.local", "shop/own-rule"]
extend-exclude = ["migrations"]
min-severity = "info"
min-certainty = "possible"
target-django = "4.2"
cache-dir = "x"

[per-file-ignores]
"tests/*" = ["docs"]

[io.missing-timeout]
tier = 2
severity = "error"

[docs.severity]
missing-args = "hint"

[docs.skeleton]
types = "unannotated"

[catalog]
timeout = ["acme.fetch=limit:1"]
"""


def test_real_configs_are_valid():
    check(tomllib.loads(RIGHT))
    readme = (TOP / "README.md").read_text()
    for text in re.findall(r"```toml\n(.*?)```", readme, re.S):
        check(tomllib.loads(text)["tool"]["bluetick"])
    wrong = tomllib.loads((TOP / "tests" / "golden" / "wrong_key" / "bluetick.toml").read_text())
    assert not is_valid(wrong)


# ---- the command ------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments, message", [
    ([], "'bluetick generate' wants one of bash, fish, man, schema and zsh"),
    (["mann"], "cannot generate 'mann'; did you mean 'man'?"),
    (["man", "zsh"], "'bluetick generate' wants one of bash, fish, man, schema and zsh"),
])
def test_wrong_usage(bluetick, arguments, message):
    done = bluetick("generate", *arguments)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", f"bluetick: {message}\n")


def test_they_are_installed(tmp_path):
    subprocess.run(["sh", TOP / "tests" / "tools" / "install_generated.sh", BLUETICK, tmp_path], check=True)
    installed = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert installed == {"man/man1/bluetick.1", "bash-completion/completions/bluetick",
                         "zsh/site-functions/_bluetick", "fish/vendor_completions.d/bluetick.fish",
                         "bluetick/bluetick.schema.json"}
    assert (tmp_path / "man/man1/bluetick.1").read_text() == generate("man")
