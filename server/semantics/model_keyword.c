/* Knows fields that are declared by calls with keywords: Django, peewee, Tortoise, mongoengine,
 * Pony. The keywords and classes stand in catalog/models.def. */
#include "semantics/model_reader.h"

static const ClassRef none = {.tag = REF_NONE};

/* ---- names on the other side ---------------------------------------------------------------- */

static Str meta_related_name(const FieldContext *context) {
    BodyItem item;
    ClassRef owner;
    if (!model_meta_option(context->file, context->of->meta, STR("default_related_name"), &item,
                           &owner, context->mem)) {
        return STR("");
    }
    Reading reading =
        model_reading(project_file(context->file, owner.file), item.unit, context->mem);
    return reading_text(&reading, item.value);
}

void model_name_django_back(const FieldContext *context, Str related, Str query,
                            ModelField *field) {
    Arena *mem = context->mem;
    related = related.len ? related : meta_related_name(context);
    related = model_expand_name(related, context->of, mem);
    query = model_expand_name(query, context->of, mem);
    Str lower = model_lower(context->of->name, mem);
    if (str_ends_with(related, STR("+"))) {
        return;
    }
    field->makes_back = true;
    field->back_name = related.len            ? related
                       : field->is_one_to_one ? lower
                                              : arena_format(mem, "%.*s_set", STR_ARG(lower));
    field->back_query_name = query.len ? query : related.len ? related : lower;
}

static void name_peewee_back(const FieldContext *context, Str related, ModelField *field) {
    Str lower = model_lower(context->of->name, context->mem);
    const char *form = field->is_many_to_many ? "%.*ss" : "%.*s_set";
    field->makes_back = true;
    field->back_name = related.len ? related : arena_format(context->mem, form, STR_ARG(lower));
    field->back_query_name = field->back_name;
}

static void name_tortoise_back(const FieldContext *context, Str related, ModelField *field) {
    Str lower = model_lower(context->of->name, context->mem);
    Str many = arena_format(context->mem, "%.*ss", STR_ARG(lower));
    field->makes_back = true;
    field->back_name = related.len ? related : field->is_one_to_one ? lower : many;
    field->back_query_name = field->back_name;
}

/* Django looks at what is written: "self", or the class's own name when it is told so. */
static bool is_written_symmetrical(const FieldContext *context, const Reading *reading, NodeId call,
                                   NodeId told) {
    const OrmWords *words = orm_keywords(context->of->orm);
    Str target = reading_text(reading, reading_argument(reading, call, 0, words->target));
    return str_equal(target, STR("self")) ||
           (told != NODE_NONE && str_equal(target, context->of->name));
}

static bool is_symmetrical(const FieldContext *context, const Reading *reading, NodeId call,
                           const ModelField *field) {
    NodeId told = reading_argument(reading, call, -1, STR("symmetrical"));
    return field->is_many_to_many && class_ref_equal(field->target, context->of->self) &&
           !reading_is_false(reading, told) &&
           (context->of->orm != ORM_DJANGO || is_written_symmetrical(context, reading, call, told));
}

static void name_back(const FieldContext *context, const Reading *reading, NodeId call,
                      const CatalogModelField *row, ModelField *field) {
    const OrmWords *words = orm_keywords(context->of->orm);
    NodeId written = reading_argument(reading, call, -1, words->back);
    Str related = reading_text(reading, written);
    bool is_off = written != NODE_NONE && !related.len; /* False, or not a literal */
    if (row->kind == MODEL_GENERIC) {
        return; /* any class may be the target: none gets an attribute */
    }
    if (row->traits & MODEL_FIELD_NO_BACK) {
        field->back_name = related;
        return;
    }
    if (is_off || is_symmetrical(context, reading, call, field)) {
        return;
    }
    Str query = reading_text(reading, reading_argument(reading, call, -1, words->back_query));
    switch (context->of->orm) {
    case ORM_DJANGO:
        model_name_django_back(context, related, query, field);
        break;
    case ORM_PEEWEE:
        name_peewee_back(context, related, field);
        break;
    case ORM_TORTOISE:
        name_tortoise_back(context, related, field);
        break;
    default:
        break;
    }
}

/* ---- loading -------------------------------------------------------------------------------- */

