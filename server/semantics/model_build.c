/* Knows how a model's facts are put together from the classes in its order: which class's body
 * counts, what is inherited, what the library adds. */
#include "base/intern.h"
#include "semantics/model_reader.h"

#include <stdlib.h>

/* Fields while they are collected: a name that a nearer class binds hides those behind it. */
typedef struct Builder {
    const FileModel *file;
    Model *model;
    const ModelHead *head;
    Arena *mem;
    ModelFieldList fields;
    const ModelHead **holders; /* by place in the order */
    bool *is_covered;          /* by place: a base of another parent with rows */
    Arena scratch;
    Interner names;
    struct ARRAY_OF(uint32_t) owners; /* by NameId: place in the order of the class that binds it */
} Builder;

/* True when the name is free for the class at this place in the order; takes it. */
static bool take_name(Builder *builder, Str name, uint32_t place) {
    NameId id = interner_add(&builder->names, name);
    while (builder->owners.count <= id) {
        ARRAY_PUSH(&builder->owners, UINT32_MAX);
    }
    uint32_t *owner = &builder->owners.items[id];
    *owner = *owner == UINT32_MAX ? place : *owner;
    return *owner == place;
}

/* ---- whose field it is ---------------------------------------------------------------------- */

static bool is_concrete(const FileModel *file, ClassRef ref) {
    if (ref.tag != REF_CLASS && !(ref.tag == REF_PATH && catalog_built_in_model(ref.path))) {
        return false;
    }
    const ModelHead *head = model_head(file, ref);
    return head->orm != ORM_NONE && !head->is_abstract && !head->is_proxy;
}

/* Marks the places of the model's order that the class at `place` has in its own: one walk, since
 * Python keeps the order of a class in those that inherit from it. */
static void mark_bases(Builder *builder, uint32_t place, const ModelHead *head) {
    const ClassOrder *order = builder->model->order;
    const ClassOrder *theirs = class_order(builder->file, order->items[place]);
    uint32_t at = 0;
    for (uint32_t i = place; i < order->count && at < theirs->count; i++) {
        if (class_ref_equal(order->items[i], theirs->items[at])) {
            builder->holders[i] = head;
            builder->is_covered[i] = builder->is_covered[i] || i != place;
            at++;
        }
    }
}

/* The model whose rows hold what the class at each place declares: the model itself, or the
 * farthest of its parents with rows of their own that has that class among its bases. */
static void find_holders(Builder *builder) {
    const ClassOrder *order = builder->model->order;
    builder->holders = ARENA_ARRAY(&builder->scratch, const ModelHead *, order->count);
    builder->is_covered = ARENA_ARRAY(&builder->scratch, bool, order->count);
    for (uint32_t i = 0; i < order->count; i++) {
        builder->holders[i] = builder->head;
    }
    for (uint32_t i = 1; i < order->count; i++) {
        if (is_concrete(builder->file, order->items[i])) {
            mark_bases(builder, i, model_head(builder->file, order->items[i]));
        }
    }
}

static FieldContext context_at(const Builder *builder, uint32_t place, ClassRef owner) {
    return (FieldContext){builder->file, builder->holders[place], owner, builder->mem};
}

/* ---- bodies --------------------------------------------------------------------------------- */

static void put_field(Builder *builder, const ModelField *field, uint32_t first) {
    for (uint32_t i = builder->fields.count; i-- > first;) {
        if (str_equal(builder->fields.items[i].name, field->name)) {
            builder->fields.items[i] = *field; /* bound twice in one body: the last counts */
            return;
        }
        if (builder->fields.count - i > 64) {
            break;
        }
    }
    ARENA_PUSH(builder->mem, &builder->fields, *field);
}

static void add_body(Builder *builder, uint32_t place) {
    ClassRef owner = builder->model->order->items[place];
    FieldContext context = context_at(builder, place, owner);
    BodyItems items = model_body_items(builder->file, owner, &builder->scratch);
    uint32_t first = builder->fields.count;
    for (uint32_t i = 0; i < items.count; i++) {
        const BodyItem *item = &items.items[i];
        ModelField field;
        bool is_free = take_name(builder, item->name, place);
        bool is_field = is_free && (builder->model->orm == ORM_SQLALCHEMY
                                        ? model_read_mapped_field(&context, item, &field)
                                        : model_read_keyword_field(&context, item, &field));
        if (is_field) {
            field.is_inherited = context.of != builder->head;
            put_field(builder, &field, first);
        }
    }
}

static void add_library_class(Builder *builder, uint32_t place, Str path) {
    ClassRef owner = {.tag = REF_PATH, .path = path};
    FieldContext context = context_at(builder, place, owner);
    ModelFieldList fields = {0};
    model_read_built_in_fields(&context, &fields);
    for (uint32_t i = 0; i < fields.count; i++) {
        if (take_name(builder, fields.items[i].name, place)) {
            fields.items[i].is_inherited = context.of != builder->head;
            ARENA_PUSH(builder->mem, &builder->fields, fields.items[i]);
        }
    }
}

