/* What code does with queries. Knows how Python evaluates an iterable; which method does what is
 * the catalog's, what a row leads to the model's. */
#include "semantics/query_use.h"

#include "catalog/extension.h"
#include "semantics/query_statement.h"

/* ---- calls ----------------------------------------------------------------------------------- */

static KindId kind_at(const FileModel *file, UnitId unit, NodeId node, KindId context) {
    return node == NODE_NONE ? KIND_NEVER : kinds_expression_in(file, unit, node, context);
}

static KindId model_of_query(const KindTable *table, KindId query) {
    QueryKind kind;
    return query_kind_get(table, query, &kind) ? kind.model : KIND_UNKNOWN;
}

/* The method of the ORM that the call is, seen through an override of the project. */
static const CatalogQueryMethod *method_called(const FileModel *file, const Kind *callee,
                                               Str name) {
    const KindTable *table = kinds_table(file);
    if (callee->tag == KIND_TAG_SYMBOL) {
        return query_method_of_symbol(table, callee);
    }
    if (callee->tag != KIND_TAG_METHOD) {
        return NULL;
    }
    RowKind row;
    if (row_kind_get(table, callee->arguments[0], &row)) {
        return catalog_query_method(row.orm, QUERY_ON_ROW, name);
    }
    const Kind *receiver = kind_get(table, callee->arguments[0]);
    const Model *model = receiver->tag == KIND_TAG_OBJECT ? model_of_kind(file, receiver) : NULL;
    return model ? catalog_query_method(model->orm, QUERY_ON_ROW, name) : NULL;
}

static KindId query_meant(const FileModel *file, const QueryCall *call, KindId argument) {
    const KindTable *table = kinds_table(file);
    RowKind row;
    if (kind_is_query(table, call->receiver)) {
        return call->receiver;
    }
    if (row_kind_get(table, call->receiver, &row)) {
        return row.query;
    }
    return (call->effects & QUERY_EXECUTES) && kind_is_query(table, argument) ? argument
                                                                              : KIND_NEVER;
}

static KindId model_meant(const FileModel *file, const QueryCall *call, KindId argument) {
    const KindTable *table = kinds_table(file);
    RowKind row;
    if (row_kind_get(table, call->receiver, &row)) {
        return row.model;
    }
    if (call->query != KIND_NEVER) {
        return model_of_query(table, call->query);
    }
    const Kind *receiver = kind_get(table, call->receiver);
    if (receiver->tag == KIND_TAG_CLASS || receiver->tag == KIND_TAG_OBJECT) {
        return call->receiver;
    }
    if (row_kind_get(table, argument, &row)) {
        return row.model;
    }
    KindTag tag = kind_get(table, argument)->tag;
    return tag == KIND_TAG_CLASS || tag == KIND_TAG_OBJECT || tag == KIND_TAG_SYMBOL ? argument
                                                                                     : KIND_UNKNOWN;
}

QueryCall query_call(const FileModel *file, UnitId unit, NodeId node, KindId context) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    QueryCall call = {.receiver = KIND_NEVER, .query = KIND_NEVER, .model = KIND_UNKNOWN};
    NodeId function = ast_child(ast, node, FIELD_FUNC);
    if (ast_kind(ast, node) != NODE_CALL || function == NODE_NONE) {
        return call;
    }
    Kind callee = *kind_get(kinds_table(file), kind_at(file, unit, function, context));
    call.method = method_called(file, &callee, ast_name(ast, function));
    if (!call.method) {
        return call;
    }
    NodeId first = ast_child(ast, node, FIELD_ARGS);
    KindId argument = kind_at(file, unit, first, context);
    call.on = catalog_query_receiver(call.method);
    call.orm = catalog_query_orm(call.method);
    call.effects = call.method->effects;
    call.receiver = callee.argument_count ? callee.arguments[0] : KIND_NEVER;
    if (call.effects & QUERY_SQL) {
        call.effects =
            (call.effects & ~(uint32_t)(QUERY_READS | QUERY_WRITES)) |
            query_statement_effect(file, unit, first, context, call.on == QUERY_ON_FUNCTION);
    }
    call.query = query_meant(file, &call, argument);
    call.model = model_meant(file, &call, argument);
    call.result = kind_at(file, unit, node, context);
    NodeId parent = ast_node(ast, node)->parent;
    call.is_awaited = parent != NODE_NONE && ast_kind(ast, parent) == NODE_AWAIT;
    return call;
}

