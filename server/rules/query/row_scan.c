/* Knows which kinds of nodes can cost something for a row. What a relation costs, semantics says.
 */
#include "rules/query/row_scan.h"

#include "rules/query/serializer.h"
#include "rules/query/shut_branch.h"

const FileModel *row_scan_file(const FileModel *home, FileId file) {
    return file == home->id ? home : project_file(home, file);
}

typedef struct Scanning {
    const FileModel *file;
    const Ast *ast;
    UnitId unit;
    KindId context;
    NodeId function; /* whose body it is; NODE_NONE: a node of a unit */
    RowScan *scan;
    Arena *mem;
} Scanning;

static KindId kind_at(const Scanning *scanning, NodeId node) {
    return node == NODE_NONE
               ? KIND_UNKNOWN
               : kinds_expression_in(scanning->file, scanning->unit, node, scanning->context);
}

/* No row that is stored comes here. */
static bool is_for_new_rows(const Scanning *scanning, NodeId node) {
    FunctionPlace place = {scanning->file, scanning->unit, scanning->function};
    return place.node != NODE_NONE && shut_for_stored_rows(place, node, scanning->context);
}

/* `Book.objects.none()`: nothing is asked for any of its rows. */
static bool is_of_no_rows(const Scanning *scanning, KindId value) {
    KindId root;
    QueryKind query;
    query_full_path(kinds_table(scanning->file), value, &root, scanning->mem);
    return query_kind_get(kinds_table(scanning->file), root, &query) &&
           (query.flags & QUERY_IS_EMPTY);
}

static void add_hit(const Scanning *scanning, RowHitKind kind, NodeId node, KindId value,
                    Str path) {
    if (is_of_no_rows(scanning, value) || is_for_new_rows(scanning, node)) {
        return;
    }
    ARENA_PUSH(scanning->mem, &scanning->scan->hits,
               ((RowHit){.kind = kind,
                         .file = scanning->file->id,
                         .unit = scanning->unit,
                         .node = node,
                         .value = value,
                         .path = path}));
}

static void add_step(const Scanning *scanning, NodeId node, KindId context) {
    ContextKind called;
    bool is_property = ast_kind(scanning->ast, node) == NODE_ATTRIBUTE;
    KindId object =
        is_property ? kind_at(scanning, ast_child(scanning->ast, node, FIELD_VALUE)) : KIND_UNKNOWN;
    if (context_kind_get(kinds_table(scanning->file), context, &called) &&
        !(is_property && query_is_kept_by_parent(scanning->file, object, called.function)) &&
        !query_is_cached(scanning->file, called.function) && !is_for_new_rows(scanning, node)) {
        ARENA_PUSH(scanning->mem, &scanning->scan->steps,
                   ((RowStep){.file = scanning->file->id,
                              .unit = scanning->unit,
                              .node = node,
                              .context = context}));
    }
}

/* ---- reading a row --------------------------------------------------------------------------- */

/* `await row.relation`, `row.relation.fetch()`: what a relation that loads by a call waits for. */
static bool is_called_for(const Scanning *scanning, NodeId node) {
    const Ast *ast = scanning->ast;
    NodeId parent = ast_node(ast, node)->parent;
    if (ast_kind(ast, parent) != NODE_ATTRIBUTE) {
        return ast_kind(ast, parent) == NODE_AWAIT;
    }
    return ast_kind(ast, ast_node(ast, parent)->parent) == NODE_CALL &&
           catalog_query_path(arena_format(scanning->mem, "mongoengine.LazyReference.%.*s",
                                           STR_ARG(ast_name(ast, parent)))) != NULL;
}

/* `"body" in row.__dict__`, `row.get_deferred_fields()`: asks whether the column is there. */
static bool asks_for_loaded(const Ast *ast, NodeId test) {
    for (NodeId node = test; node < ast_node(ast, test)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_ATTRIBUTE &&
            (str_equal(ast_name(ast, node), STR("__dict__")) ||
             str_equal(ast_name(ast, node), STR("get_deferred_fields")))) {
            return true;
        }
    }
    return false;
}

