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


@pytest.mark.parametrize("settings, why", [
    ('(#set! fix "f({none})")', "no capture 'none'"),
    ('(#set! fix "f({fn")', "not closed"),
    ('(#set! fix "x") (#set! fix-safety maybe)', "safe or unsafe"),
    ('(#set! fix "x") (#set! fix-target nowhere)', "no capture 'nowhere'"),
    ('(#set! fix "x") (#set! fix-import "a:b.c")', "an import is"),
    ('(#set! fix-safety safe)', "has no fix"),
    ('(#set! default maybe)', "on or off"),
    ('(#set! category docs)', "a category is"),
    ('(#match? @fn "(a*)\\\\1")', "too costly"),
    ('(#match? @fn "((a{1,200}){1,200}){1,200}")', "too costly"),
])
def test_errors_in_settings(bluetick, settings, why):
    project(bluetick, QUERY.replace("(#set! report call)", settings))
    done = bluetick("check", "--no-cache")
    assert done.returncode == 2
    assert why in done.stderr.decode()
    assert "tools/smells/http.scm:" in done.stderr.decode()


def test_an_error_is_shown_in_its_row(bluetick):
    project(bluetick, QUERY.replace("@call\n", "@call (#like? @call)\n", 1))
    told = bluetick("check", "--no-cache").stderr.decode().splitlines()
    at = next(i for i, row in enumerate(told) if "http.scm:1:" in row)
    assert "    1 | ((call function: (_) @fn) @call (#like? @call)" in told[at + 1]
    assert told[at + 2].rstrip().endswith("^")
    assert told[at + 1][told[at + 2].index("^"):].startswith("#like?")


def test_each_id_once(bluetick):
    project(bluetick, QUERY + QUERY)
    told = bluetick("check", "--no-cache").stderr.decode()
    assert "another rule of this id" in told and "http.scm:" in told
    project(bluetick)
    bluetick.write("tools/smells/more.scm", QUERY)
    assert bluetick("check", "--no-cache").returncode == 2


OTHER = QUERY.replace("acme.fetch", "acme.other").replace("bare-fetch", "other").replace(
    "(#set! report call)", "(#set! category io) (#set! report call)"
)


@pytest.mark.parametrize("flags, found", [
    (["--select", "acme/other"], ["acme/other"]),
    (["--ignore", "acme/other"], ["acme/bare-fetch"]),
    (["--select", "io"], ["acme/other"]),
    (["--ignore", "io"], ["acme/bare-fetch"]),
    (["--select", "own"], ["acme/bare-fetch", "acme/other"]),
    (["--select", "io", "--extend-select", "acme/bare-fetch"], ["acme/bare-fetch", "acme/other"]),
    (["--select", "io", "--ignore", "acme/other"], []),
])
def test_selected_by_id_and_category(bluetick, flags, found):
    project(bluetick, QUERY + OTHER)
    assert [rule for _, rule, _ in rules(bluetick, *flags)] == found


def test_selected_in_the_config(bluetick):
    project(bluetick, QUERY + OTHER)
    bluetick.write("bluetick.toml", 'ignore = ["acme/other"]\nqueries = ["tools/smells/*.scm"]\n')
    assert [rule for _, rule, _ in rules(bluetick)] == ["acme/bare-fetch"]
    bluetick.write(
        "bluetick.toml",
        'queries = ["tools/smells/*.scm"]\n[per-file-ignores]\n"a.py" = ["acme/bare-fetch"]\n',
    )
    assert [rule for _, rule, _ in rules(bluetick)] == ["acme/other"]


def test_a_default_of_off(bluetick):
    project(bluetick, QUERY.replace("(#set! report", "(#set! default off) (#set! report"))
    assert rules(bluetick) == []
    assert rules(bluetick, "--select", "own") == []
    assert len(rules(bluetick, "--extend-select", "acme/bare-fetch")) == 1


