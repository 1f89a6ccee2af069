/* Knows what the relations of a path are; refuses to know how they are loaded. */
#include "rules/query/eager_path.h"

bool eager_path_is_asked_anew(const QueryKind *query) {
    uint32_t changed = QUERY_IS_NARROWED | QUERY_IS_ORDERED | QUERY_IS_LIMITED | QUERY_IS_DISTINCT |
                       QUERY_IS_VALUES | QUERY_IS_ANNOTATED;
    return (query->flags & changed) != 0;
}

/* A query on the relation of one object, or one that is sent for each row whatever is prefetched:
 * Django takes what is to be loaded right there. */
static bool is_own_root(const KindTable *table, const QueryKind *query) {
    RowKind parent;
    bool is_of_one = !row_kind_get(table, query->parent, &parent) || !(parent.flags & ROW_IS_MANY);
    return query->orm == ORM_DJANGO && (is_of_one || eager_path_is_asked_anew(query));
}

/* The relations from the rows of the query that can be told to load them; *root is that query. */
static Str path_from_root(const KindTable *table, KindId kind, KindId *root, Arena *mem) {
    Str path = STR("");
    RowKind row;
    QueryKind query;
    *root = KIND_NEVER;
    for (bool is_row = false;; is_row = true) {
        if (row_kind_get(table, kind, &row)) {
            path = access_path_join(row.path, path, mem);
            kind = row.query;
            is_row = true;
        }
        if (!query_kind_get(table, kind, &query)) {
            return path;
        }
        *root = kind;
        if (!kind_is_row(table, query.parent) || (is_row && is_own_root(table, &query))) {
            return path;
        }
        path = access_path_join(query.relation, path, mem);
        kind = query.parent;
    }
}

/* From the rows of the query that loads them to what is read. */
static Str whole_path(const FileModel *file, const RowCost *cost, KindId *root, Arena *mem) {
    Str path = path_from_root(kinds_table(file), cost->row, root, mem);
    bool is_read = cost->hit.kind != ROW_HIT_RELATED && cost->hit.kind != ROW_HIT_BYPASS;
    return is_read ? access_path_join(path, str_last_part(cost->hit.path), mem) : path;
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