/* ---- evaluation ------------------------------------------------------------------------------ */

typedef struct Place {
    const FileModel *file;
    UnitId unit;
    const Ast *ast;
    KindId context;
} Place;

static QueryEvaluation by_argument(const Place *place, NodeId call) {
    NodeId function = ast_child(place->ast, call, FIELD_FUNC);
    const Kind *callee = kind_get(kinds_table(place->file),
                                  kind_at(place->file, place->unit, function, place->context));
    if (callee->tag != KIND_TAG_SYMBOL) {
        return QUERY_EVALUATION_NONE;
    }
    const CatalogQueryMethod *method = query_method_of_symbol(kinds_table(place->file), callee);
    if (method) {
        return method->effects & QUERY_EXECUTES ? QUERY_EVALUATION_CALLED : QUERY_EVALUATION_NONE;
    }
    return catalog_query_consumer(callee->path);
}

/* `q.count()` around `q.count`. */
static QueryEvaluation by_method(const Place *place, NodeId attribute, NodeId *evaluating) {
    NodeId call = ast_node(place->ast, attribute)->parent;
    if (ast_kind(place->ast, call) != NODE_CALL ||
        ast_node(place->ast, attribute)->field != FIELD_FUNC) {
        return QUERY_EVALUATION_NONE;
    }
    *evaluating = call;
    const Kind *callee = kind_get(kinds_table(place->file),
                                  kind_at(place->file, place->unit, attribute, place->context));
    const CatalogQueryMethod *method =
        callee->tag == KIND_TAG_SYMBOL ? query_method_of_symbol(kinds_table(place->file), callee)
                                       : NULL;
    return method && (method->effects & (QUERY_READS | QUERY_WRITES)) ? QUERY_EVALUATION_CALLED
                                                                      : QUERY_EVALUATION_NONE;
}

static bool is_last_in_field(const Ast *ast, NodeId node) {
    return ast_next_in_field(ast, node) == NODE_NONE;
}

static QueryEvaluation by_compare(const Ast *ast, NodeId node, NodeId compare) {
    if (ast_node(ast, node)->field != FIELD_COMPARATORS) {
        return QUERY_EVALUATION_NONE;
    }
    uint8_t op = ast_node(ast, ast_child(ast, compare, FIELD_OPS))->detail;
    return op == OPERATOR_IN || op == OPERATOR_NOT_IN ? QUERY_EVALUATION_SEARCHED
                                                      : QUERY_EVALUATION_NONE;
}

static QueryEvaluation by_statement(const Ast *ast, NodeId node, NodeId parent) {
    Field field = (Field)ast_node(ast, node)->field;
    switch (ast_kind(ast, parent)) {
    case NODE_FOR:
    case NODE_ASYNC_FOR:
    case NODE_COMPREHENSION:
    case NODE_ASYNC_COMPREHENSION:
        return field == FIELD_ITER  ? QUERY_EVALUATION_ITERATED
               : field == FIELD_IFS ? QUERY_EVALUATION_TESTED
                                    : QUERY_EVALUATION_NONE;
    case NODE_IF:
    case NODE_WHILE:
    case NODE_IF_EXP:
    case NODE_ASSERT:
        return field == FIELD_TEST ? QUERY_EVALUATION_TESTED : QUERY_EVALUATION_NONE;
    case NODE_ASSIGN: {
        NodeId target = ast_child(ast, parent, FIELD_TARGETS);
        bool unpacks = field == FIELD_VALUE && target != NODE_NONE &&
                       ast_kind_is_sequence(ast_kind(ast, target));
        return unpacks ? QUERY_EVALUATION_ITERATED : QUERY_EVALUATION_NONE;
    }
    default:
        return QUERY_EVALUATION_NONE;
    }
}

