/* Knows when repetition is the smell; refuses to know what is sent. */
#include "rules/query/statement_loop.h"

#include "catalog/query.h"
#include "rules/shape.h"

enum { FEW_ELEMENTS = 3, FEW_TURNS = 10 };

/* ---- loops that turn often ------------------------------------------------------------------ */

static bool calls_builtin(const FileModel *file, UnitId unit, NodeId call, Str path) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    return ast_kind(ast, call) == NODE_CALL &&
           str_equal(kinds_callee(file, unit, call, file->mem), path);
}

/* `range(0, n, size)`: batches; not `range(27, -1, -1)`. */
static bool is_batching(const FileModel *file, UnitId unit, NodeId iterable) {
    const UnitFacts *facts = file_model_unit(file, unit);
    const Ast *ast = &facts->ast;
    if (!calls_builtin(file, unit, iterable, STR("range")) ||
        ast_count_in_field(ast, iterable, FIELD_ARGS) != 3) {
        return false;
    }
    NodeId step = ast_child(ast, iterable, FIELD_ARGS);
    step = ast_next_in_field(ast, ast_next_in_field(ast, step));
    return ast_kind(ast, step) != NODE_UNARY_OP && !str_equal(shape_text(facts, step), STR("1"));
}

/* Without an end: what goes through it looks for one that fits. */
static bool is_endless(const FileModel *file, UnitId unit, NodeId iterable) {
    return calls_builtin(file, unit, iterable, STR("itertools.count")) ||
           calls_builtin(file, unit, iterable, STR("itertools.cycle"));
}

/* `batched(rows, 500)`, `chunked(rows, 500)`: each turn takes many. */
static bool is_over_batches(const Ast *ast, NodeId iterable) {
    NodeId function = ast_child(ast, iterable, FIELD_FUNC);
    return ast_kind(ast, iterable) == NODE_CALL && function != NODE_NONE &&
           catalog_makes_batches(ast_name(ast, function));
}

/* A range, also `reversed(range(1, 5))`, `enumerate(range(n))`. */
static bool is_over_range(const FileModel *file, UnitId unit, NodeId iterable) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    while (calls_builtin(file, unit, iterable, STR("reversed")) ||
           calls_builtin(file, unit, iterable, STR("enumerate"))) {
        NodeId inner = ast_child(ast, iterable, FIELD_ARGS);
        if (inner == NODE_NONE) {
            return false;
        }
        iterable = inner;
    }
    return calls_builtin(file, unit, iterable, STR("range"));
}

static bool turns_often(const FileModel *file, UnitId unit, NodeId loop) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId iterable = loop_iterable(ast, loop);
    if (iterable == NODE_NONE || is_batching(file, unit, iterable) ||
        is_over_batches(ast, iterable) || is_endless(file, unit, iterable)) {
        return false; /* `while`: polls, drains, pages */
    }
    uint32_t most = is_over_range(file, unit, iterable) ? FEW_TURNS : FEW_ELEMENTS;
    uint32_t bound = loop_bound(file, unit, loop);
    return bound == SIZE_UNKNOWN || bound > most;
}

/* ---- remembered while a unit is looked at -----------------------------------------------------
 */

enum { OFTEN_KNOWN = 1 << 0, OFTEN = 1 << 1, LEFT_KNOWN = 1 << 2, LEFT = 1 << 3 };

struct FileLoopTurns {
    UnitId unit;
    uint8_t *bits; /* by node: of loops, whether they turn often; of statements, whether one behind
                      leaves */
    AnswerId told; /* of a shared model: for all loops */
};

/* What was asked for it is noted by the first who asks: all of them look at the same unit. */
static uint8_t *turns_of(const FileModel *file, UnitId unit) {
    struct FileLoopTurns *known = file->layers->turns;
    if (!known || known->unit != unit) {
        known = known ? known : ARENA_NEW(file->mem, struct FileLoopTurns);
        uint32_t count = file_model_unit(file, unit)->ast.node_count;
        *known =
            (struct FileLoopTurns){.unit = unit, .bits = ARENA_ARRAY(file->mem, uint8_t, count)};
        file->layers->turns = known;
    }
    return known->bits;
}

