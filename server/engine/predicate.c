/* Knows which question of semantics a predicate stands for; the answers are made in semantics/. */
#include "engine/predicate.h"

#include "semantics/loops.h"
#include "semantics/qualified_name.h"

typedef enum Answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN } Answer;

static Answer answer(bool holds) {
    return holds ? ANSWER_YES : ANSWER_NO;
}

static Answer resolves(const RuleContext *context, const Predicate *predicate, NodeId node) {
    Str path = qualified_name(context->file, context->unit, node, context->scratch);
    for (uint32_t i = 1; path.len && i < predicate->argument_count; i++) {
        if (str_equal(path, predicate->arguments[i].text)) {
            return ANSWER_YES;
        }
    }
    return path.len ? ANSWER_NO : ANSWER_UNKNOWN;
}

static Answer is_in_async(const Ast *ast, NodeId node) {
    NodeId function = enclosing_function(ast, node);
    return answer(function != NODE_NONE && ast_kind(ast, function) == NODE_ASYNC_FUNCTION_DEF);
}

static Answer is_awaited(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    return answer(parent != NODE_NONE && ast_kind(ast, parent) == NODE_AWAIT);
}

/* `**options` may hold any keyword, `*values` any position. */
static bool has_splat(const Ast *ast, NodeId call) {
    NodeId child = ast_first_child(ast, call);
    for (; child != NODE_NONE; child = ast_next_sibling(ast, child)) {
        NodeKind kind = ast_kind(ast, child);
        if (kind == NODE_STARRED || (kind == NODE_KEYWORD && ast_name(ast, child).len == 0)) {
            return true;
        }
    }
    return false;
}

static Answer has_argument(const Ast *ast, const Predicate *predicate, NodeId call) {
    for (uint32_t i = 1; i < predicate->argument_count; i++) {
        if (ast_keyword(ast, call, predicate->arguments[i].text) != NODE_NONE) {
            return ANSWER_YES;
        }
    }
    return has_splat(ast, call) ? ANSWER_UNKNOWN : ANSWER_NO;
}

static Answer negate(Answer given) {
    return given == ANSWER_UNKNOWN ? given : answer(given == ANSWER_NO);
}

static uint32_t number_of(Str text) {
    uint32_t number = 0;
    for (uint32_t i = 0; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++) {
        number =
            number < UINT32_MAX / 10 - 1 ? number * 10 + (uint32_t)(text.ptr[i] - '0') : number;
    }
    return number;
}

/* `#unbounded? @x 8`: no bound is known, or it is above 8 (spec/io.md R7). */
static Answer is_unbounded(const RuleContext *context, const Predicate *predicate, NodeId node) {
    enum { LIMIT_DEFAULT = 8 };
    uint32_t limit = predicate->argument_count > 1 ? number_of(predicate->arguments[1].text)
                                                   : (uint32_t)LIMIT_DEFAULT;
    return answer(size_bound(context->file, context->unit, node) > limit);
}

static Answer ask(const RuleContext *context, const Predicate *predicate, NodeId node) {
    const Ast *ast = &context->facts->ast;
    switch (predicate->kind) {
    case PREDICATE_AWAITED:
        return is_awaited(ast, node);
    case PREDICATE_HAS_ARGUMENT:
        return has_argument(ast, predicate, node);
    case PREDICATE_IN_ASYNC:
        return is_in_async(ast, node);
    case PREDICATE_IN_LOOP:
        return answer(loop_of_node(ast, node) != NODE_NONE);
    case PREDICATE_LACKS_ARGUMENT:
        return negate(has_argument(ast, predicate, node));
    case PREDICATE_RESOLVES:
        return resolves(context, predicate, node);
    case PREDICATE_UNBOUNDED:
        return is_unbounded(context, predicate, node);
    default:
        return ANSWER_UNKNOWN;
    }
}

static bool holds(const RuleContext *context, const Candidate *candidate,
                  const Predicate *predicate) {
    NodeId node = candidate->captures[predicate->arguments[0].slot];
    if (node == NODE_NONE) {
        return false;
    }
    Answer given = ask(context, predicate, node);
    return given == (predicate->negated ? ANSWER_NO : ANSWER_YES);
}

bool predicates_hold(const RuleContext *context, QuerySet *set, const Candidate *candidate) {
    const QueryPattern *pattern = query_pattern(set, candidate->query, candidate->pattern);
    for (uint32_t i = 0; pattern && i < pattern->predicate_count; i++) {
        if (!holds(context, candidate, &pattern->predicates[i])) {
            return false;
        }
    }
    return pattern != NULL;
}