static QueryEvaluation by_expression(const Place *place, NodeId node, NodeId parent,
                                     NodeId *evaluating) {
    const Ast *ast = place->ast;
    Field field = (Field)ast_node(ast, node)->field;
    switch (ast_kind(ast, parent)) {
    case NODE_STARRED:
        return ast_node(ast, parent)->flags & NODE_STORE ? QUERY_EVALUATION_NONE
                                                         : QUERY_EVALUATION_ITERATED;
    case NODE_YIELD_FROM:
        return QUERY_EVALUATION_ITERATED;
    case NODE_UNARY_OP:
        return ast_node(ast, parent)->detail == OPERATOR_NOT ? QUERY_EVALUATION_TESTED
                                                             : QUERY_EVALUATION_NONE;
    case NODE_SUBSCRIPT: {
        NodeId index = ast_child(ast, parent, FIELD_SLICE);
        bool indexes =
            field == FIELD_VALUE && index != NODE_NONE && ast_kind(ast, index) != NODE_SLICE;
        return indexes ? QUERY_EVALUATION_INDEXED : QUERY_EVALUATION_NONE;
    }
    case NODE_COMPARE:
        return by_compare(ast, node, parent);
    case NODE_FORMATTED_VALUE:
        return QUERY_EVALUATION_SHOWN;
    case NODE_AWAIT:
        return QUERY_EVALUATION_AWAITED;
    case NODE_CALL:
        return field == FIELD_ARGS ? by_argument(place, parent) : QUERY_EVALUATION_NONE;
    case NODE_ATTRIBUTE:
        return by_method(place, parent, evaluating);
    default:
        return by_statement(ast, node, parent);
    }
}

/* The expression whose value `node` is: out of `x or node`, `y := node`. True when the place alone
 * says that it is tested: `node or x`; then *evaluating is that. */
static bool is_tested_by_operator(const Ast *ast, NodeId *node, NodeId *evaluating) {
    NodeId parent = ast_node(ast, *node)->parent;
    while (parent != NODE_NONE) {
        bool is_and_or = ast_kind(ast, parent) == NODE_BOOL_OP;
        if (is_and_or && !is_last_in_field(ast, *node)) {
            *evaluating = parent;
            return true;
        }
        if (!is_and_or && ast_kind(ast, parent) != NODE_NAMED_EXPR) {
            break;
        }
        *node = parent; /* the last of `a or b` is what the whole is */
        parent = ast_node(ast, parent)->parent;
    }
    return false;
}

bool query_may_be_evaluated(const Ast *ast, NodeId node) {
    NodeId evaluating;
    if (is_tested_by_operator(ast, &node, &evaluating)) {
        return true;
    }
    NodeId parent = ast_node(ast, node)->parent;
    NodeKind kind = parent == NODE_NONE ? NODE_ATTRIBUTE : ast_kind(ast, parent);
    if (kind == NODE_ATTRIBUTE) {
        return false;
    }
    if (kind == NODE_CALL) {
        return ast_node(ast, node)->field == FIELD_ARGS;
    }
    Place place = {.ast = ast, .context = KIND_NEVER};
    return by_expression(&place, node, parent, &evaluating) != QUERY_EVALUATION_NONE;
}

QueryEvaluation query_evaluation(const FileModel *file, UnitId unit, NodeId node, KindId context,
                                 NodeId *evaluating) {
    Place place = {file, unit, &file_model_unit(file, unit)->ast, context};
    if (is_tested_by_operator(place.ast, &node, evaluating)) {
        return QUERY_EVALUATION_TESTED;
    }
    NodeId parent = ast_node(place.ast, node)->parent;
    if (parent == NODE_NONE) {
        return QUERY_EVALUATION_NONE;
    }
    *evaluating = parent;
    return by_expression(&place, node, parent, evaluating);
}

/* ---- what a row costs ------------------------------------------------------------------------ */

