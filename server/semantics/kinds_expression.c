/* Kinds of expressions: literals, displays, comprehensions, operators, subscripts, attributes. Each
 * answer asks for the kinds of its parts; an operation on Never is Never, so values only rise. */
#include "semantics/kinds_query.h"

enum { ELEMENTS_MAX = 64, BOOL_SIDES_MAX = 16 };

static KindId known(Evaluation *evaluation, const char *path) {
    return kind_instance(evaluation->table, str_from_c(path));
}

static const char *constant_class(uint8_t type) {
    switch (type) {
    case CONSTANT_TRUE:
    case CONSTANT_FALSE:
        return "bool";
    case CONSTANT_INT:
        return "int";
    case CONSTANT_FLOAT:
        return "float";
    case CONSTANT_COMPLEX:
        return "complex";
    case CONSTANT_STR:
        return "str";
    case CONSTANT_BYTES:
        return "bytes";
    case CONSTANT_NONE:
        return "None";
    default:
        return "ellipsis";
    }
}

/* What an item puts into a display: of `*rows`, the rows that it holds, and of nothing else. */
static KindId put_in_display(Evaluation *evaluation, NodeId item) {
    const Ast *ast = &evaluation->facts->ast;
    if (ast_kind(ast, item) != NODE_STARRED) {
        return evaluation_expression(evaluation, item);
    }
    KindId value = evaluation_expression(evaluation, ast_child(ast, item, FIELD_VALUE));
    KindId element = value <= KIND_UNKNOWN ? value : kind_element(evaluation->table, value);
    return element == KIND_NEVER || kind_is_of_orm(evaluation->table, element) ? element
                                                                               : KIND_UNKNOWN;
}

/* The joined kind of a display's elements in `field`; Unknown past a number no reader would list.
 */
static KindId joined_elements(Evaluation *evaluation, NodeId node, Field field) {
    const Ast *ast = &evaluation->facts->ast;
    KindId joined = KIND_NEVER;
    uint32_t count = 0;
    for (NodeId item = ast_child(ast, node, field); item != NODE_NONE && joined != KIND_UNKNOWN;
         item = ast_next_in_field(ast, item)) {
        if (++count > ELEMENTS_MAX) {
            return KIND_UNKNOWN;
        }
        joined = kind_join(evaluation->table, joined, put_in_display(evaluation, item));
    }
    return joined;
}

