#include "rules/cpu/front_fix.h"

#include "rules/cpu/loop_cost.h"
#include "rules/cpu/variable.h"

/* ---- append and reverse ------------------------------------------------------------------------
 */

/* An insertion at the front that is a statement of its own. */
static bool is_insertion(const UnitFacts *facts, NodeId use) {
    const Ast *ast = &facts->ast;
    NodeId attribute = ast_node(ast, use)->parent;
    NodeId call = ast_node(ast, attribute)->parent;
    return ast_kind(ast, attribute) == NODE_ATTRIBUTE && ast_kind(ast, call) == NODE_CALL &&
           ast_kind(ast, ast_node(ast, call)->parent) == NODE_EXPR &&
           front_operation_of(facts, call).form == FRONT_INSERT &&
           front_operation_of(facts, call).list == use;
}

/* The outermost statement loop around the operation that does not bind the list and uses it for
 * insertions only; NODE_NONE when the innermost one already does more. */
static NodeId inserting_loop(const LoopContext *loops, const Variable *list, NodeId operation) {
    const Ast *ast = &list->facts->ast;
    NodeId found = NODE_NONE;
    for (NodeId loop = loop_of_node(ast, operation); loop != NODE_NONE;
         loop = loop_enclosing(ast, loop)) {
        bool only_inserts = !loop_is_comprehension(ast, loop) &&
                            !cost_is_bound(loops, loop, variable_use(list, 0), NULL);
        for (uint32_t i = 0; only_inserts && i < variable_use_count(list); i++) {
            NodeId use = variable_use(list, i);
            only_inserts = !ast_is_within(ast, use, loop) || is_insertion(list->facts, use);
        }
        if (!only_inserts) {
            break;
        }
        found = loop;
    }
    return found;
}

static bool is_empty_display(const Ast *ast, NodeId value) {
    return ast_kind(ast, value) == NODE_LIST && ast_first_child(ast, value) == NODE_NONE;
}

/* `x = []` in the block of the loop, and nothing uses x before the loop. */
static bool begins_empty(const Variable *list, NodeId loop) {
    const Ast *ast = &list->facts->ast;
    NodeId assignment = variable_only_assignment(list);
    if (assignment == NODE_NONE ||
        !is_empty_display(ast, ast_child(ast, assignment, FIELD_VALUE)) ||
        ast_node(ast, assignment)->parent != ast_node(ast, loop)->parent ||
        ast_node(ast, assignment)->field != ast_node(ast, loop)->field || assignment > loop) {
        return false;
    }
    for (uint32_t i = 0; i < variable_use_count(list); i++) {
        if (variable_use(list, i) < loop) {
            return false;
        }
    }
    return true;
}

static void append_instead(FixContext *context, const Variable *list, NodeId loop) {
    const Ast *ast = &list->facts->ast;
    for (uint32_t i = 0; i < variable_use_count(list); i++) {
        NodeId use = variable_use(list, i);
        if (!ast_is_within(ast, use, loop)) {
            continue;
        }
        NodeId attribute = ast_node(ast, use)->parent;
        NodeId first = ast_child(ast, ast_node(ast, attribute)->parent, FIELD_ARGS);
        fix_replace(context, ast_name_span(ast, attribute), STR("append"));
        NodeId second = ast_next_in_field(ast, first);
        fix_delete(context, (Span){ast_node(ast, first)->start, ast_node(ast, second)->start});
    }
}

/* False when the shape does not allow it. */
static bool reverse_after(FixContext *context, const Variable *list, NodeId operation) {
    const Ast *ast = &list->facts->ast;
    LoopContext loops = cost_context(&context->rule);
    NodeId loop = variable_is_local(list) ? inserting_loop(&loops, list, operation) : NODE_NONE;
    if (loop == NODE_NONE) {
        return false;
    }
    Str name = ast_name(ast, variable_use(list, 0));
    bool is_empty = begins_empty(list, loop);
    /* An error that is caught would leave the list the wrong way round. */
    if (enclosing_try(ast, loop, NODE_NONE) != NODE_NONE ||
        (!is_empty && !fix_has_row_before(context, loop))) {
        return false;
    }
    Arena *mem = context->rule.mem;
    Str reverse = arena_format(mem, "%.*s.reverse()", STR_ARG(name));
    fix_start(context, is_empty ? SAFETY_SAFE : SAFETY_UNSAFE,
              arena_format(mem, "Append to `%.*s` and reverse it after the loop", STR_ARG(name)));
    if (!is_empty) {
        fix_insert_row_before(context, loop, reverse);
    }
    append_instead(context, list, loop);
    fix_insert_row_after(context, loop, reverse);
    return true;
}

