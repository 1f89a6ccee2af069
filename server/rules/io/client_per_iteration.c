/* io/client-per-iteration: a client, connection or engine made again in every turn of a loop, with
 * arguments that no turn changes: each one opens its own connections and throws them away.
 *
 * Left alone: arguments or settings that follow the loop, objects that outlive their turn, loops
 * that try again after an error or wait in every turn. */
#include "catalog/extension.h"
#include "rules/io/client.h"
#include "rules/io/client_hoist_fix.h"
#include "semantics/kinds.h"
#include "semantics/purity.h"
#include "semantics/scope.h"

/* ---- loops that need a new one ----------------------------------------------------------------
 */

static bool reads_target(const RuleContext *context, NodeId loop, NodeId part) {
    const UnitFacts *facts = context->facts;
    NodeId target = loop_target(&facts->ast, loop);
    BindingId binding = target == NODE_NONE || ast_kind(&facts->ast, target) != NODE_NAME
                            ? BINDING_NONE
                            : scope_binding(facts->scopes, target);
    if (binding == BINDING_NONE) {
        return target != NODE_NONE;
    }
    const Symbol *symbol = &facts->scopes->symbols[facts->scopes->bindings[binding].symbol];
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        UseId use = facts->scopes->symbol_uses[symbol->first_use + i];
        if (ast_is_within(&facts->ast, facts->scopes->uses[use].node, part)) {
            return true;
        }
    }
    return false;
}

/* A `try` of the loop catches errors, and what it tries is the same in every turn. */
static bool tries_the_same(const RuleContext *context, NodeId loop) {
    const Ast *ast = &context->facts->ast;
    NodeId end = ast_node(ast, loop)->subtree_end;
    for (NodeId node = loop; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if ((kind != NODE_TRY && kind != NODE_TRY_STAR) || loop_of_node(ast, node) != loop ||
            ast_child(ast, node, FIELD_HANDLERS) == NODE_NONE) {
            continue;
        }
        bool varies = false;
        for (NodeId part = ast_child(ast, node, FIELD_BODY); part != NODE_NONE;
             part = ast_next_in_field(ast, part)) {
            varies |= reads_target(context, loop, part);
        }
        if (!varies) {
            return true;
        }
    }
    return false;
}

/* `for attempt in range(3): try: ...`: a loop over numbers, or an endless one, that catches what
 * the client raises. */
static bool is_retry(const RuleContext *context, NodeId loop) {
    const Ast *ast = &context->facts->ast;
    if (!(loop_contents(ast, loop) & LOOP_HAS_TRY) || !tries_the_same(context, loop)) {
        return false;
    }
    if (ast_kind(ast, loop) == NODE_WHILE) {
        return true;
    }
    NodeId iterable = loop_iterable(ast, loop);
    KindId kind = kinds_expression(context->file, context->unit, iterable);
    Str callee = ast_kind(ast, iterable) == NODE_CALL
                     ? kinds_callee(context->file, context->unit, iterable, context->scratch)
                     : STR("");
    return kind_is_instance(kinds_table(context->file), kind, STR("range")) ||
           str_equal(callee, STR("itertools.count"));
}

/* `while True: ...; time.sleep(60)`: beside the wait, the connection is nothing. */
static bool is_poll(const RuleContext *context, NodeId loop) {
    const Ast *ast = &context->facts->ast;
    if (ast_kind(ast, loop) != NODE_WHILE) {
        return false;
    }
    NodeId end = ast_node(ast, loop)->subtree_end;
    for (NodeId node = loop; node < end; node++) {
        if (ast_kind(ast, node) != NODE_CALL) {
            continue;
        }
        const CatalogCallable *row =
            extended_callable(context->file->extension,
                              kinds_callee(context->file, context->unit, node, context->scratch));
        if (row && (row->effects & CATALOG_SLEEP)) {
            return true;
        }
    }
    return false;
}

