/* Knows what tests say about stored rows and about given arguments; refuses to know what is sent
 * behind them. Whatever it cannot decide counts as open. */
#include "rules/query/shut_branch.h"

#include "catalog/query.h"
#include "rules/shape.h"
#include "semantics/kinds.h"

typedef enum Truth { TRUTH_UNKNOWN, TRUTH_FALSE, TRUTH_TRUE } Truth;

/* What is known of a value. */
typedef enum Given { GIVEN_UNKNOWN, GIVEN_NONE, GIVEN_FALSE, GIVEN_TRUE, GIVEN_SOMETHING } Given;

typedef struct Asking {
    FunctionPlace place;
    const UnitFacts *facts;
    const Ast *ast;
    KindId context;        /* stored rows are asked for when `call` is NULL */
    const CallPlace *call; /* what it gives is asked for */
} Asking;

enum { TEST_STEPS_MAX = 6, KEPT_DICTS_MAX = 8, KEPT_NODES_MAX = 4000 };

/* ---- stored rows ----------------------------------------------------------------------------- */

static bool is_stored_row(const Asking *asking, NodeId value) {
    KindId kind =
        kinds_expression_in(asking->place.file, asking->place.unit, value, asking->context);
    return kind_is_row(kinds_table(asking->place.file), kind);
}

/* The key of a stored row has a value; Django's own mark for new ones is off. */
static Given given_by_row(const Asking *asking, NodeId node) {
    const Ast *ast = asking->ast;
    if (ast_kind(ast, node) != NODE_ATTRIBUTE) {
        return GIVEN_UNKNOWN;
    }
    NodeId value = ast_child(ast, node, FIELD_VALUE);
    bool is_mark = ast_kind(ast, value) == NODE_ATTRIBUTE &&
                   catalog_marks_new_rows(ast_name(ast, value), ast_name(ast, node));
    if (is_mark && is_stored_row(asking, ast_child(ast, value, FIELD_VALUE))) {
        return GIVEN_FALSE;
    }
    return catalog_is_key_name(ast_name(ast, node)) && is_stored_row(asking, value) ? GIVEN_TRUE
                                                                                    : GIVEN_UNKNOWN;
}

/* ---- arguments ------------------------------------------------------------------------------- */

static Given given_by_constant(const Ast *ast, NodeId node) {
    if (ast_kind(ast, node) != NODE_CONSTANT) {
        return GIVEN_UNKNOWN;
    }
    switch (ast_node(ast, node)->detail) {
    case CONSTANT_NONE:
        return GIVEN_NONE;
    case CONSTANT_FALSE:
        return GIVEN_FALSE;
    case CONSTANT_TRUE:
        return GIVEN_TRUE;
    default:
        return GIVEN_SOMETHING;
    }
}

/* A display, a comprehension, the call of a name, a part of a tuple: hardly ever None. */
static bool gives_something(const Ast *ast, const Binding *binding) {
    if (binding->kind == BINDING_FOR || binding->kind == BINDING_COMPREHENSION) {
        return true;
    }
    NodeId value =
        binding->kind == BINDING_ASSIGN ? ast_child(ast, binding->source, FIELD_VALUE) : NODE_NONE;
    switch (value == NODE_NONE ? NODE_MODULE : ast_kind(ast, value)) {
    case NODE_LIST:
    case NODE_DICT:
    case NODE_SET:
    case NODE_LIST_COMP:
    case NODE_DICT_COMP:
    case NODE_SET_COMP:
        return true;
    case NODE_TUPLE:
        for (NodeId item = value; item < ast_node(ast, value)->subtree_end; item++) {
            if (given_by_constant(ast, item) == GIVEN_NONE) {
                return false;
            }
        }
        return true;
    case NODE_CALL:
        return binding->is_unpacked ||
               ast_kind(ast, ast_child(ast, value, FIELD_FUNC)) == NODE_NAME;
    default:
        return false;
    }
}

