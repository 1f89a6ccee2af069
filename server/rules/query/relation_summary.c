/* Knows how to name what a scan for rows has found; what costs a statement, row_scan knows. */
#include "rules/query/relation_summary.h"

#include "rules/query/row_callers.h"
#include "rules/query/row_scan.h"

enum { CONTEXTS_MAX = 200, LINES_MAX = 20 };

typedef struct Telling {
    const FileModel *home;
    UnitId unit;
    struct LoadedPaths ARRAY_OF(Str) paths; /* each once */
    struct PassedContexts ARRAY_OF(KindId) contexts;
    Arena mem;
    Buf *out;
} Telling;

/* The parameter that stands for rows of the query; empty: none does. */
static Str parameter_of(const Telling *telling, KindId context, KindId root) {
    const KindTable *table = kinds_table(telling->home);
    const Ast *ast = &file_model_unit(telling->home, telling->unit)->ast;
    ContextKind given;
    uint32_t place = 0;
    if (!context_kind_get(table, context, &given)) {
        return STR("");
    }
    for (NodeId node = ast_first_child(ast, ast_definition(ast)); node != NODE_NONE;
         node = ast_next_sibling(ast, node)) {
        Field field = (Field)ast_node(ast, node)->field;
        if (field != FIELD_POSONLYARGS && field != FIELD_ARGS && field != FIELD_KWONLYARGS) {
            continue;
        }
        RowKind row;
        KindId kind = place < CONTEXT_PARAMETERS_MAX ? given.parameters[place] : KIND_NEVER;
        if (kind == root || (row_kind_get(table, kind, &row) && row.query == root)) {
            return ast_name(ast, node);
        }
        place++;
    }
    return STR("");
}

static Str owner_of(const Telling *telling, KindId context, KindId root) {
    KindTable *table = kinds_table(telling->home);
    Str parameter = parameter_of(telling, context, root);
    QueryKind query;
    const Model *model = NULL;
    if (parameter.len == 0 && query_kind_get(table, root, &query)) {
        model = model_of_kind(telling->home, kind_get(table, query.model));
    }
    return model ? model->name : parameter;
}

static bool is_told(const Telling *telling, Str path) {
    for (uint32_t i = 0; i < telling->paths.count; i++) {
        if (str_equal(telling->paths.items[i], path)) {
            return true;
        }
    }
    return false;
}

static void tell(Telling *telling, KindId context, const RowHit *hit) {
    KindId root;
    Str path = query_full_path(kinds_table(telling->home), hit->value, &root, &telling->mem);
    bool is_read = hit->kind == ROW_HIT_TO_ONE || hit->kind == ROW_HIT_COLLECTION ||
                   hit->kind == ROW_HIT_COLUMN;
    path = is_read ? access_path_join(path, str_last_part(hit->path), &telling->mem) : path;
    Str owner = owner_of(telling, context, root);
    path = access_path_join(owner, path, &telling->mem);
    if (owner.len == 0 || path.len == owner.len || is_told(telling, path) ||
        telling->paths.count == LINES_MAX) {
        return;
    }
    ARENA_PUSH(&telling->mem, &telling->paths, path);
    const FileModel *file = row_scan_file(telling->home, hit->file);
    const Ast *ast = &file_model_unit(file, hit->unit)->ast;
    uint32_t offset = outline_to_file(file->outline, hit->unit, ast_node(ast, hit->node)->start);
    buf_format(telling->out, "  loads %.*s: %.*s:%u\n", STR_ARG(path), STR_ARG(file->path),
               line_index_row(file->lines, offset) + 1);
}

static void pass_on(Telling *telling, KindId context) {
    for (uint32_t i = 0; i < telling->contexts.count; i++) {
        if (telling->contexts.items[i] == context) {
            return;
        }
    }
    if (context != KIND_NEVER && telling->contexts.count < CONTEXTS_MAX) {
        ARENA_PUSH(&telling->mem, &telling->contexts, context);
    }
}

static void tell_all(Telling *telling, KindId context, const RowScan *scan) {
    for (uint32_t i = 0; i < scan->hits.count; i++) {
        tell(telling, context, &scan->hits.items[i]);
    }
    for (uint32_t i = 0; i < scan->steps.count; i++) {
        pass_on(telling, scan->steps.items[i].context);
    }
}

/* What runs with the context, and with what it gives to others. */
static void look_into(Telling *telling, KindId context) {
    telling->contexts.count = 0;
    pass_on(telling, context);
    for (uint32_t i = 0; i < telling->contexts.count; i++) {
        RowScan scan = row_scan_function(telling->home, telling->contexts.items[i], &telling->mem);
        tell_all(telling, context, &scan);
    }
}

void relation_summary_describe(const FileModel *file, UnitId unit, Buf *out) {
    Telling telling = {.home = file, .unit = unit, .out = out};
    arena_init(&telling.mem);
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId function = ast_definition(ast);
    RowCallers callers = row_callers_of(file, unit, &telling.mem);
    for (uint32_t i = 0; i < callers.count; i++) {
        look_into(&telling, callers.items[i].context);
    }
    RowScan scan = {0};
    for (NodeId node = function + 1; node < ast_node(ast, function)->subtree_end; node++) {
        row_scan_node(file, unit, node, KIND_NEVER, &scan, &telling.mem);
    }
    telling.contexts.count = 0;
    tell_all(&telling, KIND_NEVER, &scan);
    for (uint32_t i = 0; i < telling.contexts.count; i++) {
        RowScan further = row_scan_function(file, telling.contexts.items[i], &telling.mem);
        tell_all(&telling, KIND_NEVER, &further);
    }
    arena_release(&telling.mem);
}