/* A library's class and the library's classes it inherits from. */
static void add_library(Builder *builder, uint32_t place) {
    enum { CLASSES_MAX = 16 };
    Str paths[CLASSES_MAX] = {builder->model->order->items[place].path};
    uint32_t count = 1;
    for (uint32_t at = 0; at < count; at++) {
        add_library_class(builder, place, paths[at]);
        const CatalogBuiltInModel *row = catalog_built_in_model(paths[at]);
        Str bases = row ? row->bases : STR("");
        while (bases.len && count < CLASSES_MAX) {
            uint32_t bar = str_find_byte(bases, '|');
            paths[count++] = str_slice(bases, 0, bar);
            bases = str_slice(bases, bar + 1, bases.len);
        }
    }
}

/* Mixins that are no models count for SQLAlchemy and Tortoise; Django, peewee and the others take
 * no field from them. */
static bool body_counts(const Builder *builder, ClassRef ref) {
    bool any = builder->model->orm == ORM_SQLALCHEMY || builder->model->orm == ORM_TORTOISE;
    return any || model_head(builder->file, ref)->orm == builder->model->orm;
}

static void add_fields(Builder *builder) {
    const ClassOrder *order = builder->model->order;
    for (uint32_t place = 0; place < order->count; place++) {
        if (order->items[place].tag == REF_PATH) {
            add_library(builder, place);
        } else if (body_counts(builder, order->items[place])) {
            add_body(builder, place);
        }
    }
}

/* ---- what the library adds ------------------------------------------------------------------ */

static bool has_link_to(const Builder *builder, ClassRef parent) {
    for (uint32_t i = 0; i < builder->fields.count; i++) {
        const ModelField *field = &builder->fields.items[i];
        if (field->is_one_to_one && class_ref_equal(field->target, parent) &&
            class_ref_equal(field->owner, builder->model->self)) {
            return true;
        }
    }
    return false;
}

static void add_parent_link(Builder *builder, ClassRef parent) {
    const ModelHead *head = model_head(builder->file, parent);
    Str name =
        arena_format(builder->mem, "%.*s_ptr", STR_ARG(model_lower(head->name, builder->mem)));
    Str back = model_lower(builder->model->name, builder->mem);
    ModelField link = {
        .name = name,
        .query_name = name,
        .kind = MODEL_TO_ONE,
        .loading = MODEL_LOADS_WITH_ROW,
        .is_one_to_one = true,
        .is_primary_key = true,
        .is_unique = true,
        .has_index = true,
        .is_parent_link = true,
        .holds_key = true,
        .target = parent,
        .makes_back = true,
        .back_kind = MODEL_TO_ONE,
        .back_loading = MODEL_LOADS_AT_ACCESS,
        .back_name = back,
        .back_query_name = back,
        .key_name = arena_format(builder->mem, "%.*s_id", STR_ARG(name)),
        .class_path = STR("django.db.models.OneToOneField"),
        .owner = builder->model->self,
    };
    if (!has_link_to(builder, parent)) {
        ARENA_PUSH(builder->mem, &builder->fields, link);
    }
}

/* Multi-table inheritance: a link to each parent with rows of its own that no other parent has. */
static void add_parent_links(Builder *builder) {
    const ClassOrder *order = builder->model->order;
    for (uint32_t i = 1; i < order->count; i++) {
        if (!builder->is_covered[i] && is_concrete(builder->file, order->items[i])) {
            add_parent_link(builder, order->items[i]);
        }
    }
}

static void add_implicit_key(Builder *builder) {
    for (uint32_t i = 0; i < builder->fields.count; i++) {
        if (builder->fields.items[i].is_primary_key && !builder->fields.items[i].is_parent_link) {
            return;
        }
    }
    static const char *const classes[ORM_COUNT] = {
        [ORM_DJANGO] = "django.db.models.AutoField",
        [ORM_PEEWEE] = "peewee.AutoField",
        [ORM_MONGOENGINE] = "mongoengine.ObjectIdField",
    };
    const char *path = classes[builder->model->orm];
    ModelField key = {.name = STR("id"),
                      .query_name = STR("id"),
                      .kind = MODEL_COLUMN,
                      .loading = MODEL_LOADS_WITH_ROW,
                      .is_primary_key = true,
                      .is_unique = true,
                      .has_index = true,
                      .class_path = path ? str_from_c(path) : STR(""),
                      .owner = builder->model->self};
    ARENA_PUSH(builder->mem, &builder->fields, key);
}

/* ---- options -------------------------------------------------------------------------------- */

