/* Knows how the turn of a loop falls apart: on what condition the request is sent, what of the turn
 * it is made from, what else reads the loop's names. What must not be rewritten at all stands in
 * request_obstacle.c, the context-manager form in request_with.c. */
#include "rules/io/request_plan.h"

#include "catalog/mutators.h"
#include "rules/io/request_calls.h"
#include "rules/io/request_parts.h"
#include "semantics/qualified_name.h"

/* ---- on what condition --------------------------------------------------------------------------
 */

typedef enum Passage {
    PASSAGE_OPEN,        /* the child runs whenever the parent does */
    PASSAGE_IF,          /* the body of an `if` */
    PASSAGE_CONDITIONAL, /* sometimes */
    PASSAGE_LOOP,        /* again and again */
} Passage;

static Passage passage_of_loop(Field field) {
    return field == FIELD_ITER ? PASSAGE_OPEN : PASSAGE_LOOP;
}

static Passage passage_of_if(const Ast *ast, NodeId parent, Field field) {
    if (field == FIELD_TEST) {
        bool is_elif = ast_node(ast, parent)->flags & NODE_ELIF;
        return is_elif ? PASSAGE_CONDITIONAL : PASSAGE_OPEN;
    }
    bool plain = field == FIELD_BODY && ast_child(ast, parent, FIELD_ORELSE) == NODE_NONE;
    return plain ? PASSAGE_IF : PASSAGE_CONDITIONAL;
}

static Passage passage(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    Field field = (Field)ast_node(ast, node)->field;
    switch (ast_kind(ast, parent)) {
    case NODE_IF:
        return passage_of_if(ast, parent, field);
    case NODE_TRY:
    case NODE_TRY_STAR:
        return field == FIELD_BODY ? PASSAGE_OPEN : PASSAGE_CONDITIONAL;
    case NODE_WHILE:
        return PASSAGE_LOOP;
    case NODE_FOR:
    case NODE_ASYNC_FOR:
        return passage_of_loop(field);
    case NODE_MATCH:
        return field == FIELD_SUBJECT ? PASSAGE_OPEN : PASSAGE_CONDITIONAL;
    case NODE_IF_EXP:
        return field == FIELD_TEST ? PASSAGE_OPEN : PASSAGE_CONDITIONAL;
    case NODE_BOOL_OP:
        return ast_first_child(ast, parent) == node ? PASSAGE_OPEN : PASSAGE_CONDITIONAL;
    case NODE_LAMBDA:
    case NODE_ASSERT:
    case NODE_FUNCTION_DEF:
    case NODE_ASYNC_FUNCTION_DEF:
    case NODE_CLASS_DEF:
        return PASSAGE_CONDITIONAL;
    case NODE_COMPREHENSION:
    case NODE_ASYNC_COMPREHENSION:
        return passage_of_loop(field);
    case NODE_LIST_COMP:
    case NODE_SET_COMP:
    case NODE_DICT_COMP:
    case NODE_GENERATOR_EXP:
        return ast_child(ast, parent, FIELD_GENERATORS) == node ? PASSAGE_OPEN : PASSAGE_LOOP;
    default:
        return PASSAGE_OPEN;
    }
}

static Str conditional_reason(const RequestPlan *plan, NodeId parent) {
    return arena_format(plan->mem, "line %u decides whether the request is sent",
                        plan_row(plan, parent));
}

static bool is_only_statement(const Ast *ast, NodeId statement) {
    return ast_next_in_field(ast, statement) == NODE_NONE;
}

/* From the request up to the turn: `if` blocks without another branch become conditions of what is
 * sent, anything else that may skip or repeat it is a reason. */
static Str climb(RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId node = plan->with != NODE_NONE ? plan->with : plan->sent;
    NodeId top = plan->loop.loop;
    bool in_comprehension = plan->loop.form == REQUEST_LOOP_COMPREHENSION;
    for (; node != top; node = ast_node(ast, node)->parent) {
        NodeId parent = ast_node(ast, node)->parent;
        if (parent == top || (in_comprehension && parent == plan->extent)) {
            break;
        }
        switch (passage(ast, node)) {
        case PASSAGE_OPEN:
            break;
        case PASSAGE_IF:
            if (is_only_statement(ast, parent) && !in_comprehension) {
                ARENA_PUSH(plan->mem, &plan->tests, ast_child(ast, parent, FIELD_TEST));
                break;
            }
            return conditional_reason(plan, parent);
        case PASSAGE_CONDITIONAL:
            return conditional_reason(plan, parent);
        case PASSAGE_LOOP:
            return arena_format(plan->mem, "the loop at line %u sends the request again and again",
                                plan_row(plan, parent));
        }
    }
    return STR("");
}

