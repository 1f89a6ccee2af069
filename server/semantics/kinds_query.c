/* What queries answer: attributes, calls, subscripts. Which method does what is the catalog's;
 * which relation a name is, semantics/model.h says. */
#include "semantics/kinds_query.h"

static KindPlace place_here(Evaluation *evaluation) {
    return (KindPlace){evaluation->file->id, evaluation->unit, evaluation->node};
}

/* ---- attributes ------------------------------------------------------------------------------ */

static QueryReceiver receiver_of(const QueryKind *query) {
    switch (query->stage) {
    case QUERY_STAGE_STATEMENT:
        return QUERY_ON_STATEMENT;
    case QUERY_STAGE_RESULT:
        return QUERY_ON_RESULT;
    case QUERY_STAGE_SCALARS:
        return QUERY_ON_SCALARS;
    case QUERY_STAGE_MANAGER:
        return query->parent == KIND_NEVER ? QUERY_ON_QUERY : QUERY_ON_RELATED;
    case QUERY_STAGE_LAZY:
        break;
    }
    return query->flags & QUERY_IS_DYNAMIC ? QUERY_ON_RELATED : QUERY_ON_QUERY;
}

/* A method that the project's manager or queryset class defines. */
static KindId own_method(Evaluation *evaluation, KindId value, KindId of_class, Str name) {
    Kind kind = *kind_get(evaluation->table, of_class);
    if (kind.tag != KIND_TAG_CLASS) {
        return KIND_NEVER;
    }
    KindId found = evaluation_attribute(evaluation, kind_place(&kind), name);
    if (evaluation->waiting) {
        return KIND_NEVER;
    }
    return kind_get(evaluation->table, found)->tag == KIND_TAG_FUNCTION
               ? answer_member(evaluation, value, found)
               : KIND_NEVER;
}

KindId answer_query_method(Evaluation *evaluation, KindId value, Str name) {
    QueryKind query;
    query_kind_get(evaluation->table, value, &query);
    const CatalogQueryMethod *method = catalog_query_method(query.orm, receiver_of(&query), name);
    return method ? query_method_kind(evaluation->table, method, value) : KIND_UNKNOWN;
}

KindId answer_query_attribute(Evaluation *evaluation, KindId value, Str name) {
    QueryKind query;
    query_kind_get(evaluation->table, value, &query);
    if (str_equal(name, STR("model"))) {
        return query.model;
    }
    KindId own = query.stage == QUERY_STAGE_MANAGER
                     ? own_method(evaluation, value, query.manager, name)
                     : KIND_NEVER;
    own = own == KIND_NEVER ? own_method(evaluation, value, query.queryset, name) : own;
    if (own != KIND_NEVER || evaluation->waiting) {
        return own;
    }
    return answer_query_method(evaluation, value, name);
}

static Str class_path(const Kind *kind) {
    return kind->tag == KIND_TAG_INSTANCE || kind->tag == KIND_TAG_SYMBOL ? kind->path
                                                                          : (Str){"", 0};
}

KindId answer_session_attribute(Evaluation *evaluation, KindId value, Str name) {
    const Kind *kind = kind_get(evaluation->table, value);
    if (kind_traits(evaluation->table, value) & CLASS_ORM_SESSION) {
        const CatalogQueryMethod *method =
            catalog_query_method(ORM_SQLALCHEMY, QUERY_ON_SESSION, name);
        return method ? query_method_kind(evaluation->table, method, value) : KIND_UNKNOWN;
    }
    Str path = class_path(kind);
    if (!path.len) {
        return KIND_UNKNOWN;
    }
    const CatalogQueryMethod *method = catalog_query_path(
        arena_format(evaluation_mem(evaluation), "%.*s.%.*s", STR_ARG(path), STR_ARG(name)));
    return method ? query_method_kind(evaluation->table, method, value) : KIND_UNKNOWN;
}

/* ---- what a call gives ------------------------------------------------------------------------
 */

