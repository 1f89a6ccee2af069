/* Knows tests of a view's action and of the request's method; whatever it cannot decide is open. */
#include "rules/query/view_action.h"

#include "rules/shape.h"
#include "semantics/listed_names.h"

enum { NOT_MAX = 4 };

/* `self.action`, `self.request.method`, `getattr(self, "action", None)`. */
Str view_asked_name(const ViewAsked *asked, const UnitFacts *facts, NodeId node) {
    Str text = shape_text(facts, node);
    if (str_equal(text, STR("self.action")) ||
        str_starts_with(text, STR("getattr(self, \"action\"")) ||
        str_starts_with(text, STR("getattr(self, 'action'"))) {
        return asked->action;
    }
    return str_equal(text, STR("self.request.method")) ? asked->verb : STR("");
}

static ViewTruth truth(bool is_true) {
    return is_true ? VIEW_ALWAYS : VIEW_NEVER;
}

static ViewTruth turned(ViewTruth value) {
    return value == VIEW_UNKNOWN ? value : truth(value == VIEW_NEVER);
}

/* Is the name among the literals? */
static ViewTruth is_among(const FileModel *file, UnitId unit, NodeId list, Str name) {
    ListedNames names = listed_names_read(file, unit, list, file->mem);
    bool has = listed_names_have(&names, name);
    return has || names.is_whole ? truth(has) : VIEW_UNKNOWN;
}

static ViewTruth compare(const ViewAsked *asked, const FileModel *file, UnitId unit, NodeId test) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const Ast *ast = &facts->ast;
    NodeId right = ast_child(ast, test, FIELD_COMPARATORS);
    Str name = view_asked_name(asked, facts, ast_child(ast, test, FIELD_LEFT));
    if (!name.len || right == NODE_NONE || ast_next_in_field(ast, right) != NODE_NONE) {
        return VIEW_UNKNOWN;
    }
    Str other = listed_name_literal(facts, right);
    switch (ast_node(ast, ast_child(ast, test, FIELD_OPS))->detail) {
    case OPERATOR_EQ:
        return other.len ? truth(str_equal(name, other)) : VIEW_UNKNOWN;
    case OPERATOR_NOT_EQ:
        return other.len ? truth(!str_equal(name, other)) : VIEW_UNKNOWN;
    case OPERATOR_IN:
        return is_among(file, unit, right, name);
    case OPERATOR_NOT_IN:
        return turned(is_among(file, unit, right, name));
    default:
        return VIEW_UNKNOWN;
    }
}

/* A test without `and` and `or`. */
static ViewTruth part(const ViewAsked *asked, const FileModel *file, UnitId unit, NodeId test) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    bool is_turned = false;
    for (uint32_t i = 0; i < NOT_MAX && ast_kind(ast, test) == NODE_UNARY_OP &&
                         ast_node(ast, test)->detail == OPERATOR_NOT;
         i++) {
        is_turned = !is_turned;
        test = ast_child(ast, test, FIELD_OPERAND);
    }
    ViewTruth value =
        ast_kind(ast, test) == NODE_COMPARE ? compare(asked, file, unit, test) : VIEW_UNKNOWN;
    return is_turned ? turned(value) : value;
}

ViewTruth view_test(const ViewAsked *asked, const FileModel *file, UnitId unit, NodeId test) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (ast_kind(ast, test) != NODE_BOOL_OP) {
        return part(asked, file, unit, test);
    }
    ViewTruth deciding = ast_node(ast, test)->detail == OPERATOR_AND ? VIEW_NEVER : VIEW_ALWAYS;
    bool is_known = true;
    for (NodeId each = ast_child(ast, test, FIELD_VALUES); each != NODE_NONE;
         each = ast_next_in_field(ast, each)) {
        ViewTruth value = part(asked, file, unit, each);
        if (value == deciding) {
            return deciding;
        }
        is_known = is_known && value != VIEW_UNKNOWN;
    }
    return is_known ? turned(deciding) : VIEW_UNKNOWN;
}

/* ---- the way to a node ----------------------------------------------------------------------- */

static bool leaves(const Ast *ast, NodeId statement) {
    return statement != NODE_NONE &&
           (ast_kind(ast, statement) == NODE_RETURN || ast_kind(ast, statement) == NODE_RAISE);
}

/* A statement of the same block before `at` leaves the method. */
static ViewTruth comes_after(const ViewAsked *asked, const FileModel *file, UnitId unit,
                             NodeId at) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    Field field = (Field)ast_node(ast, at)->field;
    ViewTruth comes = VIEW_ALWAYS;
    for (NodeId before = ast_child(ast, ast_node(ast, at)->parent, field);
         before != NODE_NONE && before < at; before = ast_next_in_field(ast, before)) {
        bool is_left = ast_kind(ast, before) == NODE_IF &&
                       leaves(ast, ast_last_in_field(ast, before, FIELD_BODY));
        ViewTruth test =
            is_left ? view_test(asked, file, unit, ast_child(ast, before, FIELD_TEST)) : VIEW_NEVER;
        if (test == VIEW_ALWAYS || leaves(ast, before)) {
            return VIEW_NEVER;
        }
        comes = test == VIEW_UNKNOWN ? VIEW_UNKNOWN : comes;
    }
    return comes;
}

/* Through the branch of `parent` that `at` is. */
static ViewTruth enters(const ViewAsked *asked, const FileModel *file, UnitId unit, NodeId parent,
                        NodeId at) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    Field field = (Field)ast_node(ast, at)->field;
    switch (ast_kind(ast, parent)) {
    case NODE_IF:
    case NODE_IF_EXP: {
        if (field == FIELD_TEST) {
            return VIEW_ALWAYS;
        }
        ViewTruth test = view_test(asked, file, unit, ast_child(ast, parent, FIELD_TEST));
        return field == FIELD_BODY ? test : turned(test);
    }
    case NODE_FOR:
    case NODE_WHILE:
    case NODE_EXCEPT_HANDLER:
    case NODE_MATCH_CASE:
        return VIEW_UNKNOWN;
    default:
        return VIEW_ALWAYS;
    }
}

ViewTruth view_reaches(const ViewAsked *asked, const FileModel *file, UnitId unit, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    ViewTruth comes = VIEW_ALWAYS;
    for (NodeId at = node; at != NODE_NONE && !ast_kind_is_function(ast_kind(ast, at));
         at = ast_node(ast, at)->parent) {
        NodeId parent = ast_node(ast, at)->parent;
        ViewTruth through =
            parent == NODE_NONE ? VIEW_ALWAYS : enters(asked, file, unit, parent, at);
        ViewTruth after = parent != NODE_NONE && ast_kind_is_statement(ast_kind(ast, at))
                              ? comes_after(asked, file, unit, at)
                              : VIEW_ALWAYS;
        if (through == VIEW_NEVER || after == VIEW_NEVER) {
            return VIEW_NEVER;
        }
        comes = through == VIEW_UNKNOWN || after == VIEW_UNKNOWN ? VIEW_UNKNOWN : comes;
    }
    return comes;
}
