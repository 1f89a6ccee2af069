/* Knows what a constructor keeps of the classes it is given: `Repository(Book, session)`, where
 * `self.model = model`. Only models' classes are followed: what a generic repository asks for. */
#include "semantics/kinds_query.h"
#include "semantics/model_reader.h"

enum { CLASSES_MAX = 8, NODES_MAX = 4096 };

static bool is_model_class(Evaluation *evaluation, KindId kind) {
    return kind_get(evaluation->table, kind)->tag == KIND_TAG_CLASS &&
           evaluation_model_of(evaluation, kind) != NULL;
}

static bool may_name_class(const Ast *ast, NodeId node) {
    NodeKind kind = ast_kind(ast, node);
    return kind == NODE_NAME || kind == NODE_ATTRIBUTE;
}

/* ---- the constructor of a class -------------------------------------------------------------- */

/* The class's own `__init__`, as a place; node NODE_NONE when it has none. */
static KindPlace own_constructor(Evaluation *evaluation, ClassRef ref) {
    KindPlace none = {ref.file, ref.unit, NODE_NONE};
    const Outline *outline = evaluation_model(evaluation, ref.file)->outline;
    if (outline->units[ref.unit].kind != UNIT_CLASS) {
        return none;
    }
    for (UnitId child = outline->units[ref.unit].first_child; child != UNIT_NONE;
         child = outline->units[child].next_sibling) {
        const Unit *unit = &outline->units[child];
        if (unit->kind == UNIT_FUNCTION &&
            str_equal(str_span(outline->text, unit->name), STR("__init__"))) {
            return (KindPlace){ref.file, child, unit_definition(evaluation, ref.file, child)};
        }
    }
    return none;
}

/* The parameter's place without `self`, CONTEXT_PARAMETERS_MAX when it has none. */
static uint32_t place_of(const Ast *ast, NodeId function, Str name) {
    uint32_t place = ast_parameter_place(ast, function, name);
    return place == 0 || place == UINT32_MAX ? CONTEXT_PARAMETERS_MAX : place - 1;
}

/* ---- what a call gives it -------------------------------------------------------------------- */

typedef struct Given {
    KindId places[CONTEXT_PARAMETERS_MAX];
    bool has_any;
} Given;

static void give(Given *given, uint32_t place, KindId kind) {
    if (place < CONTEXT_PARAMETERS_MAX) {
        given->places[place] = kind;
        given->has_any = true;
    }
}

/* The kind of an argument of a call in `of`: a parameter of the constructor around it is what that
 * was given. */
static KindId argument_kind(Evaluation *evaluation, KindPlace of, NodeId argument,
                            const Given *around) {
    const Ast *ast = &evaluation_facts(evaluation, of.file, of.unit)->ast;
    if (!may_name_class(ast, argument)) {
        return KIND_NEVER;
    }
    uint32_t place = around && ast_kind(ast, argument) == NODE_NAME
                         ? place_of(ast, of.node, ast_name(ast, argument))
                         : CONTEXT_PARAMETERS_MAX;
    KindId kind =
        place < CONTEXT_PARAMETERS_MAX
            ? around->places[place]
            : evaluation_ask(evaluation, question_of(QUESTION_EXPRESSION,
                                                     (KindPlace){of.file, of.unit, argument},
                                                     around ? KIND_NEVER : evaluation->context));
    return is_model_class(evaluation, kind) ? kind : KIND_NEVER;
}

/* The arguments of the call, after `skip` of them, for the constructor at `target`. */
static Given given_by(Evaluation *evaluation, KindPlace of, NodeId call, uint32_t skip,
                      KindPlace target, const Given *around) {
    Given given = {.has_any = false};
    const Ast *ast = &evaluation_facts(evaluation, of.file, of.unit)->ast;
    uint32_t place = 0;
    for (NodeId node = ast_first_child(ast, call); node != NODE_NONE;
         node = ast_next_sibling(ast, node)) {
        Field field = (Field)ast_node(ast, node)->field;
        NodeId value = field == FIELD_KEYWORDS ? ast_child(ast, node, FIELD_VALUE) : node;
        bool is_named = field == FIELD_KEYWORDS && ast_node(ast, node)->name && value != NODE_NONE;
        bool is_counted = field == FIELD_ARGS && place++ >= skip;
        KindId kind =
            is_named || is_counted ? argument_kind(evaluation, of, value, around) : KIND_NEVER;
        if (kind == KIND_NEVER) {
            continue;
        }
        uint32_t at = place - 1 - skip;
        if (is_named) {
            const Ast *there = &evaluation_facts(evaluation, target.file, target.unit)->ast;
            at = place_of(there, target.node, ast_name(ast, node));
        }
        give(&given, at, kind);
    }
    return given;
}

