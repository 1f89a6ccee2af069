/* Knows where a rewrite of queries is out of place; refuses to know the rewrites. */
#include "rules/query/fix_ground.h"

#include "catalog/query.h"
#include "semantics/loops.h"

/* `self.assertNumQueries(3, lambda: ...)`: the node stands in an argument. */
static bool is_given_to_counter(const Ast *ast, NodeId node) {
    while (node != NODE_NONE && node != NODE_ROOT) {
        NodeId parent = ast_node(ast, node)->parent;
        if (parent != NODE_NONE && ast_kind(ast, parent) == NODE_CALL &&
            ast_node(ast, node)->field != FIELD_FUNC &&
            catalog_counts_queries(ast_name(ast, ast_child(ast, parent, FIELD_FUNC)))) {
            return true;
        }
        node = parent;
    }
    return false;
}

/* `with self.assertNumQueries(3):` around the node. */
static bool is_counted(const Ast *ast, NodeId node) {
    for (NodeId with = enclosing_with(ast, node, NODE_NONE); with != NODE_NONE;
         with = enclosing_with(ast, with, NODE_NONE)) {
        for (NodeId item = ast_child(ast, with, FIELD_ITEMS); item != NODE_NONE;
             item = ast_next_in_field(ast, item)) {
            NodeId call = ast_child(ast, item, FIELD_CONTEXT_EXPR);
            NodeId function = ast_child(ast, call, FIELD_FUNC);
            if (ast_kind(ast, call) == NODE_CALL &&
                catalog_counts_queries(ast_name(ast, function))) {
                return true;
            }
        }
    }
    return is_given_to_counter(ast, node);
}

bool fix_ground_forbids(FixContext *context, NodeId node) {
    const RuleContext *rule = &context->rule;
    Str title = STR("Send fewer queries");
    if (file_model_is_migration(rule->file)) {
        fix_refuse(context, title, STR("a migration is left as it has run"));
        return true;
    }
    if (is_counted(&rule->facts->ast, node)) {
        fix_refuse(context, title, STR("the number of queries of this block is asserted"));
        return true;
    }
    return false;
}
