#include "rules/memory/row_reader.h"

#include "catalog/extension.h"
#include "rules/shape.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"

static uint32_t effects_of(RuleContext *context, NodeId call) {
    Str path = kinds_callee(context->file, context->unit, call, context->scratch);
    const CatalogCallable *row = extended_callable(context->file->extension, path);
    return row ? row->effects : 0;
}

/* ---- what takes the rows --------------------------------------------------------------------- */

/* Builtins that take one row after another and keep the cursor no longer. */
static bool is_reducer(RuleContext *context, NodeId argument) {
    static const Str names[] = {
        {"all",                 3 },
        {"any",                 3 },
        {"collections.Counter", 19},
        {"max",                 3 },
        {"min",                 3 },
        {"set",                 3 },
        {"sorted",              6 },
        {"str.join",            8 },
        {"sum",                 3 },
        {"tuple",               5 },
    };
    const Ast *ast = &context->facts->ast;
    NodeId call = ast_node(ast, argument)->parent;
    if (ast_kind(ast, call) != NODE_CALL || ast_child(ast, call, FIELD_ARGS) != argument) {
        return false;
    }
    Str path = kinds_callee(context->file, context->unit, call, context->scratch);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (str_equal(names[i], path)) {
            /* `max(rows, other)` compares lists. */
            NodeId next = ast_next_in_field(ast, argument);
            return next == NODE_NONE || ast_kind(ast, next) != NODE_STARRED;
        }
    }
    return false;
}

/* The loop that goes through the rows here and now; NODE_NONE when none does. */
static NodeId consuming_loop(RuleContext *context, NodeId rows) {
    const Ast *ast = &context->facts->ast;
    NodeId loop = ast_node(ast, rows)->parent;
    if (ast_node(ast, rows)->field != FIELD_ITER) {
        return NODE_NONE;
    }
    if (ast_kind(ast, loop) == NODE_FOR) {
        return loop;
    }
    NodeId comprehension = ast_node(ast, loop)->parent;
    if (ast_kind(ast, loop) != NODE_COMPREHENSION ||
        ast_child(ast, comprehension, FIELD_GENERATORS) != loop) {
        return NODE_NONE;
    }
    bool now =
        ast_kind(ast, comprehension) != NODE_GENERATOR_EXP || is_reducer(context, comprehension);
    return now ? loop : NODE_NONE;
}

/* ---- the connection meanwhile ---------------------------------------------------------------- */

enum { ROOTS_MAX = 8 };

/* Names whose objects the cursor hangs on: itself, its connection, `self`. */
typedef struct Roots {
    Str names[ROOTS_MAX];
    uint32_t count;
    bool is_shared; /* one of them is seen by other functions too */
} Roots;

static void add_root(RuleContext *context, Roots *roots, NodeId name) {
    if (roots->count < ROOTS_MAX) {
        roots->names[roots->count++] = ast_name(&context->facts->ast, name);
    } else {
        roots->is_shared = true;
    }
    roots->is_shared |= shape_local(context->facts, name) == SYMBOL_NONE;
}

/* `cursor` <- `connection.cursor()` <- `connection`: every name on the way. */
static Roots roots_of(RuleContext *context, NodeId cursor) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    Roots roots = {.count = 0};
    NodeId expression = cursor;
    for (uint32_t step = 0; step < ROOTS_MAX && expression != NODE_NONE; step++) {
        NodeId call = shape_opening_call(facts, expression);
        NodeId base = shape_base(ast, expression);
        if (base != NODE_NONE) {
            add_root(context, &roots, base);
        }
        NodeId function = call == NODE_NONE ? NODE_NONE : ast_child(ast, call, FIELD_FUNC);
        bool method = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE;
        NodeId next = method ? ast_child(ast, function, FIELD_VALUE) : NODE_NONE;
        expression = next == expression ? NODE_NONE : next;
    }
    return roots;
}

static bool names_root(const Ast *ast, const Roots *roots, NodeId node) {
    if (ast_kind(ast, node) != NODE_NAME) {
        return false;
    }
    for (uint32_t i = 0; i < roots->count; i++) {
        if (str_equal(roots->names[i], ast_name(ast, node))) {
            return true;
        }
    }
    return false;
}

