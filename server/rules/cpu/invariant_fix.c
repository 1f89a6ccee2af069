#include "rules/cpu/invariant_fix.h"

#include "rules/cpu/hoist.h"
#include "rules/cpu/pattern_literal.h"
#include "rules/cpu/variable.h"

/* ---- where to ---------------------------------------------------------------------------------
 */

/* A name of the call belongs to a lambda or comprehension in the statement. */
static bool is_inner_name(const UnitFacts *facts, NodeId statement, NodeId name) {
    const ScopeTree *tree = facts->scopes;
    UseId use = scope_use(tree, name);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE) {
        return false;
    }
    const Scope *scope = &tree->scopes[tree->symbols[home].scope];
    return (scope->kind == SCOPE_LAMBDA || scope->kind == SCOPE_COMPREHENSION) &&
           ast_is_within(&facts->ast, scope->node, statement);
}

static bool has_inner_name(const UnitFacts *facts, NodeId statement, NodeId call) {
    const Ast *ast = &facts->ast;
    for (NodeId node = call; node < ast_node(ast, call)->subtree_end; node++) {
        /* What a lambda or comprehension in the call itself binds moves along. */
        if (ast_kind(ast, node) == NODE_NAME && is_inner_name(facts, statement, node) &&
            !is_inner_name(facts, call, node)) {
            return true;
        }
    }
    return false;
}

/* Why no row before the loop can hold the call; empty: one can. */
static Str obstacle_of(const FixContext *context, const InvariantCall *found, NodeId moved) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId statement = hoist_statement(context, found->outside);
    NodeId around = loop_enclosing(ast, found->outside);
    bool is_inside = around != NODE_NONE && ast_is_within(ast, loop_extent(ast, around), statement);
    if (is_inside || has_inner_name(facts, statement, moved)) {
        return STR("it uses what the comprehension or lambda around it binds");
    }
    return fix_has_row_before(context, statement) ? STR("")
                                                  : STR("there is no row before the loop");
}

/* ---- `x = CALL` -------------------------------------------------------------------------------
 */

/* A statement of the loop's own body, not its only one. */
static bool can_move_statement(const FixContext *context, const InvariantCall *found, Str *row) {
    const Ast *ast = &context->rule.facts->ast;
    if (found->variable == NODE_NONE || loop_is_comprehension(ast, found->loop)) {
        return false;
    }
    NodeId statement = ast_node(ast, found->call)->parent;
    return ast_node(ast, statement)->parent == found->loop &&
           ast_node(ast, statement)->field == FIELD_BODY &&
           ast_count_in_field(ast, found->loop, FIELD_BODY) > 1 &&
           fix_takes_rows(context, ast_span(ast, statement), row);
}

/* Everything that uses the name stands in the loop. */
static bool is_used_in_loop_alone(const UnitFacts *facts, NodeId name, NodeId loop) {
    Variable variable = variable_of(facts, name);
    for (uint32_t i = 0; i < variable_use_count(&variable); i++) {
        if (!ast_is_within(&facts->ast, variable_use(&variable, i), loop)) {
            return false;
        }
    }
    return variable_is_local(&variable);
}

static bool cannot_fail(const FixContext *context, const InvariantCall *found) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    return found->row->form == COSTLY_PATTERN && found->literal != NODE_NONE &&
           pattern_literal_is_valid(str_span(facts->text, ast_span(ast, found->literal)));
}

/* ---- fixes ------------------------------------------------------------------------------------
 */

static void move_statement(FixContext *context, const InvariantCall *found, Str title, Str row) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    bool is_safe = cannot_fail(context, found) &&
                   is_used_in_loop_alone(facts, found->variable, found->outside);
    fix_start(context, is_safe ? SAFETY_SAFE : SAFETY_UNSAFE, title);
    fix_delete_rows(context, ast_span(ast, ast_node(ast, found->call)->parent));
    fix_insert_row_before(context, hoist_statement(context, found->outside), row);
}

/* `pattern = CALL` before the loop, and its name in the place of the call. */
static void name_result(FixContext *context, const InvariantCall *found, Str title) {
    const UnitFacts *facts = context->rule.facts;
    Span call = ast_span(&facts->ast, found->call);
    fix_start(context, SAFETY_UNSAFE, title);
    Str name = fix_fresh_name(context, found->row->name);
    fix_insert_row_before(context, hoist_statement(context, found->outside),
                          arena_format(context->rule.mem, "%.*s = %.*s", STR_ARG(name),
                                       STR_ARG(str_span(facts->text, call))));
    fix_replace(context, call, name);
}

/* `re.search(LITERAL, x)` -> `pattern.search(x)`. */
static void name_pattern(FixContext *context, const InvariantCall *found, Str title) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    NodeId second = ast_next_in_field(ast, found->literal);
    bool has_more = ast_child(ast, found->call, FIELD_KEYWORDS) != NODE_NONE ||
                    ast_count_in_field(ast, found->call, FIELD_ARGS) > found->row->places;
    if (second == NODE_NONE || has_more) {
        fix_refuse(context, title, STR("the call has flags or a count, which belong elsewhere"));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str re = fix_import_module(context, STR("re"));
    Str name = fix_fresh_name(context, found->row->name);
    Str literal = str_span(facts->text, ast_span(ast, found->literal));
    fix_insert_row_before(context, hoist_statement(context, found->outside),
                          arena_format(mem, "%.*s = %.*s.compile(%.*s)", STR_ARG(name), STR_ARG(re),
                                       STR_ARG(literal)));
    Str path = found->row->path;
    Str method = str_slice(path, str_find_byte(path, '.') + 1, path.len);
    fix_replace(context, (Span){ast_node(ast, found->call)->start, ast_node(ast, second)->start},
                arena_format(mem, "%.*s.%.*s(", STR_ARG(name), STR_ARG(method)));
}

void invariant_fix(FixContext *context, const InvariantCall *found) {
    bool compiles = found->row->form == COSTLY_COMPILES;
    Str title = compiles ? STR("Compile the pattern once before the loop")
                         : arena_format(context->rule.mem, "Do `%.*s` once before the loop",
                                        STR_ARG(cost_text(&context->rule, found->call)));
    Str obstacle = obstacle_of(context, found, compiles ? found->literal : found->call);
    Str row;
    if (obstacle.len) {
        fix_refuse(context, title, obstacle);
    } else if (compiles) {
        name_pattern(context, found, title);
    } else if (can_move_statement(context, found, &row)) {
        move_statement(context, found, title, row);
    } else {
        name_result(context, found, title);
    }
}
