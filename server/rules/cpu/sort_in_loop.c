/* cpu/sort-in-loop: a list that gets one more element in each turn is sorted in each turn, too.
 *
 * A list that is cut down again (the best ten) is short; a sort that no addition of the same loop
 * comes before has another reason. */
#include "rules/cpu/loop_cost.h"
#include "rules/fix_builder.h"

typedef struct Sort {
    NodeId statement; /* L.sort(), L = sorted(L), x = sorted(L) */
    NodeId list;      /* L, where it is read */
    NodeId result;    /* x, when that is not L itself; or NODE_NONE */
} Sort;

/* ---- shapes --------------------------------------------------------------------------------- */

static bool is_method_of(const UnitFacts *facts, NodeId call, Str method, NodeId *list) {
    const Ast *ast = &facts->ast;
    NodeId function =
        ast_kind(ast, call) == NODE_CALL ? ast_child(ast, call, FIELD_FUNC) : NODE_NONE;
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE ||
        !str_equal(ast_name(ast, function), method)) {
        return false;
    }
    *list = ast_child(ast, function, FIELD_VALUE);
    return true;
}

/* `sorted(L)` by its name alone; whose name that is, is asked later. */
static bool is_sorted(const UnitFacts *facts, NodeId call, NodeId *list) {
    const Ast *ast = &facts->ast;
    NodeId function =
        ast_kind(ast, call) == NODE_CALL ? ast_child(ast, call, FIELD_FUNC) : NODE_NONE;
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_NAME ||
        !str_equal(ast_name(ast, function), STR("sorted"))) {
        return false;
    }
    *list = ast_child(ast, call, FIELD_ARGS);
    return *list != NODE_NONE;
}

static bool sort_of(const UnitFacts *facts, NodeId statement, Sort *sort) {
    const Ast *ast = &facts->ast;
    NodeKind kind = ast_kind(ast, statement);
    NodeId value = kind == NODE_EXPR || kind == NODE_ASSIGN ? ast_child(ast, statement, FIELD_VALUE)
                                                            : NODE_NONE;
    if (value == NODE_NONE) {
        return false;
    }
    *sort = (Sort){.statement = statement, .result = NODE_NONE};
    if (kind == NODE_EXPR) {
        return is_method_of(facts, value, STR("sort"), &sort->list);
    }
    NodeId target = ast_child(ast, statement, FIELD_TARGETS);
    if (ast_count_in_field(ast, statement, FIELD_TARGETS) != 1 ||
        !is_sorted(facts, value, &sort->list)) {
        return false;
    }
    sort->result = shape_same_text(facts, target, sort->list) ? NODE_NONE : target;
    return sort->result == NODE_NONE || ast_kind(ast, target) == NODE_NAME;
}

/* A SelfUpdate: `L = sorted(L)`. */
static bool sorts_itself(const UnitFacts *facts, NodeId statement) {
    Sort sort;
    return ast_kind(&facts->ast, statement) == NODE_ASSIGN && sort_of(facts, statement, &sort) &&
           sort.result == NODE_NONE;
}

/* ---- what else the loop does with the list -------------------------------------------------- */

typedef struct ListWork {
    uint32_t appends; /* statements `L.append(x)` before the sort, in no loop inside */
    bool is_cut;      /* something is deleted from it, or its length is limited */
    bool is_read;     /* it or the sorted result is used otherwise */
} ListWork;

static bool is_same_list(const UnitFacts *facts, NodeId node, NodeId list) {
    const Ast *ast = &facts->ast;
    return ast_kind(ast, node) == ast_kind(ast, list) &&
           ast_node(ast, node)->name == ast_node(ast, list)->name &&
           shape_same_text(facts, node, list);
}

static bool is_append(const UnitFacts *facts, NodeId list, NodeId *statement) {
    const Ast *ast = &facts->ast;
    NodeId call = ast_node(ast, ast_node(ast, list)->parent)->parent;
    NodeId receiver = NODE_NONE;
    *statement = call == NODE_NONE ? NODE_NONE : ast_node(ast, call)->parent;
    return *statement != NODE_NONE && is_method_of(facts, call, STR("append"), &receiver) &&
           receiver == list && ast_kind(ast, *statement) == NODE_EXPR;
}

static bool is_cut(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    if (ast_kind(ast, parent) == NODE_SUBSCRIPT) {
        return (ast_node(ast, parent)->flags & (NODE_STORE | NODE_DEL)) != 0;
    }
    /* `len(L) > 10` */
    return ast_kind(ast, parent) == NODE_CALL && ast_node(ast, node)->field == FIELD_ARGS &&
           ast_kind(ast, ast_node(ast, parent)->parent) == NODE_COMPARE;
}

static void add_work(const UnitFacts *facts, const Sort *sort, NodeId loop, NodeId node,
                     ListWork *work) {
    const Ast *ast = &facts->ast;
    NodeId statement = NODE_NONE;
    if (ast_is_within(ast, node, sort->statement)) {
        return;
    }
    if (is_append(facts, node, &statement)) {
        work->appends += statement < sort->statement && loop_of_node(ast, statement) == loop;
        return;
    }
    work->is_cut |= is_cut(ast, node);
    work->is_read = true;
}