static bool is_often(const FileModel *file, UnitId unit, NodeId loop) {
    uint8_t *bits = turns_of(file, unit);
    if (!(bits[loop] & OFTEN_KNOWN)) {
        AnswerId told = file->layers->turns->told;
        AnswerId before = project_answer(file, &told);
        file->layers->turns->told = told;
        bits[loop] |= OFTEN_KNOWN | (turns_often(file, unit, loop) ? OFTEN : 0);
        project_answered(file, before);
        project_note_answer(file, told);
    } else {
        project_note_answer(file, file->layers->turns->told);
    }
    return bits[loop] & OFTEN;
}

/* ---- loops that are left -------------------------------------------------------------------- */

static bool leaves(NodeKind kind) {
    return kind == NODE_RETURN || kind == NODE_BREAK || kind == NODE_RAISE;
}

/* A statement of the same block behind `statement` leaves the loop, whatever happens. Each
 * statement is looked at once for all that stand before it. */
static bool is_left_behind(const Ast *ast, uint8_t *bits, NodeId statement) {
    NodeId next = statement;
    bool is_left = false;
    for (; next != NODE_NONE && !is_left; next = ast_next_in_field(ast, next)) {
        if (bits[next] & LEFT_KNOWN) {
            is_left = bits[next] & LEFT;
            break;
        }
        NodeKind kind = ast_kind(ast, next);
        is_left = leaves(kind) && kind != NODE_RAISE;
    }
    for (NodeId at = statement; at != next; at = ast_next_in_field(ast, at)) {
        bits[at] |= LEFT_KNOWN | (is_left ? LEFT : 0);
    }
    return is_left;
}

/* The last statement of a block leaves. */
static bool block_leaves(const Ast *ast, NodeId statement, Field field) {
    NodeId last = NODE_NONE;
    for (NodeId child = ast_child(ast, statement, field); child != NODE_NONE;
         child = ast_next_in_field(ast, child)) {
        last = child;
    }
    NodeKind kind = ast_kind(ast, last);
    return kind == NODE_RETURN || kind == NODE_BREAK;
}

/* `x`, `x is not None`, `x == ...`: not `not x`, `x is None`. */
static bool is_positive(const Ast *ast, NodeId test) {
    NodeKind kind = ast_kind(ast, test);
    if (kind == NODE_UNARY_OP) {
        return ast_node(ast, test)->detail != OPERATOR_NOT;
    }
    if (kind != NODE_COMPARE) {
        return true;
    }
    uint8_t op = ast_node(ast, ast_child(ast, test, FIELD_OPS))->detail;
    return op != OPERATOR_IS && op != OPERATOR_NOT_EQ;
}

static bool mentions(const Ast *ast, NodeId within, Str name) {
    NodeId end = ast_node(ast, within)->subtree_end;
    for (NodeId node = within; node < end; node++) {
        if (ast_kind(ast, node) == NODE_NAME && str_equal(ast_name(ast, node), name)) {
            return true;
        }
    }
    return false;
}

/* `if statement(): return`, or `x = statement()` and behind it `if x: break`. */
static bool is_search(const Ast *ast, NodeId statement, NodeId node) {
    NodeKind kind = ast_kind(ast, statement);
    NodeId test = kind == NODE_IF ? ast_child(ast, statement, FIELD_TEST) : NODE_NONE;
    if (test != NODE_NONE && ast_is_within(ast, node, test)) {
        return is_positive(ast, test) && block_leaves(ast, statement, FIELD_BODY);
    }
    NodeId target = kind == NODE_ASSIGN ? ast_child(ast, statement, FIELD_TARGETS) : NODE_NONE;
    NodeId next = ast_next_in_field(ast, statement);
    if (ast_kind(ast, target) != NODE_NAME || ast_kind(ast, next) != NODE_IF) {
        return false;
    }
    test = ast_child(ast, next, FIELD_TEST);
    return mentions(ast, test, ast_name(ast, target)) && is_positive(ast, test) &&
           block_leaves(ast, next, FIELD_BODY);
}

/* On every level up to the loop. */
static bool ends_the_loop(const Ast *ast, uint8_t *bits, NodeId loop, NodeId node) {
    if (loop_is_comprehension(ast, loop)) {
        return false;
    }
    for (NodeId at = node; at != loop && at != NODE_NONE; at = ast_node(ast, at)->parent) {
        if (ast_kind_is_statement(ast_kind(ast, at)) &&
            (is_left_behind(ast, bits, at) || is_search(ast, at, node))) {
            return true;
        }
    }
    return false;
}