/* The column is read in a branch that is taken where it is there. */
static bool is_guarded(const Ast *ast, NodeId node) {
    for (; node != NODE_NONE && node != NODE_ROOT && !ast_kind_is_function(ast_kind(ast, node));
         node = ast_node(ast, node)->parent) {
        NodeId parent = ast_node(ast, node)->parent;
        NodeKind kind = parent == NODE_NONE ? NODE_MODULE : ast_kind(ast, parent);
        bool is_branch = kind == NODE_IF || kind == NODE_IF_EXP;
        NodeId test = is_branch ? ast_child(ast, parent, FIELD_TEST) : NODE_NONE;
        test = kind == NODE_BOOL_OP ? ast_child(ast, parent, FIELD_VALUES) : test;
        if (test != NODE_NONE && test != node && asks_for_loaded(ast, test)) {
            return true;
        }
    }
    return false;
}

static bool scan_read(const Scanning *scanning, NodeId node) {
    RowRead read = query_row_read(scanning->file, scanning->unit, node, scanning->context);
    if (read.is_by_call && !is_called_for(scanning, node)) {
        return true;
    }
    switch (read.access) {
    case ROW_ACCESS_TO_ONE:
        add_hit(scanning, ROW_HIT_TO_ONE, node, read.row, read.path);
        break;
    case ROW_ACCESS_COLLECTION:
        add_hit(scanning, ROW_HIT_COLLECTION, node, read.row, read.path);
        break;
    case ROW_ACCESS_COLUMN:
        if (!is_guarded(scanning->ast, node)) {
            add_hit(scanning, ROW_HIT_COLUMN, node, read.row, read.path);
        }
        break;
    case ROW_ACCESS_FREE:
        break;
    }
    return read.field != NULL;
}

/* ---- evaluating a related query -------------------------------------------------------------- */

static bool keeps_cache(const Scanning *scanning, const QueryKind *query,
                        const CatalogQueryMethod *method) {
    if (method->effects & QUERY_KEEPS_CACHE) {
        return true;
    }
    const Model *model =
        model_of_kind(scanning->file, kind_get(kinds_table(scanning->file), query->model));
    return (method->effects & QUERY_KEEPS_CACHE_ORDERED) && model &&
           (model->ordering.count || model->ordering_unknown);
}

/* The call that evaluates the query: what is free, what is another rule's (writes). */
static bool call_costs(const Scanning *scanning, NodeId call, QueryKind *query) {
    QueryCall made = query_call(scanning->file, scanning->unit, call, scanning->context);
    if (!made.method || !(made.effects & QUERY_READS) || (made.effects & QUERY_WRITES)) {
        return false;
    }
    bool served = (query->flags & QUERY_IS_SERVED) != 0;
    if (served && keeps_cache(scanning, query, made.method)) {
        return false;
    }
    query->flags |= served ? QUERY_IS_BYPASS : 0;
    return true;
}

static void scan_evaluation(const Scanning *scanning, NodeId node, KindId value) {
    QueryKind query;
    NodeId evaluating;
    query_kind_get(kinds_table(scanning->file), value, &query);
    if (query.flags & (QUERY_IS_EMPTY | QUERY_IS_LOADED_UNKNOWN)) {
        return;
    }
    QueryEvaluation how =
        query_evaluation(scanning->file, scanning->unit, node, scanning->context, &evaluating);
    bool costs = how == QUERY_EVALUATION_CALLED
                     ? call_costs(scanning, evaluating, &query)
                     : how != QUERY_EVALUATION_NONE && query_runs_when_evaluated(&query);
    if (!costs) {
        return;
    }
    RowHitKind kind = query.parent == KIND_NEVER      ? ROW_HIT_STATEMENT
                      : query.flags & QUERY_IS_BYPASS ? ROW_HIT_BYPASS
                                                      : ROW_HIT_RELATED;
    add_hit(scanning, kind, how == QUERY_EVALUATION_CALLED ? evaluating : node, value,
            (Str){"", 0});
}

