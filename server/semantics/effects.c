/* Knows how a call leads to what the catalog knows; what an effect means is the asker's business.
 *
 * The search is a queue of functions: no recursion over call chains. What each function calls is
 * remembered in effect_graph.c, and so is what none of the functions behind it does. */
#include "semantics/effects.h"

#include "catalog/extension.h"
#include "semantics/client_evidence.h"
#include "semantics/effect_graph.h"
#include "semantics/kinds.h"
#include "semantics/project.h"

/* One function that a search has reached, and from where. */
typedef struct Visit {
    GraphNode *function;
    CallPlace from;  /* the call that leads here */
    uint32_t parent; /* index of the visit that holds that call */
} Visit;

typedef struct Search {
    EffectGraph *graph;
    const FileModel *asker;
    const EffectQuestion *question;
    uint32_t number;      /* of the search */
    uint32_t remembering; /* of the question; EFFECT_QUESTIONS_MAX: answers are not kept */
    Arena *mem;
    struct VisitList ARRAY_OF(Visit) visits;
    const CatalogCallable *found;
    bool is_likely;
    CallPlace found_at;
    uint32_t found_in; /* visit whose function holds the call */
} Search;

#define NO_PARENT UINT32_MAX

static const Ast *ast_of(const FileModel *file, UnitId unit) {
    return &file_model_unit(file, unit)->ast;
}

/* ---- functions ------------------------------------------------------------------------------ */

/* The function that a callee of this kind runs: for a class its `__init__`. The one place where a
 * call finds its function, in whatever file of the project. */
