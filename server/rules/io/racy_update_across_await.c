/* io/racy-update-across-await: a shared value is read, another task gets its turn at an await, and
 * what is written afterwards undoes what that task wrote.
 *
 * Shared means an attribute, a subscript, a global or nonlocal name; racy means that more than one
 * task of the coroutine may run at a time on the same object (semantics/tasks.h). Whoever holds a
 * lock is left alone. */
#include "catalog/pacing.h"
#include "rules/fix_builder.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"
#include "semantics/tasks.h"
#include "text/rows.h"

/* An update in two or one steps. */
typedef struct Update {
    NodeId statement; /* the one that writes */
    NodeId target;    /* what it writes */
    NodeId value;
} Update;

/* ---- awaits ---------------------------------------------------------------------------------- */

static bool opens_scope(NodeKind kind) {
    return ast_kind_is_function(kind) || kind == NODE_LAMBDA || kind == NODE_CLASS_DEF;
}

/* The first node of [from, end) that gives other tasks a turn; NODE_NONE when there is none. */
static NodeId await_between(const Ast *ast, NodeId from, NodeId end) {
    for (NodeId node = from; node < end;) {
        NodeKind kind = ast_kind(ast, node);
        if (opens_scope(kind)) {
            node = ast_node(ast, node)->subtree_end;
            continue;
        }
        if (kind == NODE_AWAIT || kind == NODE_ASYNC_FOR || kind == NODE_ASYNC_WITH ||
            kind == NODE_ASYNC_COMPREHENSION) {
            return node;
        }
        node++;
    }
    return NODE_NONE;
}

static NodeId await_in(const Ast *ast, NodeId expression) {
    return await_between(ast, expression, ast_node(ast, expression)->subtree_end);
}

/* ---- what is shared -------------------------------------------------------------------------- */

static NodeId base_of(const Ast *ast, NodeId target) {
    while (ast_kind(ast, target) == NODE_ATTRIBUTE || ast_kind(ast, target) == NODE_SUBSCRIPT) {
        target = ast_child(ast, target, FIELD_VALUE);
    }
    return target;
}

/* The variable of a Name, read or written; SYMBOL_NONE when it is free in the unit. */
static SymbolId variable_of(const ScopeTree *tree, NodeId name) {
    UseId use = scope_use(tree, name);
    BindingId binding = use == USE_NONE ? scope_binding(tree, name) : BINDING_NONE;
    if (use == USE_NONE && binding == BINDING_NONE) {
        return SYMBOL_NONE;
    }
    SymbolId symbol = use != USE_NONE ? tree->uses[use].symbol : tree->bindings[binding].symbol;
    return tree->symbols[symbol].home;
}

typedef struct Shared {
    bool is_shared;
    NodeId parameter; /* the arg that holds the object; NODE_NONE: all tasks see the same one */
} Shared;

/* Where the object that is written comes from, as seen from the coroutine. */
static Shared shared_by(const UnitFacts *facts, NodeId coroutine, NodeId target) {
    const ScopeTree *tree = facts->scopes;
    NodeId base = base_of(&facts->ast, target);
    if (base == NODE_NONE || ast_kind(&facts->ast, base) != NODE_NAME) {
        return (Shared){false, NODE_NONE};
    }
    SymbolId id = variable_of(tree, base);
    if (id == SYMBOL_NONE) {
        return (Shared){true, NODE_NONE}; /* global, or of the module */
    }
    const Symbol *symbol = &tree->symbols[id];
    if (tree->scopes[symbol->scope].node != coroutine) {
        return (Shared){true, NODE_NONE}; /* of a function around, or the module */
    }
    const Binding *binding =
        symbol->binding_count == 1 ? &tree->bindings[symbol->first_binding] : NULL;
    bool parameter = base != target && binding && binding->kind == BINDING_PARAMETER;
    return (Shared){parameter, parameter ? binding->node : NODE_NONE};
}

/* ---- locks ----------------------------------------------------------------------------------- */

