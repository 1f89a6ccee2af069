/* Knows how a call leads to what the catalog knows; what an effect means is the asker's business.
 *
 * The search is a queue of functions: no recursion over call chains. */
#include "semantics/effects.h"

#include "catalog/extension.h"
#include "catalog/pacing.h"
#include "semantics/client_evidence.h"
#include "semantics/kinds.h"
#include "semantics/project.h"

/* One function that a search has reached, and from where. */
typedef struct Visit {
    FunctionPlace function;
    CallPlace from;  /* the call that leads here */
    uint32_t parent; /* index of the visit that holds that call */
} Visit;

typedef struct Search {
    const EffectQuestion *question;
    Arena *mem;
    struct VisitList ARRAY_OF(Visit) visits;
    const CatalogCallable *found;
    bool is_likely;
    CallPlace found_at;
    uint32_t found_in; /* visit whose function holds the call */
} Search;

#define NO_PARENT UINT32_MAX
enum { VISITS_MAX = 4096 };

static const Ast *ast_of(const FileModel *file, UnitId unit) {
    return &file_model_unit(file, unit)->ast;
}

/* ---- functions ------------------------------------------------------------------------------ */

/* The function that a callee of this kind runs: for a class its `__init__`. The one place where a
 * call finds its function, in whatever file of the project. */
bool function_of_kind(const FileModel *file, KindId callee, FunctionPlace *out) {
    Kind kind = *kind_get(kinds_table(file), callee);
    if (kind.tag == KIND_TAG_CLASS) {
        file = project_file(file, kind.file);
        kind = *kind_get(kinds_table(file),
                         kinds_attribute(file, kind.unit, kind.node, STR("__init__")));
    }
    if (kind.tag != KIND_TAG_FUNCTION && kind.tag != KIND_TAG_METHOD) {
        return false;
    }
    *out = (FunctionPlace){project_file(file, kind.file), kind.unit, kind.node};
    return true;
}

bool called_function(CallPlace place, FunctionPlace *out) {
    NodeId callee = ast_child(ast_of(place.file, place.unit), place.call, FIELD_FUNC);
    return callee != NODE_NONE &&
           function_of_kind(place.file, kinds_expression(place.file, place.unit, callee), out);
}

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

/* An early `return` or `raise` under a condition: what stands after it may not run. */
static bool may_leave(const Ast *ast, NodeId statement) {
    NodeId end = ast_node(ast, statement)->subtree_end;
    for (NodeId node = statement; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_RETURN || kind == NODE_RAISE) {
            return true;
        }
    }
    return false;
}

/* The end of the part of the body that every call reaches. */
static NodeId reached_end(const Ast *ast, NodeId function) {
    for (NodeId statement = ast_child(ast, function, FIELD_BODY); statement != NODE_NONE;
         statement = ast_next_in_field(ast, statement)) {
        NodeKind kind = ast_kind(ast, statement);
        bool branches = kind == NODE_IF || kind == NODE_FOR || kind == NODE_ASYNC_FOR ||
                        kind == NODE_WHILE || kind == NODE_MATCH;
        if (branches && may_leave(ast, statement)) {
            return ast_node(ast, statement)->subtree_end;
        }
    }
    return ast_node(ast, function)->subtree_end;
}

/* ---- awaiting ---------------------------------------------------------------------------------
 */

/* `asyncio.wait_for(call, 5)`: hands on what it awaits. */
static bool is_wait_for(const FileModel *file, UnitId unit, NodeId call) {
    const CatalogCallable *row =
        extended_callable(file->extension, kinds_callee(file, unit, call, file->mem));
    return row && (row->effects & CATALOG_BOUNDS);
}

