/* What models and their rows answer: managers, relations, columns that were left out. */
#include "semantics/kinds_query.h"

/* ---- classes --------------------------------------------------------------------------------- */

const Model *evaluation_model_of(Evaluation *evaluation, KindId of_class) {
    Kind kind = *kind_get(evaluation->table, of_class);
    bool named = kind.tag == KIND_TAG_CLASS || kind.tag == KIND_TAG_OBJECT ||
                 kind.tag == KIND_TAG_SYMBOL || kind.tag == KIND_TAG_INSTANCE;
    return named ? model_of_kind(evaluation->file, &kind) : NULL;
}

KindId kind_of_class(Evaluation *evaluation, ClassRef class_ref) {
    if (class_ref.tag == REF_PATH) {
        return kind_symbol(evaluation->table, class_ref.path);
    }
    if (class_ref.tag != REF_CLASS) {
        return KIND_UNKNOWN;
    }
    return kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_CLASS,
                                               .file = class_ref.file,
                                               .unit = class_ref.unit,
                                               .node = class_ref.node});
}

KindId instance_of_class(KindTable *table, KindId of_class) {
    Kind kind = *kind_get(table, of_class);
    if (kind.tag == KIND_TAG_SYMBOL) {
        return kind_instance(table, kind.path);
    }
    if (kind.tag != KIND_TAG_CLASS) {
        return KIND_UNKNOWN;
    }
    kind.tag = KIND_TAG_OBJECT;
    return kind_add(table, &kind);
}

static KindId class_or_never(Evaluation *evaluation, ClassRef class_ref) {
    return class_ref.tag == REF_CLASS ? kind_of_class(evaluation, class_ref) : KIND_NEVER;
}

KindId answer_model_getter(Evaluation *evaluation, NodeId call) {
    NodeId function = ast_child(&evaluation->facts->ast, call, FIELD_FUNC);
    if (!catalog_ends_model_getter(ast_name(&evaluation->facts->ast, function))) {
        return KIND_NEVER;
    }
    ClassRef found =
        model_class_of(evaluation->file, evaluation->unit, call, evaluation_mem(evaluation));
    return found.tag == REF_NONE ? KIND_NEVER : kind_of_class(evaluation, found);
}

/* ---- managers -------------------------------------------------------------------------------- */

/* What the manager's own get_queryset() adds is in every query that begins with it. */
static KindId with_get_queryset(Evaluation *evaluation, QueryKind query) {
    KindId plain = query_kind_add(evaluation->table, &query);
    Kind manager = *kind_get(evaluation->table, query.manager);
    if (manager.tag != KIND_TAG_CLASS) {
        return plain;
    }
    KindId found = evaluation_attribute(evaluation, kind_place(&manager), STR("get_queryset"));
    Kind function = *kind_get(evaluation->table, found);
    if (function.tag != KIND_TAG_FUNCTION || evaluation->waiting) {
        return plain;
    }
    KindId context = answer_context(evaluation, kind_place(&function), plain, NODE_NONE);
    KindId result = evaluation_result_in(evaluation, kind_place(&function), context);
    QueryKind made;
    if (evaluation->waiting || result == KIND_NEVER) {
        return result;
    }
    if (query_kind_get(evaluation->table, result, &made)) {
        query.loaded = made.loaded;
        query.flags |= made.flags;
        query.queryset = made.queryset == KIND_NEVER ? query.queryset : made.queryset;
    } else {
        query.flags |= QUERY_IS_LOADED_UNKNOWN;
    }
    return query_kind_add(evaluation->table, &query);
}

static KindId manager_query(Evaluation *evaluation, KindId model_kind, const Model *model,
                            const ModelManager *manager) {
    return with_get_queryset(
        evaluation, (QueryKind){
                        .orm = model->orm,
                        .stage = model->orm == ORM_DJANGO ? QUERY_STAGE_MANAGER : QUERY_STAGE_LAZY,
                        .model = model_kind,
                        .manager = class_or_never(evaluation, manager->manager),
                        .queryset = class_or_never(evaluation, manager->queryset),
                        .place = {evaluation->file->id, evaluation->unit, evaluation->node}
    });
}

