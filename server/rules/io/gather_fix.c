/* Templates A1, A2 and TG (spec/io.md B): in a coroutine the requests become tasks, at most 10 at a
 * time. A1 gathers their values and loops over those; A2 keeps each task's error for its own turn.
 */
#include "catalog/mutators.h"
#include "rules/io/gather_parts.h"
#include "rules/io/request_calls.h"
#include "rules/io/request_fix.h"
#include "rules/io/request_rows.h"
#include "semantics/kinds.h"
#include "semantics/qualified_name.h"

enum { TOGETHER_MAX = 8 };

typedef struct Tasks {
    RequestPlan *plan;
    Str asyncio;
    Str semaphore; /* empty: few enough to go without */
    Str fetch;
    PlanNames names; /* what a helper gives back beside the answer */
} Tasks;

/* ---- what fits
 * ------------------------------------------------------------------------------------ */

/* A display of a few elements, written there. */
static bool is_short_literal(const RequestPlan *plan) {
    NodeId iterable = loop_iterable(plan->ast, plan->loop.loop);
    NodeKind kind = ast_kind(plan->ast, iterable);
    bool display = ast_kind_is_collection(kind);
    uint32_t bound = loop_bound(plan->fix->rule.file, plan->fix->rule.unit, plan->loop.loop);
    return display && bound != SIZE_UNKNOWN && bound <= TOGETHER_MAX;
}

static bool is_text(const RequestPlan *plan, NodeId attribute, Str name) {
    return ast_kind(plan->ast, attribute) == NODE_ATTRIBUTE &&
           str_equal(ast_name(plan->ast, attribute), name);
}

/* Filling a local of the function: nobody sees it when an error ends the function early. */
static bool fills_local(const RequestPlan *plan, NodeId call) {
    NodeId callee = ast_child(plan->ast, call, FIELD_FUNC);
    if (callee == NODE_NONE || ast_kind(plan->ast, callee) != NODE_ATTRIBUTE ||
        !catalog_is_mutator(ast_name(plan->ast, callee))) {
        return false;
    }
    NodeId base = request_base_name(plan->ast, callee);
    return base != NODE_NONE && request_is_own_value(plan->facts, base);
}

/* A method of what the loop itself has bound: the answer, or something made of it. */
static bool is_of_this_turn(const RequestPlan *plan, NodeId call) {
    NodeId callee = ast_child(plan->ast, call, FIELD_FUNC);
    NodeId node = callee;
    while (node != NODE_NONE &&
           (ast_kind(plan->ast, node) == NODE_ATTRIBUTE ||
            ast_kind(plan->ast, node) == NODE_SUBSCRIPT || ast_kind(plan->ast, node) == NODE_CALL ||
            ast_kind(plan->ast, node) == NODE_AWAIT)) {
        if (node == plan->sent) {
            return true;
        }
        NodeKind kind = ast_kind(plan->ast, node);
        node = ast_child(plan->ast, node, kind == NODE_CALL ? FIELD_FUNC : FIELD_VALUE);
    }
    if (node == NODE_NONE || callee == node || ast_kind(plan->ast, node) != NODE_NAME) {
        return false;
    }
    const RuleContext *rule = &plan->fix->rule;
    LoopContext names = loop_context(rule->file, rule->unit);
    return loop_binds(&names, plan->loop.loop, node) && request_loop_varies(&plan->loop, node);
}

static bool stores_local(const RequestPlan *plan, NodeId node) {
    NodeId base = request_base_name(plan->ast, node);
    return base != NODE_NONE && request_is_own_value(plan->facts, base);
}

