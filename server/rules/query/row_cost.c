/* Puts together what stands in a unit's loops and what the functions do that it calls. */
#include "rules/query/row_cost.h"

#include "rules/query/row_account.h"
#include "rules/query/row_callers.h"
#include "rules/query/row_expiry.h"
#include "rules/query/row_loop.h"
#include "rules/query/row_memory.h"
#include "rules/query/row_scans.h"
#include "rules/query/serializer.h"
#include "rules/query/shut_branch.h"
#include "rules/shape.h"
#include "semantics/file_mentions.h"
#include "semantics/project.h"

/* What one call may lead to at least, and what all calls of a unit together beyond that: a chain of
 * a thousand functions is followed to its end, a thousand such calls in one unit are not. */
enum { CONTEXTS_MAX = 64, FURTHER_CONTEXTS_MAX = 1 << 14 };

typedef struct Collecting {
    RuleContext *rule;
    const Ast *ast;
    Arena *mem;
    RowLoops loops;
    RowMemory memory;
    bool is_async;           /* the unit is an `async def` */
    const RowCaller *caller; /* that the unit is seen with; NULL: with none */
    FileRowScans *scans;
    uint32_t further; /* contexts that calls were followed to beyond their own share */
    RowAccount account;
} Collecting;

/* ---- which rule ------------------------------------------------------------------------------ */

/* `asyncio.gather(rows.acount())`: a coroutine, whoever awaits it. */
static bool makes_coroutine(const Ast *ast, NodeId node) {
    const CatalogQueryMethod *method =
        catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, shape_method(ast, node));
    return method && (method->effects & QUERY_AWAITED);
}

static bool is_to_be_awaited(const Collecting *collecting, const RowHit *hit) {
    const FileModel *file = row_scan_file(collecting->rule->file, hit->file);
    const Ast *ast = &file_model_unit(file, hit->unit)->ast;
    NodeId parent = ast_node(ast, hit->node)->parent;
    NodeKind kind = ast_kind(ast, parent);
    return kind == NODE_AWAIT || kind == NODE_ASYNC_FOR || kind == NODE_ASYNC_COMPREHENSION ||
           makes_coroutine(ast, hit->node);
}

/* In async code a lazy load raises, however often it is done. */
static bool raises_in_async(const Collecting *collecting, const RowHit *hit) {
    RowKind row;
    QueryKind query;
    const KindTable *table = kinds_table(collecting->rule->file);
    if (is_to_be_awaited(collecting, hit)) {
        return false;
    }
    if (row_kind_get(table, hit->value, &row)) {
        return row.orm == ORM_DJANGO || (row.flags & ROW_IS_ASYNC);
    }
    return query_kind_get(table, hit->value, &query) && query.orm == ORM_DJANGO;
}

static RuleId rule_of(RowHitKind kind) {
    switch (kind) {
    case ROW_HIT_BYPASS:
        return RULE_query_prefetch_bypassed;
    case ROW_HIT_COLUMN:
        return RULE_query_deferred_field;
    default:
        return RULE_query_n_plus_one;
    }
}

/* ---- where a hit is paid -----------------------------------------------------------------------
 */

/* The Name at the bottom is bound in the loop: a row that was taken out before pays once. */
static bool is_bound_in_loop(const Collecting *collecting, const RowLoop *loop, NodeId node) {
    if (ast_kind(collecting->ast, loop->node) == NODE_CALL) {
        return true;
    }
    NodeId base = shape_base(collecting->ast, node);
    if (base == NODE_NONE) {
        return true;
    }
    const RuleContext *rule = collecting->rule;
    LoopContext context = {.file = rule->file, .unit = rule->unit};
    return loop_binds(&context, loop->node, base) ||
           (loop->picked && row_loop_picks_at(rule->file, rule->unit, loop->node, node));
}

static uint32_t loops_around(const Collecting *collecting, const RowLoop *loop) {
    uint32_t count = 0;
    for (; loop; loop = row_loop_around(&collecting->loops, collecting->ast, loop->node)) {
        count++;
    }
    return count;
}

static Str path_after(const KindTable *table, const RowHit *hit) {
    RowKind row;
    if (!row_kind_get(table, hit->value, &row)) {
        return (Str){"", 0};
    }
    /* hit->path begins at the query's row, as the row's own path does. */
    return row.path.len ? str_slice(hit->path, row.path.len + 1, hit->path.len) : hit->path;
}