typedef struct Calling {
    const CatalogQueryMethod *method;
    KindId receiver;
    NodeId call;
    bool is_async; /* an AsyncSession's */
} Calling;

static NodeId first_argument(Evaluation *evaluation, NodeId call) {
    return ast_child(&evaluation->facts->ast, call, FIELD_ARGS);
}

static QueryKind fresh_query(Evaluation *evaluation, Orm orm, KindId model, QueryStage stage) {
    return (QueryKind){.orm = orm, .stage = stage, .model = model, .place = place_here(evaluation)};
}

static bool is_class(const KindTable *table, KindId kind) {
    const Kind *found = kind_get(table, kind);
    return found->tag == KIND_TAG_CLASS ||
           (found->tag == KIND_TAG_SYMBOL && found->argument_count == 0);
}

/* The query that a session or a function is given as its first argument. */
static bool given_query(Evaluation *evaluation, const Calling *calling, QueryKind *out) {
    NodeId argument = first_argument(evaluation, calling->call);
    KindId given = evaluation_expression(evaluation, argument);
    if (evaluation->waiting || query_kind_get(evaluation->table, given, out)) {
        return !evaluation->waiting;
    }
    if (!is_class(evaluation->table, given)) {
        return false;
    }
    *out = fresh_query(evaluation, catalog_query_orm(calling->method), given, QUERY_STAGE_LAZY);
    return true;
}

/* The query that the method works on; false when it is not known. */
static bool subject_of(Evaluation *evaluation, const Calling *calling, QueryKind *out) {
    const CatalogQueryMethod *method = calling->method;
    RowKind row;
    if (query_kind_get(evaluation->table, calling->receiver, out)) {
        return true;
    }
    if (row_kind_get(evaluation->table, calling->receiver, &row)) {
        return query_kind_get(evaluation->table, row.query, out);
    }
    switch (catalog_query_receiver(method)) {
    case QUERY_ON_CLASS:
        *out =
            fresh_query(evaluation, catalog_query_orm(method), calling->receiver, QUERY_STAGE_LAZY);
        return true;
    case QUERY_ON_SESSION:
    case QUERY_ON_FUNCTION:
        if (method->effects & (QUERY_EXECUTES | QUERY_BY_KEY)) {
            return given_query(evaluation, calling, out);
        }
        *out = fresh_query(evaluation, catalog_query_orm(method), KIND_UNKNOWN, QUERY_STAGE_LAZY);
        return method->loads == QUERY_LOADS_ENTITIES;
    default:
        return false;
    }
}

typedef struct EffectFlag {
    uint32_t effect;
    uint32_t flag;
} EffectFlag;

static const EffectFlag effect_flags[] = {
    {QUERY_NARROWS,   QUERY_IS_NARROWED },
    {QUERY_ORDERS,    QUERY_IS_ORDERED  },
    {QUERY_LIMITS,    QUERY_IS_LIMITED  },
    {QUERY_DISTINCTS, QUERY_IS_DISTINCT },
    {QUERY_ANNOTATES, QUERY_IS_ANNOTATED},
    {QUERY_JOINS,     QUERY_IS_JOINED   },
    {QUERY_LOCKS,     QUERY_IS_LOCKING  },
};

/* A relation that was prefetched answers a few questions from memory; others ask again, and lose
 * what was prefetched below it. */
static void leave_cache(QueryKind *query, const CatalogQueryMethod *method) {
    bool keeps = (method->effects & QUERY_KEEPS_CACHE) &&
                 (method->gives != QUERY_GIVES_QUERY || query->stage == QUERY_STAGE_MANAGER);
    if ((query->flags & QUERY_IS_SERVED) && !keeps) {
        query->flags = (query->flags & ~(uint32_t)QUERY_IS_SERVED) | QUERY_IS_BYPASS;
        query->loaded = (Str){"", 0};
    }
}

