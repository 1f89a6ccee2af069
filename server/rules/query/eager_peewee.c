/* Knows peewee's select(), join() and prefetch(); refuses to know what the loop reads. */
#include "rules/query/eager_load.h"

#include "rules/query/call_words.h"
#include "rules/query/fix_cost.h"
#include "rules/query/site_names.h"
#include "rules/shape.h"

/* `select()` or `select(Tweet)`: whole rows. */
static bool selects_rows(const QuerySite *site) {
    const Ast *ast = &site->facts->ast;
    NodeId select = site->call_count ? site->calls[0] : NODE_NONE;
    NodeId owner = ast_child(ast, ast_child(ast, select, FIELD_FUNC), FIELD_VALUE);
    if (select == NODE_NONE || ast_kind(ast, owner) != NODE_NAME ||
        ast_child(ast, select, FIELD_KEYWORDS) != NODE_NONE) {
        return false;
    }
    for (NodeId argument = ast_child(ast, select, FIELD_ARGS); argument != NODE_NONE;
         argument = ast_next_in_field(ast, argument)) {
        KindId kind = kinds_expression(site->file, site->unit, argument);
        if (ast_kind(ast, argument) != NODE_NAME ||
            kind_get(kinds_table(site->file), kind)->tag != KIND_TAG_CLASS) {
            return false;
        }
    }
    return true;
}

/* The class is joined in the chain already; *others counts further joins. */
static bool has_join(const QuerySite *site, Str name, uint32_t *others) {
    const Ast *ast = &site->facts->ast;
    bool is_there = false;
    *others = 0;
    for (uint32_t i = 0; i < site->call_count; i++) {
        NodeId first = ast_child(ast, site->calls[i], FIELD_ARGS);
        if (!catalog_query_joins(shape_method(ast, site->calls[i]))) {
            continue;
        }
        bool is_it = first != NODE_NONE && str_equal(shape_text(site->facts, first), name);
        is_there = is_there || is_it;
        *others += !is_it;
    }
    return is_there;
}

/* Two keys of a class lead to the same other, or it leads to itself: a join must say which. */
static bool is_ambiguous(const FixContext *context, const EagerStep *step) {
    const Model *target = model_target(context->rule.file, step->field);
    uint32_t count = 0;
    for (uint32_t i = 0; i < step->owner->fields.count; i++) {
        const ModelField *field = &step->owner->fields.items[i];
        count += field->kind == MODEL_TO_ONE && model_target(context->rule.file, field) == target;
    }
    return !target || target == step->owner || count != 1;
}

/* `u.tweets.where(..)` somewhere in the unit: a list has no such thing. */
static bool is_queried(const FixContext *context, Str relation) {
    const Ast *ast = &context->rule.facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId value = ast_child(ast, node, FIELD_VALUE);
        if (ast_kind(ast, node) == NODE_ATTRIBUTE && ast_kind(ast, value) == NODE_ATTRIBUTE &&
            str_equal(ast_name(ast, value), relation)) {
            return true;
        }
    }
    return false;
}

static const char *join_obstacle(const FixContext *context, const QuerySite *site,
                                 const EagerPath *path) {
    uint32_t others;
    const Model *target = model_target(context->rule.file, path->steps[0].field);
    for (uint32_t i = 0; i < path->count; i++) {
        if (is_ambiguous(context, &path->steps[i])) {
            return "a join would have to say by which key";
        }
    }
    bool is_there = has_join(site, target->name, &others);
    return others || (is_there && path->count > 1) ? "the query joins other tables already" : NULL;
}

const char *eager_peewee_obstacle(const FixContext *context, const QuerySite *site,
                                  const EagerPath *path) {
    const Ast *ast = &site->facts->ast;
    if (!selects_rows(site)) {
        return "the query does not select whole rows";
    }
    if (path->is_to_one) {
        return join_obstacle(context, site, path);
    }
    NodeId last = site->calls[site->call_count - 1];
    NodeId around = ast_node(ast, last)->parent;
    if (path->count != 1 || path->steps[0].field->kind != MODEL_TO_MANY ||
        path->steps[0].field->is_many_to_many) {
        return "prefetch() takes relations that begin at the rows themselves";
    }
    return ast_kind(ast, around) == NODE_ATTRIBUTE ||
                   is_queried(context, path->steps[0].field->name)
               ? "prefetch() gives lists, of which no further query can be made"
               : NULL;
}

