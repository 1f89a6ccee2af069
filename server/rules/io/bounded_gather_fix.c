#include "rules/io/bounded_gather_fix.h"

#include "semantics/kinds.h"
#include "semantics/loops.h"
#include "text/rows.h"

static const char title[] = "Run at most 10 of them at once";

/* The statement before which the gate must stand, so that it stands before the element too: that of
 * the loop that makes the tasks, or of the element. */
static NodeId anchor_of(const FixContext *context, const TaskStart *start) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId loop = gather_loop(&context->rule, start);
    bool statement = loop != NODE_NONE && !loop_is_comprehension(ast, loop);
    return statement ? loop : ast_statement(ast, start->element);
}

/* The statement of the innermost block that holds all of the anchors. */
static NodeId first_anchor(const FixContext *context, TaskStarts starts) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId first = anchor_of(context, &starts.items[0]);
    for (uint32_t i = 1; i < starts.count; i++) {
        NodeId other = anchor_of(context, &starts.items[i]);
        first = other < first ? other : first;
    }
    /* Up to the block that the spawner's statement, or one around it, stands in. */
    NodeId spawner = starts.items[0].spawner;
    while (true) {
        NodeId block = ast_node(ast, first)->parent;
        if (block == NODE_NONE || ast_is_within(ast, spawner, block)) {
            return first;
        }
        first = block;
    }
}

static const char *obstacle(const FixContext *context, TaskStarts starts, NodeId anchor) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId function = enclosing_function(ast, starts.items[0].spawner);
    if (starts.items[0].form == SPAWN_FUNCTION) {
        return "the library has a limiter of its own, such as CapacityLimiter";
    }
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_ASYNC_FUNCTION_DEF) {
        return "the tasks are not started in a coroutine";
    }
    if (!ast_kind_is_statement(ast_kind(ast, anchor)) ||
        !row_begins_at(facts->text, ast_node(ast, anchor)->start) ||
        (ast_node(ast, anchor)->flags & NODE_ELIF)) {
        return "there is no row before the tasks for the gate";
    }
    return NULL;
}

/* `bounded(element)`; of `map(f, xs)`: `map(bounded, map(f, xs))`. */
static void wrap(FixContext *context, const TaskStart *start, Str name) {
    const Ast *ast = &context->rule.facts->ast;
    Arena *mem = context->rule.mem;
    bool mapped = start->mapped != NODE_NONE;
    NodeId node = mapped ? ast_node(ast, start->element)->parent : start->element;
    Span span = ast_span(ast, node);
    fix_insert(context, span.start,
               arena_format(mem, mapped ? "map(%.*s, " : "%.*s(", STR_ARG(name)));
    fix_insert(context, span.end, STR(")"));
}

static void insert_gate(FixContext *context, NodeId anchor, Str name) {
    Arena *mem = context->rule.mem;
    uint32_t at = ast_node(&context->rule.facts->ast, anchor)->start;
    Str module = fix_import_module(context, STR("asyncio"));
    Str semaphore = fix_fresh_name(context, STR("semaphore"));
    Str coroutine = fix_fresh_name(context, STR("coroutine"));
    Str indent = fix_indent_of(context, at);
    Str step = fix_indent_unit(context);
    Str end = fix_line_end(context);
    Buf out;
    buf_init(&out, 0);
    buf_format(&out, "%.*s = %.*s.Semaphore(10)%.*s%.*s", STR_ARG(semaphore), STR_ARG(module),
               STR_ARG(end), STR_ARG(end));
    buf_format(&out, "%.*sasync def %.*s(%.*s):%.*s", STR_ARG(indent), STR_ARG(name),
               STR_ARG(coroutine), STR_ARG(end));
    buf_format(&out, "%.*s%.*sasync with %.*s:%.*s", STR_ARG(indent), STR_ARG(step),
               STR_ARG(semaphore), STR_ARG(end));
    buf_format(&out, "%.*s%.*s%.*sreturn await %.*s%.*s%.*s%.*s", STR_ARG(indent), STR_ARG(step),
               STR_ARG(step), STR_ARG(coroutine), STR_ARG(end), STR_ARG(end), STR_ARG(indent));
    fix_insert(context, at, arena_copy(mem, buf_str(&out)));
    buf_release(&out);
}

void bounded_gather_fix(FixContext *context, TaskStarts starts) {
    NodeId anchor = first_anchor(context, starts);
    const char *reason = obstacle(context, starts, anchor);
    if (reason) {
        fix_refuse(context, STR(title), str_from_c(reason));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, STR(title));
    Str name = fix_fresh_name(context, STR("bounded"));
    insert_gate(context, anchor, name);
    for (uint32_t i = 0; i < starts.count; i++) {
        wrap(context, &starts.items[i], name);
    }
}
