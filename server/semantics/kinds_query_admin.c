/* Pages of Django's admin: which model a class is registered for, what its page lists and joins.
 * All of it is likely, not certain: who registers the class otherwise is not seen. */
#include "semantics/kinds_query.h"
#include "semantics/listed_names.h"

static ClassRef class_at(KindPlace place) {
    return (ClassRef){.tag = REF_CLASS, .file = place.file, .unit = place.unit, .node = place.node};
}

/* Rows below another row, which a page of that row shows. */
static bool is_inline(Evaluation *evaluation, KindPlace of_class) {
    const ClassOrder *order = class_order(evaluation->file, class_at(of_class));
    for (uint32_t i = 0; order && i < order->count; i++) {
        if (order->items[i].tag == REF_PATH && catalog_is_inline_page(order->items[i].path)) {
            return true;
        }
    }
    return false;
}

/* ---- registrations ----------------------------------------------------------------------------
 */

/* M of M, [M, N]. */
static NodeId first_model(const Ast *ast, NodeId node) {
    bool is_list = node != NODE_NONE && ast_kind_is_sequence(ast_kind(ast, node));
    return is_list ? ast_child(ast, node, FIELD_ELTS) : node;
}

static KindId ask_expression(Evaluation *evaluation, FileId file, UnitId unit, NodeId node) {
    return node == NODE_NONE
               ? KIND_UNKNOWN
               : evaluation_ask(evaluation, question_of(QUESTION_EXPRESSION,
                                                        (KindPlace){file, unit, node}, KIND_NEVER));
}

/* M of `@admin.register(M)` on the class. */
static KindId decorated_model(Evaluation *evaluation, KindPlace of_class) {
    const Ast *ast = &evaluation_facts(evaluation, of_class.file, of_class.unit)->ast;
    for (NodeId node = ast_child(ast, of_class.node, FIELD_DECORATOR_LIST); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeId function =
            ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        NodeId argument = function == NODE_NONE ? NODE_NONE : ast_child(ast, node, FIELD_ARGS);
        if (argument == NODE_NONE) {
            continue;
        }
        KindId callee = ask_expression(evaluation, of_class.file, of_class.unit, function);
        if (kind_is_symbol(evaluation->table, callee, STR("django.contrib.admin.register"))) {
            return ask_expression(evaluation, of_class.file, of_class.unit,
                                  first_model(ast, argument));
        }
    }
    return KIND_UNKNOWN;
}

/* M of a statement `admin.site.register(M, OrderAdmin)` of the module. */
static NodeId model_in_registration(const Ast *ast, NodeId call, Str class_name) {
    NodeId model = ast_child(ast, call, FIELD_ARGS);
    NodeId of_class = model == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, model);
    of_class = of_class != NODE_NONE
                   ? of_class
                   : ast_child(ast, ast_keyword(ast, call, STR("admin_class")), FIELD_VALUE);
    bool is_it = ast_kind(ast, ast_child(ast, call, FIELD_FUNC)) == NODE_ATTRIBUTE &&
                 of_class != NODE_NONE && ast_kind(ast, of_class) == NODE_NAME &&
                 str_equal(ast_name(ast, of_class), class_name);
    return is_it ? first_model(ast, model) : NODE_NONE;
}

static KindId registered_itself(Evaluation *evaluation, KindPlace of_class) {
    KindId decorated = decorated_model(evaluation, of_class);
    if (decorated != KIND_UNKNOWN || evaluation->waiting) {
        return decorated;
    }
    Str name =
        ast_name(&evaluation_facts(evaluation, of_class.file, of_class.unit)->ast, of_class.node);
    const Ast *ast = &evaluation_facts(evaluation, of_class.file, UNIT_MODULE_ID)->ast;
    for (NodeId node = ast_call_named(ast, 0, STR("register")); node != NODE_NONE;
         node = ast_call_named(ast, node + 1, STR("register"))) {
        NodeId model = model_in_registration(ast, node, name);
        if (model != NODE_NONE) {
            return ask_expression(evaluation, of_class.file, UNIT_MODULE_ID, model);
        }
    }
    return KIND_UNKNOWN;
}

/* ---- pages ------------------------------------------------------------------------------------
 */

