/* Knows which names hold values of a turn, and which of them an earlier turn left behind. */
#include "catalog/extension.h"
#include "catalog/mutators.h"
#include "rules/io/request_loop.h"
#include "semantics/kinds.h"

static const Ast *ast_of(const RequestLoop *loop) {
    return &loop->context->facts->ast;
}

/* ---- derived names ------------------------------------------------------------------------------
 */

static SymbolId symbol_of_use(const ScopeTree *tree, NodeId node) {
    UseId use = scope_use(tree, node);
    return use == USE_NONE ? SYMBOL_NONE : scope_use_home(tree, use);
}

bool request_loop_varies(const RequestLoop *loop, NodeId expression) {
    const Ast *ast = ast_of(loop);
    NodeId end = ast_node(ast, expression)->subtree_end;
    for (NodeId node = expression; node < end; node++) {
        SymbolId symbol = ast_kind(ast, node) == NODE_NAME
                              ? symbol_of_use(loop->context->facts->scopes, node)
                              : SYMBOL_NONE;
        if (symbol != SYMBOL_NONE && loop->derived[symbol]) {
            return true;
        }
    }
    return false;
}

/* What a binding's value is made of; NODE_NONE when it has none of its own. */
static NodeId value_of(const Ast *ast, const Binding *binding) {
    switch (binding->kind) {
    case BINDING_ASSIGN:
    case BINDING_AUGMENTED:
    case BINDING_ANNOTATED:
    case BINDING_WALRUS:
        return ast_child(ast, binding->source, FIELD_VALUE);
    case BINDING_FOR:
    case BINDING_COMPREHENSION:
        return ast_child(ast, binding->source, FIELD_ITER);
    case BINDING_WITH:
        return ast_child(ast, binding->source, FIELD_CONTEXT_EXPR);
    default:
        return NODE_NONE;
    }
}

static bool derive_bindings(RequestLoop *loop, NodeId extent) {
    const Ast *ast = ast_of(loop);
    const ScopeTree *tree = loop->context->facts->scopes;
    bool grew = false;
    for (BindingId id = 0; id < tree->binding_count; id++) {
        const Binding *binding = &tree->bindings[id];
        SymbolId home = tree->symbols[binding->symbol].home;
        if (home == SYMBOL_NONE || loop->derived[home] ||
            !ast_is_within(ast, binding->node, extent)) {
            continue;
        }
        NodeId value = value_of(ast, binding);
        if (value != NODE_NONE && request_loop_varies(loop, value)) {
            loop->derived[home] = true;
            grew = true;
        }
    }
    return grew;
}

/* The Name below attributes and subscripts; NODE_NONE when something else is. */
static NodeId base_of(const Ast *ast, NodeId node) {
    while (node != NODE_NONE &&
           (ast_kind(ast, node) == NODE_ATTRIBUTE || ast_kind(ast, node) == NODE_SUBSCRIPT)) {
        node = ast_child(ast, node, FIELD_VALUE);
    }
    return node != NODE_NONE && ast_kind(ast, node) == NODE_NAME ? node : NODE_NONE;
}

/* `x[k] = v`, `x.update(v)`: what is put into, and where the value stands. */
static NodeId filled_name(const Ast *ast, NodeId node, NodeId *value) {
    if (ast_kind(ast, node) == NODE_ASSIGN) {
        NodeId target = ast_child(ast, node, FIELD_TARGETS);
        *value = node;
        return target != NODE_NONE && ast_kind(ast, target) != NODE_NAME ? base_of(ast, target)
                                                                         : NODE_NONE;
    }
    NodeId function =
        ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
    *value = node;
    bool mutator = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
                   catalog_is_mutator(ast_name(ast, function));
    return mutator ? base_of(ast, function) : NODE_NONE;
}

static bool derive_contents(RequestLoop *loop, NodeId extent) {
    const Ast *ast = ast_of(loop);
    bool grew = false;
    NodeId end = ast_node(ast, extent)->subtree_end;
    for (NodeId node = extent; node < end; node++) {
        NodeId value;
        NodeId name = filled_name(ast, node, &value);
        SymbolId symbol =
            name == NODE_NONE ? SYMBOL_NONE : symbol_of_use(loop->context->facts->scopes, name);
        if (symbol != SYMBOL_NONE && !loop->derived[symbol] && request_loop_varies(loop, value)) {
            loop->derived[symbol] = true;
            grew = true;
        }
    }
    return grew;
}

enum { PASSES_MAX = 16 };

