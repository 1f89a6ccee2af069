"""Rules of a project's own: query files that the config names."""

import json

import pytest

QUERY = """((call function: (_) @fn) @call
 (#resolves? @fn "acme.fetch")
 (#set! id "acme/bare-fetch")
 (#set! message "use the client")
 (#set! report call))
"""
CODE = "import acme\n\nacme.fetch(1)\nacme.other(1)\n"


def project(bluetick, query=QUERY, queries='["tools/smells/*.scm"]'):
    bluetick.write("bluetick.toml", f"queries = {queries}\n")
    bluetick.write("tools/smells/http.scm", query)
    bluetick.write("a.py", CODE)


def check(bluetick, *arguments):
    done = bluetick("check", "--no-cache", *arguments)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout.decode()


def rules(bluetick, *arguments):
    found = json.loads(check(bluetick, "--format", "json", *arguments))["findings"]
    return [(entry["path"], entry["rule"], entry["owner_line"]) for entry in found]


def test_a_match_is_a_finding(bluetick):
    project(bluetick)
    (entry,) = json.loads(check(bluetick, "--format", "json"))["findings"]
    assert (entry["rule"], entry["category"], entry["severity"]) == ("acme/bare-fetch", "own", "warning")
    assert (entry["owner_line"], entry["subject"]) == (3, "acme.fetch(1)")
    assert entry["message"] == "use the client"
    assert bluetick("check", "--no-cache").returncode == 1


@pytest.mark.parametrize("format", [
    "text", "concise", "grouped", "json", "jsonl", "sarif", "github", "gitlab", "azure", "checkstyle", "junit",
    "rdjson",
])
def test_every_format_names_the_rule(bluetick, format):
    project(bluetick)
    report = check(bluetick, "--format", format)
    assert "acme/bare-fetch" in report
    assert "own/query" not in report


def test_severity_and_category(bluetick):
    project(bluetick, QUERY.replace("(#set! report", '(#set! severity hint) (#set! category io) (#set! report'))
    (entry,) = json.loads(check(bluetick, "--format", "json"))["findings"]
    assert (entry["category"], entry["severity"]) == ("io", "hint")
    assert bluetick("check", "--no-cache").returncode == 0


def test_it_can_be_left_out(bluetick):
    project(bluetick)
    assert rules(bluetick, "--ignore", "own") == []
    assert rules(bluetick, "--select", "io") == []
    assert len(rules(bluetick, "--select", "own/query")) == 1
    bluetick.write("a.py", CODE.replace("fetch(1)\n", "fetch(1)  # bluetick: ignore[own/query] as agreed\n"))
    assert rules(bluetick) == []


def test_two_rules_on_one_line_stay_two(bluetick):
    project(bluetick, QUERY + QUERY.replace("bare-fetch", "again"))
    assert rules(bluetick) == [("a.py", "acme/again", 3), ("a.py", "acme/bare-fetch", 3)]


def test_each_config_speaks_for_its_folder(bluetick):
    project(bluetick)
    bluetick.write("sub/bluetick.toml", 'queries = ["own.scm"]\n')
    bluetick.write("sub/own.scm", QUERY.replace("acme.fetch", "acme.other").replace("bare-fetch", "other"))
    bluetick.write("sub/b.py", CODE)
    assert rules(bluetick) == [("a.py", "acme/bare-fetch", 3), ("sub/b.py", "acme/other", 4)]


@pytest.mark.parametrize("queries", [
    '["tools/smells/http.scm"]', '["tools/*/*.scm"]', '["tools/**/*.scm"]', '["**/*.scm", "tools/smells/*.scm"]',
])
def test_patterns(bluetick, queries):
    project(bluetick, queries=queries)
    assert len(rules(bluetick)) == 1


@pytest.mark.parametrize("query, place, why", [
    ("(call) @call\n(#set! id", "2:", "syntax error"),
    ("(cal) @call", "1:2", "unknown node type cal"),
    ("((call) @c (#like? @c x))", "1:", "unknown predicate #like?"),
    ("((call) @c (#set! message x))", "1:1", "needs an id"),
    ('\n((call) @c (#set! id "a/b"))', "2:1", "needs a message"),
    ('((call) @c (#set! id "a") (#set! message x))', "1:", "two words"),
    ('((call) @c (#set! id "io/missing-timeout") (#set! message x))', "1:23", "built-in"),
    ('((call) @c (#set! id "a/b") (#set! message x) (#set! severity high))', "1:63", "severity"),
    ('((call) @c (#set! id "a/b") (#set! message x) (#set! category high))', "1:63", "category"),
    ('((call) @c (#set! id "a/b") (#set! message x) (#set! report d))', "1:", "no capture 'd'"),
    ('((call) @c (#set! id "a/b") (#set! message x) (#set! colour red))', "1:54", "no setting 'colour'"),
    ('((call) @c (#catalog? @c quick) (#set! id "a/b") (#set! message x))', "1:26", "no effect 'quick'"),
])
def test_errors_name_their_place(bluetick, query, place, why):
    project(bluetick, query)
    done = bluetick("check", "--no-cache")
    told = done.stderr.decode()
    assert done.returncode == 2, told
    assert f"tools/smells/http.scm:{place}" in told
    assert why in told


def test_files_that_are_not_there(bluetick):
    project(bluetick, queries='["smells/*.scm"]')
    done = bluetick("check", "--no-cache")
    assert done.returncode == 2
    assert "no file matches 'smells/*.scm'" in done.stderr.decode()
    project(bluetick, queries='["none.scm"]')
    done = bluetick("check", "--no-cache")
    assert done.returncode == 2
    assert "none.scm" in done.stderr.decode()


def test_any_number_of_workers(bluetick):
    project(bluetick)
    for number in range(30):
        bluetick.write(f"many/m{number}.py", CODE)
    assert check(bluetick, "--jobs", "1") == check(bluetick, "--jobs", "2")
