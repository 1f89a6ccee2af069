/* Knows which facts forbid sending the requests of a loop side by side (spec/io.md B, Which fix may
 * be offered); knows nothing about how that would be written. */
#include "catalog/pacing.h"
#include "rules/io/request_calls.h"
#include "rules/io/request_plan.h"
#include "semantics/kinds.h"

/* ---- where it stands
 * ------------------------------------------------------------------------------ */

/* Under `if __name__ == "__main__":`. */
static bool is_under_main(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    for (NodeId node = plan->extent; node != NODE_ROOT; node = ast_node(ast, node)->parent) {
        NodeId parent = ast_node(ast, node)->parent;
        if (ast_kind(ast, parent) != NODE_IF) {
            continue;
        }
        NodeId test = ast_child(ast, parent, FIELD_TEST);
        NodeId left =
            ast_kind(ast, test) == NODE_COMPARE ? ast_child(ast, test, FIELD_LEFT) : NODE_NONE;
        if (left != NODE_NONE && ast_kind(ast, left) == NODE_NAME &&
            str_equal(ast_name(ast, left), STR("__name__"))) {
            return true;
        }
    }
    return false;
}

static NodeId first_yield(const Ast *ast, NodeId function) {
    NodeId end = ast_node(ast, function)->subtree_end;
    for (NodeId node = function + 1; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        if (ast_kind_is_function(kind) || kind == NODE_LAMBDA) {
            node = ast_node(ast, node)->subtree_end - 1;
        } else if (kind == NODE_YIELD || kind == NODE_YIELD_FROM) {
            return node;
        }
    }
    return NODE_NONE;
}

static Str place_obstacle(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId function = enclosing_function(ast, plan->extent);
    if (function == NODE_NONE) {
        return is_under_main(plan) ? STR("") : STR("the loop runs while the module is imported");
    }
    if (ast_kind(ast, function) == NODE_LAMBDA) {
        return STR("a lambda has no room for statements");
    }
    if (str_equal(ast_name(ast, function), STR("__del__"))) {
        return STR("`__del__` may run while the interpreter ends");
    }
    NodeId yield = first_yield(ast, function);
    if (yield != NODE_NONE) {
        return arena_format(plan->mem, "`%.*s` is a generator: it yields at line %u",
                            STR_ARG(ast_name(ast, function)), plan_row(plan, yield));
    }
    return STR("");
}

/* ---- what is held
 * ---------------------------------------------------------------------------------- */

static Str held_by(const RequestPlan *plan, NodeId item) {
    const RuleContext *rule = &plan->fix->rule;
    const Ast *ast = plan->ast;
    NodeId entered = ast_child(ast, item, FIELD_CONTEXT_EXPR);
    NodeId named = entered != NODE_NONE && ast_kind(ast, entered) == NODE_CALL
                       ? ast_child(ast, entered, FIELD_FUNC)
                       : entered;
    if (named == NODE_NONE) {
        return STR("");
    }
    Str text = plan_text(plan, named);
    uint32_t roles = catalog_pacing(text);
    uint32_t traits =
        kind_traits(kinds_table(rule->file), kinds_expression(rule->file, rule->unit, entered));
    bool locks = (roles & PACING_GATE) || (traits & CLASS_GATE);
    bool transaction = (roles & PACING_TRANSACTION) || (traits & CLASS_DB_CONNECTION);
    if (!locks && !transaction) {
        return STR("");
    }
    return arena_format(plan->mem,
                        locks ? "the loop holds `%.*s` from line %u on"
                              : "the loop is part of the transaction `%.*s` at line %u",
                        STR_ARG(text), plan_row(plan, item));
}

