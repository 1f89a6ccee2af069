/* What loading methods and loader options load: their arguments as path sets. */
#include "semantics/kinds_query.h"

bool literal_string(const UnitFacts *facts, NodeId node, Str *out) {
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, node) != NODE_CONSTANT || ast_node(ast, node)->detail != CONSTANT_STR ||
        (ast_node(ast, node)->flags & NODE_IMPLICIT_CONCATENATION)) {
        return false;
    }
    Str text = str_span(facts->text, ast_span(ast, node));
    bool plain = text.len >= 2 && (text.ptr[0] == '"' || text.ptr[0] == '\'') &&
                 str_find_byte(text, '\\') == text.len;
    if (!plain || (text.len >= 6 && text.ptr[1] == text.ptr[0])) {
        return false;
    }
    *out = str_slice(text, 1, text.len - 1);
    return true;
}

Str path_of_lookup(Str lookup, Arena *mem) {
    Str path = {"", 0};
    uint32_t at = 0;
    while (at <= lookup.len) {
        Str rest = str_slice(lookup, at, lookup.len);
        uint32_t length = str_find(rest, STR("__"));
        path = access_path_join(path, str_slice(rest, 0, length), mem);
        at += length + 2;
    }
    return path;
}

Str path_set_add_steps(Str set, Str path, Arena *mem) {
    for (uint32_t at = 0; at <= path.len; at++) {
        if (at == path.len || path.ptr[at] == '.') {
            set = path_set_add(set, str_slice(path, 0, at), mem);
        }
    }
    return set;
}

static bool is_constant(const Ast *ast, NodeId node, ConstantType type) {
    return ast_kind(ast, node) == NODE_CONSTANT && ast_node(ast, node)->detail == type;
}

/* ---- Django ---------------------------------------------------------------------------------- */

/* Query names differ from accessors: `prefetch_related("book_set")` has the accessor, while
 * `select_related` of a reverse one-to-one has the query name; both are found. */
static Str accessor_path(Evaluation *evaluation, KindId model_kind, Str lookup) {
    Arena *mem = evaluation_mem(evaluation);
    const Model *model = evaluation_model_of(evaluation, model_kind);
    Str path = path_of_lookup(lookup, mem);
    Str out = {"", 0};
    for (uint32_t at = 0; at < path.len;) {
        Str rest = str_slice(path, at, path.len);
        Str step = str_slice(rest, 0, str_find_byte(rest, '.'));
        const ModelField *field = model ? model_field(evaluation->file, model, step) : NULL;
        if (model && !field) {
            field = model_query_field(evaluation->file, model, step);
        }
        out = access_path_join(out, field ? field->name : step, mem);
        model = field ? model_target(evaluation->file, field) : NULL;
        at += step.len + 1;
    }
    return out;
}

static Str marked(char mark, Str path, Arena *mem) {
    return arena_format(mem, "%c%.*s", mark, STR_ARG(path));
}

static Str without_relations(Str set, Arena *mem) {
    Str out = {"", 0};
    Str item;
    for (uint32_t at = 0; path_set_next(set, &at, &item);) {
        out = item.ptr[0] == '-' ? path_set_add(out, item, mem) : out;
    }
    return out;
}

static void add_loader(Evaluation *evaluation, QueryKind *query, KindId kind) {
    Arena *mem = evaluation_mem(evaluation);
    LoaderKind loader;
    if (!loader_kind_get(evaluation->table, kind, &loader)) {
        loader = (LoaderKind){.is_unknown = true};
    }
    query->loaded = path_set_union(query->loaded, loader.loaded, mem);
    query->flags |= loader.is_unknown ? QUERY_IS_LOADED_UNKNOWN : 0;
}

/* A loader, a list of them, or something that is not known. */
static void add_loader_argument(Evaluation *evaluation, QueryKind *query, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    bool starred = ast_kind(ast, node) == NODE_STARRED;
    KindId kind =
        evaluation_expression(evaluation, starred ? ast_child(ast, node, FIELD_VALUE) : node);
    if (kind_get(evaluation->table, kind)->tag == KIND_TAG_INSTANCE) {
        kind = kind_element(evaluation->table, kind);
    }
    add_loader(evaluation, query, kind);
}

