#include "rules/memory/copies.h"

#include "catalog/catalog.h"
#include "rules/memory/container_use.h"
#include "rules/shape.h"
#include "semantics/kinds.h"
#include "semantics/loops.h"

/* ---- what is a copy ------------------------------------------------------------------------- */

/* Builtin containers: what `copy()` copies, and what a `list` can be made of at any time. */
static const Str containers[] = {
    {"bytearray",               9 },
    {"collections.Counter",     19},
    {"collections.OrderedDict", 23},
    {"collections.defaultdict", 23},
    {"collections.deque",       17},
    {"dict",                    4 },
    {"frozenset",               9 },
    {"list",                    4 },
    {"set",                     3 },
    {"tuple",                   5 },
};
/* Of these only a list can be made. */
static const Str views[] = {
    {"dict_items",  10},
    {"dict_keys",   9 },
    {"dict_values", 11},
    {"range",       5 },
    {"str",         3 },
};

static bool is_one_of(KindTable *table, KindId kind, const Str *paths, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (kind_is_instance(table, kind, paths[i])) {
            return true;
        }
    }
    return false;
}

static bool is_container(RuleContext *context, NodeId expression) {
    return is_one_of(kinds_table(context->file),
                     kinds_expression(context->file, context->unit, expression), containers,
                     sizeof containers / sizeof containers[0]);
}

static bool is_view(RuleContext *context, NodeId expression) {
    return is_one_of(kinds_table(context->file),
                     kinds_expression(context->file, context->unit, expression), views,
                     sizeof views / sizeof views[0]);
}

static bool is_of(RuleContext *context, NodeId expression, Str path) {
    return kind_is_instance(kinds_table(context->file),
                            kinds_expression(context->file, context->unit, expression), path);
}

/* `x[:]` of a list. */
static NodeId slice_source(RuleContext *context, NodeId expression) {
    const Ast *ast = &context->facts->ast;
    if (ast_node(ast, expression)->flags & (NODE_STORE | NODE_DEL)) {
        return NODE_NONE;
    }
    NodeId slice = ast_child(ast, expression, FIELD_SLICE);
    NodeId value = ast_child(ast, expression, FIELD_VALUE);
    bool whole = slice != NODE_NONE && value != NODE_NONE && ast_kind(ast, slice) == NODE_SLICE &&
                 ast_first_child(ast, slice) == NODE_NONE;
    return whole && is_of(context, value, STR("list")) ? value : NODE_NONE;
}

/* A cheap look before kinds are asked. */
static bool is_copying(Str name) {
    return str_equal(name, STR("list")) || str_equal(name, STR("dict")) ||
           str_equal(name, STR("set")) || str_equal(name, STR("copy"));
}

/* `list(x)`, `dict(x)`, `set(x)`, `copy.copy(x)`: same kind as x, or (*is_conversion) a list. */
static NodeId call_source(RuleContext *context, NodeId call, bool *is_conversion) {
    const Ast *ast = &context->facts->ast;
    NodeId argument = shape_only_argument(ast, call);
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (argument == NODE_NONE || function == NODE_NONE || !is_copying(ast_name(ast, function))) {
        return NODE_NONE;
    }
    Str path = kinds_callee(context->file, context->unit, call, context->scratch);
    if (str_equal(path, STR("copy.copy"))) {
        return is_container(context, argument) ? argument : NODE_NONE;
    }
    if (str_equal(path, STR("list"))) {
        *is_conversion = !is_of(context, argument, path);
        return is_container(context, argument) || is_view(context, argument) ? argument : NODE_NONE;
    }
    bool same = (str_equal(path, STR("dict")) || str_equal(path, STR("set"))) &&
                is_of(context, argument, path);
    return same ? argument : NODE_NONE;
}

/* What the expression copies; NODE_NONE when it copies no builtin container. */
static NodeId copy_source(RuleContext *context, NodeId expression, bool *is_conversion) {
    const Ast *ast = &context->facts->ast;
    *is_conversion = false;
    if (ast_kind(ast, expression) == NODE_SUBSCRIPT) {
        return slice_source(context, expression);
    }
    NodeId receiver = shape_receiver(ast, expression, STR("copy"));
    if (receiver != NODE_NONE && !shape_has_arguments(ast, expression)) {
        return is_container(context, receiver) ? receiver : NODE_NONE;
    }
    return call_source(context, expression, is_conversion);
}