static bool arguments_are_invariant(const LoopContext *loops, const Ast *ast, NodeId loop,
                                    NodeId call) {
    for (NodeId child = ast_first_child(ast, call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        NodeId receiver =
            ast_node(ast, child)->field == FIELD_FUNC && ast_kind(ast, child) == NODE_ATTRIBUTE
                ? ast_child(ast, child, FIELD_VALUE)
                : child;
        if (!loop_is_invariant(loops, loop, receiver)) {
            return false;
        }
    }
    return true;
}

/* ---- the report ------------------------------------------------------------------------------ */

static void report(RuleContext *context, const Client *client) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_io_client_per_iteration, ast_span(&facts->ast, client->call));
    NodeId function = ast_child(&facts->ast, client->call, FIELD_FUNC);
    Str name = str_span(facts->text, ast_span(&facts->ast, function));
    name = arena_copy(context->mem, str_slice(name, 0, str_find_byte(name, '\n')));
    found.subject = name;
    found.message = arena_format(context->mem,
                                 "`%.*s` is made anew in every turn of the loop: none of its "
                                 "connections is used again",
                                 STR_ARG(name));
    found.cost = STR("one connection per turn");
    found.anchor = client->call;
    rule_report(context, &found);
}

/* `if client is None: client = C()`, `client = client or C()`: made once, or when it is lost. */
static bool is_made_when_missing(const RuleContext *context, NodeId loop, const Client *client) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    for (NodeId node = client->value; node != loop && node != NODE_ROOT;
         node = ast_node(ast, node)->parent) {
        NodeId parent = ast_node(ast, node)->parent;
        if (ast_kind(ast, parent) == NODE_BOOL_OP) {
            return true;
        }
        NodeId test = ast_kind(ast, parent) == NODE_IF || ast_kind(ast, parent) == NODE_IF_EXP
                          ? ast_child(ast, parent, FIELD_TEST)
                          : NODE_NONE;
        NodeId end = test == NODE_NONE ? NODE_NONE : ast_node(ast, test)->subtree_end;
        for (NodeId part = test; test != NODE_NONE && part < end; part++) {
            if (client->name != NODE_NONE && ast_kind(ast, part) == NODE_NAME &&
                str_equal(ast_name(ast, part), ast_name(ast, client->name))) {
                return true;
            }
        }
    }
    return false;
}

/* What was found out about the loop of the client before. */
typedef struct LoopMemory {
    NodeId loop;
    bool needs_new; /* tries again after errors, or waits */
} LoopMemory;

static bool needs_new(const RuleContext *context, NodeId loop, LoopMemory *memory) {
    if (memory->loop != loop) {
        *memory = (LoopMemory){loop, is_retry(context, loop) || is_poll(context, loop)};
    }
    return memory->needs_new;
}

static void check_call(RuleContext *context, const LoopContext *loops, LoopMemory *memory,
                       NodeId call) {
    const Ast *ast = &context->facts->ast;
    NodeId loop = loop_of_node(ast, call);
    Client client;
    if (loop == NODE_NONE || !client_of_call(context, call, &client) ||
        !arguments_are_invariant(loops, ast, loop, call) ||
        client_keeping(context, loop_extent(ast, loop), &client) != CLIENT_DROPPED ||
        client_is_configured_by_turn(context, loops, loop, &client) ||
        is_made_when_missing(context, loop, &client) || needs_new(context, loop, memory)) {
        return;
    }
    report(context, &client);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = loop_context(context->file, context->unit);
    LoopMemory memory = {NODE_NONE, false};
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL) {
            check_call(context, &loops, &memory, node);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    Client client;
    if (client_of_call(&context->rule, finding->anchor, &client)) {
        client_hoist_fix(context, &client);
    }
}

const RuleImplementation rule_io_client_per_iteration = {
    .rule = RULE_io_client_per_iteration,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
    .fix = fix,
};
