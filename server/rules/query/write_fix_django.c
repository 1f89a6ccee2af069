/* Knows Django's statements for many rows and what they leave out; refuses to know other ORMs. */
#include "rules/query/django_parts.h"
#include "rules/query/fix_cost.h"
#include "rules/query/write_fix.h"
#include "rules/shape.h"

static bool is_method(const Statement *statement, QueryReceiver on, Str name) {
    return statement->call.method == catalog_query_method(ORM_DJANGO, on, name);
}

/* The query that the loop goes through, made in place. */
static bool iterates_query(const RuleContext *rule, const LoopShape *shape, QueryKind *query) {
    const Ast *ast = &rule->facts->ast;
    KindId kind = kinds_expression(rule->file, rule->unit, shape->iterable);
    return ast_kind(ast, shape->iterable) == NODE_CALL &&
           query_kind_get(kinds_table(rule->file), kind, query) && query->orm == ORM_DJANGO &&
           query->stage == QUERY_STAGE_LAZY;
}

static const Model *model_of(const RuleContext *rule, KindId kind) {
    return model_of_kind(rule->file, kind_get(kinds_table(rule->file), kind));
}

/* ---- delete --------------------------------------------------------------------------------- */

static const char *delete_obstacle(const Model *model, const QueryKind *query) {
    uint32_t unfit = QUERY_IS_VALUES | QUERY_IS_LIMITED | QUERY_IS_RAW | QUERY_IS_UNION |
                     QUERY_IS_DISTINCT | QUERY_IS_ITERATOR | QUERY_IS_LOCKING | QUERY_IS_SERVED;
    if (!model) {
        return "the class of the rows is not known";
    }
    if (model->overrides_delete) {
        return "the class has a delete() of its own, which would not run";
    }
    if (query->flags & unfit) {
        return "such a query cannot be deleted as a whole: it is sliced, distinct or joined";
    }
    return query->manager != KIND_NEVER || query->queryset != KIND_NEVER
               ? "the class of the query may have a delete() of its own"
               : NULL;
}

static bool fix_delete_loop(FixContext *context, const LoopShape *shape,
                            const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str title = STR("Delete all rows at once");
    QueryKind query;
    if (!loop_shape_is_call(rule, shape, statement->node) ||
        shape_has_arguments(ast, statement->node) ||
        !loop_shape_is_target(rule, shape, django_receiver(ast, statement->node))) {
        return false;
    }
    if (!iterates_query(rule, shape, &query)) {
        fix_refuse(context, title, STR("the loop does not go through a query made in place"));
        return true;
    }
    const char *reason = loop_shape_is_explained(rule, shape)
                             ? "a comment at the loop says why it is one"
                             : delete_obstacle(model_of(rule, query.model), &query);
    if (reason) {
        fix_refuse(context, title, str_from_c(reason));
        return true;
    }
    fix_start(context, SAFETY_SAFE, title);
    loop_shape_replace(
        context, shape,
        arena_format(rule->mem, "%.*s.delete()", STR_ARG(loop_shape_text(rule, shape->iterable))));
    return true;
}

/* ---- add ------------------------------------------------------------------------------------ */

static bool is_path(const Ast *ast, NodeId node) {
    while (ast_kind(ast, node) == NODE_ATTRIBUTE) {
        node = ast_child(ast, node, FIELD_VALUE);
    }
    return ast_kind(ast, node) == NODE_NAME;
}

static bool fix_link_loop(FixContext *context, const LoopShape *shape, const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId receiver = django_receiver(ast, statement->node);
    NodeId argument = shape_only_argument(ast, statement->node);
    if (!loop_shape_is_call(rule, shape, statement->node) || argument == NODE_NONE ||
        !loop_shape_is_target(rule, shape, argument) || !is_path(ast, receiver) ||
        loop_shape_reads(rule, shape, receiver) > 0) {
        return false;
    }
    fix_start(context, SAFETY_SAFE, STR("Give all objects in one call"));
    Str function = shape_text(rule->facts, ast_child(ast, statement->node, FIELD_FUNC));
    loop_shape_replace(context, shape,
                       arena_format(rule->mem, "%.*s(*%.*s)", STR_ARG(function),
                                    STR_ARG(loop_shape_operand(rule, shape->iterable))));
    return true;
}

/* ---- update --------------------------------------------------------------------------------- */

