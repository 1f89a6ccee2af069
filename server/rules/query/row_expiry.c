/* Knows when a session forgets its rows. Knows nothing of what queries load. */
#include "rules/query/row_expiry.h"

#include "rules/shape.h"
#include "semantics/loops.h"

enum { COMMITS_MAX = 16 };

typedef struct Reading {
    RowAccount *account;
    const UnitFacts *facts;
    NodeId commits[COMMITS_MAX];
    uint32_t commit_count;
} Reading;

static KindId kind_at(const RowAccount *account, NodeId node) {
    return kinds_expression(account->rule->file, account->rule->unit, node);
}

/* ---- commits ----------------------------------------------------------------------------------
 */

static NodeId receiver_of(const Ast *ast, NodeId call) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    return function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE
               ? ast_child(ast, function, FIELD_VALUE)
               : NODE_NONE;
}

static bool is_expiring_commit(const RowAccount *account, NodeId call) {
    const Ast *ast = account->ast;
    const CatalogQueryMethod *method =
        catalog_query_method(ORM_SQLALCHEMY, QUERY_ON_SESSION, shape_method(ast, call));
    NodeId session =
        method && (method->effects & QUERY_EXPIRES) ? receiver_of(ast, call) : NODE_NONE;
    if (session == NODE_NONE || ast_kind(ast, ast_node(ast, call)->parent) != NODE_AWAIT) {
        return false;
    }
    uint32_t traits = kind_traits(kinds_table(account->rule->file), kind_at(account, session));
    return (traits & CLASS_ORM_SESSION) && (traits & CLASS_EXPIRES);
}

static void find_commits(Reading *reading) {
    const Ast *ast = reading->account->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (ast_kind(ast, node) == NODE_CALL && reading->commit_count < COMMITS_MAX &&
            is_expiring_commit(reading->account, node)) {
            reading->commits[reading->commit_count++] = node;
        }
    }
}

/* ---- reads ------------------------------------------------------------------------------------
 */

/* The only binding of a local variable; NULL when there are more, or it is none. */
static const Binding *only_binding(const UnitFacts *facts, NodeId name) {
    SymbolId variable = shape_local(facts, name);
    const Symbol *symbol = variable == SYMBOL_NONE ? NULL : &facts->scopes->symbols[variable];
    return symbol && symbol->binding_count == 1 && !(symbol->flags & SYMBOL_PARAMETER)
               ? &facts->scopes->bindings[symbol->first_binding]
               : NULL;
}

/* Between the two something is asked of the database, or given the variable: the row may be back.
 */
static bool may_be_back(const Reading *reading, NodeId commit, NodeId read) {
    const Ast *ast = reading->account->ast;
    for (NodeId node = ast_node(ast, commit)->subtree_end; node < read; node++) {
        if (ast_kind(ast, node) == NODE_AWAIT) {
            return true;
        }
    }
    return false;
}

/* A row that a session's query gave, or an object of a model that is made here. */
static const Model *model_read(const RowAccount *account, KindId value, KindId *row_model) {
    const KindTable *table = kinds_table(account->rule->file);
    RowKind row;
    if (row_kind_get(table, value, &row)) {
        *row_model = row.model;
        bool is_own = row.orm == ORM_SQLALCHEMY && (row.flags & ROW_IS_ASYNC);
        return is_own ? model_of_kind(account->rule->file, kind_get(table, row.model)) : NULL;
    }
    const Kind *kind = kind_get(table, value);
    *row_model = value;
    const Model *model =
        kind->tag == KIND_TAG_OBJECT ? model_of_kind(account->rule->file, kind) : NULL;
    return model && model->orm == ORM_SQLALCHEMY ? model : NULL;
}

/* An object that is made here is the session's when it is added to it before the commit. */
static bool is_added(const Reading *reading, NodeId name, NodeId commit) {
    const Ast *ast = reading->account->ast;
    SymbolId variable = shape_local(reading->facts, name);
    for (NodeId node = 0; node < commit; node++) {
        NodeId argument =
            ast_kind(ast, node) == NODE_CALL && str_equal(shape_method(ast, node), STR("add"))
                ? ast_child(ast, node, FIELD_ARGS)
                : NODE_NONE;
        if (argument != NODE_NONE && ast_kind(ast, argument) == NODE_NAME &&
            shape_local(reading->facts, argument) == variable) {
            return true;
        }
    }
    return false;
}

static void consider(Reading *reading, NodeId commit, NodeId node, SymbolId *told) {
    RowAccount *account = reading->account;
    const Ast *ast = account->ast;
    NodeId name = ast_child(ast, node, FIELD_VALUE);
    if (name == NODE_NONE || ast_kind(ast, name) != NODE_NAME ||
        (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL))) {
        return;
    }
    const Binding *binding = only_binding(reading->facts, name);
    SymbolId variable = shape_local(reading->facts, name);
    if (!binding || binding->node > commit || variable == *told ||
        !row_account_always_before(ast, commit, node) || may_be_back(reading, commit, node) ||
        enclosing_function(ast, node) != enclosing_function(ast, commit) ||
        loop_of_node(ast, commit) != loop_of_node(ast, node)) {
        return;
    }
    KindId row_model;
    KindId value = kind_at(account, name);
    const Model *model = model_read(account, value, &row_model);
    const ModelField *field =
        model ? model_field(account->rule->file, model, ast_name(ast, node)) : NULL;
    bool is_row = kind_is_row(kinds_table(account->rule->file), value);
    if (!field || (!is_row && !is_added(reading, name, commit))) {
        return;
    }
    *told = variable;
    row_account_add(account, (RowCost){
                                 .rule = RULE_query_async_lazy_load,
                                 .node = node,
                                 .loop = NODE_NONE,
                                 .path = field->name,
                                 .row = value,
                                 .expired = commit,
                                 .hit = {.kind = ROW_HIT_EXPIRED,
                                         .file = account->rule->file->id,
                                         .unit = account->rule->unit,
                                         .node = node,
                                         .value = value,
                                         .path = field->name}
    });
}

void row_expiry_collect(RowAccount *account) {
    Reading reading = {.account = account,
                       .facts = file_model_unit(account->rule->file, account->rule->unit)};
    find_commits(&reading);
    for (uint32_t i = 0; i < reading.commit_count; i++) {
        SymbolId told = SYMBOL_NONE;
        NodeId end = account->ast->node_count;
        for (NodeId node = ast_node(account->ast, reading.commits[i])->subtree_end; node < end;
             node++) {
            if (ast_kind(account->ast, node) == NODE_ATTRIBUTE) {
                consider(&reading, reading.commits[i], node, &told);
            }
        }
    }
}
