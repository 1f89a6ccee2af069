/* Knows which relations of other classes give a model attributes of its own. */
#include "base/hash.h"
#include "semantics/model_memory.h"
#include "semantics/model_project.h"

/* The reverse sides on one class. A class is named by its file and its name, so that the analysed
 * version of a file and the project's agree. */
typedef struct ReverseTarget {
    FileId file; /* FILE_NONE: a library's class, by path */
    Str name;
    ModelFieldList fields;
    ModelFields sorted;
    bool is_sorted;
} ReverseTarget;

typedef struct ReverseTable {
    struct ARRAY_OF(ReverseTarget) targets;
    uint32_t *slots; /* open addressing, index + 1 */
    uint32_t slot_count;
    Arena *mem;
    const FileModel *asker;
    bool has_built_ins; /* added when a Django model asks first */
} ReverseTable;

/* ---- the table ------------------------------------------------------------------------------ */

static uint32_t find_slot(const ReverseTable *table, FileId file, Str name) {
    uint32_t at = ((uint32_t)hash_short(name) ^ file * 0x9E3779B1u) & (table->slot_count - 1);
    while (table->slots[at]) {
        const ReverseTarget *target = &table->targets.items[table->slots[at] - 1];
        if (target->file == file && str_equal(target->name, name)) {
            break;
        }
        at = (at + 1) & (table->slot_count - 1);
    }
    return at;
}

static void grow(ReverseTable *table) {
    table->slot_count = table->slot_count ? table->slot_count * 2 : 64;
    table->slots = ARENA_ARRAY(table->mem, uint32_t, table->slot_count);
    for (uint32_t i = 0; i < table->targets.count; i++) {
        const ReverseTarget *target = &table->targets.items[i];
        table->slots[find_slot(table, target->file, target->name)] = i + 1;
    }
}

static Str key_of(const FileModel *file, ClassRef ref, FileId *id) {
    *id = ref.tag == REF_CLASS ? ref.file : FILE_NONE;
    return ref.tag == REF_CLASS ? model_head(file, ref)->name : ref.path;
}

static ReverseTarget *target_of(ReverseTable *table, ClassRef ref) {
    FileId file;
    Str name = key_of(table->asker, ref, &file);
    uint32_t slot = find_slot(table, file, name);
    if (!table->slots[slot]) {
        if (table->targets.count * 2 >= table->slot_count) {
            grow(table);
            slot = find_slot(table, file, name);
        }
        ARENA_PUSH(table->mem, &table->targets, ((ReverseTarget){.file = file, .name = name}));
        table->slots[slot] = table->targets.count;
    }
    return &table->targets.items[table->slots[slot] - 1];
}

/* ---- filling it ------------------------------------------------------------------------------ */

ClassRef model_concrete(const FileModel *file, ClassRef target) {
    if (target.tag != REF_CLASS || !model_head(file, target)->is_proxy) {
        return target;
    }
    const ClassOrder *order = class_order(file, target);
    for (uint32_t i = 1; i < order->count; i++) {
        ClassRef ref = order->items[i];
        bool is_model = ref.tag == REF_CLASS || catalog_built_in_model(ref.path);
        const ModelHead *head = is_model ? model_head(file, ref) : NULL;
        if (head && head->orm == ORM_DJANGO && !head->is_abstract && !head->is_proxy) {
            return ref;
        }
    }
    return target;
}

static ModelField reverse_of(const Model *model, const ModelField *field) {
    return (ModelField){
        .name = field->back_name,
        .query_name = field->back_query_name,
        .kind = field->back_kind,
        .loading = field->back_loading,
        .lazy = field->back_lazy,
        .is_reverse = true,
        .is_one_to_one = field->is_one_to_one,
        .is_parent_link = field->is_parent_link,
        .is_many_to_many = field->is_many_to_many,
        .holds_key =
            model->orm == ORM_SQLALCHEMY && !field->holds_key && field->back_kind == MODEL_TO_ONE,
        .is_nullable = field->back_kind == MODEL_TO_ONE,
        .is_likely = field->is_likely,
        .target = model->self,
        .back_name = field->name,
        .back_query_name = field->query_name,
        .through = field->through,
        .class_path = field->class_path,
        .field_class = field->field_class,
        .owner = field->owner,
        .place = field->place,
    };
}

static void add_model(ReverseTable *table, const Model *model) {
    if (model->is_abstract || model->is_proxy) {
        return;
    }
    for (uint32_t i = 0; i < model->fields.count; i++) {
        const ModelField *field = &model->fields.items[i];
        bool gives = field->makes_back && field->back_name.len && !field->is_inherited &&
                     (field->target.tag == REF_CLASS || field->target.tag == REF_PATH);
        if (gives) {
            ReverseTarget *target = target_of(table, model_concrete(table->asker, field->target));
            ARENA_PUSH(table->mem, &target->fields, reverse_of(model, field));
        }
    }
}

