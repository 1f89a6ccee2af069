#include "rules/cpu/concat_fix.h"

#include "rules/cpu/variable.h"

/* How one place grows in one loop. */
typedef struct Plan {
    Growth first; /* the one reported */
    NodeId loop;  /* the outermost one that only adds to the place */
    Str place;    /* as written */
    bool is_bytes;
    bool is_buffer;   /* bytes that grow behind, by `+=` alone: a bytearray */
    bool is_local;    /* a plain local name */
    bool is_shared;   /* an inner function knows it */
    bool is_rescued;  /* a local name that is used after an error in the loop was caught */
    bool only_texts;  /* all that is added is of the place's own kind */
    NodeId beginning; /* `x = ...` right before the loop, as far as x goes; or NODE_NONE */
    Str obstacle;     /* why there is no fix; empty: there is one */
} Plan;

/* ---- looking ------------------------------------------------------------------------------------
 */

/* `node` is the place of a growth, as read or as stored. */
static bool is_grown(const UnitFacts *facts, NodeId node, Growth *growth) {
    NodeId statement = ast_statement(&facts->ast, node);
    *growth = statement == NODE_NONE ? (Growth){.form = GROWTH_NONE} : growth_of(facts, statement);
    return growth->form != GROWTH_NONE && (growth->place == node || growth->target == node);
}

static bool is_same_place(const UnitFacts *facts, NodeId node, NodeId place) {
    return ast_kind(&facts->ast, node) == ast_kind(&facts->ast, place) &&
           ast_node(&facts->ast, node)->name == ast_node(&facts->ast, place)->name &&
           shape_same_text(facts, node, place);
}

/* `len(data)`, `while not data`, `data == b"x"`: the same for a bytearray. */
static bool is_buffer_read(const LoopContext *loops, const UnitFacts *facts, NodeId node) {
    const Ast *ast = &facts->ast;
    NodeId parent = ast_node(ast, node)->parent;
    NodeKind kind = ast_kind(ast, parent);
    if (kind == NODE_CALL) {
        return str_equal(kinds_callee(loops->file, loops->unit, parent, loops->file->mem),
                         STR("len"));
    }
    return kind == NODE_COMPARE || kind == NODE_UNARY_OP ||
           ast_node(ast, node)->field == FIELD_TEST;
}

/* Everything that the loop does with the place is to add to it at one side. */
static bool only_grows(const LoopContext *loops, const UnitFacts *facts, const Plan *plan,
                       NodeId loop) {
    NodeId end = ast_node(&facts->ast, loop)->subtree_end;
    bool before = plan->first.form == GROWTH_BEFORE;
    for (NodeId node = loop; node < end; node++) {
        Growth growth;
        if (!is_same_place(facts, node, plan->first.place)) {
            continue;
        }
        bool grows = is_grown(facts, node, &growth) && (growth.form == GROWTH_BEFORE) == before;
        if (!grows && !(plan->is_buffer && is_buffer_read(loops, facts, node))) {
            return false;
        }
    }
    return true;
}

/* The base of an attribute or subscript stays, too. */
static bool stays(const LoopContext *loops, const Plan *plan, NodeId loop) {
    const Ast *ast = &file_model_unit(loops->file, loops->unit)->ast;
    NodeId place = plan->first.place;
    if (ast_kind(ast, place) != NODE_SUBSCRIPT) {
        return !cost_is_bound(loops, loop, place, growth_updates);
    }
    return !cost_is_bound(loops, loop, ast_child(ast, place, FIELD_VALUE), NULL) &&
           loop_is_invariant(loops, loop, ast_child(ast, place, FIELD_SLICE));
}

static NodeId growing_loop(const LoopContext *loops, const UnitFacts *facts, const Plan *plan) {
    NodeId found = NODE_NONE;
    for (NodeId loop = loop_of_node(&facts->ast, plan->first.statement);
         loop != NODE_NONE && stays(loops, plan, loop) && only_grows(loops, facts, plan, loop);
         loop = loop_enclosing(&facts->ast, loop)) {
        found = loop;
    }
    return found;
}

static bool is_empty_text(const UnitFacts *facts, NodeId value) {
    Str text = str_span(facts->text, ast_span(&facts->ast, value));
    return ast_kind(&facts->ast, value) == NODE_CONSTANT &&
           (str_equal(text, STR("\"\"")) || str_equal(text, STR("''")) ||
            str_equal(text, STR("b\"\"")) || str_equal(text, STR("b''")));
}