NodeId call_awaiter(const FileModel *file, UnitId unit, NodeId call) {
    const Ast *ast = ast_of(file, unit);
    NodeId parent = ast_node(ast, call)->parent;
    if (ast_kind(ast, parent) == NODE_AWAIT) {
        return parent;
    }
    if (ast_kind(ast, parent) == NODE_WITHITEM) {
        return ast_kind(ast, ast_node(ast, parent)->parent) == NODE_ASYNC_WITH ? parent : NODE_NONE;
    }
    bool is_argument =
        ast_kind(ast, parent) == NODE_CALL && ast_node(ast, call)->field == FIELD_ARGS;
    NodeId above = ast_node(ast, parent)->parent;
    return is_argument && ast_kind(ast, above) == NODE_AWAIT && is_wait_for(file, unit, parent)
               ? above
               : NODE_NONE;
}

/* ---- the search --------------------------------------------------------------------------------
 */

/* The catalog's row of the call when it has the effect that is looked for. */
static const CatalogCallable *effective_callable(CallPlace place, const EffectQuestion *question,
                                                 Arena *mem, bool *is_likely) {
    const CatalogCallable *row = extended_callable(
        place.file->extension, kinds_callee(place.file, place.unit, place.call, mem));
    *is_likely = false;
    if (!row && question->is_awaited && question->takes_likely) {
        row = client_evidence(place.file, place.unit, place.call);
        *is_likely = row != NULL;
    }
    bool is_meant = row && (row->effects & question->wanted) &&
                    !(row->effects & question->unwanted) &&
                    (!question->accepts || question->accepts(place, row));
    return is_meant ? row : NULL;
}

static bool is_visited(const Search *search, const FunctionPlace *function) {
    for (uint32_t i = 0; i < search->visits.count; i++) {
        const FunctionPlace *visited = &search->visits.items[i].function;
        if (visited->file == function->file && visited->unit == function->unit &&
            visited->node == function->node) {
            return true;
        }
    }
    return search->visits.count >= VISITS_MAX;
}

/* True when calling (and, in an awaited search, awaiting) it runs its body. */
static bool runs_body(const EffectQuestion *question, const FunctionPlace *function) {
    const Ast *ast = ast_of(function->file, function->unit);
    NodeKind kind = ast_kind(ast, function->node);
    bool is_right_kind =
        kind == NODE_FUNCTION_DEF || (kind == NODE_ASYNC_FUNCTION_DEF && question->is_awaited);
    return is_right_kind && !contains_yield(ast, function->node) &&
           !(question->stops_at_pacing && is_paced(function));
}

/* Remembers the function that a call runs, if it is one. */
static void follow(Search *search, CallPlace place, uint32_t parent) {
    FunctionPlace function;
    if (called_function(place, &function) && runs_body(search->question, &function) &&
        !is_visited(search, &function)) {
        ARENA_PUSH(search->mem, &search->visits, ((Visit){function, place, parent}));
    }
}

/* Of an async function the awaited calls run; of a plain one that is awaited, what it returns. */
static bool is_run(const EffectQuestion *question, const FunctionPlace *function, NodeId call) {
    if (!question->is_awaited) {
        return true;
    }
    const Ast *ast = ast_of(function->file, function->unit);
    if (ast_kind(ast, function->node) == NODE_FUNCTION_DEF) {
        return ast_kind(ast, ast_node(ast, call)->parent) == NODE_RETURN;
    }
    return call_awaiter(function->file, function->unit, call) != NODE_NONE;
}

/* The function's own calls: the first with the effect ends the search. */
static void expand(Search *search, uint32_t index) {
    const EffectQuestion *question = search->question;
    FunctionPlace function = search->visits.items[index].function;
    const Ast *ast = ast_of(function.file, function.unit);
    bool always = question->reach == EFFECT_ALWAYS;
    NodeId end =
        always ? reached_end(ast, function.node) : ast_node(ast, function.node)->subtree_end;
    uint32_t known = search->visits.count;
    /* Decorators and defaults ran when the function was made. */
    NodeId body = ast_child(ast, function.node, FIELD_BODY);
    for (NodeId node = body == NODE_NONE ? end : body; node < end && !search->found; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (opens_scope(kind)) {
            node = ast_node(ast, node)->subtree_end - 1;
            continue;
        }
        if (kind != NODE_CALL || (always && !is_unconditional(ast, node, function.node)) ||
            !is_run(question, &function, node)) {
            continue;
        }
        CallPlace place = {function.file, function.unit, node};
        search->found = effective_callable(place, question, search->mem, &search->is_likely);
        if (search->found) {
            search->found_at = place;
            search->found_in = index;
            search->visits.count = known;
            return;
        }
        follow(search, place, index);
    }
}