/* The turn does something else than filling locals of the function. */
static bool has_effects(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId end = ast_node(ast, plan->extent)->subtree_end;
    for (NodeId node = ast_child(ast, plan->extent, FIELD_BODY); node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_CALL && node != plan->call && !ast_is_within(ast, node, plan->call) &&
            !ast_is_within(ast, plan->call, node)) {
            NodeId callee = ast_child(ast, node, FIELD_FUNC);
            bool raises = callee != NODE_NONE && is_text(plan, callee, STR("raise_for_status"));
            if (raises || (!fills_local(plan, node) && !is_of_this_turn(plan, node) &&
                           !request_call_is_quiet(&plan->fix->rule, node))) {
                return true;
            }
        } else if (kind == NODE_CALL && node != plan->call &&
                   ast_is_within(ast, plan->call, node)) {
            NodeId callee = ast_child(ast, node, FIELD_FUNC);
            bool raises = callee != NODE_NONE && is_text(plan, callee, STR("raise_for_status"));
            bool waits = ast_is_within(ast, node, plan->sent);
            if (raises || (!waits && !fills_local(plan, node) && !is_of_this_turn(plan, node) &&
                           !request_call_is_quiet(&plan->fix->rule, node))) {
                return true;
            }
        } else if ((kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT) &&
                   (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) &&
                   !stores_local(plan, node)) {
            return true;
        } else if (kind == NODE_GLOBAL || kind == NODE_NONLOCAL || kind == NODE_DELETE) {
            return true;
        }
    }
    return false;
}

static bool is_of_the_rest(const RequestPlan *plan, Str name) {
    for (uint32_t i = 0; i < plan->rest.count; i++) {
        if (str_equal(plan->rest.items[i], name)) {
            return true;
        }
    }
    return false;
}

/* A statement that the request is made from gives a name of the target another value: what the rest
 * of the turn reads is the one from before. */
static bool rebinds_target(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    for (uint32_t i = 0; i < plan->feeds.count; i++) {
        NodeId feed = plan->feeds.items[i];
        for (NodeId node = feed; node < ast_node(ast, feed)->subtree_end; node++) {
            bool stores =
                ast_kind(ast, node) == NODE_NAME && (ast_node(ast, node)->flags & NODE_STORE);
            if (stores && is_of_the_rest(plan, ast_name(ast, node))) {
                return true;
            }
        }
    }
    return false;
}

/* A `with` may swallow the request's error: any in the turn, `suppress(...)` around the loop. */
static bool may_be_swallowed(const RequestPlan *plan) {
    const RuleContext *rule = &plan->fix->rule;
    const Ast *ast = plan->ast;
    NodeId from = plan->with != NODE_NONE ? plan->with : plan->call;
    for (NodeId with = enclosing_with(ast, from, NODE_NONE); with != NODE_NONE;
         with = enclosing_with(ast, with, NODE_NONE)) {
        if (ast_is_within(ast, with, plan->loop.loop)) {
            return true;
        }
        NodeId item = ast_child(ast, with, FIELD_ITEMS);
        for (; item != NODE_NONE; item = ast_next_in_field(ast, item)) {
            NodeId entered = ast_child(ast, item, FIELD_CONTEXT_EXPR);
            if (entered != NODE_NONE && ast_kind(ast, entered) == NODE_CALL &&
                str_equal(kinds_callee(rule->file, rule->unit, entered, plan->mem),
                          STR("contextlib.suppress"))) {
                return true;
            }
        }
    }
    return false;
}

/* Each turn must see its own error, and none before its time. */
bool gather_needs_tasks(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    uint32_t contents = loop_contents(ast, plan->loop.loop);
    bool caught_around = enclosing_try(ast, plan->extent, NODE_NONE) != NODE_NONE;
    return (contents & (LOOP_HAS_RAISE | LOOP_HAS_TRY)) || caught_around || rebinds_target(plan) ||
           may_be_swallowed(plan) || has_effects(plan);
}

/* ---- helper -------------------------------------------------------------------------------------
 */

PlanNames gather_names(const RequestPlan *plan) {
    PlanNames names = {0};
    const PlanNames *sources[] = {&plan->given, &plan->rest};
    for (size_t from = 0; from < 2; from++) {
        for (uint32_t i = 0; i < sources[from]->count; i++) {
            bool is_known = false;
            for (uint32_t k = 0; k < names.count; k++) {
                is_known |= str_equal(names.items[k], sources[from]->items[i]);
            }
            if (!is_known) {
                ARENA_PUSH(plan->mem, &names, sources[from]->items[i]);
            }
        }
    }
    return names;
}

/* What the helper gives back: names of the target that the turn reads must be known to it. */
static PlanNames parameters(const Tasks *tasks) {
    return tasks->names.count ? gather_names(tasks->plan) : tasks->plan->given;
}