/* The assignment in the block of the loop from which on nobody uses the name before the loop. */
static NodeId beginning_of(const Plan *plan, const UnitFacts *facts) {
    const Ast *ast = &facts->ast;
    if (!plan->is_local) {
        return NODE_NONE;
    }
    Variable variable = variable_of(facts, plan->first.place);
    NodeId last = NODE_NONE;
    for (uint32_t i = 0; i < variable_binding_count(&variable); i++) {
        const Binding *binding = variable_binding(&variable, i);
        if (binding->node < plan->loop && (last == NODE_NONE || binding->source > last)) {
            last = binding->source;
        }
    }
    bool is_plain = last != NODE_NONE && ast_kind(ast, last) == NODE_ASSIGN &&
                    ast_count_in_field(ast, last, FIELD_TARGETS) == 1 &&
                    ast_kind(ast, ast_child(ast, last, FIELD_TARGETS)) == NODE_NAME &&
                    ast_node(ast, last)->parent == ast_node(ast, plan->loop)->parent &&
                    ast_node(ast, last)->field == ast_node(ast, plan->loop)->field;
    for (uint32_t i = 0; is_plain && i < variable_use_count(&variable); i++) {
        NodeId use = variable_use(&variable, i);
        is_plain = use > plan->loop || use < ast_node(ast, last)->subtree_end;
        is_plain = is_plain && !ast_is_within(ast, use, last);
    }
    return is_plain ? last : NODE_NONE;
}

/* The loop stands in a `try`, and the variable is used outside of that. */
static bool is_rescued(const UnitFacts *facts, const Variable *variable, NodeId loop) {
    NodeId rescue = enclosing_try(&facts->ast, loop, NODE_NONE);
    bool is_inside = true;
    for (uint32_t i = 0; rescue != NODE_NONE && i < variable_use_count(variable); i++) {
        NodeId use = variable_use(variable, i);
        is_inside = is_inside && ast_is_within(&facts->ast, use, rescue) &&
                    (ast_is_within(&facts->ast, use, loop) ||
                     enclosing_try(&facts->ast, use, rescue) != NODE_NONE);
    }
    return !is_inside;
}

/* All growths of the loop add values of the place's kind. */
static bool adds_only_texts(const LoopContext *loops, const UnitFacts *facts, const Plan *plan) {
    NodeId end = ast_node(&facts->ast, plan->loop)->subtree_end;
    for (NodeId node = plan->loop; node < end; node++) {
        Growth growth;
        if (is_same_place(facts, node, plan->first.place) && is_grown(facts, node, &growth) &&
            !growth_adds_only(loops, &growth, plan->is_bytes ? STR("bytes") : STR("str"))) {
            return false;
        }
    }
    return true;
}

static bool adds_in_place_only(const UnitFacts *facts, NodeId loop, NodeId place) {
    NodeId end = ast_node(&facts->ast, loop)->subtree_end;
    for (NodeId node = loop; node < end; node++) {
        Growth growth;
        if (is_same_place(facts, node, place) && is_grown(facts, node, &growth) &&
            growth.form != GROWTH_IN_PLACE) {
            return false;
        }
    }
    return true;
}

static Str obstacle_of(const FixContext *context, const Plan *plan) {
    const Ast *ast = &context->rule.facts->ast;
    Arena *mem = context->rule.mem;
    if (plan->loop == NODE_NONE) {
        return arena_format(mem, "`%.*s` is used in the loop for other things as well",
                            STR_ARG(plan->place));
    }
    if (plan->is_shared) {
        return arena_format(mem, "an inner function uses `%.*s`", STR_ARG(plan->place));
    }
    if (plan->is_rescued) {
        return STR("after an error that is caught the parts would be lost");
    }
    uint32_t contents = loop_contents(ast, plan->loop);
    if (!plan->is_local && (contents & (LOOP_HAS_RETURN | LOOP_HAS_YIELD | LOOP_HAS_AWAIT))) {
        return arena_format(mem, "others can see `%.*s` before the loop ends",
                            STR_ARG(plan->place));
    }
    NodeKind kind = ast_kind(ast, plan->first.value);
    if (kind == NODE_YIELD || kind == NODE_YIELD_FROM || kind == NODE_TUPLE) {
        return STR("what is added cannot be an argument");
    }
    bool needs_row = plan->beginning == NODE_NONE && !fix_has_row_before(context, plan->loop);
    return needs_row ? STR("there is no row before the loop for the parts") : STR("");
}

static Plan plan_of(const FixContext *context, const Growth *growth) {
    const UnitFacts *facts = context->rule.facts;
    LoopContext loops = cost_context(&context->rule);
    Variable variable = {.facts = facts};
    if (ast_kind(&facts->ast, growth->place) == NODE_NAME) {
        variable = variable_of(facts, growth->place);
    }
    Plan plan = {.first = *growth,
                 .beginning = NODE_NONE,
                 .place = cost_text(&context->rule, growth->target),
                 .is_local = variable_is_local(&variable),
                 .is_shared = variable_is_shared(&variable)};
    plan.is_bytes = kind_is_instance(kinds_table(context->rule.file),
                                     growth_start_kind(&loops, growth), STR("bytes"));
    NodeId inner = loop_of_node(&facts->ast, growth->statement);
    plan.is_buffer = plan.is_bytes && adds_in_place_only(facts, inner, growth->place);
    plan.loop = growing_loop(&loops, facts, &plan);
    if (plan.loop != NODE_NONE) {
        plan.beginning = beginning_of(&plan, facts);
        plan.is_rescued = plan.is_local && is_rescued(facts, &variable, plan.loop);
        plan.only_texts = adds_only_texts(&loops, facts, &plan);
    }
    plan.obstacle = obstacle_of(context, &plan);
    return plan;
}

