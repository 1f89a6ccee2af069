/* Kinds that bindings give their names: assignments, loops, `with`, parameters. */
#include "semantics/kinds_query.h"

enum { UNPACK_DEPTH_MAX = 4 };

static const Binding *binding_at(Evaluation *evaluation, BindingId binding) {
    return &evaluation->facts->scopes->bindings[binding];
}

/* ---- unpacking ------------------------------------------------------------------------------ */

/* The places that lead from the whole target down to the name: `(a, (b, c))` -> c: 1, 1. */
typedef struct UnpackPath {
    uint32_t places[UNPACK_DEPTH_MAX];
    uint32_t count;
    bool starred;
    bool too_deep;
} UnpackPath;

static uint32_t place_among_elements(const Ast *ast, NodeId element) {
    uint32_t place = 0;
    NodeId parent = ast_node(ast, element)->parent;
    for (NodeId item = ast_child(ast, parent, FIELD_ELTS); item != element && item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        place++;
    }
    return place;
}

static UnpackPath unpack_path(const Ast *ast, NodeId name, NodeId source) {
    UnpackPath path = {0};
    for (NodeId node = name; node != source && node != NODE_ROOT;
         node = ast_node(ast, node)->parent) {
        NodeKind parent = ast_kind(ast, ast_node(ast, node)->parent);
        if (parent == NODE_STARRED) {
            path.starred = true;
        } else if (ast_kind_is_sequence(parent)) {
            if (path.count == UNPACK_DEPTH_MAX) {
                path.too_deep = true;
                return path;
            }
            path.places[path.count++] = place_among_elements(ast, node);
        }
    }
    return path;
}

/* One step down: the kind of one place of a value that is unpacked. */
static KindId unpacked_place(Evaluation *evaluation, KindId value, uint32_t place) {
    const Kind *kind = kind_get(evaluation->table, value);
    if (kind->tag == KIND_TAG_INSTANCE && kind->argument_count > 1 &&
        str_equal(kind->path, STR("tuple"))) {
        return place < kind->argument_count ? kind->arguments[place] : KIND_UNKNOWN;
    }
    return kind_element(evaluation->table, value);
}

/* `first, *others = rows`: a list, of which only rows are kept. */
static KindId rest_of(Evaluation *evaluation, KindId value) {
    KindId element = value <= KIND_UNKNOWN ? value : kind_element(evaluation->table, value);
    return kind_is_of_orm(evaluation->table, element)
               ? kind_container(evaluation->table, STR("list"), element)
               : kind_instance(evaluation->table, STR("list"));
}

static KindId unpacked(Evaluation *evaluation, KindId value, const Binding *binding) {
    if (!binding->is_unpacked || value <= KIND_UNKNOWN) {
        return value;
    }
    UnpackPath path = unpack_path(&evaluation->facts->ast, binding->node, binding->source);
    if (path.too_deep) {
        return KIND_UNKNOWN;
    }
    for (uint32_t i = path.count; i > path.starred; i--) {
        value = unpacked_place(evaluation, value, path.places[i - 1]);
    }
    return path.starred ? rest_of(evaluation, value) : value;
}

/* ---- statements ----------------------------------------------------------------------------- */

static KindId assigned(Evaluation *evaluation, const Binding *binding) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId value = ast_child(ast, binding->source, FIELD_VALUE);
    KindId kind = evaluation_expression(evaluation, value);
    return !binding->is_unpacked && value != NODE_NONE && makes_empty(ast, value)
               ? answer_grown(evaluation, binding, kind)
               : unpacked(evaluation, kind, binding);
}

static KindId augmented(Evaluation *evaluation, const Binding *binding) {
    const Ast *ast = &evaluation->facts->ast;
    KindId before = evaluation_expression(evaluation, binding->node);
    KindId value = evaluation_expression(evaluation, ast_child(ast, binding->source, FIELD_VALUE));
    /* `x += y` on a list takes any iterable and keeps the list. */
    if (ast_node(ast, binding->source)->detail == OPERATOR_ADD &&
        kind_is_instance(evaluation->table, before, STR("list"))) {
        return kind_join(evaluation->table, before, kind_instance(evaluation->table, STR("list")));
    }
    return answer_operation(evaluation, (Operator)ast_node(ast, binding->source)->detail, before,
                            value);
}