static void add_semaphore(const Tasks *tasks, Rows *rows) {
    if (tasks->semaphore.len) {
        rows_add(rows, 0,
                 arena_format(tasks->plan->mem, "%.*s = %.*s.Semaphore(10)",
                              STR_ARG(tasks->semaphore), STR_ARG(tasks->asyncio)));
    }
}

/* `async def fetch(...): async with semaphore: return ANSWER`, a blank row on both sides. */
static void add_helper(const Tasks *tasks, Rows *rows, Str value, NodeId without) {
    const RequestPlan *plan = tasks->plan;
    PlanNames given = parameters(tasks);
    add_semaphore(tasks, rows);
    rows_separate(rows, without);
    rows_add(rows, 0,
             arena_format(plan->mem, "async def %.*s(%.*s):", STR_ARG(tasks->fetch),
                          STR_ARG(plan_join(plan, &given))));
    rows_add_feeds(rows, 1);
    uint32_t depth = 1;
    if (tasks->semaphore.len) {
        rows_add(rows, depth++,
                 arena_format(plan->mem, "async with %.*s:", STR_ARG(tasks->semaphore)));
    }
    if (value.len) {
        rows_add(rows, depth, arena_format(plan->mem, "return %.*s", STR_ARG(value)));
    } else {
        rows_add_answer(rows, depth, &tasks->names);
    }
    rows_add_blank(rows);
}

static Str helper_call(const Tasks *tasks) {
    PlanNames given = parameters(tasks);
    return arena_format(tasks->plan->mem, "%.*s(%.*s)", STR_ARG(tasks->fetch),
                        STR_ARG(plan_join(tasks->plan, &given)));
}

/* The coroutine of one turn without a helper: `client.get(url)`. */
static Str bare_coroutine(const RequestPlan *plan) {
    return plan_text(plan, ast_first_child(plan->ast, plan->sent));
}

/* `await asyncio.gather(*(COROUTINE for ...))` */
static Str gathered(const Tasks *tasks, Str coroutine) {
    return arena_format(tasks->plan->mem, "await %.*s.gather(*(%.*s %.*s))",
                        STR_ARG(tasks->asyncio), STR_ARG(coroutine),
                        STR_ARG(plan_clauses(tasks->plan)));
}

/* ---- A1: comprehensions
 * ---------------------------------------------------------------------------- */

static bool awaits_only_answers(const RequestPlan *plan, NodeId root) {
    const Ast *ast = plan->ast;
    NodeId end = ast_node(ast, root)->subtree_end;
    for (NodeId node = root; node < end; node++) {
        if (ast_kind(ast, node) == NODE_CALL && node != plan->call &&
            !ast_is_within(ast, node, plan->sent) && !is_of_this_turn(plan, node) &&
            !request_call_is_quiet(&plan->fix->rule, node)) {
            return false;
        }
    }
    return true;
}

/* All of the element can run in the task. */
static bool fits_in_helper(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId first = ast_child(ast, plan->extent, FIELD_GENERATORS);
    if (plan->sent >= first) {
        return false; /* it stands in a condition */
    }
    for (NodeId part = ast_first_child(ast, plan->extent); part != first;
         part = ast_next_sibling(ast, part)) {
        if (!awaits_only_answers(plan, part)) {
            return false;
        }
    }
    return true;
}

static bool binds_tighter_than_await(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    const Node *node = ast_node(ast, plan->extent);
    NodeKind parent = ast_kind(ast, node->parent);
    bool follows =
        (parent == NODE_ATTRIBUTE || parent == NODE_SUBSCRIPT) && node->field == FIELD_VALUE;
    bool power = parent == NODE_BIN_OP && ast_node(ast, node->parent)->detail == OPERATOR_POW;
    return (follows || power) && !(node->flags & NODE_PARENTHESIZED);
}

static Str element_text(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    Str text = plan->facts->text;
    if (ast_kind(ast, plan->extent) != NODE_DICT_COMP) {
        return str_span(text, plan_outer_span(plan, ast_child(ast, plan->extent, FIELD_ELT)));
    }
    Str key = str_span(text, plan_outer_span(plan, ast_child(ast, plan->extent, FIELD_KEY)));
    Str value = str_span(text, plan_outer_span(plan, ast_child(ast, plan->extent, FIELD_VALUE)));
    return arena_format(plan->mem, "%.*s, %.*s", STR_ARG(key), STR_ARG(value));
}