static void load_relation(Evaluation *evaluation, QueryKind *query, NodeId node) {
    Arena *mem = evaluation_mem(evaluation);
    Str lookup;
    if (literal_string(evaluation->facts, node, &lookup)) {
        query->loaded =
            path_set_add_steps(query->loaded, accessor_path(evaluation, query->model, lookup), mem);
    } else if (is_constant(&evaluation->facts->ast, node, CONSTANT_NONE)) {
        query->loaded = without_relations(query->loaded, mem);
        query->flags &= ~(uint32_t)QUERY_IS_ALL_JOINED;
    } else {
        add_loader_argument(evaluation, query, node);
    }
}

static void load_relations(Evaluation *evaluation, QueryKind *query, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        load_relation(evaluation, query, node);
    }
}

/* Django 5.0 prefetches for an iterator() or refuses it; versions before it may do nothing. */
bool query_iterator_may_skip(const Evaluation *evaluation, Orm orm) {
    return orm == ORM_DJANGO &&
           extended_library_is_before(evaluation->file->extension, LIBRARY_django,
                                      library_version(5, 0, 0));
}

/* prefetch_related(): where it may come to nothing, what it alone loads is marked. */
static void load_batches(Evaluation *evaluation, QueryKind *query, NodeId call) {
    Arena *mem = evaluation_mem(evaluation);
    Str before = query->loaded;
    Str path;
    load_relations(evaluation, query, call);
    if (!query_iterator_may_skip(evaluation, query->orm)) {
        return;
    }
    Str after = query->loaded;
    for (uint32_t at = 0; path_set_next(after, &at, &path);) {
        if (path.len && str_is_word_byte(path.ptr[0]) && !path_set_has(before, path)) {
            query->loaded = path_set_add(query->loaded, marked('~', path, mem), mem);
        }
    }
}

void query_skip_batches(Evaluation *evaluation, QueryKind *query) {
    Arena *mem = evaluation_mem(evaluation);
    Str kept = {"", 0};
    Str path;
    for (uint32_t at = 0; path_set_next(query->loaded, &at, &path);) {
        bool is_plain = path.len && str_is_word_byte(path.ptr[0]);
        bool is_skipped =
            path.len && (path.ptr[0] == '~' ||
                         (is_plain && path_set_has(query->loaded, marked('~', path, mem))));
        kept = is_skipped ? kept : path_set_add(kept, path, mem);
    }
    query->loaded = kept;
}

/* Columns by name: `defer("a")`, `only("a")`; what cannot be read is unknown. */
static Str named_columns(Evaluation *evaluation, QueryKind *query, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    Str names = {"", 0};
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        Str lookup;
        if (literal_string(evaluation->facts, node, &lookup)) {
            names = path_set_add(names, path_of_lookup(lookup, evaluation_mem(evaluation)),
                                 evaluation_mem(evaluation));
        } else {
            query->flags |= QUERY_IS_LOADED_UNKNOWN;
        }
    }
    return names;
}

static void defer_columns(Evaluation *evaluation, QueryKind *query, NodeId call) {
    Arena *mem = evaluation_mem(evaluation);
    NodeId first = ast_child(&evaluation->facts->ast, call, FIELD_ARGS);
    if (first != NODE_NONE && is_constant(&evaluation->facts->ast, first, CONSTANT_NONE)) {
        query->loaded = path_set_without(query->loaded, '-', mem);
        return;
    }
    Str names = named_columns(evaluation, query, call);
    Str name;
    for (uint32_t at = 0; path_set_next(names, &at, &name);) {
        query->loaded = path_set_add(query->loaded, arena_format(mem, "-%.*s", STR_ARG(name)), mem);
    }
}

/* All columns of the model but those named and the primary key. `author` and `author_id` are one.
 */
