/* io/missing-timeout: a call that may wait for ever, since nothing bounds it.
 *
 * Which callables wait, which parameter bounds them and what holds without it is the catalog's
 * business; what a given value means is timeout_argument.c's; what elsewhere in the file bounds the
 * call is timeout_silencer.c's. */
#include "catalog/extension.h"
#include "rules/io/timeout_argument.h"
#include "rules/io/timeout_fix.h"
#include "rules/io/timeout_silencer.h"

/* A call with a timeout parameter: directly, or wrapped by functools.partial. */
typedef struct TimeoutCall {
    const CatalogTimeout *row;
    uint32_t skipped; /* 1 for a partial: its first argument is the callable */
} TimeoutCall;

/* `stub.Method(request)` on a generated grpc stub. */
static const CatalogTimeout *stub_timeout(RuleContext *context, NodeId function) {
    const Ast *ast = &context->facts->ast;
    if (ast_kind(ast, function) != NODE_ATTRIBUTE) {
        return NULL;
    }
    KindId receiver =
        kinds_expression(context->file, context->unit, ast_child(ast, function, FIELD_VALUE));
    const Kind *kind = kind_get(kinds_table(context->file), receiver);
    return kind->tag == KIND_TAG_INSTANCE ? catalog_stub_timeout(kind->path) : NULL;
}

static TimeoutCall timeout_call(RuleContext *context, NodeId call) {
    const Ast *ast = &context->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    KindTable *table = kinds_table(context->file);
    if (function == NODE_NONE) {
        return (TimeoutCall){NULL, 0};
    }
    KindId callee = kinds_expression(context->file, context->unit, function);
    if (kind_is_symbol(table, callee, STR("functools.partial"))) {
        NodeId inner = ast_child(ast, call, FIELD_ARGS);
        callee = inner == NODE_NONE ? KIND_UNKNOWN
                                    : kinds_expression(context->file, context->unit, inner);
        const Kind *kind = kind_get(table, callee);
        return (TimeoutCall){kind->tag == KIND_TAG_SYMBOL
                                 ? extended_timeout(context->file->extension, kind->path)
                                 : NULL,
                             1};
    }
    /* A call through a partial was judged where the partial was made. */
    const Kind *kind = kind_get(table, callee);
    if (callee == KIND_UNKNOWN) {
        return (TimeoutCall){stub_timeout(context, function), 0};
    }
    return (TimeoutCall){kind->tag == KIND_TAG_SYMBOL
                             ? extended_timeout(context->file->extension, kind->path)
                             : NULL,
                         0};
}

static Str message(RuleContext *context, const CatalogTimeout *row, TimeoutState state) {
    Str path = row->path;
    if (state == TIMEOUT_PARTIAL) {
        return arena_format(context->mem,
                            "this timeout bounds a part of %.*s only and drops the default total",
                            STR_ARG(path));
    }
    if (state == TIMEOUT_NONE) {
        return arena_format(context->mem, "%.*s=None lets %.*s wait for ever",
                            STR_ARG(catalog_timeout_parameter(row->keyword)), STR_ARG(path));
    }
    if (row->form == TIMEOUT_FORM_NO_PARAMETER) {
        return arena_format(context->mem,
                            "%.*s takes no timeout and may wait for ever; use a call that does",
                            STR_ARG(path));
    }
    if (row->form == TIMEOUT_FORM_ASYNC_SCOPE) {
        return arena_format(context->mem,
                            "%.*s may wait for ever; put it under asyncio.timeout or wait_for",
                            STR_ARG(path));
    }
    return arena_format(context->mem, "%.*s without %.*s waits for ever when no answer comes",
                        STR_ARG(path), STR_ARG(catalog_timeout_parameter(row->keyword)));
}

static void report(RuleContext *context, NodeId call, const CatalogTimeout *row,
                   TimeoutState state) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_io_missing_timeout, ast_span(&facts->ast, call));
    NodeId function = ast_child(&facts->ast, call, FIELD_FUNC);
    Str name = str_span(facts->text, ast_span(&facts->ast, function));
    found.subject = arena_copy(context->mem, str_slice(name, 0, str_find_byte(name, '\n')));
    found.message = message(context, row, state);
    if (row->tier == 2) {
        found.severity = (int)variant_info(VARIANT_io_missing_timeout_tier_two)->severity;
    } else if (state == TIMEOUT_PARTIAL) {
        found.severity = (int)variant_info(VARIANT_io_missing_timeout_partial)->severity;
    }
    found.anchor = call;
    rule_report(context, &found);
}

static void check_call(RuleContext *context, NodeId call) {
    TimeoutCall found = timeout_call(context, call);
    const CatalogTimeout *row = found.row;
    int32_t tier = options_integer(context->options, OPTION_io_missing_timeout_tier);
    if (!row || row->tier > tier) {
        return;
    }
    TimeoutArgument argument =
        timeout_argument(context->file, context->unit, call, row, found.skipped);
    bool waits = argument.state == TIMEOUT_NONE || argument.state == TIMEOUT_PARTIAL ||
                 (argument.state == TIMEOUT_MISSING && row->when_missing != TIMEOUT_DEFAULT_FINITE);
    if (waits && !timeout_is_silenced(context, call, row, argument.state)) {
        report(context, call, row, argument.state);
    }
}

/* Most calls of a file are of names that no row ends with: they are not evaluated at all. */
static bool may_have_timeout(const RuleContext *context, NodeId call, bool has_stubs) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    if (function == NODE_NONE) {
        return false;
    }
    NodeKind kind = ast_kind(ast, function);
    Str name = ast_name(ast, function);
    /* A plain name may be an alias of anything. */
    return kind == NODE_NAME ||
           (kind == NODE_ATTRIBUTE &&
            (has_stubs || extended_ends_timeout(context->file->extension, name) ||
             str_equal(name, STR("partial"))));
}

/* Generated stubs may have methods of any name. */
static bool may_have_stubs(const RuleContext *context) {
    if (options_integer(context->options, OPTION_io_missing_timeout_tier) < 2) {
        return false;
    }
    Str mark = catalog_stub_module_mark();
    Str module = file_model_unit(context->file, UNIT_MODULE_ID)->text;
    Str own = context->facts->text;
    return str_find(module, mark) < module.len || str_find(own, mark) < own.len;
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    bool has_stubs = may_have_stubs(context);
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL && may_have_timeout(context, node, has_stubs)) {
            check_call(context, node);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    RuleContext rule = context->rule;
    TimeoutCall found = timeout_call(&rule, finding->anchor);
    if (found.row) {
        timeout_fix(context, finding->anchor, found.row, found.skipped);
    }
}

const RuleImplementation rule_io_missing_timeout = {
    .rule = RULE_io_missing_timeout,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .wants_file = timeout_wants_file,
    .check_unit = check_unit,
    .fix = fix,
};
