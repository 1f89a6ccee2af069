/* Template S (spec/io.md B): the requests are submitted to a pool of threads before the loop, the
 * loop itself takes the results one after another, in order, errors included. */
#include "rules/io/request_calls.h"
#include "rules/io/request_fix.h"
#include "rules/io/request_rows.h"

#include "semantics/kinds.h"

typedef struct Threads {
    RequestPlan *plan;
    Str pool; /* ThreadPoolExecutor */
    Str executor;
    Str futures;
    Str future;
    Str fetch; /* empty: the callable itself is submitted */
} Threads;

/* A bare generator as the only argument needs parentheses of its own: a helper has them. */
static bool has_bare_generator(const RequestPlan *plan) {
    NodeId argument = ast_child(plan->ast, plan->call, FIELD_ARGS);
    return argument != NODE_NONE && ast_kind(plan->ast, argument) == NODE_GENERATOR_EXP;
}

static bool needs_helper(const RequestPlan *plan) {
    return plan->with != NODE_NONE || plan->feeds.count > 0 || plan->caught_by != NODE_NONE ||
           has_bare_generator(plan);
}

static Str submission(const Threads *threads) {
    const RequestPlan *plan = threads->plan;
    Str callee = threads->fetch;
    Str arguments = plan->given.count
                        ? arena_format(plan->mem, " %.*s", STR_ARG(plan_join(plan, &plan->given)))
                        : STR("");
    if (!callee.len) {
        NodeId function = ast_child(plan->ast, plan->call, FIELD_FUNC);
        callee = str_span(plan->facts->text, plan_outer_span(plan, function));
        arguments = plan_arguments(plan, plan->call);
    }
    return arena_format(plan->mem, "%.*s.submit(%.*s%s%.*s)", STR_ARG(threads->executor),
                        STR_ARG(callee), arguments.len ? "," : "", STR_ARG(arguments));
}

static void add_helper(const Threads *threads, Rows *rows, NodeId without) {
    const RequestPlan *plan = threads->plan;
    static const PlanNames no_names = {0};
    Str given = plan_join(plan, &plan->given);
    rows_separate(rows, without);
    rows_add(rows, 0,
             arena_format(plan->mem, "def %.*s(%.*s):", STR_ARG(threads->fetch), STR_ARG(given)));
    rows_add_feeds(rows, 1);
    rows_add_answer(rows, 1, &no_names);
    rows_add_blank(rows);
}

static Str pool_row(const Threads *threads) {
    return arena_format(threads->plan->mem,
                        "with %.*s(max_workers=8) as %.*s:", STR_ARG(threads->pool),
                        STR_ARG(threads->executor));
}

/* `out = list(executor.map(fetch, urls))` in place of the whole loop. */
static void map_all(Threads *threads, const Collected *collected) {
    const RequestPlan *plan = threads->plan;
    const Ast *ast = plan->ast;
    Rows rows = rows_open(plan);
    add_helper(threads, &rows, collected->fresh);
    rows_place(&rows);
    NodeId iterable = loop_iterable(ast, plan->loop.loop);
    Str source = str_span(plan->facts->text, plan_outer_span(plan, iterable));
    Str map = arena_format(plan->mem, "%.*s.map(%.*s, %.*s)", STR_ARG(threads->executor),
                           STR_ARG(threads->fetch), STR_ARG(source));
    Str list = plan_text(plan, collected->list);
    bool fresh = collected->fresh != NODE_NONE;
    Str statement = arena_format(plan->mem, fresh ? "%.*s = list(%.*s)" : "%.*s.extend(%.*s)",
                                 STR_ARG(list), STR_ARG(map));
    fix_replace(plan->fix, ast_span(ast, plan->extent),
                arena_format(plan->mem, "%.*s%.*s%.*s%.*s", STR_ARG(pool_row(threads)),
                             STR_ARG(rows.line_end), STR_ARG(rows_indent(&rows, 1)),
                             STR_ARG(statement)));
    if (fresh) {
        fix_delete_rows(plan->fix, ast_span(ast, collected->fresh));
    }
}

/* `executor.map` gives one argument: the target itself, every turn, from a plain expression. */
static bool can_map(const RequestPlan *plan, const Collected *collected) {
    NodeId iterable = loop_iterable(plan->ast, plan->loop.loop);
    return collected->list != NODE_NONE && plan->guards.count == 0 &&
           ast_kind(plan->ast, plan->loop.target) == NODE_NAME && plan->given.count == 1 &&
           ast_kind(plan->ast, iterable) != NODE_TUPLE;
}

static void submit_all(Threads *threads) {
    const RequestPlan *plan = threads->plan;
    Rows rows = rows_open(plan);
    if (threads->fetch.len) {
        add_helper(threads, &rows, NODE_NONE);
    }
    Str entry = rows_tuple(plan, &plan->rest, submission(threads));
    Str clauses = plan_clauses(plan);
    rows_add(&rows, 0, pool_row(threads));
    rows_add(&rows, 1,
             arena_format(plan->mem, "%.*s = [%.*s %.*s]", STR_ARG(threads->futures),
                          STR_ARG(entry), STR_ARG(clauses)));
    rows_place(&rows);
    Str target = rows_with_names(plan, &plan->rest, threads->future);
    fix_replace(
        plan->fix, plan_clauses_span(plan),
        arena_format(plan->mem, "for %.*s in %.*s", STR_ARG(target), STR_ARG(threads->futures)));
    rows_replace_answer(plan, arena_format(plan->mem, "%.*s.result()", STR_ARG(threads->future)));
    rows_drop(plan);
}

/* A session of requests: many programs share one, its authors promise nothing. */
static bool is_shared_session(const RequestPlan *plan) {
    return str_starts_with(plan->request.chain.callable->path, STR("requests.Session."));
}

static Str title(const RequestPlan *plan) {
    if (request_reads_context(&plan->fix->rule, plan->call)) {
        return STR(
            "Send up to 8 requests at a time in threads (which start with an empty context)");
    }
    return is_shared_session(plan) ? STR("Send up to 8 requests at a time in threads "
                                         "(requests.Session is not documented "
                                         "as thread-safe)")
                                   : STR("Send up to 8 requests at a time in threads");
}

void thread_fix(RequestPlan *plan) {
    Threads threads = {.plan = plan, .fetch = STR("")};
    fix_start(plan->fix, SAFETY_UNSAFE, title(plan));
    threads.pool = fix_import(plan->fix, STR("concurrent.futures"), STR("ThreadPoolExecutor"));
    threads.executor = fix_fresh_name(plan->fix, STR("executor"));
    if (needs_helper(plan)) {
        threads.fetch = fix_fresh_name(plan->fix, STR("fetch"));
    }
    Collected collected = rows_collected(plan);
    if (can_map(plan, &collected)) {
        map_all(&threads, &collected);
        return;
    }
    threads.futures = fix_fresh_name(plan->fix, STR("futures"));
    threads.future = fix_fresh_name(plan->fix, STR("future"));
    submit_all(&threads);
}
