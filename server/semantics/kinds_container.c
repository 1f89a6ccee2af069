/* Containers that begin empty: knows which code puts something into a name's container. Rows keep
 * what they cost in whatever they are collected; of anything else no more is said than before. */
#include "catalog/containers.h"
#include "semantics/kinds_query.h"

enum { GROWING_USES_MAX = 32 };

/* ---- empty ---------------------------------------------------------------------------------- */

/* `list()`, `dict()`, `defaultdict(list)`: by the callee's last name; its kind says the rest. */
static bool is_making_call(const Ast *ast, NodeId call) {
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeKind kind = function == NODE_NONE ? NODE_MODULE : ast_kind(ast, function);
    if ((kind != NODE_NAME && kind != NODE_ATTRIBUTE) ||
        ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE) {
        return false;
    }
    uint32_t arguments = ast_count_in_field(ast, call, FIELD_ARGS);
    return catalog_makes_empty(ast_name(ast, function), arguments);
}

bool makes_empty(const Ast *ast, NodeId value) {
    switch (ast_kind(ast, value)) {
    case NODE_LIST:
    case NODE_DICT:
    case NODE_TUPLE:
        return ast_first_child(ast, value) == NODE_NONE;
    case NODE_CALL:
        return is_making_call(ast, value);
    default:
        return false;
    }
}

KindId kind_or_empty(Evaluation *evaluation, KindId others, KindId empty) {
    return empty == KIND_NEVER || kind_is_of_orm(evaluation->table, others)
               ? others
               : kind_join(evaluation->table, others, empty);
}

/* ---- what is put ---------------------------------------------------------------------------- */

/* One place where the code puts something into the container. */
typedef struct Put {
    NodeId key;
    NodeId value;
    bool each;   /* each of what `value` holds */
    bool inside; /* into a list that the container holds under the key */
} Put;

/* `<node>.append(x)` and the like: x; NODE_NONE when `node` is not asked for such a method. */
static NodeId appended(const Ast *ast, NodeId node, bool *each) {
    NodeId attribute = ast_node(ast, node)->parent;
    NodeId call = ast_node(ast, attribute)->parent;
    if (ast_kind(ast, attribute) != NODE_ATTRIBUTE || ast_kind(ast, call) != NODE_CALL ||
        ast_node(ast, attribute)->field != FIELD_FUNC) {
        return NODE_NONE;
    }
    CatalogPut put = catalog_put(ast_name(ast, attribute));
    NodeId argument = ast_child(ast, call, FIELD_ARGS);
    *each = put == PUT_EACH;
    if (put == PUT_SECOND && argument != NODE_NONE) {
        return ast_next_in_field(ast, argument);
    }
    return put == PUT_NOTHING ? NODE_NONE : argument;
}

/* `rows[k] = x`, `rows[k] += xs`, `rows[k].append(x)`. */
static Put put_under_key(const Ast *ast, NodeId subscript) {
    NodeId outer = ast_node(ast, subscript)->parent;
    Put put = {.key = ast_child(ast, subscript, FIELD_SLICE), .value = NODE_NONE};
    if (ast_node(ast, subscript)->flags & NODE_STORE) {
        bool assigns =
            ast_kind(ast, outer) == NODE_ASSIGN || ast_kind(ast, outer) == NODE_AUG_ASSIGN;
        put.value = assigns ? ast_child(ast, outer, FIELD_VALUE) : NODE_NONE;
        return put;
    }
    put.value = appended(ast, subscript, &put.each);
    put.inside = true;
    return put;
}

/* `rows.setdefault(k, x)`, `rows.setdefault(k, []).append(x)`. */
static Put put_by_default(const Ast *ast, NodeId attribute) {
    NodeId call = ast_node(ast, attribute)->parent;
    Put put = {.key = NODE_NONE, .value = NODE_NONE};
    if (ast_kind(ast, call) != NODE_CALL ||
        !str_equal(ast_name(ast, attribute), STR("setdefault"))) {
        return put;
    }
    put.key = ast_child(ast, call, FIELD_ARGS);
    NodeId given = put.key == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, put.key);
    put.value = appended(ast, call, &put.each);
    put.inside = put.value != NODE_NONE;
    put.value = put.inside ? put.value : given;
    return put;
}

static Put put_by(const Ast *ast, NodeId use, bool is_dict) {
    NodeId parent = ast_node(ast, use)->parent;
    if (!is_dict) {
        Put put = {.key = NODE_NONE, .value = NODE_NONE};
        put.value = appended(ast, use, &put.each);
        return put;
    }
    return ast_kind(ast, parent) == NODE_SUBSCRIPT   ? put_under_key(ast, parent)
           : ast_kind(ast, parent) == NODE_ATTRIBUTE ? put_by_default(ast, parent)
                                                     : (Put){.key = NODE_NONE, .value = NODE_NONE};
}

