/* Knows how views choose a serializer: by branches, tables and the classes above them. Which rows
 * the serializer is given it does not know. */
#include "rules/query/view_choice.h"

#include "rules/query/serializer.h"
#include "rules/query/view_action.h"
#include "rules/shape.h"
#include "semantics/listed_names.h"

enum { STEPS_MAX = 48, EXPRESSIONS_MAX = 24 };

/* An expression of a method, or of a class's body. */
typedef struct Expression {
    const FileModel *file;
    UnitId unit;
    NodeId node;
    uint32_t holder; /* place of the method's class in the view's order */
} Expression;

typedef struct Choosing {
    const ViewAsked *asked;
    const ClassOrder *order;
    Expression waiting[EXPRESSIONS_MAX];
    uint32_t count;
    ViewChoices out;
    Arena *mem;
} Choosing;

/* ---- methods ----------------------------------------------------------------------------------
 */

static UnitId own_method(const Choosing *choosing, uint32_t place, Str name,
                         const FileModel **file) {
    ClassRef one = choosing->order->items[place];
    if (one.tag != REF_CLASS) {
        return UNIT_NONE;
    }
    *file = row_scan_file(choosing->asked->file, one.file);
    UnitId method = file_model_member(*file, one.unit, name);
    bool is_one = method != UNIT_NONE && (*file)->outline->units[method].kind == UNIT_FUNCTION;
    return is_one ? method : UNIT_NONE;
}

ClassRef view_method(const FileModel *file, ClassRef view, Str name) {
    ViewAsked asked = {.file = file, .view = view};
    Choosing choosing = {.asked = &asked, .order = class_order(file, view)};
    for (uint32_t i = 0; choosing.order && i < choosing.order->count; i++) {
        const FileModel *home;
        UnitId method = own_method(&choosing, i, name, &home);
        NodeId node =
            method == UNIT_NONE ? NODE_NONE : ast_definition(&file_model_unit(home, method)->ast);
        if (node != NODE_NONE) {
            return (ClassRef){.tag = REF_FUNCTION, .file = home->id, .unit = method, .node = node};
        }
    }
    return (ClassRef){.tag = REF_NONE};
}

static bool is_name(const Ast *ast, NodeId node, Str name) {
    return node != NODE_NONE && ast_kind(ast, node) == NODE_NAME &&
           str_equal(ast_name(ast, node), name);
}

static bool is_super(const Ast *ast, NodeId node) {
    return node != NODE_NONE && ast_kind(ast, node) == NODE_CALL &&
           is_name(ast, ast_child(ast, node, FIELD_FUNC), STR("super"));
}

bool view_method_calls(const FileModel *file, UnitId unit, Str name) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    for (NodeId call = ast_call_named(ast, 0, name); call != NODE_NONE;
         call = ast_call_named(ast, call + 1, name)) {
        NodeId object = ast_child(ast, ast_child(ast, call, FIELD_FUNC), FIELD_VALUE);
        if (is_super(ast, object) || is_name(ast, object, STR("self"))) {
            return true;
        }
    }
    return false;
}

ViewReturns view_returns(const ViewAsked *asked, const FileModel *file, UnitId unit, Arena *mem) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    struct Values ARRAY_OF(NodeId) values = {0};
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId value =
            ast_kind(ast, node) == NODE_RETURN ? ast_child(ast, node, FIELD_VALUE) : NODE_NONE;
        if (value != NODE_NONE && view_reaches(asked, file, unit, node) != VIEW_NEVER) {
            ARENA_PUSH(mem, &values, value);
        }
    }
    return (ViewReturns){values.items, values.count};
}

NodeId view_value_of_action(const ViewAsked *asked, const FileModel *file, UnitId unit,
                            NodeId name) {
    const UnitFacts *facts = file_model_unit(file, unit);
    SymbolId variable =
        ast_kind(&facts->ast, name) == NODE_NAME ? shape_local(facts, name) : SYMBOL_NONE;
    const Symbol *symbol = variable == SYMBOL_NONE ? NULL : &facts->scopes->symbols[variable];
    for (uint32_t i = symbol ? symbol->binding_count : 0; i > 0; i--) {
        const Binding *binding = &facts->scopes->bindings[symbol->first_binding + i - 1];
        ViewTruth comes =
            binding->node > name ? VIEW_NEVER : view_reaches(asked, file, unit, binding->node);
        if (comes != VIEW_NEVER) {
            bool is_plain = binding->kind == BINDING_ASSIGN && !binding->is_unpacked;
            return comes == VIEW_ALWAYS && is_plain
                       ? ast_child(&facts->ast, binding->source, FIELD_VALUE)
                       : NODE_NONE;
        }
    }
    return NODE_NONE;
}

