/* Knows when a number or a truth of related rows is the same as an annotation; refuses to know
 * loading. */
#include "rules/query/annotate_fix.h"

#include "rules/query/django_parts.h"
#include "rules/query/fix_cost.h"
#include "rules/query/related_query.h"
#include "rules/query/site_names.h"
#include "rules/shape.h"

/* Every filter of the chain asks the row itself or what a key of it leads to: no join repeats a
 * row. */
static bool is_of_own_columns(const QuerySite *site, const Model *model, Str lookup) {
    for (uint32_t at = 0; at < lookup.len;) {
        Str rest = str_slice(lookup, at, lookup.len);
        Str step = str_slice(rest, 0, str_find(rest, STR("__")));
        const ModelField *field = model_query_field(site->file, model, step);
        field = field ? field : model_field(site->file, model, step);
        if (!field || (field->kind != MODEL_COLUMN && field->kind != MODEL_TO_ONE)) {
            return false;
        }
        model = field->kind == MODEL_TO_ONE ? model_target(site->file, field) : NULL;
        if (!model) {
            return true;
        }
        at += step.len + 2;
    }
    return true;
}

static bool filters_own_columns(const QuerySite *site, const Model *model) {
    const Ast *ast = &site->facts->ast;
    for (uint32_t i = 0; i < site->call_count; i++) {
        NodeId call = site->calls[i];
        const CatalogQueryMethod *method =
            catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, shape_method(ast, call));
        if (!method || !(method->effects & QUERY_NARROWS)) {
            continue;
        }
        if (ast_child(ast, call, FIELD_ARGS) != NODE_NONE) {
            return false;
        }
        for (NodeId at = ast_child(ast, call, FIELD_KEYWORDS); at != NODE_NONE;
             at = ast_next_in_field(ast, at)) {
            if (!is_of_own_columns(site, model, ast_name(ast, at))) {
                return false;
            }
        }
    }
    return true;
}

/* Every method of the chain is the library's: one of the project's may join. */
static bool has_known_calls(const QuerySite *site) {
    const Ast *ast = &site->facts->ast;
    for (uint32_t i = 0; i < site->call_count; i++) {
        if (!catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, shape_method(ast, site->calls[i]))) {
            return false;
        }
    }
    return true;
}

/* Neither a join nor a further aggregate multiplies what is counted, and nothing that takes columns
 * away follows. */
static bool takes_annotation(const QuerySite *site, const EagerPath *path, AnnotateForm form) {
    const QueryKind *query = &path->query;
    uint32_t unfit = QUERY_IS_DISTINCT | QUERY_IS_VALUES | QUERY_IS_ANNOTATED | QUERY_IS_UNION |
                     QUERY_IS_RAW | QUERY_IS_JOINED | QUERY_IS_ITERATOR | QUERY_IS_LOCKING;
    if (query->orm != ORM_DJANGO || (query->flags & unfit) || query->parent != KIND_NEVER) {
        return false;
    }
    if (form != ANNOTATE_EXISTS && (query->manager != KIND_NEVER || !has_known_calls(site))) {
        return false;
    }
    return form == ANNOTATE_EXISTS || !(query->flags & QUERY_IS_NARROWED) ||
           filters_own_columns(site, path->steps[0].owner);
}

static AnnotateForm form_of(const RuleContext *rule, Str ends, const RelatedQuery *asked) {
    const CatalogQueryMethod *method = catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, ends);
    bool is_filtered = related_query_filter(rule, asked) != NODE_NONE;
    if (!method || (asked->calls > 0 && !is_filtered)) {
        return ANNOTATE_NONE;
    }
    if (method->gives == QUERY_GIVES_TRUTH) {
        return ANNOTATE_EXISTS;
    }
    if (method->gives != QUERY_GIVES_COUNT) {
        return ANNOTATE_NONE;
    }
    return is_filtered ? ANNOTATE_FILTERED : ANNOTATE_COUNT;
}