static ModelLoading loading_of(Orm orm, ModelFieldKind kind, uint32_t traits) {
    if (kind == MODEL_COLUMN || kind == MODEL_COMPUTED) {
        return MODEL_LOADS_WITH_ROW;
    }
    if (orm == ORM_PONY) {
        return MODEL_LOADS_BATCHED;
    }
    if (kind == MODEL_TO_MANY && orm != ORM_MONGOENGINE) {
        return MODEL_LOADS_EACH_TIME;
    }
    return traits & MODEL_FIELD_BY_CALL ? MODEL_LOADS_BY_CALL : MODEL_LOADS_AT_ACCESS;
}

/* ---- keys ----------------------------------------------------------------------------------- */

static Str key_name(const FieldContext *context, const Reading *reading, NodeId call, Str name) {
    const OrmWords *words = orm_keywords(context->of->orm);
    Str written = reading_string(reading, reading_argument(reading, call, -1, words->key_name));
    if (written.len && context->of->orm == ORM_PEEWEE) {
        return written;
    }
    return arena_format(context->mem, "%.*s_id", STR_ARG(name));
}

static void read_flags(const Reading *reading, NodeId call, const OrmWords *words,
                       ModelField *field) {
    NodeId index = reading_argument(reading, call, -1, words->indexed);
    field->has_index = index == NODE_NONE ? field->has_index : reading_is_true(reading, index);
    NodeId nullable = reading_argument(reading, call, -1, words->nullable);
    field->is_nullable =
        nullable == NODE_NONE ? field->is_nullable : reading_is_true(reading, nullable);
    if (reading_is_true(reading, reading_argument(reading, call, -1, words->unique))) {
        field->is_unique = true;
    }
    if (reading_is_true(reading, reading_argument(reading, call, -1, words->primary))) {
        field->is_primary_key = true;
    }
    if (reading_is_true(reading, reading_argument(reading, call, -1, STR("required")))) {
        field->is_nullable = false;
    }
    if (reading_is_true(reading, reading_argument(reading, call, -1, STR("parent_link")))) {
        field->is_parent_link = true;
        field->is_primary_key = true;
    }
}

static ClassRef through_class(const FieldContext *context, const Reading *reading, NodeId call) {
    bool is_likely = false;
    NodeId node = reading_argument(reading, call, -1, orm_keywords(context->of->orm)->through);
    return node == NODE_NONE ? none : model_read_target(context, reading, node, &is_likely);
}

static void read_relation(const FieldContext *context, const Reading *reading, NodeId call,
                          const CatalogModelField *row, ModelField *field) {
    const OrmWords *words = orm_keywords(context->of->orm);
    field->is_one_to_one = (row->traits & MODEL_FIELD_ONE_TO_ONE) != 0;
    field->is_many_to_many = (row->traits & MODEL_FIELD_MANY_TO_MANY) != 0;
    field->holds_key = field->kind == MODEL_TO_ONE;
    if (row->traits & MODEL_FIELD_KEYED) {
        field->key_name = key_name(context, reading, call, field->name);
    }
    field->to_field = reading_string(reading, reading_argument(reading, call, -1, words->to_field));
    field->through = through_class(context, reading, call);
    field->back_kind = field->is_one_to_one ? MODEL_TO_ONE : MODEL_TO_MANY;
    field->back_loading = loading_of(context->of->orm, field->back_kind, row->traits);
    if (field->target.tag == REF_NONE && (row->traits & MODEL_FIELD_TAGS)) {
        field->target = (ClassRef){.tag = REF_PATH, .path = catalog_default_tag()};
    }
    name_back(context, reading, call, row, field);
}

/* ---- fields --------------------------------------------------------------------------------- */

/* ListField(ReferenceField(X)): what stands in the list decides; its call in *call. */
static const CatalogModelField *listed_field(const Reading *reading, NodeId *call) {
    NodeId inner = reading_argument(reading, *call, 0, STR("field"));
    Str path;
    if (!reading_is_call(reading, inner)) {
        return NULL;
    }
    const CatalogModelField *row =
        model_field_class(reading->file, reading_callee(reading, inner), &path);
    *call = inner;
    return row && row->kind != MODEL_COLUMN ? row : NULL;
}

static ModelFieldKind kind_by_target(const FieldContext *context, const ModelField *field) {
    bool is_model = field->target.tag == REF_CLASS &&
                    model_head(context->file, field->target)->orm == context->of->orm;
    return is_model ? MODEL_TO_ONE : MODEL_COLUMN;
}