static void apply(Evaluation *evaluation, QueryKind *query, const Calling *calling) {
    const CatalogQueryMethod *method = calling->method;
    for (size_t i = 0; i < sizeof effect_flags / sizeof effect_flags[0]; i++) {
        query->flags |= method->effects & effect_flags[i].effect ? effect_flags[i].flag : 0;
    }
    leave_cache(query, method);
    if (calling->is_async) {
        query->flags |= QUERY_IS_ASYNC;
    }
    query_apply_loads(evaluation, query, method->loads, calling->call);
    if (method->effects & QUERY_NARROWS) {
        query_apply_equality(evaluation, query, calling->call);
    }
    if (method->effects & QUERY_OF_PARENT) {
        query_apply_parent(evaluation, query, calling->call);
    }
}

static KindId container(Evaluation *evaluation, const char *path, KindId element) {
    return kind_container(evaluation->table, str_from_c(path), element);
}

static KindId rows_by_key(Evaluation *evaluation, KindId row) {
    Kind kind = {
        .tag = KIND_TAG_INSTANCE,
        .path = STR("dict"),
        .arguments = {KIND_UNKNOWN, row},
        .argument_count = 2
    };
    return kind_add(evaluation->table, &kind);
}

static KindId in_tuple(Evaluation *evaluation, KindId row) {
    Kind kind = {
        .tag = KIND_TAG_INSTANCE,
        .path = STR("tuple"),
        .arguments = {row, kind_instance(evaluation->table, STR("bool"))},
        .argument_count = 2
    };
    return kind_add(evaluation->table, &kind);
}

/* A row that was just written has all its columns in memory, and its relations as far as they were
 * given: nothing is said about those. */
static KindId created_row(Evaluation *evaluation, QueryKind query) {
    query.flags |= QUERY_IS_LOADED_UNKNOWN;
    return query_row(evaluation->table, query_kind_add(evaluation->table, &query), false);
}

/* The other arms of a union load as little as the arm that loads least. */
static KindId united(Evaluation *evaluation, QueryKind query, NodeId call) {
    query.flags |= QUERY_IS_UNION;
    const Ast *ast = &evaluation->facts->ast;
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        QueryKind arm;
        if (!query_kind_get(evaluation->table, evaluation_expression(evaluation, node), &arm)) {
            query.flags |= QUERY_IS_LOADED_UNKNOWN;
            continue;
        }
        query.loaded = path_set_intersection(query.loaded, arm.loaded, evaluation_mem(evaluation));
        query.flags |= arm.flags & QUERY_IS_LOADED_UNKNOWN;
    }
    query.stage = query.stage == QUERY_STAGE_MANAGER ? QUERY_STAGE_LAZY : query.stage;
    return query_kind_add(evaluation->table, &query);
}

static KindId staged(Evaluation *evaluation, QueryKind query, QueryStage stage, uint32_t flags) {
    query.stage = stage;
    query.flags |= flags;
    return query_kind_add(evaluation->table, &query);
}

static KindId raw_query(Evaluation *evaluation, QueryKind query) {
    query.loaded = (Str){"", 0};
    return staged(evaluation, query, QUERY_STAGE_LAZY, QUERY_IS_RAW);
}

/* From Django 4.1 on iterator() prefetches when it is told the size of its chunks. */
static bool skips_batches(const Evaluation *evaluation, const QueryKind *query, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    bool has_size = ast_child(ast, call, FIELD_ARGS) != NODE_NONE ||
                    ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE;
    bool is_early = extended_library_is_before(evaluation->file->extension, LIBRARY_django,
                                               library_version(4, 1, 0));
    return query_iterator_may_skip(evaluation, query->orm) && (is_early || !has_size);
}

static KindId stream(Evaluation *evaluation, QueryKind query, NodeId call) {
    if (skips_batches(evaluation, &query, call)) {
        query_skip_batches(evaluation, &query);
    }
    query.flags |= query.orm == ORM_DJANGO ? QUERY_IS_ITERATOR : 0;
    KindId rows = staged(evaluation, query, QUERY_STAGE_LAZY, 0);
    return container(evaluation, "generator", query_element(evaluation->table, rows));
}

