/* Knows what each function calls and how it is reached in its body; reads a function once. */
#include "semantics/effect_graph.h"

#include "catalog/extension.h"
#include "catalog/pacing.h"
#include "semantics/client_evidence.h"
#include "semantics/kinds.h"

struct EffectGraph {
    const FileModel *asker;
    GraphNode **slots; /* open addressing; NULL = free */
    uint32_t slot_count;
    uint32_t node_count;
    uint32_t searches;
    EffectQuestion questions[EFFECT_QUESTIONS_MAX];
    uint32_t question_count;
};

static const Ast *ast_of(const FileModel *file, UnitId unit) {
    return &file_model_unit(file, unit)->ast;
}

/* ---- how a call is reached ---------------------------------------------------------------------
 */

static bool opens_scope(NodeKind kind) {
    return ast_kind_is_function(kind) || kind == NODE_LAMBDA || kind == NODE_CLASS_DEF;
}

static bool contains_yield(const Ast *ast, NodeId function) {
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function + 1; node < end;) {
        NodeKind kind = ast_kind(ast, node);
        if (opens_scope(kind)) {
            node = ast_node(ast, node)->subtree_end;
            continue;
        }
        if (kind == NODE_YIELD || kind == NODE_YIELD_FROM) {
            return true;
        }
        node++;
    }
    return false;
}

/* A decorator that caches, retries or slows: the function does not run at every call, or waits. */
static bool is_paced(const FunctionPlace *function) {
    const UnitFacts *facts = file_model_unit(function->file, function->unit);
    const Ast *ast = &facts->ast;
    for (NodeId decorator = ast_child(ast, function->node, FIELD_DECORATOR_LIST);
         decorator != NODE_NONE; decorator = ast_next_in_field(ast, decorator)) {
        NodeId named = ast_kind(ast, decorator) == NODE_CALL ? ast_child(ast, decorator, FIELD_FUNC)
                                                             : decorator;
        Str text = str_span(facts->text, ast_span(ast, named == NODE_NONE ? decorator : named));
        if (catalog_pacing(text) & PACING_WRAPPER) {
            return true;
        }
    }
    return false;
}

/* ---- what runs whenever its function does -----------------------------------------------------
 */

/* Blocks that run whenever the statement around them does. */
static bool runs_always(const Ast *ast, NodeId node) {
    Field field = (Field)ast_node(ast, node)->field;
    switch (ast_kind(ast, ast_node(ast, node)->parent)) {
    case NODE_TRY:
    case NODE_TRY_STAR:
        return field == FIELD_BODY || field == FIELD_FINALBODY;
    case NODE_IF:
    case NODE_WHILE:
        return field == FIELD_TEST;
    case NODE_FOR:
    case NODE_ASYNC_FOR:
        return field == FIELD_ITER;
    case NODE_IF_EXP:
        return field == FIELD_TEST;
    case NODE_BOOL_OP:
        return ast_first_child(ast, ast_node(ast, node)->parent) == node;
    case NODE_MATCH:
        return field == FIELD_SUBJECT;
    case NODE_ASSERT:
    case NODE_LAMBDA:
    case NODE_LIST_COMP:
    case NODE_SET_COMP:
    case NODE_DICT_COMP:
    case NODE_GENERATOR_EXP:
        return false;
    default:
        return true;
    }
}

/* A return that stands in the middle of the body under a condition does not change the answer: the
 * calls before it still run, those after it are found by the walk only at the top level. */
static bool is_unconditional(const Ast *ast, NodeId node, NodeId function) {
    for (; node != function; node = ast_node(ast, node)->parent) {
        if (!runs_always(ast, node)) {
            return false;
        }
    }
    return true;
}

/* The end of the part of the body that every call reaches when nothing goes wrong: what stands
 * after the first `return` or `raise` may not run. Handlers are what goes wrong. */
static NodeId reached_end(const Ast *ast, NodeId function) {
    NodeId end = ast_node(ast, function)->subtree_end;
    NodeId node = ast_child(ast, function, FIELD_BODY);
    while (node != NODE_NONE && node < end) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_RETURN || kind == NODE_RAISE) {
            return ast_node(ast, node)->subtree_end;
        }
        bool is_passed = opens_scope(kind) || kind == NODE_EXCEPT_HANDLER;
        node = is_passed ? ast_node(ast, node)->subtree_end : node + 1;
    }
    return end;
}

/* ---- reading a function ---------------------------------------------------------------------- */

const CatalogCallable *effect_graph_callable(CallPlace place, Arena *mem) {
    return extended_callable(place.file->extension,
                             kinds_callee(place.file, place.unit, place.call, mem));
}

/* Of an async function the awaited calls run; of a plain one that is awaited, what it returns. */
static bool runs_when_awaited(const GraphNode *node, NodeId call) {
    const Ast *ast = ast_of(node->place.file, node->place.unit);
    if (!node->is_async) {
        return ast_kind(ast, ast_node(ast, call)->parent) == NODE_RETURN;
    }
    return call_awaiter(node->place.file, node->place.unit, call) != NODE_NONE;
}

static GraphCall read_call(EffectGraph *graph, const GraphNode *node, NodeId call, uint32_t flags) {
    CallPlace place = {node->place.file, node->place.unit, call};
    GraphCall read = {.call = call, .flags = flags};
    if (!(flags & GRAPH_INNER)) {
        read.callable = effect_graph_callable(place, graph->asker->mem);
        read.flags |= runs_when_awaited(node, call) ? GRAPH_AWAITED : 0;
    }
    if (!read.callable && (read.flags & GRAPH_AWAITED)) {
        read.likely = client_evidence(place.file, place.unit, call);
    }
    FunctionPlace target;
    if (!read.callable && called_function(place, &target)) {
        read.target = effect_graph_node(graph, &target);
    }
    return read;
}