/* ---- a deque ------------------------------------------------------------------------------------
 */

typedef enum DequeUse {
    DEQUE_AS_IS, /* means the same for a deque */
    DEQUE_FRONT, /* an operation at the front: has another name there */
    DEQUE_POSITION,
    DEQUE_HANDED_ON,
    DEQUE_OTHER,
} DequeUse;

/* append, extend, clear and pop() are there under the same name. */
static DequeUse method_use(const UnitFacts *facts, NodeId attribute) {
    static const char *const shared[] = {"append", "clear", "extend"};
    const Ast *ast = &facts->ast;
    NodeId call = ast_node(ast, attribute)->parent;
    if (ast_kind(ast, call) != NODE_CALL || ast_node(ast, attribute)->field != FIELD_FUNC) {
        return DEQUE_OTHER;
    }
    FrontForm form = front_operation_of(facts, call).form;
    if (form == FRONT_POP || form == FRONT_INSERT) {
        return DEQUE_FRONT;
    }
    Str name = ast_name(ast, attribute);
    bool is_shared = str_equal(name, STR("pop")) && ast_next_sibling(ast, attribute) == NODE_NONE;
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        is_shared |= str_equal(name, str_from_c(shared[i]));
    }
    return is_shared ? DEQUE_AS_IS : DEQUE_OTHER;
}

static DequeUse subscript_use(const UnitFacts *facts, NodeId subscript) {
    NodeId statement = ast_node(&facts->ast, subscript)->parent;
    bool deletes = ast_kind(&facts->ast, statement) == NODE_DELETE &&
                   front_operation_of(facts, statement).form == FRONT_DELETE;
    return deletes ? DEQUE_FRONT : DEQUE_POSITION;
}

/* A deque that changes while it is iterated raises. */
static DequeUse iteration_use(const LoopContext *loops, NodeId use, NodeId loop) {
    return loop_mutates(loops, loop, use) ? DEQUE_OTHER : DEQUE_AS_IS;
}

static DequeUse compare_use(const Ast *ast, NodeId use, NodeId compare) {
    NodeId op = ast_child(ast, compare, FIELD_OPS);
    uint8_t kind = ast_node(ast, op)->detail;
    bool is_member_test = ast_count_in_field(ast, compare, FIELD_OPS) == 1 &&
                          (kind == OPERATOR_IN || kind == OPERATOR_NOT_IN) &&
                          ast_node(ast, use)->field == FIELD_COMPARATORS;
    return is_member_test ? DEQUE_AS_IS : DEQUE_OTHER;
}

static DequeUse argument_use(const LoopContext *loops, NodeId call) {
    Str callee = kinds_callee(loops->file, loops->unit, call, loops->file->mem);
    return str_equal(callee, STR("len")) ? DEQUE_AS_IS : DEQUE_HANDED_ON;
}

static DequeUse use_as_deque(const LoopContext *loops, const UnitFacts *facts, NodeId use) {
    const Ast *ast = &facts->ast;
    NodeId node = use;
    while (ast_kind(ast, ast_node(ast, node)->parent) == NODE_BOOL_OP) {
        node = ast_node(ast, node)->parent;
    }
    NodeId parent = ast_node(ast, node)->parent;
    Field field = (Field)ast_node(ast, node)->field;
    bool is_tested = field == FIELD_TEST || ast_kind(ast, parent) == NODE_UNARY_OP;
    if (is_tested || node != use) {
        return is_tested ? DEQUE_AS_IS : DEQUE_HANDED_ON;
    }
    switch (ast_kind(ast, parent)) {
    case NODE_ATTRIBUTE:
        return method_use(facts, parent);
    case NODE_SUBSCRIPT:
        return field == FIELD_VALUE ? subscript_use(facts, parent) : DEQUE_OTHER;
    case NODE_FOR:
    case NODE_ASYNC_FOR:
    case NODE_COMPREHENSION:
        return field == FIELD_ITER ? iteration_use(loops, use, parent) : DEQUE_OTHER;
    case NODE_COMPARE:
        return compare_use(ast, use, parent);
    case NODE_CALL:
        return argument_use(loops, parent);
    case NODE_RETURN:
    case NODE_YIELD:
    case NODE_YIELD_FROM:
    case NODE_ASSIGN:
    case NODE_KEYWORD:
    case NODE_TUPLE:
    case NODE_LIST:
        return DEQUE_HANDED_ON;
    default:
        return DEQUE_OTHER;
    }
}

