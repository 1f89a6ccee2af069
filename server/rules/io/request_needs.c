/* Knows which names of a loop's target the sending needs, and which the rest of the turn does. */
#include "rules/io/request_parts.h"

/* What leaves the turn: the request, statements that nothing else needs, the clauses. */
static bool is_moved(const RequestPlan *plan, NodeId node) {
    const Ast *ast = plan->ast;
    for (uint32_t i = 0; i < plan->dropped.count; i++) {
        if (ast_is_within(ast, node, plan->dropped.items[i])) {
            return true;
        }
    }
    for (uint32_t i = 0; i < plan->guards.count; i++) {
        if (ast_is_within(ast, node, plan->guards.items[i])) {
            return true;
        }
    }
    if (plan->with != NODE_NONE && ast_is_within(ast, node, plan->with)) {
        return !ast_is_within(ast, node, plan->last) || ast_is_within(ast, node, plan->kept);
    }
    Span clauses = plan_clauses_span(plan);
    return ast_is_within(ast, node, plan->sent) || span_contains(clauses, ast_span(ast, node));
}

/* What the sending is made of. */
static bool is_sending(const RequestPlan *plan, NodeId node) {
    const Ast *ast = plan->ast;
    for (uint32_t i = 0; i < plan->feeds.count; i++) {
        if (ast_is_within(ast, node, plan->feeds.items[i])) {
            return true;
        }
    }
    if (plan->with != NODE_NONE) {
        return ast_is_within(ast, node, plan->with) &&
               (!ast_is_within(ast, node, plan->last) || ast_is_within(ast, node, plan->kept));
    }
    return ast_is_within(ast, node, plan->sent);
}

/* The use may see what this binding gave. */
static bool may_read(const ScopeTree *tree, UseId use, BindingId binding) {
    SymbolId home = tree->symbols[tree->bindings[binding].symbol].home;
    if (home == SYMBOL_NONE || scope_use_home(tree, use) != home) {
        return false;
    }
    ReachingSet reaching = scope_reaching(tree, use);
    uint32_t at = binding - tree->symbols[home].first_binding;
    return reaching == 0 || at >= REACHING_BINDINGS_MAX || (reaching & ((ReachingSet)1 << at));
}

/* ---- feeds -------------------------------------------------------------------------------------
 */

static bool is_in_any(const RequestPlan *plan, const PlanNodes *nodes, NodeId node) {
    for (uint32_t i = 0; i < nodes->count; i++) {
        if (ast_is_within(plan->ast, node, nodes->items[i])) {
            return true;
        }
    }
    return false;
}

/* Something that stays reads what the statement binds. */
static bool is_read_elsewhere(const RequestPlan *plan, NodeId statement) {
    const ScopeTree *tree = plan->facts->scopes;
    for (BindingId binding = 0; binding < tree->binding_count; binding++) {
        if (!ast_is_within(plan->ast, tree->bindings[binding].node, statement)) {
            continue;
        }
        for (UseId use = 0; use < tree->use_count; use++) {
            NodeId node = tree->uses[use].node;
            if (may_read(tree, use, binding) && !is_sending(plan, node) &&
                !is_in_any(plan, &plan->dropped, node)) {
                return true;
            }
            if (may_read(tree, use, binding) && is_in_any(plan, &plan->feeds, node) &&
                !is_in_any(plan, &plan->dropped, node)) {
                return true; /* a feed that stays */
            }
        }
    }
    return false;
}

static void remove_node(PlanNodes *nodes, uint32_t at) {
    for (uint32_t i = at + 1; i < nodes->count; i++) {
        nodes->items[i - 1] = nodes->items[i];
    }
    nodes->count--;
}

static bool binds_nothing(const RequestPlan *plan, NodeId statement) {
    const ScopeTree *tree = plan->facts->scopes;
    for (BindingId binding = 0; binding < tree->binding_count; binding++) {
        if (ast_is_within(plan->ast, tree->bindings[binding].node, statement)) {
            return false;
        }
    }
    return true;
}

/* Feeds leave the turn together: as soon as one must stay, what fills names (`x[k] = v`) stays too.
 */
static void find_dropped(RequestPlan *plan) {
    for (uint32_t i = 0; i < plan->feeds.count; i++) {
        ARENA_PUSH(plan->mem, &plan->dropped, plan->feeds.items[i]);
    }
    bool changed = true;
    bool any_stays = false;
    while (changed) {
        changed = false;
        for (uint32_t i = plan->dropped.count; i-- > 0;) {
            NodeId statement = plan->dropped.items[i];
            bool stays = is_read_elsewhere(plan, statement) ||
                         !fix_owns_rows(plan->fix, ast_span(plan->ast, statement)) ||
                         (any_stays && binds_nothing(plan, statement));
            if (stays) {
                remove_node(&plan->dropped, i);
                any_stays = true;
                changed = true;
            }
        }
    }
}

/* ---- names -------------------------------------------------------------------------------------
 */

static void add_name(const RequestPlan *plan, PlanNames *names, Str name) {
    for (uint32_t i = 0; i < names->count; i++) {
        if (str_equal(names->items[i], name)) {
            return;
        }
    }
    ARENA_PUSH(plan->mem, names, name);
}

static void name_target(RequestPlan *plan, NodeId node) {
    const ScopeTree *tree = plan->facts->scopes;
    BindingId binding = scope_binding(tree, node);
    for (UseId use = 0; binding != BINDING_NONE && use < tree->use_count; use++) {
        if (!may_read(tree, use, binding)) {
            continue;
        }
        NodeId at = tree->uses[use].node;
        if (is_sending(plan, at)) {
            add_name(plan, &plan->given, ast_name(plan->ast, node));
        }
        if (!is_moved(plan, at)) {
            add_name(plan, &plan->rest, ast_name(plan->ast, node));
        }
    }
}

static Str name_targets(RequestPlan *plan, NodeId target) {
    const Ast *ast = plan->ast;
    NodeId end = ast_node(ast, target)->subtree_end;
    for (NodeId node = target; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT) {
            return arena_format(plan->mem, "the loop at line %u stores into `%.*s`",
                                plan_row(plan, plan->extent), STR_ARG(plan_text(plan, node)));
        }
        if (kind == NODE_NAME) {
            name_target(plan, node);
        }
    }
    return STR("");
}

Str request_parts_name(RequestPlan *plan) {
    const Ast *ast = plan->ast;
    find_dropped(plan);
    if (plan->loop.form != REQUEST_LOOP_COMPREHENSION) {
        return name_targets(plan, plan->loop.target);
    }
    uint32_t end = plan_clauses_span(plan).end;
    Str reason = STR("");
    for (NodeId generator = ast_child(ast, plan->extent, FIELD_GENERATORS);
         generator != NODE_NONE && ast_node(ast, generator)->start < end && !reason.len;
         generator = ast_next_in_field(ast, generator)) {
        if (ast_kind(ast, generator) != NODE_COMPREHENSION) {
            return STR("the comprehension iterates asynchronously");
        }
        reason = name_targets(plan, loop_target(ast, generator));
    }
    return reason;
}
