/* What is believed of values that nothing defines: the rows that a view puts
 * into its context, a parameter that is left out. Never more than likely where others decide. */
#include "semantics/kinds_query.h"
#include "semantics/listed_names.h"
#include "semantics/loops.h"

enum { TESTS_DEPTH_MAX = 24 };

static bool opens_scope(NodeKind kind) {
    return ast_kind_is_function(kind) || kind == NODE_LAMBDA || kind == NODE_CLASS_DEF;
}

/* ---- likely ---------------------------------------------------------------------------------- */

static KindId likely_query(KindTable *table, KindId id) {
    QueryKind query;
    if (!query_kind_get(table, id, &query)) {
        return id;
    }
    query.flags |= QUERY_IS_LIKELY;
    return query_kind_add(table, &query);
}

static KindId likely_leaf(KindTable *table, KindId id) {
    RowKind row;
    if (!row_kind_get(table, id, &row)) {
        return likely_query(table, id);
    }
    row.flags |= ROW_IS_LIKELY;
    row.query = likely_query(table, row.query);
    return row_kind_add(table, &row);
}

KindId kind_as_likely(KindTable *table, KindId id) {
    Kind kind = *kind_get(table, id);
    if (kind.tag != KIND_TAG_INSTANCE || !kind.argument_count) {
        return likely_leaf(table, id);
    }
    for (uint32_t i = 0; i < kind.argument_count; i++) {
        kind.arguments[i] = likely_leaf(table, kind.arguments[i]);
    }
    return kind_add(table, &kind);
}

KindId answer_evidently_async(Evaluation *evaluation, KindId value) {
    KindTable *table = evaluation->table;
    RowKind row;
    QueryKind query;
    bool is_row = row_kind_get(table, value, &row);
    KindId of_rows = is_row ? row.query : value;
    if (!query_kind_get(table, of_rows, &query) || query.orm != ORM_SQLALCHEMY ||
        (is_row && row.path.len)) {
        return KIND_UNKNOWN;
    }
    query.flags |= QUERY_IS_ASYNC | QUERY_IS_LIKELY;
    of_rows = query_kind_add(table, &query);
    if (!is_row) {
        return of_rows;
    }
    row.query = of_rows;
    row.flags |= ROW_IS_ASYNC | ROW_IS_LIKELY;
    return row_kind_add(table, &row);
}

/* ---- parameters that are left out ------------------------------------------------------------ */

bool evaluation_may_be_left_out(Evaluation *evaluation, const BindingPlace *place) {
    if (place->binding == BINDING_DEFINITION) {
        return false;
    }
    const UnitFacts *facts = evaluation_facts(evaluation, evaluation->file->id, place->unit);
    const Binding *binding = &facts->scopes->bindings[place->binding];
    NodeId value = binding->kind == BINDING_PARAMETER
                       ? ast_child(&facts->ast, binding->node, FIELD_DEFAULT)
                       : NODE_NONE;
    return value != NODE_NONE && ast_kind(&facts->ast, value) == NODE_CONSTANT &&
           ast_node(&facts->ast, value)->detail == CONSTANT_NONE;
}

/* A name that only such a parameter binds. */
static bool is_left_out(Evaluation *evaluation, NodeId node) {
    if (ast_kind(&evaluation->facts->ast, node) != NODE_NAME) {
        return false;
    }
    NameMeaning meaning =
        file_scope_resolve(evaluation->file, evaluation->unit, node, evaluation_mem(evaluation));
    return meaning.place_count == 1 && !meaning.maybe_star &&
           evaluation_may_be_left_out(evaluation, &meaning.places[0]);
}

KindId answer_alternatives(Evaluation *evaluation, const NodeId *nodes, uint32_t count) {
    KindId joined = KIND_NEVER;
    KindId empty = KIND_NEVER;
    bool is_likely = false;
    for (uint32_t i = 0; i < count && joined != KIND_UNKNOWN; i++) {
        KindId one = evaluation_expression(evaluation, nodes[i]);
        if (makes_empty(&evaluation->facts->ast, nodes[i])) {
            empty = kind_join(evaluation->table, empty, one);
            continue;
        }
        if (one == KIND_UNKNOWN && is_left_out(evaluation, nodes[i])) {
            is_likely = true;
            continue;
        }
        joined = kind_join(evaluation->table, joined, one);
    }
    joined = kind_or_empty(evaluation, joined, empty);
    return is_likely ? kind_if_left_out(evaluation, joined) : joined;
}