/* A comprehension's sending goes before its statement: only when that runs it once, and always. */
static Str find_anchor(RequestPlan *plan) {
    const Ast *ast = plan->ast;
    plan->anchor = plan->extent;
    while (!ast_kind_is_statement(ast_kind(ast, plan->anchor))) {
        if (passage(ast, plan->anchor) != PASSAGE_OPEN) {
            return conditional_reason(plan, ast_node(ast, plan->anchor)->parent);
        }
        plan->anchor = ast_node(ast, plan->anchor)->parent;
        NodeKind kind = ast_kind(ast, plan->anchor);
        if (kind == NODE_EXCEPT_HANDLER || kind == NODE_MATCH_CASE || kind == NODE_ARG) {
            return conditional_reason(plan, plan->anchor);
        }
    }
    if (!fix_has_row_before(plan->fix, plan->anchor)) {
        return arena_format(plan->mem, "line %u has no room for statements before the loop",
                            plan_row(plan, plan->anchor));
    }
    return STR("");
}

/* ---- feeds
 * --------------------------------------------------------------------------------------- */

typedef struct Feeding {
    RequestPlan *plan;
    bool *needed; /* by SymbolId */
} Feeding;

static SymbolId symbol_at(const RequestPlan *plan, NodeId node) {
    const ScopeTree *tree = plan->facts->scopes;
    UseId use = scope_use(tree, node);
    if (use != USE_NONE) {
        return scope_use_home(tree, use);
    }
    BindingId binding = scope_binding(tree, node);
    return binding == BINDING_NONE ? SYMBOL_NONE
                                   : tree->symbols[tree->bindings[binding].symbol].home;
}

static void need(Feeding *feeding, NodeId root) {
    const Ast *ast = feeding->plan->ast;
    NodeId end = ast_node(ast, root)->subtree_end;
    for (NodeId node = root; node < end; node++) {
        SymbolId symbol =
            ast_kind(ast, node) == NODE_NAME ? symbol_at(feeding->plan, node) : SYMBOL_NONE;
        if (symbol != SYMBOL_NONE) {
            feeding->needed[symbol] = true;
        }
    }
}

/* `x.update(...)`: the call when it is one of a mutator on a needed name. */
static bool is_filling_call(const Feeding *feeding, NodeId call) {
    const Ast *ast = feeding->plan->ast;
    NodeId callee = ast_child(ast, call, FIELD_FUNC);
    if (callee == NODE_NONE || ast_kind(ast, callee) != NODE_ATTRIBUTE ||
        !catalog_is_mutator(ast_name(ast, callee))) {
        return false;
    }
    NodeId base = request_base_name(ast, callee);
    SymbolId symbol = base == NODE_NONE ? SYMBOL_NONE : symbol_at(feeding->plan, base);
    return symbol != SYMBOL_NONE && feeding->needed[symbol];
}

/* The statement gives a needed name its value, or puts something into it. */
static bool is_feed(const Feeding *feeding, NodeId statement) {
    const Ast *ast = feeding->plan->ast;
    const ScopeTree *tree = feeding->plan->facts->scopes;
    NodeId end = ast_node(ast, statement)->subtree_end;
    for (NodeId node = statement; node < end; node++) {
        BindingId binding = scope_binding(tree, node);
        SymbolId bound = binding == BINDING_NONE
                             ? SYMBOL_NONE
                             : tree->symbols[tree->bindings[binding].symbol].home;
        if (bound != SYMBOL_NONE && feeding->needed[bound]) {
            return true;
        }
        bool stored =
            (ast_kind(ast, node) == NODE_SUBSCRIPT || ast_kind(ast, node) == NODE_ATTRIBUTE) &&
            (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL));
        NodeId base = stored ? request_base_name(ast, node) : NODE_NONE;
        SymbolId symbol = base == NODE_NONE ? SYMBOL_NONE : symbol_at(feeding->plan, base);
        if ((symbol != SYMBOL_NONE && feeding->needed[symbol]) ||
            (ast_kind(ast, node) == NODE_CALL && is_filling_call(feeding, node))) {
            return true;
        }
    }
    return false;
}

