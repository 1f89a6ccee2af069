/* Knows which calls go through a whole list again in each turn of a loop. */
#include "rules/cpu/search.h"

#include "catalog/catalog.h"

static const Ast *ast_of(const LoopContext *loops) {
    return &file_model_unit(loops->file, loops->unit)->ast;
}

/* ---- methods of lists ----------------------------------------------------------------------- */

static SearchForm form_of_method(Str name) {
    return str_equal(name, STR("index"))    ? SEARCH_INDEX
           : str_equal(name, STR("count"))  ? SEARCH_COUNT
           : str_equal(name, STR("remove")) ? SEARCH_REMOVE
                                            : SEARCH_NONE;
}

/* `L.index(x)` and the others, by shape. */
static bool is_method(const Ast *ast, NodeId call, Search *search) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE) {
        return false;
    }
    search->form = form_of_method(ast_name(ast, function));
    search->list = ast_child(ast, function, FIELD_VALUE);
    search->wanted = ast_child(ast, call, FIELD_ARGS);
    return search->form != SEARCH_NONE && search->list != NODE_NONE &&
           search->wanted != NODE_NONE && ast_child(ast, call, FIELD_KEYWORDS) == NODE_NONE &&
           ast_kind(ast, search->wanted) != NODE_STARRED &&
           cost_base_name(ast, search->list) != NODE_NONE;
}

static bool is_list(const LoopContext *loops, const Search *search) {
    KindId kind = kinds_expression(loops->file, loops->unit, search->list);
    bool is_linear = (kind_traits(kinds_table(loops->file), kind) & CLASS_LINEAR) != 0;
    return is_linear && size_bound(loops->file, loops->unit, search->list) == SIZE_UNKNOWN &&
           size_guard(loops->file, loops->unit, search->list, search->call) == SIZE_UNKNOWN;
}

/* The innermost loop that comes back to the call with another x. */
static NodeId varying_loop(const LoopContext *loops, const Search *search) {
    const Ast *ast = ast_of(loops);
    NodeId loop = cost_repeating_loop(ast, search->call);
    while (loop != NODE_NONE && loop_is_invariant(loops, loop, search->wanted)) {
        loop = loop_enclosing(ast, loop);
    }
    return loop;
}

/* `for row in rows[:]: ... rows.remove(row)`: what goes stands near the front. */
static bool removes_from_own(const LoopContext *loops, const Search *search, NodeId loop) {
    const UnitFacts *facts = file_model_unit(loops->file, loops->unit);
    NodeId iterable = loop_iterable(&facts->ast, loop);
    NodeId end = iterable == NODE_NONE ? 0 : ast_node(&facts->ast, iterable)->subtree_end;
    for (NodeId node = iterable; node < end; node++) {
        if (shape_same_text(facts, node, search->list)) {
            return true;
        }
    }
    return false;
}

static bool is_repeated(const LoopContext *loops, const Search *search) {
    const Ast *ast = ast_of(loops);
    NodeId loop = varying_loop(loops, search);
    if (loop == NODE_NONE || cost_outlived_loop(loops, loop, search->list, NULL) == NODE_NONE ||
        cost_is_poll(loops, loop) || cost_is_library_list(loops, search->list)) {
        return false;
    }
    if (search->form == SEARCH_REMOVE) {
        return !removes_from_own(loops, search, loop);
    }
    return !cost_mutates(loops, loop, cost_base_name(ast, search->list));
}

/* ---- next() --------------------------------------------------------------------------------- */

static bool is_next(const LoopContext *loops, NodeId call, Search *search) {
    const Ast *ast = ast_of(loops);
    NodeId generator = ast_child(ast, call, FIELD_ARGS);
    if (generator == NODE_NONE || ast_kind(ast, generator) != NODE_GENERATOR_EXP ||
        ast_count_in_field(ast, generator, FIELD_GENERATORS) != 1 ||
        cost_repeating_loop(ast, call) == NODE_NONE ||
        !str_equal(kinds_callee(loops->file, loops->unit, call, loops->file->mem), STR("next"))) {
        return false;
    }
    if (!lookup_of(loops, ast_child(ast, generator, FIELD_GENERATORS), &search->lookup)) {
        return false;
    }
    search->form = SEARCH_NEXT;
    search->list = search->lookup.collection;
    search->wanted = search->lookup.wanted;
    search->fallback = ast_next_in_field(ast, generator);
    return true;
}

bool search_of(const LoopContext *loops, NodeId call, Search *out) {
    const Ast *ast = ast_of(loops);
    *out = (Search){.form = SEARCH_NONE, .call = call, .fallback = NODE_NONE};
    if (loop_of_node(ast, call) == NODE_NONE ||
        ast_kind(ast, ast_statement(ast, call)) == NODE_ASSERT) {
        return false;
    }
    if (is_method(ast, call, out)) {
        return is_repeated(loops, out) && is_list(loops, out);
    }
    return is_next(loops, call, out);
}