static Str columns_but(Evaluation *evaluation, KindId model_kind, Str names) {
    Arena *mem = evaluation_mem(evaluation);
    const Model *model = evaluation_model_of(evaluation, model_kind);
    Str out = {"", 0};
    for (uint32_t i = 0; model && i < model->fields.count; i++) {
        const ModelField *field = &model->fields.items[i];
        bool is_column =
            field->kind == MODEL_COLUMN || (field->kind == MODEL_TO_ONE && field->key_name.len);
        bool is_named = path_set_has(names, field->name) ||
                        (field->key_name.len && path_set_has(names, field->key_name)) ||
                        path_set_below(names, field->name, mem).len;
        if (!is_column || is_named || field->is_primary_key || field->is_reverse) {
            continue;
        }
        Str column = field->kind == MODEL_TO_ONE ? field->key_name : field->name;
        out = path_set_add(out, arena_format(mem, "-%.*s", STR_ARG(column)), mem);
    }
    return out;
}

static void only_columns(Evaluation *evaluation, QueryKind *query, NodeId call) {
    Arena *mem = evaluation_mem(evaluation);
    Str names = named_columns(evaluation, query, call);
    query->loaded = path_set_union(path_set_without(query->loaded, '-', mem),
                                   columns_but(evaluation, query->model, names), mem);
}

/* ---- which classes and columns the rows consist of --------------------------------------------
 */

static bool is_entity(const KindTable *table, KindId kind) {
    const Kind *found = kind_get(table, kind);
    return found->tag == KIND_TAG_CLASS ||
           (found->tag == KIND_TAG_SYMBOL && found->argument_count == 0);
}

static void add_place(Kind *places, KindId kind) {
    if (places->argument_count < KIND_ARGUMENTS_MAX) {
        places->arguments[places->argument_count++] = kind;
    }
}

static void add_entities(Evaluation *evaluation, Kind *places, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        KindId kind = ast_kind(ast, node) == NODE_STARRED ? KIND_UNKNOWN
                                                          : evaluation_expression(evaluation, node);
        bool entity =
            is_entity(evaluation->table, kind) && evaluation_model_of(evaluation, kind) != NULL;
        add_place(places, entity ? kind : KIND_UNKNOWN);
    }
}

static void set_entities(Evaluation *evaluation, QueryKind *query, const Kind *places) {
    bool has_entity = false;
    for (uint32_t i = 0; i < places->argument_count; i++) {
        has_entity |= places->arguments[i] > KIND_UNKNOWN;
    }
    query->flags &= ~(uint32_t)QUERY_IS_VALUES;
    if (!has_entity) {
        query->flags |= QUERY_IS_VALUES;
        query->model = KIND_UNKNOWN;
    } else if (places->argument_count == 1) {
        query->model = places->arguments[0];
    } else {
        query->model = kind_add(evaluation->table, places);
    }
}

/* A class that select() names, and the relations that lead to it from the rows. */
typedef struct SelectedClass {
    KindId kind;
    const Model *model;
    Str path;
    bool is_reached;
} SelectedClass;

enum { SELECTED_MAX = 8 };

/* Relations of `from` that lead to `to`; false when there is none. */
static bool reach(Evaluation *evaluation, QueryKind *query, const SelectedClass *from,
                  SelectedClass *to) {
    Arena *mem = evaluation_mem(evaluation);
    ClassRef selected = class_ref_of_kind(kind_get(evaluation->table, to->kind));
    bool is_any = false;
    for (uint32_t i = 0; from->model && i < from->model->fields.count; i++) {
        const ModelField *field = &from->model->fields.items[i];
        if (field->kind == MODEL_TO_ONE && class_ref_equal(field->target, selected)) {
            to->path = access_path_join(from->path, field->name, mem);
            query->loaded = path_set_add(query->loaded, to->path, mem);
            is_any = true;
        }
    }
    return is_any;
}

