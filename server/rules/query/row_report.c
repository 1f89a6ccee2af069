/* Knows how a finding about rows reads. */
#include "rules/query/row_report.h"

#include "rules/query/query_value.h"
#include "rules/query/row_loop.h"
#include "rules/query/statement.h"
#include "rules/shape.h"

enum { RELATED_MAX = 12, NAME_BYTES_MAX = 60 };

static Str first_row(const UnitFacts *facts, NodeId node) {
    Str text = str_span(facts->text, ast_span(&facts->ast, node));
    return str_slice(text, 0, str_find_byte(text, '\n'));
}

/* `row` of `for index, row in enumerate(rows)`. */
static NodeId counted_target(const RuleContext *context, NodeId loop, NodeId target) {
    const Ast *ast = &context->facts->ast;
    NodeId first =
        ast_kind(ast, target) == NODE_TUPLE ? ast_child(ast, target, FIELD_ELTS) : NODE_NONE;
    NodeId second = first == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, first);
    NodeId iterable = loop_iterable(ast, loop);
    bool is_counted =
        second != NODE_NONE && iterable != NODE_NONE && ast_kind(ast, iterable) == NODE_CALL &&
        str_equal(kinds_callee(context->file, context->unit, iterable, context->scratch),
                  STR("enumerate"));
    return is_counted ? second : target;
}

/* What each turn has in hand: the loop's target, the lambda's parameter; of a row that it picks,
 * the variable that holds it. */
static Str turn_name(const RuleContext *context, const RowCost *cost) {
    const Ast *ast = &context->facts->ast;
    NodeId loop = cost->loop;
    NodeId held = cost->node;
    while (cost->is_picked && held != NODE_NONE && ast_kind(ast, held) == NODE_ATTRIBUTE) {
        held = ast_child(ast, held, FIELD_VALUE);
    }
    if (loop == NODE_NONE || cost->is_picked) {
        bool is_held = cost->is_picked && held != NODE_NONE && ast_kind(ast, held) == NODE_NAME;
        return is_held ? ast_name(ast, held) : STR("row");
    }
    NodeId target = ast_kind(ast, loop) == NODE_CALL ? NODE_NONE : loop_target(ast, loop);
    if (target != NODE_NONE) {
        return first_row(context->facts, counted_target(context, loop, target));
    }
    for (NodeId node = loop; node < ast_node(ast, loop)->subtree_end; node++) {
        NodeId parameter =
            ast_kind(ast, node) == NODE_LAMBDA ? ast_child(ast, node, FIELD_ARGS) : NODE_NONE;
        if (parameter != NODE_NONE) {
            return ast_name(ast, parameter);
        }
    }
    return STR("row");
}

static Str access_text(const RuleContext *context, NodeId node) {
    const Ast *ast = &context->facts->ast;
    Str text = first_row(context->facts, node);
    bool is_cut = text.len > NAME_BYTES_MAX ||
                  text.len < ast_span(ast, node).end - ast_node(ast, node)->start;
    if (is_cut && ast_kind(ast, node) == NODE_CALL) {
        return statement_name(context->file, context->unit, node, context->mem);
    }
    return text.len > NAME_BYTES_MAX
               ? arena_format(context->mem, "%.*s...", NAME_BYTES_MAX, text.ptr)
               : text;
}

/* ---- places -----------------------------------------------------------------------------------
 */

typedef struct Places {
    ReportRelated *items;
    uint32_t count;
} Places;

static void add_place(const RuleContext *context, Places *places, FileId file_id, UnitId unit,
                      NodeId node, Str message) {
    if (places->count == RELATED_MAX || file_id == FILE_NONE || node == NODE_NONE) {
        return;
    }
    const FileModel *file = row_scan_file(context->file, file_id);
    Span span = ast_span(&file_model_unit(file, unit)->ast, node);
    ReportRelated *place = &places->items[places->count++];
    *place = (ReportRelated){.unit = unit, .span = span, .message = message};
    if (file != context->file) {
        place->path = file->path;
    }
}

static Str function_name(const RuleContext *context, const RowStep *step) {
    ContextKind called;
    context_kind_get(kinds_table(context->file), step->context, &called);
    const FileModel *file = row_scan_file(context->file, called.function.file);
    Str name = ast_name(&file_model_unit(file, called.function.unit)->ast, called.function.node);
    return name.len ? name : STR("lambda");
}

/* What a loop goes through; of a call that does so itself, the call. */
static NodeId rows_of(const RuleContext *context, NodeId loop) {
    const Ast *ast = &context->facts->ast;
    return ast_kind(ast, loop) == NODE_CALL ? loop : loop_iterable(ast, loop);
}

/* The query begins in the expression, which is a chain of calls on it: one place, not two. */
static bool is_in_chain(const RuleContext *context, const KindPlace *place, NodeId expression) {
    const Ast *ast = &context->facts->ast;
    if (expression == NODE_NONE || place->file != context->file->id ||
        place->unit != context->unit) {
        return false;
    }
    NodeId at = expression;
    while (at != place->node &&
           (ast_kind(ast, at) == NODE_CALL || ast_kind(ast, at) == NODE_ATTRIBUTE ||
            ast_kind(ast, at) == NODE_SUBSCRIPT)) {
        at = ast_child(ast, at, ast_kind(ast, at) == NODE_CALL ? FIELD_FUNC : FIELD_VALUE);
    }
    return at == place->node;
}

