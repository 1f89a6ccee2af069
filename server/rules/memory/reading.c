#include "rules/memory/reading.h"

#include "catalog/catalog.h"
#include "rules/memory/reading_hazards.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"

/* ---- how it is read -----------------------------------------------------------------------------
 */

static bool is_handle(const RuleContext *context, NodeId expression) {
    return (kind_traits(kinds_table(context->file),
                        kinds_expression(context->file, context->unit, expression)) &
            CLASS_FILE_HANDLE) != 0;
}

static bool has_arguments(const Ast *ast, NodeId call) {
    return ast_child(ast, call, FIELD_ARGS) != NODE_NONE ||
           ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE;
}

/* The receiver of `receiver.name(...)`; NODE_NONE when the call is no such method call. */
static NodeId method_receiver(const Ast *ast, NodeId call, Str name) {
    if (call == NODE_NONE || ast_kind(ast, call) != NODE_CALL) {
        return NODE_NONE;
    }
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    bool method = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
                  str_equal(ast_name(ast, function), name);
    return method ? ast_child(ast, function, FIELD_VALUE) : NODE_NONE;
}

static bool only_argument_is(const RuleContext *context, NodeId call, Str first, Str second) {
    const Ast *ast = &context->facts->ast;
    NodeId argument = ast_child(ast, call, FIELD_ARGS);
    if (argument == NODE_NONE || ast_next_in_field(ast, argument) != NODE_NONE ||
        ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE) {
        return false;
    }
    Str text = str_span(context->facts->text, ast_span(ast, argument));
    return str_equal(text, first) || str_equal(text, second);
}

/* F of `F.read()`, or the whole call for `Path.read_text()`. */
static NodeId whole_text(const RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    NodeId handle = method_receiver(ast, call, STR("read"));
    if (handle != NODE_NONE) {
        return !has_arguments(ast, call) && is_handle(context, handle) ? handle : NODE_NONE;
    }
    NodeId path = method_receiver(ast, call, STR("read_text"));
    bool known =
        path != NODE_NONE &&
        kind_is_instance(kinds_table(context->file),
                         kinds_expression(context->file, context->unit, path), STR("pathlib.Path"));
    return known ? call : NODE_NONE;
}

static bool read_form(const RuleContext *context, NodeId call, Reading *out) {
    const Ast *ast = &context->facts->ast;
    NodeId handle = method_receiver(ast, call, STR("readlines"));
    if (handle != NODE_NONE) {
        out->form = READING_READLINES;
        out->handle = handle;
        return !has_arguments(ast, call) && is_handle(context, handle);
    }
    NodeId text = method_receiver(ast, call, STR("splitlines"));
    if (text != NODE_NONE) {
        out->form = READING_SPLITLINES;
        out->handle = has_arguments(ast, call) ? NODE_NONE : whole_text(context, text);
        return out->handle != NODE_NONE;
    }
    text = method_receiver(ast, call, STR("split"));
    if (text != NODE_NONE) {
        out->form = READING_SPLIT;
        out->handle = only_argument_is(context, call, STR("\"\\n\""), STR("'\\n'"))
                          ? whole_text(context, text)
                          : NODE_NONE;
        return out->handle != NODE_NONE;
    }
    NodeId argument = ast_child(ast, call, FIELD_ARGS);
    out->form = READING_LIST;
    out->handle = argument;
    return argument != NODE_NONE && ast_next_in_field(ast, argument) == NODE_NONE &&
           ast_kind(ast, ast_child(ast, call, FIELD_FUNC)) == NODE_NAME &&
           is_handle(context, argument) &&
           str_equal(kinds_callee(context->file, context->unit, call, context->scratch),
                     STR("list"));
}

/* ---- what uses it
 * -------------------------------------------------------------------------------- */

/* Callables that take what they are given one after another, and when. */
static const struct Consumer {
    Str path;
    ReadingUse use;
    uint32_t place; /* of the iterable among the arguments */
} consumers[] = {
    {{"all", 3},                  USE_REDUCER,  0},
    {{"any", 3},                  USE_REDUCER,  0},
    {{"collections.Counter", 19}, USE_REDUCER,  0},
    {{"csv.DictReader", 14},      USE_ITERATOR, 0},
    {{"csv.reader", 10},          USE_ITERATOR, 0},
    {{"dict", 4},                 USE_REDUCER,  0},
    {{"enumerate", 9},            USE_ITERATOR, 0},
    {{"filter", 6},               USE_ITERATOR, 1},
    {{"frozenset", 9},            USE_REDUCER,  0},
    {{"len", 3},                  USE_LEN,      0},
    {{"map", 3},                  USE_ITERATOR, 1},
    {{"max", 3},                  USE_REDUCER,  0},
    {{"min", 3},                  USE_REDUCER,  0},
    {{"set", 3},                  USE_REDUCER,  0},
    {{"sorted", 6},               USE_REDUCER,  0},
    {{"str.join", 8},             USE_REDUCER,  0},
    {{"sum", 3},                  USE_REDUCER,  0},
    {{"tuple", 5},                USE_REDUCER,  0},
    {{"zip", 3},                  USE_ITERATOR, 0},
};

