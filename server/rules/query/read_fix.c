/* Knows which reads by a key can be one read by all keys; refuses to know what repeats them. */
#include "rules/query/read_fix.h"

#include "rules/query/django_parts.h"
#include "rules/shape.h"
#include "semantics/purity.h"

typedef struct KeyedRead {
    NodeId call;    /* what is replaced */
    NodeId manager; /* `Product.objects` */
    NodeId keyword; /* `pk=key` */
    NodeId keys;    /* what the loop goes through */
    NodeId before;  /* the statement before which the query goes */
    const Model *model;
    const ModelField *field;
} KeyedRead;

static bool is_method(const Statement *statement, Str name) {
    return statement->call.method == catalog_query_method(ORM_DJANGO, QUERY_ON_QUERY, name);
}

/* The statement that begins its row and holds the loop, when nothing between them runs it later or
 * more than once; NODE_NONE otherwise. */
static NodeId statement_before(const FixContext *context, NodeId loop) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, loop) == NODE_FOR) {
        return fix_has_row_before(context, loop) ? loop : NODE_NONE;
    }
    NodeId extent = loop_extent(ast, loop);
    NodeId statement = shape_row_statement(facts, loop);
    if (ast_kind(ast, loop) != NODE_COMPREHENSION || statement == NODE_NONE ||
        ast_child(ast, extent, FIELD_GENERATORS) != loop) {
        return NODE_NONE;
    }
    for (NodeId at = ast_node(ast, extent)->parent; at != statement && at != NODE_NONE;
         at = ast_node(ast, at)->parent) {
        NodeKind kind = ast_kind(ast, at);
        if (kind == NODE_LAMBDA || kind == NODE_LIST_COMP || kind == NODE_SET_COMP ||
            kind == NODE_DICT_COMP || kind == NODE_GENERATOR_EXP || kind == NODE_IF_EXP ||
            kind == NODE_BOOL_OP) {
            return NODE_NONE;
        }
    }
    return statement;
}

/* A generator runs when it is asked for values, perhaps much later. */
static bool is_eager(const Ast *ast, NodeId loop) {
    return ast_kind(ast, loop) == NODE_FOR ||
           ast_kind(ast, loop_extent(ast, loop)) != NODE_GENERATOR_EXP;
}

static bool is_loop_name(const Ast *ast, NodeId loop, NodeId node) {
    NodeId target = loop_target(ast, loop);
    return ast_kind(ast, target) == NODE_NAME && ast_kind(ast, node) == NODE_NAME &&
           str_equal(ast_name(ast, target), ast_name(ast, node));
}

/* The loop's own name is bound nowhere else in it. */
static bool keeps_name(const Ast *ast, NodeId loop) {
    NodeId extent = loop_extent(ast, loop);
    NodeId target = loop_target(ast, loop);
    NodeId end = ast_node(ast, extent)->subtree_end;
    for (NodeId node = extent; node < end; node++) {
        if (node != target && (ast_node(ast, node)->flags & (NODE_STORE | NODE_DEL)) &&
            is_loop_name(ast, loop, node)) {
            return false;
        }
    }
    return true;
}

/* A collection that can be gone through twice, as far as is known, and that the loop leaves as it
 * is. */
static bool is_keys(const RuleContext *rule, NodeId loop, NodeId keys) {
    KindTable *table = kinds_table(rule->file);
    KindId kind = kinds_expression(rule->file, rule->unit, keys);
    LoopContext loops = loop_context(rule->file, rule->unit);
    return ast_kind(&rule->facts->ast, keys) == NODE_NAME && !kind_is_of_orm(table, kind) &&
           !loop_binds(&loops, loop, keys) && !loop_mutates(&loops, loop, keys);
}

/* `M.objects.<name>(field=key)`: `call` is that; false when it is anything else. */
static bool read_of(const RuleContext *rule, NodeId loop, NodeId call, Str name, KindId model,
                    KeyedRead *out) {
    const Ast *ast = &rule->facts->ast;
    out->manager = django_receiver(ast, call);
    out->keyword = django_only_keyword(ast, call);
    out->model = model_of_kind(rule->file, kind_get(kinds_table(rule->file), model));
    out->keys = loop_iterable(ast, loop);
    if (!str_equal(shape_method(ast, call), name) || out->keyword == NODE_NONE || !out->model ||
        django_class_of_manager(rule, out->manager) == NODE_NONE ||
        !is_loop_name(ast, loop, ast_child(ast, out->keyword, FIELD_VALUE))) {
        return false;
    }
    out->field = model_field(rule->file, out->model, ast_name(ast, out->keyword));
    return out->field && out->field->kind == MODEL_COLUMN;
}