/* An annotation that names a kind decides; `x: Any = Session()` falls back to the value. Rows and
 * queries that are given know more than any annotation: where they come from, what is loaded. */
static KindId annotated(Evaluation *evaluation, const Binding *binding) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId value = ast_child(ast, binding->source, FIELD_VALUE);
    KindId declared =
        evaluation_annotation(evaluation, ast_child(ast, binding->source, FIELD_ANNOTATION));
    if (value == NODE_NONE) {
        return declared;
    }
    KindId given = evaluation_expression(evaluation, value);
    given = makes_empty(ast, value) ? answer_grown(evaluation, binding, given) : given;
    bool decided = declared != KIND_UNKNOWN && !kind_is_of_orm(evaluation->table, given);
    return decided ? declared : given;
}

/* `for model in (Order, Invoice):`: each turn sees a model, and what is done to one of them is done
 * to it too. */
static KindId one_of_models(Evaluation *evaluation, NodeId iterable) {
    const Ast *ast = &evaluation->facts->ast;
    NodeKind kind = ast_kind(ast, iterable);
    KindId first = KIND_NEVER;
    if (kind != NODE_TUPLE && kind != NODE_LIST) {
        return KIND_UNKNOWN;
    }
    for (NodeId item = ast_child(ast, iterable, FIELD_ELTS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        KindId one = evaluation_expression(evaluation, item);
        if (evaluation->waiting) {
            return KIND_NEVER;
        }
        const Model *model = kind_get(evaluation->table, one)->tag == KIND_TAG_CLASS
                                 ? evaluation_model_of(evaluation, one)
                                 : NULL;
        if (!model || model->orm != ORM_DJANGO) {
            return KIND_UNKNOWN;
        }
        first = first == KIND_NEVER ? one : first;
    }
    if (first == KIND_NEVER) {
        return KIND_UNKNOWN;
    }
    Kind example = *kind_get(evaluation->table, first);
    example.flags |= KIND_IS_EXAMPLE;
    return kind_add(evaluation->table, &example);
}

static KindId iterated(Evaluation *evaluation, const Binding *binding, bool is_async) {
    NodeId iterable = ast_child(&evaluation->facts->ast, binding->source, FIELD_ITER);
    KindId value = evaluation_expression(evaluation, iterable);
    if (is_async && value > KIND_UNKNOWN && !kind_is_of_orm(evaluation->table, value) &&
        !kind_is_instance(evaluation->table, value, STR("asyncgenerator"))) {
        return KIND_UNKNOWN;
    }
    KindId element = kind_element(evaluation->table, value);
    return element == KIND_UNKNOWN && !binding->is_unpacked
               ? one_of_models(evaluation, iterable)
               : unpacked(evaluation, element, binding);
}

static KindId entered(Evaluation *evaluation, const Binding *binding) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId expression = ast_child(ast, binding->source, FIELD_CONTEXT_EXPR);
    KindId value = evaluation_expression(evaluation, expression);
    if (value <= KIND_UNKNOWN) {
        return value;
    }
    const Kind *kind = kind_get(evaluation->table, value);
    uint32_t traits = kind_traits(evaluation->table, value);
    if (traits & CLASS_OWN_CONTEXT) {
        return unpacked(evaluation, value, binding);
    }
    if (traits & CLASS_ENTERS_RESPONSE) {
        return answer_awaited(evaluation, value);
    }
    if (traits & CLASS_ENTERS_ARGUMENT) {
        KindId inner = kind->argument_count ? kind->arguments[0] : KIND_UNKNOWN;
        return unpacked(evaluation, inner, binding);
    }
    if (kind->tag == KIND_TAG_OBJECT) {
        bool is_async = ast_kind(ast, ast_node(ast, binding->source)->parent) == NODE_ASYNC_WITH;
        Str method = is_async ? STR("__aenter__") : STR("__enter__");
        KindId enter = evaluation_attribute(evaluation, kind_place(kind), method);
        Kind function = *kind_get(evaluation->table, enter);
        if (function.tag == KIND_TAG_FUNCTION) {
            KindId result = evaluation_result(evaluation, kind_place(&function));
            return is_async ? answer_awaited(evaluation, result) : result;
        }
        return enter == KIND_NEVER ? KIND_NEVER : KIND_UNKNOWN;
    }
    return KIND_UNKNOWN;
}