/* The object and the name that are read: `row.name`, hasattr(row, "name"). */
static bool reading(const Place *place, NodeId node, NodeId *object, Str *name, bool *optional) {
    const Ast *ast = place->ast;
    *optional = false;
    if (ast_kind(ast, node) == NODE_ATTRIBUTE) {
        *object = ast_child(ast, node, FIELD_VALUE);
        *name = ast_name(ast, node);
        return !(ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) && *object != NODE_NONE;
    }
    NodeId function = ast_child(ast, node, FIELD_FUNC);
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_NAME ||
        (!str_equal(ast_name(ast, function), STR("hasattr")) &&
         !str_equal(ast_name(ast, function), STR("getattr")))) {
        return false;
    }
    *object = ast_child(ast, node, FIELD_ARGS);
    NodeId second = *object == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, *object);
    if (second == NODE_NONE || ast_kind(ast, second) != NODE_CONSTANT) {
        return false;
    }
    Str text = str_span(file_model_unit(place->file, place->unit)->text, ast_span(ast, second));
    *name = text.len > 2 ? str_slice(text, 1, text.len - 1) : (Str){"", 0};
    *optional = true;
    return true;
}

static bool has_mark(Str loaded, char mark, Str path, Arena *mem) {
    return path_set_has(loaded, arena_format(mem, "%c%.*s", mark, STR_ARG(path)));
}

/* Whether the relation is in memory before it is read. */
static bool is_in_memory(const QueryKind *query, const ModelField *field, Str path, Arena *mem) {
    if (path_set_has(query->loaded, path)) {
        return true;
    }
    if ((query->flags & QUERY_IS_ALL_JOINED) && field->kind == MODEL_TO_ONE &&
        !field->is_nullable && !field->is_reverse) {
        return true;
    }
    switch (field->loading) {
    case MODEL_LOADS_AT_ACCESS:
    case MODEL_LOADS_BY_CALL:
        return false;
    case MODEL_LOADS_WITH_ROW:
        return !has_mark(query->loaded, '!', path, mem) && !path_set_has(query->loaded, STR("!*"));
    case MODEL_LOADS_EACH_TIME:
        return false;
    default:
        return true;
    }
}

/* The relation that the row itself was read by. */
static const ModelField *last_step(const FileModel *file, const QueryKind *query, Str path) {
    const Model *model = model_of_kind(file, kind_get(kinds_table(file), query->model));
    const ModelField *field = NULL;
    for (uint32_t at = 0; model && at < path.len;) {
        Str rest = str_slice(path, at, path.len);
        Str step = str_slice(rest, 0, str_find_byte(rest, '.'));
        field = model_field(file, model, step);
        model = field ? model_target(file, field) : NULL;
        at += step.len + 1;
    }
    return field;
}

/* account.customer after customer.account: the other side of a one-to-one is filled as well. */
static bool leads_back(const FileModel *file, const QueryKind *query, const RowKind *row,
                       const ModelField *field) {
    const ModelField *last = row->path.len ? last_step(file, query, row->path) : NULL;
    return last && last->is_one_to_one && str_equal(last->back_name, field->name);
}

/* What lies behind the known parent is one object for all rows: read once. */
static bool is_of_parent(const QueryKind *query, const RowKind *row, Arena *mem) {
    Str first = str_slice(row->path, 0, str_find_byte(row->path, '.'));
    return first.len && has_mark(query->loaded, '^', first, mem);
}

static RowAccess access_of(const QueryKind *query, const RowKind *row, const Model *model,
                           const ModelField *field, Str path, Arena *mem) {
    bool is_lazy_row = row->path.len && !path_set_has(query->loaded, row->path);
    bool is_deferred = (field->is_deferred && !has_mark(query->loaded, '+', path, mem)) ||
                       (!is_lazy_row && has_mark(query->loaded, '-', path, mem));
    switch (field->kind) {
    case MODEL_TO_ONE:
    case MODEL_GENERIC:
        return is_in_memory(query, field, path, mem) ||
                       ((query->flags & QUERY_IS_PEERS) && field->kind == MODEL_TO_ONE)
                   ? ROW_ACCESS_FREE
                   : ROW_ACCESS_TO_ONE;
    case MODEL_TO_MANY: {
        bool is_list = model->orm == ORM_SQLALCHEMY && field->loading != MODEL_LOADS_EACH_TIME;
        bool is_free = is_in_memory(query, field, path, mem) ||
                       (model->orm == ORM_MONGOENGINE && (query->flags & QUERY_IS_PEERS));
        is_list |= model->orm == ORM_MONGOENGINE;
        return is_list && !is_free ? ROW_ACCESS_COLLECTION : ROW_ACCESS_FREE;
    }
    case MODEL_COLUMN:
        return is_deferred ? ROW_ACCESS_COLUMN : ROW_ACCESS_FREE;
    default:
        return ROW_ACCESS_FREE;
    }
}