static void set_ordering(Builder *builder, ClassRef owner, UnitId unit, NodeId value) {
    Reading reading = model_reading(project_file(builder->file, owner.file), unit, builder->mem);
    bool known;
    ModelWords words = reading_strings(&reading, value, &known);
    builder->model->ordering = words;
    builder->model->ordering_unknown = !known;
}

/* The options class that applies; for Django also those of parents with rows of their own. */
static void read_ordering(Builder *builder) {
    const ClassOrder *order = builder->model->order;
    BodyItem item;
    ClassRef owner;
    for (uint32_t i = 0; i < order->count; i++) {
        if (order->items[i].tag == REF_PATH) {
            const CatalogBuiltInModel *row = catalog_built_in_model(order->items[i].path);
            if (row && (row->traits & BUILT_IN_ORDERED) && !(row->traits & BUILT_IN_ABSTRACT)) {
                builder->model->ordering_unknown = true;
                return;
            }
            continue;
        }
        const ModelHead *head = model_head(builder->file, order->items[i]);
        bool applies = i == 0 || (head->orm == ORM_DJANGO && !head->is_abstract);
        if (applies && model_meta_option(builder->file, head->meta, STR("ordering"), &item, &owner,
                                         builder->mem)) {
            set_ordering(builder, owner, item.unit, item.value);
            return;
        }
    }
}

static void read_document_ordering(Builder *builder) {
    BodyItems items = model_body_items(builder->file, builder->model->self, builder->mem);
    const BodyItem *meta = model_body_item(&items, STR("meta"));
    if (!meta || meta->value == NODE_NONE) {
        return;
    }
    Reading reading = model_reading(builder->file, meta->unit, builder->mem);
    NodeId value = reading_dict_value(&reading, meta->value, STR("ordering"));
    if (value != NODE_NONE) {
        set_ordering(builder, builder->model->self, meta->unit, value);
    }
}

static bool overrides(const Builder *builder, Str name) {
    const ClassOrder *order = builder->model->order;
    for (uint32_t i = 0; i < order->count; i++) {
        if (model_body_binds(builder->file, order->items[i], name)) {
            return true;
        }
    }
    return false;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static int compare_named(const void *left, const void *right) {
    const ModelField *const *a = left;
    const ModelField *const *b = right;
    int order = str_compare((*a)->name, (*b)->name);
    return order ? order : (*a < *b ? -1 : *a > *b);
}

ModelFields model_fields_sorted(const ModelField *items, uint32_t count, Arena *mem) {
    const ModelField **pointers = ARENA_ARRAY(mem, const ModelField *, count);
    uint32_t *by_name = ARENA_ARRAY(mem, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        pointers[i] = &items[i];
    }
    if (count) {
        qsort(pointers, count, sizeof(const ModelField *), compare_named);
    }
    for (uint32_t i = 0; i < count; i++) {
        by_name[i] = (uint32_t)(pointers[i] - items);
    }
    return (ModelFields){items, count, by_name};
}

static void add_library_extras(Builder *builder) {
    Model *model = builder->model;
    bool has_rows = !model->is_abstract && model->orm != ORM_SQLALCHEMY;
    if (has_rows && !builder->head->is_embedded) {
        add_implicit_key(builder);
    }
    if (has_rows && model->orm == ORM_DJANGO && !model->is_proxy) {
        add_parent_links(builder);
    }
    if (model->orm == ORM_MONGOENGINE) {
        read_document_ordering(builder);
    } else if (model->orm != ORM_SQLALCHEMY) {
        read_ordering(builder);
    }
}

const Model *model_build(const FileModel *file, const ModelHead *head, Arena *mem) {
    Model *model = ARENA_NEW(mem, Model);
    *model = (Model){
        .orm = head->orm,
        .self = head->self,
        .name = head->name,
        .module = head->module,
        .app_label = head->app_label,
        .table = head->table,
        .order = class_order(file, head->self),
        .is_abstract = head->is_abstract,
        .is_proxy = head->is_proxy,
        .auto_prefetch = head->auto_prefetch,
    };
    Builder builder = {.file = file, .model = model, .head = head, .mem = mem};
    interner_init(&builder.names, NULL);
    arena_init(&builder.scratch);
    find_holders(&builder);
    add_fields(&builder);
    add_library_extras(&builder);
    model->fields = model_fields_sorted(builder.fields.items, builder.fields.count, mem);
    if (model->orm == ORM_DJANGO) {
        model_read_managers(file, model, mem);
    }
    model_read_indexes(file, model, head, mem);
    model->overrides_save = overrides(&builder, STR("save"));
    model->overrides_delete = overrides(&builder, STR("delete"));
    interner_release(&builder.names);
    ARRAY_RELEASE(&builder.owners);
    arena_release(&builder.scratch);
    return model;
}
