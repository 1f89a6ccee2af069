/* Calls that give a function something of an ORM: the function's body is then evaluated with that,
 * since what a helper does to a row depends on the query the row came from. */
#include "semantics/kinds_query.h"

static bool is_worth_passing(const KindTable *table, KindId kind) {
    KindTag tag = kind_get(table, kind)->tag;
    return tag == KIND_TAG_FUNCTION || tag == KIND_TAG_METHOD || tag == KIND_TAG_CLASS ||
           tag == KIND_TAG_PARTIAL;
}

/* Literals are of no ORM: most arguments need no evaluation. */
static bool is_literal(const Ast *ast, NodeId node) {
    NodeKind kind = ast_kind(ast, node);
    return kind == NODE_CONSTANT || kind == NODE_JOINED_STR || kind == NODE_COMPARE;
}

typedef struct Passing {
    ContextKind context;
    bool has_orm;
} Passing;

/* A model's class counts: `get_or_none(Project, pk=1)`, `Project.find(1)` of a mixin. */
static bool is_of_orm(Evaluation *evaluation, KindId kind) {
    return kind_is_of_orm(evaluation->table, kind) ||
           (kind_get(evaluation->table, kind)->tag == KIND_TAG_CLASS &&
            evaluation_model_of(evaluation, kind) != NULL);
}

static void pass(Evaluation *evaluation, Passing *passing, uint32_t place, KindId kind) {
    if (place >= CONTEXT_PARAMETERS_MAX) {
        return;
    }
    bool orm = is_of_orm(evaluation, kind);
    if (orm || is_worth_passing(evaluation->table, kind)) {
        passing->context.parameters[place] = kind;
        passing->has_orm |= orm;
    }
}

static void pass_arguments(Evaluation *evaluation, Passing *passing, uint32_t place, NodeId call) {
    const Ast *ast = &evaluation->facts->ast;
    const Ast *callee = &evaluation_facts(evaluation, passing->context.function.file,
                                          passing->context.function.unit)
                             ->ast;
    for (NodeId node = ast_first_child(ast, call); node != NODE_NONE;
         node = ast_next_sibling(ast, node)) {
        Field field = (Field)ast_node(ast, node)->field;
        if (field == FIELD_ARGS) {
            if (ast_kind(ast, node) == NODE_STARRED) {
                place = CONTEXT_PARAMETERS_MAX;
            } else if (!is_literal(ast, node)) {
                pass(evaluation, passing, place, evaluation_expression(evaluation, node));
            }
            place++;
        } else if (field == FIELD_KEYWORDS && ast_node(ast, node)->name) {
            NodeId value = ast_child(ast, node, FIELD_VALUE);
            if (value != NODE_NONE && !is_literal(ast, value)) {
                pass(evaluation, passing,
                     ast_parameter_place(callee, passing->context.function.node,
                                         ast_name(ast, node)),
                     evaluation_expression(evaluation, value));
            }
        }
    }
}

/* The context of the function around a nested function or lambda. */
static KindId outer_context(Evaluation *evaluation, KindPlace function) {
    KindId outer = evaluation->context;
    while (outer != KIND_NEVER) {
        const Kind *call = kind_get(evaluation->table, outer);
        if (call->file == function.file && call->unit == function.unit &&
            call->node != function.node &&
            ast_is_within(&evaluation_facts(evaluation, function.file, function.unit)->ast,
                          function.node, call->node)) {
            break;
        }
        outer = call->arguments[0];
    }
    return outer;
}

KindId answer_context(Evaluation *evaluation, KindPlace function, KindId receiver, NodeId call) {
    Passing passing = {.context = {.function = function}};
    uint32_t first = 0;
    if (receiver != KIND_NEVER) {
        passing.has_orm =
            is_of_orm(evaluation, receiver) || receiver_tells_model(evaluation, receiver, function);
        passing.context.parameters[first++] = passing.has_orm ? receiver : KIND_NEVER;
    }
    if (call != NODE_NONE) {
        pass_arguments(evaluation, &passing, first, call);
    }
    if (!passing.has_orm || evaluation->waiting) {
        return KIND_NEVER;
    }
    passing.context.outer = outer_context(evaluation, function);
    return context_kind_add(evaluation->table, &passing.context);
}

