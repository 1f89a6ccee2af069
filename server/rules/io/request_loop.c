/* Knows which loops send requests one after another for no reason; what a turn's values are made of
 * is request_names.c's business, what waits on purpose request_pace.c's. */
#include "rules/io/request_loop.h"

#include "catalog/extension.h"
#include "semantics/kinds.h"

enum { FEW_TURNS = 2 };

/* ---- while ------------------------------------------------------------------------------------
 */

/* The argument of `len(x)`, or NODE_NONE. */
static NodeId len_argument(const RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    if (ast_kind(ast, node) != NODE_CALL || ast_count_in_field(ast, node, FIELD_ARGS) != 1) {
        return NODE_NONE;
    }
    Str callee = kinds_callee(context->file, context->unit, node, context->scratch);
    return str_equal(callee, STR("len")) ? ast_child(ast, node, FIELD_ARGS) : NODE_NONE;
}

/* `i` of `while i < len(xs)` or `len(xs) > i`; NODE_NONE for any other test. */
static NodeId index_of_test(const RuleContext *context, NodeId test) {
    const Ast *ast = &context->facts->ast;
    if (ast_kind(ast, test) != NODE_COMPARE || ast_count_in_field(ast, test, FIELD_OPS) != 1) {
        return NODE_NONE;
    }
    NodeId left = ast_child(ast, test, FIELD_LEFT);
    NodeId right = ast_child(ast, test, FIELD_COMPARATORS);
    uint8_t op = ast_node(ast, ast_child(ast, test, FIELD_OPS))->detail;
    bool upward = op == OPERATOR_LT || op == OPERATOR_NOT_EQ;
    NodeId index = upward ? left : op == OPERATOR_GT ? right : NODE_NONE;
    NodeId length = upward ? right : left;
    NodeId list = index == NODE_NONE ? NODE_NONE : len_argument(context, length);
    bool names =
        list != NODE_NONE && ast_kind(ast, index) == NODE_NAME && ast_kind(ast, list) == NODE_NAME;
    return names ? index : NODE_NONE;
}

static bool is_constant_one(const UnitFacts *facts, NodeId node) {
    return node != NODE_NONE &&
           str_equal(str_span(facts->text, ast_span(&facts->ast, node)), STR("1"));
}

/* `name += 1` as a statement of the loop's own body. */
static bool is_step(const UnitFacts *facts, NodeId loop, NodeId statement, Str name) {
    const Ast *ast = &facts->ast;
    NodeId target = ast_kind(ast, statement) == NODE_AUG_ASSIGN
                        ? ast_child(ast, statement, FIELD_TARGET)
                        : NODE_NONE;
    return target != NODE_NONE && ast_node(ast, statement)->parent == loop &&
           ast_node(ast, statement)->detail == OPERATOR_ADD && ast_kind(ast, target) == NODE_NAME &&
           str_equal(ast_name(ast, target), name) &&
           is_constant_one(facts, ast_child(ast, statement, FIELD_VALUE));
}

/* The only place in the loop that binds `name`; NODE_NONE when there are none or several. */
static NodeId only_binding(const UnitFacts *facts, NodeId loop, Str name) {
    const Ast *ast = &facts->ast;
    NodeId found = NODE_NONE;
    for (BindingId id = 0; id < facts->scopes->binding_count; id++) {
        const Binding *binding = &facts->scopes->bindings[id];
        if (ast_is_within(ast, binding->node, loop) &&
            str_equal(ast_name(ast, binding->node), name)) {
            if (found != NODE_NONE) {
                return NODE_NONE;
            }
            found = binding->source;
        }
    }
    return found;
}

/* The list may be read by the test and as `xs[i]`, and in no other way. */
static bool only_indexed(const UnitFacts *facts, NodeId loop, NodeId list) {
    const Ast *ast = &facts->ast;
    NodeId end = ast_node(ast, loop)->subtree_end;
    for (NodeId node = loop; node < end; node++) {
        bool same = ast_kind(ast, node) == NODE_NAME && node != list &&
                    str_equal(ast_name(ast, node), ast_name(ast, list));
        NodeId parent = same ? ast_node(ast, node)->parent : NODE_NONE;
        if (same &&
            (ast_kind(ast, parent) != NODE_SUBSCRIPT || ast_node(ast, node)->field != FIELD_VALUE ||
             (ast_node(ast, parent)->flags & (NODE_STORE | NODE_DEL)))) {
            return false;
        }
    }
    return true;
}