static ModelField start_field(const FieldContext *context, const BodyItem *item,
                              const CatalogModelField *row, Str path, ClassRef callee) {
    return (ModelField){
        .name = arena_copy(context->mem, item->name),
        .kind = row->kind,
        .is_nullable = (row->traits & MODEL_FIELD_NULLABLE) != 0,
        .is_primary_key = (row->traits & MODEL_FIELD_PRIMARY) != 0,
        .is_unique = (row->traits & MODEL_FIELD_UNIQUE) != 0,
        .has_index = (row->traits & MODEL_FIELD_INDEXED) != 0,
        .class_path = arena_copy(context->mem, path),
        .field_class = callee,
        .owner = context->owner,
        .place = {.tag = REF_VALUE,
                  .file = context->owner.file,
                  .unit = item->unit,
                  .node = item->statement},
    };
}

bool model_read_keyword_field(const FieldContext *context, const BodyItem *item, ModelField *out) {
    const FileModel *home = project_file(context->file, context->owner.file);
    Reading reading = model_reading(home, item->unit, context->mem);
    if (!reading_is_call(&reading, item->value)) {
        return false;
    }
    Str path;
    NodeId call = item->value;
    ClassRef callee = reading_callee(&reading, call);
    const CatalogModelField *row = model_field_class(home, callee, &path);
    if (!row) {
        return false;
    }
    *out = start_field(context, item, row, path, callee);
    const CatalogModelField *listed =
        row->traits & MODEL_FIELD_LIST ? listed_field(&reading, &call) : NULL;
    row = listed ? listed : row;
    out->kind = listed ? MODEL_TO_MANY : row->kind;
    const OrmWords *words = orm_keywords(context->of->orm);
    if (row->kind != MODEL_COLUMN || (row->traits & (MODEL_FIELD_BY_TARGET | MODEL_FIELD_EMBEDS))) {
        NodeId target = reading_argument(&reading, call, 0, words->target);
        out->target = model_read_target(context, &reading, target, &out->is_likely);
    }
    if (row->traits & MODEL_FIELD_BY_TARGET) {
        out->kind = kind_by_target(context, out);
    }
    read_flags(&reading, call, words, out);
    out->loading = loading_of(context->of->orm, out->kind, row->traits);
    if (out->kind != MODEL_COLUMN) {
        read_relation(context, &reading, call, row, out);
    }
    out->query_name = out->name;
    return true;
}

/* ---- models of libraries -------------------------------------------------------------------- */

static ModelField built_in_field(const FieldContext *context, const CatalogBuiltInField *row) {
    const CatalogModelField *class_row = catalog_model_field(row->class_path);
    uint32_t traits = row->traits | (class_row ? class_row->traits : 0);
    ModelField field = {
        .name = row->name,
        .query_name = row->name,
        .kind = class_row ? class_row->kind : MODEL_COLUMN,
        .is_nullable = (traits & MODEL_FIELD_NULLABLE) != 0,
        .is_primary_key = (traits & MODEL_FIELD_PRIMARY) != 0,
        .is_unique = (traits & MODEL_FIELD_UNIQUE) != 0,
        .has_index = (traits & MODEL_FIELD_INDEXED) != 0,
        .is_one_to_one = (traits & MODEL_FIELD_ONE_TO_ONE) != 0,
        .is_many_to_many = (traits & MODEL_FIELD_MANY_TO_MANY) != 0,
        .class_path = row->class_path,
        .field_class = {.tag = REF_PATH, .path = row->class_path},
        .owner = context->owner,
    };
    field.loading = loading_of(ORM_DJANGO, field.kind, traits);
    if (row->target.len == 0) {
        return field;
    }
    bool is_user = catalog_is_user_model(row->target);
    field.target = is_user ? model_user_class(context->file)
                           : class_ref_of_path(context->file, row->target, context->mem);
    field.holds_key = field.kind == MODEL_TO_ONE;
    field.key_name =
        field.holds_key ? arena_format(context->mem, "%.*s_id", STR_ARG(row->name)) : STR("");
    field.back_kind = field.is_one_to_one ? MODEL_TO_ONE : MODEL_TO_MANY;
    field.back_loading = loading_of(ORM_DJANGO, field.back_kind, traits);
    model_name_django_back(context, row->related_name, row->query_name, &field);
    return field;
}

void model_read_built_in_fields(const FieldContext *context, ModelFieldList *out) {
    const CatalogBuiltInModel *row = catalog_built_in_model(context->owner.path);
    const CatalogBuiltInField *fields = row ? catalog_built_in_fields(row) : NULL;
    for (uint32_t i = 0; row && i < row->field_count; i++) {
        ARENA_PUSH(context->mem, out, built_in_field(context, &fields[i]));
    }
}