void request_loop_derive(RequestLoop *loop) {
    NodeId extent = loop_extent(ast_of(loop), loop->loop);
    for (uint32_t pass = 0; pass < PASSES_MAX; pass++) {
        bool bound = derive_bindings(loop, extent);
        bool filled = derive_contents(loop, extent);
        if (!bound && !filled) {
            return;
        }
    }
}

/* ---- what a place stands for --------------------------------------------------------------------
 */

enum { PATH_MAX_PARTS = 8 };

/* A name and the attributes read through it, up to the first subscript: `self.session`. */
typedef struct Path {
    Str parts[PATH_MAX_PARTS];
    uint32_t count;
    NodeId top;    /* the outermost node of the chain */
    NodeId method; /* the Call when the chain's last attribute is called; it is no part then */
} Path;

static Path path_of(const Ast *ast, NodeId name) {
    Path path = {.top = name, .method = NODE_NONE};
    bool is_open = true;
    while (true) {
        NodeId parent = ast_node(ast, path.top)->parent;
        NodeKind kind = parent == NODE_NONE ? NODE_BROKEN : ast_kind(ast, parent);
        bool follows = (kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT) &&
                       ast_node(ast, path.top)->field == FIELD_VALUE;
        if (!follows) {
            bool called = kind == NODE_CALL && ast_node(ast, path.top)->field == FIELD_FUNC &&
                          path.top != name;
            path.method = called ? parent : NODE_NONE;
            break;
        }
        is_open = is_open && kind == NODE_ATTRIBUTE && path.count < PATH_MAX_PARTS;
        if (is_open) {
            path.parts[path.count++] = ast_name(ast, parent);
        }
        path.top = parent;
    }
    if (path.method != NODE_NONE && is_open && path.count > 0) {
        path.count--;
    }
    return path;
}

/* One holds the other. */
static bool overlap(const Path *a, const Path *b) {
    for (uint32_t i = 0; i < a->count && i < b->count; i++) {
        if (!str_equal(a->parts[i], b->parts[i])) {
            return false;
        }
    }
    return true;
}

/* ---- functions of the project
 * --------------------------------------------------------------------- */

enum { FUNCTIONS_MAX = 64 };

/* `p.x = `, `p.x.append()`: the attributes of the parameter `name` that a function changes or, with
 * `is_read`, reads; true when one of them is `attribute` (empty: any change of the parameter). */
static bool function_touches(const FunctionPlace *function, Str name, Str attribute, bool is_read) {
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    NodeId end = ast_node(ast, function->node)->subtree_end;
    for (NodeId node = function->node; node < end; node++) {
        if (ast_kind(ast, node) != NODE_NAME || !str_equal(ast_name(ast, node), name)) {
            continue;
        }
        Path path = path_of(ast, node);
        bool stored =
            path.top != node && (ast_node(ast, path.top)->flags & (NODE_STORE | NODE_DEL));
        bool mutated = path.method != NODE_NONE && catalog_is_mutator(ast_name(ast, path.top));
        bool counts = is_read ? !stored : stored || mutated;
        bool same = !attribute.len || (path.count > 0 && str_equal(path.parts[0], attribute));
        if (counts && same) {
            return true;
        }
    }
    return false;
}

static Str parameter_name(const FunctionPlace *function, uint32_t index) {
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    uint32_t at = 0;
    for (NodeId child = ast_first_child(ast, function->node); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        Field field = (Field)ast_node(ast, child)->field;
        if (ast_kind(ast, child) == NODE_ARG &&
            (field == FIELD_ARGS || field == FIELD_POSONLYARGS) && at++ == index) {
            return ast_name(ast, child);
        }
    }
    return STR("");
}

/* No function that the call runs changes what it is given, as far as is seen. */
static bool keeps_what_it_is_given(const RequestLoop *loop, NodeId call) {
    const RuleContext *context = loop->context;
    FunctionList functions = called_functions((CallPlace){context->file, context->unit, call},
                                              FUNCTIONS_MAX, context->scratch);
    if (functions.count == 0 || functions.count > FUNCTIONS_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < functions.count; i++) {
        for (uint32_t parameter = 0;; parameter++) {
            Str name = parameter_name(&functions.items[i], parameter);
            if (!name.len) {
                break;
            }
            if (function_touches(&functions.items[i], name, STR(""), false)) {
                return false;
            }
        }
    }
    return true;
}

/* The request reads this attribute of what `read` begins with: itself, or in a method that it is.
 */
