/* query/missing-index: rows are looked up or put in order by a column that has no index. */
#include "rules/query/query_value.h"
#include "rules/shape.h"

enum { STEPS_MAX = 8 };

/* ---- columns -------------------------------------------------------------------------------- */

/* Some index, constraint or unique_together begins with the column. */
static bool leads_an_index(const Model *model, const ModelField *field) {
    for (uint32_t i = 0; i < model->indexes.count; i++) {
        const ModelIndex *index = &model->indexes.items[i];
        if (index->count && str_equal(index->columns[0], field->name)) {
            return true;
        }
    }
    return false;
}

/* An index on a column of two values would not be used, and one on long texts is seldom possible.
 */
static bool lacks_index(const Model *model, const ModelField *field) {
    return model->self.tag != REF_PATH && field->kind == MODEL_COLUMN && !field->is_primary_key &&
           !field->is_unique && !field->has_index && !catalog_is_boolean_field(field->class_path) &&
           !catalog_is_text_field(field->class_path) && !leads_an_index(model, field);
}

typedef struct Lookup {
    const Model *model; /* that has the column */
    const ModelField *field;
    Str rest; /* "gte" of "author__born__gte" */
} Lookup;

static Str next_part(Str *path) {
    uint32_t end = str_find(*path, STR("__"));
    Str part = str_slice(*path, 0, end < path->len ? end : path->len);
    *path = end < path->len ? str_slice(*path, end + 2, path->len) : STR("");
    return part;
}

/* The column that "author__born__gte" leads to, over relations of the query's model. */
static bool follow(const FileModel *file, const Model *model, Str path, Lookup *out) {
    *out = (Lookup){.model = model, .rest = path};
    for (uint32_t i = 0; i < STEPS_MAX && out->model && out->rest.len; i++) {
        Str part = next_part(&out->rest);
        out->field = model_query_field(file, out->model, part);
        out->field = out->field ? out->field : model_field(file, out->model, part);
        if (!out->field || out->field->kind == MODEL_COLUMN) {
            return out->field != NULL;
        }
        out->model = model_target(file, out->field);
    }
    return false;
}

/* ---- reporting ------------------------------------------------------------------------------ */

static void report_column(RuleContext *context, NodeId node, const Lookup *lookup, bool is_likely) {
    Report report = report_new(RULE_query_missing_index, ast_span(&context->facts->ast, node));
    report.subject = lookup->field->name;
    report.certainty = is_likely ? CERTAINTY_LIKELY : CERTAINTY_CERTAIN;
    report.anchor = node;
    report.message =
        arena_format(context->mem, "the column `%.*s` of %.*s has no index that this could use",
                     STR_ARG(lookup->field->name), STR_ARG(lookup->model->name));
    report.cost = STR("every row is looked at");
    rule_report(context, &report);
}

/* ---- names in keywords and texts ------------------------------------------------------------ */

/* The call finds one row by another column, or an index over several columns serves it whole. */
static bool is_served_otherwise(const RuleContext *context, NodeId call, const Lookup *of) {
    const Ast *ast = &context->facts->ast;
    for (NodeId keyword = ast_child(ast, call, FIELD_KEYWORDS); keyword != NODE_NONE;
         keyword = ast_next_in_field(ast, keyword)) {
        Str name = ast_name(ast, keyword);
        const ModelField *field = name.len ? model_field(context->file, of->model, name) : NULL;
        if (field && (field->is_primary_key || field->is_unique)) {
            return true;
        }
        for (uint32_t i = 0; field && i < of->model->indexes.count; i++) {
            const ModelIndex *index = &of->model->indexes.items[i];
            if (index->count > 1 && str_equal(index->columns[0], field->name) &&
                str_equal(index->columns[1], of->field->name)) {
                return true;
            }
        }
    }
    return false;
}

static void check_keywords(RuleContext *context, NodeId call, const Model *model, bool is_likely) {
    const Ast *ast = &context->facts->ast;
    for (NodeId keyword = ast_child(ast, call, FIELD_KEYWORDS); keyword != NODE_NONE;
         keyword = ast_next_in_field(ast, keyword)) {
        Lookup lookup;
        Str name = ast_name(ast, keyword);
        if (name.len && follow(context->file, model, name, &lookup) &&
            catalog_is_indexed_lookup(lookup.rest) && lacks_index(lookup.model, lookup.field) &&
            !is_served_otherwise(context, call, &lookup)) {
            report_column(context, keyword, &lookup, is_likely);
        }
    }
}

/* The content of a literal without prefix: order_by("-born"). */
static Str literal_name(const UnitFacts *facts, NodeId node) {
    bool is_text = ast_kind(&facts->ast, node) == NODE_CONSTANT &&
                   ast_node(&facts->ast, node)->detail == CONSTANT_STR;
    Str text = is_text ? str_span(facts->text, ast_span(&facts->ast, node)) : STR("");
    if (text.len < 3) {
        return STR("");
    }
    text = str_slice(text, 1, text.len - 1);
    return text.ptr[0] == '-' ? str_slice(text, 1, text.len) : text;
}