static Str holding_obstacle(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId from = plan->with != NODE_NONE ? plan->with : plan->call;
    for (NodeId with = enclosing_with(ast, from, NODE_NONE); with != NODE_NONE;
         with = enclosing_with(ast, with, NODE_NONE)) {
        for (NodeId item = ast_child(ast, with, FIELD_ITEMS); item != NODE_NONE;
             item = ast_next_in_field(ast, item)) {
            Str reason = held_by(plan, item);
            if (reason.len) {
                return reason;
            }
        }
    }
    return STR("");
}

/* ---- what is done
 * ---------------------------------------------------------------------------------- */

static Str write_obstacle(const RequestPlan *plan) {
    const RuleContext *rule = &plan->fix->rule;
    if (!plan->request.writes ||
        options_bool(rule->options, OPTION_io_sequential_requests_writes)) {
        return STR("");
    }
    NodeId callee = ast_child(plan->ast, plan->call, FIELD_FUNC);
    return arena_format(plan->mem,
                        "`%.*s` at line %u may write, and the order of its writes would be lost; "
                        "sequential-requests.writes allows it",
                        STR_ARG(plan_text(plan, callee)), plan_row(plan, plan->call));
}

/* "`fetch` changes `self.count` at line 7": where a function on the way does it. */
static Str hidden_reason(const RequestPlan *plan, const HiddenWrite *found, const char *does,
                         const char *end) {
    const FileModel *file = found->function.file;
    const UnitFacts *facts = file_model_unit(file, found->function.unit);
    uint32_t at = outline_to_file(file->outline, found->function.unit,
                                  ast_node(&facts->ast, found->node)->start);
    Str text = str_span(facts->text, ast_span(&facts->ast, found->node));
    text = str_slice(text, 0, str_find_byte(text, '\n'));
    if (ast_kind_is_statement(ast_kind(&facts->ast, found->node))) { /* `global NAME` */
        text = str_slice(text, str_find_byte(text, ' ') + 1, text.len);
    }
    bool elsewhere = file->id != plan->fix->rule.file->id;
    return arena_format(plan->mem, "`%.*s` %s `%.*s` at %.*s%sline %u%s",
                        STR_ARG(ast_name(&facts->ast, found->function.node)), does, STR_ARG(text),
                        STR_ARG(elsewhere ? file->path : STR("")), elsewhere ? " " : "",
                        line_index_row(file->lines, at) + 1, end);
}

static Str hidden_obstacle(const RequestPlan *plan) {
    HiddenWrite found;
    if (request_hidden_write(&plan->fix->rule, plan->call, &found)) {
        return hidden_reason(plan, &found, "changes", ", which requests would share");
    }
    if (request_hidden_effect(&plan->fix->rule, plan->call, &found)) {
        return hidden_reason(plan, &found, "calls", ", which has effects of its own");
    }
    return STR("");
}

/* Calls in the arguments would all run before the first turn. */
static Str argument_obstacle(const RequestPlan *plan) {
    const Ast *ast = plan->ast;
    NodeId end = ast_node(ast, plan->call)->subtree_end;
    for (NodeId node = plan->call + 1; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        bool loud = kind == NODE_CALL && !request_call_is_quiet(&plan->fix->rule, node);
        if (loud || kind == NODE_AWAIT || kind == NODE_NAMED_EXPR || kind == NODE_BROKEN) {
            Str text = plan_text(plan, node);
            return arena_format(plan->mem, "`%.*s` at line %u may have effects of its own",
                                STR_ARG(str_slice(text, 0, str_find_byte(text, '\n'))),
                                plan_row(plan, node));
        }
    }
    NodeId callee = ast_child(ast, plan->call, FIELD_FUNC);
    if (str_starts_with(plan_text(plan, callee), STR("super()"))) {
        return STR("`super()` means nothing in a comprehension");
    }
    return STR("");
}

/* ---- what is iterated
 * ------------------------------------------------------------------------------ */