static bool reads_attribute(const RequestLoop *loop, const Path *read, NodeId request_call,
                            Str attribute) {
    const RuleContext *context = loop->context;
    if (read->count > 0) {
        return str_equal(read->parts[0], attribute);
    }
    if (read->method != request_call) {
        return true; /* the object itself is handed on */
    }
    FunctionList functions = called_functions(
        (CallPlace){context->file, context->unit, request_call}, FUNCTIONS_MAX, context->scratch);
    for (uint32_t i = 0; i < functions.count && i < FUNCTIONS_MAX; i++) {
        Str self = parameter_name(&functions.items[i], 0);
        if (self.len && function_touches(&functions.items[i], self, attribute, true)) {
            return true;
        }
    }
    return functions.count == 0 || functions.count > FUNCTIONS_MAX;
}

/* A method that is called on the same object changes an attribute which the request reads. */
static bool function_changes(const RequestLoop *loop, const FunctionPlace *function,
                             const Path *read, NodeId request_call) {
    Str self = parameter_name(function, 0);
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    NodeId end = self.len ? ast_node(ast, function->node)->subtree_end : function->node;
    for (NodeId node = function->node; node < end; node++) {
        if (ast_kind(ast, node) != NODE_NAME || !str_equal(ast_name(ast, node), self)) {
            continue;
        }
        Path path = path_of(ast, node);
        bool changes = (ast_node(ast, path.top)->flags & NODE_STORE) ||
                       (path.method != NODE_NONE && catalog_is_mutator(ast_name(ast, path.top)));
        if (path.count > 0 && changes && reads_attribute(loop, read, request_call, path.parts[0])) {
            return true;
        }
    }
    return false;
}

static bool method_changes(const RequestLoop *loop, const Path *method, const Path *read,
                           NodeId request_call) {
    const RuleContext *context = loop->context;
    FunctionList changing = called_functions(
        (CallPlace){context->file, context->unit, method->method}, FUNCTIONS_MAX, context->scratch);
    for (uint32_t i = 0; i < changing.count && i < FUNCTIONS_MAX; i++) {
        if (function_changes(loop, &changing.items[i], read, request_call)) {
            return true;
        }
    }
    return false;
}

/* ---- carried values
 * ------------------------------------------------------------------------------- */

/* Whatever a call is given of it, it stays the same. */
static bool is_immutable(const RequestLoop *loop, NodeId name) {
    static const char *const classes[] = {"str",   "int",       "float", "bool", "bytes",
                                          "tuple", "frozenset", "range", "None", "complex"};
    KindTable *table = kinds_table(loop->context->file);
    KindId id = kinds_expression(loop->context->file, loop->context->unit, name);
    const Kind *kind = kind_get(table, id);
    if (kind->tag != KIND_TAG_INSTANCE) {
        return kind->tag == KIND_TAG_SYMBOL || kind->tag == KIND_TAG_CLASS ||
               kind->tag == KIND_TAG_FUNCTION || kind->tag == KIND_TAG_MODULE;
    }
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (str_equal(kind->path, str_from_c(classes[i]))) {
            return true;
        }
    }
    return false;
}

/* Only its text goes into the request: `f"{base}/x"`, `base + path`. */
static bool is_text_only(const Ast *ast, NodeId name) {
    NodeKind parent = ast_kind(ast, ast_node(ast, name)->parent);
    return parent == NODE_FORMATTED_VALUE || parent == NODE_BIN_OP;
}

static NodeId call_given(const Ast *ast, NodeId name) {
    NodeId argument = name;
    NodeId parent = ast_node(ast, argument)->parent;
    if (ast_kind(ast, parent) == NODE_STARRED || ast_kind(ast, parent) == NODE_KEYWORD) {
        argument = parent;
        parent = ast_node(ast, parent)->parent;
    }
    bool given = ast_kind(ast, parent) == NODE_CALL && ast_node(ast, argument)->field != FIELD_FUNC;
    return given ? parent : NODE_NONE;
}

static bool is_request(const RequestLoop *loop, NodeId call) {
    const RuleContext *context = loop->context;
    const CatalogCallable *row =
        extended_callable(context->file->extension,
                          kinds_callee(context->file, context->unit, call, context->scratch));
    return row && (row->effects & CATALOG_HTTP_REQUEST);
}

