/* Knows which attribute is a relation's key, and where the row keeps it; refuses to know what
 * reading it costs. */
#include "rules/query/key_access.h"

#include "rules/shape.h"

/* The model that the expression is an instance of, whether a query gave it or not. */
static const Model *model_of_value(const RuleContext *context, NodeId value) {
    KindTable *table = kinds_table(context->file);
    KindId kind = kinds_expression(context->file, context->unit, value);
    RowKind row;
    if (row_kind_get(table, kind, &row)) {
        return model_of_kind(context->file, kind_get(table, row.model));
    }
    const Kind *object = kind_get(table, kind);
    return object->tag == KIND_TAG_OBJECT ? model_of_kind(context->file, object) : NULL;
}

static bool is_key_of(const RuleContext *context, const ModelField *relation, Str name) {
    const Model *target = model_target(context->file, relation);
    const ModelField *field = target ? model_field(context->file, target, name) : NULL;
    return field && field->is_primary_key && relation->to_field.len == 0;
}

static bool is_plain_relation(const ModelField *field) {
    return field && field->kind == MODEL_TO_ONE && !field->is_reverse && field->key_name.len > 0 &&
           field->loading == MODEL_LOADS_AT_ACCESS;
}

bool key_access_of(const RuleContext *context, NodeId node, KeyAccess *out) {
    const Ast *ast = &context->facts->ast;
    NodeId relation = ast_child(ast, node, FIELD_VALUE);
    NodeId value = ast_child(ast, relation, FIELD_VALUE);
    Str key = ast_name(ast, node);
    if (ast_kind(ast, node) != NODE_ATTRIBUTE || ast_kind(ast, relation) != NODE_ATTRIBUTE ||
        value == NODE_NONE || (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) ||
        !catalog_is_key_name(key)) {
        return false;
    }
    const Model *model = model_of_value(context, value);
    const ModelField *field =
        model ? model_field(context->file, model, ast_name(ast, relation)) : NULL;
    if (!is_plain_relation(field) || !is_key_of(context, field, key)) {
        return false;
    }
    *out = (KeyAccess){relation, field, model->orm};
    return true;
}

bool key_access_is_mixed(const RuleContext *context, const KeyAccess *access, Str key, NodeId begin,
                         NodeId end) {
    const UnitFacts *facts = context->facts;
    const Ast *ast = &facts->ast;
    for (NodeId node = begin; node < end; node++) {
        if (node == access->relation || ast_kind(ast, node) != NODE_ATTRIBUTE ||
            !shape_same_text(facts, node, access->relation)) {
            continue;
        }
        NodeId parent = ast_node(ast, node)->parent;
        bool is_read = !(ast_node(ast, parent)->flags & (NODE_STORE | NODE_DEL));
        if (ast_kind(ast, parent) != NODE_ATTRIBUTE || !is_read ||
            !str_equal(ast_name(ast, parent), key)) {
            return true;
        }
    }
    return false;
}

static void start(FixContext *context, const KeyAccess *access) {
    /* An empty relation has no key to read: an error becomes None. Only Django keeps both alike
     * before the row is written. */
    bool is_same = access->orm == ORM_DJANGO && !access->field->is_nullable;
    fix_start(context, is_same ? SAFETY_SAFE : SAFETY_UNSAFE,
              arena_format(context->rule.mem, "Read `%.*s` of the row itself",
                           STR_ARG(access->field->key_name)));
}

void key_access_fix(FixContext *context, NodeId node, const KeyAccess *access, NodeId begin,
                    NodeId end) {
    QuerySite here = {
        .file = context->rule.file, .unit = context->rule.unit, .facts = context->rule.facts};
    key_access_fix_at(context, &here, node, access, (KeyReach){begin, end});
}

void key_access_fix_at(FixContext *context, const QuerySite *site, NodeId node,
                       const KeyAccess *access, KeyReach reach) {
    const Ast *ast = &site->facts->ast;
    Str key = arena_copy(context->rule.mem, access->field->key_name);
    start(context, access);
    for (NodeId other = reach.begin; other < reach.end; other++) {
        if (ast_kind(ast, other) == NODE_ATTRIBUTE && shape_same_text(site->facts, other, node)) {
            NodeId relation = ast_child(ast, other, FIELD_VALUE);
            query_site_replace(
                context, site,
                (Span){ast_name_span(ast, relation).start, ast_node(ast, other)->end}, key);
        }
    }
}