/* Every value is a literal. */
static bool sets_constants(const Ast *ast, NodeId call) {
    NodeId keyword = ast_child(ast, call, FIELD_KEYWORDS);
    bool is_any = keyword != NODE_NONE && ast_child(ast, call, FIELD_ARGS) == NODE_NONE;
    for (; keyword != NODE_NONE; keyword = ast_next_in_field(ast, keyword)) {
        NodeId value = ast_child(ast, keyword, FIELD_VALUE);
        is_any = is_any && ast_kind(ast, value) == NODE_CONSTANT &&
                 ast_kind(ast, keyword) == NODE_KEYWORD && ast_name(ast, keyword).len > 0;
    }
    return is_any;
}

/* `filter(pk=k)`: the keyword, when it is all that the call has and names the model's key. */
static NodeId key_filter(const RuleContext *rule, const LoopShape *shape, NodeId filter,
                         const Model *model) {
    const Ast *ast = &rule->facts->ast;
    NodeId keyword = ast_child(ast, filter, FIELD_KEYWORDS);
    if (!str_equal(shape_method(ast, filter), STR("filter")) || keyword == NODE_NONE ||
        ast_next_in_field(ast, keyword) != NODE_NONE ||
        ast_child(ast, filter, FIELD_ARGS) != NODE_NONE ||
        !loop_shape_is_target(rule, shape, ast_child(ast, keyword, FIELD_VALUE))) {
        return NODE_NONE;
    }
    const ModelField *field = model_field(rule->file, model, ast_name(ast, keyword));
    return field && field->is_primary_key && field->kind == MODEL_COLUMN ? keyword : NODE_NONE;
}

/* A collection of keys as far as is known: no query and no string. */
static bool is_keys(const RuleContext *rule, const LoopShape *shape) {
    const Ast *ast = &rule->facts->ast;
    KindTable *table = kinds_table(rule->file);
    KindId kind = kinds_expression(rule->file, rule->unit, shape->iterable);
    return is_path(ast, shape->iterable) && !kind_is_query(table, kind) &&
           !kind_is_of_orm(table, kind);
}

static bool fix_update_loop(FixContext *context, const LoopShape *shape,
                            const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId filter = django_receiver(ast, statement->node);
    const Model *model = model_of(rule, statement->call.model);
    NodeId keyword = model && ast_kind(ast, filter) == NODE_CALL
                         ? key_filter(rule, shape, filter, model)
                         : NODE_NONE;
    Str title = STR("Update all rows in one statement");
    if (!loop_shape_is_call(rule, shape, statement->node) || keyword == NODE_NONE ||
        loop_shape_reads(rule, shape, statement->node) != 1 ||
        !is_path(ast, django_receiver(ast, filter))) {
        return false;
    }
    if (!sets_constants(ast, statement->node) || !is_keys(rule, shape)) {
        fix_refuse(context, title, STR("what is set, or for which keys, may differ in each turn"));
        return true;
    }
    fix_start(context, SAFETY_SAFE, title);
    fix_cost_leaves(context, shape->loop, STR("1 round trip"));
    Span call = ast_span(ast, statement->node);
    Str before = str_slice(rule->facts->text, call.start, ast_node(ast, keyword)->start);
    Str behind = str_slice(rule->facts->text, ast_node(ast, keyword)->end, call.end);
    loop_shape_replace(context, shape,
                       arena_format(rule->mem, "%.*s%.*s__in=%.*s%.*s", STR_ARG(before),
                                    STR_ARG(ast_name(ast, keyword)),
                                    STR_ARG(loop_shape_text(rule, shape->iterable)),
                                    STR_ARG(behind)));
    return true;
}

/* ---- create --------------------------------------------------------------------------------- */

/* Rows of several tables cannot be created in bulk. */
static bool has_parent_rows(const Model *model) {
    for (uint32_t i = 0; i < model->fields.count; i++) {
        if (model->fields.items[i].is_parent_link || model->fields.items[i].is_inherited) {
            return true;
        }
    }
    return false;
}