static const struct Consumer *consumer_of(const RuleContext *context, NodeId argument) {
    const Ast *ast = &context->facts->ast;
    NodeId call = ast_node(ast, argument)->parent;
    if (ast_kind(ast, call) != NODE_CALL || ast_node(ast, argument)->field != FIELD_ARGS) {
        return NULL;
    }
    uint32_t place = 0;
    for (NodeId item = ast_child(ast, call, FIELD_ARGS); item != argument;
         item = ast_next_in_field(ast, item)) {
        place++;
    }
    Str path = kinds_callee(context->file, context->unit, call, context->scratch);
    for (size_t i = 0; i < sizeof consumers / sizeof consumers[0]; i++) {
        if (str_equal(consumers[i].path, path)) {
            return consumers[i].place == place || (place > 0 && str_equal(path, STR("zip")))
                       ? &consumers[i]
                       : NULL;
        }
    }
    return NULL;
}

static bool is_list_call(const RuleContext *context, NodeId argument) {
    const Ast *ast = &context->facts->ast;
    NodeId call = ast_node(ast, argument)->parent;
    return ast_kind(ast, call) == NODE_CALL && ast_node(ast, argument)->field == FIELD_ARGS &&
           str_equal(kinds_callee(context->file, context->unit, call, context->scratch),
                     STR("list"));
}

/* The loop that iterates over `iterable`, when it does so here and now. */
static bool consumed_by_loop(const RuleContext *context, NodeId iterable, Reading *out) {
    const Ast *ast = &context->facts->ast;
    NodeId parent = ast_node(ast, iterable)->parent;
    if (ast_node(ast, iterable)->field != FIELD_ITER) {
        return false;
    }
    out->loop = parent;
    if (ast_kind(ast, parent) == NODE_FOR) {
        return true;
    }
    NodeId comprehension = ast_node(ast, parent)->parent;
    bool first = ast_child(ast, comprehension, FIELD_GENERATORS) == parent;
    if (ast_kind(ast, parent) != NODE_COMPREHENSION || !first) {
        return false;
    }
    if (ast_kind(ast, comprehension) != NODE_GENERATOR_EXP) {
        out->subject = comprehension;
        return true;
    }
    /* A generator expression reads when it is consumed: only if that is here. */
    const struct Consumer *consumer = consumer_of(context, comprehension);
    return (consumer && consumer->use == USE_REDUCER) || is_list_call(context, comprehension);
}

static bool consumed_at_once(const RuleContext *context, NodeId expression, Reading *out) {
    const struct Consumer *consumer = consumer_of(context, expression);
    if (consumed_by_loop(context, expression, out) || is_list_call(context, expression)) {
        return true;
    }
    return consumer && consumer->use == USE_REDUCER;
}

/* The value of an integer literal that is not negative. */
static bool is_plain_number(const RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    return ast_kind(ast, node) == NODE_CONSTANT && ast_node(ast, node)->detail == CONSTANT_INT;
}

static bool subscript_use(const RuleContext *context, NodeId subscript, Reading *out) {
    const Ast *ast = &context->facts->ast;
    NodeId slice = ast_child(ast, subscript, FIELD_SLICE);
    out->subject = subscript;
    if (slice == NODE_NONE) {
        return false;
    }
    if (ast_kind(ast, slice) != NODE_SLICE) {
        out->use = USE_FIRST;
        return str_equal(str_span(context->facts->text, ast_span(ast, slice)), STR("0"));
    }
    NodeId lower = ast_child(ast, slice, FIELD_LOWER);
    NodeId upper = ast_child(ast, slice, FIELD_UPPER);
    if (ast_child(ast, slice, FIELD_STEP) != NODE_NONE) {
        return false;
    }
    if (lower == NODE_NONE && upper != NODE_NONE) {
        out->use = USE_HEAD;
        return is_plain_number(context, upper);
    }
    out->use = USE_TAIL;
    return lower != NODE_NONE && upper == NODE_NONE && is_plain_number(context, lower) &&
           consumed_at_once(context, subscript, out);
}