KindId kind_if_left_out(Evaluation *evaluation, KindId others) {
    return others == KIND_NEVER || !kind_is_of_orm(evaluation->table, others)
               ? (evaluation->waiting ? KIND_NEVER : KIND_UNKNOWN)
               : kind_as_likely(evaluation->table, others);
}

/* ---- isinstance() ---------------------------------------------------------------------------- */

/* The class of `isinstance(name, Class)`; NODE_NONE for any other test. */
static NodeId tested_class(const Ast *ast, NodeId test, Str name) {
    NodeId function =
        ast_kind(ast, test) == NODE_CALL ? ast_child(ast, test, FIELD_FUNC) : NODE_NONE;
    if (function == NODE_NONE || ast_kind(ast, function) != NODE_NAME ||
        !str_equal(ast_name(ast, function), STR("isinstance"))) {
        return NODE_NONE;
    }
    NodeId object = ast_child(ast, test, FIELD_ARGS);
    NodeId of_class = object == NODE_NONE ? NODE_NONE : ast_next_in_field(ast, object);
    bool is_it =
        of_class != NODE_NONE && ast_kind(ast, object) == NODE_NAME &&
        str_equal(ast_name(ast, object), name) &&
        (ast_kind(ast, of_class) == NODE_NAME || ast_kind(ast, of_class) == NODE_ATTRIBUTE);
    return is_it ? of_class : NODE_NONE;
}

/* The test itself, or one of those that `and` joins. */
static NodeId class_in_test(const Ast *ast, NodeId test, Str name) {
    if (ast_kind(ast, test) != NODE_BOOL_OP || ast_node(ast, test)->detail != OPERATOR_AND) {
        return tested_class(ast, test, name);
    }
    for (NodeId part = ast_child(ast, test, FIELD_VALUES); part != NODE_NONE;
         part = ast_next_in_field(ast, part)) {
        NodeId found = tested_class(ast, part, name);
        if (found != NODE_NONE) {
            return found;
        }
    }
    return NODE_NONE;
}

/* The class that a test around the name has found it to be of. */
static NodeId class_of_tests(const Ast *ast, NodeId node) {
    Str name = ast_name(ast, node);
    for (uint32_t i = 0; i < TESTS_DEPTH_MAX && node != NODE_NONE && node != NODE_ROOT; i++) {
        NodeId parent = ast_node(ast, node)->parent;
        NodeKind kind = ast_kind(ast, parent);
        Field field = (Field)ast_node(ast, node)->field;
        NodeId found = NODE_NONE;
        if (opens_scope(kind)) {
            break;
        }
        if ((kind == NODE_IF || kind == NODE_IF_EXP) && field == FIELD_BODY) {
            found = class_in_test(ast, ast_child(ast, parent, FIELD_TEST), name);
        } else if (kind == NODE_LIST_COMP || kind == NODE_SET_COMP || kind == NODE_GENERATOR_EXP) {
            NodeId loop = ast_child(ast, parent, FIELD_GENERATORS);
            for (NodeId test = field == FIELD_ELT ? ast_child(ast, loop, FIELD_IFS) : NODE_NONE;
                 test != NODE_NONE && found == NODE_NONE; test = ast_next_in_field(ast, test)) {
                found = class_in_test(ast, test, name);
            }
        }
        if (found != NODE_NONE) {
            return found;
        }
        node = parent;
    }
    return NODE_NONE;
}

/* A loop's variable is one of many rows, whatever they came from. */
static bool is_loop_variable(Evaluation *evaluation, NodeId node) {
    NameMeaning meaning =
        file_scope_resolve(evaluation->file, evaluation->unit, node, evaluation_mem(evaluation));
    const Binding *binding =
        meaning.place_count == 1 ? file_scope_binding(evaluation->file, meaning.places[0]) : NULL;
    return binding && (binding->kind == BINDING_FOR || binding->kind == BINDING_COMPREHENSION);
}