/* "parent.parent": the same relation twice. Written out it is meant; a function that is given what
 * it gave before (`row.parent or row`) mostly finds nothing more there, at no cost. */
static bool goes_round(Str path) {
    Str last = path;
    for (uint32_t at = path.len; at > 0; at--) {
        if (path.ptr[at - 1] == '.') {
            last = str_slice(path, at, path.len);
            break;
        }
    }
    uint32_t rest = path.len - last.len;
    return rest > last.len && path.ptr[rest - 1] == '.' &&
           str_equal(str_slice(path, rest - 1 - last.len, rest - 1), last) &&
           (rest == last.len + 1 || path.ptr[rest - 2 - last.len] == '.');
}

/* Finds the loop whose rows the hit is about, from the innermost one out. */
static void settle(Collecting *collecting, NodeId node, const RowHit *hit, const RowStep *steps,
                   uint32_t step_count) {
    const KindTable *table = kinds_table(collecting->rule->file);
    for (const RowLoop *loop = row_loop_at(&collecting->loops, collecting->ast, node); loop;
         loop = row_loop_around(&collecting->loops, collecting->ast, loop->node)) {
        Str path = path_after(table, hit);
        if (!row_loop_path(table, loop, hit->value, &path, collecting->mem)) {
            continue;
        }
        if (loop->is_bounded || (step_count && goes_round(path)) ||
            row_loop_is_left(collecting->ast, loop->node, node) ||
            (!step_count && !is_bound_in_loop(collecting, loop, node)) ||
            row_memory_holds(&collecting->memory, loop->node, hit, path) ||
            row_memory_gives(&collecting->memory, loop->node, node, path)) {
            return;
        }
        row_account_add(&collecting->account,
                        (RowCost){.rule = rule_of(hit->kind),
                                  .node = node,
                                  .loop = loop->node,
                                  .is_picked = row_loop_picks(table, loop, hit->value),
                                  .path = path,
                                  .row = hit->value,
                                  .hit = *hit,
                                  .steps = steps,
                                  .step_count = step_count,
                                  .depth = loops_around(collecting, loop),
                                  .serializer = hit->serializer,
                                  .caller = collecting->caller});
        return;
    }
}

/* From the rows of the outermost query to what is read. */
static Str whole_path(const Collecting *collecting, const RowHit *hit) {
    const KindTable *table = kinds_table(collecting->rule->file);
    KindId root;
    Str path = query_full_path(table, hit->value, &root, collecting->mem);
    return access_path_join(path, path_after(table, hit), collecting->mem);
}

static void settle_async(Collecting *collecting, NodeId node, const RowHit *hit,
                         const RowStep *steps, uint32_t step_count) {
    Str path = whole_path(collecting, hit);
    if (row_memory_refreshed(&collecting->memory, node, path)) {
        return;
    }
    row_account_add(&collecting->account, (RowCost){.rule = RULE_query_async_lazy_load,
                                                    .node = node,
                                                    .loop = NODE_NONE,
                                                    .path = path,
                                                    .row = hit->value,
                                                    .hit = *hit,
                                                    .steps = steps,
                                                    .step_count = step_count});
}

/* ---- calls -------------------------------------------------------------------------------------
 */

/* A function that is being visited, and how it was reached. */
typedef struct Visit {
    RowStep step;
    uint32_t from; /* the visit that led here; own index for the first */
    uint32_t depth;
} Visit;

typedef struct VisitList ARRAY_OF(Visit) VisitList;

static const RowStep *steps_to(const VisitList *visits, uint32_t last, Arena *mem) {
    uint32_t count = visits->items[last].depth;
    RowStep *steps = ARENA_ARRAY(mem, RowStep, count);
    for (uint32_t i = count; i > 0; i--) {
        steps[i - 1] = visits->items[last].step;
        last = visits->items[last].from;
    }
    return steps;
}

/* What the call that led here gives shuts the branch. */
static bool is_shut(const Collecting *collecting, const RowStep *step, NodeId node) {
    const FileModel *home = collecting->rule->file;
    ContextKind called;
    if (!context_kind_get(kinds_table(home), step->context, &called)) {
        return false;
    }
    FunctionPlace place = {row_scan_file(home, called.function.file), called.function.unit,
                           called.function.node};
    return shut_by_call(place, node,
                        (CallPlace){row_scan_file(home, step->file), step->unit, step->node});
}