/* ---- writing ------------------------------------------------------------------------------------
 */

/* `parts.append(` and `)` around what each statement of the loop adds. */
static void append_parts(FixContext *context, const Plan *plan, Str parts) {
    const UnitFacts *facts = context->rule.facts;
    NodeId end = ast_node(&facts->ast, plan->loop)->subtree_end;
    for (NodeId node = plan->loop; node < end; node++) {
        Growth growth;
        if (!is_same_place(facts, node, plan->first.place) || !is_grown(facts, node, &growth) ||
            growth.target != node) {
            continue;
        }
        Span statement = ast_span(&facts->ast, growth.statement);
        fix_replace(context, (Span){statement.start, growth.added.start},
                    arena_format(context->rule.mem, "%.*s.append(", STR_ARG(parts)));
        if (growth.added.end == statement.end) {
            fix_insert(context, statement.end, STR(")"));
        } else {
            fix_replace(context, (Span){growth.added.end, statement.end}, STR(")"));
        }
    }
}

static void begin_parts(FixContext *context, const Plan *plan, Str parts) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    if (plan->beginning == NODE_NONE) {
        fix_insert_row_before(
            context, plan->loop,
            arena_format(mem, "%.*s = [%.*s]", STR_ARG(parts), STR_ARG(plan->place)));
        return;
    }
    NodeId value = ast_child(ast, plan->beginning, FIELD_VALUE);
    Span span = ast_span(ast, value);
    fix_replace(context, ast_span(ast, ast_child(ast, plan->beginning, FIELD_TARGETS)), parts);
    if (is_empty_text(facts, value)) {
        fix_replace(context, span, STR("[]"));
        return;
    }
    fix_insert(context, span.start, STR("["));
    fix_insert(context, span.end, STR("]"));
}

static void join_parts(FixContext *context, const Plan *plan) {
    Arena *mem = context->rule.mem;
    bool is_safe = plan->is_local && plan->only_texts && !plan->is_bytes;
    fix_start(context, is_safe ? SAFETY_SAFE : SAFETY_UNSAFE,
              arena_format(mem, "Collect the parts of `%.*s` and join them after the loop",
                           STR_ARG(plan->place)));
    Str parts = fix_fresh_name(context, STR("parts"));
    begin_parts(context, plan, parts);
    append_parts(context, plan, parts);
    fix_insert_row_after(
        context, plan->loop,
        arena_format(mem,
                     plan->first.form == GROWTH_BEFORE ? "%.*s = %s\"\".join(reversed(%.*s))"
                                                       : "%.*s = %s\"\".join(%.*s)",
                     STR_ARG(plan->place), plan->is_bytes ? "b" : "", STR_ARG(parts)));
}

/* `data = b""` -> `data = bytearray()`; the loop stays; `data = bytes(data)` after it. */
static void use_bytearray(FixContext *context, const Plan *plan) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    fix_start(context, SAFETY_UNSAFE,
              arena_format(mem, "Let `%.*s` grow as a bytearray", STR_ARG(plan->place)));
    bool is_name = ast_kind(ast, plan->first.place) == NODE_NAME;
    Str buffer = is_name ? plan->place : fix_fresh_name(context, STR("buffer"));
    if (plan->beginning == NODE_NONE) {
        fix_insert_row_before(
            context, plan->loop,
            arena_format(mem, "%.*s = bytearray(%.*s)", STR_ARG(buffer), STR_ARG(plan->place)));
    } else {
        NodeId value = ast_child(ast, plan->beginning, FIELD_VALUE);
        Span span = ast_span(ast, value);
        Str text = is_empty_text(facts, value) ? STR("") : str_span(facts->text, span);
        fix_replace(context, span, arena_format(mem, "bytearray(%.*s)", STR_ARG(text)));
    }
    NodeId end = ast_node(ast, plan->loop)->subtree_end;
    for (NodeId node = plan->loop; !is_name && node < end; node++) {
        if (is_same_place(facts, node, plan->first.place)) {
            fix_replace(context, ast_span(ast, node), buffer);
        }
    }
    fix_insert_row_after(
        context, plan->loop,
        arena_format(mem, "%.*s = bytes(%.*s)", STR_ARG(plan->place), STR_ARG(buffer)));
}

void concat_fix(FixContext *context, const Growth *growth) {
    Plan plan = plan_of(context, growth);
    if (plan.obstacle.len) {
        fix_refuse(context,
                   arena_format(context->rule.mem,
                                "Collect the parts of `%.*s` and join them after the loop",
                                STR_ARG(plan.place)),
                   plan.obstacle);
        return;
    }
    if (plan.is_buffer) {
        use_bytearray(context, &plan);
    } else {
        join_parts(context, &plan);
    }
}
