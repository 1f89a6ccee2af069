/* Knows what makes a nested loop a search for equal keys; knows nothing about rewriting it. */
#include "rules/cpu/lookup.h"

#include "catalog/catalog.h"

static const Ast *ast_of(const LoopContext *loops) {
    return &file_model_unit(loops->file, loops->unit)->ast;
}

/* ---- the two sides of an equality ----------------------------------------------------------- */

/* The target binds a name of that spelling. */
static bool is_bound_by(const Ast *ast, NodeId target, NodeId name) {
    for (NodeId node = target; node < ast_node(ast, target)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_NAME &&
            ast_node(ast, node)->name == ast_node(ast, name)->name) {
            return true;
        }
    }
    return false;
}

static bool is_plain(const Ast *ast, NodeId expression) {
    for (NodeId node = expression; node < ast_node(ast, expression)->subtree_end; node++) {
        switch (ast_kind(ast, node)) {
        case NODE_AWAIT:
        case NODE_YIELD:
        case NODE_YIELD_FROM:
        case NODE_NAMED_EXPR:
        case NODE_LAMBDA:
        case NODE_BROKEN:
            return false;
        default:
            break;
        }
    }
    return true;
}

static bool uses_target(const Ast *ast, NodeId expression, NodeId target) {
    for (NodeId node = expression; node < ast_node(ast, expression)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_NAME && is_bound_by(ast, target, node)) {
            return true;
        }
    }
    return false;
}

/* Some name of the expression gets a value in the loop. */
static bool is_decided_by(const LoopContext *loops, NodeId loop, NodeId expression) {
    const Ast *ast = ast_of(loops);
    for (NodeId node = expression; node < ast_node(ast, expression)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_NAME && loop_binds(loops, loop, node)) {
            return true;
        }
    }
    return false;
}

/* All names of the key but the inner target's keep their values in the loop around. */
static bool is_key_of_target(const LoopContext *loops, const Lookup *lookup) {
    const Ast *ast = ast_of(loops);
    for (NodeId node = lookup->key; node < ast_node(ast, lookup->key)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_NAME && !is_bound_by(ast, lookup->target, node) &&
            loop_binds(loops, lookup->around, node)) {
            return false;
        }
    }
    return true;
}

static NodeId deciding_loop(const LoopContext *loops, NodeId inner, NodeId wanted) {
    const Ast *ast = ast_of(loops);
    NodeId loop = loop_enclosing(ast, inner);
    while (loop != NODE_NONE && !is_decided_by(loops, loop, wanted)) {
        loop = loop_enclosing(ast, loop);
    }
    return loop;
}

/* A list, set or dictionary cannot be a key. */
static bool is_hashable(const LoopContext *loops, NodeId expression) {
    return !cost_is_instance(loops, expression, STR("list")) &&
           !cost_is_instance(loops, expression, STR("set")) &&
           !cost_is_instance(loops, expression, STR("dict"));
}

static bool has_sides(const LoopContext *loops, Lookup *lookup, NodeId key, NodeId wanted) {
    const Ast *ast = ast_of(loops);
    lookup->key = key;
    lookup->wanted = wanted;
    if (!uses_target(ast, key, lookup->target) || uses_target(ast, wanted, lookup->target) ||
        !is_plain(ast, key) || !is_plain(ast, wanted) ||
        is_decided_by(loops, lookup->loop, wanted) || !is_hashable(loops, key) ||
        !is_hashable(loops, wanted)) {
        return false;
    }
    lookup->around = deciding_loop(loops, lookup->loop, wanted);
    return lookup->around != NODE_NONE && is_key_of_target(loops, lookup);
}

static bool is_equality(const LoopContext *loops, Lookup *lookup, NodeId compare) {
    const Ast *ast = ast_of(loops);
    if (ast_kind(ast, compare) != NODE_COMPARE ||
        ast_count_in_field(ast, compare, FIELD_OPS) != 1 ||
        ast_node(ast, ast_child(ast, compare, FIELD_OPS))->detail != OPERATOR_EQ) {
        return false;
    }
    NodeId left = ast_child(ast, compare, FIELD_LEFT);
    NodeId right = ast_child(ast, compare, FIELD_COMPARATORS);
    lookup->compare = compare;
    return left != NODE_NONE && right != NODE_NONE &&
           (has_sides(loops, lookup, left, right) || has_sides(loops, lookup, right, left));
}