KindId answer_tested_name(Evaluation *evaluation, NodeId node) {
    NodeId of_class = class_of_tests(&evaluation->facts->ast, node);
    if (of_class == NODE_NONE) {
        return KIND_UNKNOWN;
    }
    KindId named = evaluation_expression(evaluation, of_class);
    const Model *model = evaluation->waiting || named <= KIND_UNKNOWN
                             ? NULL
                             : evaluation_model_of(evaluation, named);
    if (!model) {
        return evaluation->waiting ? KIND_NEVER : KIND_UNKNOWN;
    }
    if (!is_loop_variable(evaluation, node)) {
        return instance_of_class(evaluation->table, named);
    }
    QueryKind query = {
        .orm = model->orm,
        .stage = QUERY_STAGE_LAZY,
        .flags = QUERY_IS_LIKELY,
        .model = named,
        .place = {evaluation->file->id, evaluation->unit, of_class}
    };
    return query_row(evaluation->table, query_kind_add(evaluation->table, &query), true);
}

/* ---- views -----------------------------------------------------------------------------------
 */

static bool is_list_view(Evaluation *evaluation, ClassRef view) {
    const ClassOrder *order = class_order(evaluation->file, view);
    for (uint32_t i = 0; order && i < order->count; i++) {
        if (order->items[i].tag == REF_PATH && catalog_is_list_view(order->items[i].path)) {
            return true;
        }
    }
    return false;
}

/* "orderline" of `OrderLine`. */
static bool is_lowered(Str word, Str name) {
    bool is_it = word.len == name.len;
    for (uint32_t i = 0; is_it && i < word.len; i++) {
        char letter =
            name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] | 32) : name.ptr[i];
        is_it = word.ptr[i] == letter;
    }
    return is_it;
}

/* `context["orders"]` of `context_object_name = "orders"`, `context["order_list"]`: the view's own
 * names for "object_list" and "object". `key` again when it is none of them. */
static Str known_key(Evaluation *evaluation, KindId view, Str key) {
    if (catalog_query_method(ORM_DJANGO, QUERY_ON_VIEW, key)) {
        return key;
    }
    ClassRef of_class = class_ref_of_kind(kind_get(evaluation->table, view));
    ClassRef named = class_body_value(evaluation->file, of_class, STR("context_object_name"), NULL);
    Str name = named.tag == REF_VALUE
                   ? listed_name_literal(class_ref_facts(evaluation->file, named), named.node)
                   : STR("");
    if (str_equal(name, key)) {
        return is_list_view(evaluation, of_class) ? STR("object_list") : STR("object");
    }
    if (!str_ends_with(key, STR("_list")) || !is_list_view(evaluation, of_class)) {
        return key;
    }
    QueryKind query;
    KindId listed = answer_view_attribute(evaluation, view, STR("object_list"), KIND_UNKNOWN);
    const Model *model = query_kind_get(evaluation->table, listed, &query)
                             ? evaluation_model_of(evaluation, query.model)
                             : NULL;
    Str stem = str_slice(key, 0, key.len - 5);
    return model && is_lowered(stem, model->name) ? STR("object_list") : key;
}

/* `context["object_list"]` in a view: what the view lists. */
KindId answer_view_context(Evaluation *evaluation, NodeId node, NodeId index) {
    Str key;
    KindPlace of_class;
    const Ast *ast = &evaluation->facts->ast;
    NodeId object = ast_child(ast, node, FIELD_VALUE);
    bool is_context = object != NODE_NONE && ast_kind(ast, object) == NODE_NAME &&
                      str_equal(ast_name(ast, object), STR("context"));
    NodeId function = enclosing_function(ast, node);
    if (!literal_string(evaluation->facts, index, &key) || function == NODE_NONE ||
        (!is_context && !catalog_query_method(ORM_DJANGO, QUERY_ON_VIEW, key)) ||
        !class_of_function(
            evaluation, (KindPlace){evaluation->file->id, evaluation->unit, function}, &of_class)) {
        return KIND_UNKNOWN;
    }
    KindId view = kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_OBJECT,
                                                      .file = of_class.file,
                                                      .unit = of_class.unit,
                                                      .node = of_class.node});
    key = is_context ? known_key(evaluation, view, key) : key;
    if (evaluation->waiting || !catalog_query_method(ORM_DJANGO, QUERY_ON_VIEW, key)) {
        return KIND_UNKNOWN;
    }
    KindId found = answer_view_attribute(evaluation, view, key, KIND_UNKNOWN);
    bool is_rows = kind_is_query(evaluation->table, found) || kind_is_row(evaluation->table, found);
    return is_rows || evaluation->waiting ? found : KIND_UNKNOWN;
}