/* The constructor that making an instance of the class runs; node NODE_NONE when none is seen. */
static KindPlace constructor_of(Evaluation *evaluation, ClassRef ref) {
    const ClassOrder *order = class_order(evaluation->file, ref);
    KindPlace found = {ref.file, ref.unit, NODE_NONE};
    for (uint32_t i = 0; order && i < order->count && i < CLASSES_MAX; i++) {
        if (order->items[i].tag == REF_CLASS) {
            found = own_constructor(evaluation, order->items[i]);
        }
        if (found.node != NODE_NONE) {
            break;
        }
    }
    return found;
}

static bool gives_names(const Ast *ast, NodeId call) {
    for (NodeId node = ast_first_child(ast, call); node != NODE_NONE;
         node = ast_next_sibling(ast, node)) {
        Field field = (Field)ast_node(ast, node)->field;
        NodeId value = field == FIELD_KEYWORDS ? ast_child(ast, node, FIELD_VALUE) : node;
        if ((field == FIELD_ARGS || field == FIELD_KEYWORDS) && value != NODE_NONE &&
            may_name_class(ast, value)) {
            return true;
        }
    }
    return false;
}

KindId answer_constructed(Evaluation *evaluation, KindId callee, NodeId call) {
    Kind kind = *kind_get(evaluation->table, callee);
    kind.tag = KIND_TAG_OBJECT;
    if (!gives_names(&evaluation->facts->ast, call)) {
        return kind_add(evaluation->table, &kind);
    }
    ClassRef ref = class_ref_of_kind(kind_get(evaluation->table, callee));
    KindPlace target = constructor_of(evaluation, ref);
    if (target.node == NODE_NONE) {
        return kind_add(evaluation->table, &kind);
    }
    KindPlace here = {evaluation->file->id, evaluation->unit, NODE_NONE};
    Given given = given_by(evaluation, here, call, 0, target, NULL);
    for (uint32_t i = 0; given.has_any && i < CONTEXT_PARAMETERS_MAX; i++) {
        kind.arguments[i] = given.places[i];
        kind.argument_count = given.places[i] == KIND_NEVER ? kind.argument_count : i + 1;
    }
    return evaluation->waiting ? KIND_NEVER : kind_add(evaluation->table, &kind);
}

/* ---- what it keeps --------------------------------------------------------------------------- */

/* The parameter of `self.name = parameter` in the constructor; its place. */
static uint32_t kept_place(const Ast *ast, NodeId function, Str name) {
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        NodeId target = kind == NODE_ASSIGN       ? ast_child(ast, node, FIELD_TARGETS)
                        : kind == NODE_ANN_ASSIGN ? ast_child(ast, node, FIELD_TARGET)
                                                  : NODE_NONE;
        NodeId value = target == NODE_NONE ? NODE_NONE : ast_child(ast, node, FIELD_VALUE);
        if (value != NODE_NONE && ast_kind(ast, target) == NODE_ATTRIBUTE &&
            str_equal(ast_name(ast, target), name) && ast_kind(ast, value) == NODE_NAME) {
            return place_of(ast, function, ast_name(ast, value));
        }
    }
    return CONTEXT_PARAMETERS_MAX;
}

/* `super().__init__(..)`, `Base.__init__(self, ..)`; *skip: arguments that are no parameter's. */
static NodeId inherited_call(const Ast *ast, NodeId function, uint32_t *skip) {
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function; node < end; node++) {
        NodeId callee =
            ast_kind(ast, node) == NODE_CALL ? ast_child(ast, node, FIELD_FUNC) : NODE_NONE;
        if (callee != NODE_NONE && ast_kind(ast, callee) == NODE_ATTRIBUTE &&
            str_equal(ast_name(ast, callee), STR("__init__"))) {
            *skip = ast_kind(ast, ast_child(ast, callee, FIELD_VALUE)) == NODE_CALL ? 0 : 1;
            return node;
        }
    }
    return NODE_NONE;
}

