/* Knows what can happen to a container in a stretch of code; knows nothing about copies. */
#include "rules/memory/container_use.h"

#include "catalog/extension.h"
#include "catalog/mutators.h"
#include "rules/shape.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"
#include "semantics/purity.h"

/* ---- one use -------------------------------------------------------------------------------- */

/* Builtins that look at a container and keep nothing of it; those that give its elements one after
 * another keep it only as long as a loop takes them. */
static const struct Reader {
    Str name;
    bool is_lazy;
} readers[] = {
    {{"all", 3},       false},
    {{"any", 3},       false},
    {{"bool", 4},      false},
    {{"dict", 4},      false},
    {{"enumerate", 9}, true },
    {{"frozenset", 9}, false},
    {{"len", 3},       false},
    {{"list", 4},      false},
    {{"print", 5},     false},
    {{"repr", 4},      false},
    {{"reversed", 8},  true },
    {{"set", 3},       false},
    {{"sorted", 6},    false},
    {{"str", 3},       false},
    {{"str.join", 8},  false},
    {{"sum", 3},       false},
    {{"tuple", 5},     false},
    {{"zip", 3},       true },
};

static const struct Reader *reader_of(RuleContext *context, NodeId call) {
    Str path = kinds_callee(context->file, context->unit, call, context->scratch);
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (str_equal(readers[i].name, path)) {
            return &readers[i];
        }
    }
    return NULL;
}

static bool is_iterated(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    NodeKind kind = ast_kind(ast, parent);
    bool lazy = kind == NODE_COMPREHENSION &&
                ast_kind(ast, ast_node(ast, parent)->parent) == NODE_GENERATOR_EXP;
    return ast_node(ast, node)->field == FIELD_ITER && !lazy &&
           (kind == NODE_FOR || kind == NODE_COMPREHENSION);
}

static bool argument_is_read(RuleContext *context, NodeId argument) {
    const Ast *ast = &context->facts->ast;
    NodeId call = ast_node(ast, argument)->parent;
    const struct Reader *reader = reader_of(context, call);
    return reader && (!reader->is_lazy || is_iterated(ast, call));
}

/* `x.items()`, `x.get(k)`: a method that changes nothing, and a view only where a loop takes it. */
static bool method_is_read(RuleContext *context, NodeId attribute) {
    const Ast *ast = &context->facts->ast;
    NodeId call = ast_node(ast, attribute)->parent;
    if (ast_kind(ast, call) != NODE_CALL || ast_node(ast, attribute)->field != FIELD_FUNC) {
        return false;
    }
    if (!call_is_pure(context->file, context->unit, call)) {
        return false;
    }
    KindTable *table = kinds_table(context->file);
    KindId kind = kinds_expression(context->file, context->unit, call);
    bool view = kind_is_instance(table, kind, STR("dict_items")) ||
                kind_is_instance(table, kind, STR("dict_keys")) ||
                kind_is_instance(table, kind, STR("dict_values"));
    NodeId parent = ast_node(ast, call)->parent;
    bool argument = ast_kind(ast, parent) == NODE_CALL && ast_node(ast, call)->field == FIELD_ARGS;
    return !view || is_iterated(ast, call) || (argument && argument_is_read(context, call));
}

/* The value is asked whether it is empty, and goes nowhere. */
static bool is_tested(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    while (ast_kind(ast, parent) == NODE_BOOL_OP) {
        node = parent;
        parent = ast_node(ast, node)->parent;
    }
    bool negated =
        ast_kind(ast, parent) == NODE_UNARY_OP && ast_node(ast, parent)->detail == OPERATOR_NOT;
    return negated || ast_node(ast, node)->field == FIELD_TEST;
}

bool container_is_read(RuleContext *context, NodeId use) {
    const Ast *ast = &context->facts->ast;
    const Node *node = ast_node(ast, use);
    if (node->flags & (NODE_STORE | NODE_DEL)) {
        return false;
    }
    const Node *parent = ast_node(ast, node->parent);
    switch ((NodeKind)parent->kind) {
    case NODE_SUBSCRIPT:
        return node->field != FIELD_VALUE || !(parent->flags & (NODE_STORE | NODE_DEL));
    case NODE_COMPARE:
    case NODE_FORMATTED_VALUE:
    case NODE_BIN_OP:
        return true;
    case NODE_ATTRIBUTE:
        return method_is_read(context, node->parent);
    case NODE_CALL:
        return node->field == FIELD_ARGS && argument_is_read(context, use);
    case NODE_FOR:
    case NODE_COMPREHENSION:
        return is_iterated(ast, use);
    default:
        return is_tested(ast, use);
    }
}

/* ---- expressions ---------------------------------------------------------------------------- */

NodeId container_viewed(const Ast *ast, NodeId expression) {
    static const Str methods[] = {
        {"items",  5},
        {"keys",   4},
        {"values", 6}
    };
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        NodeId receiver = shape_receiver(ast, expression, methods[i]);
        if (receiver != NODE_NONE && !shape_has_arguments(ast, expression)) {
            return receiver;
        }
    }
    return expression;
}

