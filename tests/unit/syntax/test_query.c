#include "lowering.h"

#include "syntax/query.h"

typedef struct Fixture {
    Arena mem;
    UnitParser *parser;
    QuerySet *set;
    ParsedUnit unit;
} Fixture;

/* One query over one source. */
static void fixture_run(Fixture *fixture, const char *query, const char *source) {
    arena_init(&fixture->mem);
    fixture->parser = unit_parser_new();
    fixture->set = query_set_new();
    uint16_t id = query_set_add(fixture->set, STR("queries/x/y.scm"), str_from_c(query));
    Buf err;
    buf_init(&err, 0);
    Status compiled = query_compile(fixture->set, id, &err);
    if (compiled != STATUS_OK) {
        print_error("%s\n", err.ptr);
    }
    assert_int_equal(compiled, STATUS_OK);
    buf_release(&err);
    Status status = unit_parser_parse(fixture->parser, str_from_c(source), (ParseLimits){0},
                                      (ParseQueries){.set = fixture->set, .mask = 1}, &fixture->mem,
                                      &fixture->unit);
    assert_int_equal(status, STATUS_OK);
}

static void fixture_release(Fixture *fixture) {
    query_set_free(fixture->set);
    unit_parser_free(fixture->parser);
    arena_release(&fixture->mem);
}

/* How many matches, and the sources of the ast nodes that capture slot 0 of each became. */
static void check_matches(const char *query, const char *source, const char *expected) {
    Fixture fixture;
    Buf found;
    buf_init(&found, 0);
    fixture_run(&fixture, query, source);
    for (uint32_t i = 0; i < fixture.unit.candidates.count; i++) {
        NodeId node = fixture.unit.candidates.items[i].captures[0];
        assert_int_not_equal(node, NODE_NONE);
        buf_format(&found, "%s|", node_kind_name(ast_kind(&fixture.unit.ast, node)));
        buf_append(&found, str_span(str_from_c(source), ast_span(&fixture.unit.ast, node)));
        buf_append_c(&found, "\n");
    }
    assert_string_equal(found.ptr ? found.ptr : "", expected);
    buf_release(&found);
    fixture_release(&fixture);
}

static void check_error(const char *query, const char *expected) {
    QuerySet *set = query_set_new();
    Buf err;
    buf_init(&err, 0);
    uint16_t id = query_set_add(set, STR("q.scm"), str_from_c(query));
    Status status = query_compile(set, id, &err);
    assert_int_equal(status, STATUS_INVALID);
    assert_string_equal(err.ptr ? err.ptr : "", expected);
    assert_int_equal(query_pattern_count(set, id), 0);
    buf_release(&err);
    query_set_free(set);
}

static void captures_become_ast_nodes(void **state) {
    (void)state;
    check_matches("(call) @c", "f(g(x))\n", "Call|f(g(x))\nCall|g(x)\n");
    check_matches("(attribute attribute: (identifier) @m)", "a.b\n", "Attribute|a.b\n");
    check_matches("(parenthesized_expression) @p", "x = ((a))\n", "Name|a\nName|a\n");
    check_matches("(argument_list) @args", "f(1)\n", "Call|f(1)\n");
    check_matches("(return_statement (_) @v)", "return (a, b)\n", "Tuple|(a, b)\n");
    check_matches("(keyword_argument) @k", "f(a, t=1)\n", "keyword|t=1\n");
}

static void statements_resolve_to_themselves(void **state) {
    (void)state;
    check_matches("(for_statement) @f", "for a in b:\n    c\n    # more\n",
                  "For|for a in b:\n    c\n");
    check_matches("(decorated_definition) @d", "@a\ndef f(): pass\n",
                  "FunctionDef|def f(): pass\n");
    check_matches("(function_definition) @d", "@a\ndef f(): pass\n", "FunctionDef|def f(): pass\n");
    check_matches("(elif_clause) @e", "if a: b\nelif c: d\n", "If|elif c: d\n");
    check_matches("(except_clause) @e", "try: a\nexcept B: c\n", "ExceptHandler|except B: c\n");
}

static void text_predicates_are_applied(void **state) {
    (void)state;
    const char *source = "get(1)\npost(2)\nget_all(3)\n";
    check_matches("((call function: (identifier) @f) (#eq? @f \"get\"))", source, "Name|get\n");
    check_matches("((call function: (identifier) @f) (#not-eq? @f \"get\"))", source,
                  "Name|post\nName|get_all\n");
    check_matches("((call function: (identifier) @f) (#any-of? @f \"get\" \"post\"))", source,
                  "Name|get\nName|post\n");
    check_matches("((call function: (identifier) @f) (#not-any-of? @f \"get\" \"post\"))", source,
                  "Name|get_all\n");
    check_matches("((call function: (identifier) @f) (#match? @f \"^get\"))", source,
                  "Name|get\nName|get_all\n");
    check_matches("((call function: (identifier) @f) (#not-match? @f \"^get$\"))", source,
                  "Name|post\nName|get_all\n");
    check_matches("((assignment left: (_) @a right: (_) @_b) (#eq? @a @_b))", "x = x\ny = z\n",
                  "Name|x\n");
}