static bool is_lock(const RuleContext *context, NodeId expression) {
    const UnitFacts *facts = context->facts;
    KindId kind = kinds_expression(context->file, context->unit, expression);
    Str text = str_span(facts->text, ast_span(&facts->ast, expression));
    return (kind_traits(kinds_table(context->file), kind) & CLASS_EXCLUSIVE) ||
           (catalog_pacing(text) & PACING_LOCK);
}

/* Inside `async with lock`, or behind `await lock.acquire()` in the same coroutine. */
static bool holds_lock(const RuleContext *context, NodeId coroutine, NodeId statement) {
    const Ast *ast = &context->facts->ast;
    for (NodeId with = enclosing_with(ast, statement, coroutine); with != NODE_NONE;
         with = enclosing_with(ast, with, coroutine)) {
        for (NodeId item = ast_child(ast, with, FIELD_ITEMS); item != NODE_NONE;
             item = ast_next_in_field(ast, item)) {
            if (is_lock(context, ast_child(ast, item, FIELD_CONTEXT_EXPR))) {
                return true;
            }
        }
    }
    Str before = str_slice(context->facts->text, ast_node(ast, coroutine)->start,
                           ast_node(ast, statement)->start);
    if (str_find(before, STR("acquire")) == before.len) {
        return false; /* as nearly always */
    }
    for (NodeId node = coroutine; node < statement; node++) {
        NodeId function =
            ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        if (function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
            str_equal(ast_name(ast, function), STR("acquire"))) {
            return true;
        }
    }
    return false;
}

/* ---- the two forms --------------------------------------------------------------------------- */

static bool same_text(const UnitFacts *facts, NodeId a, NodeId b) {
    return str_equal(str_span(facts->text, ast_span(&facts->ast, a)),
                     str_span(facts->text, ast_span(&facts->ast, b)));
}

/* The first read of what `target` is, in the expression; NODE_NONE when it does not read it. */
static NodeId read_of(const UnitFacts *facts, NodeId expression, NodeId target) {
    const Ast *ast = &facts->ast;
    NodeKind kind = ast_kind(ast, target);
    NodeId end = ast_node(ast, expression)->subtree_end;
    for (NodeId node = expression; node < end; node++) {
        if (ast_kind(ast, node) == kind &&
            !(ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) &&
            same_text(facts, node, target)) {
            return node;
        }
    }
    return NODE_NONE;
}

/* `A += await f()`; `A = A + await f()`: A is read first. */
static bool is_one_step(const UnitFacts *facts, const Update *update) {
    const Ast *ast = &facts->ast;
    NodeId await = await_in(ast, update->value);
    if (await == NODE_NONE) {
        return false;
    }
    if (ast_kind(ast, update->statement) == NODE_AUG_ASSIGN) {
        return true;
    }
    NodeId read = read_of(facts, update->value, update->target);
    /* In source order, which is the order of evaluation here. */
    return read != NODE_NONE && read < await;
}

/* `first` runs before `later` whenever that does: it stands before it in the same block, or in one
 * around. */
static bool runs_before(const Ast *ast, NodeId first, NodeId later) {
    NodeId block = ast_node(ast, first)->parent;
    if (first >= later || !ast_is_within(ast, later, block)) {
        return false;
    }
    while (ast_node(ast, later)->parent != block) {
        later = ast_node(ast, later)->parent;
    }
    return ast_node(ast, later)->field == ast_node(ast, first)->field;
}

/* `total = total + price`, `total += price`: it still holds what it was taken from. */
static bool keeps_value(const UnitFacts *facts, const Binding *binding) {
    const Ast *ast = &facts->ast;
    if (binding->kind == BINDING_AUGMENTED) {
        return true;
    }
    NodeId value = binding->kind == BINDING_ASSIGN && !binding->is_unpacked
                       ? ast_child(ast, binding->source, FIELD_VALUE)
                       : NODE_NONE;
    return value != NODE_NONE && read_of(facts, value, binding->node) != NODE_NONE;
}