static ListWork work_in(const UnitFacts *facts, const Sort *sort, NodeId loop) {
    const Ast *ast = &facts->ast;
    ListWork work = {0};
    for (NodeId node = loop; node < ast_node(ast, loop)->subtree_end; node++) {
        if (is_same_list(facts, node, sort->list)) {
            add_work(facts, sort, loop, node, &work);
        } else if (sort->result != NODE_NONE && node != sort->result &&
                   is_same_list(facts, node, sort->result)) {
            work.is_read = true;
        }
    }
    return work;
}

/* ---- finding -------------------------------------------------------------------------------- */

static bool is_long_list(const LoopContext *loops, const Sort *sort) {
    KindId kind = cost_start_kind(loops, sort->list, sorts_itself);
    return kind_is_instance(kinds_table(loops->file), kind, STR("list")) &&
           size_bound(loops->file, loops->unit, sort->list) == SIZE_UNKNOWN;
}

static bool is_builtin(const LoopContext *loops, const Ast *ast, const Sort *sort) {
    NodeId call = ast_child(ast, sort->statement, FIELD_VALUE);
    return ast_kind(ast, sort->statement) == NODE_EXPR ||
           str_equal(kinds_callee(loops->file, loops->unit, call, loops->file->mem), STR("sorted"));
}

static void check_statement(RuleContext *context, const LoopContext *loops, const Sort *sort) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId loop = cost_repeating_loop(ast, sort->statement);
    if (loop == NODE_NONE || cost_base_name(ast, sort->list) == NODE_NONE ||
        cost_outlived_loop(loops, loop, sort->list, sorts_itself) == NODE_NONE) {
        return;
    }
    ListWork work = work_in(facts, sort, loop);
    if (work.appends != 1 || work.is_cut || !is_builtin(loops, ast, sort) ||
        !is_long_list(loops, sort) || cost_is_poll(loops, loop)) {
        return;
    }
    Report found = report_new(RULE_cpu_sort_in_loop, ast_span(ast, sort->statement));
    found.subject = cost_text(context, sort->list);
    found.message = arena_format(
        context->mem, "`%.*s` is sorted again after each element that is added; %s",
        STR_ARG(found.subject),
        work.is_read ? "bisect.insort puts it in its place, heapq keeps the least one in front"
                     : "sort it once after the loop");
    found.cost = arena_format(context->mem, "turns x sorting %.*s", STR_ARG(found.subject));
    found.anchor = sort->statement;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    LoopContext loops = cost_context(context);
    for (NodeId node = 0; node < ast->node_count; node++) {
        Sort sort;
        if (sort_of(context->facts, node, &sort) && loop_of_node(ast, node) != NODE_NONE) {
            check_statement(context, &loops, &sort);
        }
    }
}

/* ---- the fix -------------------------------------------------------------------------------- */

/* The outermost loop around that only adds to the list and sorts it. */
static NodeId building_loop(const LoopContext *loops, const UnitFacts *facts, const Sort *sort) {
    const Ast *ast = &facts->ast;
    NodeId found = NODE_NONE;
    for (NodeId loop = loop_of_node(ast, sort->statement);
         loop != NODE_NONE && !cost_is_bound(loops, loop, sort->list, sorts_itself) &&
         !work_in(facts, sort, loop).is_read;
         loop = loop_enclosing(ast, loop)) {
        found = loop;
    }
    return found;
}

static bool has_company(const Ast *ast, NodeId statement) {
    NodeId parent = ast_node(ast, statement)->parent;
    return ast_count_in_field(ast, parent, (Field)ast_node(ast, statement)->field) > 1;
}

static void fix(FixContext *context, const Finding *finding) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    LoopContext loops = cost_context(&context->rule);
    Sort sort;
    if (BUG_ON(!sort_of(facts, finding->anchor, &sort))) {
        return;
    }
    Str list = cost_text(&context->rule, sort.list);
    Str title = arena_format(context->rule.mem, "Sort `%.*s` once after the loop", STR_ARG(list));
    NodeId loop = building_loop(&loops, facts, &sort);
    if (loop == NODE_NONE) {
        fix_refuse(context, title,
                   arena_format(context->rule.mem, "the loop reads `%.*s` sorted", STR_ARG(list)));
        return;
    }
    Span statement = ast_span(ast, sort.statement);
    Str row;
    if (!fix_takes_rows(context, statement, &row) || !has_company(ast, sort.statement)) {
        fix_refuse(context, title, STR("the sort shares its row with other text"));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    fix_delete_rows(context, statement);
    fix_insert_row_after(context, loop, row);
}

const RuleImplementation rule_cpu_sort_in_loop = {
    .rule = RULE_cpu_sort_in_loop,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
    .fix = fix,
};
