/* Knows which calls a loop makes again for nothing; knows nothing about moving them. */
#include "rules/cpu/invariant_call.h"

#include "catalog/catalog.h"
#include "rules/cpu/variable.h"

static const Ast *ast_of(const LoopContext *loops) {
    return &file_model_unit(loops->file, loops->unit)->ast;
}

static bool is_literal(const Ast *ast, NodeId node) {
    if (node == NODE_NONE || ast_kind(ast, node) != NODE_CONSTANT) {
        return false;
    }
    uint8_t type = ast_node(ast, node)->detail;
    return type == CONSTANT_STR || type == CONSTANT_BYTES || type == CONSTANT_INT ||
           type == CONSTANT_FLOAT;
}

/* ---- arguments ------------------------------------------------------------------------------ */

/* A container of unknown size, by its name; or another costly copy of one: sorted(set(rows)). */
static bool is_long_container(const LoopContext *loops, NodeId argument) {
    const Ast *ast = ast_of(loops);
    while (ast_kind(ast, argument) == NODE_CALL) {
        Str callee = kinds_callee(loops->file, loops->unit, argument, loops->file->mem);
        const CatalogCostly *row = callee.len ? catalog_costly(callee) : NULL;
        bool is_copy = row && (row->form == COSTLY_COPY || row->form == COSTLY_FROZEN);
        argument = is_copy ? ast_child(ast, argument, FIELD_ARGS) : NODE_NONE;
        if (argument == NODE_NONE) {
            return false;
        }
    }
    if (cost_base_name(ast, argument) == NODE_NONE || cost_is_library_list(loops, argument)) {
        return false;
    }
    KindId kind = kinds_expression(loops->file, loops->unit, argument);
    uint32_t traits = kind_traits(kinds_table(loops->file), kind);
    return (traits & (CLASS_LINEAR | CLASS_HASHED)) &&
           size_bound(loops->file, loops->unit, argument) == SIZE_UNKNOWN;
}

static bool has_costly_arguments(const LoopContext *loops, const InvariantCall *found) {
    const Ast *ast = ast_of(loops);
    NodeId first = ast_child(ast, found->call, FIELD_ARGS);
    if (first == NODE_NONE) {
        return false;
    }
    switch (found->row->form) {
    case COSTLY_LITERAL:
        return is_literal(ast, first);
    case COSTLY_COPY:
    case COSTLY_FROZEN:
        return is_long_container(loops, first);
    default:
        return true;
    }
}

/* ---- results -------------------------------------------------------------------------------- */

/* Only its presence, its length or its equality is asked, or a part that is itself only read. */
static bool is_fresh_read(const LoopContext *loops, NodeId node) {
    const Ast *ast = ast_of(loops);
    NodeId parent = ast_node(ast, node)->parent;
    while (ast_kind(ast, parent) == NODE_SUBSCRIPT && ast_node(ast, node)->field == FIELD_VALUE) {
        node = parent;
        parent = ast_node(ast, node)->parent;
    }
    NodeKind kind = ast_kind(ast, parent);
    bool hands_out = kind == NODE_FOR || kind == NODE_COMPREHENSION || kind == NODE_SUBSCRIPT;
    return !hands_out && variable_use_only_reads(loops, node);
}

static bool is_read(const LoopContext *loops, CostlyForm form, NodeId node) {
    return form == COSTLY_FRESH ? is_fresh_read(loops, node) : variable_use_only_reads(loops, node);
}

/* `x = CALL`, and that is all that binds x: the Name x; NODE_NONE otherwise. */
static NodeId bound_name(const LoopContext *loops, NodeId call) {
    const UnitFacts *facts = file_model_unit(loops->file, loops->unit);
    const Ast *ast = &facts->ast;
    NodeId statement = ast_node(ast, call)->parent;
    NodeId target = ast_kind(ast, statement) == NODE_ASSIGN
                        ? ast_child(ast, statement, FIELD_TARGETS)
                        : NODE_NONE;
    if (target == NODE_NONE || ast_kind(ast, target) != NODE_NAME) {
        return NODE_NONE;
    }
    Variable variable = variable_of(facts, target);
    return variable_only_assignment(&variable) == statement ? target : NODE_NONE;
}

