/* Knows how a class of the admin tells what its page loads; refuses to know what the page reads. */
#include "rules/query/admin_fix.h"

#include "rules/query/call_words.h"
#include "rules/query/use_list.h"
#include "semantics/listed_names.h"

enum { LOOKUPS_MAX = 16 };

typedef struct Page {
    const FileModel *file;
    UnitId unit;
    const UnitFacts *facts;
    ClassRef of_class;
    char quote;
} Page;

/* What the page joins, in order. */
typedef struct Lookups {
    Str items[LOOKUPS_MAX];
    uint32_t count;
} Lookups;

/* ---- the class --------------------------------------------------------------------------------
 */

/* The query began at the class, or at the parameter of a method that is given its rows. */
static bool find_page(const RuleContext *rule, const KindPlace *place, Page *out) {
    if (place->file != rule->file->id || place->node == NODE_NONE) {
        return false;
    }
    const FileModel *file = rule->file;
    const Ast *ast = &file_model_unit(file, place->unit)->ast;
    UnitId unit = place->unit;
    if (ast_kind(ast, place->node) != NODE_CLASS_DEF) {
        NodeId function = ast_node(ast, place->node)->parent;
        bool is_parameter = ast_node(ast, place->node)->field == FIELD_ARGS &&
                            ast_kind_is_function(ast_kind(ast, function)) &&
                            ast_child(ast, function, FIELD_ARGS) != place->node &&
                            ast_next_in_field(ast, place->node) == NODE_NONE;
        unit = is_parameter ? file->outline->units[unit].parent : UNIT_NONE;
    }
    if (unit == UNIT_NONE || file->outline->units[unit].kind != UNIT_CLASS) {
        return false;
    }
    *out = (Page){.file = file, .unit = unit, .facts = file_model_unit(file, unit), .quote = '"'};
    NodeId definition = ast_definition(&out->facts->ast);
    out->of_class =
        (ClassRef){.tag = REF_CLASS, .file = file->id, .unit = unit, .node = definition};
    Str text = out->facts->text;
    bool is_single = str_find_byte(text, '\'') < str_find_byte(text, '"');
    out->quote = is_single ? '\'' : '"';
    return definition != NODE_NONE;
}

static Span in_file(const Page *page, Span span) {
    return (Span){outline_to_file(page->file->outline, page->unit, span.start),
                  outline_to_file(page->file->outline, page->unit, span.end)};
}

/* ---- what is joined ---------------------------------------------------------------------------
 */

static void add_lookup(Lookups *lookups, Str lookup) {
    for (uint32_t i = 0; i < lookups->count; i++) {
        if (call_words_begin(lookups->items[i], lookup)) {
            lookups->items[i] = lookup;
            return;
        }
        if (str_equal(lookups->items[i], lookup) || call_words_begin(lookup, lookups->items[i])) {
            return;
        }
    }
    if (lookups->count < LOOKUPS_MAX) {
        lookups->items[lookups->count++] = lookup;
    }
}

static ListedNames names_of(const Page *page, Str name, Arena *mem) {
    ClassRef value = class_body_value(page->file, page->of_class, name, NULL);
    return value.tag == REF_VALUE ? listed_names_read(project_file(page->file, value.file),
                                                      value.unit, value.node, mem)
                                  : (ListedNames){NULL, 0, true};
}

/* Relations among the columns, which the page joins by itself as long as it is not told what to
 * join. */
static void add_columns(const Page *page, const EagerPath *path, Lookups *out, Arena *mem) {
    ListedNames columns = names_of(page, STR("list_display"), mem);
    for (uint32_t i = 0; i < columns.count; i++) {
        const ModelField *field =
            model_field(page->file, path->steps[0].owner, columns.items[i].name);
        if (field && field->kind == MODEL_TO_ONE && !field->is_reverse) {
            add_lookup(out, field->name);
        }
    }
}

static Str tuple_of(const Page *page, const Lookups *lookups, Arena *mem) {
    Str text = STR("");
    for (uint32_t i = 0; i < lookups->count; i++) {
        text = arena_format(mem, "%.*s%s%c%.*s%c", STR_ARG(text), i ? ", " : "", page->quote,
                            STR_ARG(lookups->items[i]), page->quote);
    }
    return arena_format(mem, lookups->count == 1 ? "(%.*s,)" : "(%.*s)", STR_ARG(text));
}

