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

uint32_t query_arms_find(const RuleContext *rule, NodeId loop, QueryArm arms[QUERY_ARMS_MAX]) {
    const UnitFacts *facts = rule->facts;
    const Ast *ast = &facts->ast;
    bool is_loop = ast_kind(ast, loop) == NODE_FOR || ast_kind(ast, loop) == NODE_COMPREHENSION;
    NodeId iterable = is_loop ? behind_name(facts, loop_iterable(ast, loop)) : NODE_NONE;
    if (ast_kind(ast, iterable) != NODE_CALL) {
        return 0;
    }
    uint32_t count = 0;
    NodeId end = ast_node(ast, iterable)->subtree_end;
    for (NodeId node = iterable; node < end;) {
        QueryKind query;
        if (!is_arm(rule, node, &query)) {
            node++;
            continue;
        }
        QuerySite site;
        bool is_made_once = query_site_find(rule->file, &query, &site);
        if (!is_made_once || count == QUERY_ARMS_MAX) {
            return 0;
        }
        if (!is_known(arms, count, &site)) {
            arms[count++] = (QueryArm){query, site};
        }
        node = ast_node(ast, node)->subtree_end;
    }
    return count;
}
