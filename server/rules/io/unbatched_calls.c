/* io/unbatched-calls: one round trip per turn to a cache, a document store or a queue that takes
 * many at once. SQL and ORM statements are the query category's. */
#include "rules/io/unbatched.h"
#include "rules/io/unbatched_fix.h"
#include "semantics/kinds.h"

/* `set(key, value, timeout)`: the call for many has one lifetime for all of them. */
static bool differs_beyond(const Unbatched *found, const Ast *ast) {
    Str name = ast_name(ast, ast_child(ast, found->call, FIELD_FUNC));
    if (found->batch->form == BATCH_PIPELINE || !str_equal(name, STR("set"))) {
        return false;
    }
    uint32_t place = 0;
    for (NodeId child = ast_first_child(ast, found->call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        bool further = ast_node(ast, child)->field == FIELD_KEYWORDS || place > 2;
        if (further && request_loop_varies(&found->loop, child)) {
            return true;
        }
        place++; /* the function itself is the first child */
    }
    return false;
}

bool unbatched_of_call(const RuleContext *context, NodeId call, Unbatched *out) {
    const Ast *ast = &context->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE ||
        !catalog_ends_batch(ast_name(ast, function)) || loop_of_node(ast, call) == NODE_NONE) {
        return false;
    }
    NodeId receiver = ast_child(ast, function, FIELD_VALUE);
    KindId kind = kinds_expression(context->file, context->unit, receiver);
    const Kind *client = kind_get(kinds_table(context->file), kind);
    const CatalogBatch *batch = client->tag == KIND_TAG_INSTANCE
                                    ? catalog_batch(client->path, ast_name(ast, function))
                                    : NULL;
    if (!batch) {
        return false;
    }
    NodeId parent = ast_node(ast, call)->parent;
    *out = (Unbatched){batch,
                       call,
                       receiver,
                       ast_kind(ast, parent) == NODE_AWAIT ? parent : call,
                       {.loop = NODE_NONE}};
    /* Another client in each turn cannot be told many at once. */
    return request_loop_of_turns(context, call, &out->loop) &&
           !request_loop_varies(&out->loop, receiver) && !differs_beyond(out, ast);
}

/* What was found out about the loop of the call before: most calls of a loop stand together. */
typedef struct PaceMemory {
    NodeId loop;
    bool is_paced;
} PaceMemory;

/* A pause, a gate or a retry in the loop. The call itself is none of them, so that one answer holds
 * for all calls of the loop. */
static bool is_paced(const Unbatched *found, PaceMemory *memory) {
    if (memory->loop != found->loop.loop) {
        NetworkRequest none = {.awaiter = NODE_NONE};
        *memory =
            (PaceMemory){found->loop.loop, request_loop_is_paced(&found->loop, &none, found->call)};
    }
    return memory->is_paced;
}

static Str text_of(const RuleContext *context, NodeId node) {
    Str text = str_span(context->facts->text, ast_span(&context->facts->ast, node));
    return arena_copy(context->mem, str_slice(text, 0, str_find_byte(text, '\n')));
}

static void report(RuleContext *context, const Unbatched *found) {
    const Ast *ast = &context->facts->ast;
    Report report = report_new(RULE_io_unbatched_calls, ast_span(ast, found->call));
    Str name = text_of(context, ast_child(ast, found->call, FIELD_FUNC));
    Str instead = found->batch->form == BATCH_PIPELINE
                      ? STR("a pipeline")
                      : arena_format(context->mem, "`%.*s`", STR_ARG(found->batch->method));
    report.subject = name;
    report.message = arena_format(
        context->mem, "`%.*s` makes one round trip per `%.*s`; %.*s makes one for all",
        STR_ARG(name), STR_ARG(text_of(context, found->loop.target)), STR_ARG(instead));
    report.cost = STR("turns x one round trip");
    report.anchor = found->call;
    rule_report(context, &report);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    /* Data migrations run once, and are written to be read; so are tests, with their few elements.
     */
    if (file_model_is_migration(context->file) || file_model_is_test(context->file)) {
        return;
    }
    PaceMemory memory = {NODE_NONE, false};
    for (NodeId node = 0; node < ast->node_count; node++) {
        Unbatched found;
        if (ast_kind(ast, node) == NODE_CALL && unbatched_of_call(context, node, &found) &&
            !is_paced(&found, &memory)) {
            report(context, &found);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    Unbatched found;
    if (unbatched_of_call(&context->rule, finding->anchor, &found)) {
        unbatched_fix(context, &found);
    }
}

const RuleImplementation rule_io_unbatched_calls = {
    .rule = RULE_io_unbatched_calls,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(FOR) | TRIGGER_BIT(WHILE),
    .check_unit = check_unit,
    .fix = fix,
};
