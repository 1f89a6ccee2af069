/* Knows what sessions and cursors take for many rows; refuses to know Django. */
#include "rules/query/write_fix.h"

#include "rules/query/fix_cost.h"
#include "rules/shape.h"

/* ---- sessions ------------------------------------------------------------------------------- */

/* The commit or flush at the end of the body, moved behind the loop. */
static bool fix_ending(FixContext *context, const LoopShape *shape, const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str title = STR("End the transaction once, behind the loop");
    if (ast_statement(ast, statement->node) != shape->last ||
        ast_kind(ast, shape->last) != NODE_EXPR || shape->is_alone) {
        fix_refuse(context, title, STR("it is not the last thing that a turn of the loop does"));
        return true;
    }
    uint32_t leaves =
        LOOP_HAS_BREAK | LOOP_HAS_CONTINUE | LOOP_HAS_RETURN | LOOP_HAS_YIELD | LOOP_HAS_TRY;
    if ((loop_contents(ast, shape->loop) & leaves) ||
        loop_shape_reads(rule, shape, shape->last) > 0) {
        fix_refuse(context, title, STR("a turn of the loop may end without it"));
        return true;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    fix_cost_leaves(context, shape->loop, STR("1 round trip"));
    loop_shape_dedent(context, shape, shape_text(rule->facts, shape->last));
    return true;
}

/* The function that the chain of calls begins with: "sqlalchemy.insert". In scratch. */
static Str chain_function(const RuleContext *rule, NodeId chain, NodeId *root) {
    const Ast *ast = &rule->facts->ast;
    while (ast_kind(ast, chain) == NODE_CALL) {
        NodeId function = ast_child(ast, chain, FIELD_FUNC);
        QueryCall call = query_call(rule->file, rule->unit, chain, KIND_NEVER);
        if (call.on == QUERY_ON_FUNCTION || ast_kind(ast, function) != NODE_ATTRIBUTE) {
            *root = chain;
            return kinds_callee(rule->file, rule->unit, chain, rule->scratch);
        }
        chain = ast_child(ast, function, FIELD_VALUE);
    }
    return STR("");
}

/* `{"name": row["name"]}` of `values(name=row["name"])`; empty when a value may be SQL. */
static Str values_dict(const RuleContext *rule, NodeId call) {
    const Ast *ast = &rule->facts->ast;
    Str text = STR("");
    if (ast_child(ast, call, FIELD_ARGS) != NODE_NONE) {
        return text;
    }
    for (NodeId keyword = ast_child(ast, call, FIELD_KEYWORDS); keyword != NODE_NONE;
         keyword = ast_next_in_field(ast, keyword)) {
        NodeId value = ast_child(ast, keyword, FIELD_VALUE);
        if (!ast_name(ast, keyword).len || !loop_shape_is_plain(rule, value)) {
            return STR("");
        }
        text = arena_format(rule->mem, "%.*s%s\"%.*s\": %.*s", STR_ARG(text), text.len ? ", " : "",
                            STR_ARG(ast_name(ast, keyword)), STR_ARG(loop_shape_text(rule, value)));
    }
    return text;
}

/* Empty or not can be told, and it can be gone through: no generator as far as is known. */
static bool is_collection(const RuleContext *rule, NodeId iterable) {
    const Ast *ast = &rule->facts->ast;
    KindTable *table = kinds_table(rule->file);
    KindId kind = kinds_expression(rule->file, rule->unit, iterable);
    return ast_kind(ast, iterable) == NODE_NAME && !kind_is_of_orm(table, kind) &&
           kind_get(table, kind)->tag != KIND_TAG_FUNCTION;
}

/* `session.execute(insert(T).values(..))` becomes one call with a list of parameters. */
static bool fix_insert_loop(FixContext *context, const LoopShape *shape, NodeId call,
                            NodeId argument, NodeId root) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str title = STR("Insert all rows in one call");
    NodeId values = ast_child(ast, argument, FIELD_FUNC);
    bool is_direct = ast_kind(ast, values) == NODE_ATTRIBUTE &&
                     ast_child(ast, values, FIELD_VALUE) == root &&
                     loop_shape_reads(rule, shape, root) == 0;
    Str dict = is_direct ? values_dict(rule, argument) : STR("");
    if (!dict.len || !is_collection(rule, shape->iterable)) {
        fix_refuse(context, title, STR("a value may be SQL, or the rows a generator"));
        return true;
    }
    fix_start(context, SAFETY_SAFE, title);
    fix_cost_leaves(context, shape->loop, STR("1 round trip"));
    Str rows = shape_text(rule->facts, shape->iterable);
    Str indent = fix_indent_of(context, ast_node(ast, shape->loop)->start);
    Str line = fix_line_end(context);
    Str step = fix_indent_unit(context);
    Str function = shape_text(rule->facts, ast_child(ast, call, FIELD_FUNC));
    loop_shape_replace(
        context, shape,
        arena_format(rule->mem, "if %.*s:%.*s%.*s%.*s%.*s(%.*s, [{%.*s} for %.*s in %.*s])",
                     STR_ARG(rows), STR_ARG(line), STR_ARG(indent), STR_ARG(step),
                     STR_ARG(function), STR_ARG(shape_text(rule->facts, root)), STR_ARG(dict),
                     STR_ARG(shape_text(rule->facts, shape->target)), STR_ARG(rows)));
    return true;
}