/* The only statement that takes A into the variable, when nothing else gives it another value. */
static NodeId taking_statement(const UnitFacts *facts, const Update *update, SymbolId id) {
    const Symbol *symbol = &facts->scopes->symbols[id];
    NodeId found = NODE_NONE;
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        const Binding *binding = &facts->scopes->bindings[symbol->first_binding + i];
        NodeId value = binding->kind == BINDING_ASSIGN && !binding->is_unpacked
                           ? ast_child(&facts->ast, binding->source, FIELD_VALUE)
                           : NODE_NONE;
        bool takes = value != NODE_NONE && read_of(facts, value, update->target) != NODE_NONE;
        if (takes && found == NODE_NONE) {
            found = binding->source;
        } else if (takes || !keeps_value(facts, binding)) {
            return NODE_NONE;
        }
    }
    return found;
}

/* The statement before this one that took A into a local name which the value uses; NODE_NONE when
 * there is none. */
static NodeId earlier_read(const UnitFacts *facts, const Update *update) {
    const Ast *ast = &facts->ast;
    NodeId end = ast_node(ast, update->value)->subtree_end;
    for (NodeId node = update->value; node < end; node++) {
        SymbolId id =
            ast_kind(ast, node) == NODE_NAME ? variable_of(facts->scopes, node) : SYMBOL_NONE;
        NodeId statement = id == SYMBOL_NONE ? NODE_NONE : taking_statement(facts, update, id);
        if (statement != NODE_NONE && runs_before(ast, statement, update->statement)) {
            return statement;
        }
    }
    return NODE_NONE;
}

/* `x = A; ...await...; A = f(x)`. An await in the first statement's own value comes after the read
 * only when it stands behind it. */
static bool is_two_step(const UnitFacts *facts, const Update *update) {
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, update->statement) != NODE_ASSIGN) {
        return false;
    }
    NodeId first = earlier_read(facts, update);
    if (first == NODE_NONE) {
        return false;
    }
    return await_between(ast, ast_node(ast, first)->subtree_end,
                         ast_node(ast, update->statement)->subtree_end) != NODE_NONE;
}

/* ---- the report ------------------------------------------------------------------------------ */

static bool update_of(const Ast *ast, NodeId statement, Update *out) {
    NodeKind kind = ast_kind(ast, statement);
    NodeId target = kind == NODE_AUG_ASSIGN ? ast_child(ast, statement, FIELD_TARGET)
                    : kind == NODE_ASSIGN   ? ast_child(ast, statement, FIELD_TARGETS)
                                            : NODE_NONE;
    if (target == NODE_NONE || ast_next_in_field(ast, target) != NODE_NONE) {
        return false;
    }
    NodeKind form = ast_kind(ast, target);
    *out = (Update){statement, target, ast_child(ast, statement, FIELD_VALUE)};
    return out->value != NODE_NONE &&
           (form == NODE_ATTRIBUTE || form == NODE_SUBSCRIPT || form == NODE_NAME);
}

static void report(RuleContext *context, const Update *update) {
    const UnitFacts *facts = context->facts;
    Report found =
        report_new(RULE_io_racy_update_across_await, ast_span(&facts->ast, update->statement));
    Str name = str_span(facts->text, ast_span(&facts->ast, update->target));
    name = arena_copy(context->mem, str_slice(name, 0, str_find_byte(name, '\n')));
    found.subject = name;
    found.message = arena_format(context->mem,
                                 "`%.*s` is read before the await and written after it: what other "
                                 "tasks add meanwhile is lost",
                                 STR_ARG(name));
    found.cost = STR("lost updates");
    found.anchor = update->statement;
    rule_report(context, &found);
}

static void check_statement(RuleContext *context, NodeId statement) {
    const UnitFacts *facts = context->facts;
    Update update;
    if (!update_of(&facts->ast, statement, &update)) {
        return;
    }
    NodeId coroutine = enclosing_function(&facts->ast, statement);
    if (coroutine == NODE_NONE || ast_kind(&facts->ast, coroutine) != NODE_ASYNC_FUNCTION_DEF ||
        (!is_one_step(facts, &update) && !is_two_step(facts, &update))) {
        return;
    }
    Shared shared = shared_by(facts, coroutine, update.target);
    if (shared.is_shared && !holds_lock(context, coroutine, statement) &&
        task_concurrency(context->file, context->unit, coroutine, shared.parameter) > 1) {
        report(context, &update);
    }
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_AUG_ASSIGN || kind == NODE_ASSIGN) {
            check_statement(context, node);
        }
    }
}