static void gather_elements(Tasks *tasks) {
    RequestPlan *plan = tasks->plan;
    tasks->names = plan->rest; /* parameters only: the element is all that is given back */
    Rows rows = rows_open(plan);
    add_helper(tasks, &rows, element_text(plan), NODE_NONE);
    rows_place(&rows);
    NodeKind kind = ast_kind(plan->ast, plan->extent);
    const char *format = kind == NODE_SET_COMP            ? "set(%.*s)"
                         : kind == NODE_DICT_COMP         ? "dict(%.*s)"
                         : binds_tighter_than_await(plan) ? "(%.*s)"
                                                          : "%.*s";
    Str all = gathered(tasks, helper_call(tasks));
    fix_replace(plan->fix, ast_span(plan->ast, plan->extent),
                arena_format(plan->mem, format, STR_ARG(all)));
}

/* ---- A1: loops
 * ------------------------------------------------------------------------------------ */

/* The comment behind a node on its row; empty when there is none or something else follows. */
static Str comment_behind(const RequestPlan *plan, uint32_t at) {
    Str text = plan->facts->text;
    uint32_t end = at;
    while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r') {
        end++;
    }
    Str rest = str_trim(str_slice(text, at, end));
    return str_starts_with(rest, STR("#")) ? rest : STR("");
}

/* It stands alone on its rows, but for a comment. */
static bool ends_its_row(const RequestPlan *plan, NodeId statement) {
    Span span = ast_span(plan->ast, statement);
    if (fix_owns_rows(plan->fix, span)) {
        return true;
    }
    /* Its comment can move behind the loop's colon when that ends its row. */
    Str text = plan->facts->text;
    uint32_t colon = plan_clauses_span(plan).end;
    uint32_t after = colon < text.len ? colon + 1 : colon;
    bool is_free = after < text.len && (text.ptr[after] == '\n' || text.ptr[after] == '\r');
    return is_free && text.ptr[colon] == ':' && fix_begins_row(plan->fix, span.start) &&
           comment_behind(plan, span.end).len > 0;
}

/* The statement's comment, if it has one, goes behind the header. */
void gather_drop_answer(const RequestPlan *plan, NodeId statement) {
    Span span = ast_span(plan->ast, statement);
    Str comment = comment_behind(plan, span.end);
    if (comment.len) {
        fix_insert(plan->fix, plan_clauses_span(plan).end + 1,
                   arena_format(plan->mem, "  %.*s", STR_ARG(comment)));
    }
    fix_delete_rows(plan->fix, span);
}

/* `reply` of `reply = await ...` when that statement is all there is to the answer. */
static NodeId find_answer_statement(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId statement = ast_node(ast, plan->sent)->parent;
    if (plan->with != NODE_NONE || ast_kind(ast, statement) != NODE_ASSIGN ||
        ast_node(ast, statement)->parent != plan->extent ||
        ast_next_in_field(ast, statement) == NODE_NONE) {
        return NODE_NONE;
    }
    NodeId target = ast_child(ast, statement, FIELD_TARGETS);
    bool plain = ast_kind(ast, target) == NODE_NAME && ast_next_in_field(ast, target) == NODE_NONE;
    return plain && ends_its_row(plan, statement) ? statement : NODE_NONE;
}

/* Between the loop's header and the statement nothing looks at the name. */
static bool is_unused_before(const RequestPlan *plan, NodeId statement) {
    const Ast *ast = plan->ast;
    Str name = ast_name(ast, ast_child(ast, statement, FIELD_TARGETS));
    for (NodeId node = ast_child(ast, plan->extent, FIELD_BODY); node < statement; node++) {
        if (ast_kind(ast, node) == NODE_NAME && str_equal(ast_name(ast, node), name)) {
            return false;
        }
    }
    return true;
}

NodeId gather_answer_statement(const RequestPlan *plan) {
    NodeId statement =
        plan->loop.form == REQUEST_LOOP_FOR ? find_answer_statement(plan) : NODE_NONE;
    return statement != NODE_NONE && is_unused_before(plan, statement) ? statement : NODE_NONE;
}

