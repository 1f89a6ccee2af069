/* Knows when tasks are too many and what holds them back; how they come to be is
 * semantics/tasks.h's business. */
#include "rules/io/gather.h"

#include "catalog/extension.h"
#include "catalog/pacing.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"

/* What clients queue by themselves without harm: the pool of httpx has so many connections, and so
 * has the connector of aiohttp. */
enum { TASKS_FINE = 100 };

static const CatalogCallable *callable_of(CallPlace place, Arena *mem) {
    return extended_callable(place.file->extension,
                             kinds_callee(place.file, place.unit, place.call, mem));
}

static Str text_of(const UnitFacts *facts, NodeId node) {
    return str_span(facts->text, ast_span(&facts->ast, node));
}

/* ---- how many -------------------------------------------------------------------------------- */

/* The loop belongs to the tasks, and not to what runs the spawner again and again. */
static bool makes_tasks(const RuleContext *context, const TaskStart *start, NodeId loop) {
    const Ast *ast = &context->facts->ast;
    bool single = start->form == SPAWN_GROUP || start->form == SPAWN_FUNCTION;
    return loop != NODE_NONE && (single || !loop_runs(ast, loop, start->spawner));
}

NodeId gather_loop(const RuleContext *context, const TaskStart *start) {
    const Ast *ast = &context->facts->ast;
    NodeId found = start->loop;
    for (NodeId loop = found; makes_tasks(context, start, loop); loop = loop_enclosing(ast, loop)) {
        found = loop;
    }
    return found;
}

/* `for url in batch`, `for part in chunks(urls, 20)`: cut to a size by whoever named it so. */
static bool is_cut(const RuleContext *context, NodeId iterable) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    if (catalog_pacing(text_of(facts, iterable)) & PACING_BATCH) {
        return true;
    }
    if (ast_kind(ast, iterable) != NODE_NAME) {
        return false;
    }
    NameMeaning meaning =
        file_scope_resolve(context->file, context->unit, iterable, context->scratch);
    for (uint32_t i = 0; i < meaning.place_count; i++) {
        const Binding *binding = file_scope_binding(context->file, meaning.places[i]);
        NodeId source =
            binding && binding->kind == BINDING_FOR && meaning.places[i].unit == context->unit
                ? ast_child(ast, binding->source, FIELD_ITER)
                : NODE_NONE;
        if (source != NODE_NONE && (catalog_pacing(text_of(facts, source)) & PACING_BATCH)) {
            return true;
        }
    }
    return false;
}

static bool is_bounded(const RuleContext *context, NodeId iterable) {
    uint32_t bound = size_bound(context->file, context->unit, iterable);
    return (bound != SIZE_UNKNOWN && bound <= TASKS_FINE) || is_cut(context, iterable);
}

/* `name.clear()` in the loop. */
static bool is_cleared_in(const RuleContext *context, NodeId loop, NodeId name) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId end = ast_node(ast, loop)->subtree_end;
    for (NodeId node = loop; node < end; node++) {
        if (ast_kind(ast, node) == NODE_ATTRIBUTE && str_equal(ast_name(ast, node), STR("clear")) &&
            str_equal(text_of(facts, ast_child(ast, node, FIELD_VALUE)), text_of(facts, name))) {
            return true;
        }
    }
    return false;
}

/* The list of tasks is a part by its name, or is emptied again and again while it grows. */
static bool is_emptied(const RuleContext *context, const TaskStart *start) {
    const Ast *ast = &context->facts->ast;
    NodeId list = start->argument;
    list = ast_kind(ast, list) == NODE_STARRED ? ast_first_child(ast, list) : list;
    if (list == NODE_NONE || ast_kind(ast, list) != NODE_NAME) {
        return false;
    }
    LoopContext loops = {.file = context->file, .unit = context->unit};
    bool grows = start->loop != NODE_NONE && !loop_is_comprehension(ast, start->loop);
    return (catalog_pacing(text_of(context->facts, list)) & PACING_BATCH) ||
           (grows &&
            (loop_binds(&loops, start->loop, list) || is_cleared_in(context, start->loop, list)));
}

bool gather_is_unbounded(const RuleContext *context, const TaskStart *start) {
    const Ast *ast = &context->facts->ast;
    if (start->form == SPAWN_ONE || is_emptied(context, start)) {
        return false;
    }
    if (start->mapped != NODE_NONE) {
        return !is_bounded(context, start->mapped);
    }
    for (NodeId loop = start->loop; makes_tasks(context, start, loop);
         loop = loop_enclosing(ast, loop)) {
        NodeId iterable = loop_iterable(ast, loop);
        /* A server's `while True: accept(); start(handle)` ends nowhere and has few at a time. */
        if (iterable != NODE_NONE && ast_kind(ast, loop) != NODE_ASYNC_FOR &&
            !is_bounded(context, iterable)) {
            return true;
        }
    }
    return false;
}