static uint32_t selected_classes(Evaluation *evaluation, const QueryKind *query, NodeId call,
                                 SelectedClass *out) {
    const Ast *ast = &evaluation->facts->ast;
    uint32_t count = 0;
    out[count++] = (SelectedClass){
        .model = evaluation_model_of(evaluation, query->model),
        .path = (Str){"", 0},
        .is_reached = true
    };
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE && count < SELECTED_MAX;
         node = ast_next_in_field(ast, node)) {
        bool column = ast_kind(ast, node) == NODE_ATTRIBUTE;
        KindId kind =
            evaluation_expression(evaluation, column ? ast_child(ast, node, FIELD_VALUE) : node);
        out[count++] =
            (SelectedClass){.kind = kind, .model = evaluation_model_of(evaluation, kind)};
    }
    return count;
}

/* `Tweet.select(Tweet, User, City).join(User).join(City)`: peewee fills the relations whose class
 * is selected, and theirs. */
static void select_joined(Evaluation *evaluation, QueryKind *query, NodeId call) {
    SelectedClass classes[SELECTED_MAX];
    uint32_t count = selected_classes(evaluation, query, call, classes);
    for (uint32_t round = 1; round < count; round++) {
        for (uint32_t i = 1; i < count; i++) {
            for (uint32_t k = 0; k < count && !classes[i].is_reached; k++) {
                classes[i].is_reached = k != i && classes[k].is_reached &&
                                        reach(evaluation, query, &classes[k], &classes[i]);
            }
        }
    }
}

static void load_entities(Evaluation *evaluation, QueryKind *query, NodeId call, bool more) {
    if (query->orm == ORM_PEEWEE) {
        select_joined(evaluation, query, call);
        return;
    }
    if (query->orm == ORM_PONY) {
        return;
    }
    Kind places = {.tag = KIND_TAG_INSTANCE, .path = STR("tuple")};
    if (more) {
        const Kind *model = kind_get(evaluation->table, query->model);
        if (model->tag == KIND_TAG_INSTANCE) {
            places = *model;
        } else {
            add_place(&places, query->model);
        }
    }
    add_entities(evaluation, &places, call);
    set_entities(evaluation, query, &places);
}

/* ---- fetch modes ------------------------------------------------------------------------------
 */

static void set_fetch_mode(Evaluation *evaluation, QueryKind *query, NodeId call) {
    NodeId argument = ast_child(&evaluation->facts->ast, call, FIELD_ARGS);
    Str name = argument == NODE_NONE ? (Str){"", 0} : ast_name(&evaluation->facts->ast, argument);
    query->flags &= ~(uint32_t)QUERY_IS_PEERS;
    if (str_equal(name, STR("FETCH_ONE"))) {
        return;
    }
    bool known = str_equal(name, STR("FETCH_PEERS")) || str_equal(name, STR("FETCH_RAISE"));
    query->flags |= known ? QUERY_IS_PEERS : QUERY_IS_LOADED_UNKNOWN;
}

void query_apply_loads(Evaluation *evaluation, QueryKind *query, QueryLoads loads, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId options = ast_keyword(ast, call, STR("options"));
    if (options != NODE_NONE) {
        add_loader_argument(evaluation, query, ast_child(ast, options, FIELD_VALUE));
    }
    switch (loads) {
    case QUERY_LOADS_JOINED:
        query->flags |= ast_child(ast, call, FIELD_ARGS) == NODE_NONE ? QUERY_IS_ALL_JOINED : 0;
        load_relations(evaluation, query, call);
        break;
    case QUERY_LOADS_BATCHED:
        load_batches(evaluation, query, call);
        break;
    case QUERY_LOADS_OPTIONS:
        load_relations(evaluation, query, call);
        break;
    case QUERY_LOADS_ONLY:
        only_columns(evaluation, query, call);
        break;
    case QUERY_LOADS_DEFERRED:
        defer_columns(evaluation, query, call);
        break;
    case QUERY_LOADS_ENTITIES:
    case QUERY_LOADS_MORE:
        load_entities(evaluation, query, call, loads == QUERY_LOADS_MORE);
        break;
    case QUERY_LOADS_FETCH_MODE:
        set_fetch_mode(evaluation, query, call);
        break;
    case QUERY_LOADS_ALL:
        query->flags |= QUERY_IS_PEERS;
        break;
    case QUERY_LOADS_SAME:
    case QUERY_LOADS_FETCHED:
        break;
    }
}

