/* Knows when the body of `with request() as answer:` comes down to one value that outlives it. */
#include "catalog/extension.h"
#include "rules/io/request_calls.h"
#include "rules/io/request_parts.h"
#include "semantics/kinds.h"

typedef struct Body {
    RequestPlan *plan;
    bool *inner; /* by SymbolId: the answer, and what the body makes of it */
} Body;

static SymbolId symbol_of_binding(const RequestPlan *plan, NodeId node) {
    const ScopeTree *tree = plan->facts->scopes;
    BindingId binding = scope_binding(tree, node);
    return binding == BINDING_NONE ? SYMBOL_NONE
                                   : tree->symbols[tree->bindings[binding].symbol].home;
}

static SymbolId symbol_of_use(const RequestPlan *plan, NodeId node) {
    const ScopeTree *tree = plan->facts->scopes;
    UseId use = scope_use(tree, node);
    return use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
}

static void add_inner(Body *body, NodeId root) {
    const Ast *ast = body->plan->ast;
    NodeId end = ast_node(ast, root)->subtree_end;
    for (NodeId node = root; node < end; node++) {
        SymbolId symbol = symbol_of_binding(body->plan, node);
        if (symbol != SYMBOL_NONE) {
            body->inner[symbol] = true;
        }
    }
}

static bool uses_inner(const Body *body, NodeId root) {
    const Ast *ast = body->plan->ast;
    NodeId end = ast_node(ast, root)->subtree_end;
    for (NodeId node = root; node < end; node++) {
        SymbolId symbol =
            ast_kind(ast, node) == NODE_NAME ? symbol_of_use(body->plan, node) : SYMBOL_NONE;
        if (symbol != SYMBOL_NONE && body->inner[symbol]) {
            return true;
        }
    }
    return false;
}

/* A method of the answer, a quiet call, or a library's that only reads: may run beside others. */
static bool is_allowed_call(const Body *body, NodeId call) {
    const RuleContext *rule = &body->plan->fix->rule;
    const Ast *ast = body->plan->ast;
    NodeId callee = ast_child(ast, call, FIELD_FUNC);
    bool method = callee != NODE_NONE && ast_kind(ast, callee) == NODE_ATTRIBUTE;
    if (method && uses_inner(body, callee)) {
        return true;
    }
    const CatalogCallable *row = extended_callable(
        rule->file->extension, kinds_callee(rule->file, rule->unit, call, rule->scratch));
    uint32_t refused = CATALOG_HTTP_WRITE | CATALOG_DB | CATALOG_MUTATES | CATALOG_SUBPROCESS |
                       CATALOG_SLEEP | CATALOG_INPUT;
    return row ? !(row->effects & refused) : request_call_is_quiet(rule, call);
}

/* The first call that must not run beside others; NODE_NONE. */
static NodeId refused_call(const Body *body, NodeId root) {
    const Ast *ast = body->plan->ast;
    NodeId end = ast_node(ast, root)->subtree_end;
    for (NodeId node = root; node < end; node++) {
        if (ast_kind(ast, node) == NODE_CALL && !is_allowed_call(body, node)) {
            return node;
        }
    }
    return NODE_NONE;
}

static bool only_binds(const Ast *ast, NodeId statement) {
    NodeId target = ast_child(ast, statement, FIELD_TARGETS);
    switch (ast_kind(ast, statement)) {
    case NODE_ASSIGN:
        return ast_kind(ast, target) == NODE_NAME && ast_next_in_field(ast, target) == NODE_NONE;
    case NODE_EXPR:
        return true;
    default:
        return false;
    }
}

