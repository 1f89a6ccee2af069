/* Knows what is imported and what a new import is to be called; where it is written stands in
 * fix_import_names.c (into a statement) and fix_import_place.c (as a statement). */
#include "rules/fix_import_parts.h"

#include <ctype.h>

/* ---- shared with the other two ------------------------------------------------------------ */

const Ast *import_module_ast(const FixContext *context) {
    return &file_model_unit(context->rule.file, UNIT_MODULE_ID)->ast;
}

Span import_module_span(const FixContext *context, NodeId node) {
    return outline_span_to_file(context->rule.file->outline, UNIT_MODULE_ID,
                                ast_span(import_module_ast(context), node));
}

bool import_is(const Ast *ast, NodeId statement) {
    NodeKind kind = ast_kind(ast, statement);
    return kind == NODE_IMPORT || kind == NODE_IMPORT_FROM;
}

int import_compare_names(Str a, Str b) {
    uint32_t most = a.len < b.len ? a.len : b.len;
    for (uint32_t i = 0; i < most; i++) {
        int left = tolower((unsigned char)a.ptr[i]);
        int right = tolower((unsigned char)b.ptr[i]);
        if (left != right) {
            return left < right ? -1 : 1;
        }
    }
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

uint32_t import_row_end(const FileModel *file, uint32_t offset) {
    return line_index_row_span(file->lines, line_index_row(file->lines, offset)).end;
}

uint32_t import_row_start(const FileModel *file, uint32_t offset) {
    return file->lines->starts[line_index_row(file->lines, offset)];
}

void import_push_edit(EditList *edits, uint32_t at, Str text) {
    ARRAY_PUSH(edits, ((Edit){
                          {at, at},
                          text
    }));
}

/* ---- wishes ------------------------------------------------------------------------------- */

static bool alias_is(const Ast *ast, NodeId alias, Str name) {
    return str_equal(ast_name(ast, alias), name);
}

static Str alias_local(const Ast *ast, NodeId alias) {
    NodeId local = ast_child(ast, alias, FIELD_ASNAME);
    return local != NODE_NONE ? ast_name(ast, local) : ast_name(ast, alias);
}

/* The name under which the module level imports it already; empty when it does not. Imports under
 * `if` or `try` may not happen: they do not count. */
static Str find_imported(const FixContext *context, Str module, Str name) {
    const Ast *ast = import_module_ast(context);
    NodeId statement = ast_first_child(ast, NODE_ROOT);
    for (; statement != NODE_NONE; statement = ast_next_sibling(ast, statement)) {
        bool is_from = ast_kind(ast, statement) == NODE_IMPORT_FROM;
        if (!import_is(ast, statement) || is_from != (name.len > 0)) {
            continue;
        }
        if (is_from && (ast_node(ast, statement)->detail != 0 ||
                        !str_equal(ast_name(ast, statement), module))) {
            continue;
        }
        NodeId alias = ast_child(ast, statement, FIELD_NAMES);
        for (; alias != NODE_NONE; alias = ast_next_in_field(ast, alias)) {
            if (alias_is(ast, alias, is_from ? name : module)) {
                return alias_local(ast, alias);
            }
        }
    }
    return STR("");
}

static Str first_segment(Str dotted) {
    return str_slice(dotted, 0, str_find_byte(dotted, '.'));
}

/* An alias that imports the very thing: no collision, wherever it stands. */
static bool is_same_import(const Ast *ast, NodeId alias, Str module, Str name) {
    NodeId statement = ast->nodes[alias].parent;
    if (ast_kind(ast, statement) == NODE_IMPORT_FROM) {
        return name.len && alias_is(ast, alias, name) &&
               str_equal(ast_name(ast, statement), module);
    }
    return str_equal(first_segment(ast_name(ast, alias)), first_segment(module)) && !name.len;
}

/* True when the module level binds `word` to anything but this import. */
static bool module_binds(const FixContext *context, Str word, Str module, Str name) {
    const Ast *ast = import_module_ast(context);
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool is_store = kind == NODE_NAME && (ast_node(ast, node)->flags & NODE_STORE);
        if ((is_store || kind == NODE_IDENTIFIER) && str_equal(ast_name(ast, node), word)) {
            return true;
        }
        if (kind == NODE_ALIAS && ast_child(ast, node, FIELD_ASNAME) == NODE_NONE &&
            str_equal(first_segment(ast_name(ast, node)), word) &&
            !is_same_import(ast, node, module, name)) {
            return true;
        }
    }
    return file_model_member(context->rule.file, UNIT_MODULE_ID, word) != UNIT_NONE;
}

