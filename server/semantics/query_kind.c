/* Kinds of queries, rows, loader options and contexts as rows of the table of kinds. Knows how they
 * are packed and joined; nothing of any library. */
#include "semantics/query_kind.h"

enum {
    STAGE_BITS = 3,
    ORM_BITS = 4,
    QUERY_FLAGS_SHIFT = STAGE_BITS + ORM_BITS,
    LOADER_UNKNOWN = 1,
    ELEMENT_DEPTH_MAX = 3,
};
_Static_assert(ORM_COUNT <= 1 << ORM_BITS, "the ORM is packed in ORM_BITS");
_Static_assert(QUERY_STAGE_SCALARS < 1 << STAGE_BITS, "the stage is packed in STAGE_BITS");

/* Both flags must be set for the joined kind to have it; of all others one is enough. */
enum { QUERY_JOINS_BY_AND = QUERY_IS_SERVED | QUERY_IS_BYPASS | QUERY_IS_ALL_JOINED };

static Str symbol_text(const KindTable *table, KindId symbol) {
    return symbol <= KIND_UNKNOWN ? (Str){"", 0} : kind_get(table, symbol)->path;
}

static bool has_tag(const KindTable *table, KindId kind, KindTag tag) {
    return kind_get(table, kind)->tag == tag;
}

/* ---- queries -------------------------------------------------------------------------------- */

KindId query_kind_add(KindTable *table, const QueryKind *query) {
    KindId relation = query->relation.len ? kind_symbol(table, query->relation) : KIND_NEVER;
    uint32_t packed = (uint32_t)query->stage | (uint32_t)query->orm << STAGE_BITS |
                      query->flags << QUERY_FLAGS_SHIFT;
    return kind_add(table, &(Kind){
                               .tag = KIND_TAG_QUERY,
                               .path = query->loaded,
                               .flags = packed,
                               .file = query->place.file,
                               .unit = query->place.unit,
                               .node = query->place.node,
                               .arguments = {query->model, query->parent, relation, query->manager,
                                             query->queryset},
                               .argument_count = 5
    });
}

bool query_kind_get(const KindTable *table, KindId kind, QueryKind *out) {
    const Kind *found = kind_get(table, kind);
    if (found->tag != KIND_TAG_QUERY) {
        return false;
    }
    *out = (QueryKind){
        .orm = (Orm)(found->flags >> STAGE_BITS & ((1u << ORM_BITS) - 1)),
        .stage = (QueryStage)(found->flags & ((1u << STAGE_BITS) - 1)),
        .flags = found->flags >> QUERY_FLAGS_SHIFT,
        .model = found->arguments[0],
        .parent = found->arguments[1],
        .relation = symbol_text(table, found->arguments[2]),
        .manager = found->arguments[3],
        .queryset = found->arguments[4],
        .loaded = found->path,
        .place = kind_place(found),
    };
    return true;
}

bool kind_is_query(const KindTable *table, KindId kind) {
    return has_tag(table, kind, KIND_TAG_QUERY);
}

bool query_runs_when_evaluated(const QueryKind *query) {
    return query->stage == QUERY_STAGE_LAZY && !(query->flags & (QUERY_IS_SERVED | QUERY_IS_EMPTY));
}

static bool same_place(KindPlace a, KindPlace b) {
    return a.file == b.file && a.unit == b.unit && a.node == b.node;
}

static void join_origins(QueryKind *joined, const QueryKind *other) {
    if (joined->parent != other->parent || !str_equal(joined->relation, other->relation)) {
        joined->parent = KIND_NEVER;
        joined->relation = (Str){"", 0};
    }
    if (!same_place(joined->place, other->place)) {
        joined->place = (KindPlace){FILE_NONE, 0, 0};
    }
    joined->manager = joined->manager == other->manager ? joined->manager : KIND_NEVER;
    joined->queryset = joined->queryset == other->queryset ? joined->queryset : KIND_NEVER;
}