/* Assignments, fillings and plain `if`s of them: what can be done in another place as well. */
static bool is_simple(const Feeding *feeding, NodeId statement) {
    const Ast *ast = feeding->plan->ast;
    NodeId end = ast_node(ast, statement)->subtree_end;
    for (NodeId node = statement; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (ast_kind_is_statement(kind) && kind != NODE_ASSIGN && kind != NODE_ANN_ASSIGN &&
            kind != NODE_AUG_ASSIGN && kind != NODE_EXPR && kind != NODE_IF && kind != NODE_PASS) {
            return false;
        }
        bool effect = kind == NODE_AWAIT || kind == NODE_YIELD || kind == NODE_YIELD_FROM ||
                      kind == NODE_BROKEN;
        bool loud = kind == NODE_CALL && !is_filling_call(feeding, node) &&
                    !request_call_is_quiet(&feeding->plan->fix->rule, node);
        if (effect || loud) {
            return false;
        }
    }
    return true;
}

/* A statement deeper than the turn is moved to the left: only when it has one row. */
static bool can_move(const RequestPlan *plan, NodeId statement) {
    bool is_direct = ast_node(plan->ast, statement)->parent == plan->loop.loop;
    Str text = plan_text(plan, statement);
    return is_direct || str_find_byte(text, '\n') == text.len;
}

static bool is_guard(const RequestPlan *plan, NodeId statement) {
    const Ast *ast = plan->ast;
    if (ast_kind(ast, statement) != NODE_IF ||
        ast_child(ast, statement, FIELD_ORELSE) != NODE_NONE) {
        return false;
    }
    NodeId body = ast_child(ast, statement, FIELD_BODY);
    return body != NODE_NONE && ast_kind(ast, body) == NODE_CONTINUE &&
           ast_next_in_field(ast, body) == NODE_NONE;
}

static bool may_continue(const RequestPlan *plan, NodeId statement) {
    const Ast *ast = plan->ast;
    NodeId end = ast_node(ast, statement)->subtree_end;
    for (NodeId node = statement; node < end; node++) {
        if (ast_kind(ast, node) == NODE_CONTINUE && loop_of_node(ast, node) == plan->loop.loop) {
            return true;
        }
    }
    return false;
}

/* Decided by the target and by what the loop leaves alone, without an effect. */
static bool is_known_before(const RequestPlan *plan, NodeId test) {
    const RuleContext *rule = &plan->fix->rule;
    const Ast *ast = plan->ast;
    LoopContext names = loop_context(rule->file, rule->unit);
    NodeId end = ast_node(ast, test)->subtree_end;
    for (NodeId node = test; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_AWAIT || kind == NODE_NAMED_EXPR || kind == NODE_YIELD) {
            return false;
        }
        if (kind != NODE_NAME) {
            continue;
        }
        bool is_target = false;
        const ScopeTree *tree = plan->facts->scopes;
        SymbolId symbol = symbol_at(plan, node);
        NodeId target = plan->loop.target;
        for (NodeId at = target; at < ast_node(ast, target)->subtree_end; at++) {
            BindingId binding = scope_binding(tree, at);
            is_target |= binding != BINDING_NONE &&
                         tree->symbols[tree->bindings[binding].symbol].home == symbol &&
                         symbol != SYMBOL_NONE;
        }
        if (is_target ? false
                      : loop_binds(&names, plan->loop.loop, node) ||
                            loop_mutates(&names, plan->loop.loop, node)) {
            return false;
        }
    }
    return request_loud_call(rule, test, NODE_NONE) == NODE_NONE;
}

static Str skip_reason(const RequestPlan *plan, NodeId statement) {
    return arena_format(plan->mem, "line %u may skip the request", plan_row(plan, statement));
}