/* Nobody changes the result: one object would do for all turns. */
static bool is_result_kept(const LoopContext *loops, const InvariantCall *found) {
    CostlyForm form = found->row->form;
    if (form != COSTLY_COPY && form != COSTLY_FRESH) {
        return true;
    }
    if (found->variable == NODE_NONE) {
        return is_read(loops, form, found->call);
    }
    Variable variable = variable_of(file_model_unit(loops->file, loops->unit), found->variable);
    for (uint32_t i = 0; i < variable_use_count(&variable); i++) {
        if (!is_read(loops, form, variable_use(&variable, i))) {
            return false;
        }
    }
    return !variable_is_shared(&variable);
}

/* ---- loops ---------------------------------------------------------------------------------- */

static bool loop_hands_over(const Ast *ast, NodeId loop) {
    for (NodeId node = loop; node < ast_node(ast, loop)->subtree_end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_AWAIT || kind == NODE_YIELD || kind == NODE_YIELD_FROM ||
            kind == NODE_ASYNC_FOR || kind == NODE_ASYNC_WITH) {
            return true;
        }
    }
    return false;
}

/* What an object holds may be another while other code runs: a copy of `self.listeners` made in
 * each turn of a loop that awaits is made on purpose. */
static bool is_left_alone(const Ast *ast, const InvariantCall *found, NodeId loop) {
    NodeId first = ast_child(ast, found->call, FIELD_ARGS);
    bool of_object = first != NODE_NONE && ast_kind(ast, first) == NODE_ATTRIBUTE;
    return !of_object || !loop_hands_over(ast, loop);
}

static bool is_same(const LoopContext *loops, const InvariantCall *found, NodeId loop) {
    return found->row->form == COSTLY_COMPILES || (loop_is_invariant(loops, loop, found->call) &&
                                                   is_left_alone(ast_of(loops), found, loop));
}

/* Sets the loops; false when no loop repeats the call often for the same result. */
static bool has_loops(const LoopContext *loops, InvariantCall *found) {
    const Ast *ast = ast_of(loops);
    found->loop = cost_repeating_loop(ast, found->call);
    found->outside = NODE_NONE;
    bool is_often = false;
    for (NodeId loop = found->loop; loop != NODE_NONE && is_same(loops, found, loop);
         loop = loop_enclosing(ast, loop)) {
        found->outside = loop;
        is_often = is_often || cost_turns_often(loops, loop);
    }
    return is_often && !cost_is_poll(loops, found->loop);
}

/* By its spelling alone. A name may be an alias; a method's receiver is not worth asking for. */
static bool may_be_costly(const Ast *ast, NodeId call) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (function == NODE_NONE) {
        return false;
    }
    NodeKind kind = ast_kind(ast, function);
    return kind == NODE_NAME ||
           (kind == NODE_ATTRIBUTE && catalog_ends_costly(ast_name(ast, function)));
}

bool invariant_call_of(const LoopContext *loops, NodeId call, bool compiles, InvariantCall *out) {
    const Ast *ast = ast_of(loops);
    *out = (InvariantCall){.call = call, .literal = NODE_NONE, .variable = NODE_NONE};
    if (!may_be_costly(ast, call) || loop_of_node(ast, call) == NODE_NONE ||
        ast_kind(ast, ast_statement(ast, call)) == NODE_ASSERT) {
        return false;
    }
    Str callee = kinds_callee(loops->file, loops->unit, call, loops->file->mem);
    out->row = callee.len ? catalog_costly(callee) : NULL;
    if (!out->row || !has_costly_arguments(loops, out)) {
        return false;
    }
    CostlyForm form = out->row->form;
    NodeId first = ast_child(ast, call, FIELD_ARGS);
    bool is_pattern = form == COSTLY_PATTERN || form == COSTLY_COMPILES;
    out->literal = is_pattern && is_literal(ast, first) ? first : NODE_NONE;
    if (form == COSTLY_COMPILES && (!compiles || out->literal == NODE_NONE)) {
        return false;
    }
    if (!has_loops(loops, out)) {
        return false;
    }
    bool may_fail = out->literal == NODE_NONE;
    out->variable = form == COSTLY_COMPILES ? NODE_NONE : bound_name(loops, call);
    return !(may_fail && cost_may_be_skipped(ast, out->loop, call)) && is_result_kept(loops, out);
}