static KindId attribute_of_class(Evaluation *evaluation, KindId value, const Model *model,
                                 Str name) {
    const ModelManager *manager = model_manager(model, name);
    if (manager) {
        return manager_query(evaluation, value, model, manager);
    }
    const CatalogQueryMethod *method = catalog_query_method(model->orm, QUERY_ON_CLASS, name);
    if (!method) {
        return KIND_NEVER;
    }
    if (method->gives == QUERY_GIVES_ATTRIBUTE) {
        if (model->managers.count && model->orm == ORM_DJANGO) {
            return manager_query(evaluation, value, model, &model->managers.items[0]);
        }
        QueryKind query = {
            .orm = model->orm,
            .stage = model->orm == ORM_DJANGO ? QUERY_STAGE_MANAGER : QUERY_STAGE_LAZY,
            .model = value,
            .place = {evaluation->file->id, evaluation->unit, evaluation->node}
        };
        return query_kind_add(evaluation->table, &query);
    }
    return query_method_kind(evaluation->table, method, value);
}

/* Of a class that is one of several, likely. */
static KindId class_attribute(Evaluation *evaluation, KindId value, const Model *model, Str name) {
    Kind kind = *kind_get(evaluation->table, value);
    if (kind.tag != KIND_TAG_CLASS || !(kind.flags & KIND_IS_EXAMPLE)) {
        return attribute_of_class(evaluation, value, model, name);
    }
    kind.flags &= ~(uint32_t)KIND_IS_EXAMPLE;
    KindId found = attribute_of_class(evaluation, kind_add(evaluation->table, &kind), model, name);
    return found > KIND_UNKNOWN ? kind_as_likely(evaluation->table, found) : found;
}

/* ---- relations ------------------------------------------------------------------------------- */

static uint32_t path_steps(Str path) {
    uint32_t steps = path.len > 0;
    for (uint32_t i = 0; i < path.len; i++) {
        steps += path.ptr[i] == '.';
    }
    return steps;
}

static KindId to_one(Evaluation *evaluation, KindId value, KindId target) {
    RowKind row;
    if (!row_kind_get(evaluation->table, value, &row)) {
        return instance_of_class(evaluation->table, target);
    }
    return KIND_UNKNOWN;
}

static KindId to_one_of_row(Evaluation *evaluation, RowKind row, KindId target, Str name) {
    /* A path that goes round (parent.parent) is not followed further. */
    Str last = str_slice(
        row.path, row.path.len - (name.len < row.path.len ? name.len : row.path.len), row.path.len);
    if (path_steps(row.path) >= ROW_PATH_STEPS_MAX || str_equal(last, name)) {
        return instance_of_class(evaluation->table, target);
    }
    row.model = target;
    row.path = access_path_join(row.path, name, evaluation_mem(evaluation));
    return row_kind_add(evaluation->table, &row);
}

/* What of the row's query is loaded below the relation; false when the relation itself is not. */
static bool loaded_below(Evaluation *evaluation, KindId value, const ModelField *field, Str *out) {
    RowKind row;
    QueryKind query;
    *out = (Str){"", 0};
    if (!row_kind_get(evaluation->table, value, &row) ||
        !query_kind_get(evaluation->table, row.query, &query)) {
        return false;
    }
    Str path = access_path_join(row.path, field->name, evaluation_mem(evaluation));
    *out = path_set_below(query.loaded, path, evaluation_mem(evaluation));
    return path_set_has(query.loaded, path);
}

/* The row's flags that its relations' queries share. */
static uint32_t inherited_flags(Evaluation *evaluation, KindId value, bool is_loaded) {
    RowKind row;
    QueryKind query;
    if (!row_kind_get(evaluation->table, value, &row) ||
        !query_kind_get(evaluation->table, row.query, &query)) {
        return 0;
    }
    uint32_t kept = QUERY_IS_LIKELY | QUERY_IS_ASYNC | QUERY_IS_LOADED_UNKNOWN;
    return (query.flags & kept) | (is_loaded ? QUERY_IS_SERVED : 0);
}

static QueryStage stage_of_relation(const Model *model, const ModelField *field) {
    bool manager = model->orm == ORM_DJANGO || model->orm == ORM_TORTOISE;
    (void)field;
    return manager ? QUERY_STAGE_MANAGER : QUERY_STAGE_LAZY;
}