RowRead query_row_reads(const FileModel *file, KindId row_kind, Str name) {
    RowRead read = {.row = row_kind};
    KindTable *table = kinds_table(file);
    RowKind row;
    QueryKind query;
    if (!row_kind_get(table, read.row, &row) || !query_kind_get(table, row.query, &query)) {
        return read;
    }
    const Model *model = model_of_kind(file, kind_get(table, row.model));
    read.field = model ? model_attribute(file, model, name) : NULL;
    if (!read.field || (query.flags & (QUERY_IS_LOADED_UNKNOWN | QUERY_IS_EMPTY))) {
        return read;
    }
    if (read.field->kind == MODEL_THROUGH) {
        read.field = model_field(file, model, read.field->via);
        if (!read.field) {
            return read;
        }
    }
    read.path = access_path_join(row.path, read.field->name, table->mem);
    if (leads_back(file, &query, &row, read.field) || is_of_parent(&query, &row, table->mem)) {
        return read;
    }
    read.is_by_call = read.field->loading == MODEL_LOADS_BY_CALL;
    read.access = access_of(&query, &row, model, read.field, read.path, table->mem);
    return read;
}

RowRead query_row_read(const FileModel *file, UnitId unit, NodeId node, KindId context) {
    Place place = {file, unit, &file_model_unit(file, unit)->ast, context};
    NodeId object;
    Str name;
    bool is_optional;
    if (!reading(&place, node, &object, &name, &is_optional)) {
        return (RowRead){.row = KIND_NEVER};
    }
    RowRead read = query_row_reads(file, kind_at(file, unit, object, context), name);
    read.is_optional = is_optional;
    return read;
}

static KindId class_kind(KindTable *table, ClassRef target) {
    if (target.tag == REF_PATH) {
        return kind_symbol(table, target.path);
    }
    return target.tag == REF_CLASS ? kind_add(table, &(Kind){.tag = KIND_TAG_CLASS,
                                                             .file = target.file,
                                                             .unit = target.unit,
                                                             .node = target.node})
                                   : KIND_UNKNOWN;
}

KindId query_row_step(const FileModel *file, KindId row_kind, const ModelField *field) {
    KindTable *table = kinds_table(file);
    RowKind row;
    QueryKind query;
    KindId target = class_kind(table, field->target);
    if (target == KIND_UNKNOWN || !row_kind_get(table, row_kind, &row) ||
        !query_kind_get(table, row.query, &query)) {
        return KIND_UNKNOWN;
    }
    Str path = access_path_join(row.path, field->name, table->mem);
    if (field->kind != MODEL_TO_MANY) {
        row.model = target;
        row.path = path;
        return row_kind_add(table, &row);
    }
    QueryKind related = {.orm = row.orm,
                         .stage = QUERY_STAGE_LAZY,
                         .flags = (query.flags & (QUERY_IS_LIKELY | QUERY_IS_LOADED_UNKNOWN)) |
                                  (path_set_has(query.loaded, path) ? QUERY_IS_SERVED : 0),
                         .model = target,
                         .parent = row_kind,
                         .relation = field->name,
                         .loaded = path_set_below(query.loaded, path, table->mem),
                         .place = query.place};
    if (field->back_name.len && !field->is_many_to_many) {
        related.loaded = path_set_add(related.loaded, field->back_name, table->mem);
    }
    return query_row(table, query_kind_add(table, &related), true);
}

/* ---- what runs ------------------------------------------------------------------------------- */

