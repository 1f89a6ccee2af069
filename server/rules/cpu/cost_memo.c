#include "rules/cpu/cost_memo.h"

#include "rules/cpu/loop_cost.h"
#include "semantics/purity.h"

enum { NOT_ASKED, ANSWER_NO, ANSWER_YES };

static bool remember(uint8_t *cell, bool answer) {
    *cell = answer ? ANSWER_YES : ANSWER_NO;
    return answer;
}

static bool is_pure(void *answerer, const FileModel *file, UnitId unit, NodeId call) {
    CostMemo *memo = answerer;
    uint8_t *cell = &memo->pure[call];
    return *cell ? *cell == ANSWER_YES : remember(cell, call_is_pure(file, unit, call));
}

static bool keeps_arguments(void *answerer, const FileModel *file, UnitId unit, NodeId call) {
    CostMemo *memo = answerer;
    uint8_t *cell = &memo->keeps[call];
    return *cell ? *cell == ANSWER_YES : remember(cell, call_keeps_arguments(file, unit, call));
}

LoopContext cost_context(const RuleContext *context) {
    uint32_t count = context->facts->ast.node_count;
    CostMemo *memo = ARENA_NEW(context->scratch, CostMemo);
    memo->pure = ARENA_ARRAY(context->scratch, uint8_t, count);
    memo->keeps = ARENA_ARRAY(context->scratch, uint8_t, count);
    memo->updates = ARENA_ARRAY(context->scratch, uint8_t, count);
    memo->poll.loop = memo->bound.loop = memo->kept.loop = NODE_NONE;
    memo->mutates.loop = NODE_NONE;
    LoopContext loops = loop_context(context->file, context->unit);
    loops.is_pure_call = is_pure;
    loops.keeps_arguments = keeps_arguments;
    loops.answerer = memo;
    return loops;
}

CostMemo *cost_memo(const LoopContext *loops) {
    return loops->is_pure_call == is_pure ? loops->answerer : NULL;
}

bool cost_updates(const LoopContext *loops, const UnitFacts *facts, NodeId statement,
                  SelfUpdate updates) {
    CostMemo *memo = cost_memo(loops);
    if (!updates) {
        return false;
    }
    if (!memo || facts != file_model_unit(loops->file, loops->unit) ||
        (memo->updates_of && memo->updates_of != updates)) {
        return updates(facts, statement);
    }
    memo->updates_of = updates;
    uint8_t *cell = &memo->updates[statement];
    return *cell ? *cell == ANSWER_YES : remember(cell, updates(facts, statement));
}

/* Written alike, and with the same variable at the bottom. */
static bool is_same_place(const UnitFacts *facts, NodeId a, NodeId b) {
    if (a == b) {
        return true;
    }
    if (a == NODE_NONE || b == NODE_NONE || !shape_same_text(facts, a, b)) {
        return false;
    }
    const ScopeTree *tree = facts->scopes;
    NodeId first = shape_base(&facts->ast, a);
    NodeId second = shape_base(&facts->ast, b);
    UseId one = first == NODE_NONE ? USE_NONE : scope_use(tree, first);
    UseId other = second == NODE_NONE ? USE_NONE : scope_use(tree, second);
    return one != USE_NONE && other != USE_NONE &&
           scope_use_home(tree, one) == scope_use_home(tree, other);
}

bool cost_answers(const CostAnswer *answer, const UnitFacts *facts, NodeId loop, NodeId place,
                  SelfUpdate updates) {
    return answer->loop == loop && answer->updates == updates &&
           is_same_place(facts, place, answer->place);
}
