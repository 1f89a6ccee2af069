/* Finds the definitions of a unit and what each does in its own scope. Knows Python's shapes and
 * the names that carry meaning (decorators.def, test helpers); judges nothing. */
#include "rules/docs/target.h"

#include "rules/docs/docs_files.h"

#include <stdlib.h>

typedef struct DecoratorRow {
    const char *name;
    uint32_t traits;
} DecoratorRow;

static const DecoratorRow decorators[] = {
#define DECORATOR(name, traits) {name, traits},
#include "rules/docs/decorators.def"
#undef DECORATOR
};

static int compare_decorator(const void *key, const void *row) {
    const Str *name = key;
    return str_compare(*name, str_from_c(((const DecoratorRow *)row)->name));
}

static uint32_t decorator_traits(const DocsUnit *unit, Str name) {
    const DecoratorRow *row = bsearch(&name, decorators, sizeof decorators / sizeof *decorators,
                                      sizeof *decorators, compare_decorator);
    uint32_t traits = row ? row->traits : 0;
    const DocsOptions *options = &unit->options;
    traits |= docs_names_have(options->ignore_decorators, name) ? TRAIT_IGNORED : 0;
    traits |= docs_names_have(options->section_ignore_decorators, name) ? TRAIT_COMMAND : 0;
    traits |= docs_names_have(options->property_decorators, name) ? TRAIT_PROPERTY : 0;
    return traits;
}

Str docs_last_name(const Ast *ast, NodeId expression) {
    while (expression != NODE_NONE) {
        switch (ast_kind(ast, expression)) {
        case NODE_NAME:
        case NODE_ATTRIBUTE:
            return ast_name(ast, expression);
        case NODE_CALL:
            expression = ast_child(ast, expression, FIELD_FUNC);
            break;
        case NODE_SUBSCRIPT:
            expression = ast_child(ast, expression, FIELD_VALUE);
            break;
        default:
            return (Str){"", 0};
        }
    }
    return (Str){"", 0};
}

static uint32_t read_traits(const DocsUnit *unit, NodeId node) {
    uint32_t traits = 0;
    for (NodeId child = ast_child(unit->ast, node, FIELD_DECORATOR_LIST); child != NODE_NONE;
         child = ast_next_in_field(unit->ast, child)) {
        traits |= decorator_traits(unit, docs_last_name(unit->ast, child));
    }
    return traits;
}

/* ---- names -------------------------------------------------------------------------------- */

static bool is_dunder(Str name) {
    return name.len > 4 && str_starts_with(name, STR("__")) && str_ends_with(name, STR("__"));
}

static bool is_underscores(Str name) {
    for (uint32_t i = 0; i < name.len; i++) {
        if (name.ptr[i] != '_') {
            return false;
        }
    }
    return name.len > 0;
}

static bool is_private_name(Str name) {
    return name.len > 0 && name.ptr[0] == '_' && !is_dunder(name);
}

static TargetName classify_name(Str name, bool is_method) {
    if (is_underscores(name)) {
        return NAME_UNDERSCORES;
    }
    if (is_private_name(name)) {
        return NAME_PRIVATE;
    }
    if (!is_dunder(name)) {
        return NAME_PLAIN;
    }
    if (str_equal(name, STR("__call__"))) {
        return NAME_CALL;
    }
    bool constructs = str_equal(name, STR("__init__")) || str_equal(name, STR("__new__"));
    return constructs && is_method ? NAME_CONSTRUCTOR : NAME_MAGIC;
}

/* Names that unittest, nose and pytest call by themselves. Sorted. */
static const char *const test_hooks[] = {
    "asyncSetUp",        "asyncTearDown",   "setUp",           "setUpClass",
    "setUpModule",       "setUpTestData",   "setup",           "setup_class",
    "setup_function",    "setup_method",    "setup_module",    "tearDown",
    "tearDownClass",     "tearDownModule",  "teardown",        "teardown_class",
    "teardown_function", "teardown_method", "teardown_module",
};

static int compare_c_string(const void *key, const void *row) {
    const Str *name = key;
    return str_compare(*name, str_from_c(*(const char *const *)row));
}

static bool is_test_hook(Str name) {
    return bsearch(&name, test_hooks, sizeof test_hooks / sizeof *test_hooks, sizeof *test_hooks,
                   compare_c_string) != NULL;
}

static bool is_test(const DocsUnit *unit, const Target *target) {
    if (unit->options.tests) {
        return false;
    }
    Str name = target->name;
    if (target->is_class) {
        return unit->in_test_file &&
               (str_starts_with(name, STR("Test")) || str_ends_with(name, STR("Test")) ||
                str_ends_with(name, STR("Tests")) || str_ends_with(name, STR("TestCase")));
    }
    if (str_starts_with(name, STR("test_"))) {
        return true;
    }
    return unit->in_test_file && (str_starts_with(name, STR("test")) || is_test_hook(name) ||
                                  (target->traits & TRAIT_FIXTURE));
}

/* ---- own scope ----------------------------------------------------------------------------- */

