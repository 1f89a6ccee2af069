/* Template N (spec/io.md B): a plain function that loops over requests becomes a coroutine with
 * httpx.AsyncClient; whoever calls it in the project awaits it or runs it. */
#include "rules/io/async_callers.h"
#include "rules/io/async_parts.h"
#include "rules/io/gather_parts.h"
#include "rules/io/request_fix.h"
#include "rules/io/request_rows.h"

static bool is_plain_request(const RequestPlan *plan) {
    Str path = plan->request.chain.callable->path;
    return plan->with == NODE_NONE && plan->request.chain.step_count == 1 &&
           str_starts_with(path, STR("requests.")) &&
           !str_starts_with(path, STR("requests.Session"));
}

/* Only a function of the module: a method may be overridden, or override. */
static Str function_reason(const RequestPlan *plan) {
    const RuleContext *rule = &plan->fix->rule;
    const Ast *ast = plan->ast;
    NodeId function = enclosing_function(ast, plan->extent);
    NodeId definition = ast_definition(ast);
    if (function == NODE_NONE || function != definition) {
        return STR("the loop stands in no function of the module");
    }
    if (rule->file->outline->units[rule->unit].parent != UNIT_MODULE_ID) {
        return STR("it is a method, which others may override or call by name");
    }
    NodeId decorator = ast_child(ast, function, FIELD_DECORATOR_LIST);
    if (decorator != NODE_NONE) {
        return arena_format(plan->mem, "it is decorated at line %u", plan_row(plan, decorator));
    }
    return STR("");
}

typedef struct Rewrite {
    RequestPlan *plan;
    AsyncRequest request;
    Str asyncio;
    Str httpx;
    Str semaphore;
    Str client;
    Str fetch;
    Str list;
    Str value;
    bool as_tasks;
} Rewrite;

static Str fetch_call(const Rewrite *rewrite) {
    PlanNames given = rewrite->as_tasks ? rewrite->plan->given : gather_names(rewrite->plan);
    return arena_format(rewrite->plan->mem, "%.*s(%.*s)", STR_ARG(rewrite->fetch),
                        STR_ARG(plan_join(rewrite->plan, &given)));
}

static void add_fetch(const Rewrite *rewrite, Rows *rows) {
    const RequestPlan *plan = rewrite->plan;
    static const PlanNames no_names = {0};
    const PlanNames *names = rewrite->as_tasks ? &no_names : &plan->rest;
    Str sent = arena_format(plan->mem, "await %.*s.%.*s(%.*s)", STR_ARG(rewrite->client),
                            STR_ARG(rewrite->request.verb), STR_ARG(rewrite->request.arguments));
    rows_add(rows, 1, arena_format(plan->mem, "async def %.*s:", STR_ARG(fetch_call(rewrite))));
    rows_add_feeds(rows, 2);
    rows_add(rows, 2, arena_format(plan->mem, "async with %.*s:", STR_ARG(rewrite->semaphore)));
    rows_add(rows, 3,
             arena_format(plan->mem, "return %.*s", STR_ARG(rows_with_names(plan, names, sent))));
    rows_add_blank(rows);
}

static void add_sending(const Rewrite *rewrite, Rows *rows) {
    const RequestPlan *plan = rewrite->plan;
    Str clauses = plan_clauses(plan);
    Str call = fetch_call(rewrite);
    if (!rewrite->as_tasks) {
        rows_add(rows, 1,
                 arena_format(plan->mem, "%.*s = await %.*s.gather(*(%.*s %.*s))",
                              STR_ARG(rewrite->list), STR_ARG(rewrite->asyncio), STR_ARG(call),
                              STR_ARG(clauses)));
        return;
    }
    Str made =
        arena_format(plan->mem, "%.*s.create_task(%.*s)", STR_ARG(rewrite->asyncio), STR_ARG(call));
    rows_add(rows, 1,
             arena_format(plan->mem, "%.*s = [%.*s %.*s]", STR_ARG(rewrite->list),
                          STR_ARG(rows_tuple(plan, &plan->rest, made)), STR_ARG(clauses)));
    rows_add(rows, 1,
             arena_format(plan->mem, "await %.*s.gather(%.*s, return_exceptions=True)",
                          STR_ARG(rewrite->asyncio),
                          STR_ARG(gather_all_tasks(plan, rewrite->list, rewrite->value))));
}