static void semantic_predicates_and_settings_are_kept(void **state) {
    (void)state;
    Fixture fixture;
    fixture_run(&fixture,
                "(call function: (_) @fn) @call\n"
                "((call function: (_) @fn arguments: (_) @_a) @call\n"
                " (#catalog? @fn \"http-request\") (#not-in-loop? @call)\n"
                " (#set! message \"slow\") (#eq? @_a \"()\"))\n",
                "f()\n");
    assert_int_equal(query_pattern_count(fixture.set, 0), 2);
    assert_int_equal(query_pattern(fixture.set, 0, 0)->predicate_count, 0);
    const QueryPattern *pattern = query_pattern(fixture.set, 0, 1);
    assert_int_equal(pattern->predicate_count, 2);
    assert_int_equal(pattern->predicates[0].kind, PREDICATE_CATALOG);
    assert_false(pattern->predicates[0].negated);
    uint8_t slot = query_capture_slot(fixture.set, 0, STR("fn"));
    assert_int_equal(pattern->predicates[0].arguments[0].slot, slot);
    assert_true(str_equal(pattern->predicates[0].arguments[1].text, STR("http-request")));
    assert_int_equal(pattern->predicates[1].kind, PREDICATE_IN_LOOP);
    assert_true(pattern->predicates[1].negated);
    assert_int_equal(pattern->setting_count, 1);
    assert_true(str_equal(pattern->settings[0].key, STR("message")));
    assert_true(str_equal(pattern->settings[0].value, STR("slow")));
    assert_int_equal(query_capture_slot(fixture.set, 0, STR("_a")), SLOT_NONE);
    assert_int_equal(query_capture_slot(fixture.set, 0, STR("nothing")), SLOT_NONE);
    assert_int_equal(fixture.unit.candidates.count, 2);
    assert_null(query_pattern(fixture.set, 0, 2));
    fixture_release(&fixture);
}

static void errors_have_their_place(void **state) {
    (void)state;
    check_error("(call) @c\n(nonsense) @n\n", "q.scm:2:2: unknown node type nonsense");
    check_error("(call wrong: (_) @c)", "q.scm:1:7: unknown field wrong:");
    check_error("(call function:(_) @f) (call (_) wrong:(_) @c)",
                "q.scm:1:34: unknown field wrong:");
    check_error("(call", "q.scm:1:6: syntax error");
    check_error("((call) @c (#eq? @d \"x\"))", "q.scm:1:19: unknown capture d");
    check_error("(pass_statement (call) @c)", "q.scm:1:17: this shape can never occur");
    check_error("(call) @c\n((call) @c\n  (#sometimes? @c))\n",
                "q.scm:3:4: unknown predicate #sometimes?");
    check_error("((call) @c (#is-not? @c))", "q.scm:1:13: unknown predicate #is-not?");
    check_error("((call) @c (#in-loop @c))", "q.scm:1:13: unknown predicate #in-loop");
    check_error("((call) @c (#kind? @c))", "q.scm:1:13: wrong number of arguments for #kind?");
    check_error("((call) @c (#eq? \"a\" @c))",
                "q.scm:1:13: the first argument is no capture in #eq?");
    check_error("((call) @c (#match? @c \"(\"))",
                "q.scm:1:13: no POSIX extended expression is given to #match?");
    check_error("((call) @_c (#in-loop? @_c))",
                "q.scm:1:14: a private capture (@_...) cannot be asked about by #in-loop?");
}

static void captures_that_never_resolve_are_errors(void **state) {
    (void)state;
    check_error("(for_statement \"for\" @word)",
                "q.scm:1:22: this capture is never a node of the ast: @word");
    check_error("(comment) @c", "q.scm:1:11: this capture is never a node of the ast: @c");
    check_error("(binary_operator operator: [\"+\" \"-\"] @op)",
                "q.scm:1:38: this capture is never a node of the ast: @op");
    check_matches("(binary_operator [\"+\" \"-\"] @_op) @sum", "a + b\n", "BinOp|a + b\n");
    check_matches("[(call) (await)] @x ; \"comment\" @c\n", "f()\n", "Call|f()\n");
    check_matches("(call function: (_) @f)", "f()\n", "Name|f\n");
    check_matches("(call function: _@f)", "f()\n", "Name|f\n");
}

static void a_broken_query_is_told(void **state) {
    (void)state;
    Arena mem;
    ParsedUnit unit;
    arena_init(&mem);
    UnitParser *parser = unit_parser_new();
    QuerySet *set = query_set_new();
    assert_int_equal(query_set_add(set, STR("a.scm"), STR("(call")), 0);
    assert_int_equal(query_set_add(set, STR("b.scm"), STR("(call) @c")), 1);
    Status status = unit_parser_parse(parser, STR("f()\n"), (ParseLimits){0},
                                      (ParseQueries){.set = set, .mask = 3}, &mem, &unit);
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(unit.broken, 1);
    assert_int_equal(unit.candidates.count, 1);
    assert_int_equal(unit.candidates.items[0].query, 1);
    query_set_free(set);
    unit_parser_free(parser);
    arena_release(&mem);
}

static void too_many_matches_are_told(void **state) {
    (void)state;
    Buf source;
    Fixture fixture;
    buf_init(&source, 0);
    for (int i = 0; i < 10001; i++) {
        buf_append_c(&source, "f()\n");
    }
    fixture_run(&fixture, "(call) @c", source.ptr);
    assert_int_equal(fixture.unit.candidates.count, 10000);
    assert_int_equal(fixture.unit.limited, 1);
    fixture_release(&fixture);
    buf_release(&source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captures_become_ast_nodes),
        cmocka_unit_test(statements_resolve_to_themselves),
        cmocka_unit_test(text_predicates_are_applied),
        cmocka_unit_test(semantic_predicates_and_settings_are_kept),
        cmocka_unit_test(errors_have_their_place),
        cmocka_unit_test(captures_that_never_resolve_are_errors),
        cmocka_unit_test(a_broken_query_is_told),
        cmocka_unit_test(too_many_matches_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
