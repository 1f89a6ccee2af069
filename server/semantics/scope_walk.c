/* Knows in which order Python evaluates the parts of a construct, which scope each part belongs to
 * and what binds a name; knows nothing about where a name that is not bound here comes from. */
#include "semantics/scope_walk.h"

#include "semantics/scope_writer.h"

/* One node still to be visited. */
typedef struct Visit {
    NodeId node;
    ScopeId scope;
    NodeId source; /* the construct that binds the names of this target; NODE_NONE: no target */
    bool is_unpacked;
    bool in_annotation;
} Visit;

typedef struct Walker {
    const Ast *ast;
    ScopeWalk *out;
    ScopeWriter writer;
    struct ARRAY_OF(Visit) stack;
} Walker;

/* ---- bindings and uses ---------------------------------------------------------------------- */

static void bind(Walker *walker, NodeId node, NameId name, BindingKind kind, Visit visit) {
    Binding binding = {
        .node = node,
        .source = visit.source,
        .scope = visit.scope,
        .kind = (uint8_t)kind,
        .is_unpacked = visit.is_unpacked,
    };
    scope_writer_bind(&walker->writer, binding, name);
}

static void use(Walker *walker, NameId name, Visit visit, uint32_t flags) {
    Use read = {.node = visit.node, .scope = visit.scope, .in_annotation = visit.in_annotation};
    scope_writer_use(&walker->writer, read, name, flags);
}

/* ---- pushing parts in order of evaluation ----------------------------------------------------
 * Parts are appended in the order in which they are evaluated; what one node appended is turned
 * round afterwards, since the stack gives the last one first. */

static void part(Walker *walker, Visit from, NodeId node, ScopeId scope) {
    if (node == NODE_NONE) {
        return;
    }
    Visit visit = {node, scope, NODE_NONE, false, from.in_annotation};
    ARENA_PUSH(walker->writer.scratch, &walker->stack, visit);
}

static void target(Walker *walker, Visit from, NodeId node, ScopeId scope, NodeId source) {
    part(walker, from, node, scope);
    if (node != NODE_NONE) {
        walker->stack.items[walker->stack.count - 1].source = source;
    }
}