static bool is_none(const Ast *ast, NodeId value) {
    return value == NODE_NONE ||
           (ast_kind(ast, value) == NODE_CONSTANT && ast_node(ast, value)->detail == CONSTANT_NONE);
}

/* `if x:` without a suite yet, `try:` without `except`: somebody is typing. The grammar lets these
 * pass. */
static bool is_unfinished(const Ast *ast, NodeId statement) {
    switch (ast_kind(ast, statement)) {
    case NODE_TRY:
    case NODE_TRY_STAR:
        if (ast_child(ast, statement, FIELD_HANDLERS) == NODE_NONE &&
            ast_child(ast, statement, FIELD_FINALBODY) == NODE_NONE) {
            return true;
        }
        return ast_child(ast, statement, FIELD_BODY) == NODE_NONE;
    case NODE_IF:
    case NODE_FOR:
    case NODE_ASYNC_FOR:
    case NODE_WHILE:
    case NODE_WITH:
    case NODE_ASYNC_WITH:
    case NODE_EXCEPT_HANDLER:
        return ast_child(ast, statement, FIELD_BODY) == NODE_NONE;
    default:
        return false;
    }
}

static void note_node(DocsUnit *unit, Target *target, NodeId node) {
    const Ast *ast = unit->ast;
    target->is_broken = target->is_broken || is_unfinished(ast, node);
    switch (ast_kind(ast, node)) {
    case NODE_RETURN:
        if (is_none(ast, ast_child(ast, node, FIELD_VALUE))) {
            target->returns_none = true;
        } else {
            target->returns_value = true;
        }
        break;
    case NODE_YIELD:
        target->yields = true;
        target->yields_value |= !is_none(ast, ast_child(ast, node, FIELD_VALUE));
        break;
    case NODE_YIELD_FROM:
        target->yields = true;
        target->yields_value = true;
        break;
    case NODE_RAISE:
        ARENA_PUSH(unit->scratch, &unit->raises, node);
        target->raise_count++;
        break;
    default:
        break;
    }
}

static bool is_definition(NodeKind kind) {
    return kind == NODE_FUNCTION_DEF || kind == NODE_ASYNC_FUNCTION_DEF || kind == NODE_CLASS_DEF;
}

static bool is_ellipsis(const Ast *ast, NodeId statement) {
    NodeId value = ast_first_child(ast, statement);
    return ast_kind(ast, statement) == NODE_EXPR && value != NODE_NONE &&
           ast_kind(ast, value) == NODE_CONSTANT &&
           ast_node(ast, value)->detail == CONSTANT_ELLIPSIS;
}

static bool is_stub_statement(const Ast *ast, NodeId statement) {
    switch (ast_kind(ast, statement)) {
    case NODE_PASS:
        return true;
    case NODE_RAISE:
        return str_equal(docs_last_name(ast, ast_child(ast, statement, FIELD_EXC)),
                         STR("NotImplementedError"));
    default:
        return is_ellipsis(ast, statement);
    }
}

static void read_stub(const Ast *ast, Target *target) {
    target->is_stub = true;
    target->is_ellipsis = target->body != NODE_NONE;
    for (NodeId node = target->body; node != NODE_NONE; node = ast_next_sibling(ast, node)) {
        target->is_ellipsis = target->is_ellipsis && is_ellipsis(ast, node);
        if (!is_stub_statement(ast, node)) {
            target->is_stub = false;
            return;
        }
    }
}

static void add_target(DocsUnit *unit, NodeId node, uint32_t parent);

/* Reads the nodes of a scope, jumping over what belongs to others. O(nodes). */
static void walk_scope(DocsUnit *unit, uint32_t index, NodeId start, NodeId end) {
    const Ast *ast = unit->ast;
    for (NodeId node = start; node < end;) {
        NodeKind kind = ast_kind(ast, node);
        if (is_definition(kind)) {
            add_target(unit, node, index);
        } else if (kind != NODE_LAMBDA) {
            if (index != TARGET_NONE && !unit->targets.items[index].is_class) {
                note_node(unit, &unit->targets.items[index], node);
            }
            node++;
            continue;
        }
        node = ast_node(ast, node)->subtree_end;
    }
}

/* ---- around ---------------------------------------------------------------------------------- */

static bool outer_is_private(const DocsUnit *unit) {
    const Outline *outline = unit->file->outline;
    for (UnitId id = outline->units[unit->unit].parent; id != UNIT_NONE;
         id = outline->units[id].parent) {
        if (is_private_name(str_span(outline->text, outline->units[id].name))) {
            return true;
        }
    }
    return false;
}

static void read_place(const DocsUnit *unit, Target *target) {
    if (target->parent != TARGET_NONE) {
        const Target *parent = &unit->targets.items[target->parent];
        target->is_member = parent->is_class;
        target->is_nested = !parent->is_class || parent->is_nested;
        target->is_private = parent->is_class && parent->is_private;
    } else if (unit->unit != UNIT_MODULE_ID) {
        UnitId around = unit->file->outline->units[unit->unit].parent;
        UnitKind kind = around == UNIT_NONE ? UNIT_MODULE : unit->file->outline->units[around].kind;
        target->is_member = kind == UNIT_CLASS;
        target->is_nested = kind == UNIT_FUNCTION;
        target->is_private = outer_is_private(unit);
    }
    target->is_method = target->is_member && !target->is_class;
}