def test_did_you_mean(bluetick):
    project(bluetick)
    done = bluetick("check", "--no-cache", "--select", "acme/bare-fetsch")
    assert done.returncode == 2
    assert "unknown rule 'acme/bare-fetsch'; did you mean 'acme/bare-fetch'?" in done.stderr.decode()
    bluetick.write("bluetick.toml", 'queries = ["tools/smells/*.scm"]\nselect = ["acme/bare-fetsch"]\n')
    done = bluetick("check", "--no-cache")
    assert done.returncode == 2
    assert "bluetick.toml:2:11: unknown rule 'acme/bare-fetsch'; did you mean" in done.stderr.decode()
    bluetick.write("bluetick.toml", 'select = ["io/missing-timeuot"]\n')
    done = bluetick("check", "--no-cache")
    assert done.returncode == 2
    assert "bluetick.toml:1:11: unknown rule 'io/missing-timeuot'; did you mean 'io/missing-timeout'?" in (
        done.stderr.decode()
    )


def notes(bluetick):
    return check(bluetick, "--format", "text")


@pytest.mark.parametrize("name, is_silent", [
    ("acme/bare-fetch", True), ("own", True), ("own/query", True), ("acme/other", False), ("io", False),
])
def test_suppressed_by_id(bluetick, name, is_silent):
    project(bluetick, QUERY + OTHER)
    for comment in (f"acme.fetch(1)  # bluetick: ignore[{name}] why", f"# bluetick: ignore-next-line[{name}]\nacme.fetch(1)",
                    f"# bluetick: ignore-file[{name}]\nacme.fetch(1)"):
        bluetick.write("a.py", f"import acme\n\n{comment}\n")
        assert (rules(bluetick) == []) == is_silent, comment
        assert ("unused suppression" in notes(bluetick)) != is_silent, comment


def test_a_wrong_id_in_a_comment(bluetick):
    project(bluetick)
    bluetick.write("a.py", "import acme\n\nacme.fetch(1)  # bluetick: ignore[acme/bare-fetsch]\n")
    assert "did you mean 'acme/bare-fetch'?" in notes(bluetick)


FIX = QUERY.replace("(#set! report call)", """(#set! report call)
 (#set! fix "{import}") (#set! fix-target fn) (#set! fix-import "acme.client:fetch") (#set! fix-safety safe)
 (#set! fix-title "Use the client's fetch")""")


def fixed(bluetick, code, *flags):
    bluetick.write("a.py", code)
    done = bluetick("check", "--no-cache", "--fix", *flags)
    assert done.returncode in (0, 1), done.stderr.decode()
    return (bluetick.folder / "a.py").read_text()


def test_a_fix_with_an_import(bluetick):
    project(bluetick, FIX)
    assert fixed(bluetick, CODE) == (
        "import acme\nfrom acme.client import fetch\n\nfetch(1)\nacme.other(1)\n"
    )


def test_a_fix_takes_the_name_that_is_free(bluetick):
    project(bluetick, FIX)
    assert fixed(bluetick, "import acme\n\nfetch = 1\nacme.fetch(fetch)\n") == (
        "import acme\nfrom acme.client import fetch as _fetch\n\nfetch = 1\n_fetch(fetch)\n"
    )


def test_a_fix_is_unsafe_unless_said(bluetick):
    project(bluetick, FIX.replace("(#set! fix-safety safe)", ""))
    assert fixed(bluetick, CODE) == CODE
    assert "fetch(1)\nacme" in fixed(bluetick, CODE, "--unsafe-fixes")
    bluetick.write("a.py", CODE)
    (entry,) = json.loads(check(bluetick, "--format", "json"))["findings"]
    assert [(f["title"], f["safety"]) for f in entry["fixes"]] == [("Use the client's fetch", "unsafe")]


def test_captures_and_braces_in_a_template(bluetick):
    project(bluetick, """((call function: (_) @fn arguments: (argument_list . (_) @first)) @call
 (#resolves? @fn "acme.fetch")
 (#set! id "acme/bare-fetch") (#set! message "use the client") (#set! report call)
 (#set! fix "other({first}, {{'fn': '{fn}'}})"))
""")
    assert fixed(bluetick, "import acme\n\nacme.fetch((1, 2), x=3)\n", "--unsafe-fixes") == (
        "import acme\n\nother((1, 2), {'fn': 'acme.fetch'})\n"
    )


