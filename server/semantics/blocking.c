#include "semantics/blocking.h"

#include "catalog/extension.h"
#include "semantics/kinds.h"

/* One function that a search has reached, and from where. */
typedef struct Visit {
    UnitId unit;
    NodeId function;
    CallPlace from;  /* the call that leads here */
    uint32_t parent; /* index of the visit that holds that call */
} Visit;

typedef struct FunctionPlace {
    UnitId unit;
    NodeId node;
} FunctionPlace;

typedef struct Search {
    const FileModel *file;
    uint32_t counted;
    Arena *mem;
    struct VisitList ARRAY_OF(Visit) visits;
    const CatalogCallable *found;
    CallPlace found_at;
    uint32_t found_in; /* visit whose function holds the blocking call */
} Search;

#define NO_PARENT UINT32_MAX
enum { VISITS_MAX = 4096 };

static const CatalogCallable *blocking_callable(const FileModel *file, UnitId unit, NodeId call,
                                                uint32_t counted, Arena *mem) {
    const CatalogCallable *row =
        extended_callable(file->extension, kinds_callee(file, unit, call, mem));
    uint32_t switched = CATALOG_FILE | CATALOG_DB;
    return row && (row->effects & CATALOG_BLOCKING) && !(row->effects & switched & ~counted) ? row
                                                                                             : NULL;
}

static bool contains_yield(const Ast *ast, NodeId function) {
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function + 1; node < end;) {
        NodeKind kind = ast_kind(ast, node);
        if (ast_kind_is_function(kind) || kind == NODE_LAMBDA || kind == NODE_CLASS_DEF) {
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
        bool branches =
            kind == NODE_IF || kind == NODE_FOR || kind == NODE_WHILE || kind == NODE_MATCH;
        if (branches && may_leave(ast, statement)) {
            return ast_node(ast, statement)->subtree_end;
        }
    }
    return ast_node(ast, function)->subtree_end;
}

static bool is_visited(const Search *search, UnitId unit, NodeId function) {
    for (uint32_t i = 0; i < search->visits.count; i++) {
        if (search->visits.items[i].unit == unit && search->visits.items[i].function == function) {
            return true;
        }
    }
    return search->visits.count >= VISITS_MAX;
}

/* The function that a callee of this kind runs: for a class its `__init__`. */
static bool function_of(const FileModel *file, KindId callee, FunctionPlace *out) {
    Kind kind = *kind_get(kinds_table(file), callee);
    if (kind.tag == KIND_TAG_CLASS) {
        kind = *kind_get(kinds_table(file),
                         kinds_attribute(file, kind.unit, kind.node, STR("__init__")));
    }
    *out = (FunctionPlace){kind.unit, kind.node};
    return kind.tag == KIND_TAG_FUNCTION || kind.tag == KIND_TAG_METHOD;
}

/* Remembers the function of the file that a call runs at once, if it is one. */
static void follow(Search *search, CallPlace place, uint32_t parent) {
    const Ast *ast = &file_model_unit(search->file, place.unit)->ast;
    NodeId callee = ast_child(ast, place.call, FIELD_FUNC);
    if (callee == NODE_NONE) {
        return;
    }
    FunctionPlace place_of;
    if (!function_of(search->file, kinds_expression(search->file, place.unit, callee), &place_of)) {
        return;
    }
    UnitId unit = place_of.unit;
    NodeId function = place_of.node;
    const Ast *target = &file_model_unit(search->file, unit)->ast;
    if (ast_kind(target, function) == NODE_FUNCTION_DEF && !is_visited(search, unit, function) &&
        !contains_yield(target, function)) {
        ARENA_PUSH(search->mem, &search->visits, ((Visit){unit, function, place, parent}));
    }
}

/* The function's own unconditional calls: the first that blocks ends the search. */
static void expand(Search *search, uint32_t index) {
    Visit visit = search->visits.items[index];
    const Ast *ast = &file_model_unit(search->file, visit.unit)->ast;
    NodeId end = reached_end(ast, visit.function);
    uint32_t known = search->visits.count;
    /* Decorators and defaults ran when the function was made. */
    NodeId body = ast_child(ast, visit.function, FIELD_BODY);
    for (NodeId node = body == NODE_NONE ? end : body; node < end && !search->found; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (ast_kind_is_function(kind) || kind == NODE_LAMBDA || kind == NODE_CLASS_DEF) {
            node = ast_node(ast, node)->subtree_end - 1;
            continue;
        }
        if (kind != NODE_CALL || !is_unconditional(ast, node, visit.function)) {
            continue;
        }
        CallPlace place = {visit.unit, node};
        search->found =
            blocking_callable(search->file, place.unit, node, search->counted, search->mem);
        if (search->found) {
            search->found_at = place;
            search->found_in = index;
            search->visits.count = known;
            return;
        }
        follow(search, place, index);
    }
}

static BlockingChain chain_from(const Search *search, Arena *mem) {
    CallPlace reversed[BLOCKING_STEPS_MAX];
    uint32_t count = 0;
    reversed[count++] = search->found_at;
    for (uint32_t visit = search->found_in; visit != NO_PARENT;
         visit = search->visits.items[visit].parent) {
        /* A long chain keeps its two ends: the middle is overwritten. */
        uint32_t at = count < BLOCKING_STEPS_MAX ? count++ : BLOCKING_STEPS_MAX - 1;
        reversed[at] = search->visits.items[visit].from;
    }
    CallPlace *steps = ARENA_ARRAY(mem, CallPlace, count);
    for (uint32_t i = 0; i < count; i++) {
        steps[i] = reversed[count - 1 - i];
    }
    return (BlockingChain){search->found, steps, count};
}

BlockingChain blocking_chain(const FileModel *file, UnitId unit, NodeId call, uint32_t counted,
                             Arena *mem) {
    CallPlace place = {unit, call};
    const CatalogCallable *direct = blocking_callable(file, unit, call, counted, mem);
    if (direct) {
        CallPlace *step = ARENA_NEW(mem, CallPlace);
        *step = place;
        return (BlockingChain){direct, step, 1};
    }
    Search search = {.file = file, .counted = counted, .mem = mem};
    follow(&search, place, NO_PARENT);
    for (uint32_t i = 0; i < search.visits.count && !search.found; i++) {
        expand(&search, i);
    }
    return search.found ? chain_from(&search, mem) : (BlockingChain){NULL, NULL, 0};
}