static void parts(Walker *walker, Visit from, Field field, ScopeId scope) {
    const Ast *ast = walker->ast;
    for (NodeId child = ast_first_child(ast, from.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (ast_node(ast, child)->field == field) {
            part(walker, from, child, scope);
        }
    }
}

static void targets(Walker *walker, Visit from, Field field, NodeId source) {
    const Ast *ast = walker->ast;
    for (NodeId child = ast_first_child(ast, from.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (ast_node(ast, child)->field == field) {
            target(walker, from, child, from.scope, source);
        }
    }
}

static void all_parts(Walker *walker, Visit from) {
    const Ast *ast = walker->ast;
    for (NodeId child = ast_first_child(ast, from.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        part(walker, from, child, from.scope);
    }
}

static void annotation(Walker *walker, Visit from, NodeId node, ScopeId scope) {
    from.in_annotation = true;
    part(walker, from, node, scope);
}

/* ---- definitions ---------------------------------------------------------------------------- */

static bool is_argument_field(Field field) {
    return field == FIELD_POSONLYARGS || field == FIELD_ARGS || field == FIELD_VARARG ||
           field == FIELD_KWONLYARGS || field == FIELD_KWARG;
}

static bool is_arg(const Ast *ast, NodeId node) {
    return ast_kind(ast, node) == NODE_ARG && is_argument_field((Field)ast_node(ast, node)->field);
}

/* Defaults, then annotations; the arguments themselves are bound in the function. */
static void argument_parts(Walker *walker, Visit visit, Field field, ScopeId scope) {
    const Ast *ast = walker->ast;
    for (NodeId child = ast_first_child(ast, visit.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        NodeId found = is_arg(ast, child) ? ast_child(ast, child, field) : NODE_NONE;
        if (found != NODE_NONE && field == FIELD_ANNOTATION) {
            annotation(walker, visit, found, scope);
        } else {
            part(walker, visit, found, scope);
        }
    }
}

static void argument_names(Walker *walker, Visit visit, ScopeId scope) {
    const Ast *ast = walker->ast;
    for (NodeId child = ast_first_child(ast, visit.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (is_arg(ast, child)) {
            target(walker, visit, child, scope, child);
        }
    }
}

/* The scope of a definition's type parameters, or the scope around it when there are none. */
static ScopeId type_parameter_scope(Walker *walker, Visit visit) {
    if (ast_child(walker->ast, visit.node, FIELD_TYPE_PARAMS) == NODE_NONE) {
        return visit.scope;
    }
    ScopeId scope =
        scope_writer_scope(&walker->writer, SCOPE_TYPE_PARAMETERS, visit.node, visit.scope);
    parts(walker, visit, FIELD_TYPE_PARAMS, scope);
    return scope;
}

static void visit_function(Walker *walker, Visit visit) {
    parts(walker, visit, FIELD_DECORATOR_LIST, visit.scope);
    argument_parts(walker, visit, FIELD_DEFAULT, visit.scope);
    ScopeId around = type_parameter_scope(walker, visit);
    argument_parts(walker, visit, FIELD_ANNOTATION, around);
    annotation(walker, visit, ast_child(walker->ast, visit.node, FIELD_RETURNS), around);
    target(walker, visit, ast_child(walker->ast, visit.node, FIELD_NAME), visit.scope, visit.node);
    ScopeId inside = scope_writer_scope(&walker->writer, SCOPE_FUNCTION, visit.node, around);
    walker->out->scopes.items[inside].in_annotation = visit.in_annotation;
    argument_names(walker, visit, inside);
    parts(walker, visit, FIELD_BODY, inside);
}

static void visit_lambda(Walker *walker, Visit visit) {
    argument_parts(walker, visit, FIELD_DEFAULT, visit.scope);
    ScopeId inside = scope_writer_scope(&walker->writer, SCOPE_LAMBDA, visit.node, visit.scope);
    walker->out->scopes.items[inside].in_annotation = visit.in_annotation;
    argument_names(walker, visit, inside);
    parts(walker, visit, FIELD_BODY, inside);
}

/* A class body runs at once; the name is bound after it. */
static void visit_class(Walker *walker, Visit visit) {
    const Ast *ast = walker->ast;
    parts(walker, visit, FIELD_DECORATOR_LIST, visit.scope);
    ScopeId around = type_parameter_scope(walker, visit);
    ScopeId inside = SCOPE_NONE;
    for (NodeId child = ast_first_child(ast, visit.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        Field field = (Field)ast_node(ast, child)->field;
        if (field == FIELD_BODY && inside == SCOPE_NONE) {
            inside = scope_writer_scope(&walker->writer, SCOPE_CLASS, visit.node, around);
        }
        if (field != FIELD_DECORATOR_LIST && field != FIELD_TYPE_PARAMS && field != FIELD_NAME) {
            part(walker, visit, child, field == FIELD_BODY ? inside : around);
        }
    }
    if (inside == SCOPE_NONE) {
        scope_writer_scope(&walker->writer, SCOPE_CLASS, visit.node, around);
    }
    target(walker, visit, ast_child(ast, visit.node, FIELD_NAME), visit.scope, visit.node);
}

static void visit_type_alias(Walker *walker, Visit visit) {
    target(walker, visit, ast_child(walker->ast, visit.node, FIELD_NAME), visit.scope, visit.node);
    ScopeId around = type_parameter_scope(walker, visit);
    NodeId value = ast_child(walker->ast, visit.node, FIELD_VALUE);
    if (value != NODE_NONE) {
        part(walker, visit, value,
             scope_writer_scope(&walker->writer, SCOPE_TYPE_ALIAS, visit.node, around));
    }
}

/* ---- comprehensions ------------------------------------------------------------------------- */

static bool is_generator_node(NodeKind kind) {
    return kind == NODE_COMPREHENSION || kind == NODE_ASYNC_COMPREHENSION;
}

static void visit_comprehension(Walker *walker, Visit visit) {
    const Ast *ast = walker->ast;
    ScopeId inside =
        scope_writer_scope(&walker->writer, SCOPE_COMPREHENSION, visit.node, visit.scope);
    walker->out->scopes.items[inside].in_annotation = visit.in_annotation;
    bool is_first = true;
    for (NodeId child = ast_first_child(ast, visit.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (!is_generator_node(ast_kind(ast, child))) {
            continue;
        }
        walker->out->scope_of[child] = inside;
        Visit generator = {child, inside, NODE_NONE, false, visit.in_annotation};
        parts(walker, generator, FIELD_ITER, is_first ? visit.scope : inside);
        targets(walker, generator, FIELD_TARGET, child);
        parts(walker, generator, FIELD_IFS, inside);
        is_first = false;
    }
    for (NodeId child = ast_first_child(ast, visit.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (!is_generator_node(ast_kind(ast, child))) {
            part(walker, visit, child, inside);
        }
    }
}

/* ---- statements ----------------------------------------------------------------------------- */

static void visit_annotated(Walker *walker, Visit visit) {
    const Ast *ast = walker->ast;
    parts(walker, visit, FIELD_VALUE, visit.scope);
    targets(walker, visit, FIELD_TARGET, visit.node);
    annotation(walker, visit, ast_child(ast, visit.node, FIELD_ANNOTATION), visit.scope);
}

static void visit_for(Walker *walker, Visit visit) {
    parts(walker, visit, FIELD_ITER, visit.scope);
    targets(walker, visit, FIELD_TARGET, visit.node);
    parts(walker, visit, FIELD_BODY, visit.scope);
    parts(walker, visit, FIELD_ORELSE, visit.scope);
}

static void visit_handler(Walker *walker, Visit visit) {
    parts(walker, visit, FIELD_TYPE, visit.scope);
    targets(walker, visit, FIELD_NAME, visit.node);
    parts(walker, visit, FIELD_BODY, visit.scope);
}

static void visit_if_expression(Walker *walker, Visit visit) {
    parts(walker, visit, FIELD_TEST, visit.scope);
    parts(walker, visit, FIELD_BODY, visit.scope);
    parts(walker, visit, FIELD_ORELSE, visit.scope);
}

static void declare_name(Walker *walker, ScopeId scope, NameId name, uint32_t flag) {
    if (name == NAME_NONE) {
        return;
    }
    scope_writer_mark(&walker->writer, scope, name, flag);
    /* `global x` makes a module's variable even where the module itself never binds it. */
    if (flag == SYMBOL_GLOBAL && walker->out->scopes.items[SCOPE_ROOT].kind == SCOPE_MODULE) {
        scope_writer_mark(&walker->writer, SCOPE_ROOT, name, flag);
    }
}

static void declare(Walker *walker, Visit visit, uint32_t flag) {
    const Ast *ast = walker->ast;
    for (NodeId child = ast_first_child(ast, visit.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        walker->out->scope_of[child] = visit.scope;
        declare_name(walker, visit.scope, ast_node(ast, child)->name, flag);
    }
}

/* `import a.b` binds `a`; an asname or a plain path binds itself. */
static void visit_alias(Walker *walker, Visit visit) {
    const Ast *ast = walker->ast;
    NodeId statement = ast_node(ast, visit.node)->parent;
    bool is_from = ast_kind(ast, statement) == NODE_IMPORT_FROM;
    NameId name = ast_node(ast, visit.node)->name;
    NodeId as_name = ast_child(ast, visit.node, FIELD_ASNAME);
    if (as_name != NODE_NONE) {
        walker->out->scope_of[as_name] = visit.scope;
        name = ast_node(ast, as_name)->name;
    } else if (!is_from) {
        Str path = ast->names[name];
        uint32_t dot = str_find_byte(path, '.');
        name = dot < path.len ? scope_writer_extra_name(&walker->writer, str_slice(path, 0, dot))
                              : name;
    }
    if (name == NAME_NONE || str_equal(ast_name(ast, visit.node), STR("*"))) {
        return;
    }
    visit.source = visit.node;
    bind(walker, visit.node, name, is_from ? BINDING_IMPORT_FROM : BINDING_IMPORT, visit);
}

static void visit_import_from(Walker *walker, Visit visit) {
    if (ast_node(walker->ast, visit.node)->flags & NODE_STAR_IMPORT) {
        walker->out->scopes.items[visit.scope].has_star_import = true;
    }
    all_parts(walker, visit);
}

/* ---- names ---------------------------------------------------------------------------------- */

static BindingKind kind_of_source(const Ast *ast, NodeId source) {
    switch (ast_kind(ast, source)) {
    case NODE_AUG_ASSIGN:
        return BINDING_AUGMENTED;
    case NODE_ANN_ASSIGN:
        return ast_child(ast, source, FIELD_VALUE) != NODE_NONE ? BINDING_ANNOTATED
                                                                : BINDING_DECLARED;
    case NODE_FOR:
    case NODE_ASYNC_FOR:
        return BINDING_FOR;
    case NODE_WITHITEM:
        return BINDING_WITH;
    case NODE_EXCEPT_HANDLER:
        return BINDING_EXCEPT;
    case NODE_FUNCTION_DEF:
    case NODE_ASYNC_FUNCTION_DEF:
        return BINDING_FUNCTION;
    case NODE_CLASS_DEF:
        return BINDING_CLASS;
    case NODE_ARG:
        return BINDING_PARAMETER;
    case NODE_NAMED_EXPR:
        return BINDING_WALRUS;
    case NODE_COMPREHENSION:
    case NODE_ASYNC_COMPREHENSION:
        return BINDING_COMPREHENSION;
    case NODE_MATCH_AS:
    case NODE_MATCH_STAR:
    case NODE_MATCH_MAPPING:
        return BINDING_MATCH;
    case NODE_DELETE:
        return BINDING_DELETE;
    case NODE_TYPE_ALIAS:
        return BINDING_TYPE_ALIAS;
    default:
        return BINDING_ASSIGN;
    }
}

/* `(x): int` declares nothing, and `(x): int = 1` annotates nothing. */
static BindingKind kind_of_target(const Ast *ast, NodeId name, NodeId source) {
    BindingKind kind = kind_of_source(ast, source);
    bool is_bare = !(ast_node(ast, name)->flags & NODE_PARENTHESIZED);
    if (kind == BINDING_ANNOTATED && !is_bare) {
        return BINDING_ASSIGN;
    }
    return kind == BINDING_DECLARED && !is_bare ? BINDING_KIND_COUNT : kind;
}

static void visit_name(Walker *walker, Visit visit) {
    const Node *node = ast_node(walker->ast, visit.node);
    if (node->name == NAME_NONE) {
        return;
    }
    if (visit.source == NODE_NONE) {
        if (!(node->flags & (NODE_STORE | NODE_DEL))) {
            use(walker, node->name, visit,
                visit.in_annotation ? SYMBOL_IN_ANNOTATION : SYMBOL_REFERENCED);
        }
        return;
    }
    BindingKind kind = kind_of_target(walker->ast, visit.node, visit.source);
    if (kind == BINDING_AUGMENTED) {
        use(walker, node->name, visit, 0);
    }
    if (kind != BINDING_KIND_COUNT) {
        bind(walker, visit.node, node->name, kind, visit);
    }
}

/* An Identifier or arg that binds: reached through target() only. */
static void visit_identifier(Walker *walker, Visit visit) {
    NameId name = ast_node(walker->ast, visit.node)->name;
    if (visit.source != NODE_NONE && name != NAME_NONE) {
        bind(walker, visit.node, name, kind_of_source(walker->ast, visit.source), visit);
    }
}

static void visit_type_variable(Walker *walker, Visit visit) {
    all_parts(walker, visit);
    NameId name = ast_node(walker->ast, visit.node)->name;
    if (name != NAME_NONE) {
        visit.source = visit.node;
        bind(walker, visit.node, name, BINDING_TYPE_PARAMETER, visit);
    }
}

/* A target made of targets hands its source down. */
static void visit_sequence(Walker *walker, Visit visit) {
    const Ast *ast = walker->ast;
    for (NodeId child = ast_first_child(ast, visit.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        target(walker, visit, child, visit.scope, visit.source);
        walker->stack.items[walker->stack.count - 1].is_unpacked = visit.source != NODE_NONE;
    }
}

/* The pattern's parts first: the name is bound when they matched. */
static void visit_capture(Walker *walker, Visit visit) {
    const Ast *ast = walker->ast;
    NodeId name = NODE_NONE;
    for (NodeId child = ast_first_child(ast, visit.node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (ast_kind(ast, child) == NODE_IDENTIFIER) {
            name = child;
        } else {
            part(walker, visit, child, visit.scope);
        }
    }
    target(walker, visit, name, visit.scope, visit.node);
}

static void mark_generator(Walker *walker, ScopeId scope) {
    Scope *scopes = walker->out->scopes.items;
    while (scope != SCOPE_NONE && scopes[scope].kind == SCOPE_COMPREHENSION) {
        scope = scopes[scope].parent;
    }
    if (scope != SCOPE_NONE) {
        scopes[scope].is_generator = true;
    }
}

NodeId scope_walk_definition(const Ast *ast) {
    NodeId first = ast->node_count ? ast_first_child(ast, NODE_ROOT) : NODE_NONE;
    if (first == NODE_NONE) {
        return NODE_NONE;
    }
    NodeKind kind = ast_kind(ast, first);
    return ast_kind_is_function(kind) || kind == NODE_CLASS_DEF ? first : NODE_NONE;
}

/* ---- the walk ------------------------------------------------------------------------------- */

static void visit_assign(Walker *walker, Visit visit) {
    parts(walker, visit, FIELD_VALUE, visit.scope);
    targets(walker, visit, FIELD_TARGETS, visit.node);
}

static void visit_value_and_target(Walker *walker, Visit visit) {
    parts(walker, visit, FIELD_VALUE, visit.scope);
    targets(walker, visit, FIELD_TARGET, visit.node);
}

static void visit_with_item(Walker *walker, Visit visit) {
    parts(walker, visit, FIELD_CONTEXT_EXPR, visit.scope);
    targets(walker, visit, FIELD_OPTIONAL_VARS, visit.node);
}

static void visit_delete(Walker *walker, Visit visit) {
    targets(walker, visit, FIELD_TARGETS, visit.node);
}

static void visit_global(Walker *walker, Visit visit) {
    declare(walker, visit, SYMBOL_GLOBAL);
}

static void visit_nonlocal(Walker *walker, Visit visit) {
    declare(walker, visit, SYMBOL_NONLOCAL);
}

static void visit_yield(Walker *walker, Visit visit) {
    mark_generator(walker, visit.scope);
    all_parts(walker, visit);
}

/* Kinds whose parts are not just evaluated in source order in one scope. */
static void (*const visitors[NODE_KIND_COUNT])(Walker *walker, Visit visit) = {
    [NODE_FUNCTION_DEF] = visit_function,
    [NODE_ASYNC_FUNCTION_DEF] = visit_function,
    [NODE_LAMBDA] = visit_lambda,
    [NODE_CLASS_DEF] = visit_class,
    [NODE_TYPE_ALIAS] = visit_type_alias,
    [NODE_LIST_COMP] = visit_comprehension,
    [NODE_SET_COMP] = visit_comprehension,
    [NODE_DICT_COMP] = visit_comprehension,
    [NODE_GENERATOR_EXP] = visit_comprehension,
    [NODE_ASSIGN] = visit_assign,
    [NODE_AUG_ASSIGN] = visit_value_and_target,
    [NODE_NAMED_EXPR] = visit_value_and_target,
    [NODE_ANN_ASSIGN] = visit_annotated,
    [NODE_FOR] = visit_for,
    [NODE_ASYNC_FOR] = visit_for,
    [NODE_WITHITEM] = visit_with_item,
    [NODE_EXCEPT_HANDLER] = visit_handler,
    [NODE_IF_EXP] = visit_if_expression,
    [NODE_DELETE] = visit_delete,
    [NODE_GLOBAL] = visit_global,
    [NODE_NONLOCAL] = visit_nonlocal,
    [NODE_ALIAS] = visit_alias,
    [NODE_IMPORT_FROM] = visit_import_from,
    [NODE_NAME] = visit_name,
    [NODE_IDENTIFIER] = visit_identifier,
    [NODE_ARG] = visit_identifier,
    [NODE_TUPLE] = visit_sequence,
    [NODE_LIST] = visit_sequence,
    [NODE_STARRED] = visit_sequence,
    [NODE_MATCH_AS] = visit_capture,
    [NODE_MATCH_STAR] = visit_capture,
    [NODE_MATCH_MAPPING] = visit_capture,
    [NODE_TYPE_VAR] = visit_type_variable,
    [NODE_PARAM_SPEC] = visit_type_variable,
    [NODE_TYPE_VAR_TUPLE] = visit_type_variable,
    [NODE_YIELD] = visit_yield,
    [NODE_YIELD_FROM] = visit_yield,
};

static void visit_node(Walker *walker, Visit visit) {
    NodeKind kind = ast_kind(walker->ast, visit.node);
    if (visitors[kind]) {
        visitors[kind](walker, visit);
    } else {
        all_parts(walker, visit);
    }
}

static void turn_round(Visit *items, uint32_t count) {
    for (uint32_t low = 0, high = count; low + 1 < high; low++) {
        high--;
        Visit held = items[low];
        items[low] = items[high];
        items[high] = held;
    }
}

void scope_walk(ScopeWalk *out, const Ast *ast, Arena *scratch) {
    *out = (ScopeWalk){0};
    Walker walker = {
        .ast = ast, .out = out, .writer = {.ast = ast, .out = out, .scratch = scratch}
    };
    ScopeKind root = scope_walk_definition(ast) == NODE_NONE ? SCOPE_MODULE : SCOPE_OUTER;
    scope_writer_scope(&walker.writer, root, NODE_ROOT, SCOPE_NONE);
    out->scope_of = ARENA_ARRAY(scratch, ScopeId, ast->node_count ? ast->node_count : 1);
    if (ast->node_count) {
        Visit first = {.node = NODE_ROOT, .scope = SCOPE_ROOT, .source = NODE_NONE};
        ARENA_PUSH(scratch, &walker.stack, first);
    }
    while (walker.stack.count) {
        Visit visit = walker.stack.items[--walker.stack.count];
        uint32_t below = walker.stack.count;
        out->scope_of[visit.node] = visit.scope;
        visit_node(&walker, visit);
        turn_round(walker.stack.items + below, walker.stack.count - below);
    }
    scope_writer_finish(&walker.writer);
}
