/* Knows what stands in a function; refuses to know who asks, and how far calls are followed. */
#include "rules/query/function_trace.h"

#include "rules/query/shut_branch.h"

enum { NODES_MAX = 4000, FIRST_SLOTS = 16 };

typedef struct KnownTrace {
    UnitId unit;
    NodeId node;
    KindId context;
    FunctionTrace trace;
    UnitNotes notes;
} KnownTrace;

struct FileTraces {
    struct KnownTraces ARRAY_OF(KnownTrace) known;
    uint32_t *slots; /* open addressing over `known`, index + 1; at most half full */
    uint32_t slot_count;
};

/* ---- conditions ----------------------------------------------------------------------------- */

static bool is_branch(NodeKind kind, Field field) {
    switch (kind) {
    case NODE_IF:
    case NODE_IF_EXP:
    case NODE_WHILE:
        return field != FIELD_TEST;
    case NODE_FOR:
    case NODE_ASYNC_FOR:
        return field != FIELD_ITER;
    case NODE_EXCEPT_HANDLER:
    case NODE_MATCH_CASE:
    case NODE_LAMBDA:
        return true;
    case NODE_TRY:
        return field == FIELD_ORELSE;
    case NODE_LIST_COMP:
    case NODE_SET_COMP:
    case NODE_DICT_COMP:
    case NODE_GENERATOR_EXP:
        return field != FIELD_GENERATORS;
    default:
        return false;
    }
}

/* `a or b`: b only when a is false. */
static bool is_later_side(const Ast *ast, NodeId parent, NodeId node) {
    return ast_kind(ast, parent) == NODE_BOOL_OP && ast_first_child(ast, parent) != node;
}

static bool is_in_branch(const Ast *ast, NodeId node, NodeId function) {
    for (NodeId at = node; at != function && at != NODE_NONE; at = ast_node(ast, at)->parent) {
        NodeId parent = ast_node(ast, at)->parent;
        if (is_branch(ast_kind(ast, parent), (Field)ast_node(ast, at)->field) ||
            is_later_side(ast, parent, at)) {
            return true;
        }
    }
    return false;
}

/* ---- one function ---------------------------------------------------------------------------- */

typedef struct Tracing {
    const FileModel *file;
    UnitId unit;
    const Ast *ast;
    NodeId function;
    KindId context;
    NodeId seen;       /* nodes before this one were looked at for returns */
    NodeId return_end; /* of the first of them: what stands behind it may not run; 0: none */
    struct StepList ARRAY_OF(TraceStep) steps;
} Tracing;

static bool is_conditional(Tracing *tracing, NodeId node) {
    for (; tracing->seen < node && !tracing->return_end; tracing->seen++) {
        if (ast_kind(tracing->ast, tracing->seen) == NODE_RETURN) {
            tracing->return_end = ast_node(tracing->ast, tracing->seen)->subtree_end;
        }
    }
    bool is_behind_return = tracing->return_end && node >= tracing->return_end;
    return is_behind_return || is_in_branch(tracing->ast, node, tracing->function);
}

static Statement statement_at(const Tracing *tracing, NodeId node) {
    const Ast *ast = tracing->ast;
    if (ast_kind(ast, node) == NODE_CALL && statement_may_be(ast, node)) {
        Statement statement =
            statement_of_call(tracing->file, tracing->unit, node, tracing->context);
        if (statement.effect != STATEMENT_NONE) {
            return statement;
        }
    }
    return statement_of_evaluation(tracing->file, tracing->unit, node, tracing->context);
}

static bool opens_function(NodeKind kind) {
    return ast_kind_is_function(kind) || kind == NODE_LAMBDA || kind == NODE_CLASS_DEF;
}

/* A related query of a row that was given: the loop's own rows are the data flow rules' business.
 */
static bool is_of_row(const FileModel *file, const Statement *statement) {
    QueryKind query;
    return query_kind_get(kinds_table(file), statement->query, &query) &&
           kind_is_row(kinds_table(file), query.parent);
}

TraceStep trace_call(const FileModel *file, UnitId unit, NodeId node, KindId context) {
    TraceStep step = {.statement = {.effect = STATEMENT_NONE},
                      .called = {.node = NODE_NONE},
                      .called_context = KIND_NEVER};
    ContextKind called;
    KindId inner = kinds_called(file, unit, node, context);
    if (inner != KIND_NEVER && context_kind_get(kinds_table(file), inner, &called)) {
        step.called = called.function;
        step.called_context = inner;
        return step;
    }
    FunctionPlace place;
    if (ast_kind(&file_model_unit(file, unit)->ast, node) == NODE_CALL &&
        called_function((CallPlace){file, unit, node}, &place)) {
        step.called = (KindPlace){place.file->id, place.unit, place.node};
    }
    return step;
}

