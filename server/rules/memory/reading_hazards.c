#include "rules/memory/reading_hazards.h"

#include "semantics/kinds.h"
#include "semantics/loops.h"

/* ---- where the handle comes from --------------------------------------------------------------
 */

/* The call that opened the file: the handle itself, or the value of its only binding. */
static NodeId opening_call(const RuleContext *context, NodeId handle) {
    const Ast *ast = &context->facts->ast;
    if (ast_kind(ast, handle) == NODE_CALL) {
        return handle;
    }
    const ScopeTree *tree = context->facts->scopes;
    UseId use = ast_kind(ast, handle) == NODE_NAME ? scope_use(tree, handle) : USE_NONE;
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE) {
        return NODE_NONE;
    }
    const Symbol *symbol = &tree->symbols[home];
    ReachingSet reaching = scope_reaching(tree, use);
    for (uint32_t i = 0; i < symbol->binding_count && i < REACHING_BINDINGS_MAX; i++) {
        if (!(reaching >> i & 1)) {
            continue;
        }
        const Binding *binding = &tree->bindings[symbol->first_binding + i];
        Field field = binding->kind == BINDING_WITH ? FIELD_CONTEXT_EXPR : FIELD_VALUE;
        NodeId value = ast_child(ast, binding->source, field);
        return value != NODE_NONE && ast_kind(ast, value) == NODE_CALL ? value : NODE_NONE;
    }
    return NODE_NONE;
}

/* The path as written: first argument of open(path), receiver of path.open(). */
static Str path_text(const RuleContext *context, NodeId opening) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    if (opening == NODE_NONE) {
        return (Str){"", 0};
    }
    NodeId function = ast_child(ast, opening, FIELD_FUNC);
    NodeId path = ast_child(ast, opening, FIELD_ARGS);
    if (function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE) {
        NodeId value = ast_child(ast, function, FIELD_VALUE);
        KindId kind = kinds_expression(context->file, context->unit, value);
        bool method = kind_is_instance(kinds_table(context->file), kind, STR("pathlib.Path"));
        path = method ? value : path;
    }
    return path == NODE_NONE ? (Str){"", 0} : str_span(facts->text, ast_span(ast, path));
}

/* A mode with `+`: writing may move what is read. */
static bool opens_for_update(const RuleContext *context, NodeId opening) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    for (NodeId child = opening == NODE_NONE ? NODE_NONE : ast_first_child(ast, opening);
         child != NODE_NONE; child = ast_next_sibling(ast, child)) {
        Field field = (Field)ast_node(ast, child)->field;
        NodeId value = field == FIELD_KEYWORDS ? ast_child(ast, child, FIELD_VALUE) : child;
        if (field == FIELD_FUNC || value == NODE_NONE || ast_kind(ast, value) != NODE_CONSTANT ||
            ast_node(ast, value)->detail != CONSTANT_STR) {
            continue;
        }
        Str text = str_span(facts->text, ast_span(ast, value));
        if (text.len <= 6 && str_find_byte(text, '+') < text.len) {
            return true;
        }
    }
    return false;
}

/* ---- what the loop does ------------------------------------------------------------------------
 */

static bool same_text(const UnitFacts *facts, NodeId node, Str text) {
    return text.len && str_equal(str_span(facts->text, ast_span(&facts->ast, node)), text);
}

/* The handle is named again, or a call gets the file's path, between `from` and `end`. */
static bool touches_file(const RuleContext *context, const Reading *reading, NodeId from,
                         NodeId end, Str path) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    Str handle = str_span(facts->text, ast_span(ast, reading->handle));
    for (NodeId node = from; node < end; node++) {
        if (ast_is_within(ast, node, reading->expression)) {
            continue;
        }
        NodeKind kind = ast_kind(ast, node);
        bool name = kind == NODE_NAME || kind == NODE_ATTRIBUTE;
        if (name && same_text(facts, node, handle)) {
            return true;
        }
        const Node *raw = ast_node(ast, node);
        bool passed = raw->field == FIELD_ARGS ||
                      (raw->field == FIELD_VALUE && ast_kind(ast, raw->parent) == NODE_ATTRIBUTE);
        if (passed && same_text(facts, node, path)) {
            return true;
        }
    }
    return false;
}