/* ---- a container that is made anew ----------------------------------------------------------- */

static bool is_of_new(RuleContext *context, NodeId call, Copy *out) {
    const Ast *ast = &context->facts->ast;
    NodeId argument = ast_kind(ast, call) == NODE_CALL ? shape_only_argument(ast, call) : NODE_NONE;
    if (argument == NODE_NONE) {
        return false;
    }
    NodeKind kind = ast_kind(ast, argument);
    Str maker = kind == NODE_LIST_COMP   ? STR("list")
                : kind == NODE_SET_COMP  ? STR("set")
                : kind == NODE_DICT_COMP ? STR("dict")
                                         : STR("");
    out->use = COPY_OF_NEW;
    out->source = argument;
    out->consumer = maker;
    return maker.len &&
           str_equal(kinds_callee(context->file, context->unit, call, context->scratch), maker);
}

/* ---- inside of a builtin that reads it --------------------------------------------------------
 */

static bool is_consumed(RuleContext *context, NodeId expression, Copy *out) {
    static const Str consumers[] = {
        {"frozenset", 9},
        {"len",       3},
        {"list",      4},
        {"set",       3},
        {"sorted",    6},
        {"str.join",  8},
        {"sum",       3},
        {"tuple",     5}
    };
    const Ast *ast = &context->facts->ast;
    NodeId call = ast_node(ast, expression)->parent;
    if (ast_kind(ast, call) != NODE_CALL || ast_child(ast, call, FIELD_ARGS) != expression ||
        ast_node(ast, expression)->field != FIELD_ARGS) {
        return false;
    }
    Str path = kinds_callee(context->file, context->unit, call, context->scratch);
    for (size_t i = 0; i < sizeof consumers / sizeof consumers[0]; i++) {
        if (str_equal(path, consumers[i])) {
            out->use = COPY_CONSUMED;
            out->consumer = shape_method(ast, call).len ? STR("join") : consumers[i];
            return true;
        }
    }
    return false;
}

/* ---- iterated ------------------------------------------------------------------------------- */

/* The loop that goes through the copy, `dict(x).items()` included. */
static NodeId iterating_loop(const Ast *ast, NodeId expression) {
    NodeId attribute = ast_node(ast, expression)->parent;
    NodeId iterable = expression;
    if (ast_kind(ast, attribute) == NODE_ATTRIBUTE &&
        ast_kind(ast, ast_node(ast, attribute)->parent) == NODE_CALL &&
        container_viewed(ast, ast_node(ast, attribute)->parent) == expression) {
        iterable = ast_node(ast, attribute)->parent;
    }
    NodeId loop = ast_node(ast, iterable)->parent;
    if (ast_node(ast, iterable)->field != FIELD_ITER) {
        return NODE_NONE;
    }
    bool comprehension = ast_kind(ast, loop) == NODE_COMPREHENSION &&
                         ast_kind(ast, ast_node(ast, loop)->parent) != NODE_GENERATOR_EXP;
    return ast_kind(ast, loop) == NODE_FOR || comprehension ? loop : NODE_NONE;
}

static bool spend(CopyBudget *budget, const Stretch *stretch) {
    uint32_t steps = stretch->end - stretch->from;
    if (steps > budget->steps) {
        budget->steps = 0;
        return false;
    }
    budget->steps -= steps;
    return true;
}

static bool is_iterated_unchanged(RuleContext *context, CopyBudget *budget, Copy *out) {
    const Ast *ast = &context->facts->ast;
    NodeId loop = iterating_loop(ast, out->expression);
    NodeId origin = container_viewed(ast, out->source);
    if (loop == NODE_NONE || !container_is_chain(ast, origin)) {
        return false;
    }
    NodeId extent = loop_extent(ast, loop);
    Stretch body = {extent, ast_node(ast, extent)->subtree_end, loop_iterable(ast, loop), loop};
    if (!spend(budget, &body)) {
        return false;
    }
    Untouched verdict = container_untouched(context, origin, &body);
    out->use = COPY_ITERATED;
    out->is_likely = verdict == UNTOUCHED_LIKELY;
    return verdict != UNTOUCHED_NO;
}

