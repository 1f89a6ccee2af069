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
    if (reading->loop == NODE_NONE) {
        return false;
    }
    NodeId extent = loop_extent(ast, reading->loop);
    return touches_file(context, reading, extent, ast_node(ast, extent)->subtree_end, path);
}
