/* What a project's query files say, what is wrong with them, and which units they ask for. */
#include "engine/own_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define NAMED "(#set! id \"acme/a\") (#set! message \"m\")"

static OwnRules *rules_of(const char *text) {
    OwnRules *rules = own_rules_new();
    OwnProblem problem;
    Status status = own_rules_add(rules, STR("a.scm"), str_from_c(text), &problem);
    if (status < 0) {
        print_error("%.*s\n", STR_ARG(problem.why));
    }
    assert_int_equal(status, STATUS_OK);
    return rules;
}

/* ---- which units are asked for ------------------------------------------------------------ */

/* A letter for each unit of the file: `x` where the query may match. */
static void check_units(const char *query, const char *file, const char *wanted) {
    OwnRules *rules = rules_of(query);
    Arena mem;
    arena_init(&mem);
    Outline outline = outline_scan(str_from_c(file), &mem);
    OwnRuleBits all;
    memset(&all, 0xff, sizeof all);
    const uint64_t *units = own_gate_units(rules, &all, true, &outline, &mem);
    char got[16] = "";
    for (UnitId id = 0; id < outline.unit_count && id < 15; id++) {
        got[id] = units[id] ? 'x' : '.';
    }
    assert_string_equal(got, wanted);
    arena_release(&mem);
    own_rules_free(rules);
}

static const char *const file = "from acme import fetch as f\n\n\n"
                                "def one():\n    return f(1)\n\n\n"
                                "async def two():\n    for x in y:\n        x.save()\n";

static void units_without_its_words_are_not_asked_for(void **state) {
    (void)state;
    check_units("((call) @c " NAMED ")", file, "xxx");
    check_units("((call function: (_) @f) @c (#resolves? @f \"acme.fetch\") " NAMED ")", file,
                "xxx");
    check_units("((call function: (_) @f) @c (#resolves? @f \"acme.other\") " NAMED ")", file,
                "...");
    check_units("((call) @c (#in-loop? @c) " NAMED ")", file, "..x");
    check_units("((call) @c (#in-async? @c) " NAMED ")", file, "..x");
    check_units("((call) @c (#not-in-async? @c) " NAMED ")", file, "xxx");
    check_units("((call) @c (#has-argument? @c timeout) " NAMED ")", file, "...");
    check_units("((call) @c (#lacks-argument? @c timeout) " NAMED ")", file, "xxx");
    check_units("((for_statement) @c " NAMED ")", file, "..x");
}

static void texts_of_captures_are_words(void **state) {
    (void)state;
    check_units(
        "((call function: (attribute attribute: (identifier) @_n)) @c (#eq? @_n \"save\") " NAMED
        ")",
        file, "..x");
    check_units("((call function: (attribute attribute: (identifier) @_n)) @c "
                "(#any-of? @_n \"save\" \"f\") " NAMED ")",
                file, "xxx");
    check_units("((call function: (_) @_n) @c (#not-eq? @_n \"none\") " NAMED ")", file, "xxx");
    check_units("((call function: (_) @_n) @c (#match? @_n \"none\") " NAMED ")", file, "xxx");
    /* A capture that may take no part asks for nothing. */
    check_units("((call arguments: (argument_list (string)? @_s)) @c (#eq? @_s \"none\") " NAMED
                ")",
                file, "xxx");
}

/* `global` lets any function bind the name. */
static void a_global_may_be_bound_anywhere(void **state) {
    (void)state;
    const char *query = "((call function: (_) @f) @c (#resolves? @f \"acme.fetch\") " NAMED ")";
    check_units(query, "import acme\n\n\ndef a():\n    g()\n\n\ndef b():\n    acme.fetch()\n",
                "..x");
    check_units(query,
                "import acme\n\n\ndef a():\n    g()\n\n\n"
                "def b():\n    global g\n    g = acme.fetch\n",
                "xxx");
}

/* ---- settings ----------------------------------------------------------------------------- */

static void check_problem(const char *text, const char *at, const char *why) {
    OwnRules *rules = own_rules_new();
    OwnProblem problem;
    Str copy = str_from_c(text);
    assert_int_equal(own_rules_add(rules, STR("a.scm"), copy, &problem), STATUS_INVALID);
    assert_true(str_find(problem.why, str_from_c(why)) < problem.why.len);
    assert_int_equal(problem.offset, str_find(copy, str_from_c(at)));
    assert_int_equal(rules->rule_count, 0);
    own_rules_free(rules);
}

static void problems_have_their_place(void **state) {
    (void)state;
    check_problem("((call) @c\n (#set! id \"io/missing-timeout\"))", "io/missing", "built-in");
    check_problem("((call) @c " NAMED " (#set! fix \"{d}\"))", "d}", "no capture 'd'");
    check_problem("((call) @c " NAMED " (#set! report d))", "d))", "no capture 'd'");
    check_problem("((call) @c " NAMED " (#set! fix \"}{\"))", "{\")", "not closed");
    check_problem("((call) @c " NAMED ")\n"
                  "((call) @c (#set! id \"acme/a\") (#set! message \"n\"))",
                  "acme/a\") (#set! message \"n", "another rule");
    check_problem("((call) @c (#match? @c \"(a)\\\\1\") " NAMED ")", "#match?", "too costly");
}

static void a_template_is_read_in_pieces(void **state) {
    (void)state;
    OwnRules *rules = rules_of("; One.\n;\n; Two.\n((call function: (_) @fn) @c " NAMED
                               " (#set! fix-import \"a.b:c\")"
                               " (#set! fix \"{import}({fn}, {{}})\"))");
    const OwnRule *rule = rules->rules[0];
    assert_true(str_equal(rule->description, STR("One.\n\nTwo.")));
    const OwnFix *fix = rule->fix;
    assert_int_equal(fix->safety, SAFETY_UNSAFE);
    assert_true(str_equal(fix->module, STR("a.b")) && str_equal(fix->name, STR("c")));
    Buf pieces;
    buf_init(&pieces, 0);
    for (uint32_t i = 0; i < fix->piece_count; i++) {
        const OwnPiece *piece = &fix->pieces[i];
        buf_append_c(&pieces, piece->kind == OWN_PIECE_IMPORT    ? "<import>"
                              : piece->kind == OWN_PIECE_CAPTURE ? "<capture>"
                                                                 : "");
        buf_append(&pieces, piece->text);
    }
    assert_string_equal(buf_str(&pieces).ptr, "<import>(<capture>, {})");
    buf_release(&pieces);
    own_rules_free(rules);
}

static void equal_texts_have_equal_keys(void **state) {
    (void)state;
    OwnRules *one = rules_of("((call) @c " NAMED ")");
    OwnRules *same = rules_of("((call) @c " NAMED ")");
    OwnRules *other = rules_of("((call) @d " NAMED ")");
    assert_true(one->key == same->key && one->key != other->key && one->key != 0);
    own_rules_free(one);
    own_rules_free(same);
    own_rules_free(other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_without_its_words_are_not_asked_for),
        cmocka_unit_test(texts_of_captures_are_words),
        cmocka_unit_test(a_global_may_be_bound_anywhere),
        cmocka_unit_test(problems_have_their_place),
        cmocka_unit_test(a_template_is_read_in_pieces),
        cmocka_unit_test(equal_texts_have_equal_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