static Given given_by_argument(const CallPlace *call, NodeId node) {
    const UnitFacts *facts = file_model_unit(call->file, call->unit);
    SymbolId variable = shape_local(facts, node);
    if (variable == SYMBOL_NONE) {
        return given_by_constant(&facts->ast, node);
    }
    const Symbol *symbol = &facts->scopes->symbols[variable];
    bool is_something = symbol->binding_count > 0;
    for (uint32_t i = 0; is_something && i < symbol->binding_count; i++) {
        is_something =
            gives_something(&facts->ast, &facts->scopes->bindings[symbol->first_binding + i]);
    }
    return is_something ? GIVEN_SOMETHING : GIVEN_UNKNOWN;
}

/* The argument by its keyword, or by its place. */
static NodeId argument_of(const Ast *ast, NodeId call, Str name, uint32_t place) {
    for (NodeId node = ast_child(ast, call, FIELD_KEYWORDS); node != NODE_NONE;
         node = ast_next_in_field(ast, node)) {
        if (str_equal(ast_name(ast, node), name)) {
            return ast_child(ast, node, FIELD_VALUE);
        }
    }
    NodeId node = ast_child(ast, call, FIELD_ARGS);
    for (uint32_t i = 0; node != NODE_NONE && i < place; i++) {
        node = ast_next_in_field(ast, node);
    }
    return node;
}

static bool is_own_object(Str name) {
    return str_equal(name, STR("self")) || str_equal(name, STR("cls"));
}

static Given given_to(const Asking *asking, Str name) {
    const Ast *ast = asking->ast;
    uint32_t place = 0;
    for (NodeId node = ast_first_child(ast, asking->place.node); node != NODE_NONE;
         node = ast_next_sibling(ast, node)) {
        Field field = (Field)ast_node(ast, node)->field;
        if (field != FIELD_POSONLYARGS && field != FIELD_ARGS && field != FIELD_KWONLYARGS) {
            continue;
        }
        Str parameter = ast_name(ast, node);
        if (str_equal(parameter, name)) {
            uint32_t at = field == FIELD_KWONLYARGS ? UINT32_MAX : place;
            const Ast *caller = &file_model_unit(asking->call->file, asking->call->unit)->ast;
            NodeId argument = argument_of(caller, asking->call->call, name, at);
            NodeId value = ast_child(ast, node, FIELD_DEFAULT);
            return argument != NODE_NONE ? given_by_argument(asking->call, argument)
                   : value != NODE_NONE  ? given_by_constant(ast, value)
                                         : GIVEN_UNKNOWN;
        }
        place += !is_own_object(parameter);
    }
    return GIVEN_UNKNOWN;
}

/* A parameter that is bound to nothing else. */
static Given given_by_parameter(const Asking *asking, NodeId node) {
    SymbolId variable = shape_local(asking->facts, node);
    if (variable == SYMBOL_NONE) {
        return GIVEN_UNKNOWN;
    }
    const Symbol *symbol = &asking->facts->scopes->symbols[variable];
    bool is_as_given = (symbol->flags & SYMBOL_PARAMETER) && symbol->binding_count == 1;
    return is_as_given ? given_to(asking, ast_name(asking->ast, node)) : GIVEN_UNKNOWN;
}

/* ---- tests ----------------------------------------------------------------------------------- */

static Given given(const Asking *asking, NodeId node) {
    return asking->call ? given_by_parameter(asking, node) : given_by_row(asking, node);
}

/* `x is None`, `x is not None`. */
static Truth truth_of_compare(const Asking *asking, NodeId test) {
    const Ast *ast = asking->ast;
    NodeId right = ast_child(ast, test, FIELD_COMPARATORS);
    uint8_t word = ast_node(ast, ast_child(ast, test, FIELD_OPS))->detail;
    if (given_by_constant(ast, right) != GIVEN_NONE || ast_next_in_field(ast, right) != NODE_NONE ||
        (word != OPERATOR_IS && word != OPERATOR_IS_NOT)) {
        return TRUTH_UNKNOWN;
    }
    Given left = given(asking, ast_child(ast, test, FIELD_LEFT));
    return left == GIVEN_UNKNOWN                           ? TRUTH_UNKNOWN
           : (left == GIVEN_NONE) == (word == OPERATOR_IS) ? TRUTH_TRUE
                                                           : TRUTH_FALSE;
}