bool container_is_chain(const Ast *ast, NodeId expression) {
    while (ast_kind(ast, expression) == NODE_ATTRIBUTE) {
        expression = ast_child(ast, expression, FIELD_VALUE);
    }
    return ast_kind(ast, expression) == NODE_NAME;
}

/* ---- the container in a stretch -------------------------------------------------------------- */

static uint32_t chain_length(const Ast *ast, NodeId expression) {
    uint32_t length = 0;
    while (ast_kind(ast, expression) == NODE_ATTRIBUTE) {
        expression = ast_child(ast, expression, FIELD_VALUE);
        length++;
    }
    return length;
}

/* The chain of `length` attributes over the name; the longest one that there is. */
static NodeId chain_over(const Ast *ast, NodeId name, uint32_t length) {
    NodeId top = name;
    while (length > 0) {
        NodeId parent = ast_node(ast, top)->parent;
        if (ast_kind(ast, parent) != NODE_ATTRIBUTE || ast_node(ast, top)->field != FIELD_VALUE) {
            break;
        }
        top = parent;
        length--;
    }
    return top;
}

/* A mention of the name that the container hangs on. */
static bool mention_is_harmless(RuleContext *context, NodeId source, NodeId name) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId chain = chain_over(ast, name, chain_length(ast, source));
    if (shape_same_text(facts, chain, source)) {
        return container_is_read(context, chain);
    }
    /* Another attribute of the object: its methods, and whoever gets it, may reach the container.
     */
    NodeId parent = ast_node(ast, chain)->parent;
    bool called = ast_kind(ast, parent) == NODE_CALL && ast_node(ast, chain)->field == FIELD_FUNC;
    return chain != name && !called;
}

/* ---- other code in a stretch ----------------------------------------------------------------- */

/* A variable of the function that was made here, so that nothing else holds it. */
static bool is_made_here(RuleContext *context, NodeId expression) {
    const UnitFacts *facts = context->facts;
    NodeId value = shape_only_value(facts, shape_local(facts, expression));
    if (value == NODE_NONE) {
        return false;
    }
    switch (ast_kind(&facts->ast, value)) {
    case NODE_LIST:
    case NODE_DICT:
    case NODE_SET:
    case NODE_LIST_COMP:
    case NODE_DICT_COMP:
    case NODE_SET_COMP:
        return true;
    case NODE_CALL:
        return call_is_pure(context->file, context->unit, value);
    default:
        return false;
    }
}

/* The expression is, or is made from, a target of the loop. */
static bool names_target(const UnitFacts *facts, NodeId loop, NodeId expression) {
    const Ast *ast = &facts->ast;
    NodeId target = loop == NODE_NONE ? NODE_NONE : loop_target(ast, loop);
    NodeId base = target == NODE_NONE ? NODE_NONE : shape_base(ast, expression);
    if (base == NODE_NONE) {
        return false;
    }
    for (NodeId node = target; node < ast_node(ast, target)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_NAME && shape_same_text(facts, node, base)) {
            return true;
        }
    }
    return false;
}

static bool is_text_method(Str name) {
    const CatalogCallable *row = name.len ? catalog_method(STR("str"), name) : NULL;
    return row && (row->effects & CATALOG_PURE);
}

/* A method of an object that could be the container under another name. */
static Untouched mutator_effect(RuleContext *context, NodeId source, NodeId receiver) {
    if (is_made_here(context, receiver)) {
        return UNTOUCHED_SURE;
    }
    KindTable *table = kinds_table(context->file);
    KindId kind = kinds_expression(context->file, context->unit, receiver);
    if (kind_get(table, kind)->tag == KIND_TAG_INSTANCE &&
        kind_get(table, kinds_expression(context->file, context->unit, source))->tag ==
            KIND_TAG_INSTANCE) {
        Str own = kind_get(table, kinds_expression(context->file, context->unit, source))->path;
        return str_equal(kind_get(table, kind)->path, own) ? UNTOUCHED_NO : UNTOUCHED_SURE;
    }
    bool plain = ast_kind(&context->facts->ast, receiver) == NODE_NAME;
    return plain ? UNTOUCHED_LIKELY : UNTOUCHED_NO;
}

/* A function that is not known may reach what others hold too: attributes, globals, and what a
 * local name was given of those. */
static Untouched unknown_effect(RuleContext *context, NodeId source) {
    const UnitFacts *facts = context->facts;
    SymbolId local = shape_local(facts, source);
    if (local == SYMBOL_NONE) {
        return UNTOUCHED_NO;
    }
    NodeId value = shape_only_value(facts, local);
    NodeKind kind = value == NODE_NONE ? NODE_CALL : ast_kind(&facts->ast, value);
    bool alias = kind == NODE_NAME || kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT;
    return alias ? UNTOUCHED_NO : UNTOUCHED_LIKELY;
}