/* All rows of the model, as the page would list them by itself. */
static KindId registered_query(Evaluation *evaluation, KindPlace of_class, KindPlace place) {
    KindId model_kind = is_inline(evaluation, of_class)
                            ? evaluation_attribute(evaluation, of_class, STR("model"))
                            : registered_itself(evaluation, of_class);
    const Model *model = kind_get(evaluation->table, model_kind)->tag == KIND_TAG_CLASS
                             ? evaluation_model_of(evaluation, model_kind)
                             : NULL;
    if (!model || evaluation->waiting) {
        return KIND_UNKNOWN;
    }
    return query_kind_add(evaluation->table, &(QueryKind){.orm = model->orm,
                                                          .stage = QUERY_STAGE_LAZY,
                                                          .flags = QUERY_IS_LIKELY,
                                                          .model = model_kind,
                                                          .place = place});
}

KindId answer_admin_query(Evaluation *evaluation, KindId admin) {
    return registered_query(evaluation, kind_place(kind_get(evaluation->table, admin)),
                            (KindPlace){evaluation->file->id, evaluation->unit, evaluation->node});
}

/* What the page lists: the class's own get_queryset(), else all rows of its model. */
static KindId page_query(Evaluation *evaluation, KindPlace of_class, KindPlace place) {
    KindId own = evaluation_attribute(evaluation, of_class, STR("get_queryset"));
    const Kind *function = kind_get(evaluation->table, own);
    if (evaluation->waiting || function->tag != KIND_TAG_FUNCTION) {
        return evaluation->waiting ? KIND_NEVER : registered_query(evaluation, of_class, place);
    }
    KindId self = kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_OBJECT,
                                                      .file = of_class.file,
                                                      .unit = of_class.unit,
                                                      .node = of_class.node});
    KindId context = context_kind_add(
        evaluation->table, &(ContextKind){.function = kind_place(function), .parameters = {self}});
    KindId query = evaluation_result_in(evaluation, kind_place(function), context);
    return kind_is_query(evaluation->table, query) ? query : KIND_UNKNOWN;
}

/* select_related() was called on it: the page adds none of its own. A relation to one that was
 * prefetched looks the same, and counts as joined. */
static bool has_joins(Evaluation *evaluation, const QueryKind *query, const Model *model) {
    Str path;
    for (uint32_t at = 0; path_set_next(query->loaded, &at, &path);) {
        const ModelField *field = path.len && str_is_word_byte(path.ptr[0])
                                      ? model_field(evaluation->file, model, path)
                                      : NULL;
        if (field && field->kind == MODEL_TO_ONE) {
            return true;
        }
    }
    return (query->flags & QUERY_IS_ALL_JOINED) != 0;
}

static bool is_constant_of(const Ast *ast, NodeId node, uint8_t detail) {
    return ast_kind(ast, node) == NODE_CONSTANT && ast_node(ast, node)->detail == detail;
}

/* A relation to one among the columns makes the page join all that are not nullable. */
static bool lists_relation(const ListedNames *columns, const Model *model) {
    for (uint32_t i = 0; i < model->fields.count; i++) {
        const ModelField *field = &model->fields.items[i];
        if (field->kind == MODEL_TO_ONE && !field->is_reverse &&
            listed_names_have(columns, field->name)) {
            return true;
        }
    }
    return false;
}

static void join_listed(Evaluation *evaluation, const ListedNames *lookups, QueryKind *query) {
    Arena *mem = evaluation_mem(evaluation);
    for (uint32_t i = 0; i < lookups->count; i++) {
        query->loaded =
            path_set_add_steps(query->loaded, path_of_lookup(lookups->items[i].name, mem), mem);
    }
}

/* What the page joins by `list_select_related`, or by itself. False when that cannot be told. */
static bool join_page(Evaluation *evaluation, KindPlace of_class, const Model *model,
                      QueryKind *query) {
    const FileModel *file = evaluation->file;
    Arena *mem = evaluation_mem(evaluation);
    if (is_inline(evaluation, of_class) || has_joins(evaluation, query, model)) {
        return true;
    }
    ClassRef told = class_body_value(file, class_at(of_class), STR("list_select_related"), NULL);
    const Ast *ast = told.tag == REF_VALUE ? &class_ref_facts(file, told)->ast : NULL;
    bool is_all = ast && is_constant_of(ast, told.node, CONSTANT_TRUE);
    if (ast && !is_all && !is_constant_of(ast, told.node, CONSTANT_FALSE)) {
        ListedNames lookups =
            listed_names_read(project_file(file, told.file), told.unit, told.node, mem);
        join_listed(evaluation, &lookups, query);
        return lookups.is_whole;
    }
    ClassRef listed = class_body_value(file, class_at(of_class), STR("list_display"), NULL);
    if (!is_all && listed.tag == REF_VALUE) {
        ListedNames columns =
            listed_names_read(project_file(file, listed.file), listed.unit, listed.node, mem);
        is_all = lists_relation(&columns, model);
    }
    query->flags |= is_all ? QUERY_IS_ALL_JOINED : 0;
    return true;
}

