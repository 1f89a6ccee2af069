/* Knows which writes of a loop change what it reads; refuses to know how it is loaded. */
#include "rules/query/stale_rows.h"

#include "rules/query/inner_statement.h"
#include "semantics/loops.h"

static const Model *written_model(const FileModel *file, const Statement *statement) {
    bool is_write = statement->effect == STATEMENT_WRITES && !statement->is_ending;
    return is_write ? model_of_kind(file, kind_get(kinds_table(file), statement->call.model))
                    : NULL;
}

/* Rows of this class are written, one by one or by a query; before the access or behind it. */
typedef struct Write {
    const Model *model;
    bool is_row;
    bool is_before;
} Write;

static const char *obstacle_of(const FileModel *file, const EagerPath *path, const Write *write) {
    for (uint32_t i = 0; i < path->count; i++) {
        const ModelField *field = path->steps[i].field;
        if (model_target(file, field) != write->model) {
            continue;
        }
        /* `book.author.save()`: other books have a copy of that author. A row of the loop itself
         * may be among what another one leads to. */
        bool is_shared = field->kind == MODEL_TO_ONE || write->model == path->steps[0].owner;
        if (write->is_row && is_shared) {
            return "the loop saves rows that other turns read through the relation";
        }
        if (!write->is_row && write->is_before) {
            return "the loop writes related rows before it reads them";
        }
    }
    return NULL;
}

static const char *judge(const FileModel *file, const Statement *statement, const EagerPath *path,
                         bool is_before) {
    Write write = {written_model(file, statement), statement->call.on == QUERY_ON_ROW, is_before};
    return write.model ? obstacle_of(file, path, &write) : NULL;
}

const char *stale_rows_obstacle(const RuleContext *rule, const RowCost *cost,
                                const EagerPath *path) {
    const Ast *ast = &rule->facts->ast;
    if (path->query.orm == ORM_SQLALCHEMY || cost->loop == NODE_NONE ||
        (ast_kind(ast, cost->loop) != NODE_FOR && ast_kind(ast, cost->loop) != NODE_ASYNC_FOR)) {
        return NULL;
    }
    const char *reason = NULL;
    NodeId end = ast_node(ast, cost->loop)->subtree_end;
    for (NodeId node = cost->loop; node < end && !reason; node++) {
        if (ast_kind(ast, node) != NODE_CALL) {
            continue;
        }
        bool is_before = node <= cost->node;
        if (statement_may_be(ast, node)) {
            Statement sent = statement_of_call(rule->file, rule->unit, node, KIND_NEVER);
            reason = judge(rule->file, &sent, path, is_before);
        }
        if (!reason && is_before) {
            InnerStatement inner =
                inner_statement_find(rule->file, rule->unit, node, rule->scratch);
            reason = inner.statement.effect == STATEMENT_WRITES
                         ? judge(inner.file, &inner.statement, path, is_before)
                         : NULL;
        }
    }
    return reason;
}