/* ---- expressions ------------------------------------------------------------------------------
 */

static void wait(Choosing *choosing, Expression of, NodeId node) {
    of.node = node;
    if (node != NODE_NONE && choosing->count < EXPRESSIONS_MAX) {
        choosing->waiting[choosing->count++] = of;
    }
}

static void add_choice(Choosing *choosing, KindId kind) {
    bool is_new = kind_get(kinds_table(choosing->asked->file), kind)->tag == KIND_TAG_CLASS &&
                  serializer_reaches(choosing->asked->file, kind, catalog_is_serializer_class) &&
                  choosing->out.count < VIEW_CHOICES_MAX;
    for (uint32_t i = 0; i < choosing->out.count; i++) {
        is_new = is_new && choosing->out.items[i] != kind;
    }
    if (is_new) {
        choosing->out.items[choosing->out.count++] = kind;
    }
}

/* `self.serializer_class` of the view itself. */
static void choose_attribute(Choosing *choosing, Str name) {
    ClassRef view = choosing->asked->view;
    if (choosing->asked->own != KIND_NEVER && str_equal(name, STR("serializer_class"))) {
        add_choice(choosing, choosing->asked->own);
        return;
    }
    add_choice(choosing, kinds_attribute(row_scan_file(choosing->asked->file, view.file), view.unit,
                                         view.node, name));
}

/* `self.serializer_classes`, `SERIALIZERS`, `{"list": ...}`: the Dict. */
static bool table_of(const Choosing *choosing, Expression of, NodeId node, Expression *out) {
    const Ast *ast = &file_model_unit(of.file, of.unit)->ast;
    ClassRef found = {.tag = REF_VALUE, .file = of.file->id, .unit = of.unit, .node = node};
    if (ast_kind(ast, node) == NODE_ATTRIBUTE &&
        is_name(ast, ast_child(ast, node, FIELD_VALUE), STR("self"))) {
        found = class_body_value(choosing->asked->file, choosing->asked->view, ast_name(ast, node),
                                 NULL);
    } else if (ast_kind(ast, node) == NODE_NAME || ast_kind(ast, node) == NODE_ATTRIBUTE) {
        found = class_ref_resolve(of.file, of.unit, node, choosing->mem);
    }
    if (found.tag != REF_VALUE) {
        return false;
    }
    *out = (Expression){row_scan_file(choosing->asked->file, found.file), found.unit, found.node,
                        of.holder};
    return ast_kind(&file_model_unit(out->file, out->unit)->ast, found.node) == NODE_DICT;
}

typedef enum Lookup { LOOKUP_NONE, LOOKUP_FOUND, LOOKUP_MISSING } Lookup;

/* The value that the Dict has under `key`. */
static Lookup look_up(Expression table, Str key, Expression *out) {
    const UnitFacts *facts = file_model_unit(table.file, table.unit);
    const Ast *ast = &facts->ast;
    NodeId name = ast_child(ast, table.node, FIELD_KEYS);
    NodeId value = ast_child(ast, table.node, FIELD_VALUES);
    for (; name != NODE_NONE && value != NODE_NONE;
         name = ast_next_in_field(ast, name), value = ast_next_in_field(ast, value)) {
        if (!listed_name_literal(facts, name).len) {
            return LOOKUP_NONE;
        }
        if (str_equal(listed_name_literal(facts, name), key)) {
            *out = table;
            out->node = value;
            return LOOKUP_FOUND;
        }
    }
    return name == NODE_NONE && value == NODE_NONE ? LOOKUP_MISSING : LOOKUP_NONE;
}