static void visit(Collecting *collecting, VisitList *visits, RowStep step, uint32_t from,
                  uint32_t depth) {
    bool is_further = visits->count >= CONTEXTS_MAX;
    if ((is_further && collecting->further == FURTHER_CONTEXTS_MAX) ||
        !row_scans_enter(collecting->scans, step.context)) {
        return;
    }
    collecting->further += is_further;
    ARENA_PUSH(collecting->mem, visits, ((Visit){step, from, depth}));
}

/* What the call at `node` does in the end, over all functions that it leads to. */
static void follow(Collecting *collecting, NodeId node, const RowStep *first, bool in_async) {
    VisitList visits = {0};
    row_scans_begin(collecting->scans);
    visit(collecting, &visits, *first, 0, 1);
    for (uint32_t i = 0; i < visits.count; i++) {
        RowScan scan = row_scans_get(collecting->scans, visits.items[i].step.context);
        const RowStep *steps = scan.hits.count ? steps_to(&visits, i, collecting->mem) : NULL;
        for (uint32_t j = 0; j < scan.hits.count; j++) {
            const RowHit *hit = &scan.hits.items[j];
            if (is_shut(collecting, &visits.items[i].step, hit->node)) {
                continue;
            }
            if (in_async && hit->kind != ROW_HIT_STATEMENT && raises_in_async(collecting, hit)) {
                settle_async(collecting, node, hit, steps, visits.items[i].depth);
            } else if (hit->kind != ROW_HIT_STATEMENT) {
                settle(collecting, node, hit, steps, visits.items[i].depth);
            }
        }
        for (uint32_t j = 0; j < scan.steps.count; j++) {
            if (is_shut(collecting, &visits.items[i].step, scan.steps.items[j].node)) {
                continue;
            }
            visit(collecting, &visits, scan.steps.items[j], i, visits.items[i].depth + 1);
        }
    }
}

/* ---- the unit ----------------------------------------------------------------------------------
 */

static bool is_in_async(const Collecting *collecting, NodeId node) {
    if (!collecting->is_async) {
        return false;
    }
    NodeId function = enclosing_function(collecting->ast, node);
    return function != NODE_NONE && ast_kind(collecting->ast, function) == NODE_ASYNC_FUNCTION_DEF;
}

static void collect_node(Collecting *collecting, NodeId node) {
    bool in_async = is_in_async(collecting, node);
    if (!in_async && !row_loop_at(&collecting->loops, collecting->ast, node)) {
        return;
    }
    RowScan scan = {0};
    row_scan_node(collecting->rule->file, collecting->rule->unit, node, collecting->account.context,
                  &scan, collecting->mem);
    for (uint32_t i = 0; i < scan.hits.count; i++) {
        const RowHit *hit = &scan.hits.items[i];
        if (in_async && raises_in_async(collecting, hit)) {
            settle_async(collecting, node, hit, NULL, 0);
        } else if (hit->kind != ROW_HIT_STATEMENT) {
            settle(collecting, hit->serializer.len ? node : hit->node, hit, NULL, 0);
        }
    }
    for (uint32_t i = 0; i < scan.steps.count; i++) {
        follow(collecting, node, &scan.steps.items[i], in_async);
    }
}

static bool is_of_interest(NodeKind kind) {
    return kind == NODE_ATTRIBUTE || kind == NODE_CALL || kind == NODE_NAME ||
           kind == NODE_SUBSCRIPT || kind == NODE_FORMATTED_VALUE || kind == NODE_BIN_OP;
}

/* Without a class that has relations no row can lead anywhere; only columns can be left out. */
static bool has_relations(const FileModel *file, Arena *mem) {
    return project_classes_mentioning(file, TRIGGER_BIT(ORM_RELATION), mem).count > 0 ||
           (file_model_triggers(file) & TRIGGER_BIT(ORM_RELATION));
}

/* ---- serializers -------------------------------------------------------------------------------
 */

static void settle_serialized(Collecting *collecting, NodeId node, const RowHit *hit,
                              Str serializer, const RowStep *steps, uint32_t step_count) {
    Str path = whole_path(collecting, hit);
    row_account_add(&collecting->account, (RowCost){.rule = rule_of(hit->kind),
                                                    .node = node,
                                                    .loop = NODE_NONE,
                                                    .path = path,
                                                    .row = hit->value,
                                                    .hit = *hit,
                                                    .steps = steps,
                                                    .step_count = step_count,
                                                    .serializer = serializer});
}

