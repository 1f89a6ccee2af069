/* Knows how far out of loops a row may go; knows nothing about what the row says. */
#include "rules/cpu/hoist.h"

#include "rules/cpu/loop_cost.h"

/* The name belongs to a lambda or comprehension inside the statement: no row before it knows it. */
static bool is_lambda_local(const FixContext *context, NodeId statement, NodeId name) {
    const ScopeTree *tree = context->rule.facts->scopes;
    UseId use = scope_use(tree, name);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE) {
        return false;
    }
    const Scope *scope = &tree->scopes[tree->symbols[home].scope];
    return (scope->kind == SCOPE_LAMBDA || scope->kind == SCOPE_COMPREHENSION) &&
           ast_is_within(&context->rule.facts->ast, scope->node, statement);
}

NodeId hoist_statement(const FixContext *context, NodeId loop) {
    const Ast *ast = &context->rule.facts->ast;
    return ast_statement(ast, loop_extent(ast, loop));
}

/* NODE_NONE when the row would stand in a loop that binds or changes the name after all. */
static NodeId outermost_stable_loop(const FixContext *context, NodeId node, NodeId name) {
    const Ast *ast = &context->rule.facts->ast;
    LoopContext loops = cost_context(&context->rule);
    NodeId found = NODE_NONE;
    NodeId loop = loop_of_node(ast, node);
    for (; loop != NODE_NONE; loop = loop_enclosing(ast, loop)) {
        if (loop_binds(&loops, loop, name) || loop_mutates(&loops, loop, name)) {
            break;
        }
        found = loop;
    }
    if (found == NODE_NONE) {
        return NODE_NONE;
    }
    NodeId statement = hoist_statement(context, found);
    bool inside = loop != NODE_NONE && ast_is_within(ast, loop_extent(ast, loop), statement);
    /* A list that grows in the loop around would be copied in each of its turns. */
    inside |= loop != NODE_NONE && !loop_binds(&loops, loop, name);
    return inside || is_lambda_local(context, statement, name) ? NODE_NONE : found;
}

NodeId hoist_loop(const FixContext *context, NodeId node, NodeId name, Str text, Str *obstacle) {
    NodeId loop = outermost_stable_loop(context, node, name);
    if (loop == NODE_NONE) {
        *obstacle = arena_format(context->rule.mem,
                                 "`%.*s` is bound or changed inside the loop or the one around",
                                 STR_ARG(text));
        return NODE_NONE;
    }
    if (!fix_has_row_before(context, hoist_statement(context, loop))) {
        *obstacle = STR("there is no row before the loop");
        return NODE_NONE;
    }
    return loop;
}

bool hoist_same_variable(const UnitFacts *facts, NodeId a, NodeId b) {
    const ScopeTree *tree = facts->scopes;
    UseId first = scope_use(tree, a);
    UseId second = scope_use(tree, b);
    return first != USE_NONE && second != USE_NONE && shape_same_text(facts, a, b) &&
           scope_use_home(tree, first) == scope_use_home(tree, second);
}

Str hoist_rename(const FixContext *context, NodeId expression, Str from, Str to) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Span whole = ast_span(ast, expression);
    uint32_t at = whole.start;
    Str text = STR("");
    for (NodeId node = expression; node < ast_node(ast, expression)->subtree_end; node++) {
        if (ast_kind(ast, node) != NODE_NAME || !str_equal(ast_name(ast, node), from)) {
            continue;
        }
        Str before = str_slice(facts->text, at, ast_node(ast, node)->start);
        text = arena_format(context->rule.mem, "%.*s%.*s%.*s", STR_ARG(text), STR_ARG(before),
                            STR_ARG(to));
        at = ast_node(ast, node)->end;
    }
    Str rest = str_slice(facts->text, at, whole.end);
    return arena_format(context->rule.mem, "%.*s%.*s", STR_ARG(text), STR_ARG(rest));
}