/* `table[self.action]`, `table.get(self.action, default)`: *out is the value, or the default. */
static Lookup by_table(const Choosing *choosing, Expression of, Expression *out) {
    const UnitFacts *facts = file_model_unit(of.file, of.unit);
    const Ast *ast = &facts->ast;
    bool is_call = ast_kind(ast, of.node) == NODE_CALL;
    NodeId function = is_call ? ast_child(ast, of.node, FIELD_FUNC) : NODE_NONE;
    bool is_get = is_call && ast_kind(ast, function) == NODE_ATTRIBUTE &&
                  str_equal(ast_name(ast, function), STR("get"));
    if (!is_get && ast_kind(ast, of.node) != NODE_SUBSCRIPT) {
        return LOOKUP_NONE;
    }
    NodeId table = ast_child(ast, is_get ? function : of.node, FIELD_VALUE);
    NodeId key = ast_child(ast, of.node, is_get ? FIELD_ARGS : FIELD_SLICE);
    Str name = key == NODE_NONE ? STR("") : view_asked_name(choosing->asked, facts, key);
    Expression dict;
    if (!name.len || !table_of(choosing, of, table, &dict)) {
        return LOOKUP_NONE;
    }
    Lookup found = look_up(dict, name, out);
    NodeId otherwise = is_get ? ast_next_in_field(ast, key) : NODE_NONE;
    if (found == LOOKUP_MISSING && otherwise != NODE_NONE) {
        *out = of;
        out->node = otherwise;
        return LOOKUP_FOUND;
    }
    return found;
}

/* What the method returns for the action, of the view's class at `from` or of the next ones that
 * have it; else the library's, which gives the attribute. */
static void choose_method(Choosing *choosing, uint32_t from) {
    for (uint32_t i = from; i < choosing->order->count; i++) {
        const FileModel *file;
        UnitId method = own_method(choosing, i, STR("get_serializer_class"), &file);
        if (method == UNIT_NONE) {
            continue;
        }
        ViewReturns returns = view_returns(choosing->asked, file, method, choosing->mem);
        Expression last = {file, method, NODE_NONE, i};
        for (uint32_t k = 0; k < returns.count; k++) {
            Expression value;
            last.node = returns.items[k];
            if (by_table(choosing, last, &value) == LOOKUP_MISSING) {
                continue;
            }
            wait(choosing, last, returns.items[k]);
            if (view_reaches(choosing->asked, file, method, returns.items[k]) == VIEW_ALWAYS) {
                break;
            }
        }
        return;
    }
    choose_attribute(choosing, STR("serializer_class"));
}

static void choose_if(Choosing *choosing, Expression of) {
    const Ast *ast = &file_model_unit(of.file, of.unit)->ast;
    ViewTruth test =
        view_test(choosing->asked, of.file, of.unit, ast_child(ast, of.node, FIELD_TEST));
    if (test != VIEW_NEVER) {
        wait(choosing, of, ast_child(ast, of.node, FIELD_BODY));
    }
    if (test != VIEW_ALWAYS) {
        wait(choosing, of, ast_child(ast, of.node, FIELD_ORELSE));
    }
}

/* `self.table.get(self.action) or self.serializer_class`. */
static void choose_or(Choosing *choosing, Expression of) {
    const Ast *ast = &file_model_unit(of.file, of.unit)->ast;
    for (NodeId value = ast_child(ast, of.node, FIELD_VALUES); value != NODE_NONE;
         value = ast_next_in_field(ast, value)) {
        Expression found = of;
        found.node = value;
        Lookup lookup = by_table(choosing, found, &found);
        if (lookup != LOOKUP_MISSING) {
            wait(choosing, of, value);
        }
        if (lookup == LOOKUP_FOUND) {
            return;
        }
    }
}

/* A variable of the method: what its bindings give it that the action comes to. */
static bool choose_variable(Choosing *choosing, Expression of) {
    const UnitFacts *facts = file_model_unit(of.file, of.unit);
    SymbolId variable = shape_local(facts, of.node);
    const Symbol *symbol = variable == SYMBOL_NONE ? NULL : &facts->scopes->symbols[variable];
    if (!symbol || (symbol->flags & SYMBOL_PARAMETER)) {
        return false;
    }
    NodeId value = view_value_of_action(choosing->asked, of.file, of.unit, of.node);
    if (value != NODE_NONE) {
        wait(choosing, of, value);
        return true;
    }
    for (uint32_t i = 0; i < symbol->binding_count; i++) {
        const Binding *binding = &facts->scopes->bindings[symbol->first_binding + i];
        if (binding->kind == BINDING_ASSIGN && !binding->is_unpacked && binding->node < of.node &&
            view_reaches(choosing->asked, of.file, of.unit, binding->node) != VIEW_NEVER) {
            wait(choosing, of, ast_child(&facts->ast, binding->source, FIELD_VALUE));
        }
    }
    return true;
}

