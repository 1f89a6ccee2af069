#include "rules/memory/listcomp.h"

#include "catalog/extension.h"
#include "catalog/starters.h"
#include "rules/memory/container_use.h"
#include "rules/shape.h"
#include "semantics/kinds.h"
#include "semantics/purity.h"

/* Builtins that read an iterable once, from its first argument to the last that they may take. */
static const struct Taker {
    Str name;
    ListcompUse use;
    uint32_t arguments_max;
    bool keywords;
} takers[] = {
    {{"all", 3},       LISTCOMP_SHORT_CIRCUIT, 1, false},
    {{"any", 3},       LISTCOMP_SHORT_CIRCUIT, 1, false},
    {{"dict", 4},      LISTCOMP_DICT,          1, false},
    {{"enumerate", 9}, LISTCOMP_ENUMERATE,     2, true },
    {{"frozenset", 9}, LISTCOMP_SORTED,        1, false},
    {{"max", 3},       LISTCOMP_REDUCER,       1, true },
    {{"min", 3},       LISTCOMP_REDUCER,       1, true },
    {{"set", 3},       LISTCOMP_SET,           1, false},
    {{"sorted", 6},    LISTCOMP_SORTED,        1, true },
    {{"sum", 3},       LISTCOMP_REDUCER,       2, true },
    {{"tuple", 5},     LISTCOMP_REDUCER,       1, false},
};

static const struct Taker *taker_of(RuleContext *context, NodeId call) {
    Str path = kinds_callee(context->file, context->unit, call, context->scratch);
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
        if (str_equal(takers[i].name, path)) {
            return &takers[i];
        }
    }
    return NULL;
}

static bool is_taken(RuleContext *context, NodeId list, Consumption *out) {
    const Ast *ast = &context->facts->ast;
    NodeId call = ast_node(ast, list)->parent;
    if (ast_kind(ast, call) != NODE_CALL || ast_child(ast, call, FIELD_ARGS) != list ||
        shape_has_splat(ast, call)) {
        return false;
    }
    const struct Taker *taker = taker_of(context, call);
    if (!taker || ast_count_in_field(ast, call, FIELD_ARGS) > taker->arguments_max ||
        (!taker->keywords && ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE)) {
        return false;
    }
    out->use = taker->use;
    out->consumer = call;
    out->name = taker->name;
    return true;
}

/* What a generator cannot hold, or what means something else in one. */
static bool needs_its_list(const Ast *ast, NodeId list) {
    NodeId end = ast_node(ast, list)->subtree_end;
    for (NodeId node = list; node < end; node++) {
        switch (ast_kind(ast, node)) {
        case NODE_AWAIT:
        case NODE_ASYNC_COMPREHENSION:
        case NODE_NAMED_EXPR:
        case NODE_YIELD:
        case NODE_YIELD_FROM:
        case NODE_BROKEN:
            return true;
        default:
            break;
        }
    }
    return false;
}

/* ---- a loop over the list -------------------------------------------------------------------- */

static bool is_own_target(const UnitFacts *facts, NodeId list, NodeId name) {
    UseId use = scope_use(facts->scopes, name);
    SymbolId home = use == USE_NONE ? SYMBOL_NONE : scope_use_home(facts->scopes, use);
    if (home == SYMBOL_NONE) {
        return use == USE_NONE;
    }
    NodeId scope = facts->scopes->scopes[facts->scopes->symbols[home].scope].node;
    return ast_is_within(&facts->ast, scope, list);
}

/* The loop's body names the same variable (builtins are no variables). */
static bool body_names(RuleContext *context, NodeId loop, NodeId name) {
    const Ast *ast = &context->facts->ast;
    NameMeaning meaning = file_scope_resolve(context->file, context->unit, name, context->scratch);
    if (meaning.home == NAME_HOME_BUILTIN) {
        return false;
    }
    Str text = ast_name(ast, name);
    NodeId iterable = loop_iterable(ast, loop);
    NodeId extent = loop_extent(ast, loop);
    for (NodeId node = extent; node < ast_node(ast, extent)->subtree_end; node++) {
        if (!ast_is_within(ast, node, iterable) && ast_kind(ast, node) == NODE_NAME &&
            str_equal(ast_name(ast, node), text)) {
            return true;
        }
    }
    return false;
}

/* The values begin work (threads, tasks, processes): made one by one, they would run one by one. */
static bool begins_work(RuleContext *context, NodeId list) {
    const Ast *ast = &context->facts->ast;
    NodeId end = ast_node(ast, list)->subtree_end;
    for (NodeId node = list; node < end; node++) {
        if (ast_kind(ast, node) != NODE_CALL) {
            continue;
        }
        Str path = kinds_callee(context->file, context->unit, node, context->scratch);
        const CatalogCallable *row = extended_callable(context->file->extension, path);
        bool effect = row && !(row->effects & CATALOG_PURE);
        NodeId function = ast_child(ast, node, FIELD_FUNC);
        if (effect || (function != NODE_NONE && catalog_is_starter(ast_name(ast, function)))) {
            return true;
        }
    }
    return false;
}

