/* Knows the shapes of growing values and where they outlive a loop; knows nothing about what they
 * cost: that is the rules' business. */
#include "rules/cpu/growth.h"

#include "catalog/mutators.h"

static const Growth none = {.form = GROWTH_NONE};

/* ---- shapes --------------------------------------------------------------------------------- */

static bool is_place(const Ast *ast, NodeId node) {
    NodeKind kind = ast_kind(ast, node);
    return kind == NODE_NAME || kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT;
}

static bool is_addition(const Ast *ast, NodeId node) {
    return ast_kind(ast, node) == NODE_BIN_OP && ast_node(ast, node)->detail == OPERATOR_ADD;
}

static bool occurs(const UnitFacts *facts, NodeId place, Span span, NodeId value) {
    const Ast *ast = &facts->ast;
    for (NodeId node = value; node < ast_node(ast, value)->subtree_end; node++) {
        const Node *at = ast_node(ast, node);
        if (at->kind == ast_node(ast, place)->kind && at->start >= span.start &&
            at->end <= span.end && shape_same_text(facts, node, place)) {
            return true;
        }
    }
    return false;
}

/* Without blanks and one `+` at the given side; empty when there is none. */
static Span without_plus(const UnitFacts *facts, Span span, bool at_start) {
    Str text = facts->text;
    Span bare = span;
    while (bare.start < bare.end && strchr(" \t\r\n\\", text.ptr[bare.start])) {
        bare.start++;
    }
    while (bare.start < bare.end && strchr(" \t\r\n\\", text.ptr[bare.end - 1])) {
        bare.end--;
    }
    uint32_t plus = at_start ? bare.start : bare.end - 1;
    if (bare.start >= bare.end || text.ptr[plus] != '+') {
        return (Span){span.start, span.start};
    }
    bare.start += at_start;
    bare.end -= !at_start;
    while (bare.start < bare.end && strchr(" \t\r\n\\", text.ptr[bare.start])) {
        bare.start++;
    }
    while (bare.start < bare.end && strchr(" \t\r\n\\", text.ptr[bare.end - 1])) {
        bare.end--;
    }
    return bare;
}

static Growth of_augmented(const UnitFacts *facts, NodeId statement) {
    const Ast *ast = &facts->ast;
    NodeId target = ast_child(ast, statement, FIELD_TARGET);
    NodeId value = ast_child(ast, statement, FIELD_VALUE);
    if (ast_node(ast, statement)->detail != OPERATOR_ADD || target == NODE_NONE ||
        value == NODE_NONE || !is_place(ast, target) ||
        occurs(facts, target, ast_span(ast, value), value)) {
        return none;
    }
    return (Growth){.form = GROWTH_IN_PLACE,
                    .statement = statement,
                    .target = target,
                    .place = target,
                    .value = value,
                    .added = ast_span(ast, value),
                    .pluses = 1};
}

static Growth finish(const UnitFacts *facts, Growth growth, bool at_start) {
    growth.added = without_plus(facts, growth.added, at_start);
    bool is_sound =
        !span_is_empty(growth.added) && !occurs(facts, growth.target, growth.added, growth.value);
    return is_sound ? growth : none;
}

static Growth of_assign(const UnitFacts *facts, NodeId statement) {
    const Ast *ast = &facts->ast;
    NodeId target = ast_child(ast, statement, FIELD_TARGETS);
    NodeId value = ast_child(ast, statement, FIELD_VALUE);
    if (target == NODE_NONE || value == NODE_NONE || !is_place(ast, target) ||
        !is_addition(ast, value) || ast_count_in_field(ast, statement, FIELD_TARGETS) != 1) {
        return none;
    }
    Growth growth = {.statement = statement, .target = target, .value = value};
    NodeId left = value;
    for (; left != NODE_NONE && is_addition(ast, left); left = ast_child(ast, left, FIELD_LEFT)) {
        growth.pluses++;
    }
    if (left != NODE_NONE && shape_same_text(facts, left, target)) {
        growth.form = GROWTH_BEHIND;
        growth.place = left;
        growth.added = (Span){ast_node(ast, left)->end, ast_node(ast, value)->end};
        return finish(facts, growth, true);
    }
    NodeId right = ast_child(ast, value, FIELD_RIGHT);
    if (right != NODE_NONE && shape_same_text(facts, right, target)) {
        growth.form = GROWTH_BEFORE;
        growth.place = right;
        growth.added = (Span){ast_node(ast, value)->start, ast_node(ast, right)->start};
        return finish(facts, growth, false);
    }
    return none;
}