/* `self.get_serializer_class()`, `super().get_serializer_class()`. */
static bool choose_called(Choosing *choosing, Expression of) {
    const Ast *ast = &file_model_unit(of.file, of.unit)->ast;
    NodeId function = ast_child(ast, of.node, FIELD_FUNC);
    if (ast_kind(ast, function) != NODE_ATTRIBUTE ||
        !str_equal(ast_name(ast, function), STR("get_serializer_class"))) {
        return false;
    }
    bool goes_on = is_super(ast, ast_child(ast, function, FIELD_VALUE));
    choose_method(choosing, goes_on ? of.holder + 1 : 0);
    return true;
}

static void choose(Choosing *choosing, Expression of) {
    const Ast *ast = &file_model_unit(of.file, of.unit)->ast;
    Expression value;
    if (by_table(choosing, of, &value) == LOOKUP_FOUND) {
        wait(choosing, value, value.node);
        return;
    }
    switch (ast_kind(ast, of.node)) {
    case NODE_IF_EXP:
        choose_if(choosing, of);
        return;
    case NODE_BOOL_OP:
        choose_or(choosing, of);
        return;
    case NODE_CALL:
        if (choose_called(choosing, of)) {
            return;
        }
        break;
    case NODE_NAME:
        if (choose_variable(choosing, of)) {
            return;
        }
        break;
    case NODE_ATTRIBUTE:
        if (is_name(ast, ast_child(ast, of.node, FIELD_VALUE), STR("self"))) {
            choose_attribute(choosing, ast_name(ast, of.node));
            return;
        }
        break;
    default:
        break;
    }
    add_choice(choosing, kinds_expression(of.file, of.unit, of.node));
}

static ViewChoices finish(Choosing *choosing) {
    for (uint32_t step = 0; step < STEPS_MAX && choosing->count; step++) {
        Expression next = choosing->waiting[--choosing->count];
        choose(choosing, next);
    }
    return choosing->out;
}

/* ---- questions --------------------------------------------------------------------------------
 */

/* `get_serializer(self, *args, **kwargs)` of the project: the classes that it calls. */
static bool choose_made(Choosing *choosing) {
    for (uint32_t i = 0; i < choosing->order->count; i++) {
        const FileModel *file;
        UnitId method = own_method(choosing, i, STR("get_serializer"), &file);
        if (method == UNIT_NONE || view_method_calls(file, method, STR("get_serializer"))) {
            continue;
        }
        const Ast *ast = &file_model_unit(file, method)->ast;
        ViewReturns returns = view_returns(choosing->asked, file, method, choosing->mem);
        for (uint32_t k = 0; k < returns.count; k++) {
            if (ast_kind(ast, returns.items[k]) == NODE_CALL) {
                wait(choosing, (Expression){file, method, NODE_NONE, i},
                     ast_child(ast, returns.items[k], FIELD_FUNC));
            }
        }
        return true;
    }
    return false;
}

ViewChoices view_choices(const ViewAsked *asked, Arena *mem) {
    Choosing choosing = {
        .asked = asked, .order = class_order(asked->file, asked->view), .mem = mem};
    if (choosing.order && !choose_made(&choosing)) {
        choose_method(&choosing, 0);
    }
    return finish(&choosing);
}

ViewChoices view_choices_of_call(const ViewAsked *asked, UnitId unit, NodeId function, Arena *mem) {
    const UnitFacts *facts = file_model_unit(asked->file, unit);
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, function) == NODE_ATTRIBUTE &&
        str_equal(ast_name(ast, function), STR("get_serializer")) &&
        is_name(ast, ast_child(ast, function, FIELD_VALUE), STR("self"))) {
        return view_choices(asked, mem);
    }
    SymbolId variable =
        ast_kind(ast, function) == NODE_NAME ? shape_local(facts, function) : SYMBOL_NONE;
    NodeId value = variable == SYMBOL_NONE ? function : shape_only_value(facts, variable);
    bool is_chosen = value != NODE_NONE && ast_kind(ast, value) == NODE_CALL &&
                     str_equal(shape_method(ast, value), STR("get_serializer_class"));
    Choosing choosing = {
        .asked = asked, .order = class_order(asked->file, asked->view), .mem = mem};
    if (choosing.order && is_chosen) {
        wait(&choosing, (Expression){asked->file, unit, NODE_NONE, 0}, value);
    }
    return finish(&choosing);
}