/* The same opened file is named again after `from`: another `with open(...) as` is another file. */
static bool named_after(const RuleContext *context, NodeId handle, NodeId from) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    const ScopeTree *tree = facts->scopes;
    UseId use = ast_kind(ast, handle) == NODE_NAME ? scope_use(tree, handle) : USE_NONE;
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    if (home == SYMBOL_NONE) {
        Str text = str_span(facts->text, ast_span(ast, handle));
        for (NodeId node = from; node < ast->node_count; node++) {
            bool chain = ast_kind(ast, node) == NODE_NAME || ast_kind(ast, node) == NODE_ATTRIBUTE;
            if (chain && same_text(facts, node, text)) {
                return true;
            }
        }
        return false;
    }
    const Symbol *symbol = &tree->symbols[home];
    ReachingSet own = scope_reaching(tree, use);
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        UseId other = tree->symbol_uses[symbol->first_use + i];
        if (tree->uses[other].node >= from && (own == 0 || scope_reaching(tree, other) & own)) {
            return true;
        }
    }
    return false;
}

/* Reading fewer lines leaves the handle in the middle of the file: what reads on, later or in the
 * next turn of a loop, would see the rest. */
static bool reads_on(const RuleContext *context, const Reading *reading) {
    const Ast *ast = &context->facts->ast;
    bool partial = reading->use == USE_FIRST || reading->use == USE_HEAD;
    if (reading->loop != NODE_NONE && ast_kind(ast, reading->loop) == NODE_FOR) {
        partial = (loop_contents(ast, reading->loop) & LOOP_HAS_BREAK) != 0;
    }
    if (!partial || ast_kind(ast, reading->handle) == NODE_CALL) {
        return false;
    }
    NodeId opening = opening_call(context, reading->handle);
    NodeId around = loop_of_node(ast, reading->expression);
    bool repeated =
        around != NODE_NONE && (opening == NODE_NONE || !ast_is_within(ast, opening, around));
    NodeId end = reading->use == USE_VARIABLE ? reading->loop : reading->expression;
    return repeated || named_after(context, reading->handle, ast_node(ast, end)->subtree_end);
}

/* A nested definition that names the handle may be called from anywhere. */
static bool is_shared(const RuleContext *context, NodeId handle) {
    const ScopeTree *tree = context->facts->scopes;
    UseId use =
        ast_kind(&context->facts->ast, handle) == NODE_NAME ? scope_use(tree, handle) : USE_NONE;
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
    return home != SYMBOL_NONE && (tree->symbols[home].flags & SYMBOL_CELL);
}

/* Statements between the assignment and the loop that uses it. */
static bool touched_between(const RuleContext *context, const Reading *reading, Str path) {
    const Ast *ast = &context->facts->ast;
    NodeId from = ast_node(ast, reading->subject)->subtree_end;
    return touches_file(context, reading, from, reading->loop, path);
}

bool reading_is_hazardous(const RuleContext *context, const Reading *reading) {
    const Ast *ast = &context->facts->ast;
    NodeId opening = opening_call(context, reading->handle);
    Str path = path_text(context, opening);
    if (opens_for_update(context, opening) || is_shared(context, reading->handle)) {
        return true;
    }
    if (reading->use == USE_VARIABLE && touched_between(context, reading, path)) {
        return true;
    }
    if (reads_on(context, reading)) {
        return true;
    }
    if (reading->loop == NODE_NONE) {
        return false;
    }
    NodeId extent = loop_extent(ast, reading->loop);
    return touches_file(context, reading, extent, ast_node(ast, extent)->subtree_end, path);
}