Str eager_peewee_words(const FileModel *file, const EagerPath *path, Arena *mem) {
    Str text = STR("");
    for (uint32_t i = 0; i < path->count; i++) {
        const Model *target = model_target(file, path->steps[i].field);
        LoadingWay way = path->is_to_one ? LOADING_JOINED : LOADING_BATCHED;
        text = arena_format(mem, "%.*s%s%.*s(%.*s)", STR_ARG(text), i == 0 ? "" : ".",
                            STR_ARG(catalog_loading_call(ORM_PEEWEE, way)),
                            STR_ARG(target ? target->name : path->steps[i].field->name));
    }
    return text;
}

/* The class takes part in `select(...)`. */
static void select_too(FixContext *context, const QuerySite *site, Str names) {
    const Ast *ast = &site->facts->ast;
    NodeId select = site->calls[0];
    NodeId last = NODE_NONE;
    for (NodeId argument = ast_child(ast, select, FIELD_ARGS); argument != NODE_NONE;
         argument = ast_next_in_field(ast, argument)) {
        last = argument;
    }
    if (last != NODE_NONE) {
        query_site_insert(context, site, ast_node(ast, last)->end, names);
        return;
    }
    NodeId owner = ast_child(ast, ast_child(ast, select, FIELD_FUNC), FIELD_VALUE);
    query_site_insert(context, site, ast_node(ast, select)->end - 1,
                      arena_format(context->rule.mem, "%.*s%.*s",
                                   STR_ARG(shape_text(site->facts, owner)), STR_ARG(names)));
}

typedef struct Calls {
    Str items[EAGER_STEPS_MAX + 1];
    uint32_t count;
} Calls;

static bool add_joins(FixContext *context, const QuerySite *site, const EagerPath *path,
                      Calls *calls) {
    Arena *mem = context->rule.mem;
    Str names = STR("");
    Str way = STR("");
    for (uint32_t i = 0; i < path->count; i++) {
        const EagerStep *step = &path->steps[i];
        uint32_t others;
        Str name = site_names_class(context, site, model_target(site->file, step->field));
        if (!name.len) {
            return false;
        }
        names = arena_format(mem, "%.*s, %.*s", STR_ARG(names), STR_ARG(name));
        if (step->field->is_nullable && !way.len) {
            Str kind = site_names_function(context, site, STR("peewee.JOIN"));
            if (!kind.len) {
                return false;
            }
            way = arena_format(mem, ", %.*s.LEFT_OUTER", STR_ARG(kind));
        }
        if (!has_join(site, name, &others)) {
            Str method = catalog_loading_call(ORM_PEEWEE, LOADING_JOINED);
            calls->items[calls->count++] =
                arena_format(mem, "%.*s(%.*s%.*s)", STR_ARG(method), STR_ARG(name), STR_ARG(way));
        }
    }
    select_too(context, site, names);
    return true;
}

bool eager_peewee_takes(const EagerPaths *paths) {
    uint32_t joined = 0;
    for (uint32_t i = 0; i < paths->count; i++) {
        joined += paths->items[i]->is_to_one;
    }
    return joined < 2;
}

bool eager_peewee_load(FixContext *context, const QuerySite *site, const EagerPaths *paths) {
    Arena *mem = context->rule.mem;
    Calls calls = {.count = 0};
    Str names = STR("");
    uint32_t queries = 1;
    for (uint32_t i = 0; i < paths->count; i++) {
        const EagerPath *path = paths->items[i];
        queries += !path->is_to_one;
        if (path->is_to_one) {
            if (!add_joins(context, site, path, &calls)) {
                return false;
            }
            continue;
        }
        Str name = site_names_class(context, site, model_target(site->file, path->steps[0].field));
        if (!name.len) {
            return false;
        }
        names =
            arena_format(mem, "%.*s%s%.*s", STR_ARG(names), names.len ? ", " : "", STR_ARG(name));
    }
    if (names.len) {
        calls.items[calls.count++] = arena_format(
            mem, "%.*s(%.*s)", STR_ARG(catalog_loading_call(ORM_PEEWEE, LOADING_BATCHED)),
            STR_ARG(names));
    }
    fix_cost_leaves_queries(context, site, queries);
    if (calls.count) {
        query_site_append(context, site, calls.items, calls.count, false);
    }
    return true;
}