static void check_texts(RuleContext *context, NodeId call, const Model *model, bool is_likely) {
    const Ast *ast = &context->facts->ast;
    for (NodeId item = ast_child(ast, call, FIELD_ARGS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        Lookup lookup;
        Str name = literal_name(context->facts, item);
        if (name.len && follow(context->file, model, name, &lookup) && lookup.rest.len == 0 &&
            lacks_index(lookup.model, lookup.field)) {
            report_column(context, item, &lookup, is_likely);
        }
    }
}

/* ---- columns in comparisons ----------------------------------------------------------------- */

/* `User.mail` as the class that holds it writes it. */
static bool is_column(const RuleContext *context, NodeId node, Lookup *out) {
    const Ast *ast = &context->facts->ast;
    NodeId value = ast_child(ast, node, FIELD_VALUE);
    if (ast_kind(ast, node) != NODE_ATTRIBUTE || value == NODE_NONE) {
        return false;
    }
    const Kind *kind =
        kind_get(kinds_table(context->file), kinds_expression(context->file, context->unit, value));
    const Model *model = kind->tag == KIND_TAG_CLASS ? model_of_kind(context->file, kind) : NULL;
    *out = (Lookup){.model = model};
    out->field = model ? model_field(context->file, model, ast_name(ast, node)) : NULL;
    return out->field != NULL;
}

static bool is_ordered_operator(uint8_t op) {
    return op == OPERATOR_EQ || op == OPERATOR_LT || op == OPERATOR_LT_E || op == OPERATOR_GT ||
           op == OPERATOR_GT_E;
}

/* The column side of `User.mail == mail`, `User.mail.in_(mails)`. */
static NodeId compared(const Ast *ast, NodeId condition) {
    if (ast_kind(ast, condition) == NODE_COMPARE) {
        NodeId op = ast_child(ast, condition, FIELD_OPS);
        bool fits = op != NODE_NONE && is_ordered_operator(ast_node(ast, op)->detail);
        return fits ? ast_child(ast, condition, FIELD_LEFT) : NODE_NONE;
    }
    NodeId function = ast_child(ast, condition, FIELD_FUNC);
    bool is_method = ast_kind(ast, condition) == NODE_CALL &&
                     ast_kind(ast, function) == NODE_ATTRIBUTE &&
                     catalog_query_takes_many(ast_name(ast, function));
    return is_method ? ast_child(ast, function, FIELD_VALUE) : NODE_NONE;
}

static void check_conditions(RuleContext *context, NodeId call, bool is_likely) {
    const Ast *ast = &context->facts->ast;
    for (NodeId item = ast_child(ast, call, FIELD_ARGS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        Lookup lookup;
        NodeId column = compared(ast, item);
        if (column != NODE_NONE && is_column(context, column, &lookup) &&
            lacks_index(lookup.model, lookup.field)) {
            report_column(context, item, &lookup, is_likely);
        }
    }
}

/* ---- the rule ------------------------------------------------------------------------------- */

static bool may_look_up(const Ast *ast, NodeId node) {
    NodeId function = ast_child(ast, node, FIELD_FUNC);
    return ast_kind(ast, node) == NODE_CALL && ast_kind(ast, function) == NODE_ATTRIBUTE &&
           (ast_child(ast, node, FIELD_ARGS) != NODE_NONE ||
            ast_child(ast, node, FIELD_KEYWORDS) != NODE_NONE);
}

static void check_call(RuleContext *context, NodeId node) {
    QueryCall call = query_call(context->file, context->unit, node, KIND_NEVER);
    const KindTable *table = kinds_table(context->file);
    const uint32_t looks = QUERY_NARROWS | QUERY_ORDERS;
    bool gives_row = call.method && call.method->gives == QUERY_GIVES_ROW &&
                     (call.effects & QUERY_READS) && !(call.effects & QUERY_CREATES);
    if (!call.method || (!(call.effects & looks) && !gives_row) ||
        (call.effects & (QUERY_CREATES | QUERY_WRITES))) {
        return;
    }
    QueryKind query;
    bool is_likely = query_kind_get(table, call.query, &query) && (query.flags & QUERY_IS_LIKELY);
    const Model *model = model_of_kind(context->file, kind_get(table, call.model));
    if (model && !model->is_abstract) {
        check_keywords(context, node, model, is_likely);
        if (call.effects & QUERY_ORDERS) {
            check_texts(context, node, model, is_likely);
        }
    }
    if (call.effects & QUERY_NARROWS) {
        check_conditions(context, node, is_likely);
    }
}

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    if (query_is_unimportant(context->file)) {
        return;
    }
    for (NodeId node = 0; node < ast->node_count; node++) {
        if (may_look_up(ast, node)) {
            check_call(context, node);
        }
    }
}

const RuleImplementation rule_query_missing_index = {
    .rule = RULE_query_missing_index,
    .visits = 1 << UNIT_MODULE | 1 << UNIT_FUNCTION,
    .any_trigger = TRIGGER_BIT(QUERY_NAME),
    .check_unit = check_unit,
};
