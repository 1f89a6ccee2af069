/* Knows how calls lead to statements; refuses to know loops. */
#include "rules/query/inner_statement.h"

#include "semantics/effects.h"

enum { FUNCTIONS_MAX = 24, DEPTH_MAX = 3, NODES_MAX = 4000 };

/* A function that the search has come to, with what it is given. */
typedef struct Stop {
    const FileModel *file;
    KindPlace function;
    KindId context;
    uint32_t depth;
    bool is_conditional;
} Stop;

typedef struct Search {
    const FileModel *from;
    Arena *mem;
    struct StopList ARRAY_OF(Stop) stops;
    bool on_row; /* the call is a method of a row: `player.save()` */
    InnerStatement found;
} Search;

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
    default:
        return false;
    }
}

static bool is_conditional(const Ast *ast, NodeId node, NodeId function) {
    for (NodeId at = node; at != function && at != NODE_NONE; at = ast_node(ast, at)->parent) {
        NodeId parent = ast_node(ast, at)->parent;
        if (is_branch(ast_kind(ast, parent), (Field)ast_node(ast, at)->field)) {
            return true;
        }
    }
    return false;
}

/* An early return under a condition before `node`: the rest may not run. */
static bool is_behind_return(const Ast *ast, NodeId function, NodeId node) {
    for (NodeId at = ast_child(ast, function, FIELD_BODY); at != NODE_NONE && at < node; at++) {
        if (ast_kind(ast, at) == NODE_RETURN) {
            return true;
        }
    }
    return false;
}

/* ---- where calls lead -------------------------------------------------------------------------
 */

static const FileModel *model_of(const Search *search, FileId file) {
    return file == search->from->id ? search->from : project_file(search->from, file);
}

static bool is_known(const Search *search, KindPlace function) {
    for (uint32_t i = 0; i < search->stops.count; i++) {
        KindPlace known = search->stops.items[i].function;
        if (known.file == function.file && known.unit == function.unit &&
            known.node == function.node) {
            return true;
        }
    }
    return search->stops.count >= FUNCTIONS_MAX;
}

static bool runs_at_once(const FileModel *file, KindPlace function) {
    const Ast *ast = &file_model_unit(file, function.unit)->ast;
    NodeKind kind = ast_kind(ast, function.node);
    return kind == NODE_FUNCTION_DEF || kind == NODE_ASYNC_FUNCTION_DEF;
}

static void add_stop(Search *search, KindPlace function, KindId context, uint32_t depth,
                     bool conditional) {
    const FileModel *file = model_of(search, function.file);
    if (depth > DEPTH_MAX || is_known(search, function) || !runs_at_once(file, function) ||
        query_is_cached(search->from, function)) {
        return;
    }
    ARENA_PUSH(search->mem, &search->stops, ((Stop){file, function, context, depth, conditional}));
}

/* The function that the node runs: with what it is given, where that is of an ORM. */
static void follow(Search *search, const FileModel *file, UnitId unit, NodeId node, KindId context,
                   uint32_t depth, bool conditional) {
    ContextKind called;
    KindId inner = kinds_called(file, unit, node, context);
    if (inner != KIND_NEVER && context_kind_get(kinds_table(file), inner, &called)) {
        add_stop(search, called.function, inner, depth, conditional);
        return;
    }
    FunctionPlace place;
    if (ast_kind(&file_model_unit(file, unit)->ast, node) == NODE_CALL &&
        called_function((CallPlace){file, unit, node}, &place)) {
        KindPlace function = {place.file->id, place.unit, place.node};
        add_stop(search, function, KIND_NEVER, depth, conditional);
    }
}

/* ---- one function -----------------------------------------------------------------------------
 */

static Statement statement_at(const FileModel *file, UnitId unit, NodeId node, KindId context) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (ast_kind(ast, node) == NODE_CALL && statement_may_be(ast, node)) {
        Statement statement = statement_of_call(file, unit, node, context);
        if (statement.effect != STATEMENT_NONE) {
            return statement;
        }
    }
    return statement_of_evaluation(file, unit, node, context);
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
    UnitId unit = stop.function.unit;
    const Ast *ast = &file_model_unit(stop.file, unit)->ast;
    NodeId end = ast_node(ast, stop.function.node)->subtree_end;
    NodeId body = ast_child(ast, stop.function.node, FIELD_BODY);
    for (NodeId node = body; node != NODE_NONE && node < end && node - body < NODES_MAX; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (opens_function(kind)) {
            node = ast_node(ast, node)->subtree_end - 1;
            continue;
        }
        if (kind != NODE_CALL && kind != NODE_ATTRIBUTE && kind != NODE_NAME) {
            continue;
        }
        bool conditional = stop.is_conditional || is_conditional(ast, node, stop.function.node) ||
                           is_behind_return(ast, stop.function.node, node);
        Statement statement = statement_at(stop.file, unit, node, stop.context);
        bool counts = !statement.is_ending || (search->on_row && !conditional);
        if (statement.effect != STATEMENT_NONE && counts && !is_of_row(stop.file, &statement)) {
            if (take(search, &stop, &statement, conditional)) {
                return true;
            }
        } else if (kind != NODE_NAME) {
            follow(search, stop.file, unit, node, stop.context, stop.depth + 1, conditional);
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
    follow(&search, file, unit, node, KIND_NEVER, 1, false);
    for (uint32_t i = 0; i < search.stops.count; i++) {
        if (expand(&search, i)) {
            break;
        }
    }
    return search.found;
}