/* Rows of many places come as tuples, as do those of a result that is not reduced to scalars. */
static KindId one_row(Evaluation *evaluation, const QueryKind *query, bool in_result) {
    KindId id = query_kind_add(evaluation->table, query);
    KindId row = query_row(evaluation->table, id, false);
    bool is_tuple = kind_get(evaluation->table, row)->tag == KIND_TAG_INSTANCE;
    return in_result && !is_tuple ? container(evaluation, "tuple", row)
           : !in_result && is_tuple && query->stage != QUERY_STAGE_LAZY
               ? kind_get(evaluation->table, row)->arguments[0]
               : row;
}

static KindId all_rows(Evaluation *evaluation, QueryKind query, const char *path) {
    if (query.stage == QUERY_STAGE_MANAGER || query.stage == QUERY_STAGE_STATEMENT) {
        query.stage = QUERY_STAGE_LAZY;
    }
    KindId id = query_kind_add(evaluation->table, &query);
    return container(evaluation, path, query_element(evaluation->table, id));
}

static KindId scalar_query(Evaluation *evaluation, QueryKind query) {
    const Kind *model = kind_get(evaluation->table, query.model);
    if (model->tag == KIND_TAG_INSTANCE && model->argument_count) {
        query.model = model->arguments[0];
    }
    return staged(evaluation, query, QUERY_STAGE_SCALARS, 0);
}

static KindId given(Evaluation *evaluation, const Calling *calling, QueryKind query) {
    KindTable *table = evaluation->table;
    switch (calling->method->gives) {
    case QUERY_GIVES_UNKNOWN:
    case QUERY_GIVES_VALUE:
        return KIND_UNKNOWN;
    case QUERY_GIVES_SAME:
        return calling->receiver;
    case QUERY_GIVES_QUERY:
        return staged(evaluation, query, QUERY_STAGE_LAZY, 0);
    case QUERY_GIVES_STATEMENT:
        return staged(evaluation, query, QUERY_STAGE_STATEMENT, 0);
    case QUERY_GIVES_RESULT:
        return staged(evaluation, query, QUERY_STAGE_RESULT, 0);
    case QUERY_GIVES_SCALARS:
        return scalar_query(evaluation, query);
    case QUERY_GIVES_ROW:
        return calling->method->effects & QUERY_CREATES ? created_row(evaluation, query)
                                                        : one_row(evaluation, &query, false);
    case QUERY_GIVES_ROW_IN_TUPLE:
        return in_tuple(evaluation, created_row(evaluation, query));
    case QUERY_GIVES_TUPLE:
        return one_row(evaluation, &query, true);
    case QUERY_GIVES_ROWS:
        return all_rows(evaluation, query, "list");
    case QUERY_GIVES_STREAM:
        return stream(evaluation, query, calling->call);
    case QUERY_GIVES_CHUNKS:
        return container(evaluation, "iterator", all_rows(evaluation, query, "list"));
    case QUERY_GIVES_ROWS_BY_KEY: {
        KindId rows = staged(evaluation, query, QUERY_STAGE_LAZY, 0);
        return rows_by_key(evaluation, query_row(table, rows, true));
    }
    case QUERY_GIVES_PAGE:
        return all_rows(evaluation, query, "flask_sqlalchemy.Pagination");
    case QUERY_GIVES_VALUES:
        return staged(evaluation, query,
                      query.stage <= QUERY_STAGE_LAZY ? QUERY_STAGE_LAZY : query.stage,
                      QUERY_IS_VALUES);
    case QUERY_GIVES_UNION:
        return united(evaluation, query, calling->call);
    case QUERY_GIVES_EMPTY:
        return staged(evaluation, query, QUERY_STAGE_LAZY, QUERY_IS_EMPTY);
    case QUERY_GIVES_RAW:
        return raw_query(evaluation, query);
    case QUERY_GIVES_COUNT:
        return kind_instance(table, STR("int"));
    case QUERY_GIVES_TRUTH:
        return kind_instance(table, STR("bool"));
    case QUERY_GIVES_NOTHING:
        return kind_instance(table, STR("None"));
    case QUERY_GIVES_USER:
        return kind_of_class(evaluation, model_user_class(evaluation->file));
    case QUERY_GIVES_VIEW_QUERY:
        return answer_view_query(evaluation, calling->receiver);
    case QUERY_GIVES_VIEW_ROW:
        return query_row(table, answer_view_query(evaluation, calling->receiver), false);
    case QUERY_GIVES_ARGUMENT:
        return evaluation_expression(evaluation, first_argument(evaluation, calling->call));
    case QUERY_GIVES_ATTRIBUTE:
        break;
    }
    return KIND_UNKNOWN;
}