static void read_calls(EffectGraph *graph, GraphNode *node) {
    const Ast *ast = ast_of(node->place.file, node->place.unit);
    NodeId function = node->place.node;
    NodeId end = ast_node(ast, function)->subtree_end;
    NodeId reached = reached_end(ast, function);
    NodeId inner_end = 0; /* of the outermost definition inside at hand */
    struct ARRAY_OF(GraphCall) calls = {0};
    /* Decorators and defaults ran when the function was made. */
    NodeId body = ast_child(ast, function, FIELD_BODY);
    for (NodeId at = body == NODE_NONE ? end : body; at < end; at++) {
        NodeKind kind = ast_kind(ast, at);
        if (opens_scope(kind) && at >= inner_end) {
            inner_end = ast_node(ast, at)->subtree_end;
        }
        if (kind != NODE_CALL) {
            continue;
        }
        bool inner = at < inner_end;
        bool always = !inner && at < reached && is_unconditional(ast, at, function);
        uint32_t flags = (inner ? GRAPH_INNER : 0) | (always ? GRAPH_ALWAYS : 0);
        ARENA_PUSH(graph->asker->mem, &calls, read_call(graph, node, at, flags));
    }
    node->calls = calls.items;
    node->call_count = calls.count;
}

void effect_graph_read(EffectGraph *graph, GraphNode *node) {
    if (node->is_read) {
        file_model_renote(graph->asker, &node->notes);
        return;
    }
    UnitWatch watch;
    file_model_watch(graph->asker, &watch);
    const Ast *ast = ast_of(node->place.file, node->place.unit);
    NodeKind kind = ast_kind(ast, node->place.node);
    node->is_read = true;
    node->is_async = kind == NODE_ASYNC_FUNCTION_DEF;
    node->is_plain = kind == NODE_FUNCTION_DEF;
    node->yields = contains_yield(ast, node->place.node);
    node->is_paced = is_paced(&node->place);
    read_calls(graph, node);
    node->notes = file_model_unwatch(graph->asker, &watch, graph->asker->mem);
}

/* ---- the graph
 * ----------------------------------------------------------------------------------- */

EffectGraph *effect_graph(const FileModel *asker) {
    if (!asker->layers->effects) {
        asker->layers->effects = ARENA_NEW(asker->mem, EffectGraph);
        asker->layers->effects->asker = asker;
    }
    return asker->layers->effects;
}

static uint32_t slot_of(const FunctionPlace *function, uint32_t slot_count) {
    uint64_t key = (uint64_t)function->file->id * 0x9E3779B97F4A7C15u +
                   (uint64_t)function->unit * 0xC2B2AE3D27D4EB4Fu + function->node;
    return (uint32_t)((key * 0xFF51AFD7ED558CCDu) >> 32) & (slot_count - 1);
}

static bool is_place(const FunctionPlace *a, const FunctionPlace *b) {
    return a->file == b->file && a->unit == b->unit && a->node == b->node;
}

static void put(GraphNode **slots, uint32_t slot_count, GraphNode *node) {
    uint32_t slot = slot_of(&node->place, slot_count);
    while (slots[slot]) {
        slot = (slot + 1) & (slot_count - 1);
    }
    slots[slot] = node;
}

enum { SLOTS_FIRST = 64 };

static void grow(EffectGraph *graph) {
    uint32_t slot_count = graph->slot_count ? graph->slot_count * 2 : SLOTS_FIRST;
    GraphNode **slots = ARENA_ARRAY(graph->asker->mem, GraphNode *, slot_count);
    for (uint32_t i = 0; i < graph->slot_count; i++) {
        if (graph->slots[i]) {
            put(slots, slot_count, graph->slots[i]);
        }
    }
    graph->slots = slots;
    graph->slot_count = slot_count;
}

GraphNode *effect_graph_node(EffectGraph *graph, const FunctionPlace *function) {
    if (graph->node_count * 2 >= graph->slot_count) {
        grow(graph);
    }
    uint32_t slot = slot_of(function, graph->slot_count);
    for (; graph->slots[slot]; slot = (slot + 1) & (graph->slot_count - 1)) {
        if (is_place(&graph->slots[slot]->place, function)) {
            return graph->slots[slot];
        }
    }
    GraphNode *node = ARENA_NEW(graph->asker->mem, GraphNode);
    node->place = *function;
    graph->slots[slot] = node;
    graph->node_count++;
    return node;
}

uint32_t effect_graph_search(EffectGraph *graph) {
    return ++graph->searches;
}

static bool is_question(const EffectQuestion *a, const EffectQuestion *b) {
    return a->wanted == b->wanted && a->unwanted == b->unwanted && a->accepts == b->accepts &&
           a->reach == b->reach && a->is_awaited == b->is_awaited &&
           a->stops_at_pacing == b->stops_at_pacing && a->takes_likely == b->takes_likely;
}

uint32_t effect_graph_question(EffectGraph *graph, const EffectQuestion *question) {
    for (uint32_t i = 0; i < graph->question_count; i++) {
        if (is_question(&graph->questions[i], question)) {
            return i;
        }
    }
    if (graph->question_count == EFFECT_QUESTIONS_MAX) {
        return EFFECT_QUESTIONS_MAX;
    }
    graph->questions[graph->question_count] = *question;
    return graph->question_count++;
}