static Truth turned(Truth truth, bool is_turned) {
    return !is_turned || truth == TRUTH_UNKNOWN ? truth
           : truth == TRUTH_TRUE                ? TRUTH_FALSE
                                                : TRUTH_TRUE;
}

/* A test without `and` and `or`; through `not`, `bool()` and a name that stands for one test. */
static Truth truth_of_part(const Asking *asking, NodeId test) {
    const Ast *ast = asking->ast;
    bool is_turned = false;
    for (uint32_t i = 0; i < TEST_STEPS_MAX && test != NODE_NONE; i++) {
        NodeKind kind = ast_kind(ast, test);
        if (kind == NODE_COMPARE) {
            return turned(truth_of_compare(asking, test), is_turned);
        }
        Given known = given(asking, test);
        if (known != GIVEN_UNKNOWN) {
            Truth truth = known == GIVEN_SOMETHING ? TRUTH_UNKNOWN
                          : known == GIVEN_TRUE    ? TRUTH_TRUE
                                                   : TRUTH_FALSE;
            return turned(truth, is_turned);
        }
        if (kind == NODE_UNARY_OP && ast_node(ast, test)->detail == OPERATOR_NOT) {
            is_turned = !is_turned;
            test = ast_child(ast, test, FIELD_OPERAND);
        } else if (kind == NODE_CALL &&
                   str_equal(shape_text(asking->facts, ast_child(ast, test, FIELD_FUNC)),
                             STR("bool"))) {
            test = shape_only_argument(ast, test);
        } else {
            SymbolId variable = shape_local(asking->facts, test);
            test = variable == SYMBOL_NONE ? NODE_NONE : shape_only_value(asking->facts, variable);
        }
    }
    return TRUTH_UNKNOWN;
}

static Truth truth_of(const Asking *asking, NodeId test) {
    const Ast *ast = asking->ast;
    if (ast_kind(ast, test) != NODE_BOOL_OP) {
        return truth_of_part(asking, test);
    }
    Truth deciding = ast_node(ast, test)->detail == OPERATOR_AND ? TRUTH_FALSE : TRUTH_TRUE;
    for (NodeId part = ast_child(ast, test, FIELD_VALUES); part != NODE_NONE;
         part = ast_next_in_field(ast, part)) {
        if (truth_of_part(asking, part) == deciding) {
            return deciding;
        }
    }
    return TRUTH_UNKNOWN;
}

/* ---- the way to a node ----------------------------------------------------------------------- */

static bool ends_in_return(const Ast *ast, NodeId statement) {
    NodeId last = ast_last_in_field(ast, statement, FIELD_BODY);
    return last != NODE_NONE &&
           (ast_kind(ast, last) == NODE_RETURN || ast_kind(ast, last) == NODE_RAISE);
}

/* A statement of the same block before `at` returns: `if self.id: return`. */
static bool is_left_before(const Asking *asking, NodeId at) {
    const Ast *ast = asking->ast;
    Field field = (Field)ast_node(ast, at)->field;
    for (NodeId before = ast_child(ast, ast_node(ast, at)->parent, field);
         before != NODE_NONE && before < at; before = ast_next_in_field(ast, before)) {
        if (ast_kind(ast, before) == NODE_IF && ends_in_return(ast, before) &&
            truth_of(asking, ast_child(ast, before, FIELD_TEST)) == TRUTH_TRUE) {
            return true;
        }
    }
    return false;
}