/* ---- kept in a variable that is only read ---------------------------------------------------- */

static bool is_only_read(RuleContext *context, SymbolId variable) {
    const ScopeTree *tree = context->facts->scopes;
    const Symbol *symbol = &tree->symbols[variable];
    if (symbol->use_count == 0 || container_is_captured(context, variable)) {
        return false;
    }
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        NodeId use = tree->uses[tree->symbol_uses[symbol->first_use + i]].node;
        if (!container_is_read(context, use)) {
            return false;
        }
    }
    return true;
}

/* From the copy to the end of its function; all of the function when a loop comes back to it. */
static Stretch life_of(const Ast *ast, NodeId assign) {
    NodeId function = enclosing_function(ast, assign);
    bool again = loop_of_node(ast, assign) != NODE_NONE;
    return (Stretch){again ? ast_child(ast, function, FIELD_BODY)
                           : ast_node(ast, assign)->subtree_end,
                     ast_node(ast, function)->subtree_end, assign, NODE_NONE};
}

static bool is_read_only_local(RuleContext *context, CopyBudget *budget, Copy *out) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId assign = ast_node(ast, out->expression)->parent;
    NodeId target =
        ast_kind(ast, assign) == NODE_ASSIGN ? ast_child(ast, assign, FIELD_TARGETS) : NODE_NONE;
    SymbolId variable = target == NODE_NONE ? SYMBOL_NONE : shape_local(facts, target);
    if (variable == SYMBOL_NONE || shape_only_value(facts, variable) != out->expression ||
        !container_is_chain(ast, out->source) || enclosing_function(ast, assign) == NODE_NONE) {
        return false;
    }
    Stretch life = life_of(ast, assign);
    out->use = COPY_LOCAL;
    return spend(budget, &life) && is_only_read(context, variable) &&
           container_untouched(context, out->source, &life) == UNTOUCHED_SURE;
}

bool copy_of(RuleContext *context, NodeId expression, CopyBudget *budget, Copy *out) {
    *out = (Copy){.expression = expression};
    if (is_of_new(context, expression, out)) {
        return true;
    }
    bool is_conversion = false;
    out->source = copy_source(context, expression, &is_conversion);
    if (out->source == NODE_NONE) {
        return false;
    }
    return is_consumed(context, expression, out) || is_iterated_unchanged(context, budget, out) ||
           (!is_conversion && is_read_only_local(context, budget, out));
}

/* ---- fix ------------------------------------------------------------------------------------ */

static bool is_atom(NodeKind kind) {
    return kind == NODE_NAME || kind == NODE_ATTRIBUTE || kind == NODE_CALL ||
           kind == NODE_SUBSCRIPT || kind == NODE_LIST || kind == NODE_LIST_COMP ||
           kind == NODE_SET_COMP || kind == NODE_DICT_COMP || kind == NODE_DICT || kind == NODE_SET;
}

void copy_fix(FixContext *context, const Copy *copy) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Span whole = ast_span(ast, copy->expression);
    Span source = ast_span(ast, copy->source);
    Str before = str_slice(facts->text, whole.start, source.start);
    Str after = str_slice(facts->text, source.end, whole.end);
    Str title = STR("Use the original");
    if (str_find_byte(before, '#') < before.len || str_find_byte(after, '#') < after.len) {
        fix_refuse(context, title, STR("a comment stands inside of the copy"));
        return;
    }
    fix_start(context, copy->use == COPY_LOCAL ? SAFETY_UNSAFE : SAFETY_SAFE, title);
    bool bare = is_atom(ast_kind(ast, copy->source));
    if (source.start > whole.start || !bare) {
        fix_replace(context, (Span){whole.start, source.start}, bare ? STR("") : STR("("));
    }
    fix_replace(context, (Span){source.end, whole.end}, bare ? STR("") : STR(")"));
}