def test_a_fix_that_breaks_the_file_is_refused(bluetick):
    project(bluetick, QUERY.replace("(#set! report call)", '(#set! report call) (#set! fix "f((")'))
    (entry,) = json.loads(check(bluetick, "--format", "json"))["findings"]
    assert entry["fixes"] == [] and len(entry["refused"]) == 1
    assert fixed(bluetick, CODE, "--unsafe-fixes") == CODE


def test_a_fix_that_leaves_the_finding_is_refused(bluetick):
    project(bluetick, QUERY.replace("(#set! report call)", '(#set! report call) (#set! fix "{fn}(2)")'))
    (entry,) = json.loads(check(bluetick, "--format", "json"))["findings"]
    assert entry["fixes"] == [] and "remain" in entry["refused"][0]["reason"]


def test_words_that_a_unit_must_have(bluetick):
    project(bluetick)
    bluetick.write("a.py", "from acme import fetch as f\nimport acme\n\n\ndef one():\n    f(1)\n\n\n"
                           "def two():\n    global g\n    g = acme.fetch\n\n\ndef three():\n    acme.fetch(2)\n")
    assert [line for _, _, line in rules(bluetick, "--select", "own")] == [6, 15]
    bluetick.write("a.py", "def one():\n    return 1\n\n\ndef two():\n    return fetch_many(2)\n")
    told = bluetick("check", "--no-cache", "--select", "own", "--verbose").stderr.decode()
    assert " 0 parsed" in told, told


def test_the_texts_of_a_pattern_are_found(bluetick):
    project(bluetick, """((call function: (attribute attribute: (identifier) @_name)) @call
 (#any-of? @_name "first" "second")
 (#set! id "acme/name") (#set! message "a name"))
((call function: (identifier) @_other) @call
 (#match? @_other "^x[0-9]+$")
 (#set! id "acme/match") (#set! message "a match"))
((for_statement) @loop (#set! id "acme/loop") (#set! message "a loop"))
""")
    bluetick.write("a.py", "def a(q):\n    q.first()\n    q.third()\n\n\ndef b(q):\n    q.second()\n\n\n"
                           "def c(q):\n    x1(q)\n    xy(q)\n\n\ndef d(q):\n    for x in q:\n        pass\n")
    assert [(rule, line) for _, rule, line in rules(bluetick, "--select", "own")] == [
        ("acme/name", 2), ("acme/name", 7), ("acme/match", 11), ("acme/loop", 16),
    ]


def test_a_hole_is_no_pass_of_the_user(bluetick):
    project(bluetick, '((pass_statement) @p (#set! id "acme/pass") (#set! message "a pass"))\n')
    bluetick.write("a.py", "class A:\n    def a(self):\n        pass\n\n    def b(self):\n        return 1\n")
    assert [line for _, _, line in rules(bluetick, "--select", "own")] == [3]


def test_a_costly_query_is_cut_with_a_note(bluetick):
    repeated = " ".join(["(_)*"] * 8)
    project(bluetick, f'((module {repeated} (pass_statement) @p) (#set! id "acme/slow") (#set! message "slow"))\n')
    bluetick.write("a.py", "x = 1\n" * 3000)
    done = bluetick("check", "--no-cache", "--select", "own", timeout=60)
    assert done.returncode in (0, 1), done.stderr.decode()


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


def test_kept_results_follow_the_rules(bluetick):
    project(bluetick, QUERY + OTHER)
    warm = [bluetick("check", "--format", "json").stdout for _ in range(2)]
    assert warm[0] == warm[1] and [f["rule"] for f in json.loads(warm[1])["findings"]] == ["acme/bare-fetch", "acme/other"]
    project(bluetick, QUERY.replace("use the client", "another message"))
    (entry,) = json.loads(bluetick("check", "--format", "json").stdout)["findings"]
    assert (entry["rule"], entry["message"]) == ("acme/bare-fetch", "another message")
    assert json.loads(bluetick("check", "--format", "json", "--ignore", "acme/bare-fetch").stdout)["findings"] == []
    project(bluetick, FIX)
    (entry,) = json.loads(bluetick("check", "--format", "json").stdout)["findings"]
    assert len(entry["fixes"]) == 1


