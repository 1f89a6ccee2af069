/* Parameters that hold rows or queries by what is written about them: annotations, and what the
 * admin's actions are given. All of it is likely, not certain: who calls is not seen. */
#include "semantics/kinds_query.h"

static KindId likely_query(Evaluation *evaluation, KindId model_kind, Orm orm, NodeId node) {
    return query_kind_add(evaluation->table,
                          &(QueryKind){
                              .orm = orm,
                              .stage = QUERY_STAGE_LAZY,
                              .flags = QUERY_IS_LIKELY,
                              .model = model_kind,
                              .place = {evaluation->file->id, evaluation->unit, node}
    });
}

/* The class of an instance. */
static KindId class_of_instance(Evaluation *evaluation, KindId instance) {
    Kind kind = *kind_get(evaluation->table, instance);
    if (kind.tag == KIND_TAG_INSTANCE) {
        return kind_symbol(evaluation->table, kind.path);
    }
    kind.tag = kind.tag == KIND_TAG_OBJECT ? KIND_TAG_CLASS : KIND_TAG_UNKNOWN;
    kind.argument_count = 0;
    memset(kind.arguments, 0, sizeof kind.arguments);
    return kind_add(evaluation->table, &kind);
}

KindId answer_annotated_rows(Evaluation *evaluation, NodeId parameter, KindId promised) {
    Kind kind = *kind_get(evaluation->table, promised);
    if (kind.tag != KIND_TAG_INSTANCE || kind.argument_count != 1 ||
        kind_get(evaluation->table, kind.arguments[0])->tag != KIND_TAG_OBJECT ||
        !catalog_holds_elements(kind.path)) {
        return promised;
    }
    const Model *model = evaluation_model_of(evaluation, kind.arguments[0]);
    if (!model) {
        return promised;
    }
    KindId query = likely_query(evaluation, class_of_instance(evaluation, kind.arguments[0]),
                                model->orm, parameter);
    kind.arguments[0] = query_row(evaluation->table, query, true);
    return kind_add(evaluation->table, &kind);
}

KindId answer_annotated_query(Evaluation *evaluation, KindId head, KindId element) {
    ClassRef class_ref = class_ref_of_kind(kind_get(evaluation->table, head));
    ManagerRole role = model_manager_role(evaluation->file, class_ref);
    const Model *model =
        role.is_queryset && kind_get(evaluation->table, element)->tag == KIND_TAG_OBJECT
            ? evaluation_model_of(evaluation, element)
            : NULL;
    return model ? likely_query(evaluation, class_of_instance(evaluation, element), model->orm,
                                evaluation->node)
                 : KIND_NEVER;
}

/* ---- the admin ---------------------------------------------------------------------------------
 */

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
        KindId callee = evaluation_ask(
            evaluation,
            question_of(QUESTION_EXPRESSION, (KindPlace){of_class.file, of_class.unit, function},
                        KIND_NEVER));
        if (kind_is_symbol(evaluation->table, callee, STR("django.contrib.admin.register"))) {
            return evaluation_ask(evaluation,
                                  question_of(QUESTION_EXPRESSION,
                                              (KindPlace){of_class.file, of_class.unit, argument},
                                              KIND_NEVER));
        }
    }
    return KIND_UNKNOWN;
}

/* M of a statement `admin.site.register(M, OrderAdmin)` of the module. */
static NodeId model_in_registration(const Ast *ast, NodeId call, Str class_name) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeId model = ast_child(ast, call, FIELD_ARGS);
    NodeId of_class = model == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, model);
    of_class = of_class != NODE_NONE
                   ? of_class
                   : ast_child(ast, ast_keyword(ast, call, STR("admin_class")), FIELD_VALUE);
    bool is_it = function != NODE_NONE && ast_kind(ast, function) == NODE_ATTRIBUTE &&
                 str_equal(ast_name(ast, function), STR("register")) && of_class != NODE_NONE &&
                 ast_kind(ast, of_class) == NODE_NAME &&
                 str_equal(ast_name(ast, of_class), class_name);
    return is_it ? model : NODE_NONE;
}