/* `is_new and not self.name`: what decides before `at` leaves it unread. */
static bool is_cut_short(const Asking *asking, NodeId at) {
    const Ast *ast = asking->ast;
    NodeId whole = ast_node(ast, at)->parent;
    if (ast_kind(ast, whole) != NODE_BOOL_OP) {
        return false;
    }
    Truth deciding = ast_node(ast, whole)->detail == OPERATOR_AND ? TRUTH_FALSE : TRUTH_TRUE;
    for (NodeId part = ast_child(ast, whole, FIELD_VALUES); part != NODE_NONE && part < at;
         part = ast_next_in_field(ast, part)) {
        if (truth_of_part(asking, part) == deciding) {
            return true;
        }
    }
    return false;
}

static bool is_shut(const Asking *asking, NodeId node) {
    const Ast *ast = asking->ast;
    for (NodeId at = node; at != asking->place.node && at != NODE_NONE && at != 0;
         at = ast_node(ast, at)->parent) {
        NodeId parent = ast_node(ast, at)->parent;
        Field field = (Field)ast_node(ast, at)->field;
        NodeKind kind = ast_kind(ast, parent);
        bool is_branch = (kind == NODE_IF || kind == NODE_IF_EXP) && field != FIELD_TEST;
        Truth truth =
            is_branch ? truth_of(asking, ast_child(ast, parent, FIELD_TEST)) : TRUTH_UNKNOWN;
        if (truth == (field == FIELD_BODY ? TRUTH_FALSE : TRUTH_TRUE) && is_branch) {
            return true;
        }
        if (is_cut_short(asking, at) ||
            (ast_kind_is_statement(ast_kind(ast, at)) && is_left_before(asking, at))) {
            return true;
        }
    }
    return false;
}

static Asking asking_in(FunctionPlace place) {
    const UnitFacts *facts = file_model_unit(place.file, place.unit);
    return (Asking){.place = place, .facts = facts, .ast = &facts->ast, .context = KIND_NEVER};
}

bool shut_for_stored_rows(FunctionPlace place, NodeId node, KindId context) {
    Asking asking = asking_in(place);
    asking.context = context;
    return context != KIND_NEVER && is_shut(&asking, node);
}

/* The call names the function: not one that it hands on to be called with something else. */
static bool is_plain_call(const Asking *asking, CallPlace call) {
    const Ast *ast = &file_model_unit(call.file, call.unit)->ast;
    if (call.call == NODE_NONE || ast_kind(ast, call.call) != NODE_CALL ||
        shape_has_splat(ast, call.call)) {
        return false;
    }
    NodeId function = ast_child(ast, call.call, FIELD_FUNC);
    NodeKind kind = ast_kind(ast, function);
    return (kind == NODE_NAME || kind == NODE_ATTRIBUTE) &&
           str_equal(ast_name(ast, function), ast_name(asking->ast, asking->place.node));
}

bool shut_by_call(FunctionPlace place, NodeId node, CallPlace call) {
    Asking asking = asking_in(place);
    asking.call = &call;
    return is_plain_call(&asking, call) && is_shut(&asking, node);
}

/* ---- kept after the first call --------------------------------------------------------------- */

/* X of `X is None` and `not X`; NODE_NONE for other tests. */
static NodeId tested_to_be_missing(const Ast *ast, NodeId test) {
    if (ast_kind(ast, test) == NODE_UNARY_OP && ast_node(ast, test)->detail == OPERATOR_NOT) {
        return ast_child(ast, test, FIELD_OPERAND);
    }
    bool is_none = ast_kind(ast, test) == NODE_COMPARE &&
                   ast_node(ast, ast_child(ast, test, FIELD_OPS))->detail == OPERATOR_IS &&
                   given_by_constant(ast, ast_child(ast, test, FIELD_COMPARATORS)) == GIVEN_NONE;
    return is_none ? ast_child(ast, test, FIELD_LEFT) : NODE_NONE;
}