KindId query_kind_join(KindTable *table, KindId a, KindId b) {
    QueryKind joined;
    QueryKind other;
    if (!query_kind_get(table, a, &joined) || !query_kind_get(table, b, &other)) {
        return KIND_UNKNOWN;
    }
    bool lazy = joined.stage <= QUERY_STAGE_LAZY && other.stage <= QUERY_STAGE_LAZY;
    if (joined.orm != other.orm || joined.model != other.model ||
        (joined.stage != other.stage && !lazy) ||
        ((joined.flags ^ other.flags) & QUERY_IS_VALUES)) {
        return KIND_UNKNOWN;
    }
    if ((joined.flags ^ other.flags) & QUERY_IS_EMPTY) {
        return joined.flags & QUERY_IS_EMPTY ? b : a;
    }
    join_origins(&joined, &other);
    joined.stage = joined.stage < other.stage ? other.stage : joined.stage;
    joined.flags = ((joined.flags | other.flags) & ~(uint32_t)QUERY_JOINS_BY_AND) |
                   (joined.flags & other.flags & QUERY_JOINS_BY_AND);
    joined.loaded = path_set_intersection(joined.loaded, other.loaded, table->mem);
    return query_kind_add(table, &joined);
}

/* ---- rows ----------------------------------------------------------------------------------- */

KindId row_kind_add(KindTable *table, const RowKind *row) {
    return kind_add(table, &(Kind){
                               .tag = KIND_TAG_ROW,
                               .path = row->path,
                               .flags = (uint32_t)row->orm | row->flags << ORM_BITS,
                               .arguments = {row->model, row->query},
                               .argument_count = 2
    });
}

bool row_kind_get(const KindTable *table, KindId kind, RowKind *out) {
    const Kind *found = kind_get(table, kind);
    if (found->tag != KIND_TAG_ROW) {
        return false;
    }
    *out = (RowKind){.orm = (Orm)(found->flags & ((1u << ORM_BITS) - 1)),
                     .flags = found->flags >> ORM_BITS,
                     .model = found->arguments[0],
                     .query = found->arguments[1],
                     .path = found->path};
    return true;
}

bool kind_is_row(const KindTable *table, KindId kind) {
    return has_tag(table, kind, KIND_TAG_ROW);
}

/* An instance of the model, whatever it came from. */
static KindId plain_instance(KindTable *table, KindId model) {
    Kind kind = *kind_get(table, model);
    if (kind.tag == KIND_TAG_SYMBOL) {
        return kind_instance(table, kind.path);
    }
    kind.tag = kind.tag == KIND_TAG_CLASS ? KIND_TAG_OBJECT : KIND_TAG_UNKNOWN;
    return kind_add(table, &kind);
}

/* The query of a row: how far it was from its rows makes no difference any more. */
static KindId as_read(KindTable *table, KindId id) {
    QueryKind query;
    query_kind_get(table, id, &query);
    query.stage = QUERY_STAGE_LAZY;
    return query_kind_add(table, &query);
}

static KindId row_kind_join(KindTable *table, KindId a, KindId b) {
    RowKind joined;
    RowKind other;
    bool a_is_row = row_kind_get(table, a, &joined);
    bool b_is_row = row_kind_get(table, b, &other);
    if (!a_is_row || !b_is_row) {
        KindId instance = plain_instance(table, a_is_row ? joined.model : other.model);
        return instance == (a_is_row ? b : a) ? instance : KIND_UNKNOWN;
    }
    if (joined.model != other.model || joined.orm != other.orm) {
        return KIND_UNKNOWN;
    }
    KindId query =
        joined.query == other.query
            ? joined.query
            : query_kind_join(table, as_read(table, joined.query), as_read(table, other.query));
    if (query <= KIND_UNKNOWN || !str_equal(joined.path, other.path)) {
        return plain_instance(table, joined.model);
    }
    joined.query = query;
    joined.flags = (joined.flags & other.flags) | ((joined.flags | other.flags) & ROW_IS_LIKELY);
    return row_kind_add(table, &joined);
}

static KindId row_of_model(KindTable *table, const QueryKind *query, KindId id, KindId model,
                           bool is_many) {
    KindTag tag = kind_get(table, model)->tag;
    if (tag != KIND_TAG_CLASS && tag != KIND_TAG_SYMBOL) {
        return KIND_UNKNOWN;
    }
    uint32_t flags = (is_many ? ROW_IS_MANY : 0) |
                     (query->flags & QUERY_IS_LIKELY ? ROW_IS_LIKELY : 0) |
                     (query->flags & QUERY_IS_ASYNC ? ROW_IS_ASYNC : 0);
    return row_kind_add(table,
                        &(RowKind){.orm = query->orm, .flags = flags, .model = model, .query = id});
}