/* `["a", "b"]` takes the lookup in place of its beginning, or behind its last element. */
static void widen(FixContext *context, const Page *page, NodeId list, Str lookup) {
    const Ast *ast = &page->facts->ast;
    Arena *mem = context->rule.mem;
    NodeId last = NODE_NONE;
    for (NodeId node = ast_child(ast, list, FIELD_ELTS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        Str name = listed_name_literal(page->facts, node);
        if (name.len && call_words_begin(name, lookup)) {
            Span span = in_file(page, ast_span(ast, node));
            fix_replace_in_file(context, (Span){span.start + 1, span.end - 1}, lookup);
            return;
        }
        last = node;
    }
    uint32_t at = in_file(page, ast_span(ast, last)).end;
    fix_replace_in_file(context, (Span){at, at},
                        arena_format(mem, ", %c%.*s%c", page->quote, STR_ARG(lookup), page->quote));
}

/* A row of its own behind the statement, or before the class's first one. */
static bool insert_row(FixContext *context, const Page *page, Str text) {
    const Ast *ast = &page->facts->ast;
    Str source = page->file->outline->text;
    NodeId after = ast_assignment(&page->facts->ast, page->of_class.node, STR("list_display"));
    NodeId first = ast_child(ast, page->of_class.node, FIELD_BODY);
    NodeId statement = after == NODE_NONE ? first : after;
    if (statement == NODE_NONE) {
        return false;
    }
    Span span = in_file(page, ast_span(ast, statement));
    if (!fix_file_begins_row(page->file, span.start)) {
        return false;
    }
    uint32_t begin = span.start;
    while (begin > 0 && source.ptr[begin - 1] != '\n') {
        begin--;
    }
    Str indent = str_slice(source, begin, span.start);
    Str end = fix_line_end(context);
    bool is_docstring = after == NODE_NONE && ast_kind(ast, first) == NODE_EXPR;
    if (after != NODE_NONE || is_docstring) {
        fix_replace_in_file(context, (Span){span.end, span.end},
                            arena_format(context->rule.mem, "%.*s%.*s%.*s", STR_ARG(end),
                                         STR_ARG(indent), STR_ARG(text)));
    } else {
        fix_replace_in_file(context, (Span){span.start, span.start},
                            arena_format(context->rule.mem, "%.*s%.*s%.*s", STR_ARG(text),
                                         STR_ARG(end), STR_ARG(indent)));
    }
    return true;
}

/* ---- the rewrites ------------------------------------------------------------------------------
 */

static void join(FixContext *context, const Page *page, const EagerPath *path, Str lookup) {
    Arena *mem = context->rule.mem;
    const Ast *ast = &page->facts->ast;
    Str title = arena_format(mem, "Add %c%.*s%c to list_select_related", page->quote,
                             STR_ARG(lookup), page->quote);
    NodeId told =
        ast_assignment(&page->facts->ast, page->of_class.node, STR("list_select_related"));
    NodeId value = told == NODE_NONE ? NODE_NONE : ast_child(ast, told, FIELD_VALUE);
    NodeKind kind = value == NODE_NONE ? NODE_MODULE : ast_kind(ast, value);
    bool is_list = ast_kind_is_sequence(kind);
    ListedNames known = names_of(page, STR("list_select_related"), mem);
    if (value != NODE_NONE && !is_list && kind != NODE_CONSTANT) {
        fix_refuse(context, title, STR("list_select_related is computed"));
        return;
    }
    fix_start(context, SAFETY_SAFE, title);
    fix_leaves(context, STR("1 query"));
    if (is_list && ast_child(ast, value, FIELD_ELTS) != NODE_NONE) {
        widen(context, page, value, lookup);
        return;
    }
    Lookups lookups = {.count = 0};
    for (uint32_t i = 0; i < known.count; i++) {
        add_lookup(&lookups, known.items[i].name);
    }
    if (!known.count) {
        add_columns(page, path, &lookups, mem);
    }
    add_lookup(&lookups, lookup);
    Str tuple = tuple_of(page, &lookups, mem);
    if (value != NODE_NONE) {
        fix_replace_in_file(context, in_file(page, ast_span(ast, value)), tuple);
    } else if (!insert_row(context, page,
                           arena_format(mem, "list_select_related = %.*s", STR_ARG(tuple)))) {
        fix_abandon(context);
        fix_refuse(context, title, STR("the class stands in one row"));
    }
}

bool admin_fix(FixContext *context, const EagerPath *path) {
    Page page;
    if (!find_page(&context->rule, &path->query.place, &page)) {
        return false;
    }
    Str lookup = eager_path_lookup(path, context->rule.mem);
    bool is_inline = use_list_reaches(page.file, page.of_class, catalog_is_inline_page);
    if (path->is_to_one && !is_inline) {
        join(context, &page, path, lookup);
    } else if (view_method(page.file, page.of_class, STR("get_queryset")).tag == REF_NONE) {
        fix_refuse(context,
                   arena_format(context->rule.mem, "Add %s(%c%.*s%c) to the page",
                                path->is_to_one ? "select_related" : "prefetch_related", page.quote,
                                STR_ARG(lookup), page.quote),
                   STR("the page makes its query by itself, it has no get_queryset() to add to"));
    } else {
        return false;
    }
    return true;
}