static bool needs_subject(const CatalogQueryMethod *method) {
    switch (method->gives) {
    case QUERY_GIVES_UNKNOWN:
    case QUERY_GIVES_SAME:
    case QUERY_GIVES_COUNT:
    case QUERY_GIVES_TRUTH:
    case QUERY_GIVES_VALUE:
    case QUERY_GIVES_NOTHING:
    case QUERY_GIVES_ATTRIBUTE:
    case QUERY_GIVES_USER:
    case QUERY_GIVES_VIEW_QUERY:
    case QUERY_GIVES_VIEW_ROW:
    case QUERY_GIVES_ARGUMENT:
        return false;
    default:
        return true;
    }
}

/* An AsyncSession answers through coroutines. */
static bool is_async_session(const KindTable *table, KindId receiver) {
    return (kind_traits(table, receiver) & CLASS_ORM_SESSION) &&
           (kind_traits(table, receiver) & CLASS_ASYNC);
}

KindId answer_query_call(Evaluation *evaluation, KindId callee, NodeId call) {
    Kind symbol = *kind_get(evaluation->table, callee);
    KindId loader = symbol.flags & SYMBOL_IS_QUERY_METHOD
                        ? KIND_NEVER
                        : answer_loader_call(evaluation, symbol.path, call);
    if (loader != KIND_NEVER) {
        return loader;
    }
    const CatalogQueryMethod *method = query_method_of_symbol(evaluation->table, &symbol);
    if (!method) {
        return KIND_NEVER;
    }
    Calling calling = {.method = method,
                       .receiver = symbol.argument_count ? symbol.arguments[0] : KIND_NEVER,
                       .call = call};
    calling.is_async = is_async_session(evaluation->table, calling.receiver);
    QueryKind query = {0};
    KindId result = KIND_UNKNOWN;
    if (!needs_subject(method)) {
        result = given(evaluation, &calling, query);
    } else if (subject_of(evaluation, &calling, &query)) {
        apply(evaluation, &query, &calling);
        result = given(evaluation, &calling, query);
    }
    bool awaited =
        (method->effects & QUERY_AWAITED) ||
        (calling.is_async && (method->effects & (QUERY_READS | QUERY_WRITES | QUERY_EXECUTES)));
    return awaited ? container(evaluation, "coroutine", result) : result;
}

KindId answer_likely_query(Evaluation *evaluation, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeId argument = first_argument(evaluation, call);
    if (ast_kind(ast, function) != NODE_ATTRIBUTE || argument == NODE_NONE ||
        !str_equal(ast_name(ast, function), STR("query")) ||
        (ast_kind(ast, argument) != NODE_NAME && ast_kind(ast, argument) != NODE_ATTRIBUTE)) {
        return KIND_NEVER;
    }
    KindId model_kind = evaluation_expression(evaluation, argument);
    const Model *model = kind_get(evaluation->table, model_kind)->tag == KIND_TAG_CLASS
                             ? evaluation_model_of(evaluation, model_kind)
                             : NULL;
    if (!model || model->orm != ORM_SQLALCHEMY || evaluation->waiting) {
        return KIND_NEVER;
    }
    QueryKind query = fresh_query(evaluation, ORM_SQLALCHEMY, KIND_UNKNOWN, QUERY_STAGE_LAZY);
    query.flags = QUERY_IS_LIKELY;
    query_apply_loads(evaluation, &query, QUERY_LOADS_ENTITIES, call);
    return query_kind_add(evaluation->table, &query);
}