/* Rows of rows of rows: a method that calls itself on what it goes through would make them without
 * end. Deep down a row is an object of its class, of which nothing more is known. */
static KindId known_parent(Evaluation *evaluation, KindId value) {
    KindId at = value;
    RowKind row;
    QueryKind query;
    for (uint32_t depth = 0; depth < QUERY_PARENTS_MAX; depth++) {
        if (!row_kind_get(evaluation->table, at, &row) ||
            !query_kind_get(evaluation->table, row.query, &query)) {
            return value;
        }
        at = query.parent;
    }
    row_kind_get(evaluation->table, value, &row);
    return instance_of_class(evaluation->table, row.model);
}

static KindId related_query(Evaluation *evaluation, KindId value, const Model *model,
                            const ModelField *field, KindId target) {
    Arena *mem = evaluation_mem(evaluation);
    value = known_parent(evaluation, value);
    Str below;
    bool is_loaded = loaded_below(evaluation, value, field, &below);
    QueryKind query = {
        .orm = model->orm,
        .stage = stage_of_relation(model, field),
        .flags = inherited_flags(evaluation, value, is_loaded),
        .model = target,
        .parent = value,
        .relation = field->name,
        .loaded = below,
        .place = {evaluation->file->id, evaluation->unit, evaluation->node}
    };
    const Model *of_target = model_target(evaluation->file, field);
    if (field->back_name.len && !field->is_many_to_many) {
        query.loaded = path_set_add(query.loaded, field->back_name, mem);
        query.loaded =
            path_set_add(query.loaded, arena_format(mem, "^%.*s", STR_ARG(field->back_name)), mem);
    }
    if (field->loading == MODEL_LOADS_EACH_TIME && model->orm == ORM_SQLALCHEMY) {
        query.flags |= QUERY_IS_DYNAMIC;
    }
    if (of_target && of_target->orm == ORM_DJANGO && of_target->managers.count) {
        const ModelManager *manager = &of_target->managers.items[0];
        query.manager = class_or_never(evaluation, manager->manager);
        query.queryset = class_or_never(evaluation, manager->queryset);
        return with_get_queryset(evaluation, query);
    }
    return query_kind_add(evaluation->table, &query);
}

/* SQLAlchemy's collections are lists, loaded as a whole at the first access. */
static bool is_collection(const Model *model, const ModelField *field) {
    return (model->orm == ORM_SQLALCHEMY || model->orm == ORM_PONY ||
            model->orm == ORM_MONGOENGINE) &&
           field->loading != MODEL_LOADS_EACH_TIME && field->loading != MODEL_LOADS_BY_STATEMENT;
}

static KindId collection(Evaluation *evaluation, KindId value, const Model *model,
                         const ModelField *field, KindId target) {
    KindId query = related_query(evaluation, value, model, field, target);
    return kind_container(evaluation->table, STR("list"), query_element(evaluation->table, query));
}

static KindId relation(Evaluation *evaluation, KindId value, const Model *model,
                       const ModelField *field) {
    KindId target = kind_of_class(evaluation, field->target);
    RowKind row;
    switch (field->kind) {
    case MODEL_TO_ONE:
        if (field->loading == MODEL_LOADS_BY_CALL) {
            return KIND_UNKNOWN;
        }
        return row_kind_get(evaluation->table, value, &row)
                   ? to_one_of_row(evaluation, row, target, field->name)
                   : to_one(evaluation, value, target);
    case MODEL_TO_MANY:
        if (target <= KIND_UNKNOWN || field->loading == MODEL_LOADS_BY_STATEMENT) {
            return KIND_UNKNOWN;
        }
        return is_collection(model, field) ? collection(evaluation, value, model, field, target)
                                           : related_query(evaluation, value, model, field, target);
    default:
        return KIND_UNKNOWN;
    }
}

/* ---- attributes of instances ----------------------------------------------------------------- */

static KindId row_method(Evaluation *evaluation, KindId value, const Model *model, Str name) {
    const CatalogQueryMethod *method = catalog_query_method(model->orm, QUERY_ON_ROW, name);
    if (method && method->gives == QUERY_GIVES_ATTRIBUTE) {
        return value; /* `row.awaitable_attrs`: the row, read with await */
    }
    return method ? query_method_kind(evaluation->table, method, value) : KIND_UNKNOWN;
}