/* The comparison `T.key == target` of the statement: the only place that reads the target. */
static NodeId key_comparison(const RuleContext *rule, const LoopShape *shape, NodeId within,
                             const Model *model) {
    const Ast *ast = &rule->facts->ast;
    NodeId end = ast_node(ast, within)->subtree_end;
    for (NodeId node = within; node < end; node++) {
        NodeId left = ast_child(ast, node, FIELD_LEFT);
        NodeId right = ast_child(ast, node, FIELD_COMPARATORS);
        if (ast_kind(ast, node) != NODE_COMPARE ||
            ast_node(ast, ast_child(ast, node, FIELD_OPS))->detail != OPERATOR_EQ ||
            ast_next_in_field(ast, right) != NODE_NONE ||
            !loop_shape_is_target(rule, shape, right) || ast_kind(ast, left) != NODE_ATTRIBUTE ||
            ast_node(ast, node)->field != FIELD_ARGS) {
            continue;
        }
        const ModelField *field = model_field(rule->file, model, ast_name(ast, left));
        KindId owner = kinds_expression(rule->file, rule->unit, ast_child(ast, left, FIELD_VALUE));
        const Kind *kind = kind_get(kinds_table(rule->file), owner);
        bool is_key = field && field->is_primary_key && kind->tag == KIND_TAG_CLASS &&
                      model_of_kind(rule->file, kind) == model;
        return is_key ? node : NODE_NONE;
    }
    return NODE_NONE;
}

/* Every value that the statement sets is a literal, and nothing but the chain is called. */
static bool is_constant(const RuleContext *rule, NodeId statement, NodeId root) {
    const Ast *ast = &rule->facts->ast;
    NodeId end = ast_node(ast, statement)->subtree_end;
    for (NodeId node = statement; node < end; node++) {
        NodeId value = ast_child(ast, node, FIELD_VALUE);
        if (ast_kind(ast, node) == NODE_KEYWORD && ast_kind(ast, value) != NODE_CONSTANT) {
            return false;
        }
        bool is_chain = ast_is_within(ast, root, node);
        if (ast_kind(ast, node) == NODE_CALL && !is_chain) {
            return false;
        }
    }
    return true;
}

static bool fix_keyed_loop(FixContext *context, const LoopShape *shape, NodeId call,
                           NodeId argument, NodeId root) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str title = STR("Write all rows in one statement");
    NodeId class_name = shape_only_argument(ast, root);
    const Kind *kind =
        kind_get(kinds_table(rule->file),
                 class_name == NODE_NONE ? KIND_NEVER
                                         : kinds_expression(rule->file, rule->unit, class_name));
    const Model *model = kind->tag == KIND_TAG_CLASS ? model_of_kind(rule->file, kind) : NULL;
    NodeId compare = model ? key_comparison(rule, shape, argument, model) : NODE_NONE;
    if (compare == NODE_NONE || !is_constant(rule, argument, root) ||
        !is_collection(rule, shape->iterable) || loop_shape_reads(rule, shape, call) != 1) {
        fix_refuse(context, title, STR("the statements differ in more than the key of their row"));
        return true;
    }
    fix_start(context, SAFETY_SAFE, title);
    fix_cost_leaves(context, shape->loop, STR("1 round trip"));
    Span whole = ast_span(ast, call);
    Str text = rule->facts->text;
    loop_shape_replace(
        context, shape,
        arena_format(rule->mem, "%.*s%.*s.in_(%.*s)%.*s",
                     STR_ARG(str_slice(text, whole.start, ast_node(ast, compare)->start)),
                     STR_ARG(shape_text(rule->facts, ast_child(ast, compare, FIELD_LEFT))),
                     STR_ARG(shape_text(rule->facts, shape->iterable)),
                     STR_ARG(str_slice(text, ast_node(ast, compare)->end, whole.end))));
    return true;
}