Str gather_source(const RuleContext *context, const TaskStart *start) {
    const Ast *ast = &context->facts->ast;
    NodeId source = start->mapped != NODE_NONE ? start->mapped : loop_iterable(ast, start->loop);
    Str text = source == NODE_NONE ? STR("") : text_of(context->facts, source);
    return arena_copy(context->mem, str_slice(text, 0, str_find_byte(text, '\n')));
}

/* ---- what they do ---------------------------------------------------------------------------- */

static const EffectQuestion waits_outside = {
    .wanted = CATALOG_HTTP_REQUEST | CATALOG_NETWORK | CATALOG_DB,
    .unwanted = CATALOG_BLOCKING,
    .reach = EFFECT_ALWAYS,
    .is_awaited = true,
    .stops_at_pacing = true,
    .takes_likely = true,
};

/* `wait_for(fetch(url), 5)`: what matters is inside. */
static NodeId inner_call(const RuleContext *context, NodeId element) {
    const Ast *ast = &context->facts->ast;
    while (ast_kind(ast, element) == NODE_CALL) {
        const CatalogCallable *row =
            callable_of((CallPlace){context->file, context->unit, element}, context->scratch);
        NodeId inner = row && (row->effects & CATALOG_BOUNDS) ? ast_child(ast, element, FIELD_ARGS)
                                                              : NODE_NONE;
        if (inner == NODE_NONE) {
            break;
        }
        element = inner;
    }
    return element;
}

/* A function that is passed uncalled: of the project, or a method of a client. */
static EffectChain effect_of_function(const RuleContext *context, NodeId reference) {
    const FileModel *file = context->file;
    const Kind *kind =
        kind_get(kinds_table(file), kinds_expression(file, context->unit, reference));
    const CatalogCallable *row =
        kind->tag == KIND_TAG_SYMBOL ? extended_callable(file->extension, kind->path) : NULL;
    if (row && (row->effects & waits_outside.wanted) && !(row->effects & waits_outside.unwanted)) {
        return (EffectChain){.callable = row};
    }
    FunctionPlace function;
    if (!function_of_kind(file, kinds_expression(file, context->unit, reference), &function)) {
        return (EffectChain){.callable = NULL};
    }
    return function_effect_chain(function, &waits_outside, context->mem);
}

EffectChain gather_effect(const RuleContext *context, const TaskStart *start) {
    NodeId element = inner_call(context, start->element);
    if (start->mapped != NODE_NONE || start->form == SPAWN_FUNCTION) {
        return effect_of_function(context, start->element);
    }
    if (ast_kind(&context->facts->ast, element) != NODE_CALL) {
        return (EffectChain){.callable = NULL};
    }
    return effect_chain((CallPlace){context->file, context->unit, element}, &waits_outside,
                        context->mem);
}

/* ---- gates ----------------------------------------------------------------------------------- */

static Str callee_text(const UnitFacts *facts, NodeId expression) {
    NodeId named = ast_kind(&facts->ast, expression) == NODE_CALL
                       ? ast_child(&facts->ast, expression, FIELD_FUNC)
                       : expression;
    return named == NODE_NONE ? STR("") : text_of(facts, named);
}

/* A `with` item that lets so many in, or a call that waits for its turn. */
static bool is_gate(const FileModel *file, UnitId unit, NodeId node) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, node) == NODE_WITHITEM) {
        NodeId entered = ast_child(ast, node, FIELD_CONTEXT_EXPR);
        KindId kind = kinds_expression(file, unit, entered);
        return (catalog_pacing(callee_text(facts, entered)) & PACING_GATE) ||
               (kind_traits(kinds_table(file), kind) & CLASS_GATE);
    }
    NodeId function =
        ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
    return function != NODE_NONE && ((ast_kind(ast, function) == NODE_ATTRIBUTE &&
                                      str_equal(ast_name(ast, function), STR("acquire"))) ||
                                     (catalog_pacing(text_of(facts, function)) & PACING_CALL));
}

static bool holds_gate(const FileModel *file, UnitId unit, NodeId root) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId end = ast_node(ast, root)->subtree_end;
    for (NodeId node = root; node < end; node++) {
        if (is_gate(file, unit, node)) {
            return true;
        }
    }
    return false;
}

/* A function of the project that some call of the element runs. */
static bool runs_gate(CallPlace place) {
    FunctionPlace function;
    return called_function(place, &function) &&
           holds_gate(function.file, function.unit, function.node);
}

/* `limited(fetch(url))`, `self.limiter.get(url)`: a name says so, or the function does it. */
static bool call_has_gate(const RuleContext *context, NodeId call) {
    const UnitFacts *facts = context->facts;
    NodeId function = ast_child(&facts->ast, call, FIELD_FUNC);
    if (function == NODE_NONE) {
        return false;
    }
    bool named = (catalog_pacing(text_of(facts, function)) & (PACING_GATE | PACING_CALL)) ||
                 (catalog_pacing(ast_name(&facts->ast, function)) & PACING_WRAPPER);
    return named || runs_gate((CallPlace){context->file, context->unit, call});
}