/* `await row.fetch_related("a")`: a statement for the row. */
static void scan_fetch(const Scanning *scanning, NodeId call) {
    NodeId function = ast_child(scanning->ast, call, FIELD_FUNC);
    if (function == NODE_NONE || !catalog_loads_into_rows(ast_name(scanning->ast, function))) {
        return;
    }
    QueryCall made = query_call(scanning->file, scanning->unit, call, scanning->context);
    if (made.method && made.method->loads == QUERY_LOADS_FETCHED && made.on == QUERY_ON_ROW) {
        NodeId first = ast_child(scanning->ast, call, FIELD_ARGS);
        Str text = first == NODE_NONE
                       ? (Str){"", 0}
                       : str_span(file_model_unit(scanning->file, scanning->unit)->text,
                                  ast_span(scanning->ast, first));
        add_hit(scanning, ROW_HIT_RELATED, call, made.receiver,
                text.len > 2 ? str_slice(text, 1, text.len - 1) : (Str){"", 0});
    }
}

/* ---- what runs ------------------------------------------------------------------------------- */

static void scan_shown(const Scanning *scanning, NodeId shown, NodeId node) {
    KindId value = kind_at(scanning, shown);
    if (kind_is_row(kinds_table(scanning->file), value)) {
        add_step(scanning, node, query_dunder(scanning->file, value, STR("__str__")));
    }
}

/* `"%s" % row`, `"%s by %s" % (row, row.author)`. */
static void scan_percent(const Scanning *scanning, NodeId node) {
    const Ast *ast = scanning->ast;
    NodeId right = ast_child(ast, node, FIELD_RIGHT);
    NodeId left = ast_child(ast, node, FIELD_LEFT);
    bool formats =
        ast_node(ast, node)->detail == OPERATOR_MOD && right != NODE_NONE && left != NODE_NONE &&
        kind_is_instance(kinds_table(scanning->file), kind_at(scanning, left), STR("str"));
    if (!formats || ast_kind(ast, right) != NODE_TUPLE) {
        if (formats) {
            scan_shown(scanning, right, node);
        }
        return;
    }
    for (NodeId item = ast_child(ast, right, FIELD_ELTS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        scan_shown(scanning, item, item);
    }
}

/* `"{}".format(row)`. */
static void scan_format(const Scanning *scanning, NodeId call) {
    const Ast *ast = scanning->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeId text = function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE ||
                          !str_equal(ast_name(ast, function), STR("format"))
                      ? NODE_NONE
                      : ast_child(ast, function, FIELD_VALUE);
    if (text == NODE_NONE ||
        !kind_is_instance(kinds_table(scanning->file), kind_at(scanning, text), STR("str"))) {
        return;
    }
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        scan_shown(scanning, node, node);
    }
}

/* A function that is given each element; str() of each is its `__str__`. */
static void scan_callback(const Scanning *scanning, NodeId call) {
    KindId callable;
    KindId element;
    if (!query_callback_of(scanning->file, scanning->unit, call, scanning->context, &callable,
                           &element)) {
        return;
    }
    KindTable *table = kinds_table(scanning->file);
    const Kind *kind = kind_get(table, callable);
    if (kind->tag == KIND_TAG_SYMBOL && kind->argument_count == 0 &&
        catalog_query_consumer(kind->path) == QUERY_EVALUATION_SHOWN) {
        add_step(scanning, call, query_dunder(scanning->file, element, STR("__str__")));
        return;
    }
    NodeId parent_of_lambda = kind->tag == KIND_TAG_FUNCTION ? kind->node : NODE_NONE;
    bool is_inline = parent_of_lambda != NODE_NONE && kind->file == scanning->file->id &&
                     kind->unit == scanning->unit && ast_is_within(scanning->ast, kind->node, call);
    if (!is_inline) { /* a lambda in the call itself is seen where it stands */
        add_step(scanning, call, query_callback(scanning->file, callable, element));
    }
}

static bool is_shower(const Scanning *scanning, NodeId call) {
    NodeId function = ast_child(scanning->ast, call, FIELD_FUNC);
    if (function == NODE_NONE || ast_kind(scanning->ast, function) != NODE_NAME ||
        catalog_query_consumer(ast_name(scanning->ast, function)) != QUERY_EVALUATION_SHOWN) {
        return false;
    }
    return kind_get(kinds_table(scanning->file), kind_at(scanning, function))->tag ==
           KIND_TAG_SYMBOL;
}

/* `ArtistSerializer(album.artist)`: its fields read the row; of a row's relation to many with
 * many=True, each of its rows. */