AnnotateForm annotate_form(FixContext *context, const RowCost *cost, const EagerPath *path,
                           const QuerySite *site) {
    const RuleContext *rule = &context->rule;
    const ModelField *field = path->steps[0].field;
    Str ends;
    RelatedQuery asked;
    bool fits = cost->hit.kind == ROW_HIT_RELATED && path->count == 1 &&
                path->query.orm == ORM_DJANGO && field->kind == MODEL_TO_MANY &&
                field->query_name.len > 0 && site->file->id == rule->file->id &&
                related_query_of(rule, cost, &ends, &asked);
    const Model *target = fits ? model_target(rule->file, field) : NULL;
    AnnotateForm form =
        related_query_is_whole(target) ? form_of(rule, ends, &asked) : ANNOTATE_NONE;
    return form != ANNOTATE_NONE && takes_annotation(site, path, form) ? form : ANNOTATE_NONE;
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* `book_set` is counted as `book_count`; `filter(hidden=True)` as `hidden_count`. */
static Str attribute_name(const RuleContext *rule, const ModelField *field,
                          const RelatedQuery *asked, AnnotateForm form) {
    Str word = related_query_word(rule, asked);
    Str name = field->name;
    name = str_ends_with(name, STR("_set")) ? str_slice(name, 0, name.len - 4) : name;
    bool is_vague = str_equal(word, STR("matching"));
    if (is_vague) {
        name = arena_format(rule->mem, "%.*s_%.*s", STR_ARG(word), STR_ARG(name));
    } else if (word.len) {
        name = word;
    }
    return arena_format(rule->mem, form == ANNOTATE_EXISTS ? "has_%.*s" : "%.*s_count",
                        STR_ARG(name));
}

/* `, hidden=True`: the filter's keywords, each with `prefix` before it. */
static Str conditions(const RuleContext *rule, NodeId filter, const char *between, Str prefix) {
    const Ast *ast = &rule->facts->ast;
    Str text = STR("");
    for (NodeId at = filter == NODE_NONE ? NODE_NONE : ast_child(ast, filter, FIELD_KEYWORDS);
         at != NODE_NONE; at = ast_next_in_field(ast, at)) {
        text = arena_format(rule->mem, "%.*s%s%.*s%.*s", STR_ARG(text),
                            text.len || between[0] ? ", " : "", STR_ARG(prefix),
                            STR_ARG(shape_text(rule->facts, at)));
    }
    return text;
}

/* `Count("comment")`, `Exists(Comment.objects.filter(article=OuterRef("pk")))`; empty when a name
 * is missing. */
static Str expression(FixContext *context, const QuerySite *site, const ModelField *field,
                      const RelatedQuery *asked, AnnotateForm form) {
    const RuleContext *rule = &context->rule;
    NodeId filter = related_query_filter(rule, asked);
    if (form == ANNOTATE_EXISTS) {
        Str manager = related_query_manager(context, site, field);
        Str exists = site_names_function(context, site, STR("django.db.models.Exists"));
        Str outer = site_names_function(context, site, STR("django.db.models.OuterRef"));
        bool is_known = manager.len && field->back_query_name.len && exists.len && outer.len;
        return is_known ? arena_format(rule->mem, "%.*s(%.*s.filter(%.*s=%.*s(\"pk\")%.*s))",
                                       STR_ARG(exists), STR_ARG(manager),
                                       STR_ARG(field->back_query_name), STR_ARG(outer),
                                       STR_ARG(conditions(rule, filter, ", ", STR(""))))
                        : STR("");
    }
    Str count = site_names_function(context, site, STR("django.db.models.Count"));
    if (form == ANNOTATE_COUNT) {
        return arena_format(rule->mem, "%.*s(\"%.*s\")", STR_ARG(count),
                            STR_ARG(field->query_name));
    }
    Str q = site_names_function(context, site, STR("django.db.models.Q"));
    Str prefix = arena_format(rule->mem, "%.*s__", STR_ARG(field->query_name));
    return arena_format(rule->mem, "%.*s(\"%.*s\", filter=%.*s(%.*s))", STR_ARG(count),
                        STR_ARG(field->query_name), STR_ARG(q),
                        STR_ARG(conditions(rule, filter, "", prefix)));
}

static Str title_of(const RuleContext *rule, const ModelField *field, AnnotateForm form) {
    return form == ANNOTATE_EXISTS
               ? arena_format(rule->mem, "Ask with the query whether there are %.*s",
                              STR_ARG(related_query_plural(rule, field)))
               : arena_format(rule->mem, "Count %.*s with the query", STR_ARG(field->name));
}

/* `await a.books.acount()`: what takes its place is not awaited. The Await, the node itself when
 * there is none, NODE_NONE when more than that stands before it. */
static NodeId awaited(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    if (ast_kind(ast, parent) != NODE_AWAIT) {
        return node;
    }
    uint32_t between = ast_node(ast, node)->start - ast_node(ast, parent)->start;
    return between == STR("await ").len ? parent : NODE_NONE;
}

bool annotate_fix(FixContext *context, const RowCost *cost, const EagerPath *path,
                  const QuerySite *site, AnnotateForm form) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    const ModelField *field = path->steps[0].field;
    Str ends;
    RelatedQuery asked;
    related_query_of(rule, cost, &ends, &asked);
    Str name = attribute_name(rule, field, &asked, form);
    NodeId whole = awaited(ast, asked.node);
    if (whole == NODE_NONE || !related_query_is_free(rule, path->steps[0].owner, name)) {
        return false;
    }
    Str title = title_of(rule, field, form);
    if (form == ANNOTATE_FILTERED && fix_lacks_library(context, title, "Count(filter=..)",
                                                       LIBRARY_django, library_version(2, 0, 0))) {
        return false;
    }
    fix_start(context, form == ANNOTATE_COUNT ? SAFETY_SAFE : SAFETY_UNSAFE, title);
    Str value = expression(context, site, field, &asked, form);
    if (!value.len) {
        fix_abandon(context);
        return false;
    }
    Str call = arena_format(rule->mem, "annotate(%.*s=%.*s)", STR_ARG(name), STR_ARG(value));
    query_site_append(context, site, &call, 1, true);
    fix_cost_leaves_queries(context, site, 1);
    fix_delete(context, (Span){ast_node(ast, whole)->start, ast_node(ast, asked.node)->start});
    fix_replace(context,
                (Span){ast_name_span(ast, asked.relation).start, ast_node(ast, asked.node)->end},
                name);
    return true;
}
