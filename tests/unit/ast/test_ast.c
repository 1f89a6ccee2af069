#include "ast/ast.h"
#include "syntax/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct Fixture {
    Arena mem;
    Ast ast;
    Str text;
} Fixture;

static void fixture_init(Fixture *fixture, const char *source) {
    ParsedUnit unit;
    arena_init(&fixture->mem);
    fixture->text = str_from_c(source);
    UnitParser *parser = unit_parser_new();
    Status status = unit_parser_parse(parser, fixture->text, (ParseLimits){0}, (ParseQueries){0},
                                      &fixture->mem, &unit);
    assert_int_equal(status, STATUS_OK);
    fixture->ast = unit.ast;
    unit_parser_free(parser);
}

static Span span_of(const Fixture *fixture, const char *part) {
    uint32_t start = str_find(fixture->text, str_from_c(part));
    return (Span){start, start + (uint32_t)strlen(part)};
}

static void check_node_at(const char *source, const char *part, NodeKind expected) {
    Fixture fixture;
    fixture_init(&fixture, source);
    NodeId node = ast_node_at(&fixture.ast, span_of(&fixture, part));
    assert_string_equal(node_kind_name(ast_kind(&fixture.ast, node)), node_kind_name(expected));
    arena_release(&fixture.mem);
}

static void the_smallest_node_is_found(void **state) {
    (void)state;
    check_node_at("f(g(x), y=1)\n", "g(x)", NODE_CALL);
    check_node_at("f(g(x), y=1)\n", "y=", NODE_KEYWORD);
    check_node_at("f(g(x), y=1)\n", ", ", NODE_CALL);
    check_node_at("@deco(1)\ndef f(): pass\n", "deco", NODE_NAME);
    check_node_at("@deco(1)\ndef f(): pass\n", "(1)\nd", NODE_FUNCTION_DEF);
    check_node_at("def f(a=b + c): pass\n", "b + c", NODE_BIN_OP);
    check_node_at("def f(a=b): pass\n", "a=b", NODE_ARG);
    check_node_at("a\nb\n", "a\nb", NODE_MODULE);
}

static void statements_are_found_by_their_start(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, "@d\ndef f():\n    if a: b\n    elif c: d\n");
    const struct {
        const char *part;
        NodeKind kind;
    } rows[] = {
        {"def",  NODE_FUNCTION_DEF},
        {"if a", NODE_IF          },
        {"elif", NODE_IF          },
        {"b",    NODE_EXPR        }
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        NodeId node = ast_statement_at(&fixture.ast, span_of(&fixture, rows[i].part).start);
        assert_int_not_equal(node, NODE_NONE);
        assert_int_equal(ast_kind(&fixture.ast, node), rows[i].kind);
    }
    assert_int_equal(ast_statement_at(&fixture.ast, span_of(&fixture, "c: d").start), NODE_NONE);
    arena_release(&fixture.mem);
}

static void children_are_read_by_field(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, "f(a, b, *c, timeout=1, **kw)\n");
    const Ast *ast = &fixture.ast;
    NodeId call = ast_node_at(ast, (Span){0, 20});
    assert_int_equal(ast_kind(ast, call), NODE_CALL);
    assert_int_equal(ast_count_in_field(ast, call, FIELD_ARGS), 3);
    assert_int_equal(ast_kind(ast, ast_last_in_field(ast, call, FIELD_ARGS)), NODE_STARRED);
    assert_int_equal(ast_last_in_field(ast, call, FIELD_BODY), NODE_NONE);
    assert_int_equal(ast_last_in_field(ast, NODE_NONE, FIELD_ARGS), NODE_NONE);
    NodeId first = ast_child(ast, call, FIELD_ARGS);
    assert_true(str_equal(ast_name(ast, first), STR("a")));
    assert_true(str_equal(ast_name(ast, ast_next_in_field(ast, first)), STR("b")));
    NodeId keyword = ast_keyword(ast, call, STR("timeout"));
    assert_int_equal(ast_kind(ast, keyword), NODE_KEYWORD);
    Span name = ast_name_span(ast, keyword);
    assert_true(str_equal(str_span(fixture.text, name), STR("timeout")));
    assert_int_equal(ast_keyword(ast, call, STR("nothing")), NODE_NONE);
    assert_int_equal(ast_kind(ast, ast_statement(ast, keyword)), NODE_EXPR);
    assert_int_equal(ast_statement(ast, NODE_ROOT), NODE_NONE);
    assert_true(ast_is_within(ast, keyword, call));
    assert_false(ast_is_within(ast, call, keyword));
    arena_release(&fixture.mem);
}

static void calls_are_found_by_name(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, "a.get(1)\nget\nb(x.get(2))\nget()()\ngets()\n");
    const Ast *ast = &fixture.ast;
    const char *calls[] = {"a.get(1)", "x.get(2)", "get()"};
    NodeId node = 0;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        node = ast_call_named(ast, node, STR("get"));
        assert_int_not_equal(node, NODE_NONE);
        assert_true(str_equal(str_span(fixture.text, ast_span(ast, node)), str_from_c(calls[i])));
        node++;
    }
    assert_int_equal(ast_call_named(ast, node, STR("get")), NODE_NONE);
    arena_release(&fixture.mem);
}

static void parameters_have_places(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, "def f(self, a, /, b, *rest, c=1, **more): pass\n");
    NodeId function = ast_definition(&fixture.ast);
    assert_int_equal(ast_parameter_place(&fixture.ast, function, STR("self")), 0);
    assert_int_equal(ast_parameter_place(&fixture.ast, function, STR("b")), 2);
    assert_int_equal(ast_parameter_place(&fixture.ast, function, STR("c")), 3);
    assert_int_equal(ast_parameter_place(&fixture.ast, function, STR("rest")), UINT32_MAX);
    assert_int_equal(ast_parameter_place(&fixture.ast, function, STR("more")), UINT32_MAX);
    arena_release(&fixture.mem);
}

static void a_unit_has_one_definition(void **state) {
    (void)state;
    Fixture fixture;
    fixture_init(&fixture, "@d\nclass A: pass\n");
    NodeId definition = ast_definition(&fixture.ast);
    assert_int_equal(ast_kind(&fixture.ast, definition), NODE_CLASS_DEF);
    Span name = ast_name_span(&fixture.ast, definition);
    assert_true(str_equal(str_span(fixture.text, name), STR("A")));
    arena_release(&fixture.mem);
    fixture_init(&fixture, "def f(): pass\nx\n");
    assert_int_equal(ast_definition(&fixture.ast), NODE_NONE);
    arena_release(&fixture.mem);
    fixture_init(&fixture, "");
    assert_int_equal(ast_definition(&fixture.ast), NODE_NONE);
    arena_release(&fixture.mem);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_node_is_found),
        cmocka_unit_test(statements_are_found_by_their_start),
        cmocka_unit_test(children_are_read_by_field),
        cmocka_unit_test(calls_are_found_by_name),
        cmocka_unit_test(parameters_have_places),
        cmocka_unit_test(a_unit_has_one_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