/* The hit begins at a row of the query that gave `row`. */
static bool is_of_row(Collecting *collecting, const RowHit *hit, KindId row) {
    KindTable *table = kinds_table(collecting->rule->file);
    KindId root;
    KindId of_row;
    query_full_path(table, hit->value, &root, collecting->mem);
    query_full_path(table, row, &of_row, collecting->mem);
    return hit->kind != ROW_HIT_STATEMENT && root == of_row;
}

/* Of a row that is alone, what its own relations cost is sent once. */
static bool is_each(const Collecting *collecting, const SerializerUse *use, const RowHit *hit) {
    const KindTable *table = kinds_table(collecting->rule->file);
    RowKind row;
    QueryKind query;
    KindId holder = query_kind_get(table, hit->value, &query) ? query.parent : hit->value;
    return !use->is_one || (row_kind_get(table, holder, &row) && (row.flags & ROW_IS_MANY));
}

/* What the functions do that a serializer or column calls for the row. */
static void follow_serialized(Collecting *collecting, const SerializerUse *use,
                              const RowScan *scan) {
    VisitList visits = {0};
    row_scans_begin(collecting->scans);
    for (uint32_t i = 0; i < scan->steps.count; i++) {
        visit(collecting, &visits, scan->steps.items[i], visits.count, 1);
    }
    for (uint32_t i = 0; i < visits.count; i++) {
        RowScan inner = row_scans_get(collecting->scans, visits.items[i].step.context);
        const RowStep *steps = inner.hits.count ? steps_to(&visits, i, collecting->mem) : NULL;
        for (uint32_t j = 0; j < inner.hits.count; j++) {
            RowHit hit = inner.hits.items[j];
            if (is_of_row(collecting, &hit, use->row) && is_each(collecting, use, &hit)) {
                settle_serialized(collecting, use->node, &hit, use->name, steps,
                                  visits.items[i].depth);
            }
        }
        for (uint32_t j = 0; j < inner.steps.count; j++) {
            visit(collecting, &visits, inner.steps.items[j], i, visits.items[i].depth + 1);
        }
    }
}

/* The fields of the serializer or the column of a page, and what the functions do that they call.
 */
static void collect_serialized(Collecting *collecting, const SerializerUse *use) {
    RowScan scan = {0};
    if (use->column == NODE_NONE) {
        serializer_scan(collecting->rule->file, use->serializer, use->row, &scan, collecting->mem);
    } else {
        column_scan(collecting->rule->file, use, &scan, collecting->mem);
    }
    for (uint32_t i = 0; i < scan.hits.count; i++) {
        if (is_each(collecting, use, &scan.hits.items[i])) {
            settle_serialized(collecting, use->node, &scan.hits.items[i], use->name, NULL, 0);
        }
    }
    follow_serialized(collecting, use, &scan);
}

/* ---- the admin's list pages --------------------------------------------------------------------
 */

/* The second parameter of the method, as the first use of it says; KIND_UNKNOWN: there is none. */
static KindId second_parameter(const Collecting *collecting, NodeId function, NodeId *parameter) {
    const Ast *ast = collecting->ast;
    NodeId first = ast_child(ast, function, FIELD_ARGS);
    *parameter = first == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, first);
    for (NodeId node = function;
         *parameter != NODE_NONE && node < ast_node(ast, function)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_NAME &&
            str_equal(ast_name(ast, node), ast_name(ast, *parameter))) {
            return kinds_expression(collecting->rule->file, collecting->rule->unit, node);
        }
    }
    return KIND_UNKNOWN;
}

/* A method that list_display names: the page gives it row after row. The row; KIND_NEVER: none. */
static KindId listed_row(const Collecting *collecting, NodeId function) {
    const RuleContext *rule = collecting->rule;
    KindTable *table = kinds_table(rule->file);
    NodeId parameter;
    RowKind row;
    KindId kind = second_parameter(collecting, function, &parameter);
    bool is_listed = row_kind_get(table, kind, &row) && (row.flags & ROW_IS_MANY);
    return is_listed ? kind : KIND_NEVER;
}

/* The row, or the variable that holds the related query, has kept what was read above. */
static bool is_read_before(const Collecting *collecting, const RowHit *hit) {
    bool is_variable = ast_kind(collecting->ast, hit->node) == NODE_NAME;
    for (uint32_t i = 0; i < collecting->account.costs.count; i++) {
        const RowCost *other = &collecting->account.costs.items[i];
        bool is_same = other->loop == NODE_NONE && other->hit.value == hit->value &&
                       other->step_count == 0 && str_equal(other->hit.path, hit->path);
        if (is_same && (is_variable || row_hit_is_kept(hit->kind))) {
            return true;
        }
    }
    return false;
}