/* ---- loader options ---------------------------------------------------------------------------
 */

/* The path of an option's argument: `A.b`, or a string ("b", "b.c", Django's "b__c"). */
static bool option_path(Evaluation *evaluation, NodeId node, Str *path, KindId *of_class) {
    const Ast *ast = &evaluation->facts->ast;
    Str text;
    *of_class = KIND_UNKNOWN;
    if (literal_string(evaluation->facts, node, &text)) {
        *path = path_of_lookup(text, evaluation_mem(evaluation));
        return true;
    }
    /* A.b.of_type(C), A.b.and_(..): still A.b */
    while (ast_kind(ast, node) == NODE_CALL) {
        NodeId function = ast_child(ast, node, FIELD_FUNC);
        if (function == NODE_NONE || ast_kind(ast, function) != NODE_ATTRIBUTE) {
            return false;
        }
        node = ast_child(ast, function, FIELD_VALUE);
    }
    if (ast_kind(ast, node) != NODE_ATTRIBUTE) {
        return false;
    }
    *path = ast_name(ast, node);
    *of_class = evaluation_expression(evaluation, ast_child(ast, node, FIELD_VALUE));
    return true;
}

/* One argument of an option, added to what the chain before it loads. */
static void add_option_argument(Evaluation *evaluation, LoaderKind *loader, LoaderForm form,
                                NodeId node, Str *names, KindId *of_class) {
    Arena *mem = evaluation_mem(evaluation);
    Str name;
    if (!option_path(evaluation, node, &name, of_class)) {
        loader->is_unknown |= form != LOADER_THROUGH && form != LOADER_NOTHING;
        return;
    }
    Str path = access_path_join(loader->end, name, mem);
    switch (form) {
    case LOADER_LOADS:
        /* What the chain begins with has said for itself whether it loads: defaultload() does not.
         */
        loader->loaded = path_set_union(
            loader->loaded,
            path_set_under(path_set_add_steps((Str){"", 0}, name, mem), loader->end, mem), mem);
        loader->end = path;
        break;
    case LOADER_RAISES:
        loader->loaded = path_set_add(loader->loaded, path, mem);
        break;
    case LOADER_THROUGH:
        loader->end = path;
        break;
    case LOADER_LAZY:
        loader->loaded = path_set_add(loader->loaded, marked('!', path, mem), mem);
        loader->end = path;
        break;
    case LOADER_DEFERS:
        loader->loaded = path_set_add(loader->loaded, marked('-', path, mem), mem);
        break;
    case LOADER_UNDEFERS:
        loader->loaded = path_set_add(loader->loaded, marked('+', path, mem), mem);
        break;
    case LOADER_ONLY:
        *names = path_set_add(*names, name, mem);
        break;
    default:
        break;
    }
}