/* `OrderQuerySet(self.model)`: a queryset of the project made by hand. */
static KindId made_queryset(Evaluation *evaluation, KindId queryset, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId argument = first_argument(evaluation, call);
    argument = argument == NODE_NONE
                   ? ast_child(ast, ast_keyword(ast, call, STR("model")), FIELD_VALUE)
                   : argument;
    /* The usual way to write it, and cheap to see. */
    if (argument == NODE_NONE || ast_kind(ast, argument) != NODE_ATTRIBUTE ||
        !str_equal(ast_name(ast, argument), STR("model"))) {
        return KIND_NEVER;
    }
    ManagerRole role = model_manager_role(evaluation->file,
                                          class_ref_of_kind(kind_get(evaluation->table, queryset)));
    if (!role.is_queryset) {
        return KIND_NEVER;
    }
    KindId model = evaluation_expression(evaluation, argument);
    if (!is_class(evaluation->table, model)) {
        return KIND_NEVER;
    }
    QueryKind query = fresh_query(evaluation, ORM_DJANGO, model, QUERY_STAGE_LAZY);
    query.queryset = queryset;
    return query_kind_add(evaluation->table, &query);
}

KindId answer_called_query(Evaluation *evaluation, KindId callee, NodeId call) {
    if (!kind_is_query(evaluation->table, callee)) {
        return made_queryset(evaluation, callee, call);
    }
    QueryKind query;
    query_kind_get(evaluation->table, callee, &query);
    const CatalogQueryMethod *method =
        catalog_query_method(query.orm, receiver_of(&query), STR("__call__"));
    if (!method) {
        return KIND_UNKNOWN;
    }
    Calling calling = {.method = method, .receiver = callee, .call = call};
    apply(evaluation, &query, &calling);
    return given(evaluation, &calling, query);
}

/* ---- subscripts ------------------------------------------------------------------------------ */

/* `User[i]` of Pony and peewee: the row with this key. */
static KindId row_of_class(Evaluation *evaluation, KindId value) {
    const Model *model = evaluation_model_of(evaluation, value);
    if (!model || !catalog_query_method(model->orm, QUERY_ON_CLASS, STR("__getitem__"))) {
        return KIND_UNKNOWN;
    }
    QueryKind query = fresh_query(evaluation, model->orm, value, QUERY_STAGE_LAZY);
    return query_row(evaluation->table, query_kind_add(evaluation->table, &query), false);
}

KindId answer_tuple_attribute(Evaluation *evaluation, KindId value, Str name) {
    Kind tuple = *kind_get(evaluation->table, value);
    for (uint32_t i = 0; i < tuple.argument_count; i++) {
        RowKind row;
        const Model *model = row_kind_get(evaluation->table, tuple.arguments[i], &row)
                                 ? evaluation_model_of(evaluation, row.model)
                                 : NULL;
        if (model && str_equal(model->name, name)) {
            return tuple.arguments[i];
        }
    }
    return KIND_UNKNOWN;
}

KindId answer_query_subscript(Evaluation *evaluation, KindId value, NodeId index) {
    QueryKind query;
    if (!query_kind_get(evaluation->table, value, &query)) {
        return row_of_class(evaluation, value);
    }
    if (query.stage != QUERY_STAGE_LAZY) {
        return KIND_UNKNOWN;
    }
    if (ast_kind(&evaluation->facts->ast, index) == NODE_SLICE) {
        return staged(evaluation, query, QUERY_STAGE_LAZY, QUERY_IS_LIMITED);
    }
    return query_row(evaluation->table, value, false);
}