/* One statement before the request, looked at from the request backwards. */
static Str take_statement(Feeding *feeding, NodeId statement) {
    RequestPlan *plan = feeding->plan;
    if (is_feed(feeding, statement)) {
        if (!is_simple(feeding, statement) || !can_move(plan, statement)) {
            return arena_format(plan->mem,
                                "line %u, which the request is made from, does more than that",
                                plan_row(plan, statement));
        }
        ARENA_PUSH(plan->mem, &plan->feeds, statement);
        need(feeding, statement);
        return STR("");
    }
    if (!may_continue(plan, statement)) {
        return STR("");
    }
    bool is_own = is_guard(plan, statement) &&
                  ast_node(plan->ast, statement)->parent == plan->loop.loop &&
                  is_known_before(plan, ast_child(plan->ast, statement, FIELD_TEST)) &&
                  fix_owns_rows(plan->fix, ast_span(plan->ast, statement));
    if (!is_own) {
        return skip_reason(plan, statement);
    }
    ARENA_PUSH(plan->mem, &plan->guards, statement);
    return STR("");
}

static void reverse(PlanNodes *nodes) {
    for (uint32_t i = 0; i < nodes->count / 2; i++) {
        NodeId other = nodes->items[nodes->count - 1 - i];
        nodes->items[nodes->count - 1 - i] = nodes->items[i];
        nodes->items[i] = other;
    }
}

/* Guards and conditions leave turns out: before them nothing else may happen in a turn. */
static Str check_conditions(const RequestPlan *plan, const PlanNodes *before) {
    bool has_other = false;
    for (uint32_t i = 0; i < before->count; i++) {
        NodeId statement = before->items[i];
        if (plan_has(&plan->guards, statement)) {
            if (has_other) {
                return skip_reason(plan, statement);
            }
        } else if (!plan_has(&plan->feeds, statement)) {
            has_other = true;
        }
    }
    for (uint32_t i = 0; i < plan->tests.count; i++) {
        if (has_other || !is_known_before(plan, plan->tests.items[i])) {
            return conditional_reason(plan, plan->tests.items[i]);
        }
    }
    return STR("");
}

/* The statements of the turn that run before the request, the nearest first. */
static PlanNodes statements_before(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    PlanNodes found = {0};
    NodeId node = plan->with != NODE_NONE ? plan->with : plan->sent;
    for (; node != plan->extent; node = ast_node(ast, node)->parent) {
        NodeId parent = ast_node(ast, node)->parent;
        if (!ast_kind_is_statement(ast_kind(ast, node))) {
            continue;
        }
        PlanNodes block = {0};
        NodeId sibling = ast_child(ast, parent, (Field)ast_node(ast, node)->field);
        for (; sibling != NODE_NONE && sibling != node; sibling = ast_next_in_field(ast, sibling)) {
            ARENA_PUSH(plan->mem, &block, sibling);
        }
        for (uint32_t i = block.count; i-- > 0;) {
            ARENA_PUSH(plan->mem, &found, block.items[i]);
        }
    }
    return found;
}

/* `with open(path) as body:` around the request in the turn: what it is made from is open only
 * there. */
static Str check_opened(const Feeding *feeding) {
    const RequestPlan *plan = feeding->plan;
    const Ast *ast = plan->ast;
    NodeId from = plan->with != NODE_NONE ? plan->with : plan->sent;
    for (NodeId with = enclosing_with(ast, from, plan->extent); with != NODE_NONE;
         with = enclosing_with(ast, with, plan->extent)) {
        for (NodeId item = ast_child(ast, with, FIELD_ITEMS); item != NODE_NONE;
             item = ast_next_in_field(ast, item)) {
            if (is_feed(feeding, item)) {
                return arena_format(plan->mem, "line %u opens what the request is made from",
                                    plan_row(plan, with));
            }
        }
    }
    return STR("");
}

static Str gather_feeds(RequestPlan *plan) {
    Feeding feeding = {.plan = plan};
    feeding.needed = ARENA_ARRAY(plan->mem, bool, plan->facts->scopes->symbol_count + 1);
    need(&feeding, plan->with != NODE_NONE ? plan->with : plan->sent);
    PlanNodes before = statements_before(plan);
    for (uint32_t i = 0; i < before.count; i++) {
        Str reason = take_statement(&feeding, before.items[i]);
        if (reason.len) {
            return reason;
        }
    }
    Str opened = check_opened(&feeding);
    if (opened.len) {
        return opened;
    }
    reverse(&before);
    reverse(&plan->feeds);
    reverse(&plan->guards);
    return check_conditions(plan, &before);
}

/* ---- errors of the arguments
 * ------------------------------------------------------------------------ */