/* Why the list cannot become a deque; empty when it can. */
static Str deque_obstacle(const FixContext *context, const Variable *list, Str name) {
    Arena *mem = context->rule.mem;
    LoopContext loops = cost_context(&context->rule);
    if (!variable_is_local(list)) {
        return arena_format(mem, "`%.*s` is used outside of this function", STR_ARG(name));
    }
    if (variable_only_assignment(list) == NODE_NONE) {
        return arena_format(mem, "`%.*s` is not made by one plain assignment", STR_ARG(name));
    }
    for (uint32_t i = 0; i < variable_use_count(list); i++) {
        switch (use_as_deque(&loops, list->facts, variable_use(list, i))) {
        case DEQUE_AS_IS:
        case DEQUE_FRONT:
            break;
        case DEQUE_POSITION:
            return arena_format(mem, "`%.*s` is read by position as well", STR_ARG(name));
        case DEQUE_HANDED_ON:
            return arena_format(mem, "`%.*s` is handed on as a list", STR_ARG(name));
        case DEQUE_OTHER:
            return arena_format(mem, "`%.*s` is used in ways that a deque does not have",
                                STR_ARG(name));
        }
    }
    return STR("");
}

/* `[]` -> `deque()`, `list(x)` -> `deque(x)`, anything else -> `deque(...)`. */
static void make_deque(FixContext *context, NodeId value, Str deque) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Span span = ast_span(ast, value);
    Str callee =
        ast_kind(ast, value) == NODE_CALL
            ? kinds_callee(context->rule.file, context->rule.unit, value, context->rule.mem)
            : STR("");
    if (is_empty_display(ast, value)) {
        fix_replace(context, span, arena_format(context->rule.mem, "%.*s()", STR_ARG(deque)));
    } else if (str_equal(callee, STR("list"))) {
        fix_replace(context, ast_span(ast, ast_child(ast, value, FIELD_FUNC)), deque);
    } else {
        fix_insert(context, span.start, arena_format(context->rule.mem, "%.*s(", STR_ARG(deque)));
        fix_insert(context, span.end, STR(")"));
    }
}

static void rename_operation(FixContext *context, NodeId use) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId attribute = ast_node(ast, use)->parent;
    NodeId node = ast_node(ast, attribute)->parent;
    FrontOperation operation = front_operation_of(facts, node);
    if (operation.form == FRONT_DELETE) {
        fix_replace(context, ast_span(ast, node),
                    arena_format(context->rule.mem, "%.*s.popleft()", STR_ARG(ast_name(ast, use))));
        return;
    }
    bool pops = operation.form == FRONT_POP;
    NodeId first = ast_child(ast, node, FIELD_ARGS);
    NodeId second = ast_next_in_field(ast, first);
    uint32_t end = pops ? ast_node(ast, first)->end : ast_node(ast, second)->start;
    fix_replace(context, ast_name_span(ast, attribute), pops ? STR("popleft") : STR("appendleft"));
    fix_delete(context, (Span){ast_node(ast, first)->start, end});
}

static void use_deque(FixContext *context, const Variable *list, Str name) {
    const Ast *ast = &list->facts->ast;
    Str title = arena_format(context->rule.mem, "Make `%.*s` a deque", STR_ARG(name));
    Str obstacle = deque_obstacle(context, list, name);
    if (obstacle.len) {
        fix_refuse(context, title, obstacle);
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str deque = fix_import(context, STR("collections"), STR("deque"));
    make_deque(context, ast_child(ast, variable_only_assignment(list), FIELD_VALUE), deque);
    LoopContext loops = cost_context(&context->rule);
    for (uint32_t i = 0; i < variable_use_count(list); i++) {
        NodeId use = variable_use(list, i);
        if (use_as_deque(&loops, list->facts, use) == DEQUE_FRONT) {
            rename_operation(context, use);
        }
    }
}

void front_fix(FixContext *context, const FrontOperation *operation) {
    const UnitFacts *facts = context->rule.facts;
    Str name = cost_text(&context->rule, operation->list);
    if (operation->form == FRONT_SHIFT || operation->form == FRONT_PREPEND) {
        fix_refuse(context, arena_format(context->rule.mem, "Make `%.*s` a deque", STR_ARG(name)),
                   STR("each turn makes a new list, which others may hold"));
        return;
    }
    if (ast_kind(&facts->ast, operation->list) != NODE_NAME) {
        fix_refuse(context, arena_format(context->rule.mem, "Make `%.*s` a deque", STR_ARG(name)),
                   arena_format(context->rule.mem, "`%.*s` is used outside of this function",
                                STR_ARG(name)));
        return;
    }
    Variable list = variable_of(facts, operation->list);
    if (operation->form != FRONT_INSERT || !reverse_after(context, &list, operation->node)) {
        use_deque(context, &list, name);
    }
}
