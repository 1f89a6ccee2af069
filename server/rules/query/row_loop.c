/* Knows how rows come to a loop's body. Knows nothing of what they cost there. */
#include "rules/query/row_loop.h"

enum { BOUND_MAX = 5, ELEMENT_DEPTH_MAX = 4, NEXT_STATEMENTS_MAX = 64 };

/* ---- finding --------------------------------------------------------------------------------- */

static void add_query(RowLoop *loop, KindId query) {
    for (uint32_t i = 0; i < loop->query_count; i++) {
        if (loop->queries[i] == query) {
            return;
        }
    }
    if (loop->query_count < ROW_LOOP_QUERIES_MAX) {
        loop->queries[loop->query_count++] = query;
    }
}

/* Rows among the element's own kinds and, level by level, those in its brackets. */
static void add_element(const KindTable *table, RowLoop *loop, KindId element) {
    KindId level[KIND_ARGUMENTS_MAX] = {element};
    uint32_t count = 1;
    for (uint32_t depth = 0; depth < ELEMENT_DEPTH_MAX && count; depth++) {
        KindId next[KIND_ARGUMENTS_MAX];
        uint32_t next_count = 0;
        for (uint32_t i = 0; i < count; i++) {
            RowKind row;
            const Kind *kind = kind_get(table, level[i]);
            if (row_kind_get(table, level[i], &row) && (row.flags & ROW_IS_MANY)) {
                add_query(loop, row.query);
            }
            for (uint32_t j = 0; kind->tag == KIND_TAG_INSTANCE && j < kind->argument_count &&
                                 next_count < KIND_ARGUMENTS_MAX;
                 j++) {
                next[next_count++] = kind->arguments[j];
            }
        }
        count = next_count;
        memcpy(level, next, sizeof next[0] * next_count);
    }
}

static bool may_call_back(const Ast *ast, NodeId call) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (function == NODE_NONE) {
        return false;
    }
    return ast_kind(ast, function) == NODE_NAME ? catalog_callback(ast_name(ast, function)) != NULL
                                                : ast_keyword(ast, call, STR("key")) != NODE_NONE;
}

typedef struct Found {
    struct RowLoopItems ARRAY_OF(RowLoop) items;
    uint32_t *by_node;
} Found;

static void consider(const FileModel *file, UnitId unit, KindId context, NodeId node, Found *found,
                     Arena *mem) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    KindTable *table = kinds_table(file);
    RowLoop loop = {.node = node};
    KindId element = KIND_UNKNOWN;
    KindId callable;
    NodeId iterable = NODE_NONE;
    switch (ast_kind(ast, node)) {
    case NODE_FOR:
    case NODE_ASYNC_FOR:
    case NODE_COMPREHENSION:
    case NODE_ASYNC_COMPREHENSION:
        iterable = ast_child(ast, node, FIELD_ITER);
        if (iterable != NODE_NONE) {
            element = kind_element(table, kinds_expression_in(file, unit, iterable, context));
        }
        break;
    case NODE_CALL:
        if (!may_call_back(ast, node) ||
            !query_callback_of(file, unit, node, context, &callable, &element)) {
            return;
        }
        break;
    default:
        return;
    }
    if (element > KIND_UNKNOWN) {
        add_element(table, &loop, element);
    }
    if (!loop.query_count) {
        return;
    }
    loop.is_bounded = iterable != NODE_NONE && size_bound(file, unit, iterable) <= BOUND_MAX;
    if (!found->by_node) {
        found->by_node = ARENA_ARRAY(mem, uint32_t, ast->node_count);
    }
    ARENA_PUSH(mem, &found->items, loop);
    found->by_node[node] = found->items.count;
}

RowLoops row_loops_find(const FileModel *file, UnitId unit, KindId context, Arena *mem) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    Found found = {0};
    for (NodeId node = 0; node < ast->node_count; node++) {
        consider(file, unit, context, node, &found, mem);
    }
    return (RowLoops){found.items.items, found.items.count, found.by_node};
}

/* ---- around a node --------------------------------------------------------------------------- */

/* The Call whose argument the lambda is. */
static NodeId call_of_lambda(const Ast *ast, NodeId lambda) {
    NodeId parent = ast_node(ast, lambda)->parent;
    NodeId call = ast_kind(ast, parent) == NODE_KEYWORD ? ast_node(ast, parent)->parent : parent;
    return ast_kind(ast, call) == NODE_CALL ? call : NODE_NONE;
}

/* One step out: the loop around, or the call around a lambda; NODE_NONE at the function. */
static NodeId step_out(const Ast *ast, NodeId node, bool *by_lambda) {
    NodeId loop = loop_of_node(ast, node);
    *by_lambda = false;
    if (loop != NODE_NONE) {
        return loop;
    }
    NodeId function = enclosing_function(ast, node);
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_LAMBDA) {
        return NODE_NONE;
    }
    *by_lambda = true;
    return call_of_lambda(ast, function);
}

const RowLoop *row_loop_around(const RowLoops *loops, const Ast *ast, NodeId node) {
    bool by_lambda;
    while (loops->by_node && (node = step_out(ast, node, &by_lambda)) != NODE_NONE) {
        uint32_t index = loops->by_node[node];
        if (index && (by_lambda || ast_kind(ast, node) != NODE_CALL)) {
            return &loops->items[index - 1];
        }
    }
    return NULL;
}

const RowLoop *row_loop_at(const RowLoops *loops, const Ast *ast, NodeId node) {
    uint32_t index = loops->by_node && ast_kind(ast, node) == NODE_CALL ? loops->by_node[node] : 0;
    return index ? &loops->items[index - 1] : row_loop_around(loops, ast, node);
}

static bool goes_through(const RowLoop *loop, KindId query) {
    for (uint32_t i = 0; i < loop->query_count; i++) {
        if (loop->queries[i] == query) {
            return true;
        }
    }
    return false;
}

bool row_loop_path(const KindTable *table, const RowLoop *loop, KindId value, Str *path,
                   Arena *mem) {
    RowKind row;
    QueryKind query;
    for (;;) {
        if (row_kind_get(table, value, &row)) {
            *path = access_path_join(row.path, *path, mem);
            if (goes_through(loop, row.query)) {
                return (row.flags & ROW_IS_MANY) != 0;
            }
            value = row.query;
        }
        if (!query_kind_get(table, value, &query) || !kind_is_row(table, query.parent)) {
            return false;
        }
        *path = access_path_join(query.relation, *path, mem);
        value = query.parent;
    }
}

/* ---- loops that are left --------------------------------------------------------------------- */

bool row_loop_is_left(const Ast *ast, NodeId loop, NodeId node) {
    return ast_kind(ast, loop) != NODE_CALL &&
           loop_is_left_behind(ast, loop, node, NEXT_STATEMENTS_MAX);
}