/* What the values are made from may change in the loop's turns; *is_likely: functions that are not
 * seen run there. */
static bool source_may_change(RuleContext *context, NodeId loop, NodeId list, bool *is_likely) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId extent = loop_extent(ast, loop);
    Stretch body = {extent, ast_node(ast, extent)->subtree_end, loop_iterable(ast, loop), loop};
    NodeId generator = ast_child(ast, list, FIELD_GENERATORS);
    for (; generator != NODE_NONE; generator = ast_next_in_field(ast, generator)) {
        NodeId source = container_viewed(ast, loop_iterable(ast, generator));
        if (!container_is_chain(ast, source) ||
            is_own_target(facts, list, shape_base(ast, source))) {
            continue;
        }
        Untouched verdict = container_untouched(context, source, &body);
        if (verdict == UNTOUCHED_NO) {
            return true;
        }
        *is_likely |= verdict == UNTOUCHED_LIKELY;
    }
    return false;
}

/* Each name of the list is looked for in the loop: hostile files have an end. */
static bool is_small_enough(const Ast *ast, NodeId loop, NodeId list) {
    enum { STEPS_MAX = 4000000 };
    NodeId extent = loop_extent(ast, loop);
    uint64_t body = ast_node(ast, extent)->subtree_end - extent;
    uint64_t names = ast_node(ast, list)->subtree_end - list;
    return body * names <= STEPS_MAX;
}

/* The loop would see another source, or the values would be made from other things, when they are
 * made turn by turn. */
static bool loop_needs_list(RuleContext *context, NodeId loop, NodeId list, bool *is_likely) {
    const UnitFacts *facts = context->facts;
    if (!is_small_enough(&facts->ast, loop, list)) {
        return true;
    }
    if (begins_work(context, list) || (loop_contents(&facts->ast, loop) & LOOP_HAS_AWAIT) ||
        source_may_change(context, loop, list, is_likely)) {
        return true;
    }
    NodeId end = ast_node(&facts->ast, list)->subtree_end;
    for (NodeId node = list; node < end; node++) {
        bool read = ast_kind(&facts->ast, node) == NODE_NAME && !is_own_target(facts, list, node);
        if (read && body_names(context, loop, node)) {
            return true;
        }
    }
    return false;
}

/* The `for` statement, or the comprehension that runs at once, over the iterable. */
static NodeId loop_over(const Ast *ast, NodeId iterable) {
    NodeId loop = ast_node(ast, iterable)->parent;
    if (ast_node(ast, iterable)->field != FIELD_ITER) {
        return NODE_NONE;
    }
    NodeId around = ast_node(ast, loop)->parent;
    bool comprehension = ast_kind(ast, loop) == NODE_COMPREHENSION &&
                         ast_kind(ast, around) != NODE_GENERATOR_EXP &&
                         ast_child(ast, around, FIELD_GENERATORS) == loop;
    return ast_kind(ast, loop) == NODE_FOR || comprehension ? loop : NODE_NONE;
}

bool listcomp_consumption(RuleContext *context, NodeId comprehension, Consumption *out) {
    const Ast *ast = &context->facts->ast;
    if (needs_its_list(ast, comprehension)) {
        return false;
    }
    out->comprehension = comprehension;
    out->is_likely = false;
    NodeId loop = loop_over(ast, comprehension);
    if (loop != NODE_NONE) {
        out->use = LISTCOMP_LOOP;
        out->consumer = loop;
        out->name = STR("for");
        return !loop_needs_list(context, loop, comprehension, &out->is_likely);
    }
    if (!is_taken(context, comprehension, out)) {
        return false;
    }
    if (out->use != LISTCOMP_ENUMERATE) {
        return true;
    }
    loop = loop_over(ast, out->consumer);
    return loop != NODE_NONE && !loop_needs_list(context, loop, comprehension, &out->is_likely);
}

bool listcomp_calls(const UnitFacts *facts, NodeId comprehension) {
    const Ast *ast = &facts->ast;
    NodeId first = ast_child(ast, ast_child(ast, comprehension, FIELD_GENERATORS), FIELD_ITER);
    NodeId end = ast_node(ast, comprehension)->subtree_end;
    for (NodeId node = comprehension; node < end; node++) {
        if (ast_kind(ast, node) == NODE_CALL && !ast_is_within(ast, node, first)) {
            return true;
        }
    }
    return false;
}