static void write_rows(const Rewrite *rewrite) {
    const RequestPlan *plan = rewrite->plan;
    Rows rows = rows_open(plan);
    rows_add(&rows, 0,
             arena_format(plan->mem, "%.*s = %.*s.Semaphore(10)", STR_ARG(rewrite->semaphore),
                          STR_ARG(rewrite->asyncio)));
    rows_add(&rows, 0,
             arena_format(plan->mem,
                          "async with %.*s.AsyncClient(%.*s) as %.*s:", STR_ARG(rewrite->httpx),
                          STR_ARG(rewrite->request.options), STR_ARG(rewrite->client)));
    add_fetch(rewrite, &rows);
    add_sending(rewrite, &rows);
    rows_place(&rows);
}

static void write_loop(Rewrite *rewrite) {
    const RequestPlan *plan = rewrite->plan;
    NodeId statement = rewrite->as_tasks ? NODE_NONE : gather_answer_statement(plan);
    if (rewrite->as_tasks) {
        rewrite->list = fix_fresh_name(plan->fix, STR("tasks"));
        rewrite->value = fix_fresh_name(plan->fix, STR("task"));
    } else {
        rewrite->value = statement != NODE_NONE
                             ? ast_name(plan->ast, ast_child(plan->ast, statement, FIELD_TARGETS))
                             : fix_fresh_name(plan->fix, STR("response"));
        rewrite->list =
            fix_fresh_name(plan->fix, arena_format(plan->mem, "%.*ss", STR_ARG(rewrite->value)));
    }
    write_rows(rewrite);
    Str target = rows_with_names(plan, &plan->rest, rewrite->value);
    fix_replace(
        plan->fix, plan_clauses_span(plan),
        arena_format(plan->mem, "for %.*s in %.*s", STR_ARG(target), STR_ARG(rewrite->list)));
    if (statement != NODE_NONE) {
        gather_drop_answer(plan, statement);
    } else {
        rows_replace_answer(plan, rewrite->as_tasks ? arena_format(plan->mem, "%.*s.result()",
                                                                   STR_ARG(rewrite->value))
                                                    : rewrite->value);
    }
    rows_drop(plan);
}

static void rewrite_function(RequestPlan *plan, const AsyncRequest *request,
                             const AsyncCallers *callers, Str title) {
    Rewrite rewrite = {.plan = plan, .request = *request};
    fix_start(plan->fix, SAFETY_UNSAFE, title);
    rewrite.asyncio = fix_import_module(plan->fix, STR("asyncio"));
    rewrite.httpx = fix_import_module(plan->fix, STR("httpx"));
    rewrite.semaphore = fix_fresh_name(plan->fix, STR("semaphore"));
    rewrite.client = fix_fresh_name(plan->fix, STR("client"));
    rewrite.fetch = fix_fresh_name(plan->fix, STR("fetch"));
    rewrite.as_tasks = plan->loop.form != REQUEST_LOOP_COMPREHENSION && gather_needs_tasks(plan);
    write_loop(&rewrite);
    async_replace_exceptions(plan, rewrite.httpx);
    async_callers_replace(plan->fix, callers);
    async_drop_import(plan);
}

void async_fix(RequestPlan *plan) {
    if (!is_plain_request(plan)) {
        return;
    }
    NodeId function = enclosing_function(plan->ast, plan->extent);
    Str name = function == NODE_NONE ? STR("the module") : ast_name(plan->ast, function);
    Str title =
        arena_format(plan->mem, "Make `%.*s` a coroutine with httpx.AsyncClient", STR_ARG(name));
    AsyncRequest request;
    Str reason = function_reason(plan);
    reason = reason.len ? reason : async_request_read(plan, &request);
    reason = reason.len ? reason : async_response_reason(plan);
    reason = reason.len ? reason : async_exception_reason(plan);
    AsyncCallers callers;
    FunctionPlace place = {plan->fix->rule.file, plan->fix->rule.unit, function};
    if (reason.len || !async_callers_find(place, plan->mem, &callers, &reason)) {
        fix_refuse(plan->fix, title, reason);
        return;
    }
    Str places = async_callers_places(&callers);
    if (places.len) {
        title = arena_format(plan->mem, "%.*s; callers: %.*s", STR_ARG(title), STR_ARG(places));
    }
    rewrite_function(plan, &request, &callers, title);
}