def test_listed_and_explained(bluetick):
    project(bluetick, "; Ours knows the proxies.\n; And the budget.\n" + FIX + OTHER)
    listed = bluetick("rule").stdout.decode().splitlines()
    assert listed[-2].split() == ["acme/bare-fetch", "warning", "on", "safe", "use", "the", "client"]
    assert listed[-1].split()[:4] == ["acme/other", "warning", "on", "-"]
    page = bluetick("rule", "acme/bare-fetch").stdout.decode()
    assert "acme/bare-fetch: use the client\n" in page and "from tools/smells/http.scm" in page
    assert "Ours knows the proxies.\nAnd the budget.\n" in page
    (entry,) = [e for e in json.loads(bluetick("rule", "--format", "json").stdout) if e["rule"] == "acme/other"]
    assert (entry["category"], entry["fixes"], entry["default"]) == ("io", [], True)
    assert json.loads(bluetick("rule", "acme/other", "--format", "json").stdout) == entry
    done = bluetick("rule", "acme/othr")
    assert done.returncode == 2 and "did you mean 'acme/other'?" in done.stderr.decode()
    assert "acme/" not in bluetick("rule", "--isolated").stdout.decode()


def test_a_wrong_query_file_does_not_hide_built_in_rules(bluetick):
    project(bluetick, "(call @x")
    assert bluetick("rule", "io/missing-timeout").returncode == 0
    done = bluetick("rule")
    assert done.returncode == 2 and "http.scm:1:" in done.stderr.decode()


def rule_test(bluetick, code, fixed=None, query=FIX):
    project(bluetick, query)
    bluetick.write("tools/tests/a.py", code)
    if fixed is not None:
        bluetick.write("tools/tests/a.fixed.py", fixed)
    done = bluetick("rule", "--test", "tools/tests")
    return done.returncode, done.stdout.decode() + done.stderr.decode()


EXPECTING = "import acme\n\nacme.fetch(1)  # expect: acme/bare-fetch\nacme.other(1)\n"
EXPECTED = "import acme\nfrom acme.client import fetch\n\nfetch(1)  # expect: acme/bare-fetch\nacme.other(1)\n"


def test_rules_are_tested(bluetick):
    assert rule_test(bluetick, EXPECTING, EXPECTED) == (0, "1 files, 1 expected findings: 0 differences\n")


@pytest.mark.parametrize("code, fixed, told", [
    (EXPECTING.replace("  # expect: acme/bare-fetch", ""), None, "a.py:3: found and not expected: acme/bare-fetch"),
    (EXPECTING.replace("other(1)", "other(1)  # expect: acme/bare-fetch"), None,
     "a.py:4: expected and not found: acme/bare-fetch"),
    (EXPECTING.replace("other(1)", "other(1)  # expect: acme/none"), None, "a.py:4: the project has no rule acme/none"),
    (EXPECTING, EXPECTED.replace("\nfetch", "\nget"), "a.py:4: the fixed file differs"),
])
def test_differences_are_told(bluetick, code, fixed, told):
    status, report = rule_test(bluetick, code, fixed)
    assert status == 1 and told in report and "1 differences" in report


def test_a_file_enables_what_is_off(bluetick):
    off = FIX.replace("(#set! report call)", "(#set! report call) (#set! default off)")
    assert rule_test(bluetick, EXPECTING, query=off)[0] == 1
    assert rule_test(bluetick, "# enable: acme/bare-fetch\n" + EXPECTING, query=off)[0] == 0


def test_what_cannot_be_tested(bluetick):
    project(bluetick)
    assert bluetick("rule", "--test", "nowhere").returncode == 2
    bluetick.write("empty/readme.txt", "")
    assert bluetick("rule", "--test", "empty").returncode == 2
    project(bluetick, "(call @x")
    assert bluetick("rule", "--test", ".").returncode == 2