/* It outlives the call: an attribute of the object, a variable of the module. */
static bool outlives_call(const Asking *asking, NodeId kept, bool is_same_object) {
    NodeId base = shape_base(asking->ast, kept);
    if (base == NODE_NONE || ast_kind(asking->ast, kept) == NODE_SUBSCRIPT) {
        return false;
    }
    return shape_local(asking->facts, base) == SYMBOL_NONE ||
           (is_same_object && ast_kind(asking->ast, kept) == NODE_ATTRIBUTE &&
            is_own_object(ast_name(asking->ast, base)));
}

static bool is_set_in(const Asking *asking, NodeId branch, NodeId kept) {
    const Ast *ast = asking->ast;
    for (NodeId node = branch; node < ast_node(ast, branch)->subtree_end; node++) {
        if ((ast_node(ast, node)->flags & NODE_STORE) &&
            ast_kind(ast, node) == ast_kind(ast, kept) &&
            shape_same_text(asking->facts, node, kept)) {
            return true;
        }
    }
    return false;
}

/* The attribute that the branch sets under `if not hasattr(x, "name")`; NODE_NONE otherwise. */
static NodeId set_when_missing(const Asking *asking, NodeId branch) {
    const Ast *ast = asking->ast;
    NodeId call = tested_to_be_missing(ast, ast_child(ast, branch, FIELD_TEST));
    if (call == NODE_NONE || ast_kind(ast, call) != NODE_CALL ||
        !str_equal(shape_text(asking->facts, ast_child(ast, call, FIELD_FUNC)), STR("hasattr")) ||
        ast_count_in_field(ast, call, FIELD_ARGS) != 2) {
        return NODE_NONE;
    }
    NodeId object = ast_child(ast, call, FIELD_ARGS);
    Str text = shape_text(asking->facts, ast_next_in_field(ast, object));
    Str name = text.len > 2 ? str_slice(text, 1, text.len - 1) : text;
    for (NodeId node = branch; node < ast_node(ast, branch)->subtree_end; node++) {
        if ((ast_node(ast, node)->flags & NODE_STORE) && ast_kind(ast, node) == NODE_ATTRIBUTE &&
            str_equal(ast_name(ast, node), name) &&
            shape_same_text(asking->facts, ast_child(ast, node, FIELD_VALUE), object)) {
            return node;
        }
    }
    return NODE_NONE;
}

bool shut_after_first(FunctionPlace place, NodeId node, bool is_same_object) {
    Asking asking = asking_in(place);
    const Ast *ast = asking.ast;
    for (NodeId at = node; at != place.node && at != NODE_NONE && at != 0;
         at = ast_node(ast, at)->parent) {
        NodeId parent = ast_node(ast, at)->parent;
        bool is_branch = ast_kind(ast, parent) == NODE_IF && ast_node(ast, at)->field == FIELD_BODY;
        NodeId kept =
            is_branch ? tested_to_be_missing(ast, ast_child(ast, parent, FIELD_TEST)) : NODE_NONE;
        NodeId set = is_branch ? set_when_missing(&asking, parent) : NODE_NONE;
        kept = set != NODE_NONE ? set : kept;
        if (kept != NODE_NONE && outlives_call(&asking, kept, is_same_object) &&
            is_set_in(&asking, parent, kept)) {
            return true;
        }
    }
    return false;
}

/* ---- kept for each argument ------------------------------------------------------------------ */

/* A dict that other calls see too: `self.known`, a module's variable or what it gives, a parameter.
 */
static bool is_kept_dict(const Asking *asking, NodeId dict, bool is_same_object) {
    NodeId base = shape_base(asking->ast, dict);
    SymbolId variable = base == NODE_NONE ? SYMBOL_NONE : shape_local(asking->facts, base);
    if (variable == SYMBOL_NONE) {
        return base != NODE_NONE;
    }
    if (asking->facts->scopes->symbols[variable].flags & SYMBOL_PARAMETER) {
        return !is_own_object(ast_name(asking->ast, base)) || is_same_object;
    }
    NodeId value = shape_only_value(asking->facts, variable);
    NodeId giver = value != NODE_NONE && ast_kind(asking->ast, value) == NODE_CALL
                       ? ast_child(asking->ast, value, FIELD_FUNC)
                       : NODE_NONE;
    base = giver != NODE_NONE && ast_kind(asking->ast, giver) == NODE_ATTRIBUTE
               ? shape_base(asking->ast, giver)
               : NODE_NONE;
    return base != NODE_NONE && shape_local(asking->facts, base) == SYMBOL_NONE;
}