static bool has_endless_loop(const FunctionPlace *function) {
    const Ast *ast = &file_model_unit(function->file, function->unit)->ast;
    bool yields = false;
    bool endless = false;
    NodeId end = ast_node(ast, function->node)->subtree_end;
    for (NodeId node = function->node; node < end; node++) {
        NodeKind kind = ast_kind(ast, node);
        yields |= kind == NODE_YIELD || kind == NODE_YIELD_FROM;
        NodeId test = kind == NODE_WHILE ? ast_child(ast, node, FIELD_TEST) : NODE_NONE;
        endless |= test != NODE_NONE && ast_kind(ast, test) == NODE_CONSTANT &&
                   !(loop_contents(ast, node) & (LOOP_HAS_BREAK | LOOP_HAS_RETURN));
    }
    return yields && endless;
}

static bool is_endless_call(const RequestPlan *plan, NodeId call) {
    const RuleContext *rule = &plan->fix->rule;
    const Ast *ast = plan->ast;
    Str path = kinds_callee(rule->file, rule->unit, call, rule->scratch);
    uint32_t arguments = ast_count_in_field(ast, call, FIELD_ARGS);
    if (str_equal(path, STR("itertools.count")) || str_equal(path, STR("itertools.cycle"))) {
        return true;
    }
    if (str_equal(path, STR("itertools.repeat")) || str_equal(path, STR("iter"))) {
        bool counted = ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE;
        return str_equal(path, STR("iter")) ? arguments == 2 : arguments == 1 && !counted;
    }
    FunctionPlace function;
    return called_function((CallPlace){rule->file, rule->unit, call}, &function) &&
           has_endless_loop(&function);
}

/* What is sent is known at once only when the iterable ends, whatever the turns do. */
static Str source_obstacle(const RequestPlan *plan) {
    const RuleContext *rule = &plan->fix->rule;
    const Ast *ast = plan->ast;
    NodeId source = loop_iterable(ast, plan->loop.loop);
    while (source != NODE_NONE && ast_kind(ast, source) == NODE_CALL) {
        if (is_endless_call(plan, source)) {
            return arena_format(plan->mem, "`%.*s` at line %u may never end",
                                STR_ARG(plan_text(plan, source)), plan_row(plan, source));
        }
        Str path = kinds_callee(rule->file, rule->unit, source, rule->scratch);
        source = str_equal(path, STR("enumerate")) ? ast_child(ast, source, FIELD_ARGS) : NODE_NONE;
    }
    return STR("");
}

/* Tasks of asyncio mean nothing to the loops of others. */
static Str loop_obstacle(const RequestPlan *plan) {
    static const char *const others[] = {"trio", "anyio"};
    if (plan->request.awaiter == NODE_NONE) {
        return STR("");
    }
    const Ast *ast = &file_model_unit(plan->fix->rule.file, UNIT_MODULE_ID)->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeKind kind = ast_kind(ast, node);
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            Str name = str_from_c(others[i]);
            bool imports =
                (kind == NODE_ALIAS || kind == NODE_IMPORT_FROM) &&
                str_starts_with(ast_name(ast, node), name) &&
                (ast_name(ast, node).len == name.len || ast_name(ast, node).ptr[name.len] == '.');
            if (imports) {
                return arena_format(plan->mem,
                                    "the module uses %.*s, whose tasks are not asyncio's",
                                    STR_ARG(name));
            }
        }
    }
    return STR("");
}

static Str broken_obstacle(const RequestPlan *plan) {
    bool broken = ast_node(plan->ast, plan->extent)->flags & NODE_HAS_BROKEN;
    return broken ? STR("the loop does not parse as a whole") : STR("");
}

Str request_plan_obstacle(const RequestPlan *plan) {
    Str (*const questions[])(const RequestPlan *) = {
        broken_obstacle, place_obstacle,    holding_obstacle, write_obstacle,
        hidden_obstacle, argument_obstacle, source_obstacle,  loop_obstacle,
    };
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        Str reason = questions[i](plan);
        if (reason.len) {
            return reason;
        }
    }
    return STR("");
}
