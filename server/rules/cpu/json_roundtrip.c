/* cpu/json-roundtrip: a value is written as JSON only to be read again. Options that change what
 * comes out (default, cls, hooks) and texts that are used otherwise are left alone. */
#include "rules/fix_builder.h"
#include "rules/shape.h"
#include "semantics/kinds.h"

typedef struct Roundtrip {
    NodeId decode; /* json.loads(...) */
    NodeId encode; /* json.dumps(x) */
    NodeId value;  /* x */
    NodeId assign; /* text = json.dumps(x), when it goes through a name; NODE_NONE otherwise */
} Roundtrip;

static bool calls(RuleContext *context, NodeId call, Str path) {
    return call != NODE_NONE && ast_kind(&context->facts->ast, call) == NODE_CALL &&
           str_equal(kinds_callee(context->file, context->unit, call, context->scratch), path);
}

/* Options that change the text, but not what is read from it again. */
static bool is_harmless_option(Str name) {
    static const Str names[] = {
        {"ensure_ascii", 12},
        {"separators",   10},
        {"sort_keys",    9 }
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (str_equal(names[i], name)) {
            return true;
        }
    }
    return false;
}

/* x of `json.dumps(x)`; NODE_NONE when an option makes more of it than a copy. */
static NodeId encoded_value(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    if (!calls(context, call, STR("json.dumps"))) {
        return NODE_NONE;
    }
    NodeId value = ast_child(ast, call, FIELD_ARGS);
    if (value == NODE_NONE || ast_next_in_field(ast, value) != NODE_NONE ||
        ast_kind(ast, value) == NODE_STARRED) {
        return NODE_NONE;
    }
    for (NodeId option = ast_child(ast, call, FIELD_KEYWORDS); option != NODE_NONE;
         option = ast_next_in_field(ast, option)) {
        if (!is_harmless_option(ast_name(ast, option))) {
            return NODE_NONE;
        }
    }
    return value;
}

/* The call itself, or the value of a local name that is used only here. */
static NodeId encoding_call(RuleContext *context, NodeId text, NodeId *assign) {
    const UnitFacts *facts = context->facts;
    *assign = NODE_NONE;
    if (ast_kind(&facts->ast, text) == NODE_CALL) {
        return text;
    }
    SymbolId variable = shape_local(facts, text);
    NodeId value = shape_only_value(facts, variable);
    if (value == NODE_NONE || facts->scopes->symbols[variable].use_count != 1) {
        return NODE_NONE;
    }
    *assign = ast_node(&facts->ast, value)->parent;
    return value;
}

static bool roundtrip_of(RuleContext *context, NodeId call, Roundtrip *out) {
    const Ast *ast = &context->facts->ast;
    NodeId text = shape_only_argument(ast, call);
    if (text == NODE_NONE || !calls(context, call, STR("json.loads"))) {
        return false;
    }
    out->decode = call;
    out->encode = encoding_call(context, text, &out->assign);
    out->value = out->encode == NODE_NONE ? NODE_NONE : encoded_value(context, out->encode);
    return out->value != NODE_NONE;
}

/* A test that sends a value through JSON asks whether it survives. */
static void check_unit(RuleContext *context) {
    const UnitFacts *facts = context->facts;
    Roundtrip trip;
    if (file_model_is_test(context->file)) {
        return;
    }
    for (NodeId node = 0; node < facts->ast.node_count; node++) {
        if (ast_kind(&facts->ast, node) != NODE_CALL || !roundtrip_of(context, node, &trip)) {
            continue;
        }
        Report found = report_new(RULE_cpu_json_roundtrip, ast_span(&facts->ast, node));
        found.subject = shape_first_row(facts, trip.value, context->mem);
        found.message =
            arena_format(context->mem, "`%.*s` is written as JSON only to be read again",
                         STR_ARG(found.subject));
        found.cost = STR("a text of the whole value, and its parse");
        found.anchor = node;
        rule_report(context, &found);
    }
}

/* ---- fix ------------------------------------------------------------------------------------ */

/* The assignment stands directly before the statement that reads it: nothing changes the value in
 * between. */
static bool is_directly_before(const Ast *ast, NodeId assign, NodeId decode) {
    NodeId statement = ast_statement(ast, decode);
    return ast_next_sibling(ast, assign) == statement &&
           ast_node(ast, assign)->field == ast_node(ast, statement)->field;
}

static void fix(FixContext *context, const Finding *finding) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Str title = STR("Copy the value with copy.deepcopy");
    Roundtrip trip;
    if (!roundtrip_of(&context->rule, finding->anchor, &trip)) {
        return;
    }
    bool named = trip.assign != NODE_NONE;
    Span assign = named ? ast_span(ast, trip.assign) : (Span){0, 0};
    if (named && (!is_directly_before(ast, trip.assign, trip.decode) ||
                  !shape_stands_alone(facts->text, assign))) {
        fix_refuse(context, title,
                   STR("other code stands between writing the text and reading it"));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str copy = fix_import_module(context, STR("copy"));
    Str value = shape_text(facts, trip.value);
    if (named) {
        fix_delete(context, shape_rows(facts->text, assign));
    }
    fix_replace(
        context, ast_span(ast, trip.decode),
        arena_format(context->rule.mem, "%.*s.deepcopy(%.*s)", STR_ARG(copy), STR_ARG(value)));
}

const RuleImplementation rule_cpu_json_roundtrip = {
    .rule = RULE_cpu_json_roundtrip,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(JSON_TEXT),
    .check_unit = check_unit,
    .fix = fix,
};
