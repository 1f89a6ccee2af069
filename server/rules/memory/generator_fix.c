#include "rules/memory/generator_fix.h"

#include "semantics/kinds.h"
#include "semantics/loops.h"

/* The shape: the list comprehension is all that a function's only `return` gives. */
static NodeId returned_function(const UnitFacts *facts, NodeId comprehension) {
    const Ast *ast = &facts->ast;
    NodeId statement = ast_node(ast, comprehension)->parent;
    if (ast_kind(ast, comprehension) != NODE_LIST_COMP || ast_kind(ast, statement) != NODE_RETURN) {
        return NODE_NONE;
    }
    NodeId function = enclosing_function(ast, statement);
    bool plain = function != NODE_NONE && function == ast_definition(ast) &&
                 ast_kind(ast, function) == NODE_FUNCTION_DEF &&
                 ast_child(ast, function, FIELD_DECORATOR_LIST) == NODE_NONE &&
                 ast_child(ast, function, FIELD_RETURNS) == NODE_NONE;
    for (NodeId node = function + 1; plain && node < ast_node(ast, function)->subtree_end; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool other_return = kind == NODE_RETURN && node != statement;
        plain = !other_return && kind != NODE_YIELD && kind != NODE_YIELD_FROM;
    }
    return plain ? function : NODE_NONE;
}

/* Uses of the result that a generator serves as well. */
static bool takes_generator(const FileModel *file, UnitId unit, NodeId call) {
    static const char *const reducers[] = {"sum",  "max",  "min",   "any",    "all",      "set",
                                           "list", "dict", "tuple", "sorted", "frozenset"};
    const Ast *ast = &file_model_unit(file, unit)->ast;
    if (ast_node(ast, call)->field == FIELD_ITER) {
        return true;
    }
    NodeId parent = ast_node(ast, call)->parent;
    if (ast_kind(ast, parent) != NODE_CALL || ast_node(ast, call)->field != FIELD_ARGS) {
        return false;
    }
    Str path = kinds_callee(file, unit, parent, file->mem);
    for (size_t i = 0; i < sizeof reducers / sizeof reducers[0]; i++) {
        if (str_equal(path, str_from_c(reducers[i]))) {
            return true;
        }
    }
    return false;
}

/* Every mention of the function in the file is a call whose result is iterated once. There must be
 * one: callers that are not seen may need a list. */
static bool callers_allow(const FileModel *file, Str name) {
    uint32_t callers = 0;
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        Str text = str_span(file->outline->text, file->outline->units[unit].extent);
        if (unit != UNIT_MODULE_ID && str_find(text, name) == text.len) {
            continue;
        }
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            NodeKind kind = ast_kind(ast, node);
            bool mention = (kind == NODE_NAME || kind == NODE_ATTRIBUTE) &&
                           str_equal(ast_name(ast, node), name);
            if (!mention) {
                continue;
            }
            NodeId call = ast_node(ast, node)->parent;
            if (kind != NODE_NAME || ast_kind(ast, call) != NODE_CALL ||
                ast_node(ast, node)->field != FIELD_FUNC || !takes_generator(file, unit, call)) {
                return false;
            }
            callers++;
        }
    }
    return callers > 0;
}

static Str slice_text(const FixContext *context, NodeId node) {
    const UnitFacts *facts = context->rule.facts;
    return str_span(facts->text, ast_span(&facts->ast, node));
}

/* One generator with at most one condition keeps its rows readable. */
static bool is_simple(const Ast *ast, NodeId comprehension, NodeId loop) {
    return ast_count_in_field(ast, comprehension, FIELD_GENERATORS) == 1 &&
           ast_count_in_field(ast, loop, FIELD_IFS) <= 1;
}

void generator_fix(FixContext *context, const Reading *reading) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId comprehension = ast_node(ast, reading->loop)->parent;
    NodeId function = returned_function(facts, comprehension);
    if (function == NODE_NONE || !is_simple(ast, comprehension, reading->loop) ||
        context->rule.file->outline->units[context->rule.unit].parent != UNIT_MODULE_ID ||
        !callers_allow(context->rule.file, ast_name(ast, function))) {
        return;
    }
    Arena *mem = context->rule.mem;
    NodeId statement = ast_node(ast, comprehension)->parent;
    uint32_t at = ast_node(ast, statement)->start;
    Str eol = fix_line_end(context);
    Str indent = fix_indent_of(context, at);
    Str step = fix_indent_unit(context);
    NodeId condition = ast_child(ast, reading->loop, FIELD_IFS);
    Str target = slice_text(context, ast_child(ast, reading->loop, FIELD_TARGET));
    Str element = slice_text(context, ast_child(ast, comprehension, FIELD_ELT));
    Str handle = slice_text(context, reading->handle);
    fix_start(context, SAFETY_UNSAFE, STR("Yield the rows one after another"));
    Str head = arena_format(mem, "for %.*s in %.*s:%.*s%.*s%.*s", STR_ARG(target), STR_ARG(handle),
                            STR_ARG(eol), STR_ARG(indent), STR_ARG(step));
    if (condition != NODE_NONE) {
        Str test = slice_text(context, condition);
        head = arena_format(mem, "%.*sif %.*s:%.*s%.*s%.*s%.*s", STR_ARG(head), STR_ARG(test),
                            STR_ARG(eol), STR_ARG(indent), STR_ARG(step), STR_ARG(step));
    }
    fix_replace(context, ast_span(ast, statement),
                arena_format(mem, "%.*syield %.*s", STR_ARG(head), STR_ARG(element)));
}
