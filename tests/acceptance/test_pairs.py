"""One smell, one report: which rules meet on a line, over every Python file the tests have.

A pair of the table in server/registry/precedence.def gives one finding, the winner's; any other pair
that meets has to stand in BOTH, with the reason why both are told.
"""

import functools
import itertools
import json
import pathlib
import re

from binary import TOP, Bluetick, known_rules

HERE = pathlib.Path(__file__).parent

# Each is scanned as a project of its own, so that no path says "tests".
CORPORA = ("acceptance/pairs", "acceptance/query", "acceptance/io", "acceptance/docs", "acceptance/fixes", "rules", "sample")

ANY = "*"
BOTH = {
    ("io/missing-timeout", ANY): "how long it waits is another matter than how often",
    ("io/client-per-iteration", "io/sequential-requests"): "the client is made anew, and the answers waited for",
    ("io/client-per-iteration", "io/unbatched-calls"): "the client is made anew, and asked once a turn",
    ("cpu/cache-without-ttl", "io/unbatched-calls"): "what is stored, and how often it is sent",
    ("io/blocking-call-in-async", "memory/fetchall-iterated"): "it blocks the loop, and holds all rows",
    ("cpu/quadratic-list-concat", "memory/listcomp-consumed-once"): "how lists are added up, and the list they stand in",
    ("query/n-plus-one", "query/unbounded-result"): "what each row costs, and how many there are",
    ("query/missing-index", ANY): "said of a column of the model, where it is asked for",
}


def table():
    text = (TOP / "server/registry/precedence.def").read_text(encoding="utf-8")
    return set(re.findall(r'^PRECEDENCE\("([^"]+)", "([^"]+)"', text, re.M))


YIELDS = table()


def is_told_both(one, other):
    """Documentation is another matter than the code, and each of its rules another than the others."""
    return any(pair in BOTH or (pair[0], ANY) in BOTH or pair[0].startswith("docs/")
               for pair in ((one, other), (other, one)))


def scan(corpus, rules):
    folder = TOP / "tests" / corpus
    done = Bluetick(folder)("check", "--isolated", "--no-cache", "--format", "json",
                            "--select", ",".join(sorted(rules)), ".")
    assert done.returncode in (0, 1, 3), done.stderr.decode()
    return json.loads(done.stdout)["findings"]


def lines_of(findings, corpus):
    """{(file, line): findings}: a finding is on its owner line and on the line it begins on."""
    found = {}
    for each in findings:
        for line in {each["owner_line"], each["range"]["start"]["line"]}:
            found.setdefault((f"{corpus}/{each['path']}", line), []).append(each)
    return found


@functools.cache
def together():
    """What every rule says when all are on."""
    found = {}
    for corpus in CORPORA:
        found.update(lines_of(scan(corpus, known_rules()), corpus))
    return found


@functools.cache
def alone(rule):
    """The lines of a rule when no other is on."""
    return {place for corpus in CORPORA for place in lines_of(scan(corpus, {rule}), corpus)}


def meetings():
    for place, findings in together().items():
        for one, other in itertools.combinations(sorted({each["rule"] for each in findings}), 2):
            yield one, other, place


def test_rules_that_meet_are_in_a_table():
    unknown = sorted({f"{one} and {other} at {place}" for one, other, place in meetings()
                      if not is_told_both(one, other)})
    assert not unknown, "\n".join(unknown)


def test_a_pair_that_is_told_both_does_not_yield():
    assert not [pair for pair in YIELDS if is_told_both(*pair)]


def test_every_reason_to_tell_both_is_met():
    met = {frozenset(pair) for *pair, _ in meetings()}
    unmet = [pair for pair in BOTH if not any(
        set(pair) == one or pair[1] == ANY and pair[0] in one for one in met)]
    assert unmet == []


def test_where_both_would_speak_the_winner_does():
    """On every line of the tests where each of a pair speaks when it is alone."""
    heard = [(place, *pair) for pair in sorted(YIELDS) for place in alone(pair[0]) & alone(pair[1])
             if pair[1] in {each["rule"] for each in together().get(place, ())}]
    assert heard == []


def told(comment):
    """`# rule, rule over loser`: what is told, and what yields to the first of them."""
    rules, _, loser = comment.partition(" over ")
    return set(rules.split(", ")), loser


SHAPES = [(number, *told(match.group(1))) for number, line in enumerate(
    (HERE / "pairs/one_report.py").read_text(encoding="utf-8").splitlines(), 1)
    if (match := re.search(r"  # ((?:io|cpu|memory|query)/.*)$", line))]


def test_every_row_of_the_table_has_a_shape():
    assert {(winner, loser) for _, rules, loser in SHAPES for winner in rules if loser} >= YIELDS


def test_each_shape_is_told_once():
    """Every line of the file, with all rules but those of documentation."""
    rules = {rule for rule in known_rules() if not rule.startswith("docs/")}
    found = lines_of(scan("acceptance/pairs", rules), "acceptance/pairs")
    heard = {line: {each["rule"] for each in findings} for (_, line), findings in found.items()}
    assert heard == {line: rules for line, rules, _ in SHAPES}