static KindId registered_model(Evaluation *evaluation, KindPlace of_class) {
    KindId decorated = decorated_model(evaluation, of_class);
    if (decorated != KIND_UNKNOWN || evaluation->waiting) {
        return decorated;
    }
    Str name =
        ast_name(&evaluation_facts(evaluation, of_class.file, of_class.unit)->ast, of_class.node);
    const Ast *ast = &evaluation_facts(evaluation, of_class.file, UNIT_MODULE_ID)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId model =
            ast_kind(ast, node) == NODE_CALL ? model_in_registration(ast, node, name) : NODE_NONE;
        if (model != NODE_NONE) {
            return evaluation_ask(evaluation,
                                  question_of(QUESTION_EXPRESSION,
                                              (KindPlace){of_class.file, UNIT_MODULE_ID, model},
                                              KIND_NEVER));
        }
    }
    return KIND_UNKNOWN;
}

/* The value that the class body gives to `name`. */
static NodeId class_value(const Ast *ast, NodeId definition, Str name) {
    for (NodeId node = ast_child(ast, definition, FIELD_BODY); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeId target =
            ast_kind(ast, node) == NODE_ASSIGN ? ast_child(ast, node, FIELD_TARGETS) : NODE_NONE;
        if (target != NODE_NONE && ast_kind(ast, target) == NODE_NAME &&
            str_equal(ast_name(ast, target), name)) {
            return ast_child(ast, node, FIELD_VALUE);
        }
    }
    return NODE_NONE;
}

static Str literal_at(const UnitFacts *facts, NodeId node) {
    Str text = str_span(facts->text, ast_span(&facts->ast, node));
    bool is_text = ast_kind(&facts->ast, node) == NODE_CONSTANT &&
                   ast_node(&facts->ast, node)->detail == CONSTANT_STR && text.len > 2;
    return is_text ? str_slice(text, 1, text.len - 1) : (Str){"", 0};
}

static bool lists_name(const UnitFacts *facts, NodeId list, Str name) {
    bool is_list = list != NODE_NONE && (ast_kind(&facts->ast, list) == NODE_LIST ||
                                         ast_kind(&facts->ast, list) == NODE_TUPLE);
    for (NodeId node = is_list ? ast_child(&facts->ast, list, FIELD_ELTS) : NODE_NONE;
         node != NODE_NONE; node = ast_next_in_field(&facts->ast, node)) {
        if (str_equal(literal_at(facts, node), name)) {
            return true;
        }
    }
    return false;
}