/* `key in dict` (or `key not in dict`), `dict.get(key)` somewhere in the test. */
static bool asks_dict(const Asking *asking, NodeId test, NodeId dict, Operator word) {
    const Ast *ast = asking->ast;
    for (NodeId node = test; node < ast_node(ast, test)->subtree_end; node++) {
        NodeId asked = NODE_NONE;
        if (ast_kind(ast, node) == NODE_COMPARE &&
            ast_node(ast, ast_child(ast, node, FIELD_OPS))->detail == word) {
            asked = ast_child(ast, node, FIELD_COMPARATORS);
        } else if (word == OPERATOR_IN && ast_kind(ast, node) == NODE_ATTRIBUTE &&
                   str_equal(ast_name(ast, node), STR("get"))) {
            asked = ast_child(ast, node, FIELD_VALUE);
        }
        if (asked != NODE_NONE && shape_same_text(asking->facts, asked, dict)) {
            return true;
        }
    }
    return false;
}

static bool gives_back(const Ast *ast, NodeId statement) {
    NodeId last = ast_last_in_field(ast, statement, FIELD_BODY);
    return last != NODE_NONE && ast_kind(ast, last) == NODE_RETURN &&
           ast_child(ast, last, FIELD_VALUE) != NODE_NONE;
}

/* `if key in dict: return dict[key]` before the node, or the node under `if key not in dict`. */
static bool is_asked_before(const Asking *asking, NodeId node, NodeId dict) {
    const Ast *ast = asking->ast;
    for (NodeId at = asking->place.node; at < node; at++) {
        if (ast_kind(ast, at) != NODE_IF) {
            continue;
        }
        bool is_around = ast_node(ast, at)->subtree_end > node;
        NodeId test = ast_child(ast, at, FIELD_TEST);
        if (is_around ? node >= ast_node(ast, test)->subtree_end &&
                            asks_dict(asking, test, dict, OPERATOR_NOT_IN)
                      : gives_back(ast, at) && asks_dict(asking, test, dict, OPERATOR_IN)) {
            return true;
        }
    }
    return false;
}

bool shut_by_key(FunctionPlace place, NodeId node, bool is_same_object) {
    Asking asking = asking_in(place);
    const Ast *ast = asking.ast;
    NodeId end = ast_node(ast, place.node)->subtree_end;
    uint32_t dicts = 0;
    end = end - place.node > KEPT_NODES_MAX ? place.node + KEPT_NODES_MAX : end;
    for (NodeId at = place.node; at < end && dicts < KEPT_DICTS_MAX; at++) {
        NodeId dict = ast_kind(ast, at) == NODE_SUBSCRIPT && (ast_node(ast, at)->flags & NODE_STORE)
                          ? ast_child(ast, at, FIELD_VALUE)
                          : NODE_NONE;
        dicts += dict != NODE_NONE;
        if (dict != NODE_NONE && is_kept_dict(&asking, dict, is_same_object) &&
            is_asked_before(&asking, node, dict)) {
            return true;
        }
    }
    return false;
}

bool is_call_of_own_object(CallPlace call) {
    const Ast *ast = &file_model_unit(call.file, call.unit)->ast;
    NodeId function =
        ast_kind(ast, call.call) == NODE_CALL ? ast_child(ast, call.call, FIELD_FUNC) : call.call;
    NodeId object = ast_kind(ast, function) == NODE_ATTRIBUTE
                        ? ast_child(ast, function, FIELD_VALUE)
                        : NODE_NONE;
    return object != NODE_NONE && ast_kind(ast, object) == NODE_NAME &&
           is_own_object(ast_name(ast, object));
}