KindId query_row(KindTable *table, KindId id, bool is_many) {
    QueryKind query;
    if (!query_kind_get(table, id, &query) || (query.flags & QUERY_IS_VALUES)) {
        return KIND_UNKNOWN;
    }
    Kind model = *kind_get(table, query.model);
    if (model.tag != KIND_TAG_INSTANCE) {
        return row_of_model(table, &query, id, query.model, is_many);
    }
    for (uint32_t i = 0; i < model.argument_count; i++) {
        model.arguments[i] = row_of_model(table, &query, id, model.arguments[i], is_many);
    }
    return kind_add(table, &model);
}

KindId query_element(KindTable *table, KindId id) {
    QueryKind query;
    if (!query_kind_get(table, id, &query) || query.stage == QUERY_STAGE_MANAGER ||
        query.stage == QUERY_STAGE_STATEMENT) {
        return KIND_UNKNOWN;
    }
    KindId row = query_row(table, id, true);
    bool tuples = kind_get(table, query.model)->tag == KIND_TAG_INSTANCE;
    return query.stage == QUERY_STAGE_RESULT && !tuples ? kind_container(table, STR("tuple"), row)
                                                        : row;
}

/* ---- paths over queries ---------------------------------------------------------------------- */

Str query_full_path(const KindTable *table, KindId kind, KindId *root, Arena *mem) {
    Str path = {"", 0};
    RowKind row;
    QueryKind query;
    *root = KIND_NEVER;
    for (;;) {
        if (row_kind_get(table, kind, &row)) {
            path = access_path_join(row.path, path, mem);
            kind = row.query;
        }
        if (!query_kind_get(table, kind, &query)) {
            return path;
        }
        *root = kind;
        if (!kind_is_row(table, query.parent)) {
            return path;
        }
        path = access_path_join(query.relation, path, mem);
        kind = query.parent;
    }
}

/* ---- joining -------------------------------------------------------------------------------- */

static KindId loader_join(KindTable *table, KindId a, KindId b) {
    LoaderKind joined;
    LoaderKind other;
    if (!loader_kind_get(table, a, &joined) || !loader_kind_get(table, b, &other)) {
        return KIND_UNKNOWN;
    }
    /* What a list of options loads together; of two branches, more than is certain: silent. */
    joined.loaded = path_set_union(joined.loaded, other.loaded, table->mem);
    joined.end = (Str){"", 0};
    joined.is_unknown |= other.is_unknown;
    return loader_kind_add(table, &joined);
}

/* The rows that a query or a container of rows gives; Unknown for anything else. */
static KindId rows_given(KindTable *table, KindId kind) {
    if (kind_is_query(table, kind)) {
        return query_element(table, kind);
    }
    const Kind *found = kind_get(table, kind);
    return found->tag == KIND_TAG_INSTANCE && found->argument_count == 1 ? found->arguments[0]
                                                                         : KIND_UNKNOWN;
}

/* Rows of a query here, a list of rows there: whoever goes through them finds rows. */
static KindId rows_join(KindTable *table, KindId a, KindId b) {
    KindId one = rows_given(table, a);
    KindId other = rows_given(table, b);
    if (!kind_is_row(table, one) || !kind_is_row(table, other)) {
        return KIND_UNKNOWN;
    }
    KindId joined = one == other ? one : row_kind_join(table, one, other);
    return kind_is_row(table, joined) ? kind_container(table, STR("list"), joined) : KIND_UNKNOWN;
}

KindId orm_kind_join(KindTable *table, KindId a, KindId b) {
    if (kind_get(table, a)->tag == KIND_TAG_INSTANCE ||
        kind_get(table, b)->tag == KIND_TAG_INSTANCE) {
        KindId rows = rows_join(table, a, b);
        if (rows != KIND_UNKNOWN) {
            return rows;
        }
    }
    if (kind_is_row(table, a) || kind_is_row(table, b)) {
        return row_kind_join(table, a, b);
    }
    return kind_is_query(table, a) ? query_kind_join(table, a, b) : loader_join(table, a, b);
}