/* Inside a function or class the name may mean something of its own. */
static bool unit_hides(const FixContext *context, Str name) {
    const Ast *ast = &context->rule.facts->ast;
    if (context->rule.unit == UNIT_MODULE_ID) {
        return false;
    }
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool is_store = kind == NODE_NAME && (ast_node(ast, node)->flags & NODE_STORE);
        bool binds = is_store || kind == NODE_ARG || kind == NODE_IDENTIFIER || kind == NODE_ALIAS;
        if (binds && str_equal(first_segment(ast_name(ast, node)), name)) {
            return true;
        }
    }
    return false;
}

static const ImportWish *find_wish(const FixContext *context, const FixDraft *draft, Str module,
                                   Str name) {
    for (uint32_t i = 0; i < draft->imports.count; i++) {
        const ImportWish *wish = &draft->imports.items[i];
        if (wish->file->id == context->rule.file->id && str_equal(wish->module, module) &&
            str_equal(wish->name, name) && !unit_hides(context, first_segment(wish->local))) {
            return wish;
        }
    }
    return NULL;
}

static Str import_as(FixContext *context, Str module, Str name) {
    FixDraft *draft = fix_draft(context);
    Str plain = name.len ? name : module;
    if (!draft) {
        return plain;
    }
    Str imported = find_imported(context, module, name);
    if (imported.len && !unit_hides(context, first_segment(imported))) {
        return imported;
    }
    const ImportWish *wish = find_wish(context, draft, module, name);
    if (wish) {
        return wish->local;
    }
    Str local = plain;
    Str word = first_segment(plain);
    bool is_taken = module_binds(context, word, module, name) || unit_hides(context, word);
    if (is_taken || imported.len) {
        local = arena_format(context->rule.mem, "_%.*s", STR_ARG(word));
        for (unsigned n = 2;
             module_binds(context, local, module, STR("")) || unit_hides(context, local); n++) {
            local = arena_format(context->rule.mem, "_%.*s%u", STR_ARG(word), n);
        }
    }
    ARRAY_PUSH(&draft->imports, ((ImportWish){module, name, local, context->rule.file}));
    return local;
}

Str fix_import(FixContext *context, Str module, Str name) {
    return import_as(context, module, name);
}

Str fix_import_module(FixContext *context, Str module) {
    return import_as(context, module, STR(""));
}

Str fix_import_elsewhere(FixContext *context, const FileModel *file, UnitId unit, Str module,
                         Str name) {
    FixContext there = *context;
    there.rule.file = file;
    there.rule.unit = unit;
    there.rule.facts = file_model_unit(file, unit);
    return import_as(&there, module, name);
}

Str fix_import_module_elsewhere(FixContext *context, const FileModel *file, UnitId unit,
                                Str module) {
    return fix_import_elsewhere(context, file, unit, module, STR(""));
}

/* ---- placing a draft's wishes ------------------------------------------------------------- */

Str import_alias_text(const ImportWish *wish, Arena *mem) {
    Str plain = wish->name.len ? wish->name : wish->module;
    return str_equal(plain, wish->local)
               ? plain
               : arena_format(mem, "%.*s as %.*s", STR_ARG(plain), STR_ARG(wish->local));
}

/* Imports come before what else is inserted at the same place. */
static void put_first(EditList *own, const EditList *imports) {
    EditList all = {0};
    for (uint32_t i = 0; i < imports->count; i++) {
        ARRAY_PUSH(&all, imports->items[i]);
    }
    for (uint32_t i = 0; i < own->count; i++) {
        ARRAY_PUSH(&all, own->items[i]);
    }
    ARRAY_RELEASE(own);
    *own = all;
}

/* The wishes of one file, which are taken off the draft. */
static void place_in_file(FixContext *context, FixDraft *draft, const FileModel *file) {
    FixContext there = *context;
    there.rule.file = file;
    EditList edits = {0};
    struct ARRAY_OF(ImportWish) own = {0};
    uint32_t left = 0;
    for (uint32_t i = 0; i < draft->imports.count; i++) {
        ImportWish wish = draft->imports.items[i];
        if (wish.file->id != file->id) {
            draft->imports.items[left++] = wish;
        } else if (!import_extend(&there, &edits, &wish)) {
            ARRAY_PUSH(&own, wish);
        }
    }
    draft->imports.count = left;
    import_place(&there, &edits, own.items, own.count);
    put_first(fix_draft_edits(context, draft, file->path), &edits);
    ARRAY_RELEASE(&own);
    ARRAY_RELEASE(&edits);
}

void fix_draft_place_imports(FixContext *context, FixDraft *draft) {
    while (draft->imports.count > 0) {
        place_in_file(context, draft, draft->imports.items[0].file);
    }
}
