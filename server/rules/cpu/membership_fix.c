#include "rules/cpu/membership_fix.h"

#include "rules/cpu/hoist.h"
#include "rules/cpu/loop_cost.h"

static const char title_format[] = "Look `%.*s` up in a set";

/* What is done with the list's variable, over all its uses. */
typedef struct ListUses {
    NodeId value;       /* the expression it is assigned, or NODE_NONE */
    bool only_tests;    /* every use is the right side of `in` */
    bool only_grows;    /* ... or an `append` */
    bool grows_guarded; /* every append stands under `if E not in L` with the same E */
    bool has_other;
} ListUses;

static bool is_membership(const Ast *ast, NodeId use) {
    NodeId parent = ast_node(ast, use)->parent;
    if (ast_kind(ast, parent) != NODE_COMPARE || ast_node(ast, use)->field != FIELD_COMPARATORS) {
        return false;
    }
    uint8_t op = ast_node(ast, ast_child(ast, parent, FIELD_OPS))->detail;
    return ast_count_in_field(ast, parent, FIELD_OPS) == 1 &&
           (op == OPERATOR_IN || op == OPERATOR_NOT_IN);
}

/* The call of `L.append(E)` as a statement, for the use L; NODE_NONE for anything else. */
static NodeId append_call(const Ast *ast, NodeId use) {
    NodeId attribute = ast_node(ast, use)->parent;
    if (ast_kind(ast, attribute) != NODE_ATTRIBUTE ||
        !str_equal(ast_name(ast, attribute), STR("append"))) {
        return NODE_NONE;
    }
    NodeId call = ast_node(ast, attribute)->parent;
    bool statement = ast_kind(ast, call) == NODE_CALL &&
                     ast_node(ast, attribute)->field == FIELD_FUNC &&
                     ast_kind(ast, ast_node(ast, call)->parent) == NODE_EXPR;
    return statement && ast_count_in_field(ast, call, FIELD_ARGS) == 1 ? call : NODE_NONE;
}

static bool is_len(const Ast *ast, NodeId use) {
    NodeId call = ast_node(ast, use)->parent;
    NodeId function =
        ast_kind(ast, call) == NODE_CALL ? ast_child(ast, call, FIELD_FUNC) : NODE_NONE;
    return function != NODE_NONE && function != use && ast_kind(ast, function) == NODE_NAME &&
           str_equal(ast_name(ast, function), STR("len"));
}

/* `if E not in L: L.append(E)`: no element is added twice, so the set has as many. */
static bool is_guarded_append(const UnitFacts *facts, NodeId call, NodeId use) {
    const Ast *ast = &facts->ast;
    NodeId statement = ast_node(ast, ast_node(ast, call)->parent)->parent;
    if (ast_kind(ast, statement) != NODE_IF) {
        return false;
    }
    NodeId test = ast_child(ast, statement, FIELD_TEST);
    NodeId container =
        ast_kind(ast, test) == NODE_COMPARE ? ast_child(ast, test, FIELD_COMPARATORS) : NODE_NONE;
    return container != NODE_NONE && is_membership(ast, container) &&
           shape_same_text(facts, container, use) &&
           ast_node(ast, ast_child(ast, test, FIELD_OPS))->detail == OPERATOR_NOT_IN &&
           shape_same_text(facts, ast_child(ast, test, FIELD_LEFT),
                           ast_child(ast, call, FIELD_ARGS)) &&
           ast_node(ast, ast_node(ast, call)->parent)->field == FIELD_BODY;
}

static void count_use(ListUses *uses, const UnitFacts *facts, NodeId use, bool *has_len) {
    const Ast *ast = &facts->ast;
    if (is_membership(ast, use)) {
        return;
    }
    uses->only_tests = false;
    NodeId call = append_call(ast, use);
    if (call != NODE_NONE) {
        uses->grows_guarded &= is_guarded_append(facts, call, use);
    } else if (is_len(ast, use)) {
        *has_len = true;
    } else {
        uses->has_other = true;
    }
}

/* Only a variable of this function with one assignment can change its kind. */
static ListUses list_uses(const FixContext *context, NodeId name) {
    const UnitFacts *facts = context->rule.facts;
    const ScopeTree *tree = facts->scopes;
    ListUses uses = {.value = NODE_NONE, .only_tests = true, .grows_guarded = true};
    UseId use = scope_use(tree, name);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE || tree->symbols[home].binding_count != 1 ||
        tree->scopes[tree->symbols[home].scope].kind != SCOPE_FUNCTION) {
        uses.has_other = true;
        return uses;
    }
    const Symbol *symbol = &tree->symbols[home];
    const Binding *binding = &tree->bindings[symbol->first_binding];
    if (binding->kind == BINDING_ASSIGN && !binding->is_unpacked &&
        ast_count_in_field(&facts->ast, binding->source, FIELD_TARGETS) == 1) {
        uses.value = ast_child(&facts->ast, binding->source, FIELD_VALUE);
    }
    bool has_len = false;
    for (UseId other = 0; other < tree->use_count; other++) {
        if (scope_use_home(tree, other) == home) {
            count_use(&uses, facts, tree->uses[other].node, &has_len);
        }
    }
    uses.only_grows = !uses.has_other && (!has_len || uses.grows_guarded);
    uses.has_other |= has_len && !uses.grows_guarded;
    return uses;
}

/* ---- the value in its set form --------------------------------------------------------------- */

