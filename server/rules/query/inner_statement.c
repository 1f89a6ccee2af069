/* Knows how calls lead to statements; refuses to know loops. */
#include "rules/query/inner_statement.h"

#include "rules/query/function_trace.h"
#include "rules/query/shut_branch.h"

/* A function that calls many is followed so far and no farther. One that does nothing but call
 * another one, in every case, is a link of a chain, whose end is as good as its beginning. */
enum { FUNCTIONS_MAX = 24, DEPTH_MAX = 3, LINKS_MAX = 1 << 12 };

/* A function that the search has come to, with what it is given. */
typedef struct Stop {
    const FileModel *file;
    KindPlace function;
    KindId context;
    CallPlace call; /* that leads to it */
    uint32_t depth;
    bool is_conditional;
    bool is_own; /* all calls on the way are of one object: `self` */
} Stop;

typedef struct Search {
    const FileModel *from;
    Arena *mem;
    struct StopList ARRAY_OF(Stop) stops;
    bool on_row; /* the call is a method of a row: `player.save()` */
    InnerStatement found;
} Search;

static const FileModel *model_of(const Search *search, FileId file) {
    return file == search->from->id ? search->from : project_file(search->from, file);
}

static bool is_at(const Search *search, uint32_t index, KindPlace function) {
    KindPlace known = search->stops.items[index].function;
    return known.file == function.file && known.unit == function.unit &&
           known.node == function.node;
}

/* Of a chain's links, which stand behind the first functions, only one is compared with, the last
 * whose place is a power of two: that finds a circle in its second turn at the latest. */
static bool is_known(const Search *search, KindPlace function) {
    uint32_t count = search->stops.count;
    for (uint32_t i = 0; i < count && i < FUNCTIONS_MAX; i++) {
        if (is_at(search, i, function)) {
            return true;
        }
    }
    uint32_t mark = FUNCTIONS_MAX;
    while (mark * 2 < count) {
        mark *= 2;
    }
    return mark < count && is_at(search, mark, function);
}

static bool is_too_far(const Search *search, const Stop *stop, bool is_link) {
    if (is_link && !stop->is_conditional) {
        return search->stops.count >= LINKS_MAX;
    }
    return stop->depth > DEPTH_MAX || search->stops.count >= FUNCTIONS_MAX;
}

static bool runs_at_once(const FileModel *file, KindPlace function) {
    const Ast *ast = &file_model_unit(file, function.unit)->ast;
    NodeKind kind = ast_kind(ast, function.node);
    return kind == NODE_FUNCTION_DEF || kind == NODE_ASYNC_FUNCTION_DEF;
}

static void add_stop(Search *search, const TraceStep *step, Stop stop, bool is_link) {
    KindPlace function = step->called;
    if (function.node == NODE_NONE || is_too_far(search, &stop, is_link) ||
        is_known(search, function)) {
        return;
    }
    const FileModel *file = model_of(search, function.file);
    if (runs_at_once(file, function) && !query_is_cached(search->from, function)) {
        stop.file = file;
        stop.function = function;
        stop.context = step->called_context;
        stop.is_own &= is_call_of_own_object(stop.call);
        ARENA_PUSH(search->mem, &search->stops, stop);
    }
}

static bool take(Search *search, const Stop *stop, const Statement *statement, bool conditional) {
    const Ast *ast = &file_model_unit(stop->file, stop->function.unit)->ast;
    bool is_better = search->found.statement.effect == STATEMENT_NONE ||
                     (search->found.is_conditional && !conditional);
    if (is_better) {
        search->found = (InnerStatement){*statement, stop->file, stop->function.unit,
                                         ast_name(ast, stop->function.node), conditional};
    }
    return !conditional;
}

/* True when an unconditional statement was found. */
static bool expand(Search *search, uint32_t index) {
    Stop stop = search->stops.items[index];
    FunctionTrace trace =
        function_trace(stop.file, stop.function.unit, stop.function.node, stop.context);
    for (uint32_t i = 0; i < trace.count; i++) {
        const TraceStep *step = &trace.items[i];
        FunctionPlace place = {stop.file, stop.function.unit, stop.function.node};
        if (step->is_conditional && (shut_by_call(place, step->node, stop.call) ||
                                     shut_after_first(place, step->node, stop.is_own) ||
                                     shut_by_key(place, step->node, stop.is_own))) {
            continue;
        }
        bool conditional = stop.is_conditional || step->is_conditional;
        bool counts = !step->statement.is_ending || (search->on_row && !conditional);
        if (step->statement.effect == STATEMENT_NONE || !counts) {
            Stop next = {
                .call = {stop.file, stop.function.unit, step->node},
                .depth = stop.depth + 1,
                .is_conditional = conditional,
                .is_own = stop.is_own
            };
            add_stop(search, step, next, trace.count == 1);
        } else if (take(search, &stop, &step->statement, conditional)) {
            return true;
        }
    }
    return false;
}

/* A commit in any other helper ends what somebody wanted to end there. */
static bool is_method_of_row(const FileModel *file, UnitId unit, NodeId call) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId function =
        ast_kind(ast, call) == NODE_CALL ? ast_child(ast, call, FIELD_FUNC) : NODE_NONE;
    NodeId object = function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE
                        ? NODE_NONE
                        : ast_child(ast, function, FIELD_VALUE);
    if (object == NODE_NONE) {
        return false;
    }
    KindId value = kinds_expression(file, unit, object);
    const Kind *kind = kind_get(kinds_table(file), value);
    return kind_is_row(kinds_table(file), value) ||
           (kind->tag == KIND_TAG_OBJECT && model_of_kind(file, kind) != NULL);
}

InnerStatement inner_statement_find(const FileModel *file, UnitId unit, NodeId node, Arena *mem) {
    Search search = {.from = file, .mem = mem, .on_row = is_method_of_row(file, unit, node)};
    TraceStep first = trace_call(file, unit, node, KIND_NEVER);
    add_stop(&search, &first,
             (Stop){
                 .call = {file, unit, node},
                   .depth = 1, .is_own = true
    },
             false);
    for (uint32_t i = 0; i < search.stops.count; i++) {
        if (expand(&search, i)) {
            break;
        }
    }
    return search.found;
}
