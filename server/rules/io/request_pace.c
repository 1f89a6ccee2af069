/* Knows what in a loop waits on purpose: pauses, gates, retries; by the catalog's effects and
 * names. */
#include "catalog/extension.h"
#include "catalog/pacing.h"
#include "rules/io/request_loop.h"
#include "semantics/kinds.h"

/* Whether a call pauses, itself or in a function that it runs. */
static bool pauses(const RuleContext *context, NodeId call, EffectReach reach) {
    CallPlace place = {context->file, context->unit, call};
    EffectQuestion question = {.wanted = CATALOG_SLEEP, .reach = reach};
    if (effect_chain(place, &question, context->scratch).callable) {
        return true;
    }
    question.is_awaited = call_awaiter(context->file, context->unit, call) != NODE_NONE;
    return question.is_awaited && effect_chain(place, &question, context->scratch).callable;
}

static Str callee_text(const UnitFacts *facts, NodeId expression) {
    const Ast *ast = &facts->ast;
    NodeId named = ast_kind(ast, expression) == NODE_CALL ? ast_child(ast, expression, FIELD_FUNC)
                                                          : expression;
    return named == NODE_NONE ? STR("") : str_span(facts->text, ast_span(ast, named));
}

/* `with limiter:`, `async with self._sem:`, `with lock_for(x):`. */
static bool is_gate(const FileModel *file, UnitId unit, NodeId item) {
    const UnitFacts *facts = file_model_unit(file, unit);
    NodeId entered = ast_child(&facts->ast, item, FIELD_CONTEXT_EXPR);
    if (entered == NODE_NONE) {
        return false;
    }
    if (catalog_pacing(callee_text(facts, entered)) & PACING_GATE) {
        return true;
    }
    return kind_traits(kinds_table(file), kinds_expression(file, unit, entered)) & CLASS_GATE;
}

/* `limiter.acquire()`, `throttle()`: waits for its turn under a name that says so. */
static bool is_turn_call(const UnitFacts *facts, NodeId call) {
    NodeId function = ast_child(&facts->ast, call, FIELD_FUNC);
    if (function == NODE_NONE) {
        return false;
    }
    bool acquires = ast_kind(&facts->ast, function) == NODE_ATTRIBUTE &&
                    str_equal(ast_name(&facts->ast, function), STR("acquire"));
    return acquires || (catalog_pacing(callee_text(facts, call)) & PACING_CALL);
}

/* `for attempt in Retrying(...)`. */
static bool is_retry(const UnitFacts *facts, NodeId loop) {
    NodeId iterable = ast_child(&facts->ast, loop, FIELD_ITER);
    return iterable != NODE_NONE && ast_kind(&facts->ast, iterable) == NODE_CALL &&
           (catalog_pacing(callee_text(facts, iterable)) & PACING_WRAPPER);
}

static bool node_paces(const RequestLoop *loop, NodeId node) {
    const RuleContext *context = loop->context;
    const UnitFacts *facts = context->facts;
    switch (ast_kind(&facts->ast, node)) {
    case NODE_WITHITEM:
        return is_gate(context->file, context->unit, node);
    case NODE_FOR:
    case NODE_ASYNC_FOR:
        return is_retry(facts, node);
    case NODE_CALL:
        return is_turn_call(facts, node) || pauses(context, node, EFFECT_ANYWHERE);
    default:
        return false;
    }
}

/* A gate is held around the call, in its function. */
static bool is_gated(CallPlace step) {
    const Ast *ast = &file_model_unit(step.file, step.unit)->ast;
    for (NodeId with = enclosing_with(ast, step.call, NODE_NONE); with != NODE_NONE;
         with = enclosing_with(ast, with, NODE_NONE)) {
        for (NodeId item = ast_child(ast, with, FIELD_ITEMS); item != NODE_NONE;
             item = ast_next_in_field(ast, item)) {
            if (is_gate(step.file, step.unit, item)) {
                return true;
            }
        }
    }
    return false;
}

/* The functions on the way to the request hold a gate around it, or pause whenever they run. */
static bool way_is_paced(const RequestLoop *loop, const NetworkRequest *request, NodeId call) {
    const EffectChain *chain = &request->chain;
    for (uint32_t i = 1; i < chain->step_count; i++) {
        if (is_gated(chain->steps[i])) {
            return true;
        }
    }
    return chain->step_count > 1 && pauses(loop->context, call, EFFECT_ALWAYS);
}

enum { PACERS_MAX = 8 };

/* What waits on purpose in the loop, found once. */
static const RequestLoopMemory *pacers_of(const RequestLoop *loop) {
    RequestLoopMemory *memory = loop->memory;
    const Ast *ast = &loop->context->facts->ast;
    NodeId extent = loop_extent(ast, loop->loop);
    NodeId end = memory->has_pacers ? extent : ast_node(ast, extent)->subtree_end;
    memory->has_pacers = true;
    for (NodeId node = extent; node < end && !memory->many_pacers; node++) {
        if (ast_kind_is_function(ast_kind(ast, node)) || ast_kind(ast, node) == NODE_CLASS_DEF) {
            node = ast_node(ast, node)->subtree_end - 1;
            continue;
        }
        if (node_paces(loop, node)) {
            memory->many_pacers = memory->pacers.count == PACERS_MAX;
            ARENA_PUSH(loop->context->scratch, &memory->pacers, node);
        }
    }
    return memory;
}

/* The request itself, what stands in it and what it stands in do not count. */
static bool is_about(const Ast *ast, NodeId pacer, NodeId call) {
    if (ast_kind(ast, pacer) == NODE_WITHITEM) {
        return ast_child(ast, pacer, FIELD_CONTEXT_EXPR) == call;
    }
    return ast_kind(ast, pacer) == NODE_CALL &&
           (ast_is_within(ast, call, pacer) || ast_is_within(ast, pacer, call));
}

bool request_loop_is_paced(const RequestLoop *loop, const NetworkRequest *request, NodeId call) {
    const RequestLoopMemory *memory = pacers_of(loop);
    for (uint32_t i = 0; i < memory->pacers.count; i++) {
        if (!is_about(&loop->context->facts->ast, memory->pacers.items[i], call)) {
            return true;
        }
    }
    return memory->many_pacers || way_is_paced(loop, request, call);
}