static void add_target(DocsUnit *unit, NodeId node, uint32_t parent) {
    const Ast *ast = unit->ast;
    Target target = {
        .node = node,
        .parent = parent,
        .name = ast_name(ast, node),
        .is_class = ast_kind(ast, node) == NODE_CLASS_DEF,
        .is_async = ast_kind(ast, node) == NODE_ASYNC_FUNCTION_DEF,
        .is_broken = (ast_node(ast, node)->flags & NODE_HAS_BROKEN) != 0,
        .annotation = ast_child(ast, node, FIELD_RETURNS),
    };
    read_place(unit, &target);
    target.name_kind = classify_name(target.name, target.is_method);
    target.is_private |= target.name_kind == NAME_PRIVATE;
    target.traits = read_traits(unit, node);
    target.is_test = is_test(unit, &target);
    target.doc = docstring_find(ast, node, unit->text);
    target.is_broken |= target.doc.state == DOCSTRING_UNKNOWN || target.name.len == 0;
    target.body = target.doc.statement != NODE_NONE ? ast_next_sibling(ast, target.doc.statement)
                                                    : ast_child(ast, node, FIELD_BODY);
    read_stub(ast, &target);
    ARENA_PUSH(unit->scratch, &unit->targets, target);
}

/* The array is its own queue: what is nested in a target is found when its turn comes. */
static void find_targets(DocsUnit *unit) {
    const Ast *ast = unit->ast;
    if (ast->node_count == 0) {
        return;
    }
    walk_scope(unit, TARGET_NONE, NODE_ROOT + 1, ast->node_count);
    for (uint32_t i = 0; i < unit->targets.count; i++) {
        NodeId node = unit->targets.items[i].node;
        NodeId body = ast_child(ast, node, FIELD_BODY);
        unit->targets.items[i].raise_first = unit->raises.count;
        unit->targets.items[i].member_first = unit->targets.count;
        if (body != NODE_NONE) {
            walk_scope(unit, i, body, ast_node(ast, node)->subtree_end);
        }
        Target *target = &unit->targets.items[i];
        target->member_count = unit->targets.count - target->member_first;
    }
}

/* ---- the unit ---------------------------------------------------------------------------------
 */

/* Moves the arrays to the file's memory, no larger than they are. */
static void settle(DocsUnit *unit) {
    Target *targets = ARENA_ARRAY(unit->mem, Target, unit->targets.count);
    NodeId *raises = ARENA_ARRAY(unit->mem, NodeId, unit->raises.count);
    if (unit->targets.count > 0) {
        memcpy(targets, unit->targets.items, sizeof *targets * unit->targets.count);
    }
    if (unit->raises.count > 0) {
        memcpy(raises, unit->raises.items, sizeof *raises * unit->raises.count);
    }
    unit->targets.items = targets;
    unit->raises.items = raises;
    unit->scratch = NULL;
}

DocsUnit *docs_unit(const RuleContext *context) {
    FileDocs *docs = file_docs(context->file, context->options);
    if (docs->unit && docs->unit->unit == context->unit) {
        return docs->unit;
    }
    Arena *mem = context->file->mem;
    DocsUnit *unit = ARENA_NEW(mem, DocsUnit);
    unit->unit = context->unit;
    unit->file = context->file;
    unit->facts = context->facts;
    unit->ast = &context->facts->ast;
    unit->text = context->facts->text;
    unit->options = docs->options;
    unit->in_test_file = docs->is_test;
    unit->mem = mem;
    unit->scratch = context->scratch;
    find_targets(unit);
    settle(unit);
    docs->unit = unit;
    return unit;
}

static int compare_places(const void *a, const void *b) {
    NodeId left = ((const TargetPlace *)a)->node;
    NodeId right = ((const TargetPlace *)b)->node;
    return (left > right) - (left < right);
}

static const TargetPlace *places_by_node(const DocsUnit *unit) {
    TargetPlace *places = ARENA_ARRAY(unit->mem, TargetPlace, unit->targets.count);
    for (uint32_t i = 0; i < unit->targets.count; i++) {
        places[i] = (TargetPlace){unit->targets.items[i].node, i};
    }
    if (unit->targets.count > 1) {
        qsort(places, unit->targets.count, sizeof *places, compare_places);
    }
    return places;
}

Target *docs_unit_target(DocsUnit *unit, NodeId node) {
    if (!unit->by_node) {
        unit->by_node = places_by_node(unit);
    }
    TargetPlace wanted = {node, 0};
    const TargetPlace *place =
        bsearch(&wanted, unit->by_node, unit->targets.count, sizeof *unit->by_node, compare_places);
    return place ? &unit->targets.items[place->index] : NULL;
}