/* Lists of which every element is an answer's value: `pages = await asyncio.gather(...)`. */
static bool gather_into_list(Tasks *tasks, Rows *rows) {
    const RequestPlan *plan = tasks->plan;
    Collected collected = rows_collected(plan);
    if (collected.list == NODE_NONE) {
        return false;
    }
    add_helper(tasks, rows, STR(""), collected.fresh);
    rows_place(rows);
    bool fresh = collected.fresh != NODE_NONE;
    Str all = gathered(tasks, helper_call(tasks));
    fix_replace(plan->fix, ast_span(plan->ast, plan->extent),
                arena_format(plan->mem, fresh ? "%.*s = %.*s" : "%.*s.extend(%.*s)",
                             STR_ARG(plan_text(plan, collected.list)), STR_ARG(all)));
    if (fresh) {
        fix_delete_rows(plan->fix, ast_span(plan->ast, collected.fresh));
    }
    return true;
}

static void replace_header(const Tasks *tasks, Str value, Str source) {
    const RequestPlan *plan = tasks->plan;
    Str target = rows_with_names(plan, &plan->rest, value);
    fix_replace(plan->fix, plan_clauses_span(plan),
                arena_format(plan->mem, "for %.*s in %.*s", STR_ARG(target), STR_ARG(source)));
}

/* Few requests without anything around them need no helper. */
static bool is_bare(const Tasks *tasks) {
    const RequestPlan *plan = tasks->plan;
    return !tasks->semaphore.len && plan->rest.count == 0 && plan->feeds.count == 0 &&
           plan->with == NODE_NONE;
}

static void gather_values(Tasks *tasks) {
    RequestPlan *plan = tasks->plan;
    Rows rows = rows_open(plan);
    tasks->names = plan->rest;
    if (plan->with != NODE_NONE && gather_into_list(tasks, &rows)) {
        return;
    }
    NodeId statement = gather_answer_statement(plan);
    Str value =
        statement != NODE_NONE
            ? ast_name(plan->ast, ast_child(plan->ast, statement, FIELD_TARGETS))
            : fix_fresh_name(plan->fix, plan->with != NODE_NONE ? STR("result") : STR("reply"));
    bool bare = is_bare(tasks);
    if (!bare) {
        add_helper(tasks, &rows, STR(""), NODE_NONE);
        rows_place(&rows);
    }
    replace_header(tasks, value, gathered(tasks, bare ? bare_coroutine(plan) : helper_call(tasks)));
    if (statement != NODE_NONE) {
        gather_drop_answer(plan, statement);
    } else {
        rows_replace_answer(plan, value);
    }
    rows_drop(plan);
}

/* ---- A2 and TG
 * -------------------------------------------------------------------------------------- */

/* `asyncio.gather(*tasks, ...)`: the task is the last of each entry. */
Str gather_all_tasks(const RequestPlan *plan, Str list, Str task) {
    if (plan->rest.count == 0) {
        return arena_format(plan->mem, "*%.*s", STR_ARG(list));
    }
    Str blanks = STR("");
    for (uint32_t i = 0; i < plan->rest.count; i++) {
        blanks = arena_format(plan->mem, "%.*s_, ", STR_ARG(blanks));
    }
    return arena_format(plan->mem, "*(%.*s for %.*s%.*s in %.*s)", STR_ARG(task), STR_ARG(blanks),
                        STR_ARG(task), STR_ARG(list));
}

static void finish_with_tasks(const Tasks *tasks, Str list, Str task) {
    const RequestPlan *plan = tasks->plan;
    replace_header(tasks, task, list);
    rows_replace_answer(plan, arena_format(plan->mem, "%.*s.result()", STR_ARG(task)));
    rows_drop(plan);
}

static void create_tasks(Tasks *tasks) {
    RequestPlan *plan = tasks->plan;
    Str list = fix_fresh_name(plan->fix, STR("tasks"));
    Str task = fix_fresh_name(plan->fix, STR("task"));
    Rows rows = rows_open(plan);
    bool bare = !tasks->semaphore.len && plan->feeds.count == 0 && plan->with == NODE_NONE;
    if (!bare) {
        add_helper(tasks, &rows, STR(""), NODE_NONE);
    }
    Str coroutine = bare ? bare_coroutine(plan) : helper_call(tasks);
    Str made = arena_format(plan->mem, "%.*s.create_task(%.*s)", STR_ARG(tasks->asyncio),
                            STR_ARG(coroutine));
    rows_add(&rows, 0,
             arena_format(plan->mem, "%.*s = [%.*s %.*s]", STR_ARG(list),
                          STR_ARG(rows_tuple(plan, &plan->rest, made)),
                          STR_ARG(plan_clauses(plan))));
    rows_add(&rows, 0,
             arena_format(plan->mem, "await %.*s.gather(%.*s, return_exceptions=True)",
                          STR_ARG(tasks->asyncio), STR_ARG(gather_all_tasks(plan, list, task))));
    rows_place(&rows);
    finish_with_tasks(tasks, list, task);
}

