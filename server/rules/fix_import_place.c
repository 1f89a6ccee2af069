/* Knows where a person would write a new import statement (spec/io.md, Decisions): in its group, at
 * its alphabetical place when the group is sorted, else last; a group that is not there yet comes
 * between its neighbours with a blank row; after docstring and `__future__`. */
#include "rules/fix_import_parts.h"

#include "catalog/standard_library.h"

#include <stdlib.h>

typedef enum ImportGroup {
    GROUP_FUTURE,
    GROUP_STANDARD,
    GROUP_THIRD_PARTY,
    GROUP_OWN,
    GROUP_COUNT
} ImportGroup;

typedef struct ImportLine {
    NodeId node;
    Span span; /* file offsets */
    bool is_from;
    Str module;
    ImportGroup group;
} ImportLine;

typedef struct ImportBlock {
    struct ARRAY_OF(ImportLine) lines;
    Span docstring; /* file offsets; empty if none */
    uint32_t first; /* file offset of the first statement that is not the docstring */
    bool has_first; /* there is such a statement */
    bool first_is_definition;
} ImportBlock;

/* ---- what stands there -------------------------------------------------------------------- */

static bool is_own_package(const FixContext *context, Str module) {
    Str path = context->rule.file->path;
    uint32_t slash = str_find_byte(path, '/');
    return slash < path.len &&
           str_equal(str_slice(path, 0, slash), str_slice(module, 0, str_find_byte(module, '.')));
}

static ImportGroup group_of(const FixContext *context, Str module, uint32_t level) {
    if (level > 0) {
        return GROUP_OWN;
    }
    if (str_equal(module, STR("__future__"))) {
        return GROUP_FUTURE;
    }
    if (standard_library_has(module)) {
        return GROUP_STANDARD;
    }
    return is_own_package(context, module) ? GROUP_OWN : GROUP_THIRD_PARTY;
}

static ImportLine read_line(const FixContext *context, NodeId node) {
    const Ast *ast = import_module_ast(context);
    bool is_from = ast_kind(ast, node) == NODE_IMPORT_FROM;
    NodeId alias = ast_child(ast, node, FIELD_NAMES);
    Str module = is_from              ? ast_name(ast, node)
                 : alias != NODE_NONE ? ast_name(ast, alias)
                                      : STR("");
    return (ImportLine){
        .node = node,
        .span = import_module_span(context, node),
        .is_from = is_from,
        .module = module,
        .group = group_of(context, module, is_from ? ast_node(ast, node)->detail : 0),
    };
}

static bool is_docstring(const Ast *ast, NodeId statement) {
    NodeId value =
        ast_kind(ast, statement) == NODE_EXPR ? ast_first_child(ast, statement) : NODE_NONE;
    return value != NODE_NONE && ast_kind(ast, value) == NODE_CONSTANT &&
           ast_node(ast, value)->detail == CONSTANT_STR;
}

/* A definition stands as the `pass` of a hole; what may stand above the imports of a file. */
static bool may_precede_imports(const Ast *ast, NodeId statement) {
    switch (ast_kind(ast, statement)) {
    case NODE_EXPR:
    case NODE_ASSIGN:
    case NODE_ANN_ASSIGN:
    case NODE_IF:
    case NODE_TRY:
        return true;
    default:
        return false;
    }
}

static bool is_definition(const FixContext *context, NodeId statement) {
    const Ast *ast = import_module_ast(context);
    NodeKind kind = ast_kind(ast, statement);
    return ast_kind_is_function(kind) || kind == NODE_CLASS_DEF ||
           (kind == NODE_PASS && outline_hole_at(context->rule.file->outline, UNIT_MODULE_ID,
                                                 ast_node(ast, statement)->start) != NULL);
}

/* The docstring, the first statement, and the first run of import statements. */
static ImportBlock read_block(const FixContext *context) {
    const Ast *ast = import_module_ast(context);
    ImportBlock block = {0};
    NodeId statement = ast_first_child(ast, NODE_ROOT);
    if (statement != NODE_NONE && is_docstring(ast, statement)) {
        block.docstring = import_module_span(context, statement);
        statement = ast_next_sibling(ast, statement);
    }
    if (statement != NODE_NONE) {
        block.has_first = true;
        block.first = import_module_span(context, statement).start;
        block.first_is_definition = is_definition(context, statement);
    }
    while (statement != NODE_NONE && !import_is(ast, statement) &&
           may_precede_imports(ast, statement)) {
        statement = ast_next_sibling(ast, statement);
    }
    while (statement != NODE_NONE && import_is(ast, statement)) {
        ARRAY_PUSH(&block.lines, read_line(context, statement));
        statement = ast_next_sibling(ast, statement);
    }
    return block;
}

