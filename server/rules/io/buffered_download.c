/* io/buffered-download: the whole body of a reply is in memory only to be written to a file. Bodies
 * that are hashed, parsed or used again, and replies that are streamed already, are left alone. */
#include "rules/io/download.h"
#include "rules/shape.h"

static void report(RuleContext *context, const Download *download) {
    const UnitFacts *facts = context->facts;
    Report found = report_new(RULE_io_buffered_download, ast_span(&facts->ast, download->write));
    found.certainty = download->is_likely ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN;
    found.subject = shape_first_row(facts, download->body, context->mem);
    found.message = arena_format(context->mem,
                                 "`%.*s` holds the whole body in memory only to write it to a file",
                                 STR_ARG(found.subject));
    found.cost = STR("memory of the whole body instead of one piece");
    found.anchor = download->write;
    rule_report(context, &found);
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    Download download;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL && download_of(context, node, &download)) {
            report(context, &download);
        }
    }
}

static void fix(FixContext *context, const Finding *finding) {
    Download download;
    if (download_of(&context->rule, finding->anchor, &download)) {
        download_fix(context, &download);
    }
}

/* A body is read, and something is written. */
static bool wants(const Unit *unit, const RuleOptions *options) {
    (void)options;
    return (unit->triggers & (TRIGGER_BIT(BODY) | TRIGGER_BIT(WHOLE_READ))) != 0;
}

const RuleImplementation rule_io_buffered_download = {
    .rule = RULE_io_buffered_download,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION | 1 << UNIT_CLASS,
    .any_trigger = TRIGGER_BIT(WRITE),
    .wants = wants,
    .check_unit = check_unit,
    .fix = fix,
};