/* A tuple of few places keeps the kind of each. */
static KindId tuple_display(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    uint32_t count = ast_count_in_field(ast, node, FIELD_ELTS);
    Kind kind = {.tag = KIND_TAG_INSTANCE, .path = STR("tuple")};
    if (count < 2 || count > KIND_ARGUMENTS_MAX) {
        return kind_container(evaluation->table, kind.path,
                              joined_elements(evaluation, node, FIELD_ELTS));
    }
    for (NodeId item = ast_child(ast, node, FIELD_ELTS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        if (ast_kind(ast, item) == NODE_STARRED) {
            return kind_instance(evaluation->table, kind.path);
        }
        KindId place = evaluation_expression(evaluation, item);
        kind.arguments[kind.argument_count++] = place == KIND_NEVER ? KIND_UNKNOWN : place;
    }
    return kind_add(evaluation->table, &kind);
}

static KindId dict_display(Evaluation *evaluation, NodeId node, Field keys, Field values) {
    Kind kind = {.tag = KIND_TAG_INSTANCE, .path = STR("dict"), .argument_count = 2};
    kind.arguments[0] = joined_elements(evaluation, node, keys);
    kind.arguments[1] = joined_elements(evaluation, node, values);
    if (kind.arguments[0] <= KIND_UNKNOWN && kind.arguments[1] <= KIND_UNKNOWN) {
        return kind_instance(evaluation->table, kind.path);
    }
    for (uint32_t i = 0; i < 2; i++) {
        kind.arguments[i] = kind.arguments[i] == KIND_NEVER ? KIND_UNKNOWN : kind.arguments[i];
    }
    return kind_add(evaluation->table, &kind);
}

/* ---- operators ------------------------------------------------------------------------------ */

static bool is_number(const KindTable *table, KindId kind) {
    return kind_is_instance(table, kind, STR("int")) ||
           kind_is_instance(table, kind, STR("float")) ||
           kind_is_instance(table, kind, STR("bool")) ||
           kind_is_instance(table, kind, STR("complex"));
}

static bool is_sequence(const KindTable *table, KindId kind) {
    return (kind_traits(table, kind) & (CLASS_LINEAR | CLASS_TEXT)) != 0;
}

static KindId numbers(Evaluation *evaluation, Operator op, KindId left, KindId right) {
    if (op == OPERATOR_DIV) {
        return known(evaluation, "float");
    }
    if (left == right) {
        return kind_is_instance(evaluation->table, left, STR("bool")) ? known(evaluation, "int")
                                                                      : left;
    }
    bool is_float = kind_is_instance(evaluation->table, left, STR("float")) ||
                    kind_is_instance(evaluation->table, right, STR("float"));
    return known(evaluation, is_float ? "float" : "int");
}

KindId answer_operation(Evaluation *evaluation, Operator op, KindId left, KindId right) {
    KindTable *table = evaluation->table;
    if (left == KIND_NEVER) {
        return KIND_NEVER;
    }
    if (op == OPERATOR_MOD && (kind_traits(table, left) & CLASS_TEXT)) {
        return left;
    }
    if (right == KIND_NEVER) {
        return KIND_NEVER;
    }
    if (op == OPERATOR_MULT && is_sequence(table, left) && is_number(table, right)) {
        return left;
    }
    if (op == OPERATOR_MULT && is_number(table, left) && is_sequence(table, right)) {
        return right;
    }
    if (is_number(table, left) && is_number(table, right)) {
        return numbers(evaluation, op, left, right);
    }
    if (op == OPERATOR_DIV && kind_is_instance(table, left, STR("pathlib.Path"))) {
        return left;
    }
    if (kind_is_query(table, left) && (op == OPERATOR_BIT_OR || op == OPERATOR_BIT_AND)) {
        return kind_join(table, left, right);
    }
    bool merges = op == OPERATOR_ADD ? is_sequence(table, left)
                                     : (op == OPERATOR_BIT_OR || op == OPERATOR_BIT_AND ||
                                        op == OPERATOR_SUB || op == OPERATOR_BIT_XOR) &&
                                           (kind_traits(table, left) & CLASS_HASHED);
    return merges ? kind_join(table, left, right) : KIND_UNKNOWN;
}

static KindId binary(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    KindId left = evaluation_expression(evaluation, ast_child(ast, node, FIELD_LEFT));
    KindId right = evaluation_expression(evaluation, ast_child(ast, node, FIELD_RIGHT));
    return answer_operation(evaluation, (Operator)ast_node(ast, node)->detail, left, right);
}

static KindId unary(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    if (ast_node(ast, node)->detail == OPERATOR_NOT) {
        return known(evaluation, "bool");
    }
    KindId operand = evaluation_expression(evaluation, ast_child(ast, node, FIELD_OPERAND));
    return operand == KIND_NEVER || is_number(evaluation->table, operand) ? operand : KIND_UNKNOWN;
}

/* ---- subscripts and attributes -------------------------------------------------------------- */

/* The value of a small non-negative integer literal; false for any other index. */
static bool literal_index(const UnitFacts *facts, NodeId index, uint32_t *out) {
    const Ast *ast = &facts->ast;
    Str text = str_span(facts->text, ast_span(ast, index));
    if (ast_kind(ast, index) != NODE_CONSTANT || text.len != 1 || text.ptr[0] < '0' ||
        text.ptr[0] > '9') {
        return false;
    }
    *out = (uint32_t)(text.ptr[0] - '0');
    return true;
}

static KindId indexed(Evaluation *evaluation, const Kind *kind, KindId value, NodeId index) {
    uint32_t place;
    if (str_equal(kind->path, STR("dict"))) {
        return kind->argument_count == 2 ? kind->arguments[1] : KIND_UNKNOWN;
    }
    if (str_equal(kind->path, STR("tuple")) && kind->argument_count > 1 &&
        literal_index(evaluation->facts, index, &place)) {
        return place < kind->argument_count ? kind->arguments[place] : KIND_UNKNOWN;
    }
    Str attribute = catalog_attribute(kind->path, STR("*"));
    if (attribute.len) {
        return kind_parse(evaluation->table, attribute, NULL);
    }
    bool by_place = (kind_traits(evaluation->table, value) & (CLASS_LINEAR | CLASS_TEXT)) ||
                    str_equal(kind->path, STR("collections.deque"));
    return by_place ? kind_element(evaluation->table, value) : KIND_UNKNOWN;
}

/* `list[int]` as a value is still the class; `Annotated[Session, ..]`, `Optional[Session]` stand
 * for the class in the brackets, wherever the alias is used. */
static KindId class_in_brackets(Evaluation *evaluation, const Kind *symbol, KindId value,
                                NodeId index) {
    const Ast *ast = &evaluation->facts->ast;
    GenericForm form = symbol->argument_count ? GENERIC_CLASS : catalog_generic(symbol->path);
    bool many = ast_kind(ast, index) == NODE_TUPLE;
    if (form == GENERIC_FIRST) {
        return evaluation_expression(evaluation, many ? ast_child(ast, index, FIELD_ELTS) : index);
    }
    return form == GENERIC_OPTIONAL && !many ? evaluation_expression(evaluation, index) : value;
}

static KindId subscript(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    KindId value = evaluation_expression(evaluation, ast_child(ast, node, FIELD_VALUE));
    NodeId index = ast_child(ast, node, FIELD_SLICE);
    if (value == KIND_UNKNOWN && index != NODE_NONE && !evaluation->waiting) {
        return answer_view_context(evaluation, node, index);
    }
    if (value <= KIND_UNKNOWN || index == NODE_NONE) {
        return value;
    }
    Kind kind = *kind_get(evaluation->table, value);
    if (kind.tag == KIND_TAG_SYMBOL) {
        return class_in_brackets(evaluation, &kind, value, index);
    }
    if (kind.tag == KIND_TAG_QUERY || kind.tag == KIND_TAG_CLASS) {
        return answer_query_subscript(evaluation, value, index);
    }
    if (kind.tag != KIND_TAG_INSTANCE) {
        return KIND_UNKNOWN;
    }
    if (ast_kind(ast, index) == NODE_SLICE) {
        bool places = str_equal(kind.path, STR("tuple")) && kind.argument_count > 1;
        return places                                  ? kind_instance(evaluation->table, kind.path)
               : is_sequence(evaluation->table, value) ? value
                                                       : KIND_UNKNOWN;
    }
    return indexed(evaluation, &kind, value, index);
}

/* An attribute of something that an import or a builtin name stands for. */
static KindId symbol_attribute(Evaluation *evaluation, const Kind *symbol, Str name) {
    Str attribute = catalog_attribute(symbol->path, name);
    if (attribute.len) {
        return kind_parse(evaluation->table, attribute, NULL);
    }
    if (catalog_is_orm_path(symbol->path)) {
        KindId given = answer_library_model_attribute(
            evaluation, kind_symbol(evaluation->table, symbol->path), name);
        if (given != KIND_NEVER || evaluation->waiting) {
            return given;
        }
    }
    Arena *mem = evaluation_mem(evaluation);
    Str path = arena_format(mem, "%.*s.%.*s", STR_ARG(symbol->path), STR_ARG(name));
    return kind_symbol(evaluation->table,
                       extended_canonical(evaluation->file->extension, path, mem));
}

static KindId instance_attribute(Evaluation *evaluation, KindId value, Str class_path, Str name) {
    Str attribute = catalog_attribute(class_path, name);
    if (attribute.len) {
        KindNotation where = {.receiver = value};
        return kind_parse(evaluation->table, attribute, &where);
    }
    const CatalogCallable *method = extended_method(evaluation->file->extension, class_path, name);
    if (method) {
        return kind_bound_symbol(evaluation->table, method->path, value);
    }
    if (str_equal(class_path, STR("tuple"))) {
        return answer_tuple_attribute(evaluation, value, name);
    }
    KindId given = catalog_is_orm_path(class_path)
                       ? answer_library_model_attribute(evaluation, value, name)
                       : KIND_NEVER;
    return given == KIND_NEVER && !evaluation->waiting
               ? answer_session_attribute(evaluation, value, name)
               : given;
}

KindId answer_attribute_of(Evaluation *evaluation, KindId value, Str name) {
    if (value <= KIND_UNKNOWN) {
        return value;
    }
    Kind kind = *kind_get(evaluation->table, value);
    switch (kind.tag) {
    case KIND_TAG_SYMBOL:
        return kind.argument_count ? KIND_UNKNOWN : symbol_attribute(evaluation, &kind, name);
    case KIND_TAG_INSTANCE:
        return instance_attribute(evaluation, value, kind.path, name);
    case KIND_TAG_MODULE:
        return answer_module_attribute(evaluation, &kind, name);
    case KIND_TAG_ROW:
        return answer_row_attribute(evaluation, value, name);
    case KIND_TAG_QUERY:
        return answer_query_attribute(evaluation, value, name);
    case KIND_TAG_LOADER:
        return answer_loader_attribute(evaluation, value, name);
    case KIND_TAG_CLASS:
    case KIND_TAG_OBJECT:
        break;
    default:
        return KIND_UNKNOWN;
    }
    KindId found = evaluation_attribute(evaluation, kind_place(&kind), name);
    if (found == KIND_UNKNOWN && kind.tag == KIND_TAG_OBJECT && !evaluation->waiting) {
        KindId kept = answer_kept_class(evaluation, value, name);
        if (kept != KIND_UNKNOWN) {
            return kept;
        }
    }
    return kind_get(evaluation->table, found)->tag == KIND_TAG_FUNCTION
               ? answer_member(evaluation, value, found)
               : answer_model_attribute(evaluation, value, name, found);
}

KindId answer_awaited(Evaluation *evaluation, KindId value) {
    if (value <= KIND_UNKNOWN) {
        return value;
    }
    const Kind *kind = kind_get(evaluation->table, value);
    if (kind->tag == KIND_TAG_QUERY || kind->tag == KIND_TAG_ROW) {
        KindId evident = answer_evidently_async(evaluation, value);
        if (evident != KIND_UNKNOWN) {
            return evident;
        }
    }
    if (kind->tag == KIND_TAG_QUERY) { /* Tortoise: a query is awaited for its rows */
        return kind_container(evaluation->table, STR("list"),
                              query_element(evaluation->table, value));
    }
    if (kind->tag == KIND_TAG_ROW) { /* ... and so is a relation that was not fetched */
        return value;
    }
    if (kind->tag != KIND_TAG_INSTANCE) {
        return KIND_UNKNOWN;
    }
    if (kind_traits(evaluation->table, value) & CLASS_ENTERS_RESPONSE) {
        return known(evaluation, "aiohttp.ClientResponse");
    }
    return str_equal(kind->path, STR("coroutine")) && kind->argument_count ? kind->arguments[0]
                                                                           : KIND_UNKNOWN;
}

/* `super()`, by its name: the only way to write it. */
static bool is_super_call(const Ast *ast, NodeId node) {
    NodeId function =
        ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
    return function != NODE_NONE && ast_kind(ast, function) == NODE_NAME &&
           str_equal(ast_name(ast, function), STR("super"));
}

/* ---- names ---------------------------------------------------------------------------------- */

KindId answer_place(Evaluation *evaluation, const BindingPlace *place) {
    if (place->binding != BINDING_DEFINITION) {
        return evaluation_ask(
            evaluation, question_of(QUESTION_BINDING,
                                    (KindPlace){evaluation->file->id, place->unit, place->binding},
                                    evaluation->context));
    }
    const Unit *unit = &evaluation->file->outline->units[place->unit];
    NodeId definition = unit_definition(evaluation, evaluation->file->id, place->unit);
    if (definition == NODE_NONE) {
        return KIND_UNKNOWN;
    }
    if (unit->kind == UNIT_CLASS) {
        return kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_CLASS,
                                                   .file = evaluation->file->id,
                                                   .unit = place->unit,
                                                   .node = definition});
    }
    return function_kind(evaluation, (KindPlace){evaluation->file->id, place->unit, definition});
}