bool function_of_kind(const FileModel *file, KindId callee, FunctionPlace *out) {
    Kind kind = *kind_get(kinds_table(file), callee);
    while (kind.tag == KIND_TAG_PARTIAL && kind.argument_count > 0) {
        kind = *kind_get(kinds_table(file), kind.arguments[0]);
    }
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

/* ---- the search ------------------------------------------------------------------------------ */

static bool is_meant(const EffectQuestion *question, CallPlace place, const CatalogCallable *row) {
    return row && (row->effects & question->wanted) && !(row->effects & question->unwanted) &&
           (!question->accepts || question->accepts(place, row));
}

/* Of the two rows that a call may have, the one that is meant. */
static const CatalogCallable *effective(const EffectQuestion *question, CallPlace place,
                                        const CatalogCallable *known, const CatalogCallable *likely,
                                        bool *is_likely) {
    *is_likely = !known && question->is_awaited && question->takes_likely;
    const CatalogCallable *row = *is_likely ? likely : known;
    return is_meant(question, place, row) ? row : NULL;
}

/* True when calling (and, in an awaited search, awaiting) it runs its body. */
static bool runs_body(const EffectQuestion *question, const GraphNode *function) {
    bool is_right_kind = function->is_plain || (function->is_async && question->is_awaited);
    return is_right_kind && !function->yields && !(question->stops_at_pacing && function->is_paced);
}

/* Remembers the function that a call runs; not one that leads nowhere, as was found out before. */
static void follow(Search *search, GraphNode *function, CallPlace from, uint32_t parent) {
    if (function->visited == search->number) {
        return;
    }
    function->visited = search->number;
    effect_graph_read(search->graph, function);
    uint32_t question = search->remembering;
    if (question < EFFECT_QUESTIONS_MAX && (function->without >> question & 1)) {
        file_model_renote(search->asker, function->without_notes[question]);
        return;
    }
    if (runs_body(search->question, function)) {
        ARENA_PUSH(search->mem, &search->visits, ((Visit){function, from, parent}));
    }
}

/* The function's own calls: the first with the effect ends the search. */
static void expand(Search *search, uint32_t index) {
    const EffectQuestion *question = search->question;
    const GraphNode *function = search->visits.items[index].function;
    uint32_t required = (question->reach == EFFECT_ALWAYS ? GRAPH_ALWAYS : 0) |
                        (question->is_awaited ? GRAPH_AWAITED : 0);
    uint32_t known = search->visits.count;
    for (uint32_t i = 0; i < function->call_count; i++) {
        const GraphCall *call = &function->calls[i];
        if ((call->flags & required) != required || (call->flags & GRAPH_INNER)) {
            continue;
        }
        CallPlace place = {function->place.file, function->place.unit, call->call};
        search->found =
            effective(question, place, call->callable, call->likely, &search->is_likely);
        if (search->found) {
            search->found_at = place;
            search->found_in = index;
            search->visits.count = known;
            return;
        }
        if (call->target) {
            follow(search, call->target, place, index);
        }
    }
}

/* Nothing was found, and all that is behind each of the functions was looked at. */
static void remember_without(Search *search, UnitNotes notes) {
    if (search->remembering >= EFFECT_QUESTIONS_MAX || search->visits.count == 0) {
        return;
    }
    Arena *mem = search->asker->mem;
    UnitNotes *kept = ARENA_NEW(mem, UnitNotes);
    *kept = notes;
    UnitId *units = ARENA_ARRAY(mem, UnitId, notes.count + 1);
    for (uint32_t i = 0; i < notes.count; i++) {
        units[i] = notes.units[i];
    }
    kept->units = units;
    for (uint32_t i = 0; i < search->visits.count; i++) {
        GraphNode *function = search->visits.items[i].function;
        function->without |= (uint64_t)1 << search->remembering;
        function->without_notes[search->remembering] = kept;
    }
}

static void run(Search *search) {
    for (uint32_t i = 0; i < search->visits.count && !search->found; i++) {
        expand(search, i);
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

/* From a function on; `from` is the call that runs it. */
static EffectChain chain_behind(const FunctionPlace *function, CallPlace from,
                                const EffectQuestion *question, Arena *mem) {
    EffectGraph *graph = effect_graph(from.file);
    Search search = {.graph = graph,
                     .asker = from.file,
                     .question = question,
                     .number = effect_graph_search(graph),
                     .remembering = effect_graph_question(graph, question),
                     .mem = mem};
    UnitWatch watch;
    file_model_watch(from.file, &watch);
    follow(&search, effect_graph_node(graph, function), from, NO_PARENT);
    run(&search);
    UnitNotes notes = file_model_unwatch(from.file, &watch, mem);
    if (search.found) {
        return chain_from(&search, mem);
    }
    remember_without(&search, notes);
    return (EffectChain){NULL, NULL, 0, false};
}

EffectChain effect_chain(CallPlace place, const EffectQuestion *question, Arena *mem) {
    bool is_likely;
    const CatalogCallable *known = effect_graph_callable(place, mem);
    bool guesses = !known && question->is_awaited && question->takes_likely;
    const CatalogCallable *likely =
        guesses ? client_evidence(place.file, place.unit, place.call) : NULL;
    const CatalogCallable *direct = effective(question, place, known, likely, &is_likely);
    if (direct) {
        CallPlace *step = ARENA_NEW(mem, CallPlace);
        *step = place;
        return (EffectChain){direct, step, 1, is_likely};
    }
    FunctionPlace function;
    if (!called_function(place, &function)) {
        return (EffectChain){NULL, NULL, 0, false};
    }
    return chain_behind(&function, place, question, mem);
}

EffectChain function_effect_chain(FunctionPlace function, const EffectQuestion *question,
                                  Arena *mem) {
    CallPlace from = {function.file, function.unit, function.node};
    return chain_behind(&function, from, question, mem);
}

/* ---- every function ----------------------------------------------------------------------------
 */

FunctionList called_functions(CallPlace place, uint32_t most, Arena *mem) {
    EffectGraph *graph = effect_graph(place.file);
    struct ARRAY_OF(FunctionPlace) found = {0};
    struct ARRAY_OF(GraphNode *) open = {0};
    uint32_t number = effect_graph_search(graph);
    FunctionPlace first;
    if (called_function(place, &first)) {
        ARENA_PUSH(mem, &open, effect_graph_node(graph, &first));
        open.items[0]->visited = number;
    }
    for (uint32_t i = 0; i < open.count && found.count <= most; i++) {
        GraphNode *node = open.items[i];
        effect_graph_read(graph, node);
        ARENA_PUSH(mem, &found, node->place);
        for (uint32_t k = 0; k < node->call_count; k++) {
            GraphNode *target = node->calls[k].target;
            if (target && target->visited != number) {
                target->visited = number;
                ARENA_PUSH(mem, &open, target);
            }
        }
    }
    return (FunctionList){found.items, found.count};
}