KindId answer_member(Evaluation *evaluation, KindId value, KindId found) {
    Kind member = *kind_get(evaluation->table, found);
    if (member.tag != KIND_TAG_FUNCTION) {
        return found;
    }
    DecoratorEffect effect = function_effect(evaluation, kind_place(&member));
    bool is_class = kind_get(evaluation->table, value)->tag == KIND_TAG_CLASS;
    if (effect == DECORATOR_PROPERTY && !is_class) {
        KindId context = answer_context(evaluation, kind_place(&member), value, NODE_NONE);
        return context == KIND_NEVER
                   ? evaluation_result(evaluation, kind_place(&member))
                   : evaluation_result_in(evaluation, kind_place(&member), context);
    }
    if (effect == DECORATOR_STATIC || (is_class && effect != DECORATOR_CLASS)) {
        return found;
    }
    member.tag = KIND_TAG_METHOD;
    member.arguments[0] = value;
    member.argument_count = 1;
    return kind_add(evaluation->table, &member);
}

/* ---- super() --------------------------------------------------------------------------------- */

/* The method that `node` stands in. */
static NodeId function_around(const Ast *ast, NodeId node) {
    while (node != NODE_NONE && !ast_kind_is_function(ast_kind(ast, node))) {
        node = ast_node(ast, node)->parent;
    }
    return node;
}

/* What the call at hand gives the method as its first parameter, else an instance of the class. */
static KindId receiver_of_method(Evaluation *evaluation, KindPlace method, KindPlace of_class) {
    for (KindId context = evaluation->context; context != KIND_NEVER;) {
        const Kind *call = kind_get(evaluation->table, context);
        bool is_method = call->file == method.file && call->unit == method.unit &&
                         call->node == method.node && call->argument_count > 1;
        if (is_method && call->arguments[1] != KIND_NEVER) {
            return call->arguments[1];
        }
        context = call->arguments[0];
    }
    return kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_OBJECT,
                                               .file = of_class.file,
                                               .unit = of_class.unit,
                                               .node = of_class.node});
}

/* What comes after the class in the order of the receiver's own: a mixin's super() leads to what it
 * is mixed with. Never when that is the class itself, or nothing of the project. */
static KindId after_mixin(Evaluation *evaluation, KindId value, KindPlace of_class, Str name) {
    Kind receiver = *kind_get(evaluation->table, value);
    if (receiver.tag != KIND_TAG_OBJECT ||
        (receiver.file == of_class.file && receiver.unit == of_class.unit &&
         receiver.node == of_class.node)) {
        return KIND_NEVER;
    }
    const ClassOrder *order = class_order(evaluation->file, class_ref_of_kind(&receiver));
    bool is_after = false;
    for (uint32_t i = 0; order && i < order->count; i++) {
        ClassRef one = order->items[i];
        bool is_here = one.tag == REF_CLASS && one.file == of_class.file &&
                       one.unit == of_class.unit && one.node == of_class.node;
        if (is_after && one.tag == REF_CLASS) {
            KindId found =
                evaluation_attribute(evaluation, (KindPlace){one.file, one.unit, one.node}, name);
            if (evaluation->waiting ||
                kind_get(evaluation->table, found)->tag == KIND_TAG_FUNCTION) {
                return found;
            }
        }
        is_after = is_after || is_here;
    }
    return KIND_NEVER;
}

KindId answer_super_attribute(Evaluation *evaluation, NodeId node, Str name) {
    KindPlace method = {evaluation->file->id, evaluation->unit,
                        function_around(&evaluation->facts->ast, node)};
    KindPlace of_class;
    if (method.node == NODE_NONE || !class_of_function(evaluation, method, &of_class)) {
        return KIND_UNKNOWN;
    }
    KindId value = receiver_of_method(evaluation, method, of_class);
    KindId found = after_mixin(evaluation, value, of_class, name);
    if (found == KIND_NEVER && !evaluation->waiting) {
        found = evaluation_inherited(evaluation, of_class, name);
    }
    if (evaluation->waiting) {
        return KIND_NEVER;
    }
    if (kind_get(evaluation->table, found)->tag == KIND_TAG_FUNCTION) {
        return answer_member(evaluation, value, found);
    }
    if (kind_is_query(evaluation->table, value)) {
        return answer_query_method(evaluation, value, name);
    }
    /* `super().select(..)` in a class method: the library's own, of the class that is asked. */
    return kind_get(evaluation->table, value)->tag == KIND_TAG_CLASS
               ? answer_model_attribute(evaluation, value, name, found)
               : answer_view_attribute(evaluation, value, name, found);
}