/* True when every call of the function sends what stands at `node`. */
static bool take(Tracing *tracing, NodeId node) {
    const FileModel *file = tracing->file;
    Statement statement = statement_at(tracing, node);
    bool sends = statement.effect != STATEMENT_NONE && !is_of_row(file, &statement);
    TraceStep step = {.called = {.node = NODE_NONE}, .called_context = KIND_NEVER};
    if ((!sends || statement.is_ending) && ast_kind(tracing->ast, node) != NODE_NAME) {
        step = trace_call(file, tracing->unit, node, tracing->context);
    }
    if (!sends && step.called.node == NODE_NONE) {
        return false;
    }
    if (sends) {
        step.statement = statement;
    }
    FunctionPlace place = {file, tracing->unit, tracing->function};
    step.node = node;
    step.is_conditional = is_conditional(tracing, node);
    if (step.is_conditional && shut_for_stored_rows(place, node, tracing->context)) {
        return false;
    }
    ARENA_PUSH(file->mem, &tracing->steps, step);
    return sends && !statement.is_ending && !step.is_conditional;
}

static FunctionTrace trace(const FileModel *file, UnitId unit, NodeId function, KindId context) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId body = ast_child(ast, function, FIELD_BODY);
    NodeId end = ast_node(ast, function)->subtree_end;
    Tracing tracing = {.file = file,
                       .unit = unit,
                       .ast = ast,
                       .function = function,
                       .context = context,
                       .seen = body};
    bool is_done = body == NODE_NONE;
    for (NodeId node = body; !is_done && node < end && node - body < NODES_MAX; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (opens_function(kind)) {
            node = ast_node(ast, node)->subtree_end - 1;
        } else if (kind == NODE_CALL || kind == NODE_ATTRIBUTE || kind == NODE_NAME) {
            is_done = take(&tracing, node);
        }
    }
    return (FunctionTrace){tracing.steps.items, tracing.steps.count};
}

/* ---- remembered ------------------------------------------------------------------------------ */

static uint32_t slot_of(const struct FileTraces *traces, const KnownTrace *wanted) {
    uint64_t key = (((uint64_t)wanted->unit << 32) | wanted->context) * 0x9E3779B97F4A7C15u;
    key = (key ^ wanted->node) * 0xC2B2AE3D27D4EB4Fu;
    uint32_t slot = (uint32_t)(key >> 32) & (traces->slot_count - 1);
    for (; traces->slots[slot]; slot = (slot + 1) & (traces->slot_count - 1)) {
        const KnownTrace *known = &traces->known.items[traces->slots[slot] - 1];
        if (known->unit == wanted->unit && known->node == wanted->node &&
            known->context == wanted->context) {
            break;
        }
    }
    return slot;
}

static void grow(struct FileTraces *traces, Arena *mem) {
    traces->slot_count = traces->slot_count ? traces->slot_count * 2 : FIRST_SLOTS;
    traces->slots = ARENA_ARRAY(mem, uint32_t, traces->slot_count);
    for (uint32_t i = 0; i < traces->known.count; i++) {
        traces->slots[slot_of(traces, &traces->known.items[i])] = i + 1;
    }
}

static struct FileTraces *traces_of(const FileModel *file) {
    FileLayers *layers = file->layers;
    if (!layers->traces) {
        layers->traces = ARENA_NEW(file->mem, struct FileTraces);
        grow(layers->traces, file->mem);
    }
    return layers->traces;
}

FunctionTrace function_trace(const FileModel *file, UnitId unit, NodeId node, KindId context) {
    struct FileTraces *traces = traces_of(file);
    KnownTrace wanted = {.unit = unit, .node = node, .context = context};
    uint32_t slot = slot_of(traces, &wanted);
    if (traces->slots[slot]) {
        const KnownTrace *known = &traces->known.items[traces->slots[slot] - 1];
        file_model_renote(file, &known->notes);
        return known->trace;
    }
    if (file->is_shared) {
        AnswerId before = project_answer(file, &wanted.notes.answer);
        wanted.trace = trace(file, unit, node, context);
        project_answered(file, before);
        project_note_answer(file, wanted.notes.answer);
    } else {
        UnitWatch watch;
        file_model_watch(file, &watch);
        wanted.trace = trace(file, unit, node, context);
        wanted.notes = file_model_unwatch(file, &watch, file->mem);
    }
    ARENA_PUSH(file->mem, &traces->known, wanted);
    if (traces->known.count * 2 > traces->slot_count) {
        grow(traces, file->mem);
    } else {
        traces->slots[slot_of(traces, &wanted)] = traces->known.count;
    }
    return wanted.trace;
}