static KindId name(Evaluation *evaluation, NodeId node) {
    NameMeaning meaning =
        file_scope_resolve(evaluation->file, evaluation->unit, node, evaluation_mem(evaluation));
    if (meaning.maybe_star && !meaning.place_count) {
        return answer_star_name(evaluation, meaning.name);
    }
    if (meaning.maybe_star && !answer_star_leaves(evaluation, meaning.name)) {
        return KIND_UNKNOWN;
    }
    if (meaning.home == NAME_HOME_BUILTIN) {
        return kind_symbol(evaluation->table, meaning.name);
    }
    if (meaning.place_count == 0) {
        return KIND_UNKNOWN;
    }
    KindId joined = KIND_NEVER;
    KindId empty = KIND_NEVER;
    bool is_optional = false;
    for (uint32_t i = 0; i < meaning.place_count && joined != KIND_UNKNOWN; i++) {
        KindId one = answer_place(evaluation, &meaning.places[i]);
        if (meaning.place_count > 1 && stays_empty(evaluation, &meaning.places[i])) {
            empty = kind_join(evaluation->table, empty, one);
            continue;
        }
        if (one == KIND_UNKNOWN && meaning.place_count > 1 &&
            evaluation_may_be_left_out(evaluation, &meaning.places[i])) {
            is_optional = true;
            continue;
        }
        joined = kind_join(evaluation->table, joined, one);
    }
    joined = kind_or_empty(evaluation, joined, empty);
    return is_optional ? kind_if_left_out(evaluation, joined) : joined;
}