static Untouched call_effect(RuleContext *context, NodeId source, NodeId loop, NodeId call) {
    const Ast *ast = &context->facts->ast;
    Str path = kinds_callee(context->file, context->unit, call, context->scratch);
    const CatalogCallable *row = extended_callable(context->file->extension, path);
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    Str method = shape_method(ast, call);
    NodeId receiver = method.len ? ast_child(ast, function, FIELD_VALUE) : NODE_NONE;
    if (row && !(row->effects & CATALOG_MUTATES)) {
        return UNTOUCHED_SURE;
    }
    if (row || (receiver != NODE_NONE && catalog_is_mutator(method))) {
        return receiver == NODE_NONE ? UNTOUCHED_NO : mutator_effect(context, source, receiver);
    }
    if (is_text_method(method)) {
        return UNTOUCHED_SURE;
    }
    if (function == NODE_NONE || names_target(context->facts, loop, function)) {
        return UNTOUCHED_NO;
    }
    return unknown_effect(context, source);
}

/* `del other[k]`, `other[k] = v`, where `other` could be the container under another name. */
static Untouched store_effect(RuleContext *context, NodeId source, NodeId subscript) {
    NodeId value = ast_child(&context->facts->ast, subscript, FIELD_VALUE);
    return value == NODE_NONE ? UNTOUCHED_NO : mutator_effect(context, source, value);
}

static Untouched node_effect(RuleContext *context, NodeId source, NodeId base,
                             const Stretch *stretch, NodeId node) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    switch (ast_kind(ast, node)) {
    case NODE_AWAIT:
    case NODE_ASYNC_FOR:
    case NODE_ASYNC_WITH:
    case NODE_ASYNC_COMPREHENSION:
    case NODE_YIELD:
    case NODE_YIELD_FROM:
    case NODE_BROKEN:
        return UNTOUCHED_NO;
    case NODE_NAME:
        return !shape_same_text(facts, node, base) || mention_is_harmless(context, source, node)
                   ? UNTOUCHED_SURE
                   : UNTOUCHED_NO;
    case NODE_SUBSCRIPT:
        return ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)
                   ? store_effect(context, source, node)
                   : UNTOUCHED_SURE;
    case NODE_CALL:
        return call_effect(context, source, stretch->loop, node);
    default:
        return UNTOUCHED_SURE;
    }
}

/* A generator expression that a builtin takes to its end where it stands. */
static bool is_taken_at_once(RuleContext *context, NodeId generator) {
    const Ast *ast = &context->facts->ast;
    bool argument = ast_kind(ast, ast_node(ast, generator)->parent) == NODE_CALL &&
                    ast_node(ast, generator)->field == FIELD_ARGS;
    const struct Reader *reader =
        argument ? reader_of(context, ast_node(ast, generator)->parent) : NULL;
    return reader && !reader->is_lazy;
}

/* The use runs at another time than the code around it. */
static bool is_deferred(RuleContext *context, const Symbol *symbol, UseId use) {
    const ScopeTree *tree = context->facts->scopes;
    ScopeId scope = tree->uses[use].scope;
    for (; scope != SCOPE_NONE && scope != symbol->scope; scope = tree->scopes[scope].parent) {
        NodeId node = tree->scopes[scope].node;
        bool generator = ast_kind(&context->facts->ast, node) == NODE_GENERATOR_EXP;
        if (tree->scopes[scope].kind != SCOPE_COMPREHENSION ||
            (generator && !is_taken_at_once(context, node))) {
            return true;
        }
    }
    return false;
}

bool container_is_captured(RuleContext *context, SymbolId variable) {
    const ScopeTree *tree = context->facts->scopes;
    if (variable == SYMBOL_NONE || !(tree->symbols[variable].flags & SYMBOL_CELL)) {
        return false;
    }
    enum { USES_MAX = 2000 }; /* asked once for each loop over the container */
    const Symbol *symbol = &tree->symbols[variable];
    if (symbol->use_count > USES_MAX) {
        return true;
    }
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        if (is_deferred(context, symbol, tree->symbol_uses[symbol->first_use + i])) {
            return true;
        }
    }
    return false;
}

Untouched container_untouched(RuleContext *context, NodeId source, const Stretch *stretch) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId base = shape_base(ast, source);
    if (base == NODE_NONE || container_is_captured(context, shape_local(facts, base))) {
        return UNTOUCHED_NO;
    }
    Untouched verdict = UNTOUCHED_SURE;
    for (NodeId node = stretch->from; node < stretch->end && verdict != UNTOUCHED_NO; node++) {
        if (stretch->except != NODE_NONE && ast_is_within(ast, node, stretch->except)) {
            continue;
        }
        Untouched effect = node_effect(context, source, base, stretch, node);
        verdict = effect < verdict ? effect : verdict;
    }
    return verdict;
}