Growth growth_of(const UnitFacts *facts, NodeId statement) {
    switch (ast_kind(&facts->ast, statement)) {
    case NODE_AUG_ASSIGN:
        return of_augmented(facts, statement);
    case NODE_ASSIGN:
        return of_assign(facts, statement);
    default:
        return none;
    }
}

bool growth_updates(const UnitFacts *facts, NodeId statement) {
    return growth_of(facts, statement).form != GROWTH_NONE;
}

/* ---- loops and kinds ------------------------------------------------------------------------ */

/* `d[k] = ""` somewhere in the loop, or `d.append(...)`, after which `d[-1]` is another place. */
static bool find_reset(const LoopContext *loops, const UnitFacts *facts, NodeId loop,
                       NodeId subscript) {
    const Ast *ast = &facts->ast;
    NodeId container = ast_child(ast, subscript, FIELD_VALUE);
    NodeId end = ast_node(ast, loop)->subtree_end;
    for (NodeId node = loop; node < end; node++) {
        const Node *at = ast_node(ast, node);
        if (at->kind == NODE_SUBSCRIPT && (at->flags & (NODE_STORE | NODE_DEL)) &&
            shape_same_text(facts, node, subscript) &&
            !cost_updates(loops, facts, at->parent, growth_updates)) {
            return true;
        }
        bool is_method = at->kind == NODE_ATTRIBUTE && ast_kind(ast, at->parent) == NODE_CALL &&
                         shape_same_text(facts, ast_child(ast, node, FIELD_VALUE), container);
        if (is_method && catalog_is_mutator(ast_name(ast, node))) {
            return true;
        }
    }
    return false;
}

static bool is_reset(const LoopContext *loops, const UnitFacts *facts, NodeId loop,
                     NodeId subscript) {
    CostMemo *memo = cost_memo(loops);
    if (memo && cost_answers(&memo->bound, facts, loop, subscript, growth_updates)) {
        return memo->bound.answer;
    }
    bool answer = find_reset(loops, facts, loop, subscript);
    if (memo) {
        memo->bound = (CostAnswer){loop, subscript, growth_updates, answer};
    }
    return answer;
}

/* `d[k]` stays one place while neither d nor k changes. */
static NodeId subscript_loop(const LoopContext *loops, const UnitFacts *facts, NodeId loop,
                             NodeId subscript) {
    const Ast *ast = &facts->ast;
    NodeId container = ast_child(ast, subscript, FIELD_VALUE);
    NodeId index = ast_child(ast, subscript, FIELD_SLICE);
    for (; loop != NODE_NONE; loop = loop_enclosing(ast, loop)) {
        if (cost_is_bound(loops, loop, container, NULL) || !loop_is_invariant(loops, loop, index) ||
            is_reset(loops, facts, loop, subscript)) {
            return NODE_NONE;
        }
        if (cost_turns_often(loops, loop)) {
            return loop;
        }
    }
    return NODE_NONE;
}

NodeId growth_loop(const LoopContext *loops, const Growth *growth) {
    const UnitFacts *facts = file_model_unit(loops->file, loops->unit);
    NodeId loop = cost_repeating_loop(&facts->ast, growth->statement);
    if (loop == NODE_NONE || ast_kind(&facts->ast, growth->place) != NODE_SUBSCRIPT) {
        return cost_outlived_loop(loops, loop, growth->place, growth_updates);
    }
    return subscript_loop(loops, facts, loop, growth->place);
}

KindId growth_start_kind(const LoopContext *loops, const Growth *growth) {
    return cost_start_kind(loops, growth->place, growth_updates);
}

bool growth_adds_only(const LoopContext *loops, const Growth *growth, Str path) {
    const Ast *ast = &file_model_unit(loops->file, loops->unit)->ast;
    if (growth->form == GROWTH_IN_PLACE) {
        return cost_is_instance(loops, growth->value, path);
    }
    NodeId node = growth->value;
    if (growth->form == GROWTH_BEFORE) {
        return cost_is_instance(loops, ast_child(ast, node, FIELD_LEFT), path);
    }
    for (; node != growth->place; node = ast_child(ast, node, FIELD_LEFT)) {
        if (!cost_is_instance(loops, ast_child(ast, node, FIELD_RIGHT), path)) {
            return false;
        }
    }
    return true;
}