/* ---- what a call runs ------------------------------------------------------------------------ */

static KindId called_property(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    KindId value = evaluation_expression(evaluation, ast_child(ast, node, FIELD_VALUE));
    RowKind row;
    if (!row_kind_get(evaluation->table, value, &row)) {
        return KIND_UNKNOWN;
    }
    Kind model = *kind_get(evaluation->table, row.model);
    if (model.tag != KIND_TAG_CLASS) {
        return KIND_UNKNOWN;
    }
    KindId found = evaluation_attribute(evaluation, kind_place(&model), ast_name(ast, node));
    Kind member = *kind_get(evaluation->table, found);
    if (member.tag != KIND_TAG_FUNCTION ||
        function_effect(evaluation, kind_place(&member)) != DECORATOR_PROPERTY) {
        return KIND_UNKNOWN;
    }
    return answer_context(evaluation, kind_place(&member), value, NODE_NONE);
}

KindId answer_called(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    KindId context = KIND_NEVER;
    if (ast_kind(ast, node) == NODE_ATTRIBUTE) {
        context = called_property(evaluation, node);
    } else {
        KindId callee = evaluation_expression(evaluation, ast_child(ast, node, FIELD_FUNC));
        Kind kind = *kind_get(evaluation->table, callee);
        if (kind.tag == KIND_TAG_FUNCTION || kind.tag == KIND_TAG_METHOD) {
            context =
                answer_context(evaluation, kind_place(&kind),
                               kind.tag == KIND_TAG_METHOD ? kind.arguments[0] : KIND_NEVER, node);
        }
    }
    return context == KIND_NEVER ? KIND_UNKNOWN : context;
}

/* ---- names and elements ---------------------------------------------------------------------- */

static NodeId call_around_lambda(const Ast *ast, NodeId lambda, bool *by_key) {
    NodeId parent = ast_node(ast, lambda)->parent;
    *by_key = ast_kind(ast, parent) == NODE_KEYWORD;
    if (*by_key && !str_equal(ast_name(ast, parent), STR("key"))) {
        return NODE_NONE;
    }
    NodeId call = *by_key ? ast_node(ast, parent)->parent : parent;
    return ast_kind(ast, call) == NODE_CALL ? call : NODE_NONE;
}

static NodeId argument_at(const Ast *ast, NodeId call, int8_t position) {
    NodeId node = ast_child(ast, call, FIELD_ARGS);
    for (int8_t i = 0; i < position && node != NODE_NONE; i++) {
        node = ast_next_in_field(ast, node);
    }
    return node;
}

KindId answer_lambda_parameter(Evaluation *evaluation, NodeId parameter) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId lambda = ast_node(ast, parameter)->parent;
    bool by_key;
    NodeId call = call_around_lambda(ast, lambda, &by_key);
    if (call == NODE_NONE) {
        return KIND_UNKNOWN;
    }
    KindId callee = evaluation_expression(evaluation, ast_child(ast, call, FIELD_FUNC));
    const Kind *kind = kind_get(evaluation->table, callee);
    const CatalogCallback *row = kind->tag == KIND_TAG_SYMBOL ? catalog_callback(kind->path) : NULL;
    if (!row || (!by_key && row->function < 0) ||
        (!by_key && argument_at(ast, call, row->function) != lambda)) {
        return KIND_UNKNOWN;
    }
    KindId iterable = row->iterable >= 0
                          ? evaluation_expression(evaluation, argument_at(ast, call, row->iterable))
                      : kind->argument_count ? kind->arguments[0]
                                             : KIND_UNKNOWN;
    return kind_element(evaluation->table, iterable);
}

KindId answer_session_name(Evaluation *evaluation, Str name) {
    return catalog_is_session_name(name) && file_scope_imports(evaluation->file, STR("sqlalchemy"))
               ? kind_instance(evaluation->table, STR("sqlalchemy.session"))
               : KIND_UNKNOWN;
}