static KindId option_call(Evaluation *evaluation, LoaderForm form, LoaderKind loader, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    Arena *mem = evaluation_mem(evaluation);
    Str names = {"", 0};
    KindId of_class = KIND_UNKNOWN;
    for (NodeId node = ast_child(ast, call, FIELD_ARGS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        LoaderKind inner;
        if (form == LOADER_OPTIONS) {
            bool known =
                loader_kind_get(evaluation->table, evaluation_expression(evaluation, node), &inner);
            loader.is_unknown |= !known || inner.is_unknown;
            loader.loaded = known
                                ? path_set_union(loader.loaded,
                                                 path_set_under(inner.loaded, loader.end, mem), mem)
                                : loader.loaded;
        } else {
            add_option_argument(evaluation, &loader, form, node, &names, &of_class);
        }
    }
    if (form == LOADER_ONLY && names.len) {
        Str others = columns_but(evaluation, of_class, names);
        loader.loaded = path_set_union(loader.loaded, path_set_under(others, loader.end, mem), mem);
    }
    return loader_kind_add(evaluation->table, &loader);
}

/* ---- Prefetch ---------------------------------------------------------------------------------
 */

static NodeId argument_of(const Ast *ast, NodeId call, Str keyword, uint32_t position) {
    NodeId named = ast_keyword(ast, call, keyword);
    if (named != NODE_NONE) {
        return ast_child(ast, named, FIELD_VALUE);
    }
    NodeId node = ast_child(ast, call, FIELD_ARGS);
    for (uint32_t i = 0; i < position && node != NODE_NONE; i++) {
        node = ast_next_in_field(ast, node);
    }
    return node;
}

static KindId prefetch_call(Evaluation *evaluation, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    Arena *mem = evaluation_mem(evaluation);
    LoaderKind loader = {0};
    NodeId lookup = argument_of(ast, call, STR("lookup"), 0);
    NodeId queryset = argument_of(ast, call, STR("queryset"), 1);
    NodeId to_attr = argument_of(ast, call, STR("to_attr"), 2);
    Str text;
    Str list_name = {"", 0};
    QueryKind nested = {0};
    if (lookup == NODE_NONE || !literal_string(evaluation->facts, lookup, &text) ||
        (to_attr != NODE_NONE && !literal_string(evaluation->facts, to_attr, &list_name))) {
        loader.is_unknown = true;
        return loader_kind_add(evaluation->table, &loader);
    }
    if (queryset != NODE_NONE &&
        !query_kind_get(evaluation->table, evaluation_expression(evaluation, queryset), &nested)) {
        loader.is_unknown = true;
    }
    loader.is_unknown |= (nested.flags & QUERY_IS_LOADED_UNKNOWN) != 0;
    Str path = path_of_lookup(text, mem);
    if (list_name.len) {
        /* "a.b" with to_attr "t": a is loaded, and a.t is a list of what a.b leads to. */
        uint32_t last = path.len;
        while (last > 0 && path.ptr[last - 1] != '.') {
            last--;
        }
        Str relation = str_slice(path, last, path.len);
        Str before = str_slice(path, 0, last ? last - 1 : 0);
        loader.loaded = before.len ? path_set_add_steps(loader.loaded, before, mem) : loader.loaded;
        path = access_path_join(before, list_name, mem);
        loader.loaded = path_set_add(
            loader.loaded, arena_format(mem, "=%.*s=%.*s", STR_ARG(path), STR_ARG(relation)), mem);
    }
    loader.loaded = path_set_add_steps(loader.loaded, path, mem);
    loader.loaded = path_set_union(loader.loaded, path_set_under(nested.loaded, path, mem), mem);
    return loader_kind_add(evaluation->table, &loader);
}

/* ---- entry ------------------------------------------------------------------------------------
 */

/* A chained option has its beginning as the receiver. */
KindId answer_loader_call(Evaluation *evaluation, Str path, NodeId call) {
    LoaderForm form = catalog_loader(path);
    if (form == LOADER_NONE) {
        return KIND_NEVER;
    }
    if (form == LOADER_PREFETCH) {
        return prefetch_call(evaluation, call);
    }
    NodeId function = ast_child(&evaluation->facts->ast, call, FIELD_FUNC);
    KindId callee = evaluation_expression(evaluation, function);
    const Kind *kind = kind_get(evaluation->table, callee);
    LoaderKind loader = {0};
    if (kind->argument_count) {
        loader_kind_get(evaluation->table, kind->arguments[0], &loader);
    }
    return option_call(evaluation, form, loader, call);
}

KindId answer_loader_attribute(Evaluation *evaluation, KindId value, Str name) {
    return catalog_loader(name) == LOADER_NONE ? KIND_UNKNOWN
                                               : kind_bound_symbol(evaluation->table, name, value);
}