/* ---- the switch ----------------------------------------------------------------------------- */

static KindId conditional(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId sides[] = {ast_child(ast, node, FIELD_BODY), ast_child(ast, node, FIELD_ORELSE)};
    return answer_alternatives(evaluation, sides, 2);
}

/* `a or b`, `a and b`: either. */
static KindId either(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId sides[BOOL_SIDES_MAX];
    uint32_t count = 0;
    for (NodeId item = ast_child(ast, node, FIELD_VALUES); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        if (count == BOOL_SIDES_MAX) {
            return KIND_UNKNOWN;
        }
        sides[count++] = item;
    }
    return answer_alternatives(evaluation, sides, count);
}

static KindId container_of(Evaluation *evaluation, NodeId node, const char *path, Field field) {
    return kind_container(evaluation->table, str_from_c(path),
                          joined_elements(evaluation, node, field));
}

static KindId await_expression(Evaluation *evaluation, NodeId node) {
    NodeId value = ast_child(&evaluation->facts->ast, node, FIELD_VALUE);
    return answer_awaited(evaluation, evaluation_expression(evaluation, value));
}

static KindId attribute_expression(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId object = ast_child(ast, node, FIELD_VALUE);
    KindId value = evaluation_expression(evaluation, object);
    if (value == KIND_UNKNOWN && is_super_call(ast, object)) {
        return answer_super_attribute(evaluation, node, ast_name(ast, node));
    }
    if (value == KIND_UNKNOWN && !evaluation->waiting) {
        return answer_request_attribute(evaluation, node);
    }
    return answer_attribute_of(evaluation, value, ast_name(ast, node));
}