/* ---- parameters ----------------------------------------------------------------------------- */

static bool is_first_parameter(const Ast *ast, NodeId function, NodeId parameter) {
    NodeId first = ast_child(ast, function, FIELD_POSONLYARGS);
    first = first == NODE_NONE ? ast_child(ast, function, FIELD_ARGS) : first;
    return first == parameter;
}

static KindId receiver(Evaluation *evaluation, NodeId function) {
    KindPlace place;
    KindPlace method = {evaluation->file->id, evaluation->unit, function};
    if (!class_of_function(evaluation, method, &place)) {
        return KIND_UNKNOWN;
    }
    DecoratorEffect effect = function_effect(evaluation, method);
    if (effect == DECORATOR_STATIC) {
        return KIND_UNKNOWN;
    }
    Str name = ast_name(&evaluation->facts->ast, function);
    bool of_class = effect == DECORATOR_CLASS || str_equal(name, STR("__new__")) ||
                    str_equal(name, STR("__init_subclass__")) ||
                    str_equal(name, STR("__class_getitem__"));
    KindId managed = of_class ? KIND_UNKNOWN : answer_manager_self(evaluation, place);
    if (managed != KIND_UNKNOWN) {
        return managed;
    }
    return kind_add(evaluation->table, &(Kind){.tag = of_class ? KIND_TAG_CLASS : KIND_TAG_OBJECT,
                                               .file = place.file,
                                               .unit = place.unit,
                                               .node = place.node});
}

/* The parameter's place among those that a call can fill by position. */
static uint32_t place_of_parameter(const Ast *ast, NodeId function, NodeId parameter) {
    uint32_t place = 0;
    for (NodeId node = ast_first_child(ast, function); node != NODE_NONE && node != parameter;
         node = ast_next_sibling(ast, node)) {
        Field field = (Field)ast_node(ast, node)->field;
        place += field == FIELD_POSONLYARGS || field == FIELD_ARGS || field == FIELD_KWONLYARGS;
    }
    return place;
}

/* What the call at hand gives it; Never when that is not known. */
static KindId passed(Evaluation *evaluation, NodeId parameter) {
    if (evaluation->context == KIND_NEVER) {
        return KIND_NEVER;
    }
    const Kind *call = kind_get(evaluation->table, evaluation->context);
    const Ast *ast = &evaluation->facts->ast;
    NodeId function = ast_node(ast, parameter)->parent;
    bool is_called = call->file == evaluation->file->id && call->unit == evaluation->unit &&
                     call->node == function;
    uint32_t place = is_called ? place_of_parameter(ast, function, parameter) + 1 : 0;
    return is_called && place < call->argument_count ? call->arguments[place] : KIND_NEVER;
}

