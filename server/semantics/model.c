/* Answers questions about models; remembers what was read. How it is read, the files around it
 * know. */
#include "semantics/model.h"

#include "semantics/model_memory.h"

/* ---- classes -------------------------------------------------------------------------------- */

const Model *model_of_class(const FileModel *file, ClassRef ref) {
    if (ref.tag != REF_CLASS && !(ref.tag == REF_PATH && catalog_built_in_model(ref.path))) {
        return NULL;
    }
    ModelEntry *entry = model_entry(file, ref);
    const FileModel *home = entry->home;
    if (entry->has_model) {
        file_model_renote(home, &entry->model_notes);
        return entry->model;
    }
    UnitWatch watch;
    file_model_watch(home, &watch);
    const ModelHead *head = model_head(home, entry->self);
    entry->model = head->orm == ORM_NONE ? NULL : model_build(home, head, home->mem);
    entry->model_notes = file_model_unwatch(home, &watch, home->mem);
    entry->has_model = true;
    return entry->model;
}

const Model *model_of_kind(const FileModel *file, const Kind *kind) {
    return model_of_class(file, class_ref_of_kind(kind));
}

const Model *model_target(const FileModel *file, const ModelField *field) {
    return model_of_class(file, field->target);
}

/* ---- fields --------------------------------------------------------------------------------- */

static const ModelField *find_field(const ModelFields *fields, Str name) {
    uint32_t low = 0;
    uint32_t high = fields->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const ModelField *field = &fields->items[fields->by_name[middle]];
        int order = str_compare(field->name, name);
        if (order == 0) {
            return field;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return NULL;
}

ModelFields model_reverse_fields(const FileModel *file, const Model *model) {
    file_model_note_outline(file);
    if (file->project) {
        file_model_note_project(file);
    }
    ModelEntry *entry = model_entry(file, model->self);
    if (!entry->has_reverse) {
        AnswerId before = project_answer(entry->home, &entry->reverse_told);
        project_note_answer(entry->home, entry->model_notes.answer);
        entry->reverse = model_reverse_of(entry->home, model);
        entry->has_reverse = true;
        project_answered(entry->home, before);
    }
    project_note_answer(entry->home, entry->reverse_told);
    return entry->reverse;
}

static const ModelField *primary_key(const Model *model) {
    for (uint32_t i = 0; i < model->fields.count; i++) {
        if (model->fields.items[i].is_primary_key) {
            return &model->fields.items[i];
        }
    }
    return NULL;
}

const ModelField *model_field(const FileModel *file, const Model *model, Str name) {
    if (str_equal(name, STR("pk")) &&
        (model->orm == ORM_DJANGO || model->orm == ORM_TORTOISE || model->orm == ORM_MONGOENGINE)) {
        return primary_key(model);
    }
    const ModelField *own = find_field(&model->fields, name);
    if (own) {
        return own;
    }
    ModelFields reverse = model_reverse_fields(file, model);
    return find_field(&reverse, name);
}

const ModelField *model_attribute(const FileModel *file, const Model *model, Str name) {
    const ModelField *field = model_field(file, model, name);
    bool is_held_key = field && field->kind == MODEL_TO_ONE && str_equal(name, STR("pk"));
    return is_held_key ? NULL : field;
}

const ModelField *model_query_field(const FileModel *file, const Model *model, Str query_name) {
    const ModelField *own = find_field(&model->fields, query_name);
    if (own && own->query_name.len) {
        return own;
    }
    ModelFields reverse = model_reverse_fields(file, model);
    for (uint32_t i = 0; i < reverse.count; i++) {
        if (str_equal(reverse.items[i].query_name, query_name)) {
            return &reverse.items[i];
        }
    }
    return NULL;
}

const ModelManager *model_manager(const Model *model, Str name) {
    for (uint32_t i = 0; i < model->managers.count; i++) {
        if (str_equal(model->managers.items[i].name, name)) {
            return &model->managers.items[i];
        }
    }
    return NULL;
}

bool model_binds(const FileModel *file, const Model *model, Str name) {
    for (uint32_t i = 0; i < model->order->count; i++) {
        if (model_body_binds(file, model->order->items[i], name)) {
            return true;
        }
    }
    return false;
}