static void collect_listed(Collecting *collecting) {
    const RuleContext *rule = collecting->rule;
    UnitId parent = rule->file->outline->units[rule->unit].parent;
    NodeId function = ast_definition(collecting->ast);
    bool is_method = function != NODE_NONE && parent != UNIT_NONE &&
                     rule->file->outline->units[parent].triggers & TRIGGER_BIT(LISTED) &&
                     ast_kind_is_function(ast_kind(collecting->ast, function));
    KindId row = is_method ? listed_row(collecting, function) : KIND_NEVER;
    if (row == KIND_NEVER) {
        return;
    }
    Str name = ast_name(collecting->ast, function);
    for (NodeId node = function; node < ast_node(collecting->ast, function)->subtree_end; node++) {
        RowScan scan = {0};
        if (is_of_interest(ast_kind(collecting->ast, node))) {
            row_scan_node(rule->file, rule->unit, node, KIND_NEVER, &scan, collecting->mem);
        }
        for (uint32_t i = 0; i < scan.hits.count; i++) {
            if (is_of_row(collecting, &scan.hits.items[i], row) &&
                !is_read_before(collecting, &scan.hits.items[i])) {
                settle_serialized(collecting, scan.hits.items[i].node, &scan.hits.items[i], name,
                                  NULL, 0);
            }
        }
        follow_serialized(collecting, &(SerializerUse){.node = node, .row = row, .name = name},
                          &scan);
    }
}

/* The unit as it is, or as one of its callers has it run. */
static void collect_loops(Collecting *collecting, const RowCaller *caller) {
    const RuleContext *rule = collecting->rule;
    collecting->caller = caller;
    collecting->account.context = caller ? caller->context : KIND_NEVER;
    collecting->loops =
        row_loops_find(rule->file, rule->unit, collecting->account.context, collecting->mem);
    if (!collecting->loops.count &&
        (!collecting->is_async || !has_relations(rule->file, collecting->mem))) {
        return;
    }
    if (!collecting->memory.file) {
        collecting->memory = row_memory_find(rule->file, rule->unit, collecting->mem);
    }
    for (NodeId node = 0; node < collecting->ast->node_count; node++) {
        if (is_of_interest(ast_kind(collecting->ast, node))) {
            collect_node(collecting, node);
        }
    }
}

static RowCosts collect(RuleContext *rule) {
    Collecting collecting = {.rule = rule,
                             .ast = &rule->facts->ast,
                             .mem = rule->file->mem,
                             .scans = row_scans_of(rule->file)};
    collecting.account = (RowAccount){
        .rule = rule, .ast = collecting.ast, .mem = collecting.mem, .context = KIND_NEVER};
    const Unit *unit = &rule->file->outline->units[rule->unit];
    collecting.is_async = (unit->flags & UNIT_ASYNC) != 0;
    SerializerUses uses = serializer_uses(rule->file, rule->unit, collecting.mem);
    for (uint32_t i = 0; i < uses.count; i++) {
        collect_serialized(&collecting, &uses.items[i]);
    }
    collect_listed(&collecting);
    RowCallers callers = row_callers_find(rule->file, rule->unit, collecting.mem);
    for (uint32_t i = 0; i < callers.count; i++) {
        collect_loops(&collecting, &callers.items[i]);
    }
    if (!callers.count) {
        collect_loops(&collecting, NULL);
    }
    if (collecting.is_async) {
        row_expiry_collect(&collecting.account);
    }
    return (RowCosts){collecting.account.costs.items, collecting.account.costs.count};
}

/* ---- remembered for the other rules ------------------------------------------------------------
 */

struct FileRowCosts {
    UnitId unit;
    RowCosts costs;
    UnitNotes notes;
};

RowCosts row_costs(RuleContext *rule) {
    const FileModel *file = rule->file;
    struct FileRowCosts *known = file->layers->row_costs;
    if (known && known->unit == rule->unit) {
        file_model_renote(file, &known->notes);
        return known->costs;
    }
    UnitWatch watch;
    file_model_watch(file, &watch);
    RowCosts costs = collect(rule);
    known = known ? known : ARENA_NEW(file->mem, struct FileRowCosts);
    *known = (struct FileRowCosts){rule->unit, costs, file_model_unwatch(file, &watch, file->mem)};
    file->layers->row_costs = known;
    return costs;
}