/* ---- a variable that is used once
 * ----------------------------------------------------------------- */

/* The one read of the name that the statement assigns, when it is a local with that one binding. */
static NodeId only_use(const RuleContext *context, NodeId assign) {
    const UnitFacts *facts = context->facts;
    const ScopeTree *tree = facts->scopes;
    NodeId target = ast_child(&facts->ast, assign, FIELD_TARGETS);
    BindingId binding = target == NODE_NONE || ast_next_in_field(&facts->ast, target) != NODE_NONE
                            ? BINDING_NONE
                            : scope_binding(tree, target);
    if (binding == BINDING_NONE || ast_kind(&facts->ast, target) != NODE_NAME) {
        return NODE_NONE;
    }
    const Symbol *symbol = &tree->symbols[tree->bindings[binding].symbol];
    bool local = symbol->home != SYMBOL_NONE &&
                 tree->scopes[symbol->scope].kind == SCOPE_FUNCTION && symbol->binding_count == 1;
    NodeId found = NODE_NONE;
    for (UseId use = 0; local && use < tree->use_count; use++) {
        if (scope_use_home(tree, use) == tree->bindings[binding].symbol) {
            if (found != NODE_NONE) {
                return NODE_NONE;
            }
            found = tree->uses[use].node;
        }
    }
    return found;
}

static bool variable_use(const RuleContext *context, NodeId assign, Reading *out) {
    const Ast *ast = &context->facts->ast;
    out->use = USE_VARIABLE;
    out->subject = assign;
    out->variable = only_use(context, assign);
    if (out->variable == NODE_NONE || !consumed_by_loop(context, out->variable, out) ||
        ast_kind(ast, out->loop) != NODE_FOR) {
        return false;
    }
    /* In the same block, so that nothing else decides whether the loop runs or the file is open. */
    return ast_node(ast, out->loop)->parent == ast_node(ast, assign)->parent &&
           ast_node(ast, out->loop)->field == ast_node(ast, assign)->field;
}

static bool read_use(const RuleContext *context, NodeId call, Reading *out) {
    const Ast *ast = &context->facts->ast;
    NodeId parent = ast_node(ast, call)->parent;
    out->subject = parent;
    if (ast_kind(ast, parent) == NODE_SUBSCRIPT && ast_node(ast, call)->field == FIELD_VALUE) {
        return subscript_use(context, parent, out);
    }
    if (ast_kind(ast, parent) == NODE_ASSIGN) {
        return out->form == READING_READLINES && variable_use(context, parent, out);
    }
    if (consumed_by_loop(context, call, out)) {
        bool list = ast_kind(ast, out->loop) == NODE_COMPREHENSION &&
                    ast_kind(ast, ast_node(ast, out->loop)->parent) != NODE_GENERATOR_EXP;
        out->use = list ? USE_COMPREHENSION : USE_LOOP;
        return true;
    }
    const struct Consumer *consumer = consumer_of(context, call);
    if (!consumer) {
        return false;
    }
    out->use = consumer->use;
    return consumer->use != USE_ITERATOR || consumed_at_once(context, parent, out);
}

bool reading_of(const RuleContext *context, NodeId call, Reading *out) {
    *out = (Reading){
        .expression = call, .loop = NODE_NONE, .subject = NODE_NONE, .variable = NODE_NONE};
    if (!read_form(context, call, out) || !read_use(context, call, out)) {
        return false;
    }
    /* splitlines and split make a list of parts on any path: only loops over it are worth a word.
     */
    bool whole = out->form == READING_SPLITLINES || out->form == READING_SPLIT;
    bool iterated = out->use == USE_LOOP || out->use == USE_COMPREHENSION || out->use == USE_TAIL;
    bool first = out->form == READING_SPLIT && out->use == USE_FIRST;
    if (whole && !iterated && !first) {
        return false;
    }
    if (out->form == READING_LIST && out->use != USE_LOOP && out->use != USE_COMPREHENSION &&
        out->use != USE_REDUCER && out->use != USE_ITERATOR) {
        return false;
    }
    return !reading_is_hazardous(context, out);
}

Str reading_name(const RuleContext *context, const Reading *reading) {
    const Ast *ast = &context->facts->ast;
    return ast_name(ast, ast_child(ast, reading->expression, FIELD_FUNC));
}