/* ---- growing -------------------------------------------------------------------------------- */

typedef struct Growth {
    KindId key;
    KindId value;
    KindId empty; /* of the values: an empty container that is put */
} Growth;

static void grow(Evaluation *evaluation, const Put *put, Growth *growth) {
    const Ast *ast = &evaluation->facts->ast;
    if (put->value != NODE_NONE) {
        KindId kind = evaluation_expression(evaluation, put->value);
        kind = put->each && kind > KIND_UNKNOWN ? kind_element(evaluation->table, kind) : kind;
        kind = put->inside && kind > KIND_UNKNOWN
                   ? kind_container(evaluation->table, STR("list"), kind)
                   : kind;
        bool is_empty = !put->inside && makes_empty(ast, put->value);
        KindId *into = is_empty ? &growth->empty : &growth->value;
        *into = kind_join(evaluation->table, *into, kind);
    }
    /* A row as the key is a name: what it is of is not worth asking of anything else. */
    if (put->key != NODE_NONE && ast_kind(ast, put->key) == NODE_NAME) {
        KindId key = evaluation_expression(evaluation, put->key);
        growth->key = kind_join(evaluation->table, growth->key, key);
    }
}

static KindId grown_dict(Evaluation *evaluation, const Growth *growth, KindId empty) {
    KindId value = kind_or_empty(evaluation, growth->value, growth->empty);
    bool keyed = kind_is_row(evaluation->table, growth->key);
    if (!keyed && !kind_is_of_orm(evaluation->table, value)) {
        return empty;
    }
    Kind kind = {
        .tag = KIND_TAG_INSTANCE,
        .path = STR("dict"),
        .arguments = {keyed ? growth->key : KIND_UNKNOWN,
                      value == KIND_NEVER ? KIND_UNKNOWN : value},
        .argument_count = 2
    };
    return kind_add(evaluation->table, &kind);
}

static bool is_dict_kind(const KindTable *table, KindId kind) {
    return kind_is_instance(table, kind, STR("dict")) ||
           kind_is_instance(table, kind, STR("collections.defaultdict")) ||
           kind_is_instance(table, kind, STR("collections.OrderedDict"));
}

static const Symbol *symbol_of(const Evaluation *evaluation, const Binding *binding) {
    const Symbol *symbol = &evaluation->facts->scopes->symbols[binding->symbol];
    return symbol->use_count > GROWING_USES_MAX ? NULL : symbol;
}

static NodeId use_at(const Evaluation *evaluation, const Symbol *symbol, uint32_t place) {
    const ScopeTree *tree = evaluation->facts->scopes;
    return tree->uses[tree->symbol_uses[symbol->first_use + place]].node;
}

KindId answer_grown(Evaluation *evaluation, const Binding *binding, KindId empty) {
    const Symbol *symbol = symbol_of(evaluation, binding);
    bool is_dict = is_dict_kind(evaluation->table, empty);
    if (!symbol || kind_get(evaluation->table, empty)->tag != KIND_TAG_INSTANCE) {
        return empty;
    }
    Growth growth = {KIND_NEVER, KIND_NEVER, KIND_NEVER};
    for (uint32_t i = 0; i < symbol->use_count; i++) {
        Put put = put_by(&evaluation->facts->ast, use_at(evaluation, symbol, i), is_dict);
        grow(evaluation, &put, &growth);
    }
    if (is_dict) {
        return grown_dict(evaluation, &growth, empty);
    }
    Str path = kind_get(evaluation->table, empty)->path;
    return kind_is_of_orm(evaluation->table, growth.value)
               ? kind_container(evaluation->table, path, growth.value)
               : empty;
}

bool stays_empty(Evaluation *evaluation, const BindingPlace *place) {
    if (place->binding == BINDING_DEFINITION || place->unit != evaluation->unit) {
        return false;
    }
    const Ast *ast = &evaluation->facts->ast;
    const Binding *binding = &evaluation->facts->scopes->bindings[place->binding];
    NodeId value = binding->kind == BINDING_ASSIGN && !binding->is_unpacked
                       ? ast_child(ast, binding->source, FIELD_VALUE)
                       : NODE_NONE;
    const Symbol *symbol =
        value != NODE_NONE && makes_empty(ast, value) ? symbol_of(evaluation, binding) : NULL;
    for (uint32_t i = 0; symbol && i < symbol->use_count; i++) {
        NodeId use = use_at(evaluation, symbol, i);
        if (put_by(ast, use, true).value != NODE_NONE ||
            put_by(ast, use, false).value != NODE_NONE) {
            return false;
        }
    }
    return symbol != NULL;
}
