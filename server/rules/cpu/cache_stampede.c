/* cpu/cache-stampede: look up, compute by waiting for something, store. While the first caller
 * waits, all others find nothing and compute as well. A lock around, or a write that only the first
 * one wins, is the cure and silences. */
#include "catalog/pacing.h"
#include "rules/cpu/cache_entry.h"
#include "rules/shape.h"
#include "semantics/effects.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"

enum {
    WAITS_FOR = CATALOG_HTTP_REQUEST | CATALOG_NETWORK | CATALOG_DB | CATALOG_QUERY |
                CATALOG_SUBPROCESS | CATALOG_FILE | CATALOG_SLEEP
};

/* ---- the shape ------------------------------------------------------------------------------- */

/* The call in `v = call` or `v = await call`. */
static NodeId assigned_call(const Ast *ast, NodeId assign) {
    NodeId value = ast_child(ast, assign, FIELD_VALUE);
    if (value != NODE_NONE && ast_kind(ast, value) == NODE_AWAIT) {
        value = ast_child(ast, value, FIELD_VALUE);
    }
    return value != NODE_NONE && ast_kind(ast, value) == NODE_CALL ? value : NODE_NONE;
}

static bool is_none(const Ast *ast, NodeId node) {
    return node != NODE_NONE && ast_kind(ast, node) == NODE_CONSTANT &&
           ast_node(ast, node)->detail == CONSTANT_NONE;
}

/* `if v is None:`, `if not v:`. */
static bool tests_missing(const UnitFacts *facts, NodeId statement, NodeId name) {
    const Ast *ast = &facts->ast;
    NodeId test = ast_child(ast, statement, FIELD_TEST);
    if (test == NODE_NONE) {
        return false;
    }
    if (ast_kind(ast, test) == NODE_UNARY_OP && ast_node(ast, test)->detail == OPERATOR_NOT) {
        NodeId operand = ast_child(ast, test, FIELD_OPERAND);
        return operand != NODE_NONE && shape_same_text(facts, operand, name);
    }
    NodeId left =
        ast_kind(ast, test) == NODE_COMPARE ? ast_child(ast, test, FIELD_LEFT) : NODE_NONE;
    NodeId op = left == NODE_NONE ? NODE_NONE : ast_child(ast, test, FIELD_OPS);
    return op != NODE_NONE && ast_node(ast, op)->detail == OPERATOR_IS &&
           shape_same_text(facts, left, name) &&
           is_none(ast, ast_child(ast, test, FIELD_COMPARATORS));
}

/* ---- what the branch does -------------------------------------------------------------------- */

static bool is_lock(RuleContext *context, NodeId item) {
    const UnitFacts *facts = context->facts;
    NodeId entered = ast_child(&facts->ast, item, FIELD_CONTEXT_EXPR);
    if (entered == NODE_NONE) {
        return false;
    }
    KindId kind = kinds_expression(context->file, context->unit, entered);
    Str text = shape_text(facts, entered);
    return (kind_traits(kinds_table(context->file), kind) & CLASS_GATE) ||
           (catalog_pacing(str_slice(text, 0, str_find_byte(text, '('))) & PACING_GATE);
}

/* A lock is held around the node, inside of its function. */
static bool is_locked(RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    NodeId with = enclosing_with(ast, node, NODE_NONE);
    for (; with != NODE_NONE; with = enclosing_with(ast, with, NODE_NONE)) {
        NodeId item = ast_child(ast, with, FIELD_ITEMS);
        for (; item != NODE_NONE; item = ast_next_in_field(ast, item)) {
            if (is_lock(context, item)) {
                return true;
            }
        }
    }
    return false;
}

static bool waits(RuleContext *context, NodeId call) {
    EffectQuestion question = {.wanted = WAITS_FOR, .reach = EFFECT_ANYWHERE};
    question.is_awaited = call_awaiter(context->file, context->unit, call) != NODE_NONE;
    CallPlace place = {context->file, context->unit, call};
    return effect_chain(place, &question, context->scratch).callable != NULL;
}

/* `cache.set(key, fetch())`: the arguments come after the call in the ast. */
static bool waits_below(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = call + 1; node < ast_node(ast, call)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_CALL && waits(context, node)) {
            return true;
        }
    }
    return false;
}

/* The branch computes by waiting for something, then stores under the same key, in the open. */
static bool fills(RuleContext *context, NodeId branch, const CacheEntry *look_up) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    bool has_waited = false;
    CacheEntry write;
    NodeId orelse = ast_child(ast, branch, FIELD_ORELSE);
    NodeId end = orelse == NODE_NONE ? ast_node(ast, branch)->subtree_end : orelse;
    for (NodeId node = ast_child(ast, branch, FIELD_BODY); node < end; node++) {
        if (ast_kind(ast, node) != NODE_CALL) {
            continue;
        }
        if (cache_entry(context, node, STR("set"), &write) &&
            cache_entry_is_same(facts, look_up, &write)) {
            bool first_wins = ast_keyword(ast, node, STR("nx")) != NODE_NONE;
            has_waited |= waits_below(context, node);
            return has_waited && !first_wins && !is_locked(context, node);
        }
        NodeId receiver = shape_receiver(ast, node, shape_method(ast, node));
        bool own = receiver != NODE_NONE && shape_same_text(facts, receiver, look_up->receiver);
        has_waited |= !own && waits(context, node);
    }
    return false;
}

static bool is_stampede(RuleContext *context, NodeId assign, CacheEntry *look_up) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId call = assigned_call(ast, assign);
    NodeId name = ast_child(ast, assign, FIELD_TARGETS);
    NodeId next = ast_next_sibling(ast, assign);
    if (call == NODE_NONE || ast_next_in_field(ast, name) != NODE_NONE || next == NODE_NONE ||
        ast_kind(ast, next) != NODE_IF ||
        ast_node(ast, next)->field != ast_node(ast, assign)->field) {
        return false;
    }
    if (!cache_entry(context, call, STR("get"), look_up) || !tests_missing(facts, next, name) ||
        is_locked(context, assign)) {
        return false;
    }
    return fills(context, next, look_up);
}

static void check_unit(RuleContext *context) {
    const UnitFacts *facts = context->facts;
    CacheEntry look_up;
    for (NodeId node = 0; node < facts->ast.node_count; node++) {
        if (ast_kind(&facts->ast, node) != NODE_ASSIGN || !is_stampede(context, node, &look_up)) {
            continue;
        }
        Report found = report_new(RULE_cpu_cache_stampede, ast_span(&facts->ast, look_up.call));
        found.subject = shape_first_row(facts, look_up.key, context->mem);
        found.message = arena_format(
            context->mem,
            "when `%.*s` is missing, every caller computes it; take a lock for the key, let one "
            "caller compute for all, or refresh it early",
            STR_ARG(found.subject));
        found.anchor = look_up.call;
        rule_report(context, &found);
    }
}

const RuleImplementation rule_cpu_cache_stampede = {
    .rule = RULE_cpu_cache_stampede,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(SET),
    .check_unit = check_unit,
};