static void relate(const RuleContext *context, const RowCost *cost, const RowWords *words,
                   Report *report) {
    Places places = {ARENA_ARRAY(context->mem, ReportRelated, RELATED_MAX), 0};
    const KindTable *table = kinds_table(context->file);
    KindId root;
    QueryKind query;
    query_full_path(table, cost->row, &root, context->scratch);
    bool is_made_there = false;
    NodeId iterable =
        cost->loop == NODE_NONE || cost->is_picked ? NODE_NONE : rows_of(context, cost->loop);
    if (query_kind_get(table, root, &query)) {
        is_made_there = is_in_chain(context, &query.place, iterable);
        add_place(context, &places, query.place.file, query.place.unit, query.place.node,
                  is_made_there ? STR("the query is made here, and the loop goes through its rows")
                                : STR("the query is made here"));
    }
    if (cost->expired) {
        add_place(context, &places, context->file->id, context->unit, cost->expired,
                  STR("the session forgets its rows here"));
    }
    if (cost->caller) {
        add_place(context, &places, cost->caller->call.file, cost->caller->call.unit,
                  cost->caller->call.node, STR("its rows are passed here"));
    }
    if (iterable != NODE_NONE && !is_made_there) {
        add_place(context, &places, context->file->id, context->unit, iterable,
                  STR("the loop goes through its rows here"));
    }
    for (uint32_t i = 1; i < cost->step_count; i++) {
        const RowStep *step = &cost->steps[i];
        add_place(
            context, &places, step->file, step->unit, step->node,
            arena_format(context->mem, "which runs `%.*s`", STR_ARG(function_name(context, step))));
    }
    if (cost->step_count || cost->serializer.len) {
        add_place(context, &places, cost->hit.file, cost->hit.unit, cost->hit.node,
                  arena_format(context->mem, "`%.*s` %s", STR_ARG(cost->path), words->here));
    }
    report->related = places.items;
    report->related_count = places.count;
}

/* ---- the finding ------------------------------------------------------------------------------
 */

static uint32_t owner_of(const Ast *ast, NodeId node) {
    NodeId name = ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : node;
    bool attribute = name != NODE_NONE && ast_kind(ast, name) == NODE_ATTRIBUTE;
    return attribute ? ast_name_span(ast, name).start : ast_node(ast, node)->start;
}

static Certainty certainty_of(const RuleContext *context, const RowCost *cost) {
    const KindTable *table = kinds_table(context->file);
    RowKind row;
    QueryKind query;
    bool likely = cost->step_count > 1 || cost->caller || cost->expired;
    likely |= row_kind_get(table, cost->row, &row) && (row.flags & ROW_IS_LIKELY);
    likely |= query_kind_get(table, cost->row, &query) && (query.flags & QUERY_IS_LIKELY);
    return likely ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN;
}

static Str subject_of(const RuleContext *context, const RowCost *cost) {
    return arena_format(context->mem, "%.*s.%.*s", STR_ARG(turn_name(context, cost)),
                        STR_ARG(cost->path));
}

static Str message_of(const RuleContext *context, const RowCost *cost, const RowWords *words) {
    Str text = access_text(context, cost->node);
    Str turn = turn_name(context, cost);
    if (cost->serializer.len) {
        return arena_format(context->mem, "`%.*s` reads `%.*s` of each row with a query",
                            STR_ARG(cost->serializer), STR_ARG(cost->path));
    }
    if (cost->loop == NODE_NONE) {
        return cost->step_count
                   ? arena_format(context->mem, "`%.*s` reads `%.*s`, which %s", STR_ARG(text),
                                  STR_ARG(cost->path), words->through)
                   : arena_format(context->mem, "`%.*s` %s", STR_ARG(text), words->reads);
    }
    return cost->step_count
               ? arena_format(context->mem, "`%.*s` reads `%.*s`, %s `%.*s`", STR_ARG(text),
                              STR_ARG(cost->path), words->through, STR_ARG(turn))
               : arena_format(context->mem, "`%.*s` %s `%.*s`", STR_ARG(text), words->reads,
                              STR_ARG(turn));
}

static void report(RuleContext *context, const RowCost *cost, const RowWords *words) {
    const Ast *ast = &context->facts->ast;
    Report found = report_new(cost->rule, ast_span(ast, cost->node));
    found.owner = owner_of(ast, cost->node);
    if (words->variant_test >= 0 && query_is_unimportant(context->file)) {
        found.severity = (int)variant_info((VariantId)words->variant_test)->severity;
    }
    found.certainty = certainty_of(context, cost);
    found.subject = subject_of(context, cost);
    found.message = message_of(context, cost, words);
    found.cost = str_from_c(cost->depth > 1 ? words->cost_nested : words->cost_once);
    found.anchor = cost->node;
    found.detail = cost->loop;
    relate(context, cost, words, &found);
    rule_report(context, &found);
}

void row_report_all(RuleContext *context, RuleId rule, const RowWords *words) {
    RowCosts costs = row_costs(context);
    for (uint32_t i = 0; i < costs.count; i++) {
        if (costs.items[i].rule == rule) {
            report(context, &costs.items[i], words);
        }
    }
}