/* Some caller in the file catches what the function raises: it would not know the group. */
static bool is_caught(const RequestPlan *plan) {
    const FileModel *file = plan->fix->rule.file;
    if (enclosing_try(plan->ast, plan->call, NODE_NONE) != NODE_NONE) {
        return true;
    }
    NodeId function = enclosing_function(plan->ast, plan->extent);
    Str name = function == NODE_NONE ? STR("") : ast_name(plan->ast, function);
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            NodeKind kind = ast_kind(ast, node);
            bool named = (kind == NODE_NAME || kind == NODE_ATTRIBUTE) &&
                         str_equal(ast_name(ast, node), name);
            if (named && enclosing_try(ast, node, NODE_NONE) != NODE_NONE) {
                return true;
            }
        }
    }
    return false;
}

static void offer_group(RequestPlan *plan) {
    if (plan->loop.form != REQUEST_LOOP_FOR || !is_short_literal(plan) || plan->feeds.count > 0 ||
        plan->with != NODE_NONE || options_python_is_before(plan->fix->rule.options, 11) ||
        is_caught(plan)) {
        return;
    }
    Tasks tasks = {.plan = plan};
    fix_start(
        plan->fix, SAFETY_UNSAFE,
        STR("Send the requests in a TaskGroup (Python 3.11; errors arrive as ExceptionGroup)"));
    tasks.asyncio = fix_import_module(plan->fix, STR("asyncio"));
    Str group = fix_fresh_name(plan->fix, STR("group"));
    Str list = fix_fresh_name(plan->fix, STR("tasks"));
    Str task = fix_fresh_name(plan->fix, STR("task"));
    Rows rows = rows_open(plan);
    rows_add(&rows, 0,
             arena_format(plan->mem, "async with %.*s.TaskGroup() as %.*s:", STR_ARG(tasks.asyncio),
                          STR_ARG(group)));
    Str made = arena_format(plan->mem, "%.*s.create_task(%.*s)", STR_ARG(group),
                            STR_ARG(bare_coroutine(plan)));
    rows_add(&rows, 1,
             arena_format(plan->mem, "%.*s = [%.*s %.*s]", STR_ARG(list),
                          STR_ARG(rows_tuple(plan, &plan->rest, made)),
                          STR_ARG(plan_clauses(plan))));
    rows_place(&rows);
    finish_with_tasks(&tasks, list, task);
}

/* ---- the choice
 * ------------------------------------------------------------------------------------- */

static Str title(bool is_short, bool as_tasks) {
    if (is_short) {
        return as_tasks ? STR("Send the requests together as tasks")
                        : STR("Send the requests together with asyncio.gather");
    }
    return as_tasks ? STR("Send up to 10 requests at a time as tasks")
                    : STR("Send up to 10 requests at a time with asyncio.gather");
}

void gather_fix(RequestPlan *plan) {
    bool comprehension = plan->loop.form == REQUEST_LOOP_COMPREHENSION;
    bool is_short = is_short_literal(plan);
    bool as_tasks = !comprehension && gather_needs_tasks(plan);
    Tasks tasks = {.plan = plan, .semaphore = STR("")};
    fix_start(plan->fix, SAFETY_UNSAFE, title(is_short, as_tasks));
    tasks.asyncio = fix_import_module(plan->fix, STR("asyncio"));
    if (!is_short) {
        tasks.semaphore = fix_fresh_name(plan->fix, STR("semaphore"));
    }
    tasks.fetch = fix_fresh_name(plan->fix, STR("fetch"));
    if (as_tasks) {
        create_tasks(&tasks);
    } else if (comprehension && fits_in_helper(plan)) {
        gather_elements(&tasks);
    } else {
        gather_values(&tasks);
    }
    offer_group(plan);
}
