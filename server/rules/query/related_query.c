/* Knows how a query on a relation is written; refuses to know how it is answered for all rows. */
#include "rules/query/related_query.h"

#include "rules/query/django_parts.h"
#include "rules/query/site_names.h"
#include "rules/shape.h"

/* Nothing but literals: the same wherever it stands, and in each turn. */
static bool is_literal(const Ast *ast, NodeId node) {
    NodeKind kind = ast_kind(ast, node);
    if (kind == NODE_CONSTANT) {
        return true;
    }
    if (kind == NODE_UNARY_OP) {
        return ast_kind(ast, ast_child(ast, node, FIELD_OPERAND)) == NODE_CONSTANT;
    }
    if (!ast_kind_is_sequence(kind)) {
        return false;
    }
    for (NodeId at = ast_child(ast, node, FIELD_ELTS); at != NODE_NONE;
         at = ast_next_in_field(ast, at)) {
        if (ast_kind(ast, at) != NODE_CONSTANT) {
            return false;
        }
    }
    return true;
}

static bool has_literals(const Ast *ast, NodeId call) {
    for (NodeId at = ast_child(ast, call, FIELD_ARGS); at != NODE_NONE;
         at = ast_next_in_field(ast, at)) {
        if (ast_kind(ast, at) != NODE_CONSTANT) {
            return false;
        }
    }
    for (NodeId at = ast_child(ast, call, FIELD_KEYWORDS); at != NODE_NONE;
         at = ast_next_in_field(ast, at)) {
        if (!ast_name(ast, at).len || !is_literal(ast, ast_child(ast, at, FIELD_VALUE))) {
            return false;
        }
    }
    return true;
}

static const CatalogQueryMethod *method_of(const Ast *ast, NodeId call) {
    return catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, shape_method(ast, call));
}

/* A call of the chain that only says which rows, and in which order. */
static bool takes_chain(const Ast *ast, NodeId call) {
    const CatalogQueryMethod *method = method_of(ast, call);
    uint32_t fit = QUERY_NARROWS | QUERY_ORDERS | QUERY_KEEPS_CACHE;
    return method && method->gives == QUERY_GIVES_QUERY && method->loads == QUERY_LOADS_SAME &&
           !(method->effects & ~fit) && has_literals(ast, call);
}

bool related_query_of(const RuleContext *rule, const RowCost *cost, Str *ends, RelatedQuery *out) {
    const Ast *ast = &rule->facts->ast;
    bool is_here =
        cost->step_count == 0 && cost->hit.file == rule->file->id && cost->hit.unit == rule->unit;
    NodeId at = is_here ? cost->hit.node : NODE_NONE;
    const CatalogQueryMethod *method = ast_kind(ast, at) == NODE_CALL ? method_of(ast, at) : NULL;
    *out = (RelatedQuery){.node = at, .first = NODE_NONE, .last = NODE_NONE};
    *ends = STR("");
    if (method && (method->effects & QUERY_READS)) {
        if (shape_has_arguments(ast, at)) {
            return false;
        }
        *ends = shape_method(ast, at);
        at = django_receiver(ast, at);
    }
    while (ast_kind(ast, at) == NODE_CALL && takes_chain(ast, at)) {
        bool is_all = catalog_query_gives_all(shape_method(ast, at));
        out->last = out->last == NODE_NONE && !is_all ? at : out->last;
        out->first = is_all ? out->first : at;
        out->calls += !is_all;
        at = django_receiver(ast, at);
    }
    out->relation = at;
    return ast_kind(ast, at) == NODE_ATTRIBUTE;
}

NodeId related_query_filter(const RuleContext *rule, const RelatedQuery *query) {
    const Ast *ast = &rule->facts->ast;
    bool is_filter = query->calls == 1 &&
                     str_equal(shape_method(ast, query->first), STR("filter")) &&
                     ast_child(ast, query->first, FIELD_ARGS) == NODE_NONE;
    return is_filter ? query->first : NODE_NONE;
}

Str related_query_word(const RuleContext *rule, const RelatedQuery *query) {
    const Ast *ast = &rule->facts->ast;
    NodeId filter = related_query_filter(rule, query);
    NodeId keyword = filter == NODE_NONE ? NODE_NONE : django_only_keyword(ast, filter);
    NodeId value = ast_child(ast, keyword, FIELD_VALUE);
    if (keyword != NODE_NONE && ast_node(ast, value)->detail == CONSTANT_TRUE &&
        ast_kind(ast, value) == NODE_CONSTANT) {
        Str name = ast_name(ast, keyword);
        bool is_lookup = str_find(name, STR("__")) < name.len;
        Str bare = str_starts_with(name, STR("is_")) ? str_slice(name, 3, name.len) : name;
        return is_lookup ? STR("matching") : bare;
    }
    if (query->calls == 0) {
        return STR("");
    }
    const CatalogQueryMethod *method = method_of(ast, query->first);
    return query->calls == 1 && method && (method->effects & QUERY_ORDERS) ? STR("ordered")
                                                                           : STR("matching");
}

Str related_query_plural(const RuleContext *rule, const ModelField *field) {
    Str name = field->name;
    return str_ends_with(name, STR("_set"))
               ? arena_format(rule->mem, "%.*ss", STR_ARG(str_slice(name, 0, name.len - 4)))
               : name;
}

bool related_query_is_whole(const Model *target) {
    const ModelManager *first =
        target && target->managers.count ? &target->managers.items[0] : NULL;
    return first && (first->is_plain || first->manager.tag == REF_PATH);
}

Str related_query_manager(FixContext *context, const QuerySite *site, const ModelField *field) {
    const Model *target = model_target(context->rule.file, field);
    if (!related_query_is_whole(target)) {
        return STR("");
    }
    Str name = site_names_class(context, site, target);
    return name.len ? arena_format(context->rule.mem, "%.*s.%.*s", STR_ARG(name),
                                   STR_ARG(target->managers.items[0].name))
                    : STR("");
}

bool related_query_is_free(const RuleContext *rule, const Model *owner, Str name) {
    return !model_field(rule->file, owner, name) && !model_binds(rule->file, owner, name);
}