static EffectChain chain_from(const Search *search, Arena *mem) {
    CallPlace reversed[EFFECT_STEPS_MAX];
    uint32_t count = 0;
    reversed[count++] = search->found_at;
    for (uint32_t visit = search->found_in; visit != NO_PARENT;
         visit = search->visits.items[visit].parent) {
        /* A long chain keeps its two ends: the middle is overwritten. */
        uint32_t at = count < EFFECT_STEPS_MAX ? count++ : EFFECT_STEPS_MAX - 1;
        reversed[at] = search->visits.items[visit].from;
    }
    CallPlace *steps = ARENA_ARRAY(mem, CallPlace, count);
    for (uint32_t i = 0; i < count; i++) {
        steps[i] = reversed[count - 1 - i];
    }
    return (EffectChain){search->found, steps, count, search->is_likely};
}

EffectChain effect_chain(CallPlace place, const EffectQuestion *question, Arena *mem) {
    bool is_likely;
    const CatalogCallable *direct = effective_callable(place, question, mem, &is_likely);
    if (direct) {
        CallPlace *step = ARENA_NEW(mem, CallPlace);
        *step = place;
        return (EffectChain){direct, step, 1, is_likely};
    }
    Search search = {.question = question, .mem = mem};
    follow(&search, place, NO_PARENT);
    for (uint32_t i = 0; i < search.visits.count && !search.found; i++) {
        expand(&search, i);
    }
    return search.found ? chain_from(&search, mem) : (EffectChain){NULL, NULL, 0, false};
}

EffectChain function_effect_chain(FunctionPlace function, const EffectQuestion *question,
                                  Arena *mem) {
    Search search = {.question = question, .mem = mem};
    if (runs_body(question, &function)) {
        CallPlace from = {function.file, function.unit, function.node};
        ARENA_PUSH(mem, &search.visits, ((Visit){function, from, NO_PARENT}));
    }
    for (uint32_t i = 0; i < search.visits.count && !search.found; i++) {
        expand(&search, i);
    }
    return search.found ? chain_from(&search, mem) : (EffectChain){NULL, NULL, 0, false};
}

/* ---- every function
 * ------------------------------------------------------------------------------ */

static void follow_any(Search *search, CallPlace place) {
    FunctionPlace function;
    if (called_function(place, &function) && !is_visited(search, &function)) {
        ARENA_PUSH(search->mem, &search->visits, ((Visit){function, place, NO_PARENT}));
    }
}

FunctionList called_functions(CallPlace place, Arena *mem) {
    Search search = {.mem = mem};
    follow_any(&search, place);
    for (uint32_t i = 0; i < search.visits.count; i++) {
        FunctionPlace function = search.visits.items[i].function;
        const Ast *ast = ast_of(function.file, function.unit);
        NodeId end = ast_node(ast, function.node)->subtree_end;
        for (NodeId node = function.node; node < end; node++) {
            if (ast_kind(ast, node) == NODE_CALL) {
                follow_any(&search, (CallPlace){function.file, function.unit, node});
            }
        }
    }
    FunctionPlace *items = ARENA_ARRAY(mem, FunctionPlace, search.visits.count);
    for (uint32_t i = 0; i < search.visits.count; i++) {
        items[i] = search.visits.items[i].function;
    }
    return (FunctionList){items, search.visits.count};
}