static bool is_index_loop(const RuleContext *context, NodeId loop, NodeId test, NodeId *index) {
    const UnitFacts *facts = context->facts;
    *index = index_of_test(context, test);
    if (*index == NODE_NONE) {
        return false;
    }
    NodeId step = only_binding(facts, loop, ast_name(&facts->ast, *index));
    NodeId left = ast_child(&facts->ast, test, FIELD_LEFT);
    NodeId length = *index == left ? ast_child(&facts->ast, test, FIELD_COMPARATORS) : left;
    return step != NODE_NONE && is_step(facts, loop, step, ast_name(&facts->ast, *index)) &&
           only_indexed(facts, loop, len_argument(context, length));
}

static bool is_removal(Str method) {
    return str_equal(method, STR("pop")) || str_equal(method, STR("popleft"));
}

/* The call `xs.pop()` for the use xs, when it is one. */
static NodeId removal_of(const Ast *ast, NodeId use) {
    NodeId attribute = ast_node(ast, use)->parent;
    NodeId call = ast_node(ast, attribute)->parent;
    bool removes = ast_kind(ast, attribute) == NODE_ATTRIBUTE && call != NODE_NONE &&
                   ast_kind(ast, call) == NODE_CALL &&
                   ast_node(ast, attribute)->field == FIELD_FUNC &&
                   is_removal(ast_name(ast, attribute));
    return removes ? call : NODE_NONE;
}

/* `x` of `x = xs.pop()` in `while xs:`, when nothing else in the loop touches xs. */
static NodeId drained_name(const UnitFacts *facts, NodeId loop, NodeId test) {
    const Ast *ast = &facts->ast;
    NodeId target = NODE_NONE;
    NodeId end = ast_node(ast, loop)->subtree_end;
    for (NodeId node = loop; node < end; node++) {
        if (ast_kind(ast, node) != NODE_NAME || node == test ||
            !str_equal(ast_name(ast, node), ast_name(ast, test))) {
            continue;
        }
        NodeId removal = removal_of(ast, node);
        NodeId statement = removal == NODE_NONE ? NODE_NONE : ast_node(ast, removal)->parent;
        bool assigned = statement != NODE_NONE && ast_kind(ast, statement) == NODE_ASSIGN &&
                        ast_node(ast, statement)->parent == loop &&
                        ast_count_in_field(ast, statement, FIELD_TARGETS) == 1;
        if (!assigned || target != NODE_NONE) {
            return NODE_NONE;
        }
        target = ast_child(ast, statement, FIELD_TARGETS);
    }
    return target;
}

/* ---- seeds ------------------------------------------------------------------------------------
 */

static void seed(const RequestLoop *loop, NodeId target) {
    const UnitFacts *facts = loop->context->facts;
    const ScopeTree *tree = facts->scopes;
    NodeId end = ast_node(&facts->ast, target)->subtree_end;
    for (NodeId node = target; node < end; node++) {
        BindingId binding = scope_binding(tree, node);
        UseId use = binding == BINDING_NONE ? scope_use(tree, node) : USE_NONE;
        SymbolId symbol = binding != BINDING_NONE ? tree->bindings[binding].symbol
                          : use != USE_NONE       ? scope_use_home(tree, use)
                                                  : SYMBOL_NONE;
        if (symbol != SYMBOL_NONE) {
            loop->derived[symbol] = true;
        }
    }
}

static NodeId while_target(RequestLoop *loop) {
    const Ast *ast = &loop->context->facts->ast;
    NodeId test = ast_child(ast, loop->loop, FIELD_TEST);
    NodeId index = NODE_NONE;
    if (test != NODE_NONE && is_index_loop(loop->context, loop->loop, test, &index)) {
        loop->form = REQUEST_LOOP_INDEX;
        loop->counter = ast_name(ast, index);
        return index;
    }
    if (test != NODE_NONE && ast_kind(ast, test) == NODE_NAME) {
        loop->form = REQUEST_LOOP_DRAIN;
        return drained_name(loop->context->facts, loop->loop, test);
    }
    return NODE_NONE;
}

RequestLoop request_loop_open(const RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    RequestLoop loop = {.context = context, .loop = node};
    loop.derived = ARENA_ARRAY(context->scratch, bool, context->facts->scopes->symbol_count + 1);
    loop.memory = ARENA_NEW(context->scratch, RequestLoopMemory);
    NodeId target = NODE_NONE;
    switch (ast_kind(ast, node)) {
    case NODE_FOR:
        target = loop_target(ast, node);
        break;
    case NODE_COMPREHENSION:
        loop.form = REQUEST_LOOP_COMPREHENSION;
        target = loop_target(ast, node);
        break;
    case NODE_WHILE:
        target = while_target(&loop);
        break;
    default: /* async for: its source is asynchronous, and often endless */
        break;
    }
    loop.target = target;
    loop.is_candidate = target != NODE_NONE;
    if (loop.is_candidate) {
        seed(&loop, target);
        request_loop_derive(&loop);
    }
    return loop;
}

