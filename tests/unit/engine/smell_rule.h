/* A rule for tests: every name that begins with `smell` is a finding. What its fix does depends on
 * the name, so that a text alone says what a test is about:
 *   smell_ok       -> fine
 *   smell_likely   -> fine, the finding being only likely
 *   smell_broken   -> ((            the result does not parse
 *   smell_stays    -> smell_other   the finding remains
 *   smell_grows    -> (smell_ok, smell_ok)
 *   smell_refused  refused
 *   smell_unsafe   -> fine, unsafe
 *   smell_wrap(x)  -> x             overlaps the fixes inside x
 *   smell_import   -> deque of collections
 *   smell_fresh    -> a fresh name for `wanted`
 *   smell_both     -> fine, and `b.py` gets a first row `# seen` (smell_spoils: a first row `((`)
 * Functions named `asks...` are also reported when the function `helper` of the module smells. */
#ifndef BLUETICK_TESTS_SMELL_RULE_H
#define BLUETICK_TESTS_SMELL_RULE_H

#include "rules/fix_builder.h"

#define SMELL_RULE ((RuleId)0)

static inline bool smells(Str name) {
    return str_starts_with(name, STR("smell"));
}

static inline void smell_check_helper(RuleContext *context) {
    const FileModel *file = context->file;
    const Unit *unit = &file->outline->units[context->unit];
    if (!str_starts_with(str_span(file->outline->text, unit->name), STR("asks"))) {
        return;
    }
    UnitId helper = file_model_member(file, UNIT_MODULE_ID, STR("helper"));
    if (helper == UNIT_NONE) {
        return;
    }
    Str text = file_model_unit(file, helper)->text;
    if (str_find(text, STR("smell")) < text.len) {
        Report report = report_new(SMELL_RULE, (Span){0, 3});
        report.subject = STR("asks");
        report.message = STR("the helper smells");
        rule_report(context, &report);
    }
}

static inline void smell_check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) != NODE_NAME || !smells(ast_name(ast, node))) {
            continue;
        }
        Str name = ast_name(ast, node);
        Report report = report_new(SMELL_RULE, ast_span(ast, node));
        report.certainty =
            str_equal(name, STR("smell_likely")) ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN;
        report.certainty =
            str_equal(name, STR("smell_possible")) ? CERTAINTY_POSSIBLE : report.certainty;
        report.subject = name;
        report.message = arena_format(context->mem, "%.*s smells", STR_ARG(name));
        report.anchor = node;
        rule_report(context, &report);
    }
    smell_check_helper(context);
}

static inline void smell_fix_wrap(FixContext *context, NodeId node) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId call = ast->nodes[node].parent;
    NodeId argument = ast_child(ast, call, FIELD_ARGS);
    if (argument != NODE_NONE) {
        fix_start(context, SAFETY_SAFE, STR("Unwrap"));
        fix_delete(context, (Span){ast_span(ast, call).start, ast_span(ast, argument).start});
        fix_delete(context, (Span){ast_span(ast, argument).end, ast_span(ast, call).end});
    }
}

static inline void smell_fix_both(FixContext *context, Span span, Str row) {
    fix_start(context, SAFETY_SAFE, STR("Replace it in two files"));
    fix_replace(context, span, STR("fine"));
    fix_replace_elsewhere(context, STR("b.py"), (Span){0, 0}, row);
}

static inline void smell_fix(FixContext *context, const Finding *finding) {
    static const struct {
        Str name;
        Safety safety;
        Str text;
    } table[] = {
        {{"smell_ok", 8},      SAFETY_SAFE,   {"fine", 4}                 },
        {{"smell_likely", 12}, SAFETY_SAFE,   {"fine", 4}                 },
        {{"smell_broken", 12}, SAFETY_SAFE,   {"((", 2}                   },
        {{"smell_stays", 11},  SAFETY_SAFE,   {"smell_other", 11}         },
        {{"smell_grows", 11},  SAFETY_SAFE,   {"(smell_ok, smell_ok)", 20}},
        {{"smell_unsafe", 12}, SAFETY_UNSAFE, {"fine", 4}                 },
    };
    Span span = ast_span(&context->rule.facts->ast, finding->anchor);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (str_equal(finding->subject, table[i].name)) {
            fix_start(context, table[i].safety, STR("Replace it"));
            fix_replace(context, span, table[i].text);
        }
    }
    if (str_equal(finding->subject, STR("smell_refused"))) {
        fix_refuse(context, STR("Replace it"), STR("it is refused"));
    } else if (str_equal(finding->subject, STR("smell_wrap"))) {
        smell_fix_wrap(context, finding->anchor);
    } else if (str_equal(finding->subject, STR("smell_import"))) {
        fix_start(context, SAFETY_SAFE, STR("Import"));
        fix_replace(context, span, fix_import(context, STR("collections"), STR("deque")));
    } else if (str_equal(finding->subject, STR("smell_both"))) {
        smell_fix_both(context, span, STR("# seen\n"));
    } else if (str_equal(finding->subject, STR("smell_spoils"))) {
        smell_fix_both(context, span, STR("((\n"));
    } else if (str_equal(finding->subject, STR("smell_fresh"))) {
        fix_start(context, SAFETY_SAFE, STR("Name it"));
        fix_replace(context, span, fix_fresh_name(context, STR("wanted")));
    }
}

static inline RuleImplementation smell_rule(void) {
    return (RuleImplementation){
        .rule = SMELL_RULE,
        .visits = 1u << UNIT_MODULE | 1u << UNIT_FUNCTION | 1u << UNIT_CLASS,
        .check_unit = smell_check_unit,
        .fix = smell_fix,
    };
}

#endif