/* Django's own models relate to each other, and to the user. */
static void add_built_ins(ReverseTable *table) {
    ClassRef user = model_user_class(table->asker);
    uint32_t count = catalog_built_in_model_count();
    for (uint32_t i = 0; i < count; i++) {
        const CatalogBuiltInModel *row = catalog_built_in_model_at(i);
        bool is_other_user = (row->traits & BUILT_IN_USER) && user.tag == REF_CLASS;
        if (str_starts_with(row->path, STR("django.")) && !is_other_user &&
            class_ref_of_path(table->asker, row->path, table->mem).tag == REF_PATH) {
            ClassRef ref = {.tag = REF_PATH, .path = row->path};
            add_model(table, model_of_class(table->asker, ref));
        }
    }
}

static ReverseTable *build(const FileModel *file, Arena *mem) {
    ReverseTable *table = ARENA_NEW(mem, ReverseTable);
    table->mem = mem;
    table->asker = file;
    grow(table);
    ClassRefs classes = project_relation_classes(file, mem);
    for (uint32_t i = 0; i < classes.count; i++) {
        const Model *model = model_of_class(file, classes.items[i]);
        if (model) {
            add_model(table, model);
        }
    }
    return table;
}

/* ---- questions ------------------------------------------------------------------------------ */

static const ModelFields *sorted_of(ReverseTable *table, const FileModel *file, ClassRef ref) {
    FileId id;
    Str name = key_of(file, ref, &id);
    uint32_t slot = table->slots[find_slot(table, id, name)];
    if (!slot) {
        return NULL;
    }
    ReverseTarget *target = &table->targets.items[slot - 1];
    if (!target->is_sorted) {
        target->sorted =
            model_fields_sorted(target->fields.items, target->fields.count, table->mem);
        target->is_sorted = true;
    }
    return &target->sorted;
}

static bool is_model_class(const FileModel *file, ClassRef ref) {
    return ref.tag == REF_CLASS ? model_head(file, ref)->orm != ORM_NONE
                                : ref.tag == REF_PATH && catalog_built_in_model(ref.path);
}

/* The way from a parent to its child's row is the parent's alone. */
static uint32_t count_inherited(const ModelFields *fields, bool is_own) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < fields->count; i++) {
        count += is_own || !fields->items[i].is_parent_link;
    }
    return count;
}

static void add_inherited(ModelFieldList *out, const ModelFields *fields, bool is_own, Arena *mem) {
    for (uint32_t i = 0; i < fields->count; i++) {
        if (is_own || !fields->items[i].is_parent_link) {
            ARENA_PUSH(mem, out, fields->items[i]);
        }
    }
}

/* The class's place in the table, and those of the classes it inherits from. */
static const ModelFields *fields_at(ReverseTable *table, const FileModel *file, const Model *model,
                                    uint32_t place) {
    ClassRef own = model_concrete(file, model->self);
    ClassRef ref = place == 0 ? own : model->order->items[place];
    bool is_again = place > 0 && class_ref_equal(ref, own);
    return is_model_class(file, ref) && !is_again ? sorted_of(table, file, ref) : NULL;
}

ModelFields model_reverse_of(const FileModel *file, const Model *model) {
    ProjectModels *models = model_project_memory(file);
    const FileModel *asker = model_project_asker(file);
    AnswerId before = project_answer(asker, &models->reverse_told);
    if (!models->reverse) {
        models->reverse = build(asker, models->mem);
    }
    if (model->orm == ORM_DJANGO && !models->reverse->has_built_ins) {
        models->reverse->has_built_ins = true;
        add_built_ins(models->reverse);
    }
    project_answered(asker, before);
    project_note_answer(asker, models->reverse_told);
    ModelFieldList all = {0};
    const ModelFields *only = NULL;
    for (uint32_t i = 0; i < model->order->count; i++) {
        const ModelFields *one = fields_at(models->reverse, file, model, i);
        uint32_t count = one ? count_inherited(one, i == 0) : 0;
        if (count && count == one->count && !only && !all.count) {
            only = one;
        } else if (count) {
            if (only) {
                add_inherited(&all, only, true, file->mem);
                only = NULL;
            }
            add_inherited(&all, one, i == 0, file->mem);
        }
    }
    return only ? *only : model_fields_sorted(all.items, all.count, file->mem);
}
