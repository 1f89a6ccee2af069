/* Knows which queries stand in an iterable; refuses to know what is to be loaded. */
#include "rules/query/query_arms.h"

#include "rules/shape.h"
#include "semantics/loops.h"

static NodeId behind_name(const UnitFacts *facts, NodeId expression) {
    if (ast_kind(&facts->ast, expression) != NODE_NAME) {
        return expression;
    }
    SymbolId variable = shape_local(facts, expression);
    NodeId value = variable == SYMBOL_NONE ? NODE_NONE : shape_only_value(facts, variable);
    return value == NODE_NONE ? expression : value;
}

static bool may_be_query(NodeKind kind) {
    return kind == NODE_NAME || kind == NODE_CALL || kind == NODE_ATTRIBUTE ||
           kind == NODE_SUBSCRIPT;
}

/* False when the query is a union, whose arms are looked at instead. */
static bool is_arm(const RuleContext *rule, NodeId node, QueryKind *query) {
    KindTable *table = kinds_table(rule->file);
    return may_be_query(ast_kind(&rule->facts->ast, node)) &&
           query_kind_get(table, kinds_expression(rule->file, rule->unit, node), query) &&
           !(query->flags & QUERY_IS_UNION);
}

static bool is_known(const QueryArm *arms, uint32_t count, const QuerySite *site) {
    for (uint32_t i = 0; i < count; i++) {
        if (arms[i].site.file == site->file && arms[i].site.unit == site->unit &&
            arms[i].site.place == site->place) {
            return true;
        }
    }
    return false;
}

typedef struct Arms {
    QueryArm *items;
    uint32_t count;
} Arms;

/* False when there are too many, or one is made in no place that can be added to. */
static bool add_arm(const RuleContext *rule, Arms *arms, const QueryKind *query) {
    QuerySite site;
    if (!query_site_find(rule->file, query, &site)) {
        return false;
    }
    if (is_known(arms->items, arms->count, &site)) {
        return true;
    }
    if (arms->count == QUERY_ARMS_MAX) {
        return false;
    }
    arms->items[arms->count++] = (QueryArm){*query, site};
    return true;
}

/* Each value that is assigned to the name makes an arm, or is no query: `[]`. */
static bool add_values(const RuleContext *rule, Arms *arms, NodeId name) {
    const ScopeTree *tree = rule->facts->scopes;
    SymbolId variable = shape_local(rule->facts, name);
    uint32_t count = variable == SYMBOL_NONE ? 0 : tree->symbols[variable].binding_count;
    for (uint32_t i = 0; i < count; i++) {
        const Binding *binding = &tree->bindings[tree->symbols[variable].first_binding + i];
        NodeId value = binding->kind == BINDING_ASSIGN && !binding->is_unpacked
                           ? ast_child(&rule->facts->ast, binding->source, FIELD_VALUE)
                           : NODE_NONE;
        QueryKind query;
        if (value == NODE_NONE) {
            return false;
        }
        if (is_arm(rule, value, &query) && !(query.flags & QUERY_IS_EMPTY) &&
            !add_arm(rule, arms, &query)) {
            return false;
        }
    }
    return count > 0;
}

uint32_t query_arms_find(const RuleContext *rule, NodeId loop, QueryArm found[QUERY_ARMS_MAX]) {
    const UnitFacts *facts = rule->facts;
    const Ast *ast = &facts->ast;
    bool is_loop = ast_kind(ast, loop) == NODE_FOR || ast_kind(ast, loop) == NODE_COMPREHENSION;
    NodeId iterable = is_loop ? behind_name(facts, loop_iterable(ast, loop)) : NODE_NONE;
    NodeKind kind = ast_kind(ast, iterable);
    if (iterable == NODE_NONE || (kind != NODE_CALL && kind != NODE_NAME && kind != NODE_IF_EXP)) {
        return 0;
    }
    Arms arms = {found, 0};
    NodeId end = ast_node(ast, iterable)->subtree_end;
    for (NodeId node = iterable; node < end;) {
        QueryKind query;
        if (!is_arm(rule, node, &query)) {
            node++;
            continue;
        }
        bool is_joined = ast_kind(ast, node) == NODE_NAME && query.place.file == FILE_NONE;
        if (is_joined ? !add_values(rule, &arms, node) : !add_arm(rule, &arms, &query)) {
            return 0;
        }
        node = ast_node(ast, node)->subtree_end;
    }
    return arms.count;
}