/* The one argument that is made of the answer: `out.append(E)`, `print(name, E)`. */
static NodeId kept_argument(const Body *body, NodeId call) {
    const Ast *ast = body->plan->ast;
    NodeId kept = NODE_NONE;
    for (NodeId child = ast_first_child(ast, call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (!uses_inner(body, child)) {
            continue;
        }
        if (kept != NODE_NONE || ast_node(ast, child)->field != FIELD_ARGS ||
            ast_kind(ast, child) == NODE_STARRED) {
            return NODE_NONE;
        }
        kept = child;
    }
    return kept;
}

static NodeId kept_of(const Body *body, NodeId last) {
    const Ast *ast = body->plan->ast;
    switch (ast_kind(ast, last)) {
    case NODE_EXPR: {
        NodeId value = ast_first_child(ast, last);
        return ast_kind(ast, value) == NODE_CALL ? kept_argument(body, value) : NODE_NONE;
    }
    case NODE_ASSIGN: {
        NodeId target = ast_child(ast, last, FIELD_TARGETS);
        bool single = ast_next_in_field(ast, target) == NODE_NONE && !uses_inner(body, target);
        return single ? ast_child(ast, last, FIELD_VALUE) : NODE_NONE;
    }
    case NODE_AUG_ASSIGN:
        return ast_child(ast, last, FIELD_VALUE);
    default:
        return NODE_NONE;
    }
}

/* The answer itself is closed when the helper returns, and what reads it later finds it closed. */
static bool outlives(const Body *body, NodeId kept) {
    NodeKind kind = ast_kind(body->plan->ast, kept);
    return uses_inner(body, kept) && kind != NODE_NAME && kind != NODE_GENERATOR_EXP &&
           kind != NODE_LAMBDA;
}

/* A name of the body is read after it. */
static bool leaks(const Body *body, NodeId with) {
    const RequestPlan *plan = body->plan;
    const ScopeTree *tree = plan->facts->scopes;
    for (UseId use = 0; use < tree->use_count; use++) {
        NodeId node = tree->uses[use].node;
        SymbolId symbol = scope_use_home(tree, use);
        if (symbol != SYMBOL_NONE && body->inner[symbol] && !ast_is_within(plan->ast, node, with) &&
            ast_is_within(plan->ast, node, plan->extent)) {
            return true;
        }
    }
    return false;
}

static Str does_more(const RequestPlan *plan) {
    return arena_format(plan->mem, "the `with` at line %u does more than keep one value",
                        plan_row(plan, plan->with));
}

/* All statements but the last one only bind names. */
static Str read_statements(Body *body) {
    RequestPlan *plan = body->plan;
    const Ast *ast = plan->ast;
    NodeId statement = ast_child(ast, plan->with, FIELD_BODY);
    while (statement != NODE_NONE && ast_next_in_field(ast, statement) != NODE_NONE) {
        NodeId refused = refused_call(body, statement);
        if (refused != NODE_NONE || !only_binds(ast, statement)) {
            return does_more(plan);
        }
        add_inner(body, statement);
        statement = ast_next_in_field(ast, statement);
    }
    plan->last = statement;
    plan->kept = statement == NODE_NONE ? NODE_NONE : kept_of(body, statement);
    if (plan->kept == NODE_NONE || !outlives(body, plan->kept) ||
        refused_call(body, plan->kept) != NODE_NONE) {
        return does_more(plan);
    }
    return STR("");
}

Str request_parts_of_with(RequestPlan *plan) {
    if (plan->with == NODE_NONE) {
        return STR("");
    }
    const Ast *ast = plan->ast;
    Body body = {.plan = plan};
    body.inner = ARENA_ARRAY(plan->mem, bool, plan->facts->scopes->symbol_count + 1);
    NodeId item = ast_child(ast, plan->with, FIELD_ITEMS);
    NodeId answer = ast_child(ast, item, FIELD_OPTIONAL_VARS);
    if (ast_next_in_field(ast, item) != NODE_NONE || answer == NODE_NONE ||
        ast_kind(ast, answer) != NODE_NAME) {
        return does_more(plan);
    }
    add_inner(&body, answer);
    Str reason = read_statements(&body);
    if (!reason.len && leaks(&body, plan->with)) {
        reason = arena_format(plan->mem, "what the `with` at line %u binds is read after it",
                              plan_row(plan, plan->with));
    }
    return reason;
}