/* ---- a statement of its own --------------------------------------------------------------- */

typedef struct NewImport {
    Str module;
    bool is_from;
    ImportGroup group;
    Str text; /* the whole statement */
} NewImport;

static int compare_default(bool a_from, Str a, bool b_from, Str b) {
    if (a_from != b_from) {
        return a_from ? 1 : -1;
    }
    return import_compare_names(a, b);
}

static int compare_new(const void *a, const void *b) {
    const NewImport *left = a;
    const NewImport *right = b;
    if (left->group != right->group) {
        return left->group < right->group ? -1 : 1;
    }
    return compare_default(left->is_from, left->module, right->is_from, right->module);
}

/* How a group is sorted: `import x` before `from x import y`, or by module alone. */
typedef enum GroupOrder { ORDER_NONE, ORDER_KIND_FIRST, ORDER_MODULE } GroupOrder;

static int compare_lines(GroupOrder order, const ImportLine *line, bool is_from, Str module) {
    return order == ORDER_MODULE ? import_compare_names(line->module, module)
                                 : compare_default(line->is_from, line->module, is_from, module);
}

static GroupOrder group_order(const ImportBlock *block, ImportGroup group) {
    bool kind_first = true;
    bool by_module = true;
    const ImportLine *before = NULL;
    for (uint32_t i = 0; i < block->lines.count; i++) {
        const ImportLine *line = &block->lines.items[i];
        if (line->group != group) {
            continue;
        }
        if (before) {
            kind_first = kind_first &&
                         compare_lines(ORDER_KIND_FIRST, before, line->is_from, line->module) <= 0;
            by_module =
                by_module && compare_lines(ORDER_MODULE, before, line->is_from, line->module) <= 0;
        }
        before = line;
    }
    return kind_first ? ORDER_KIND_FIRST : by_module ? ORDER_MODULE : ORDER_NONE;
}

/* Into its group: after the last line that sorts before it. */
static void place_in_group(FixContext *context, EditList *edits, const ImportBlock *block,
                           const NewImport *import) {
    GroupOrder order = group_order(block, import->group);
    const ImportLine *before = NULL;
    const ImportLine *after = NULL;
    for (uint32_t i = 0; i < block->lines.count && !after; i++) {
        const ImportLine *line = &block->lines.items[i];
        if (line->group != import->group) {
            continue;
        }
        if (order != ORDER_NONE &&
            compare_lines(order, line, import->is_from, import->module) > 0) {
            after = line;
        } else {
            before = line;
        }
    }
    const FileModel *file = context->rule.file;
    Str line_end = fix_line_end(context);
    if (before) {
        import_push_edit(
            edits, import_row_end(file, before->span.end),
            arena_format(context->rule.mem, "%.*s%.*s", STR_ARG(line_end), STR_ARG(import->text)));
    } else if (after) {
        import_push_edit(
            edits, import_row_start(file, after->span.start),
            arena_format(context->rule.mem, "%.*s%.*s", STR_ARG(import->text), STR_ARG(line_end)));
    }
}

static bool has_group(const ImportBlock *block, ImportGroup group) {
    for (uint32_t i = 0; i < block->lines.count; i++) {
        if (block->lines.items[i].group == group) {
            return true;
        }
    }
    return false;
}

static bool row_is_blank(const FileModel *file, uint32_t row) {
    return row < file->lines->count &&
           str_trim(str_span(file->outline->text, line_index_row_span(file->lines, row))).len == 0;
}

/* A group that is not there yet, after the last line of an earlier group. */
static void place_after_line(FixContext *context, EditList *edits, const ImportBlock *block,
                             uint32_t line, Str text) {
    const FileModel *file = context->rule.file;
    Str line_end = fix_line_end(context);
    uint32_t at = block->lines.items[line].span.end;
    bool is_last = line + 1 == block->lines.count;
    bool is_apart = is_last || row_is_blank(file, line_index_row(file->lines, at) + 1);
    import_push_edit(edits, import_row_end(file, at),
                     arena_format(context->rule.mem, "%.*s%.*s%.*s", STR_ARG(line_end),
                                  STR_ARG(is_apart ? line_end : STR("")), STR_ARG(text)));
}

/* The comments that open a file (interpreter, encoding, licence) stay above the first import: a
 * block of comments from the first row on that a blank row ends, or the rows with a special form.
 */