/* `db=Depends(get_db)`: what the function gives, or yields to whoever asked for it. */
static KindId injected(Evaluation *evaluation, NodeId parameter) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId given = ast_child(ast, parameter, FIELD_DEFAULT);
    NodeId function = given != NODE_NONE && ast_kind(ast, given) == NODE_CALL
                          ? ast_child(ast, given, FIELD_FUNC)
                          : NODE_NONE;
    const Kind *callee = kind_get(
        evaluation->table,
        function == NODE_NONE ? KIND_UNKNOWN : evaluation_expression(evaluation, function));
    const CatalogCallable *row = callee->tag == KIND_TAG_SYMBOL
                                     ? extended_callable(evaluation->file->extension, callee->path)
                                     : NULL;
    if (!row || !(row->effects & CATALOG_INJECTS)) {
        return KIND_UNKNOWN;
    }
    KindId value = evaluation_expression(evaluation, given);
    if (kind_is_instance(evaluation->table, value, STR("generator")) ||
        kind_is_instance(evaluation->table, value, STR("asyncgenerator"))) {
        const Kind *yielding = kind_get(evaluation->table, value);
        return yielding->argument_count ? yielding->arguments[0] : KIND_UNKNOWN;
    }
    return kind_is_instance(evaluation->table, value, STR("coroutine"))
               ? answer_awaited(evaluation, value)
               : value;
}

static KindId parameter(Evaluation *evaluation, const Binding *binding) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId node = binding->node;
    Field field = (Field)ast_node(ast, node)->field;
    if (field == FIELD_VARARG) {
        return kind_instance(evaluation->table, STR("tuple"));
    }
    if (field == FIELD_KWARG) {
        return kind_instance(evaluation->table, STR("dict"));
    }
    KindId given = passed(evaluation, node);
    if (given != KIND_NEVER) {
        return given;
    }
    NodeId annotation = ast_child(ast, node, FIELD_ANNOTATION);
    NodeId function = ast_node(ast, node)->parent;
    bool is_first = is_first_parameter(ast, function, node);
    if (annotation != NODE_NONE) {
        KindId listed = is_first ? KIND_UNKNOWN : answer_admin_parameter(evaluation, node);
        if (listed != KIND_UNKNOWN || evaluation->waiting) {
            return listed;
        }
        return answer_annotated_rows(evaluation, node,
                                     evaluation_annotation(evaluation, annotation));
    }
    KindId found = injected(evaluation, node);
    if (found != KIND_UNKNOWN || evaluation->waiting) {
        return found;
    }
    if (!is_first) {
        return answer_admin_parameter(evaluation, node);
    }
    return ast_kind(ast, function) == NODE_LAMBDA ? answer_lambda_parameter(evaluation, node)
                                                  : receiver(evaluation, function);
}

/* ---- definitions ---------------------------------------------------------------------------- */

static KindId defined_class(Evaluation *evaluation, const Binding *binding) {
    return kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_CLASS,
                                               .file = evaluation->file->id,
                                               .unit = evaluation->unit,
                                               .node = binding->source});
}

KindId answer_binding(Evaluation *evaluation, BindingId id) {
    const Binding *binding = binding_at(evaluation, id);
    switch ((BindingKind)binding->kind) {
    case BINDING_ASSIGN:
    case BINDING_WALRUS:
        return assigned(evaluation, binding);
    case BINDING_AUGMENTED:
        return augmented(evaluation, binding);
    case BINDING_ANNOTATED:
    case BINDING_DECLARED:
        return annotated(evaluation, binding);
    case BINDING_FOR:
        return iterated(evaluation, binding,
                        ast_kind(&evaluation->facts->ast, binding->source) == NODE_ASYNC_FOR);
    case BINDING_COMPREHENSION:
        return iterated(evaluation, binding,
                        ast_kind(&evaluation->facts->ast, binding->source) ==
                            NODE_ASYNC_COMPREHENSION);
    case BINDING_WITH:
        return entered(evaluation, binding);
    case BINDING_IMPORT:
    case BINDING_IMPORT_FROM:
        return answer_import(evaluation, binding);
    case BINDING_FUNCTION:
        return function_kind(evaluation,
                             (KindPlace){evaluation->file->id, evaluation->unit, binding->source});
    case BINDING_CLASS:
        return defined_class(evaluation, binding);
    case BINDING_PARAMETER:
        return parameter(evaluation, binding);
    case BINDING_DELETE:
        return KIND_NEVER; /* a read that sees it raises */
    default:
        return KIND_UNKNOWN;
    }
}