/* `list_select_related = ["customer__city"]`, or True. False when it is anything else. */
static bool joins_listed(Evaluation *evaluation, const UnitFacts *facts, NodeId value,
                         QueryKind *query) {
    const Ast *ast = &facts->ast;
    NodeKind kind = value == NODE_NONE ? NODE_MODULE : ast_kind(ast, value);
    if (kind == NODE_CONSTANT && ast_node(ast, value)->detail == CONSTANT_TRUE) {
        query->flags |= QUERY_IS_ALL_JOINED;
    }
    if (kind != NODE_LIST && kind != NODE_TUPLE) {
        return kind == NODE_MODULE || kind == NODE_CONSTANT;
    }
    for (NodeId node = ast_child(ast, value, FIELD_ELTS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        Str lookup = literal_at(facts, node);
        Str path = {"", 0};
        for (uint32_t at = 0; at < lookup.len;) {
            Str rest = str_slice(lookup, at, lookup.len);
            uint32_t length = str_find(rest, STR("__"));
            path = access_path_join(path, str_slice(rest, 0, length), evaluation->table->mem);
            query->loaded = path_set_add(query->loaded, path, evaluation->table->mem);
            at += length + 2;
        }
        if (!lookup.len) {
            return false;
        }
    }
    return true;
}

/* A relation to one among the columns makes the page join all that are not nullable. */
static bool lists_relation(const UnitFacts *facts, NodeId list, const Model *model) {
    for (uint32_t i = 0; i < model->fields.count; i++) {
        const ModelField *field = &model->fields.items[i];
        if (field->kind == MODEL_TO_ONE && lists_name(facts, list, field->name)) {
            return true;
        }
    }
    return false;
}

/* All rows of the model, as the page would list them by itself. */
static KindId registered_query(Evaluation *evaluation, KindPlace of_class, NodeId place) {
    KindId model_kind = registered_model(evaluation, of_class);
    const Model *model = kind_get(evaluation->table, model_kind)->tag == KIND_TAG_CLASS
                             ? evaluation_model_of(evaluation, model_kind)
                             : NULL;
    return model && !evaluation->waiting ? likely_query(evaluation, model_kind, model->orm, place)
                                         : KIND_UNKNOWN;
}

KindId answer_admin_query(Evaluation *evaluation, KindId admin) {
    return registered_query(evaluation, kind_place(kind_get(evaluation->table, admin)),
                            evaluation->node);
}

/* What the page lists: the class's own get_queryset(), else all rows of its model. */
static KindId page_query(Evaluation *evaluation, KindPlace of_class, NodeId place) {
    KindId own = evaluation_attribute(evaluation, of_class, STR("get_queryset"));
    const Kind *function = kind_get(evaluation->table, own);
    if (evaluation->waiting || function->tag != KIND_TAG_FUNCTION) {
        return evaluation->waiting ? KIND_NEVER : registered_query(evaluation, of_class, place);
    }
    KindId query = evaluation_result_in(evaluation, kind_place(function), KIND_NEVER);
    return kind_is_query(evaluation->table, query) ? query : KIND_UNKNOWN;
}

/* A row of the page of the admin's class. */
static KindId page_row(Evaluation *evaluation, KindPlace of_class, NodeId place) {
    const UnitFacts *facts = evaluation_facts(evaluation, of_class.file, of_class.unit);
    const FileModel *file = evaluation_model(evaluation, of_class.file);
    QueryKind query;
    KindId listed = page_query(evaluation, of_class, place);
    if (evaluation->waiting || !query_kind_get(evaluation->table, listed, &query) ||
        file_model_member(file, of_class.unit, STR("get_list_select_related")) != UNIT_NONE) {
        return evaluation->waiting ? KIND_NEVER : KIND_UNKNOWN;
    }
    NodeId joined = class_value(&facts->ast, of_class.node, STR("list_select_related"));
    NodeId columns = class_value(&facts->ast, of_class.node, STR("list_display"));
    const Model *model = evaluation_model_of(evaluation, query.model);
    if (!model || !joins_listed(evaluation, facts, joined, &query)) {
        return KIND_UNKNOWN;
    }
    bool is_joined = joined == NODE_NONE && lists_relation(facts, columns, model);
    query.stage = QUERY_STAGE_LAZY;
    query.flags |= QUERY_IS_LIKELY | (is_joined ? QUERY_IS_ALL_JOINED : 0);
    return query_row(evaluation->table, query_kind_add(evaluation->table, &query), true);
}

KindId answer_listed(Evaluation *evaluation, NodeId of_class) {
    return page_row(evaluation, (KindPlace){evaluation->file->id, evaluation->unit, of_class},
                    of_class);
}

/* `def buyer(self, order)` that list_display names: each row of the page. */
static KindId listed_row(Evaluation *evaluation, KindPlace function, KindPlace of_class,
                         NodeId parameter) {
    const UnitFacts *facts = evaluation_facts(evaluation, of_class.file, of_class.unit);
    Str name = ast_name(&evaluation->facts->ast, function.node);
    NodeId columns = class_value(&facts->ast, of_class.node, STR("list_display"));
    bool is_listed = ast_next_in_field(&evaluation->facts->ast, parameter) == NODE_NONE &&
                     lists_name(facts, columns, name);
    return is_listed ? page_row(evaluation, of_class, parameter) : KIND_UNKNOWN;
}

KindId answer_admin_parameter(Evaluation *evaluation, NodeId parameter) {
    const Ast *ast = &evaluation->facts->ast;
    KindPlace function = {evaluation->file->id, evaluation->unit, ast_node(ast, parameter)->parent};
    KindPlace of_class;
    if (!ast_kind_is_function(ast_kind(ast, function.node)) ||
        !class_of_function(evaluation, function, &of_class)) {
        return KIND_UNKNOWN;
    }
    if (!str_equal(ast_name(ast, parameter), STR("queryset"))) {
        return listed_row(evaluation, function, of_class, parameter);
    }
    return registered_query(evaluation, of_class, parameter);
}