NodeId request_loop_source(const RequestLoop *loop) {
    const Ast *ast = &loop->context->facts->ast;
    NodeId iterable = loop_iterable(ast, loop->loop);
    return iterable != NODE_NONE ? iterable : ast_child(ast, loop->loop, FIELD_TEST);
}

/* ---- judgement --------------------------------------------------------------------------------
 */

/* Consumers that take a generator's every element at once. */
static bool is_eager(Str callee) {
    static const char *const eager[] = {
        "list",       "tuple",       "set",    "frozenset", "dict",        "sum",
        "max",        "min",         "sorted", "str.join",  "list.extend", "collections.Counter",
        "set.update", "dict.update",
    };
    for (size_t i = 0; i < sizeof eager / sizeof eager[0]; i++) {
        if (str_equal(callee, str_from_c(eager[i]))) {
            return true;
        }
    }
    return false;
}

/* A generator expression is a lazy stream unless what it is given to takes all of it. */
static bool is_lazy(const RequestLoop *loop) {
    const RuleContext *context = loop->context;
    const Ast *ast = &context->facts->ast;
    NodeId extent = loop_extent(ast, loop->loop);
    if (ast_kind(ast, extent) != NODE_GENERATOR_EXP) {
        return false;
    }
    NodeId call = ast_node(ast, extent)->parent;
    bool is_argument =
        ast_kind(ast, call) == NODE_CALL && ast_node(ast, extent)->field == FIELD_ARGS;
    return !is_argument ||
           !is_eager(kinds_callee(context->file, context->unit, call, context->scratch));
}

static bool stops_early(const RequestLoop *loop) {
    const Ast *ast = &loop->context->facts->ast;
    return loop_contents(ast, loop->loop) & (LOOP_HAS_BREAK | LOOP_HAS_RETURN | LOOP_HAS_YIELD);
}

static bool is_short(const RequestLoop *loop) {
    uint32_t bound = loop_bound(loop->context->file, loop->context->unit, loop->loop);
    return bound != SIZE_UNKNOWN && bound <= FEW_TURNS;
}

/* `while True`, `async for`: how often they turn is decided on the way. */
static bool is_open_ended(const RequestLoop *loop) {
    NodeKind kind = ast_kind(&loop->context->facts->ast, loop->loop);
    return !loop->is_candidate &&
           (kind == NODE_WHILE || kind == NODE_ASYNC_FOR || kind == NODE_ASYNC_COMPREHENSION);
}

static const RequestLoop *get(RequestLoops *loops, NodeId node) {
    const RuleContext *context = loops->context;
    if (!loops->known) {
        loops->known = ARENA_ARRAY(context->scratch, RequestLoop *, context->facts->ast.node_count);
    }
    if (!loops->known[node]) {
        loops->known[node] = ARENA_NEW(context->scratch, RequestLoop);
        *loops->known[node] = request_loop_open(context, node);
    }
    return loops->known[node];
}

/* The innermost loop whose turns differ in the call; loops of a few turns count as none. */
static bool varying_loop(RequestLoops *loops, NodeId call, RequestLoop *out) {
    const Ast *ast = &loops->context->facts->ast;
    for (NodeId loop = loop_of_node(ast, call); loop != NODE_NONE;
         loop = loop_enclosing(ast, loop)) {
        *out = *get(loops, loop);
        if (is_open_ended(out)) {
            return false;
        }
        if (out->is_candidate && request_loop_varies(out, call) && !is_short(out)) {
            return true;
        }
    }
    return false;
}

/* Whatever is called in it. */
static bool is_silent(const RequestLoop *loop) {
    RequestLoopMemory *memory = loop->memory;
    if (!memory->is_judged) {
        memory->is_judged = true;
        memory->is_silent = stops_early(loop) || is_lazy(loop) || request_loop_source_changes(loop);
    }
    return memory->is_silent;
}

bool request_loops_turns(RequestLoops *loops, NodeId call, RequestLoop *out) {
    return varying_loop(loops, call, out) && !is_silent(out) && !request_loop_carries(out, call);
}

bool request_loop_of_turns(const RuleContext *context, NodeId call, RequestLoop *out) {
    RequestLoops loops = {.context = context};
    return request_loops_turns(&loops, call, out);
}

bool request_loops_of_call(RequestLoops *loops, NodeId call, NetworkRequest *request,
                           RequestLoop *out) {
    const RuleContext *context = loops->context;
    if (loop_of_node(&context->facts->ast, call) == NODE_NONE) {
        return false;
    }
    *request = network_request(context->file, context->unit, call, context->scratch);
    return request->chain.callable && request_loops_turns(loops, call, out) &&
           !request_loop_is_paced(out, request, call);
}