/* ---- loops over models ----------------------------------------------------------------------- */

/* The name that a chain of attributes and calls begins with. */
static NodeId beginning(const Ast *ast, NodeId node) {
    while (node != NODE_NONE &&
           (ast_kind(ast, node) == NODE_CALL || ast_kind(ast, node) == NODE_ATTRIBUTE)) {
        node = ast_child(ast, node, ast_kind(ast, node) == NODE_CALL ? FIELD_FUNC : FIELD_VALUE);
    }
    return node != NODE_NONE && ast_kind(ast, node) == NODE_NAME ? node : NODE_NONE;
}

/* `for model in (Order, Invoice): model.objects.count()`: each turn asks another table, which no
 * single statement does. */
static bool asks_another_table(const FileModel *file, UnitId unit, NodeId loop, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId name = beginning(ast, node);
    NodeId target = loop_target(ast, loop);
    if (name == NODE_NONE || target == NODE_NONE || ast_kind(ast, target) != NODE_NAME ||
        !str_equal(ast_name(ast, name), ast_name(ast, target))) {
        return false;
    }
    const Kind *kind = kind_get(kinds_table(file), kinds_expression(file, unit, name));
    return kind->tag == KIND_TAG_CLASS && (kind->flags & KIND_IS_EXAMPLE);
}

/* ---- lambdas that are called for each element ------------------------------------------------ */

/* `map(lambda pk: ..., keys)`: the call, which goes through what the lambda is called with. */
static NodeId call_for_each(const FileModel *file, UnitId unit, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId lambda = enclosing_function(ast, node);
    if (ast_kind(ast, lambda) != NODE_LAMBDA || ast_node(ast, lambda)->field != FIELD_ARGS ||
        ast_kind(ast, ast_node(ast, lambda)->parent) != NODE_CALL) {
        return NODE_NONE;
    }
    NodeId call = ast_node(ast, lambda)->parent;
    Str callee = kinds_callee(file, unit, call, file->mem);
    const CatalogCallback *row = callee.len ? catalog_callback(callee) : NULL;
    NodeId function = row && row->function >= 0 ? ast_child(ast, call, FIELD_ARGS) : NODE_NONE;
    for (int8_t i = 0; row && i < row->function && function != NODE_NONE; i++) {
        function = ast_next_in_field(ast, function);
    }
    NodeId iterable = row && row->iterable >= 0 ? ast_child(ast, call, FIELD_ARGS) : NODE_NONE;
    for (int8_t i = 0; row && i < row->iterable && iterable != NODE_NONE; i++) {
        iterable = ast_next_in_field(ast, iterable);
    }
    bool is_it = function == lambda && iterable != NODE_NONE &&
                 !is_batching(file, unit, iterable) && !is_over_batches(ast, iterable) &&
                 !is_endless(file, unit, iterable);
    if (!is_it) {
        return NODE_NONE;
    }
    uint32_t most = calls_builtin(file, unit, iterable, STR("range")) ? FEW_TURNS : FEW_ELEMENTS;
    uint32_t bound = size_bound(file, unit, iterable);
    return bound == SIZE_UNKNOWN || bound > most ? call : NODE_NONE;
}

NodeId statement_loop_of_node(const FileModel *file, UnitId unit, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId loop = loop_of_node(ast, node);
    if (loop == NODE_NONE) {
        return call_for_each(file, unit, node);
    }
    while (loop != NODE_NONE &&
           (!is_often(file, unit, loop) || asks_another_table(file, unit, loop, node))) {
        loop = loop_enclosing(ast, loop);
    }
    bool is_ended = loop != NODE_NONE && ends_the_loop(ast, turns_of(file, unit), loop, node);
    return is_ended ? NODE_NONE : loop;
}

/* ---- batches -------------------------------------------------------------------------------- */

