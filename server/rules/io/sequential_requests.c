/* io/sequential-requests: a loop sends one HTTP request a turn and waits for each answer before it
 * sends the next.
 *
 * Which loops those are stands in request_loop.c; how one is taken apart in request_plan.c, and
 * what is written instead in the files that request_fix.h names. */
#include "rules/call_chain.h"
#include "rules/io/request_fix.h"
#include "rules/io/request_loop.h"

/* What the requests differ by, as written. */
static Str turn_name(const RequestLoop *loop) {
    const UnitFacts *facts = loop->context->facts;
    Str text = str_span(facts->text, ast_span(&facts->ast, loop->target));
    return str_slice(text, 0, str_find_byte(text, '\n'));
}

static Str message(const RuleContext *context, const RequestLoop *loop,
                   const NetworkRequest *request, NodeId call) {
    Str name = call_chain_name((CallPlace){context->file, context->unit, call});
    Str turn = turn_name(loop);
    if (request->chain.step_count == 1) {
        return arena_format(
            context->mem,
            "`%.*s` sends one request per `%.*s`; each waits for the answer before it",
            STR_ARG(name), STR_ARG(turn));
    }
    Str path = request->chain.callable->path;
    return arena_format(context->mem,
                        "`%.*s` sends one request per `%.*s` (it reaches %.*s); each waits for the "
                        "answer before it",
                        STR_ARG(name), STR_ARG(turn), STR_ARG(path));
}

static void report(RuleContext *context, const RequestLoop *loop, const NetworkRequest *request,
                   NodeId call) {
    Report found = report_new(RULE_io_sequential_requests, ast_span(&context->facts->ast, call));
    Str name = call_chain_name((CallPlace){context->file, context->unit, call});
    found.subject = arena_copy(context->mem, name);
    found.message = message(context, loop, request, call);
    found.cost = STR("turns x the time of one answer");
    if (request->writes) {
        found.severity = (int)variant_info(VARIANT_io_sequential_requests_write)->severity;
    }
    if (request->chain.is_likely) {
        found.certainty = CERTAINTY_LIKELY;
    }
    found.anchor = call;
    call_chain_relate(context, &request->chain, STR("waits"), &found);
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    RequestLoops loops = {.context = context};
    for (NodeId node = 0; node < ast->node_count; node++) {
        NetworkRequest request;
        RequestLoop loop;
        if (ast_kind(ast, node) == NODE_CALL &&
            request_loops_of_call(&loops, node, &request, &loop)) {
            report(context, &loop, &request, node);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    RequestPlan plan;
    Str reason;
    bool is_apart = request_plan_make(&plan, context, finding->anchor, &reason);
    bool is_async = plan.request.chain.callable && plan.request.awaiter != NODE_NONE;
    if (is_apart) {
        reason = request_plan_obstacle(&plan);
    }
    if (reason.len) {
        fix_refuse(context,
                   is_async ? STR("Send the requests as tasks, some at a time")
                            : STR("Send the requests in threads, some at a time"),
                   reason);
    } else if (is_async) {
        gather_fix(&plan);
    } else {
        thread_fix(&plan);
        async_fix(&plan);
    }
}

const RuleImplementation rule_io_sequential_requests = {
    .rule = RULE_io_sequential_requests,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
    .fix = fix,
};