static bool is_argument(const Ast *ast, NodeId node) {
    return ast_node(ast, node)->field == FIELD_ARGS ||
           ast_node(ast, ast_node(ast, node)->parent)->field == FIELD_KEYWORDS;
}

/* `fetch(semaphore, url)`. */
static bool argument_is_gate(const RuleContext *context, NodeId argument) {
    KindId kind = kinds_expression(context->file, context->unit, argument);
    return (catalog_pacing(text_of(context->facts, argument)) & PACING_GATE) ||
           (kind_traits(kinds_table(context->file), kind) & CLASS_GATE);
}

static bool element_has_gate(const RuleContext *context, NodeId element) {
    const Ast *ast = &context->facts->ast;
    NodeId end = ast_node(ast, element)->subtree_end;
    for (NodeId node = element; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool value = kind == NODE_NAME || kind == NODE_ATTRIBUTE;
        if ((kind == NODE_CALL && call_has_gate(context, node)) ||
            (value && is_argument(ast, node) && argument_is_gate(context, node))) {
            return true;
        }
    }
    return false;
}

/* The call that made the receiver of a request; NODE_NONE when it is not known. */
static CallPlace client_constructor(CallPlace request) {
    CallPlace none = {request.file, request.unit, NODE_NONE};
    const Ast *ast = &file_model_unit(request.file, request.unit)->ast;
    NodeId function = ast_kind(ast, request.call) == NODE_CALL
                          ? ast_child(ast, request.call, FIELD_FUNC)
                          : NODE_NONE;
    NodeId receiver = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE
                          ? ast_child(ast, function, FIELD_VALUE)
                          : NODE_NONE;
    if (receiver == NODE_NONE || ast_kind(ast, receiver) != NODE_NAME) {
        return none;
    }
    NameMeaning meaning =
        file_scope_resolve(request.file, request.unit, receiver, request.file->mem);
    const Binding *binding =
        meaning.place_count == 1 ? file_scope_binding(request.file, meaning.places[0]) : NULL;
    if (!binding || (binding->kind != BINDING_ASSIGN && binding->kind != BINDING_WITH)) {
        return none;
    }
    UnitId unit = meaning.places[0].unit;
    const Ast *home = &file_model_unit(request.file, unit)->ast;
    NodeId value = ast_child(home, binding->source,
                             binding->kind == BINDING_WITH ? FIELD_CONTEXT_EXPR : FIELD_VALUE);
    bool call = value != NODE_NONE && ast_kind(home, value) == NODE_CALL;
    return (CallPlace){request.file, unit, call ? value : NODE_NONE};
}

/* httpx: `limits=...` and no limit on the wait for a connection; aiohttp: a connector of its own.
 */
static bool client_queues(CallPlace request) {
    CallPlace made = client_constructor(request);
    if (made.call == NODE_NONE) {
        return false;
    }
    const UnitFacts *facts = file_model_unit(made.file, made.unit);
    const Ast *ast = &facts->ast;
    NodeId timeout = ast_keyword(ast, made.call, STR("timeout"));
    bool waits = false;
    if (timeout != NODE_NONE) {
        NodeId value = ast_child(ast, timeout, FIELD_VALUE);
        NodeId pool = value != NODE_NONE && ast_kind(ast, value) == NODE_CALL
                          ? ast_keyword(ast, value, STR("pool"))
                          : NODE_NONE;
        Str text = pool != NODE_NONE ? text_of(facts, ast_child(ast, pool, FIELD_VALUE))
                                     : text_of(facts, value);
        waits = str_equal(text, STR("None"));
    }
    return ast_keyword(ast, made.call, STR("connector")) != NODE_NONE ||
           (waits && ast_keyword(ast, made.call, STR("limits")) != NODE_NONE);
}

bool gather_has_gate(const RuleContext *context, const TaskStart *start, const EffectChain *chain) {
    if (element_has_gate(context, start->element)) {
        return true;
    }
    FunctionPlace function;
    KindId kind = kinds_expression(context->file, context->unit, start->element);
    if (function_of_kind(context->file, kind, &function) &&
        holds_gate(function.file, function.unit, function.node)) {
        return true;
    }
    for (uint32_t i = 0; i < chain->step_count; i++) {
        CallPlace step = chain->steps[i];
        const Ast *ast = &file_model_unit(step.file, step.unit)->ast;
        if (ast_kind(ast, step.call) == NODE_CALL && runs_gate(step)) {
            return true;
        }
    }
    return chain->step_count > 0 && client_queues(chain->steps[chain->step_count - 1]);
}