static bool is_http_error(const RequestPlan *plan, NodeId type) {
    static const char *const modules[] = {"requests.", "httpx.", "aiohttp.", "urllib.", "urllib3."};
    Str path = qualified_name(plan->fix->rule.file, plan->fix->rule.unit, type, plan->mem);
    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++) {
        if (str_starts_with(path, str_from_c(modules[i]))) {
            return true;
        }
    }
    return false;
}

/* Some handler may see what the arguments raise. */
static bool catches_others(const RequestPlan *plan, NodeId statement) {
    const Ast *ast = plan->ast;
    for (NodeId handler = ast_child(ast, statement, FIELD_HANDLERS); handler != NODE_NONE;
         handler = ast_next_in_field(ast, handler)) {
        NodeId type = ast_child(ast, handler, FIELD_TYPE);
        if (type == NODE_NONE) {
            return true;
        }
        NodeId one = ast_kind(ast, type) == NODE_TUPLE ? ast_first_child(ast, type) : type;
        for (; one != NODE_NONE; one = one == type ? NODE_NONE : ast_next_sibling(ast, one)) {
            if (!is_http_error(plan, one)) {
                return true;
            }
        }
    }
    return false;
}

/* Names, literals and texts made of them: giving them raises nothing. */
static bool cannot_raise(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId callee = ast_child(ast, plan->call, FIELD_FUNC);
    NodeId end = ast_node(ast, plan->call)->subtree_end;
    for (NodeId node = plan->call + 1; node < end; node++) {
        bool is_callee = ast_is_within(ast, node, callee);
        switch (ast_kind(ast, node)) {
        case NODE_NAME:
        case NODE_CONSTANT:
        case NODE_JOINED_STR:
        case NODE_FORMATTED_VALUE:
        case NODE_TUPLE:
        case NODE_LIST:
        case NODE_DICT:
        case NODE_KEYWORD:
            break;
        case NODE_ATTRIBUTE:
            if (!is_callee) {
                return false;
            }
            break;
        default:
            return false;
        }
    }
    return true;
}

static void find_catcher(RequestPlan *plan) {
    NodeId within = plan->loop.form == REQUEST_LOOP_COMPREHENSION ? plan->extent : plan->loop.loop;
    NodeId statement = enclosing_try(plan->ast, plan->call, within);
    plan->caught_by = NODE_NONE;
    for (; statement != NODE_NONE; statement = enclosing_try(plan->ast, statement, within)) {
        if (catches_others(plan, statement) && !cannot_raise(plan)) {
            plan->caught_by = statement;
            return;
        }
    }
}

/* ---- all of it
 * --------------------------------------------------------------------------------------- */

static void find_sent(RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId awaiter = plan->request.awaiter;
    NodeId parent = ast_node(ast, plan->call)->parent;
    bool entered = ast_kind(ast, parent) == NODE_WITHITEM;
    plan->with = entered ? ast_node(ast, parent)->parent : NODE_NONE;
    plan->sent =
        awaiter != NODE_NONE && ast_kind(ast, awaiter) == NODE_AWAIT ? awaiter : plan->call;
}

bool request_plan_make(RequestPlan *plan, FixContext *fix, NodeId call, Str *reason) {
    *plan = (RequestPlan){.fix = fix,
                          .facts = fix->rule.facts,
                          .ast = &fix->rule.facts->ast,
                          .mem = fix->rule.mem,
                          .call = call,
                          .kept = NODE_NONE,
                          .last = NODE_NONE};
    *reason = STR("the loop has changed");
    RequestLoops loops = {.context = &fix->rule};
    if (!request_loops_of_call(&loops, call, &plan->request, &plan->loop)) {
        return false;
    }
    find_sent(plan);
    plan->extent = loop_extent(plan->ast, plan->loop.loop);
    *reason = STR("");
    if (plan->loop.form == REQUEST_LOOP_INDEX || plan->loop.form == REQUEST_LOOP_DRAIN) {
        *reason = arena_format(
            plan->mem, "the `while` at line %u decides in every turn whether there is another",
            plan_row(plan, plan->extent));
    }
    Str (*const steps[])(RequestPlan *) = {climb, find_anchor, gather_feeds, request_parts_of_with,
                                           request_parts_name};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !reason->len; i++) {
        *reason = steps[i](plan);
    }
    if (!reason->len) {
        find_catcher(plan);
    }
    return reason->len == 0;
}