/* The equality, alone or among conditions that all must hold. */
static bool has_equality(const LoopContext *loops, Lookup *lookup, NodeId condition) {
    const Ast *ast = ast_of(loops);
    lookup->condition = condition;
    if (ast_kind(ast, condition) != NODE_BOOL_OP ||
        ast_node(ast, condition)->detail != OPERATOR_AND) {
        return is_equality(loops, lookup, condition);
    }
    for (NodeId value = ast_child(ast, condition, FIELD_VALUES); value != NODE_NONE;
         value = ast_next_in_field(ast, value)) {
        if (is_equality(loops, lookup, value)) {
            return true;
        }
    }
    return false;
}

/* ---- the inner loop ------------------------------------------------------------------------- */

/* The one statement of the body, an `if` without else; NODE_NONE otherwise. */
static NodeId only_if(const Ast *ast, NodeId loop) {
    NodeId statement = ast_child(ast, loop, FIELD_BODY);
    bool is_one = statement != NODE_NONE && ast_next_in_field(ast, statement) == NODE_NONE &&
                  ast_kind(ast, statement) == NODE_IF &&
                  ast_child(ast, statement, FIELD_ORELSE) == NODE_NONE &&
                  ast_child(ast, loop, FIELD_ORELSE) == NODE_NONE;
    return is_one ? statement : NODE_NONE;
}

static bool has_condition(const LoopContext *loops, Lookup *lookup) {
    const Ast *ast = ast_of(loops);
    if (ast_kind(ast, lookup->loop) == NODE_FOR) {
        NodeId statement = only_if(ast, lookup->loop);
        return statement != NODE_NONE &&
               has_equality(loops, lookup, ast_child(ast, statement, FIELD_TEST));
    }
    for (NodeId test = ast_child(ast, lookup->loop, FIELD_IFS); test != NODE_NONE;
         test = ast_next_in_field(ast, test)) {
        if (has_equality(loops, lookup, test)) {
            return true;
        }
    }
    return false;
}

/* Every turn goes through the whole of it: a list, or a name of unknown kind that no turn leaves
 * half read. */
static bool is_read_whole(const LoopContext *loops, const Lookup *lookup) {
    const Ast *ast = ast_of(loops);
    KindTable *table = kinds_table(loops->file);
    KindId kind = kinds_expression(loops->file, loops->unit, lookup->collection);
    if (kind_traits(table, kind) & CLASS_LINEAR) {
        return true;
    }
    bool is_set = kind_is_instance(table, kind, STR("set")) ||
                  kind_is_instance(table, kind, STR("frozenset"));
    bool leaves = ast_kind(ast, lookup->loop) == NODE_FOR &&
                  (loop_contents(ast, lookup->loop) & (LOOP_HAS_BREAK | LOOP_HAS_RETURN));
    return is_set ||
           (kind == KIND_UNKNOWN && !leaves && ast_kind(ast, lookup->collection) == NODE_NAME);
}

/* What the body stores is not the key itself. */
static bool changes_key(const UnitFacts *facts, const Lookup *lookup) {
    const Ast *ast = &facts->ast;
    NodeId extent = loop_extent(ast, lookup->around);
    for (NodeId node = extent; node < ast_node(ast, extent)->subtree_end; node++) {
        const Node *at = ast_node(ast, node);
        if ((at->kind == NODE_ATTRIBUTE || at->kind == NODE_SUBSCRIPT) &&
            (at->flags & (NODE_STORE | NODE_DEL)) && shape_same_text(facts, node, lookup->key)) {
            return true;
        }
    }
    return false;
}

bool lookup_of(const LoopContext *loops, NodeId loop, Lookup *out) {
    const UnitFacts *facts = file_model_unit(loops->file, loops->unit);
    const Ast *ast = &facts->ast;
    NodeKind kind = ast_kind(ast, loop);
    if ((kind != NODE_FOR && kind != NODE_COMPREHENSION) ||
        loop_enclosing(ast, loop) == NODE_NONE) {
        return false;
    }
    Lookup lookup = {
        .loop = loop, .collection = loop_iterable(ast, loop), .target = loop_target(ast, loop)};
    NodeId base =
        lookup.collection == NODE_NONE ? NODE_NONE : cost_base_name(ast, lookup.collection);
    if (base == NODE_NONE || lookup.target == NODE_NONE || !has_condition(loops, &lookup)) {
        return false;
    }
    *out = lookup;
    return cost_outlived_loop(loops, lookup.around, lookup.collection, NULL) != NODE_NONE &&
           !cost_mutates(loops, lookup.around, base) &&
           size_bound(loops->file, loops->unit, lookup.collection) == SIZE_UNKNOWN &&
           is_read_whole(loops, &lookup) && !changes_key(facts, &lookup) &&
           !cost_is_poll(loops, lookup.around);
}