static bool has_method(Evaluation *evaluation, KindPlace of_class, Str name) {
    KindId found = evaluation_attribute(evaluation, of_class, name);
    return kind_get(evaluation->table, found)->tag == KIND_TAG_FUNCTION;
}

/* A row of the page of the admin's class. */
static KindId page_row(Evaluation *evaluation, KindPlace of_class, KindPlace place) {
    QueryKind query;
    KindId listed = page_query(evaluation, of_class, place);
    if (evaluation->waiting || !query_kind_get(evaluation->table, listed, &query) ||
        has_method(evaluation, of_class, STR("get_list_select_related"))) {
        return evaluation->waiting ? KIND_NEVER : KIND_UNKNOWN;
    }
    const Model *model = evaluation_model_of(evaluation, query.model);
    if (!model || !join_page(evaluation, of_class, model, &query)) {
        return KIND_UNKNOWN;
    }
    query.stage = QUERY_STAGE_LAZY;
    query.flags |= QUERY_IS_LIKELY;
    return query_row(evaluation->table, query_kind_add(evaluation->table, &query), true);
}

KindId answer_listed(Evaluation *evaluation, NodeId of_class) {
    KindPlace place = {evaluation->file->id, evaluation->unit, of_class};
    return page_row(evaluation, place, place);
}

/* ---- methods ----------------------------------------------------------------------------------
 */

/* A text in a list that get_list_display() of the class makes. */
static bool makes_name(Evaluation *evaluation, KindPlace of_class, Str name) {
    KindId found = evaluation_attribute(evaluation, of_class, STR("get_list_display"));
    const Kind *method = kind_get(evaluation->table, found);
    if (evaluation->waiting || method->tag != KIND_TAG_FUNCTION) {
        return false;
    }
    const UnitFacts *facts = evaluation_facts(evaluation, method->file, method->unit);
    const Ast *ast = &facts->ast;
    for (NodeId node = method->node; node < ast_node(ast, method->node)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_CONSTANT && ast_node(ast, node)->field == FIELD_ELTS &&
            str_equal(listed_name_literal(facts, node), name)) {
            return true;
        }
    }
    return false;
}

static bool lists_name(Evaluation *evaluation, KindPlace of_class, Str name) {
    if (makes_name(evaluation, of_class, name)) {
        return true;
    }
    Str list = is_inline(evaluation, of_class) ? STR("readonly_fields") : STR("list_display");
    ClassRef listed = class_body_value(evaluation->file, class_at(of_class), list, NULL);
    if (listed.tag != REF_VALUE) {
        return false;
    }
    ListedNames columns = listed_names_read(project_file(evaluation->file, listed.file),
                                            listed.unit, listed.node, evaluation_mem(evaluation));
    return listed_names_have(&columns, name);
}

/* A class of the file may be a page: most files have none. */
static bool lists_anything(const FileModel *file) {
    file_model_note_outline(file);
    for (UnitId unit = 1; unit < file->outline->unit_count; unit++) {
        const Unit *one = &file->outline->units[unit];
        if (one->kind == UNIT_CLASS && (one->triggers & TRIGGER_BIT(LISTED))) {
            return true;
        }
    }
    return false;
}

/* A page of the file that inherits from the class and lists the name. */
static KindId page_below(Evaluation *evaluation, KindPlace of_class, Str name,
                         KindPlace parameter) {
    const FileModel *file = evaluation->file;
    const Outline *outline = file->outline;
    const Unit *own = &outline->units[of_class.unit];
    Str class_name = str_span(outline->text, own->name);
    if (!lists_anything(file)) {
        return KIND_UNKNOWN;
    }
    file_model_note_texts(file);
    for (UnitId unit = of_class.unit + 1; unit < outline->unit_count; unit++) {
        const Unit *other = &outline->units[unit];
        bool may_list = (own->triggers | other->triggers) & TRIGGER_BIT(LISTED);
        if (!may_list || !class_head_names(outline, unit, class_name)) {
            continue;
        }
        KindPlace below = {file->id, unit, unit_definition(evaluation, file->id, unit)};
        KindId row = below.node != NODE_NONE && lists_name(evaluation, below, name)
                         ? page_row(evaluation, below, parameter)
                         : KIND_UNKNOWN;
        if (row != KIND_UNKNOWN || evaluation->waiting) {
            return row;
        }
    }
    return KIND_UNKNOWN;
}

