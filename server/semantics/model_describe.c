/* Knows how class facts look to a reader: one line a fact. */
#include "semantics/model.h"
#include "semantics/model_reader.h"

static const char *kind_text(ModelFieldKind kind) {
    static const char *const texts[] = {
        [MODEL_COLUMN] = "column",   [MODEL_TO_ONE] = "to-one",   [MODEL_TO_MANY] = "to-many",
        [MODEL_GENERIC] = "generic", [MODEL_THROUGH] = "through", [MODEL_COMPUTED] = "computed",
    };
    return texts[kind];
}

static const char *loading_text(ModelLoading loading) {
    static const char *const texts[] = {
        [MODEL_LOADS_AT_ACCESS] = "at access",
        [MODEL_LOADS_WITH_ROW] = "with its row",
        [MODEL_LOADS_BEHIND_ROW] = "behind its row",
        [MODEL_LOADS_EACH_TIME] = "each time",
        [MODEL_LOADS_BY_STATEMENT] = "by statement",
        [MODEL_LOADS_BY_CALL] = "by call",
        [MODEL_LOADS_NEVER] = "never",
        [MODEL_LOADS_BATCHED] = "batched",
        [MODEL_LOADS_UNKNOWN] = "unknown",
    };
    return texts[loading];
}

static void append_ref(const FileModel *file, ClassRef ref, Buf *out) {
    if (ref.tag == REF_CLASS) {
        const ModelHead *head = model_head(file, ref);
        buf_format(out, "%.*s.%.*s", STR_ARG(head->module), STR_ARG(head->name));
    } else if (ref.tag == REF_PATH) {
        buf_append(out, ref.path);
    } else {
        buf_append_byte(out, '?');
    }
}

static void append_word(Buf *out, bool is_set, const char *word) {
    if (is_set) {
        buf_format(out, " %s", word);
    }
}

static void append_named(Buf *out, const char *label, Str text) {
    if (text.len) {
        buf_format(out, " %s %.*s", label, STR_ARG(text));
    }
}

static void append_field(const FileModel *file, const ModelField *field, Buf *out) {
    buf_format(out, "  %s %.*s: %s", field->is_reverse ? "reverse" : "field", STR_ARG(field->name),
               kind_text(field->kind));
    if (field->kind != MODEL_COLUMN && field->kind != MODEL_COMPUTED &&
        field->kind != MODEL_THROUGH) {
        buf_append_c(out, " -> ");
        append_ref(file, field->target, out);
        buf_format(out, ", loads %s", loading_text(field->loading));
    }
    append_named(out, "lazy", field->lazy);
    if (field->makes_back || !field->is_reverse) {
        append_named(out, "back", field->back_name);
    }
    if (!str_equal(field->query_name, field->name)) {
        append_named(out, "query", field->query_name);
    }
    append_named(out, "key", field->key_name);
    append_named(out, "via", field->via);
    append_named(out, "attribute", field->via_attribute);
    append_named(out, "class", field->class_path);
    append_word(out, field->holds_key, "holds-key");
    append_word(out, field->is_many_to_many, "many-to-many");
    append_word(out, field->is_one_to_one, "one-to-one");
    append_word(out, field->is_nullable, "nullable");
    append_word(out, field->is_primary_key, "primary");
    append_word(out, field->is_unique, "unique");
    append_word(out, field->has_index, "indexed");
    append_word(out, field->is_deferred, "deferred");
    append_word(out, field->is_likely, "likely");
    if (field->through.tag != REF_NONE) {
        buf_append_c(out, " through ");
        append_ref(file, field->through, out);
    }
    buf_append_byte(out, '\n');
}

static void append_managers(const FileModel *file, const Model *model, Buf *out) {
    for (uint32_t i = 0; i < model->managers.count; i++) {
        const ModelManager *manager = &model->managers.items[i];
        buf_format(out, "  manager %.*s: ", STR_ARG(manager->name));
        append_ref(file, manager->manager, out);
        if (manager->queryset.tag != REF_NONE) {
            buf_append_c(out, " with ");
            append_ref(file, manager->queryset, out);
        }
        buf_append_c(out, i ? "\n" : ", the default\n");
    }
}

static void append_options(const FileModel *file, const Model *model, Buf *out) {
    buf_append_c(out, "  order:");
    for (uint32_t i = 0; i < model->order->count; i++) {
        buf_append_byte(out, ' ');
        append_ref(file, model->order->items[i], out);
    }
    buf_append_c(out, model->order->is_complete ? "\n" : " and more\n");
    if (model->ordering.count || model->ordering_unknown) {
        buf_append_c(out, "  ordering:");
        for (uint32_t i = 0; i < model->ordering.count; i++) {
            buf_format(out, " %.*s", STR_ARG(model->ordering.items[i]));
        }
        buf_append_c(out, model->ordering_unknown ? " not known\n" : "\n");
    }
    for (uint32_t i = 0; i < model->indexes.count; i++) {
        const ModelIndex *index = &model->indexes.items[i];
        buf_append_c(out, index->is_unique ? "  unique:" : "  index:");
        for (uint32_t j = 0; j < index->count; j++) {
            buf_format(out, " %.*s", STR_ARG(index->columns[j]));
        }
        buf_append_byte(out, '\n');
    }
}

void model_describe(const FileModel *file, const Model *model, Buf *out) {
    Str orm = orm_name(model->orm);
    buf_format(out, "%.*s.%.*s: %.*s", STR_ARG(model->module), STR_ARG(model->name), STR_ARG(orm));
    append_named(out, "app", model->app_label);
    append_named(out, "table", model->table);
    append_word(out, model->is_abstract, "abstract");
    append_word(out, model->is_proxy, "proxy");
    append_word(out, model->auto_prefetch, "auto-prefetch");
    append_word(out, model->overrides_save, "overrides-save");
    append_word(out, model->overrides_delete, "overrides-delete");
    buf_append_byte(out, '\n');
    append_options(file, model, out);
    append_managers(file, model, out);
    for (uint32_t i = 0; i < model->fields.count; i++) {
        append_field(file, &model->fields.items[i], out);
    }
    ModelFields reverse = model_reverse_fields(file, model);
    for (uint32_t i = 0; i < reverse.count; i++) {
        append_field(file, &reverse.items[i], out);
    }
}