static bool fix_create_loop(FixContext *context, const LoopShape *shape,
                            const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId function = ast_child(ast, statement->node, FIELD_FUNC);
    NodeId manager = ast_child(ast, function, FIELD_VALUE);
    NodeId name = django_class_of_manager(rule, manager);
    const Model *model = model_of(rule, statement->call.model);
    Str title = STR("Create all rows in one statement");
    if (!loop_shape_is_call(rule, shape, statement->node) || name == NODE_NONE || !model ||
        ast_child(ast, statement->node, FIELD_ARGS) != NODE_NONE) {
        return false;
    }
    if (has_parent_rows(model)) {
        fix_refuse(context, title, STR("each object has rows in several tables"));
        return true;
    }
    if (model->overrides_save) {
        fix_refuse(context, title, STR("the class has a save() of its own, which would not run"));
        return true;
    }
    if (loop_shape_is_explained(rule, shape)) {
        fix_refuse(context, title, STR("a comment at the loop says why it is one"));
        return true;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    fix_cost_leaves(context, shape->loop, STR("1 round trip"));
    Span arguments = {ast_node(ast, function)->end, ast_node(ast, statement->node)->end};
    Str class = ast_name(ast, name);
    LoopList list = {
        .call =
            arena_format(rule->mem, "%.*s.bulk_create", STR_ARG(shape_text(rule->facts, manager))),
        .element = arena_format(rule->mem, "%.*s%.*s", STR_ARG(class),
                                STR_ARG(str_span(rule->facts->text, arguments))),
        .element_below = loop_shape_below(context, shape, class, arguments),
        .behind = STR(""),
    };
    loop_shape_replace(context, shape, loop_shape_list(context, shape, &list));
    return true;
}

/* ---- save ----------------------------------------------------------------------------------- */

/* The column that `row.column = ...` or `row.column += ...` sets; empty for anything else. */
static Str assigned_column(const RuleContext *rule, const LoopShape *shape, const Model *model,
                           NodeId statement) {
    const Ast *ast = &rule->facts->ast;
    bool is_plain = ast_kind(ast, statement) == NODE_ASSIGN;
    NodeId target = ast_child(ast, statement, is_plain ? FIELD_TARGETS : FIELD_TARGET);
    if ((!is_plain && ast_kind(ast, statement) != NODE_AUG_ASSIGN) ||
        ast_kind(ast, target) != NODE_ATTRIBUTE ||
        (is_plain && ast_next_in_field(ast, target) != NODE_NONE) ||
        !loop_shape_is_target(rule, shape, ast_child(ast, target, FIELD_VALUE))) {
        return STR("");
    }
    const ModelField *field = model_field(rule->file, model, ast_name(ast, target));
    bool is_own = field && !field->is_primary_key && !field->is_reverse &&
                  (field->kind == MODEL_COLUMN || field->kind == MODEL_TO_ONE);
    return is_own ? ast_name(ast, target) : STR("");
}

/* `"hits", "state"`: what the body sets, each once; empty when it does anything else too. */
static Str assigned_columns(const RuleContext *rule, const LoopShape *shape, const Model *model) {
    const Ast *ast = &rule->facts->ast;
    Str columns = STR("");
    for (NodeId at = ast_child(ast, shape->loop, FIELD_BODY); at != shape->last;
         at = ast_next_in_field(ast, at)) {
        Str name = assigned_column(rule, shape, model, at);
        if (!name.len) {
            return STR("");
        }
        Str quoted = arena_format(rule->mem, "\"%.*s\"", STR_ARG(name));
        if (str_find(columns, quoted) == columns.len) {
            columns = arena_format(rule->mem, "%.*s%s%.*s", STR_ARG(columns),
                                   columns.len ? ", " : "", STR_ARG(quoted));
        }
    }
    return columns;
}

/* The manager at the beginning of a chain of calls; NODE_NONE when it is not seen. */
static NodeId manager_of_chain(const Ast *ast, NodeId chain) {
    while (ast_kind(ast, chain) == NODE_CALL) {
        chain = django_receiver(ast, chain);
    }
    return ast_kind(ast, chain) == NODE_ATTRIBUTE ? chain : NODE_NONE;
}

/* `row.hits += 1` of a number as an expression of the database; empty for anything else. */
static Str step_text(FixContext *context, const LoopShape *shape, const Model *model, NodeId at) {
    static const struct {
        uint8_t op;
        const char *sign;
    } signs[] = {
        {OPERATOR_ADD,  "+"},
        {OPERATOR_SUB,  "-"},
        {OPERATOR_MULT, "*"},
    };
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId value = ast_child(ast, at, FIELD_VALUE);
    Str column = assigned_column(rule, shape, model, at);
    const ModelField *field = column.len ? model_field(rule->file, model, column) : NULL;
    if (ast_kind(ast, at) != NODE_AUG_ASSIGN || !field ||
        catalog_number_field(field->class_path) == CATALOG_NUMBER_NONE ||
        !loop_shape_is_plain(rule, value) || loop_shape_reads(rule, shape, value) > 0) {
        return STR("");
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (ast_node(ast, at)->detail == signs[i].op) {
            Str function = django_function(context, shape->loop, STR("F"));
            Str operand = ast_kind(ast, value) == NODE_CONSTANT ? shape_text(rule->facts, value)
                                                                : loop_shape_operand(rule, value);
            return arena_format(rule->mem, "%.*s=%.*s(\"%.*s\") %s %.*s", STR_ARG(column),
                                STR_ARG(function), STR_ARG(column), signs[i].sign,
                                STR_ARG(operand));
        }
    }
    return STR("");
}

/* Every column moves by a step of its own: the database can do that for all rows. */
static void offer_steps(FixContext *context, const LoopShape *shape, const Model *model,
                        const QueryKind *query) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str keywords = STR("");
    if (query->flags & (QUERY_IS_LIMITED | QUERY_IS_DISTINCT | QUERY_IS_ANNOTATED)) {
        return;
    }
    fix_start(context, SAFETY_UNSAFE, STR("Let the database move the columns of all rows"));
    fix_cost_leaves(context, shape->loop, STR("1 round trip"));
    for (NodeId at = ast_child(ast, shape->loop, FIELD_BODY); at != shape->last;
         at = ast_next_in_field(ast, at)) {
        Str step = step_text(context, shape, model, at);
        Str name = str_slice(step, 0, str_find_byte(step, '='));
        bool is_twice =
            str_find(keywords, arena_format(rule->mem, "(\"%.*s\")", STR_ARG(name))) < keywords.len;
        if (!step.len || is_twice) {
            fix_abandon(context);
            return;
        }
        keywords = arena_format(rule->mem, "%.*s%s%.*s", STR_ARG(keywords),
                                keywords.len ? ", " : "", STR_ARG(step));
    }
    Str call = arena_format(rule->mem, "update(%.*s)", STR_ARG(keywords));
    loop_shape_replace(context, shape, django_query_with(rule, shape->iterable, call));
}

