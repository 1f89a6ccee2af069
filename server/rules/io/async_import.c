/* Knows whether the import of requests is still needed once a function sends with httpx. */
#include "rules/io/async_parts.h"

static const RuleContext *rule_of(const RequestPlan *plan) {
    return &plan->fix->rule;
}

static const Ast *ast_of(const RequestPlan *plan, UnitId unit) {
    return &file_model_unit(rule_of(plan)->file, unit)->ast;
}

/* Something else than the rewritten call reads the module's name. */
static bool is_needed_elsewhere(const RequestPlan *plan) {
    const FileModel *file = rule_of(plan)->file;
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        const Ast *ast = ast_of(plan, unit);
        bool is_own = unit == rule_of(plan)->unit;
        for (NodeId node = 0; node < ast->node_count; node++) {
            bool named =
                ast_kind(ast, node) == NODE_NAME && str_equal(ast_name(ast, node), STR("requests"));
            bool goes = is_own && (ast_is_within(ast, node, plan->call) ||
                                   ast_kind(ast, ast_statement(ast, node)) == NODE_TRY);
            if (named && !goes) {
                return true;
            }
        }
    }
    return false;
}

void async_drop_import(const RequestPlan *plan) {
    const FileModel *file = rule_of(plan)->file;
    const Ast *ast = ast_of(plan, UNIT_MODULE_ID);
    if (is_needed_elsewhere(plan)) {
        return;
    }
    for (NodeId statement = ast_first_child(ast, NODE_ROOT); statement != NODE_NONE;
         statement = ast_next_sibling(ast, statement)) {
        NodeId alias = ast_kind(ast, statement) == NODE_IMPORT
                           ? ast_child(ast, statement, FIELD_NAMES)
                           : NODE_NONE;
        bool alone = alias != NODE_NONE && ast_next_in_field(ast, alias) == NODE_NONE &&
                     ast_child(ast, alias, FIELD_ASNAME) == NODE_NONE &&
                     str_equal(ast_name(ast, alias), STR("requests"));
        if (!alone) {
            continue;
        }
        Span span = outline_span_to_file(file->outline, UNIT_MODULE_ID, ast_span(ast, statement));
        uint32_t row = line_index_row(file->lines, span.start);
        uint32_t end =
            row + 1 < file->lines->count ? file->lines->starts[row + 1] : file->outline->text.len;
        fix_replace_in_file(plan->fix, (Span){file->lines->starts[row], end}, STR(""));
    }
}