static uint32_t top_of_file(const FixContext *context, uint32_t first) {
    const FileModel *file = context->rule.file;
    uint32_t first_row = line_index_row(file->lines, first);
    uint32_t row = 0;
    uint32_t special = 0;
    while (row < first_row) {
        Str text = str_span(file->outline->text, line_index_row_span(file->lines, row));
        if (!str_starts_with(text, STR("#"))) {
            break;
        }
        bool is_special = (row == 0 && str_starts_with(text, STR("#!"))) ||
                          (row < 2 && str_find(text, STR("coding")) < text.len);
        special = is_special ? row + 1 : special;
        row++;
    }
    bool is_header = row < first_row && row_is_blank(file, row);
    row = is_header || special == row ? row : special;
    while (row < first_row && row_is_blank(file, row)) {
        row++;
    }
    return file->lines->starts[row];
}

/* The first import of a file that has none. */
static void place_first(FixContext *context, EditList *edits, const ImportBlock *block, Str text) {
    const FileModel *file = context->rule.file;
    Arena *mem = context->rule.mem;
    Str line_end = fix_line_end(context);
    if (!span_is_empty(block->docstring)) {
        uint32_t at = import_row_end(file, block->docstring.end);
        bool is_apart = row_is_blank(file, line_index_row(file->lines, at) + 1);
        import_push_edit(edits, at,
                         arena_format(mem, "%.*s%.*s%.*s%.*s", STR_ARG(line_end), STR_ARG(line_end),
                                      STR_ARG(text), STR_ARG(is_apart ? STR("") : line_end)));
        return;
    }
    uint32_t first = block->has_first ? block->first : 0;
    bool two = block->first_is_definition;
    import_push_edit(edits, top_of_file(context, first),
                     arena_format(mem, "%.*s%.*s%.*s%.*s", STR_ARG(text), STR_ARG(line_end),
                                  STR_ARG(line_end), STR_ARG(two ? line_end : STR(""))));
}

/* All new statements of a group that is not there yet, as one text. */
static void place_new_group(FixContext *context, EditList *edits, const ImportBlock *block,
                            ImportGroup group, Str text) {
    uint32_t before = UINT32_MAX;
    for (uint32_t i = 0; i < block->lines.count; i++) {
        before = block->lines.items[i].group < group ? i : before;
    }
    if (block->lines.count == 0) {
        place_first(context, edits, block, text);
    } else if (before != UINT32_MAX) {
        place_after_line(context, edits, block, before, text);
    } else {
        Str line_end = fix_line_end(context);
        import_push_edit(edits,
                         import_row_start(context->rule.file, block->lines.items[0].span.start),
                         arena_format(context->rule.mem, "%.*s%.*s%.*s", STR_ARG(text),
                                      STR_ARG(line_end), STR_ARG(line_end)));
    }
}

typedef struct NewImportList ARRAY_OF(NewImport) NewImportList;

static void add_statement(FixContext *context, NewImportList *news, const ImportWish *wish) {
    Arena *mem = context->rule.mem;
    Str alias = import_alias_text(wish, mem);
    for (uint32_t i = 0; wish->name.len && i < news->count; i++) {
        NewImport *known = &news->items[i];
        if (known->is_from && str_equal(known->module, wish->module)) {
            known->text = arena_format(mem, "%.*s, %.*s", STR_ARG(known->text), STR_ARG(alias));
            return;
        }
    }
    Str text = wish->name.len ? arena_format(mem, "from %.*s import %.*s", STR_ARG(wish->module),
                                             STR_ARG(alias))
                              : arena_format(mem, "import %.*s", STR_ARG(alias));
    ARRAY_PUSH(news, ((NewImport){.module = wish->module,
                                  .is_from = wish->name.len > 0,
                                  .group = group_of(context, wish->module, 0),
                                  .text = text}));
}

void import_place(FixContext *context, EditList *edits, const ImportWish *wishes, uint32_t count) {
    if (count == 0) {
        return;
    }
    NewImportList list = {0};
    NewImportList *news = &list;
    for (uint32_t i = 0; i < count; i++) {
        add_statement(context, news, &wishes[i]);
    }
    ImportBlock block = read_block(context);
    qsort(news->items, news->count, sizeof *news->items, compare_new);
    Str line_end = fix_line_end(context);
    uint32_t i = 0;
    while (i < news->count) {
        ImportGroup group = news->items[i].group;
        bool is_known = has_group(&block, group);
        Str joined = news->items[i].text;
        uint32_t end = i + 1;
        for (; end < news->count && news->items[end].group == group; end++) {
            joined = arena_format(context->rule.mem, "%.*s%.*s%.*s", STR_ARG(joined),
                                  STR_ARG(line_end), STR_ARG(news->items[end].text));
        }
        for (uint32_t k = i; is_known && k < end; k++) {
            place_in_group(context, edits, &block, &news->items[k]);
        }
        if (!is_known) {
            place_new_group(context, edits, &block, group, joined);
        }
        i = end;
    }
    ARRAY_RELEASE(&block.lines);
    ARRAY_RELEASE(&list);
}