/* What one use elsewhere in the loop does to what the request reads through the same name. */
static bool use_changes(const RequestLoop *loop, NodeId use, const Path *read, NodeId read_name,
                        NodeId request_call) {
    const Ast *ast = ast_of(loop);
    Path path = path_of(ast, use);
    bool stored = (ast_node(ast, path.top)->flags & (NODE_STORE | NODE_DEL)) != 0;
    if (stored) {
        bool augmented = ast_kind(ast, ast_node(ast, path.top)->parent) == NODE_AUG_ASSIGN;
        return (path.top != use || augmented) && overlap(&path, read) &&
               (path.count == 0 || reads_attribute(loop, read, request_call, path.parts[0]));
    }
    if (path.method != NODE_NONE) {
        if (catalog_is_mutator(ast_name(ast, path.top)) && !is_request(loop, path.method) &&
            !call_is_pure(loop->context->file, loop->context->unit, path.method)) {
            return overlap(&path, read) &&
                   (path.count == 0 || reads_attribute(loop, read, request_call, path.parts[0]));
        }
        return path.count == 0 && method_changes(loop, &path, read, request_call);
    }
    NodeId call = path.top == use ? call_given(ast, use) : NODE_NONE;
    return call != NODE_NONE && !is_immutable(loop, read_name) && !is_text_only(ast, read_name) &&
           !call_keeps_arguments(loop->context->file, loop->context->unit, call) &&
           !keeps_what_it_is_given(loop, call);
}

/* Whatever the request reads: does the use store something, call something, hand the name on? */
static bool may_change(const RequestLoop *loop, NodeId use) {
    const Ast *ast = ast_of(loop);
    const FileModel *file = loop->context->file;
    UnitId unit = loop->context->unit;
    Path path = path_of(ast, use);
    if (ast_node(ast, path.top)->flags & (NODE_STORE | NODE_DEL)) {
        return true;
    }
    if (path.method != NODE_NONE) {
        FunctionPlace function;
        return (catalog_is_mutator(ast_name(ast, path.top)) && !is_request(loop, path.method)) ||
               called_function((CallPlace){file, unit, path.method}, &function);
    }
    NodeId call = path.top == use ? call_given(ast, use) : NODE_NONE;
    return call != NODE_NONE && !call_keeps_arguments(file, unit, call) &&
           !keeps_what_it_is_given(loop, call);
}

/* The uses of a variable in the loop that may change it, found once. */
static const NodeList *changing_uses(const RequestLoop *loop, SymbolId id) {
    const Ast *ast = ast_of(loop);
    const ScopeTree *tree = loop->context->facts->scopes;
    RequestLoopMemory *memory = loop->memory;
    Arena *mem = loop->context->scratch;
    if (!memory->changing) {
        memory->changing = ARENA_ARRAY(mem, NodeList *, tree->symbol_count + 1);
    }
    if (memory->changing[id]) {
        return memory->changing[id];
    }
    NodeList *found = ARENA_NEW(mem, NodeList);
    NodeId extent = loop_extent(ast, loop->loop);
    const Symbol *symbol = &tree->symbols[id];
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId node = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        if (ast_is_within(ast, node, extent) && may_change(loop, node)) {
            ARENA_PUSH(mem, found, node);
        }
    }
    memory->changing[id] = found;
    return found;
}

/* Not bound in the loop: is it, or what is read through it, changed elsewhere in it? */
static bool is_changed(const RequestLoop *loop, NodeId name, NodeId call) {
    const Ast *ast = ast_of(loop);
    const ScopeTree *tree = loop->context->facts->scopes;
    const Use *asked = &tree->uses[scope_use(tree, name)];
    SymbolId home = tree->symbols[asked->symbol].home;
    const NodeList *uses = changing_uses(loop, home == SYMBOL_NONE ? asked->symbol : home);
    Path read = path_of(ast, name);
    for (uint32_t i = 0; i < uses->count; i++) {
        NodeId node = uses->items[i];
        if (!ast_is_within(ast, node, call) && use_changes(loop, node, &read, name, call)) {
            return true;
        }
    }
    return false;
}

bool request_loop_source_changes(const RequestLoop *loop) {
    if (loop->form != REQUEST_LOOP_FOR) {
        return false;
    }
    const Ast *ast = ast_of(loop);
    NodeId source = request_loop_source(loop);
    NodeId end = ast_node(ast, source)->subtree_end;
    for (NodeId node = source; node < end; node++) {
        if (ast_kind(ast, node) == NODE_NAME &&
            scope_use(loop->context->facts->scopes, node) != USE_NONE &&
            is_changed(loop, node, source)) {
            return true;
        }
    }
    return false;
}

/* A variable of a lambda or comprehension inside of the call. */
static bool is_inner(const RequestLoop *loop, NodeId name, NodeId call) {
    const ScopeTree *tree = loop->context->facts->scopes;
    SymbolId home = symbol_of_use(tree, name);
    if (home == SYMBOL_NONE) {
        return false;
    }
    NodeId owner = tree->scopes[tree->symbols[home].scope].node;
    return owner != call && ast_is_within(ast_of(loop), owner, call);
}