static bool fix_save_loop(FixContext *context, const LoopShape *shape, const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    QueryKind query;
    if (shape->is_alone || ast_kind(ast, shape->last) != NODE_EXPR ||
        ast_child(ast, shape->last, FIELD_VALUE) != statement->node ||
        shape_has_arguments(ast, statement->node) ||
        !loop_shape_is_target(rule, shape, django_receiver(ast, statement->node)) ||
        !iterates_query(rule, shape, &query)) {
        return false;
    }
    Str title = STR("Update all rows in one statement");
    const Model *model = model_of(rule, query.model);
    NodeId manager = manager_of_chain(ast, shape->iterable);
    Str columns = model ? assigned_columns(rule, shape, model) : STR("");
    uint32_t unfit = QUERY_IS_VALUES | QUERY_IS_RAW | QUERY_IS_UNION | QUERY_IS_ITERATOR;
    if (!columns.len || django_class_of_manager(rule, manager) == NODE_NONE ||
        (query.flags & unfit) || !fix_has_row_before(context, shape->loop)) {
        fix_refuse(context, title, STR("the loop does more than set columns of its rows"));
        return true;
    }
    if (model->overrides_save) {
        fix_refuse(context, title, STR("the class has a save() of its own, which would not run"));
        return true;
    }
    if (loop_shape_is_explained(rule, shape)) {
        fix_refuse(context, title, STR("a comment at the loop says why it is one"));
        return true;
    }
    if (fix_lacks_library(context, title, "bulk_update()", LIBRARY_django,
                          library_version(2, 2, 0))) {
        return true;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    fix_cost_leaves(context, shape->loop, STR("1 round trip"));
    Str rows = fix_fresh_name(context, django_plural(rule, model->name));
    fix_insert_row_before(context, shape->loop,
                          arena_format(rule->mem, "%.*s = list(%.*s)", STR_ARG(rows),
                                       STR_ARG(shape_text(rule->facts, shape->iterable))));
    fix_replace(context, ast_span(ast, shape->iterable), rows);
    loop_shape_dedent(context, shape,
                      arena_format(rule->mem, "%.*s.bulk_update(%.*s, [%.*s])",
                                   STR_ARG(shape_text(rule->facts, manager)), STR_ARG(rows),
                                   STR_ARG(columns)));
    offer_steps(context, shape, model, &query);
    return true;
}

bool write_fix_django(FixContext *context, const LoopShape *shape, const Statement *statement) {
    if (is_method(statement, QUERY_ON_ROW, STR("delete"))) {
        return fix_delete_loop(context, shape, statement);
    }
    if (is_method(statement, QUERY_ON_RELATED, STR("add")) ||
        is_method(statement, QUERY_ON_RELATED, STR("remove"))) {
        return fix_link_loop(context, shape, statement);
    }
    if (is_method(statement, QUERY_ON_QUERY, STR("update"))) {
        return fix_update_loop(context, shape, statement);
    }
    if (is_method(statement, QUERY_ON_QUERY, STR("create"))) {
        return fix_create_loop(context, shape, statement);
    }
    return is_method(statement, QUERY_ON_ROW, STR("save")) &&
           fix_save_loop(context, shape, statement);
}