/* Methods of whatever object that run a statement or end one. */
static bool is_statement_method(Str name) {
    static const Str names[] = {
        {"close",       5 },
        {"commit",      6 },
        {"execute",     7 },
        {"executemany", 11},
        {"rollback",    8 }
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (str_equal(names[i], name)) {
            return true;
        }
    }
    return false;
}

static bool call_uses_connection(RuleContext *context, const Roots *roots, NodeId call) {
    const Ast *ast = &context->facts->ast;
    uint32_t effects = effects_of(context, call);
    if (effects) {
        return (effects & (CATALOG_QUERY | CATALOG_DB)) != 0;
    }
    Str method = shape_method(ast, call);
    if (is_statement_method(method)) {
        return true;
    }
    /* A function that is not known reaches a connection that it shares. */
    return method.len == 0 && roots->is_shared &&
           kinds_callee(context->file, context->unit, call, context->scratch).len == 0;
}

/* The loop's turns use the cursor or its connection, or may do so out of sight. */
static bool loop_uses_connection(RuleContext *context, NodeId loop, NodeId rows, NodeId cursor) {
    const Ast *ast = &context->facts->ast;
    Roots roots = roots_of(context, cursor);
    NodeId extent = loop_extent(ast, loop);
    for (NodeId node = extent; node < ast_node(ast, extent)->subtree_end; node++) {
        if (ast_is_within(ast, node, rows)) {
            continue;
        }
        bool call = ast_kind(ast, node) == NODE_CALL;
        bool waits = ast_kind(ast, node) == NODE_AWAIT;
        if (waits || names_root(ast, &roots, node) ||
            (call && call_uses_connection(context, &roots, node))) {
            return true;
        }
    }
    return false;
}

NodeId rows_fetched_for_reading(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    NodeId cursor = shape_receiver(ast, call, shape_method(ast, call));
    if (cursor == NODE_NONE || shape_has_arguments(ast, call) ||
        !(effects_of(context, call) & CATALOG_FETCHES_ALL)) {
        return NODE_NONE;
    }
    if (is_reducer(context, call)) {
        return cursor;
    }
    NodeId loop = consuming_loop(context, call);
    bool reads = loop != NODE_NONE && !loop_uses_connection(context, loop, call, cursor);
    return reads ? cursor : NODE_NONE;
}

/* ---- tables ---------------------------------------------------------------------------------- */

/* `frame.itertuples()` as the iterable of a loop, for the use `frame`. */
static bool gives_rows(RuleContext *context, NodeId frame) {
    const Ast *ast = &context->facts->ast;
    NodeId attribute = ast_node(ast, frame)->parent;
    NodeId call = ast_node(ast, attribute)->parent;
    bool method = ast_kind(ast, attribute) == NODE_ATTRIBUTE && ast_kind(ast, call) == NODE_CALL &&
                  ast_node(ast, attribute)->field == FIELD_FUNC;
    return method && ast_node(ast, call)->field == FIELD_ITER &&
           (effects_of(context, call) & CATALOG_GIVES_ROWS);
}

bool table_read_for_rows(RuleContext *context, NodeId call) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    if (!(effects_of(context, call) & CATALOG_LOADS_TABLE) || shape_has_splat(ast, call) ||
        ast_keyword(ast, call, STR("chunksize")) != NODE_NONE ||
        ast_keyword(ast, call, STR("iterator")) != NODE_NONE ||
        ast_keyword(ast, call, STR("nrows")) != NODE_NONE) {
        return false;
    }
    NodeId assign = ast_node(ast, call)->parent;
    if (ast_kind(ast, assign) != NODE_ASSIGN) {
        return gives_rows(context, call);
    }
    SymbolId variable = shape_local(facts, ast_child(ast, assign, FIELD_TARGETS));
    if (shape_only_value(facts, variable) != call) {
        return false;
    }
    const Symbol *symbol = &facts->scopes->symbols[variable];
    bool only_rows = symbol->use_count > 0;
    for (uint32_t i = 0; only_rows && i < symbol->use_count; i++) {
        UseId use = facts->scopes->symbol_uses[symbol->first_use + i];
        only_rows = gives_rows(context, facts->scopes->uses[use].node);
    }
    return only_rows;
}
