/* Knows what the relations of a path are; refuses to know how they are loaded. */
#include "rules/query/eager_path.h"

static Str last_name(Str path) {
    uint32_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '.') {
        at--;
    }
    return str_slice(path, at, path.len);
}

/* From the outermost query's rows to what is read. */
static Str whole_path(const FileModel *file, const RowCost *cost, KindId *root, Arena *mem) {
    Str path = query_full_path(kinds_table(file), cost->row, root, mem);
    bool is_read = cost->hit.kind != ROW_HIT_RELATED && cost->hit.kind != ROW_HIT_BYPASS;
    return is_read ? access_path_join(path, last_name(cost->hit.path), mem) : path;
}

static bool add_step(const FileModel *file, EagerPath *out, const Model **model, Str name) {
    const ModelField *field = *model ? model_field(file, *model, name) : NULL;
    if (!field || out->count == EAGER_STEPS_MAX) {
        return false;
    }
    out->steps[out->count++] = (EagerStep){field, *model};
    out->is_to_one = out->is_to_one && field->kind == MODEL_TO_ONE;
    out->is_nullable = out->is_nullable || field->is_nullable;
    *model = model_target(file, field);
    return field->kind == MODEL_TO_ONE || field->kind == MODEL_TO_MANY ||
           field->kind == MODEL_GENERIC;
}

bool eager_path_of(const FileModel *file, const RowCost *cost, EagerPath *out, Arena *mem) {
    *out = (EagerPath){.is_to_one = true};
    Str path = whole_path(file, cost, &out->kind, mem);
    KindTable *table = kinds_table(file);
    if (!query_kind_get(table, out->kind, &out->query) || !path.len) {
        return false;
    }
    const Model *model = model_of_kind(file, kind_get(table, out->query.model));
    for (uint32_t at = 0; at <= path.len;) {
        Str rest = str_slice(path, at, path.len);
        uint32_t dot = str_find_byte(rest, '.');
        if (!add_step(file, out, &model, str_slice(rest, 0, dot))) {
            return false;
        }
        at += dot + 1;
    }
    return out->count > 0;
}

Str eager_path_lookup(const EagerPath *path, Arena *mem) {
    Str lookup = STR("");
    for (uint32_t i = 0; i < path->count; i++) {
        lookup = i == 0 ? path->steps[i].field->name
                        : arena_format(mem, "%.*s__%.*s", STR_ARG(lookup),
                                       STR_ARG(path->steps[i].field->name));
    }
    return lookup;
}