/* ---- the rewrite ----------------------------------------------------------------------------- */

static bool has_call(const Ast *ast, NodeId expression) {
    NodeId end = ast_node(ast, expression)->subtree_end;
    for (NodeId node = expression; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_CALL || kind == NODE_AWAIT || kind == NODE_NAMED_EXPR) {
            return true;
        }
    }
    return false;
}

/* The await alone may go first when nothing else of the value is worked out by a call. */
static bool is_only_call(const Ast *ast, NodeId value, NodeId await) {
    NodeId end = ast_node(ast, value)->subtree_end;
    NodeId after = ast_node(ast, await)->subtree_end;
    for (NodeId node = value; node < end; node++) {
        if (node == await) {
            node = after - 1;
            continue;
        }
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_CALL || kind == NODE_AWAIT || kind == NODE_NAMED_EXPR ||
            kind == NODE_LAMBDA || kind == NODE_IF_EXP || kind == NODE_BOOL_OP) {
            return false;
        }
    }
    return true;
}

static const char *obstacle(const UnitFacts *facts, const Update *update, NodeId moved) {
    const Ast *ast = &facts->ast;
    uint32_t start = ast_node(ast, update->statement)->start;
    if (!is_one_step(facts, update)) {
        return "it is read by a statement of its own";
    }
    if (has_call(ast, update->target)) {
        return "a call works out where it is written";
    }
    if (moved == NODE_NONE) {
        return "other calls stand in the same expression";
    }
    Str text = str_span(facts->text, ast_span(ast, moved));
    if ((ast_node(ast, moved)->flags & NODE_PARENTHESIZED) &&
        str_find_byte(text, '\n') < text.len) {
        return "the expression goes over several rows";
    }
    return row_begins_at(facts->text, start) ? NULL : "there is no row before the statement";
}

/* What is worked out first: the await alone, or all that is added; NODE_NONE when neither may. */
static NodeId part_to_move(const UnitFacts *facts, const Update *update) {
    const Ast *ast = &facts->ast;
    NodeId await = await_in(ast, update->value);
    if (ast_kind(ast, await) == NODE_AWAIT && is_only_call(ast, update->value, await)) {
        return await;
    }
    bool adds = ast_kind(ast, update->statement) == NODE_AUG_ASSIGN &&
                read_of(facts, update->value, update->target) == NODE_NONE;
    return adds ? update->value : NODE_NONE;
}

/* With the parentheses that stand right around it. */
static Span with_parentheses(const UnitFacts *facts, NodeId node) {
    Span span = ast_span(&facts->ast, node);
    bool around = (ast_node(&facts->ast, node)->flags & NODE_PARENTHESIZED) && span.start > 0 &&
                  span.end < facts->text.len && facts->text.ptr[span.start - 1] == '(' &&
                  facts->text.ptr[span.end] == ')';
    return around ? (Span){span.start - 1, span.end + 1} : span;
}

static void fix(FixContext *context, const Finding *finding) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    static const char title[] = "Await before reading it";
    Update update;
    if (!update_of(ast, finding->anchor, &update)) {
        return;
    }
    NodeId moved = is_one_step(facts, &update) ? part_to_move(facts, &update) : NODE_NONE;
    const char *reason = obstacle(facts, &update, moved);
    if (reason) {
        fix_refuse(context, STR(title), str_from_c(reason));
        return;
    }
    fix_start(context, SAFETY_SAFE, STR(title));
    Str name = fix_fresh_name(context, STR("value"));
    Str text = str_span(facts->text, ast_span(ast, moved));
    uint32_t start = ast_node(ast, update.statement)->start;
    fix_insert(context, start,
               arena_format(context->rule.mem, "%.*s = %.*s%.*s%.*s", STR_ARG(name), STR_ARG(text),
                            STR_ARG(fix_line_end(context)),
                            STR_ARG(fix_indent_of(context, start))));
    fix_replace(context, with_parentheses(facts, moved), name);
}

const RuleImplementation rule_io_racy_update_across_await = {
    .rule = RULE_io_racy_update_across_await,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(AWAIT),
    .check_unit = check_unit,
    .fix = fix,
};