static KindId or_session(Evaluation *evaluation, NodeId node, KindId found) {
    return found == KIND_UNKNOWN && !evaluation->waiting
               ? answer_session_name(evaluation, ast_name(&evaluation->facts->ast, node))
               : found;
}

static KindId or_tested(Evaluation *evaluation, NodeId node, KindId found) {
    return found == KIND_UNKNOWN && !evaluation->waiting ? answer_tested_name(evaluation, node)
                                                         : found;
}

KindId answer_expression(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    switch (ast_kind(ast, node)) {
    case NODE_CONSTANT:
        return known(evaluation, constant_class(ast_node(ast, node)->detail));
    case NODE_JOINED_STR:
        return known(evaluation, "str");
    case NODE_LIST:
        return container_of(evaluation, node, "list", FIELD_ELTS);
    case NODE_SET:
        return container_of(evaluation, node, "set", FIELD_ELTS);
    case NODE_LIST_COMP:
        return container_of(evaluation, node, "list", FIELD_ELT);
    case NODE_SET_COMP:
        return container_of(evaluation, node, "set", FIELD_ELT);
    case NODE_GENERATOR_EXP:
        return container_of(evaluation, node, "generator", FIELD_ELT);
    case NODE_TUPLE:
        return tuple_display(evaluation, node);
    case NODE_DICT:
        return dict_display(evaluation, node, FIELD_KEYS, FIELD_VALUES);
    case NODE_DICT_COMP:
        return dict_display(evaluation, node, FIELD_KEY, FIELD_VALUE);
    case NODE_LAMBDA:
        return kind_add(evaluation->table, &(Kind){.tag = KIND_TAG_FUNCTION,
                                                   .file = evaluation->file->id,
                                                   .unit = evaluation->unit,
                                                   .node = node});
    case NODE_IF_EXP:
        return conditional(evaluation, node);
    case NODE_BOOL_OP:
        return either(evaluation, node);
    case NODE_NAMED_EXPR:
        return evaluation_expression(evaluation, ast_child(ast, node, FIELD_VALUE));
    case NODE_AWAIT:
        return await_expression(evaluation, node);
    case NODE_BIN_OP:
        return binary(evaluation, node);
    case NODE_UNARY_OP:
        return unary(evaluation, node);
    case NODE_COMPARE:
        return known(evaluation, "bool");
    case NODE_SUBSCRIPT:
        return subscript(evaluation, node);
    case NODE_ATTRIBUTE:
        return or_session(evaluation, node, attribute_expression(evaluation, node));
    case NODE_CALL:
        return answer_call(evaluation, node);
    case NODE_NAME:
        return or_session(evaluation, node, or_tested(evaluation, node, name(evaluation, node)));
    default:
        return KIND_UNKNOWN;
    }
}