static KindId instance_attribute(Evaluation *evaluation, KindId value, const Model *model, Str name,
                                 KindId found) {
    const ModelField *field = model_attribute(evaluation->file, model, name);
    if (field) {
        return relation(evaluation, value, model, field);
    }
    return found > KIND_UNKNOWN ? found : row_method(evaluation, value, model, name);
}

/* `Prefetch("books", to_attr="recent")`: the list that the option makes. */
static KindId prefetched_list(Evaluation *evaluation, const RowKind *row, const Model *model,
                              Str name, KindId value) {
    QueryKind query;
    Arena *mem = evaluation_mem(evaluation);
    if (!query_kind_get(evaluation->table, row->query, &query)) {
        return KIND_NEVER;
    }
    Str start = arena_format(mem, "=%.*s=", STR_ARG(access_path_join(row->path, name, mem)));
    Str item;
    for (uint32_t at = 0; path_set_next(query.loaded, &at, &item);) {
        const ModelField *field =
            str_starts_with(item, start)
                ? model_field(evaluation->file, model, str_slice(item, start.len, item.len))
                : NULL;
        if (field) {
            ModelField renamed = *field;
            renamed.name = name;
            KindId rows = related_query(evaluation, value, model, &renamed,
                                        kind_of_class(evaluation, field->target));
            QueryKind lazy;
            if (!query_kind_get(evaluation->table, rows, &lazy)) {
                return rows;
            }
            lazy.stage = QUERY_STAGE_LAZY;
            return kind_container(
                evaluation->table, STR("list"),
                query_element(evaluation->table, query_kind_add(evaluation->table, &lazy)));
        }
    }
    return KIND_NEVER;
}

KindId answer_row_attribute(Evaluation *evaluation, KindId value, Str name) {
    RowKind row;
    row_kind_get(evaluation->table, value, &row);
    const Model *model = evaluation_model_of(evaluation, row.model);
    if (!model) {
        return KIND_UNKNOWN;
    }
    const ModelField *field = model_attribute(evaluation->file, model, name);
    if (field) {
        return relation(evaluation, value, model, field);
    }
    KindId listed = prefetched_list(evaluation, &row, model, name, value);
    if (listed != KIND_NEVER || evaluation->waiting) {
        return listed;
    }
    Kind class_kind = *kind_get(evaluation->table, row.model);
    KindId found = class_kind.tag == KIND_TAG_CLASS
                       ? evaluation_attribute(evaluation, kind_place(&class_kind), name)
                       : KIND_UNKNOWN;
    if (evaluation->waiting) {
        return KIND_NEVER;
    }
    if (kind_get(evaluation->table, found)->tag == KIND_TAG_FUNCTION) {
        return answer_member(evaluation, value, found);
    }
    return found > KIND_UNKNOWN ? found : row_method(evaluation, value, model, name);
}

/* A name that the class binds to one of its library's fields, or does not bind at all, may be a
 * relation; functions, constants and the like are what they are. */
static bool may_be_field(const Kind *found) {
    return found->tag == KIND_TAG_UNKNOWN || found->tag == KIND_TAG_INSTANCE ||
           found->tag == KIND_TAG_OBJECT;
}

KindId answer_model_attribute(Evaluation *evaluation, KindId value, Str name, KindId found) {
    Kind kind = *kind_get(evaluation->table, found);
    if (!may_be_field(&kind) || evaluation->waiting) {
        return found;
    }
    const Model *model = evaluation_model_of(evaluation, value);
    if (!model) {
        return answer_view_attribute(evaluation, value, name, found);
    }
    if (kind_get(evaluation->table, value)->tag != KIND_TAG_CLASS) {
        return instance_attribute(evaluation, value, model, name, found);
    }
    KindId given = class_attribute(evaluation, value, model, name);
    return given == KIND_NEVER && !evaluation->waiting ? found : given;
}

KindId answer_library_model_attribute(Evaluation *evaluation, KindId value, Str name) {
    const Model *model = evaluation_model_of(evaluation, value);
    if (!model) {
        return KIND_NEVER;
    }
    return kind_get(evaluation->table, value)->tag == KIND_TAG_SYMBOL
               ? class_attribute(evaluation, value, model, name)
               : instance_attribute(evaluation, value, model, name, KIND_NEVER);
}