/* The values that a variable is bound to in the loop. */
static void push_bound(const RequestLoop *loop, const Symbol *symbol, NodeId extent,
                       NodeList *values) {
    const Ast *ast = ast_of(loop);
    const ScopeTree *tree = loop->context->facts->scopes;
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        const Binding *binding = &tree->bindings[symbol->first_binding + i];
        NodeId value = value_of(ast, binding);
        if (value != NODE_NONE && binding->source != loop->loop &&
            ast_is_within(ast, value, extent)) {
            ARENA_PUSH(loop->context->scratch, values, value);
        }
    }
}

/* `name.x = value`, `name[k] = value`: what the loop puts into it. */
static void push_filled(const RequestLoop *loop, const Symbol *symbol, NodeId extent,
                        NodeList *values) {
    const Ast *ast = ast_of(loop);
    const ScopeTree *tree = loop->context->facts->scopes;
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId use = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        Path path = path_of(ast, use);
        NodeId parent = ast_node(ast, path.top)->parent;
        bool fills = path.top != use && (ast_node(ast, path.top)->flags & NODE_STORE) &&
                     ast_kind(ast, parent) == NODE_ASSIGN && ast_is_within(ast, use, extent);
        if (fills) {
            ARENA_PUSH(loop->context->scratch, values, ast_child(ast, parent, FIELD_VALUE));
        }
    }
}

/* Both, found once: a name may stand in each of ten thousand calls. */
static const NodeList *sources_of(const RequestLoop *loop, SymbolId id) {
    const Symbol *symbol = &loop->context->facts->scopes->symbols[id];
    NodeList **known = &loop->memory->sources[id];
    if (!*known) {
        NodeId extent = loop_extent(ast_of(loop), loop->loop);
        *known = ARENA_NEW(loop->context->scratch, NodeList);
        push_bound(loop, symbol, extent, *known);
        push_filled(loop, symbol, extent, *known);
    }
    return *known;
}

/* What the name is made of in this turn joins what is looked at. */
static void add_sources(const RequestLoop *loop, NodeId name, NodeList *open) {
    RequestLoopMemory *memory = loop->memory;
    SymbolId symbol = symbol_of_use(loop->context->facts->scopes, name);
    if (symbol == SYMBOL_NONE || memory->followed[symbol] == memory->following) {
        return;
    }
    memory->followed[symbol] = memory->following;
    const NodeList *sources = sources_of(loop, symbol);
    for (uint32_t i = 0; i < sources->count; i++) {
        ARENA_PUSH(loop->context->scratch, open, sources->items[i]);
    }
}

/* No name is followed yet, for the call that is asked about next. */
static void start_following(const RequestLoop *loop) {
    RequestLoopMemory *memory = loop->memory;
    uint32_t symbols = loop->context->facts->scopes->symbol_count + 1;
    if (!memory->sources) {
        memory->sources = ARENA_ARRAY(loop->context->scratch, NodeList *, symbols);
        memory->followed = ARENA_ARRAY(loop->context->scratch, uint32_t, symbols);
    }
    memory->following++;
}

static bool name_carries(const RequestLoop *loop, const LoopContext *names, NodeId name,
                         NodeId expression) {
    if (loop->counter.len && str_equal(ast_name(ast_of(loop), name), loop->counter)) {
        return false; /* `i += 1` is the loop's own */
    }
    return loop_binds(names, loop->loop, name) ? loop_carries(names, loop->loop, name)
                                               : is_changed(loop, name, expression);
}

bool request_loop_carries(const RequestLoop *loop, NodeId call) {
    const Ast *ast = ast_of(loop);
    const ScopeTree *tree = loop->context->facts->scopes;
    LoopContext names = loop_context(loop->context->file, loop->context->unit);
    start_following(loop);
    NodeList open = {0};
    ARENA_PUSH(loop->context->scratch, &open, call);
    for (uint32_t i = 0; i < open.count; i++) {
        NodeId expression = open.items[i];
        NodeId end = ast_node(ast, expression)->subtree_end;
        for (NodeId node = expression; node < end; node++) {
            if (ast_kind(ast, node) != NODE_NAME || scope_use(tree, node) == USE_NONE ||
                is_inner(loop, node, expression)) {
                continue;
            }
            if (name_carries(loop, &names, node, expression)) {
                return true;
            }
            add_sources(loop, node, &open);
        }
    }
    return false;
}