static bool is_empty_list(const Ast *ast, NodeId value) {
    return ast_kind(ast, value) == NODE_LIST && ast_first_child(ast, value) == NODE_NONE;
}

/* The name of `list(x)`'s callee when it is the builtin; NODE_NONE otherwise. */
static NodeId list_builtin(const FixContext *context, NodeId value) {
    const Ast *ast = &context->rule.facts->ast;
    if (ast_kind(ast, value) != NODE_CALL || ast_count_in_field(ast, value, FIELD_ARGS) != 1) {
        return NODE_NONE;
    }
    Str callee = kinds_callee(context->rule.file, context->rule.unit, value, context->rule.scratch);
    return str_equal(callee, STR("list")) ? ast_child(ast, value, FIELD_FUNC) : NODE_NONE;
}

static bool has_set_form(const FixContext *context, NodeId value) {
    const Ast *ast = &context->rule.facts->ast;
    if (value == NODE_NONE) {
        return false;
    }
    NodeKind kind = ast_kind(ast, value);
    return kind == NODE_LIST || kind == NODE_LIST_COMP || list_builtin(context, value) != NODE_NONE;
}

static void replace_value(FixContext *context, NodeId value) {
    const Ast *ast = &context->rule.facts->ast;
    Span span = ast_span(ast, value);
    NodeId builtin = list_builtin(context, value);
    if (builtin != NODE_NONE) {
        fix_replace(context, ast_span(ast, builtin), STR("set"));
    } else if (is_empty_list(ast, value)) {
        fix_replace(context, span, STR("set()"));
    } else {
        fix_replace(context, (Span){span.start, span.start + 1}, STR("{"));
        fix_replace(context, (Span){span.end - 1, span.end}, STR("}"));
    }
}

static void replace_appends(FixContext *context, NodeId name) {
    const UnitFacts *facts = context->rule.facts;
    const ScopeTree *tree = facts->scopes;
    SymbolId home = scope_use_home(tree, scope_use(tree, name));
    for (UseId use = 0; use < tree->use_count; use++) {
        NodeId node = tree->uses[use].node;
        NodeId call =
            scope_use_home(tree, use) == home ? append_call(&facts->ast, node) : NODE_NONE;
        if (call != NODE_NONE) {
            NodeId function = ast_child(&facts->ast, call, FIELD_FUNC);
            fix_replace(context, ast_name_span(&facts->ast, function), STR("add"));
        }
    }
}

/* ---- a set beside the list ------------------------------------------------------------------- */

static bool is_display(const Ast *ast, NodeId node) {
    NodeKind kind = ast_kind(ast, node);
    return kind == NODE_LIST || kind == NODE_DICT || kind == NODE_SET || kind == NODE_LIST_COMP ||
           kind == NODE_DICT_COMP || kind == NODE_SET_COMP;
}

/* Every test of the list in the loop asks the set; a display on the left cannot be hashed. */
static void ask_set(FixContext *context, NodeId loop, NodeId container, NodeId name, Str set) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId extent = loop_extent(ast, loop);
    uint32_t below = name - container; /* `a.b.c` is followed by `a.b` and `a` */
    for (NodeId node = extent; node < ast_node(ast, extent)->subtree_end; node++) {
        bool test = is_membership(ast, node) && loop_runs(ast, loop, node) &&
                    shape_same_text(facts, node, container) &&
                    !is_display(ast, ast_child(ast, ast_node(ast, node)->parent, FIELD_LEFT));
        if (test && hoist_same_variable(facts, node + below, name)) {
            fix_replace(context, ast_span(ast, node), set);
        }
    }
}

static void add_set(FixContext *context, NodeId compare, NodeId container, NodeId name) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    Str list = str_span(facts->text, ast_span(ast, container));
    Str title = arena_format(mem, title_format, STR_ARG(list));
    Str obstacle = STR("");
    NodeId loop = hoist_loop(context, compare, name, list, &obstacle);
    if (loop == NODE_NONE) {
        fix_refuse(context, title, obstacle);
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str set =
        fix_fresh_name(context, arena_format(mem, "%.*s_set", STR_ARG(ast_name(ast, container))));
    fix_insert_row_before(context, hoist_statement(context, loop),
                          arena_format(mem, "%.*s = set(%.*s)", STR_ARG(set), STR_ARG(list)));
    ask_set(context, loop, container, name, set);
}

void membership_fix(FixContext *context, NodeId compare) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId container = ast_child(ast, compare, FIELD_COMPARATORS);
    NodeId name = container;
    while (ast_kind(ast, name) == NODE_ATTRIBUTE) {
        name = ast_child(ast, name, FIELD_VALUE);
    }
    ListUses uses = {.has_other = true, .value = NODE_NONE};
    if (name == container) {
        uses = list_uses(context, name);
    }
    bool grows = uses.only_grows && uses.value != NODE_NONE && is_empty_list(ast, uses.value);
    bool stays = uses.only_tests && has_set_form(context, uses.value) && !grows;
    if (!grows && !stays) {
        add_set(context, compare, container, name);
        return;
    }
    Str list = str_span(facts->text, ast_span(ast, container));
    fix_start(context, SAFETY_UNSAFE,
              arena_format(context->rule.mem, "Make `%.*s` a set", STR_ARG(list)));
    replace_value(context, uses.value);
    if (grows) {
        replace_appends(context, name);
    }
}