/* `pk__in=chunk`, `.in_(chunk)`: the statement takes many at once. */
static bool takes_many(const Ast *ast, NodeId within) {
    NodeId end = ast_node(ast, within)->subtree_end;
    for (NodeId node = within; node < end; node++) {
        if (ast_kind(ast, node) == NODE_KEYWORD && catalog_query_takes_many(ast_name(ast, node))) {
            NodeKind value = ast_kind(ast, ast_child(ast, node, FIELD_VALUE));
            return value == NODE_NAME || value == NODE_SUBSCRIPT;
        }
        if (ast_kind(ast, node) == NODE_ATTRIBUTE &&
            catalog_query_takes_many(ast_name(ast, node))) {
            return true;
        }
    }
    return false;
}

static bool is_loop_target(const Ast *ast, NodeId loop, NodeId name) {
    NodeId target = loop_target(ast, loop);
    return ast_kind(ast, target) == NODE_NAME && ast_kind(ast, name) == NODE_NAME &&
           str_equal(ast_name(ast, target), ast_name(ast, name));
}

/* The loop goes over chunks: what it gives is sent whole. */
static bool is_batch(const Ast *ast, NodeId loop, const Statement *statement) {
    NodeId target = loop_target(ast, loop);
    bool names_target =
        ast_kind(ast, target) == NODE_NAME && mentions(ast, statement->node, ast_name(ast, target));
    return names_target && takes_many(ast, statement->node);
}

/* `if n % 100 == 0: commit()`, `if len(batch) > 50:`: now and then. */
static bool is_now_and_then(const Ast *ast, NodeId loop, NodeId node) {
    for (NodeId at = node; at != loop && at != NODE_NONE; at = ast_node(ast, at)->parent) {
        NodeId parent = ast_node(ast, at)->parent;
        bool is_branch = ast_kind(ast, parent) == NODE_IF && ast_node(ast, at)->field == FIELD_BODY;
        NodeId test = is_branch ? ast_child(ast, parent, FIELD_TEST) : NODE_NONE;
        NodeId end = test == NODE_NONE ? 0 : ast_node(ast, test)->subtree_end;
        for (NodeId part = test; test != NODE_NONE && part < end; part++) {
            bool is_modulo =
                ast_kind(ast, part) == NODE_BIN_OP && ast_node(ast, part)->detail == OPERATOR_MOD;
            if (is_modulo || ast_kind(ast, part) == NODE_COMPARE) {
                return true;
            }
        }
    }
    return false;
}

/* `if len(batch) >= 500: insert(batch)`: a batch at a time. */
static bool is_when_full(const FileModel *file, UnitId unit, NodeId loop, NodeId node) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    for (NodeId at = node; at != loop && at != NODE_NONE; at = ast_node(ast, at)->parent) {
        NodeId parent = ast_node(ast, at)->parent;
        bool is_branch = ast_kind(ast, parent) == NODE_IF && ast_node(ast, at)->field == FIELD_BODY;
        NodeId test = is_branch ? ast_child(ast, parent, FIELD_TEST) : NODE_NONE;
        if (test != NODE_NONE && ast_kind(ast, test) == NODE_COMPARE &&
            calls_builtin(file, unit, ast_child(ast, test, FIELD_LEFT), STR("len"))) {
            return true;
        }
    }
    return false;
}

/* `except: ...; commit()`: what fails is not every turn. */
static bool is_in_handler(const Ast *ast, NodeId loop, NodeId node) {
    for (NodeId at = node; at != loop && at != NODE_NONE; at = ast_node(ast, at)->parent) {
        if (ast_kind(ast, at) == NODE_EXCEPT_HANDLER) {
            return true;
        }
    }
    return false;
}

NodeId statement_loop(const FileModel *file, UnitId unit, const Statement *statement) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId loop = statement_loop_of_node(file, unit, statement->node);
    if (loop == NODE_NONE || is_batch(ast, loop, statement)) {
        return NODE_NONE;
    }
    NodeId first = ast_child(ast, statement->node, FIELD_ARGS);
    if (statement->is_bulk && is_loop_target(ast, loop, first)) {
        return NODE_NONE;
    }
    bool is_rare = statement->is_ending && (is_now_and_then(ast, loop, statement->node) ||
                                            is_in_handler(ast, loop, statement->node));
    is_rare |= statement->is_bulk && is_when_full(file, unit, loop, statement->node);
    return is_rare ? NODE_NONE : loop;
}