KindId query_dunder(const FileModel *file, KindId row_kind, Str name) {
    KindTable *table = kinds_table(file);
    RowKind row;
    if (!row_kind_get(table, row_kind, &row)) {
        return KIND_NEVER;
    }
    Kind model = *kind_get(table, row.model);
    if (model.tag != KIND_TAG_CLASS) {
        return KIND_NEVER;
    }
    const FileModel *home = model.file == file->id ? file : project_file(file, model.file);
    KindId found = kinds_attribute(home, model.unit, model.node, name);
    const Kind *function = kind_get(table, found);
    return function->tag == KIND_TAG_FUNCTION
               ? context_kind_add(table, &(ContextKind){.function = kind_place(function),
                                                        .parameters = {row_kind}})
               : KIND_NEVER;
}

KindId query_callback(const FileModel *file, KindId callable, KindId element) {
    KindTable *table = kinds_table(file);
    const Kind *kind = kind_get(table, callable);
    if (!kind_is_of_orm(table, element)) {
        return KIND_NEVER;
    }
    ContextKind context = {.function = kind_place(kind), .parameters = {element}};
    if (kind->tag == KIND_TAG_METHOD) {
        bool orm = kind_is_of_orm(table, kind->arguments[0]);
        context.parameters[0] = orm ? kind->arguments[0] : KIND_NEVER;
        context.parameters[1] = element;
    } else if (kind->tag != KIND_TAG_FUNCTION) {
        return KIND_NEVER;
    }
    return context_kind_add(table, &context);
}

static NodeId argument_at(const Ast *ast, NodeId call, int8_t position) {
    NodeId node = ast_child(ast, call, FIELD_ARGS);
    for (int8_t i = 0; i < position && node != NODE_NONE; i++) {
        node = ast_next_in_field(ast, node);
    }
    return node;
}

bool query_callback_of(const FileModel *file, UnitId unit, NodeId call, KindId context,
                       KindId *callable, KindId *element) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    KindTable *table = kinds_table(file);
    const Kind *callee =
        kind_get(table, kind_at(file, unit, ast_child(ast, call, FIELD_FUNC), context));
    const CatalogCallback *row =
        callee->tag == KIND_TAG_SYMBOL ? catalog_callback(callee->path) : NULL;
    if (!row) {
        return false;
    }
    KindId receiver = callee->argument_count ? callee->arguments[0] : KIND_NEVER;
    NodeId keyword = ast_keyword(ast, call, STR("key"));
    NodeId function = row->function < 0 || keyword != NODE_NONE
                          ? ast_child(ast, keyword, FIELD_VALUE)
                          : argument_at(ast, call, row->function);
    KindId iterable = row->iterable < 0
                          ? receiver
                          : kind_at(file, unit, argument_at(ast, call, row->iterable), context);
    *callable = kind_at(file, unit, function, context);
    *element = kind_element(table, iterable);
    return function != NODE_NONE && *callable > KIND_UNKNOWN;
}

static bool is_decorated(const FileModel *file, KindPlace function, const char *const *paths,
                         size_t count) {
    const FileModel *home = function.file == file->id ? file : project_file(file, function.file);
    const Ast *ast = &file_model_unit(home, function.unit)->ast;
    for (NodeId node = ast_child(ast, function.node, FIELD_DECORATOR_LIST); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        NodeId name = ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : node;
        KindId kind = kinds_expression(home, function.unit, name);
        for (size_t i = 0; i < count; i++) {
            if (kind_is_symbol(kinds_table(file), kind, str_from_c(paths[i]))) {
                return true;
            }
        }
    }
    return false;
}

bool query_is_cached(const FileModel *file, KindPlace function) {
    static const char *const paths[] = {"functools.lru_cache", "functools.cache"};
    return is_decorated(file, function, paths, sizeof paths / sizeof paths[0]);
}

bool query_is_kept_by_parent(const FileModel *file, KindId row_kind, KindPlace function) {
    static const char *const paths[] = {"django.utils.functional.cached_property",
                                        "functools.cached_property"};
    KindTable *table = kinds_table(file);
    RowKind row;
    QueryKind query;
    return row_kind_get(table, row_kind, &row) && query_kind_get(table, row.query, &query) &&
           is_of_parent(&query, &row, table->mem) &&
           is_decorated(file, function, paths, sizeof paths / sizeof paths[0]);
}