bool kind_is_of_orm(const KindTable *table, KindId kind) {
    /* Containers of few levels: the first place that leads on is followed. */
    for (uint32_t depth = 0; depth < ELEMENT_DEPTH_MAX && kind > KIND_UNKNOWN; depth++) {
        const Kind *found = kind_get(table, kind);
        if (found->tag == KIND_TAG_QUERY || found->tag == KIND_TAG_ROW ||
            found->tag == KIND_TAG_LOADER) {
            return true;
        }
        if (found->tag != KIND_TAG_INSTANCE || found->argument_count == 0) {
            return false;
        }
        kind = found->arguments[found->argument_count - 1];
        for (uint32_t i = 0; i < found->argument_count; i++) {
            KindTag tag = kind_get(table, found->arguments[i])->tag;
            kind = tag == KIND_TAG_QUERY || tag == KIND_TAG_ROW ? found->arguments[i] : kind;
        }
    }
    return false;
}

KindId query_method_kind(KindTable *table, const CatalogQueryMethod *method, KindId receiver) {
    return kind_add(table, &(Kind){.tag = KIND_TAG_SYMBOL,
                                   .path = method->path,
                                   .flags = SYMBOL_IS_QUERY_METHOD,
                                   .arguments = {receiver},
                                   .argument_count = 1});
}

const CatalogQueryMethod *query_method_of_symbol(const KindTable *table, const Kind *symbol) {
    bool of_session = symbol->argument_count && !(symbol->flags & SYMBOL_IS_QUERY_METHOD) &&
                      (kind_traits(table, symbol->arguments[0]) & CLASS_ORM_SESSION);
    return of_session
               ? catalog_query_method(ORM_SQLALCHEMY, QUERY_ON_SESSION, str_last_part(symbol->path))
               : catalog_query_path(symbol->path);
}

/* ---- loaders and contexts ------------------------------------------------------------------- */

KindId loader_kind_add(KindTable *table, const LoaderKind *loader) {
    KindId end = loader->end.len ? kind_symbol(table, loader->end) : KIND_NEVER;
    return kind_add(table, &(Kind){.tag = KIND_TAG_LOADER,
                                   .path = loader->loaded,
                                   .flags = loader->is_unknown ? LOADER_UNKNOWN : 0,
                                   .arguments = {end},
                                   .argument_count = 1});
}

bool loader_kind_get(const KindTable *table, KindId kind, LoaderKind *out) {
    const Kind *found = kind_get(table, kind);
    if (found->tag != KIND_TAG_LOADER) {
        return false;
    }
    *out = (LoaderKind){.loaded = found->path,
                        .end = symbol_text(table, found->arguments[0]),
                        .is_unknown = (found->flags & LOADER_UNKNOWN) != 0};
    return true;
}

KindId context_kind_add(KindTable *table, const ContextKind *context) {
    Kind kind = {.tag = KIND_TAG_CONTEXT,
                 .file = context->function.file,
                 .unit = context->function.unit,
                 .node = context->function.node,
                 .arguments = {context->outer},
                 .argument_count = 1};
    for (uint32_t i = 0; i < CONTEXT_PARAMETERS_MAX; i++) {
        kind.arguments[i + 1] = context->parameters[i];
        if (context->parameters[i] != KIND_NEVER) {
            kind.argument_count = i + 2;
        }
    }
    bool is_empty = kind.argument_count == 1 && context->outer == KIND_NEVER;
    return is_empty ? KIND_NEVER : kind_add(table, &kind);
}

bool context_kind_get(const KindTable *table, KindId kind, ContextKind *out) {
    const Kind *found = kind_get(table, kind);
    if (found->tag != KIND_TAG_CONTEXT) {
        return false;
    }
    *out = (ContextKind){.function = kind_place(found), .outer = found->arguments[0]};
    for (uint32_t i = 1; i < found->argument_count; i++) {
        out->parameters[i - 1] = found->arguments[i];
    }
    return true;
}