/* `def buyer(self, order)` that list_display names, or the fields of rows below another: each row
 * of the page. */
static KindId listed_row(Evaluation *evaluation, KindPlace function, KindPlace of_class,
                         NodeId parameter) {
    KindPlace place = {evaluation->file->id, evaluation->unit, parameter};
    Str name = ast_name(&evaluation->facts->ast, function.node);
    if (ast_next_in_field(&evaluation->facts->ast, parameter) != NODE_NONE) {
        return KIND_UNKNOWN;
    }
    const Unit *own = &evaluation->file->outline->units[of_class.unit];
    bool lists = (own->triggers & TRIGGER_BIT(LISTED)) && lists_name(evaluation, of_class, name);
    KindId row = lists ? page_row(evaluation, of_class, place) : KIND_UNKNOWN;
    return row == KIND_UNKNOWN && !evaluation->waiting
               ? page_below(evaluation, of_class, name, place)
               : row;
}

/* ---- actions ----------------------------------------------------------------------------------
 */

/* `actions = [publish]` of the class: the function's name. */
static bool has_action(Evaluation *evaluation, ClassRef of_class, Str name) {
    ClassRef value = class_body_value(evaluation->file, of_class, STR("actions"), NULL);
    if (value.tag != REF_VALUE) {
        return false;
    }
    const FileModel *file = project_file(evaluation->file, value.file);
    ListedNames actions =
        listed_names_read(file, value.unit, value.node, evaluation_mem(evaluation));
    for (uint32_t i = 0; i < actions.count; i++) {
        const ListedName *action = &actions.items[i];
        const Ast *ast =
            &file_model_unit(project_file(evaluation->file, action->file), action->unit)->ast;
        if (ast_kind(ast, action->node) == NODE_NAME &&
            str_equal(ast_name(ast, action->node), name)) {
            return true;
        }
    }
    return false;
}

/* `def publish(page, request, queryset)` of a module, which a page of the file offers. */
static KindId action_query(Evaluation *evaluation, KindPlace function, KindPlace place) {
    const FileModel *file = evaluation->file;
    Str name = ast_name(&evaluation->facts->ast, function.node);
    if (!lists_anything(file)) {
        return KIND_UNKNOWN;
    }
    file_model_note_texts(file);
    for (UnitId unit = 1; unit < file->outline->unit_count; unit++) {
        const Unit *other = &file->outline->units[unit];
        Str text = str_span(file->outline->text, other->extent);
        bool may = other->kind == UNIT_CLASS && str_find(text, STR("actions")) < text.len &&
                   str_find(text, name) < text.len;
        NodeId node = may ? unit_definition(evaluation, file->id, unit) : NODE_NONE;
        KindPlace of_class = {file->id, unit, node};
        if (node != NODE_NONE && has_action(evaluation, class_at(of_class), name)) {
            return registered_query(evaluation, of_class, place);
        }
    }
    return KIND_UNKNOWN;
}

KindId answer_admin_parameter(Evaluation *evaluation, NodeId parameter) {
    const Ast *ast = &evaluation->facts->ast;
    KindPlace function = {evaluation->file->id, evaluation->unit, ast_node(ast, parameter)->parent};
    KindPlace place = {evaluation->file->id, evaluation->unit, parameter};
    KindPlace of_class;
    bool is_queryset = str_equal(ast_name(ast, parameter), STR("queryset"));
    if (!ast_kind_is_function(ast_kind(ast, function.node)) ||
        !file_scope_imports(evaluation->file, STR("django"))) {
        return KIND_UNKNOWN;
    }
    if (!class_of_function(evaluation, function, &of_class)) {
        bool may_be = is_queryset && evaluation->unit != UNIT_MODULE_ID;
        return may_be ? action_query(evaluation, function, place) : KIND_UNKNOWN;
    }
    return is_queryset ? registered_query(evaluation, of_class, place)
                       : listed_row(evaluation, function, of_class, parameter);
}
