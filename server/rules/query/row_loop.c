/* Knows how rows come to a loop's body. Knows nothing of what they cost there. */
#include "rules/query/row_loop.h"

#include "catalog/containers.h"

enum { ELEMENT_DEPTH_MAX = 4, NEXT_STATEMENTS_MAX = 64 };

/* ---- finding --------------------------------------------------------------------------------- */

static uint32_t place_of(const RowLoop *loop, KindId query) {
    uint32_t place = 0;
    while (place < loop->query_count && loop->queries[place] != query) {
        place++;
    }
    return place;
}

static void add_query(RowLoop *loop, KindId query) {
    if (place_of(loop, query) == loop->query_count && loop->query_count < ROW_LOOP_QUERIES_MAX) {
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
    if (ast_kind(ast, function) == NODE_NAME && catalog_callback(ast_name(ast, function))) {
        return true;
    }
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        if (ast_kind(ast, node) == NODE_LAMBDA) {
            return true;
        }
    }
    return ast_keyword(ast, call, STR("key")) != NODE_NONE;
}

typedef struct Found {
    struct RowLoopItems ARRAY_OF(RowLoop) items;
    uint32_t *by_node;
} Found;

/* ---- rows that a turn picks ------------------------------------------------------------------ */

/* The container of `rows[key]`, `rows.get(key)`, `rows.pop()`, and the key; NODE_NONE: no such
 * expression. The key is NODE_NONE where each turn takes another one. */
static NodeId picked_from(const Ast *ast, NodeId node, NodeId *key) {
    NodeKind kind = ast_kind(ast, node);
    NodeId function = kind == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
    *key = NODE_NONE;
    if (kind == NODE_SUBSCRIPT && !(ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL))) {
        *key = ast_child(ast, node, FIELD_SLICE);
        bool is_one = *key != NODE_NONE && ast_kind(ast, *key) != NODE_SLICE &&
                      ast_kind(ast, *key) != NODE_CONSTANT;
        return is_one ? ast_child(ast, node, FIELD_VALUE) : NODE_NONE;
    }
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE) {
        return NODE_NONE;
    }
    CatalogPick pick = catalog_pick(ast_name(ast, function));
    *key = pick == PICK_KEY ? ast_child(ast, node, FIELD_ARGS) : NODE_NONE;
    bool picks = pick == PICK_TURN || *key != NODE_NONE;
    return picks ? ast_child(ast, function, FIELD_VALUE) : NODE_NONE;
}

/* A name that the loop binds stands in the key. */
static bool turns_with(const FileModel *file, UnitId unit, NodeId loop, NodeId key) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    LoopContext context = {.file = file, .unit = unit};
    for (NodeId node = key; node < ast_node(ast, key)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_NAME && loop_binds(&context, loop, node)) {
            return true;
        }
    }
    return false;
}

/* The innermost loop whose turns pick another row at `node`; NODE_NONE when none does. */
static NodeId picking_loop(const FileModel *file, UnitId unit, NodeId node, NodeId key) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId loop = loop_of_node(ast, node);
    while (loop != NODE_NONE && key != NODE_NONE && !turns_with(file, unit, loop, key)) {
        loop = loop_enclosing(ast, loop);
    }
    return loop;
}

bool row_loop_picks_at(const FileModel *file, UnitId unit, NodeId loop, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    while (node != NODE_NONE) {
        NodeKind kind = ast_kind(ast, node);
        NodeId key;
        if (picked_from(ast, node, &key) != NODE_NONE &&
            (key == NODE_NONE || turns_with(file, unit, loop, key))) {
            return true;
        }
        node = kind == NODE_CALL ? ast_child(ast, node, FIELD_FUNC)
               : kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT
                   ? ast_child(ast, node, FIELD_VALUE)
                   : NODE_NONE;
    }
    return false;
}

static RowLoop *loop_at(Found *found, const Ast *ast, NodeId node, Arena *mem) {
    if (!found->by_node) {
        found->by_node = ARENA_ARRAY(mem, uint32_t, ast->node_count);
    }
    if (!found->by_node[node]) {
        ARENA_PUSH(mem, &found->items, (RowLoop){.node = node});
        found->by_node[node] = found->items.count;
    }
    return &found->items.items[found->by_node[node] - 1];
}

static void consider_pick(const FileModel *file, UnitId unit, KindId context, NodeId node,
                          Found *found, Arena *mem) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId key;
    NodeId from = picked_from(ast, node, &key);
    NodeId at = from == NODE_NONE ? NODE_NONE : picking_loop(file, unit, node, key);
    RowKind row;
    KindTable *table = kinds_table(file);
    if (at == NODE_NONE ||
        !row_kind_get(table, kinds_expression_in(file, unit, node, context), &row) ||
        !(row.flags & ROW_IS_MANY) ||
        kind_get(table, kinds_expression_in(file, unit, from, context))->tag != KIND_TAG_INSTANCE) {
        return;
    }
    RowLoop *loop = loop_at(found, ast, at, mem);
    NodeId iterable = loop_iterable(ast, at);
    if (place_of(loop, row.query) == loop->query_count) {
        add_query(loop, row.query);
        loop->picked |= 1u << (loop->query_count - 1);
        loop->is_bounded =
            iterable != NODE_NONE && size_bound(file, unit, iterable) <= ROW_LOOP_BOUND_MAX;
    }
}

/* ---- all ------------------------------------------------------------------------------------- */

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
    loop.is_bounded =
        iterable != NODE_NONE && size_bound(file, unit, iterable) <= ROW_LOOP_BOUND_MAX;
    *loop_at(found, ast, node, mem) = loop;
}

RowLoops row_loops_find(const FileModel *file, UnitId unit, KindId context, Arena *mem) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    Found found = {0};
    for (NodeId node = 0; node < ast->node_count; node++) {
        consider(file, unit, context, node, &found, mem);
    }
    for (NodeId node = 0; node < ast->node_count; node++) {
        consider_pick(file, unit, context, node, &found, mem);
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
    return place_of(loop, query) < loop->query_count;
}

bool row_loop_picks(const KindTable *table, const RowLoop *loop, KindId value) {
    RowKind row;
    QueryKind query;
    for (;;) {
        if (row_kind_get(table, value, &row)) {
            uint32_t place = place_of(loop, row.query);
            if (place < loop->query_count) {
                return (loop->picked >> place) & 1u;
            }
            value = row.query;
        }
        if (!query_kind_get(table, value, &query) || !kind_is_row(table, query.parent)) {
            return false;
        }
        value = query.parent;
    }
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