static void scan_serialized(const Scanning *scanning, NodeId call) {
    SerializerCall made;
    QueryKind query;
    KindTable *table = kinds_table(scanning->file);
    if (!serializer_call(scanning->file, scanning->unit, call, scanning->context, &made) ||
        is_for_new_rows(scanning, call)) {
        return;
    }
    KindId row = kind_at(scanning, made.rows);
    if (made.is_many) {
        if (!query_kind_get(table, row, &query) || query.parent == KIND_NEVER ||
            (query.flags & (QUERY_IS_EMPTY | QUERY_IS_LOADED_UNKNOWN))) {
            return;
        }
        if (query_runs_when_evaluated(&query)) {
            add_hit(scanning, query.flags & QUERY_IS_BYPASS ? ROW_HIT_BYPASS : ROW_HIT_RELATED,
                    made.rows, row, (Str){"", 0});
        }
        row = query_row(table, row, true);
    }
    if (kind_is_row(table, row)) {
        serializer_scan(scanning->file, made.serializer, row, scanning->scan, scanning->mem);
    }
}

static void scan_call(const Scanning *scanning, NodeId call) {
    scan_read(scanning, call); /* hasattr(row, "relation") */
    if (is_shower(scanning, call)) {
        for (NodeId node = ast_child(scanning->ast, call, FIELD_ARGS); node != NODE_NONE;
             node = ast_next_in_field(scanning->ast, node)) {
            scan_shown(scanning, node, call);
        }
        return;
    }
    scan_format(scanning, call);
    scan_fetch(scanning, call);
    scan_serialized(scanning, call);
    add_step(scanning, call, kinds_called(scanning->file, scanning->unit, call, scanning->context));
    scan_callback(scanning, call);
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static void scan(const Scanning *scanning, NodeId node) {
    switch (ast_kind(scanning->ast, node)) {
    case NODE_ATTRIBUTE:
        if (ast_node(scanning->ast, node)->flags & (NODE_STORE | NODE_DEL)) {
            return;
        }
        if (!scan_read(scanning, node) &&
            kind_is_row(kinds_table(scanning->file),
                        kind_at(scanning, ast_child(scanning->ast, node, FIELD_VALUE)))) {
            add_step(scanning, node,
                     kinds_called(scanning->file, scanning->unit, node, scanning->context));
        }
        break;
    case NODE_CALL:
        scan_call(scanning, node);
        break;
    case NODE_FORMATTED_VALUE:
        scan_shown(scanning, ast_child(scanning->ast, node, FIELD_VALUE), node);
        return;
    case NODE_BIN_OP:
        scan_percent(scanning, node);
        return;
    case NODE_NAME:
    case NODE_SUBSCRIPT:
        break;
    default:
        return;
    }
    if (ast_node(scanning->ast, node)->flags & (NODE_STORE | NODE_DEL)) {
        return;
    }
    KindId value = kind_at(scanning, node);
    if (kind_is_query(kinds_table(scanning->file), value)) {
        scan_evaluation(scanning, node, value);
    }
}

void row_scan_node(const FileModel *file, UnitId unit, NodeId node, KindId context, RowScan *into,
                   Arena *mem) {
    Scanning scanning = {.file = file,
                         .ast = &file_model_unit(file, unit)->ast,
                         .unit = unit,
                         .context = context,
                         .function = NODE_NONE,
                         .scan = into,
                         .mem = mem};
    scan(&scanning, node);
}

RowScan row_scan_function(const FileModel *home, KindId context, Arena *mem) {
    RowScan into = {0};
    ContextKind called;
    if (!context_kind_get(kinds_table(home), context, &called)) {
        return into;
    }
    const FileModel *file = row_scan_file(home, called.function.file);
    Scanning scanning = {.file = file,
                         .ast = &file_model_unit(file, called.function.unit)->ast,
                         .unit = called.function.unit,
                         .context = context,
                         .function = called.function.node,
                         .scan = &into,
                         .mem = mem};
    NodeId end = ast_node(scanning.ast, called.function.node)->subtree_end;
    NodeId first = ast_child(scanning.ast, called.function.node, FIELD_BODY);
    for (NodeId node = first; node != NODE_NONE && node < end; node++) {
        scan(&scanning, node);
    }
    return into;
}