/* What holds for all of them; NULL: nothing forbids it. */
static const char *obstacle(const FixContext *context, NodeId loop, const KeyedRead *read) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    if (loop_of_node(ast, read->call) != loop || !keeps_name(ast, loop)) {
        return "the key is not what the loop goes through";
    }
    if (!is_keys(rule, loop, read->keys)) {
        return "what the loop goes through may be gone through once only";
    }
    if (read->before == NODE_NONE || !is_eager(ast, loop)) {
        return "there is no row before the loop for the query";
    }
    return enclosing_try(ast, read->call, loop) != NODE_NONE
               ? "a missing row is handled, and would be another error"
               : NULL;
}

/* `products = Product.objects.in_bulk(ids)` before the loop; its name. */
static Str start_in_bulk(FixContext *context, const KeyedRead *read) {
    const RuleContext *rule = &context->rule;
    fix_start(context, SAFETY_UNSAFE, STR("Fetch all rows with one query"));
    Str rows = fix_fresh_name(context, django_plural(rule, read->model->name));
    fix_insert_row_before(context, read->before,
                          arena_format(rule->mem, "%.*s = %.*s.in_bulk(%.*s)", STR_ARG(rows),
                                       STR_ARG(shape_text(rule->facts, read->manager)),
                                       STR_ARG(shape_text(rule->facts, read->keys))));
    return rows;
}

static void fix_row(FixContext *context, const KeyedRead *read, bool may_miss) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str key = shape_text(rule->facts, ast_child(ast, read->keyword, FIELD_VALUE));
    Str rows = start_in_bulk(context, read);
    fix_replace(context, ast_span(ast, read->call),
                may_miss ? arena_format(rule->mem, "%.*s.get(%.*s)", STR_ARG(rows), STR_ARG(key))
                         : arena_format(rule->mem, "%.*s[%.*s]", STR_ARG(rows), STR_ARG(key)));
}

/* `key in known` needs no parentheses here. */
static bool is_test(const Ast *ast, NodeId node) {
    NodeKind parent = ast_kind(ast, ast_node(ast, node)->parent);
    Field field = (Field)ast_node(ast, node)->field;
    return field == FIELD_TEST || field == FIELD_IFS || parent == NODE_BOOL_OP ||
           (parent == NODE_UNARY_OP &&
            ast_node(ast, ast_node(ast, node)->parent)->detail == OPERATOR_NOT);
}

static void fix_exists(FixContext *context, const KeyedRead *read) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str column = ast_name(ast, read->keyword);
    Str key = shape_text(rule->facts, ast_child(ast, read->keyword, FIELD_VALUE));
    fix_start(context, SAFETY_UNSAFE, STR("Ask for all keys with one query"));
    Str known = fix_fresh_name(context, STR("known"));
    fix_insert_row_before(
        context, read->before,
        arena_format(
            rule->mem, "%.*s = set(%.*s.filter(%.*s__in=%.*s).values_list(\"%.*s\", flat=True))",
            STR_ARG(known), STR_ARG(shape_text(rule->facts, read->manager)), STR_ARG(column),
            STR_ARG(shape_text(rule->facts, read->keys)), STR_ARG(column)));
    const char *open = is_test(ast, read->call) ? "" : "(";
    const char *close = is_test(ast, read->call) ? "" : ")";
    fix_replace(
        context, ast_span(ast, read->call),
        arena_format(rule->mem, "%s%.*s in %.*s%s", open, STR_ARG(key), STR_ARG(known), close));
}

void read_fix(FixContext *context, NodeId loop, const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    bool is_get = is_method(statement, STR("get"));
    bool is_exists = is_method(statement, STR("exists"));
    KeyedRead read = {.call = statement->node};
    NodeId keyed = is_get ? statement->node : django_receiver(ast, statement->node);
    if ((!is_get && !is_exists && !is_method(statement, STR("first"))) ||
        (!is_get && shape_has_arguments(ast, statement->node)) ||
        !read_of(rule, loop, keyed, is_get ? STR("get") : STR("filter"), statement->call.model,
                 &read) ||
        (!is_exists && !read.field->is_primary_key)) {
        return;
    }
    read.before = statement_before(context, loop);
    const char *reason = obstacle(context, loop, &read);
    if (reason) {
        fix_refuse(context, STR("Fetch all rows with one query"), str_from_c(reason));
    } else if (is_exists) {
        fix_exists(context, &read);
    } else {
        fix_row(context, &read, !is_get);
    }
}
