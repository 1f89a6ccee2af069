/* Knows how calls of a function are written once it is a coroutine. */
#include "rules/io/async_callers.h"

static const Ast *ast_at(const FileModel *file, UnitId unit) {
    return &file_model_unit(file, unit)->ast;
}

static void insert(FixContext *fix, const FileModel *file, uint32_t at, Str text) {
    fix_replace_elsewhere(fix, file->path, (Span){at, at}, text);
}

/* `f().x`, `f()[0]`, `f()()`: `await` would take all of it. */
static bool binds_tighter(const Ast *ast, NodeId call) {
    const Node *node = ast_node(ast, call);
    NodeKind parent = ast_kind(ast, node->parent);
    bool is_base =
        ((parent == NODE_ATTRIBUTE || parent == NODE_SUBSCRIPT) && node->field == FIELD_VALUE) ||
        (parent == NODE_CALL && node->field == FIELD_FUNC);
    return is_base && !(node->flags & NODE_PARENTHESIZED);
}

static void replace_call(FixContext *fix, const AsyncSite *site) {
    const Ast *ast = ast_at(site->file, site->unit);
    Arena *mem = fix->rule.mem;
    Span span = outline_span_to_file(site->file->outline, site->unit, ast_span(ast, site->call));
    if (site->awaits) {
        bool wraps = binds_tighter(ast, site->call);
        insert(fix, site->file, span.start, wraps ? STR("(await ") : STR("await "));
        if (wraps) {
            insert(fix, site->file, span.end, STR(")"));
        }
        return;
    }
    Str asyncio = fix_import_module_elsewhere(fix, site->file, site->unit, STR("asyncio"));
    insert(fix, site->file, span.start, arena_format(mem, "%.*s.run(", STR_ARG(asyncio)));
    insert(fix, site->file, span.end, STR(")"));
}

void async_callers_replace(FixContext *fix, const AsyncCallers *callers) {
    for (uint32_t i = 0; i < callers->functions.count; i++) {
        const AsyncCaller *function = &callers->functions.items[i];
        if (!function->becomes_async) {
            continue;
        }
        for (uint32_t k = 0; k < function->sites.count; k++) {
            replace_call(fix, &function->sites.items[k]);
        }
        const FunctionPlace *place = &function->place;
        uint32_t start = ast_node(ast_at(place->file, place->unit), place->node)->start;
        insert(fix, place->file, outline_to_file(place->file->outline, place->unit, start),
               STR("async "));
    }
}

enum { PLACES_TOLD_MAX = 4 };

Str async_callers_places(const AsyncCallers *callers) {
    Str text = STR("");
    uint32_t count = 0;
    for (uint32_t i = 0; i < callers->functions.count; i++) {
        const AsyncCaller *function = &callers->functions.items[i];
        for (uint32_t k = 0; function->becomes_async && k < function->sites.count; k++) {
            const AsyncSite *site = &function->sites.items[k];
            const Ast *ast = ast_at(site->file, site->unit);
            uint32_t at =
                outline_to_file(site->file->outline, site->unit, ast_node(ast, site->call)->start);
            if (count++ < PLACES_TOLD_MAX) {
                text = arena_format(callers->mem, "%.*s%s%.*s:%u", STR_ARG(text),
                                    text.len ? ", " : "", STR_ARG(site->file->path),
                                    line_index_row(site->file->lines, at) + 1);
            }
        }
    }
    return count <= PLACES_TOLD_MAX ? text
                                    : arena_format(callers->mem, "%.*s and %u more", STR_ARG(text),
                                                   count - PLACES_TOLD_MAX);
}