bool write_fix_session(FixContext *context, const LoopShape *shape, const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    if (statement->is_ending) {
        return fix_ending(context, shape, statement);
    }
    NodeId argument = shape_only_argument(ast, statement->node);
    NodeId receiver = ast_child(ast, ast_child(ast, statement->node, FIELD_FUNC), FIELD_VALUE);
    NodeId root = NODE_NONE;
    Str function = argument == NODE_NONE ? STR("") : chain_function(rule, argument, &root);
    if (!(statement->call.effects & QUERY_EXECUTES) || root == NODE_NONE ||
        !loop_shape_is_call(rule, shape, statement->node) || !loop_shape_is_plain(rule, receiver) ||
        loop_shape_reads(rule, shape, receiver) > 0) {
        return false;
    }
    if (str_equal(function, STR("sqlalchemy.insert"))) {
        return fix_insert_loop(context, shape, statement->node, argument, root);
    }
    bool is_keyed = str_equal(function, STR("sqlalchemy.update")) ||
                    str_equal(function, STR("sqlalchemy.delete"));
    return is_keyed && fix_keyed_loop(context, shape, statement->node, argument, root);
}

/* ---- cursors -------------------------------------------------------------------------------- */

/* Something of the receiver but a call without arguments (commit, close) or another statement is
 * read: perhaps what the last statement left there. */
static bool state_is_read(const RuleContext *rule, NodeId loop, NodeId receiver) {
    const Ast *ast = &rule->facts->ast;
    for (NodeId node = 0; node < ast->node_count; node++) {
        NodeId parent = ast_node(ast, node)->parent;
        if (ast_is_within(ast, node, loop) || ast_kind(ast, parent) != NODE_ATTRIBUTE ||
            !shape_same_text(rule->facts, node, receiver)) {
            continue;
        }
        NodeId call = ast_node(ast, parent)->parent;
        NodeId statement = ast_node(ast, call)->parent;
        bool is_told = ast_kind(ast, call) == NODE_CALL &&
                       ast_node(ast, parent)->field == FIELD_FUNC &&
                       ast_kind(ast, statement) == NODE_EXPR;
        if (node > loop && !is_told) {
            return true;
        }
    }
    return false;
}

bool write_fix_cursor(FixContext *context, const LoopShape *shape, const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId function = ast_child(ast, statement->node, FIELD_FUNC);
    NodeId receiver = ast_child(ast, function, FIELD_VALUE);
    NodeId sql = ast_child(ast, statement->node, FIELD_ARGS);
    NodeId parameters = ast_next_in_field(ast, sql);
    Str title = STR("Send all rows with executemany()");
    if (!loop_shape_is_call(rule, shape, statement->node) || sql == NODE_NONE ||
        ast_kind(ast, sql) != NODE_CONSTANT || parameters == NODE_NONE ||
        ast_next_in_field(ast, parameters) != NODE_NONE || shape_has_splat(ast, statement->node) ||
        ast_child(ast, statement->node, FIELD_KEYWORDS) != NODE_NONE ||
        !loop_shape_is_plain(rule, receiver) || loop_shape_reads(rule, shape, receiver) > 0) {
        return false;
    }
    if (!loop_shape_is_plain(rule, parameters)) {
        fix_refuse(context, title, STR("the parameters are computed by calls, which might fail"));
        return true;
    }
    if (state_is_read(rule, shape->loop, receiver)) {
        fix_refuse(context, title, STR("what the last statement left at the cursor is read"));
        return true;
    }
    Str text = shape_text(rule->facts, sql);
    /* With `?` the library is one whose connections have it too. */
    bool is_qmark = str_find_byte(text, '?') < text.len;
    fix_start(context, is_qmark ? SAFETY_SAFE : SAFETY_UNSAFE, title);
    fix_cost_leaves(context, shape->loop, STR("1 round trip"));
    loop_shape_replace(context, shape,
                       arena_format(rule->mem, "%.*s.executemany(%.*s, [%.*s for %.*s in %.*s])",
                                    STR_ARG(shape_text(rule->facts, receiver)), STR_ARG(text),
                                    STR_ARG(loop_shape_text(rule, parameters)),
                                    STR_ARG(shape_text(rule->facts, shape->target)),
                                    STR_ARG(loop_shape_operand(rule, shape->iterable))));
    return true;
}