KindId answer_kept_class(Evaluation *evaluation, KindId object, Str name) {
    Kind kind = *kind_get(evaluation->table, object);
    const ClassOrder *order = class_order(evaluation->file, class_ref_of_kind(&kind));
    Given given = {.has_any = true};
    for (uint32_t i = 0; i < kind.argument_count && i < CONTEXT_PARAMETERS_MAX; i++) {
        given.places[i] = kind.arguments[i];
    }
    KindPlace before = {0, 0, NODE_NONE};
    for (uint32_t i = 0; order && i < order->count && i < CLASSES_MAX; i++) {
        KindPlace here = order->items[i].tag == REF_CLASS
                             ? own_constructor(evaluation, order->items[i])
                             : (KindPlace){0, 0, NODE_NONE};
        if (here.node == NODE_NONE) {
            continue;
        }
        if (before.node != NODE_NONE) { /* what the class before hands on */
            uint32_t skip = 0;
            const Ast *ast = &evaluation_facts(evaluation, before.file, before.unit)->ast;
            NodeId call = inherited_call(ast, before.node, &skip);
            if (call == NODE_NONE) {
                return KIND_UNKNOWN;
            }
            given = given_by(evaluation, before, call, skip, here, &given);
        }
        const Ast *ast = &evaluation_facts(evaluation, here.file, here.unit)->ast;
        uint32_t place = kept_place(ast, here.node, name);
        if (place < CONTEXT_PARAMETERS_MAX) {
            KindId found = given.places[place];
            return evaluation->waiting || found != KIND_NEVER ? found : KIND_UNKNOWN;
        }
        before = here;
    }
    return KIND_UNKNOWN;
}

/* ---- receivers that tell which model is meant ------------------------------------------------ */

static bool names_model(Evaluation *evaluation, ClassRef home, UnitId unit, NodeId node) {
    const FileModel *file = evaluation_model(evaluation, home.file);
    ClassRef ref = class_ref_resolve(file, unit, node, evaluation_mem(evaluation));
    return ref.tag == REF_CLASS && model_head(file, ref)->orm != ORM_NONE;
}

/* `Book`, `Book.objects.all()`. */
static bool begins_at_model(Evaluation *evaluation, ClassRef home, UnitId unit, NodeId node) {
    const Ast *ast = &evaluation_facts(evaluation, home.file, unit)->ast;
    while (node != NODE_NONE) {
        if (may_name_class(ast, node) && names_model(evaluation, home, unit, node)) {
            return true;
        }
        NodeKind kind = ast_kind(ast, node);
        node = kind == NODE_CALL        ? ast_child(ast, node, FIELD_FUNC)
               : kind == NODE_ATTRIBUTE ? ast_child(ast, node, FIELD_VALUE)
                                        : NODE_NONE;
    }
    return false;
}

/* `model = Book`, `queryset = Book.objects.all()` in the body. */
static bool binds_model(Evaluation *evaluation, ClassRef ref) {
    const FileModel *file = evaluation_model(evaluation, ref.file);
    BodyItems items = model_body_items(file, ref, evaluation_mem(evaluation));
    for (uint32_t i = 0; i < items.count; i++) {
        const BodyItem *item = &items.items[i];
        if (item->value != NODE_NONE && begins_at_model(evaluation, ref, item->unit, item->value)) {
            return true;
        }
    }
    /* `super().__init__(Book)` */
    return own_constructor(evaluation, ref).node != NODE_NONE;
}

bool receiver_tells_model(Evaluation *evaluation, KindId receiver, KindPlace function) {
    Kind kind = *kind_get(evaluation->table, receiver);
    if (kind.tag != KIND_TAG_OBJECT && kind.tag != KIND_TAG_CLASS) {
        return false;
    }
    if (kind.argument_count) {
        return true;
    }
    KindPlace home;
    if (!class_of_function(evaluation, function, &home) ||
        (home.file == kind.file && home.unit == kind.unit && home.node == kind.node)) {
        return false;
    }
    const ClassOrder *order = class_order(evaluation->file, class_ref_of_kind(&kind));
    for (uint32_t i = 0; order && i < order->count && i < CLASSES_MAX; i++) {
        ClassRef ref = order->items[i];
        if (ref.tag != REF_CLASS || (ref.file == home.file && ref.unit == home.unit)) {
            break;
        }
        if (binds_model(evaluation, ref)) {
            return true;
        }
    }
    return false;
}
