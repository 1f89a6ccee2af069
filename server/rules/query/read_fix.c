/* Knows which reads by a key can be one read by all keys; refuses to know what repeats them. */
#include "rules/query/read_fix.h"

#include "rules/query/django_parts.h"
#include "rules/query/fix_cost.h"
#include "rules/query/loop_shape.h"
#include "rules/query/site_names.h"
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
    fix_cost_leaves(context, read->before, STR("1 query"));
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
    return field == FIELD_TEST || field == FIELD_IFS || parent == NODE_BOOL_OP;
}

/* `not <node>`, when that is a test itself; else NODE_NONE. */
static NodeId denial_of(const Ast *ast, NodeId node) {
    NodeId parent = ast_node(ast, node)->parent;
    bool is_denied = ast_kind(ast, parent) == NODE_UNARY_OP &&
                     ast_node(ast, parent)->detail == OPERATOR_NOT &&
                     !(ast_node(ast, node)->flags & NODE_PARENTHESIZED);
    return is_denied ? parent : NODE_NONE;
}

static void fix_exists(FixContext *context, const KeyedRead *read) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    Str column = ast_name(ast, read->keyword);
    Str key = shape_text(rule->facts, ast_child(ast, read->keyword, FIELD_VALUE));
    fix_start(context, SAFETY_UNSAFE, STR("Ask for all keys with one query"));
    fix_cost_leaves(context, read->before, STR("1 query"));
    Str known = fix_fresh_name(context, STR("known"));
    fix_insert_row_before(
        context, read->before,
        arena_format(
            rule->mem, "%.*s = set(%.*s.filter(%.*s__in=%.*s).values_list(\"%.*s\", flat=True))",
            STR_ARG(known), STR_ARG(shape_text(rule->facts, read->manager)), STR_ARG(column),
            STR_ARG(shape_text(rule->facts, read->keys)), STR_ARG(column)));
    NodeId denial = denial_of(ast, read->call);
    NodeId whole = denial == NODE_NONE ? read->call : denial;
    bool is_bare = is_test(ast, whole) || (ast_node(ast, whole)->flags & NODE_PARENTHESIZED);
    fix_replace(context, ast_span(ast, whole),
                arena_format(rule->mem, "%s%.*s %s %.*s%s", is_bare ? "" : "(", STR_ARG(key),
                             denial == NODE_NONE ? "in" : "not in", STR_ARG(known),
                             is_bare ? "" : ")"));
}

/* ---- sessions ------------------------------------------------------------------------------- */

/* `session` and `Book` of `session.get(Book, pk)` or `session.query(Book).get(pk)`. */
typedef struct SessionRead {
    KeyedRead read;
    NodeId session;
    NodeId class; /* as it is written */
    NodeId key;
    Str key_name; /* the attribute of the primary key */
} SessionRead;

static bool session_read_of(const RuleContext *rule, const Statement *statement, NodeId loop,
                            SessionRead *out) {
    const Ast *ast = &rule->facts->ast;
    NodeId call = statement->node;
    NodeId first = ast_child(ast, call, FIELD_ARGS);
    NodeId receiver = django_receiver(ast, call);
    bool is_get = statement->call.on == QUERY_ON_SESSION;
    NodeId maker = is_get ? call : receiver;
    out->class = is_get ? first : shape_only_argument(ast, receiver);
    out->key = is_get ? ast_next_in_field(ast, first) : shape_only_argument(ast, call);
    out->session = is_get ? receiver : django_receiver(ast, receiver);
    if (!(statement->call.effects & QUERY_BY_KEY) || first == NODE_NONE ||
        ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE || shape_has_splat(ast, call) ||
        ast_kind(ast, maker) != NODE_CALL || out->class == NODE_NONE || out->key == NODE_NONE ||
        ast_next_in_field(ast, out->key) != NODE_NONE || out->session == NODE_NONE ||
        !loop_shape_is_plain(rule, out->session) || !is_loop_name(ast, loop, out->key)) {
        return false;
    }
    const Kind *class =
        kind_get(kinds_table(rule->file), kinds_expression(rule->file, rule->unit, out->class));
    out->read = (KeyedRead){.call = call, .keys = loop_iterable(ast, loop)};
    out->read.model = class->tag == KIND_TAG_CLASS ? model_of_kind(rule->file, class) : NULL;
    return out->read.model != NULL;
}

/* The one column that is the primary key; empty when it is made of several. */
static Str key_name_of(const Model *model) {
    Str name = STR("");
    for (uint32_t i = 0; i < model->fields.count; i++) {
        if (model->fields.items[i].is_primary_key) {
            if (name.len) {
                return STR("");
            }
            name = model->fields.items[i].name;
        }
    }
    return name;
}

/* `session.scalars(select(Book).where(Book.id.in_(ids)))`. Sessions have scalars() from 1.4.24 on;
 * query() does the same in all versions, but not in an AsyncSession. */
static Str all_rows_text(FixContext *context, const SessionRead *found, bool is_awaited) {
    const RuleContext *rule = &context->rule;
    QuerySite site = {
        .file = rule->file, .unit = rule->unit, .facts = rule->facts, .place = found->read.call};
    bool is_early = options_library_is_before(rule->options, LIBRARY_sqlalchemy, 1, 4, 24);
    Str session = shape_text(rule->facts, found->session);
    Str class = shape_text(rule->facts, found->class);
    Str wanted =
        arena_format(rule->mem, "%.*s.%.*s.in_(%.*s)", STR_ARG(class), STR_ARG(found->key_name),
                     STR_ARG(shape_text(rule->facts, found->read.keys)));
    if (is_early && !is_awaited) {
        return arena_format(rule->mem, "%.*s.query(%.*s).filter(%.*s)", STR_ARG(session),
                            STR_ARG(class), STR_ARG(wanted));
    }
    Str select = site_names_function(context, &site, STR("sqlalchemy.select"));
    Str statement = arena_format(rule->mem, "%.*s(%.*s).where(%.*s)", STR_ARG(select),
                                 STR_ARG(class), STR_ARG(wanted));
    return is_early ? arena_format(rule->mem, "(await %.*s.execute(%.*s)).scalars()",
                                   STR_ARG(session), STR_ARG(statement))
                    : arena_format(rule->mem, "%s%.*s.scalars(%.*s)", is_awaited ? "await " : "",
                                   STR_ARG(session), STR_ARG(statement));
}

/* `books = {o.id: o for o in ..}` before the loop, and a look-up in its place. */
static void fix_session_row(FixContext *context, const SessionRead *found, bool is_awaited) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId whole = is_awaited ? ast_node(ast, found->read.call)->parent : found->read.call;
    NodeId around = ast_node(ast, whole)->parent;
    bool is_read =
        (ast_kind(ast, around) == NODE_ATTRIBUTE || ast_kind(ast, around) == NODE_SUBSCRIPT) &&
        ast_child(ast, around, FIELD_VALUE) == whole;
    fix_start(context, SAFETY_UNSAFE, STR("Fetch all rows with one query"));
    fix_cost_leaves(context, found->read.before, STR("1 query"));
    Str rows = fix_fresh_name(context, django_plural(rule, found->read.model->name));
    Str key = shape_text(rule->facts, found->key);
    fix_insert_row_before(context, found->read.before,
                          arena_format(rule->mem, "%.*s = {o.%.*s: o for o in %.*s}", STR_ARG(rows),
                                       STR_ARG(found->key_name),
                                       STR_ARG(all_rows_text(context, found, is_awaited))));
    fix_replace(context, ast_span(ast, whole),
                is_read ? arena_format(rule->mem, "%.*s[%.*s]", STR_ARG(rows), STR_ARG(key))
                        : arena_format(rule->mem, "%.*s.get(%.*s)", STR_ARG(rows), STR_ARG(key)));
}

static void read_fix_session(FixContext *context, NodeId loop, const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    SessionRead found;
    if (!session_read_of(rule, statement, loop, &found)) {
        return;
    }
    found.read.before = statement_before(context, loop);
    found.key_name = key_name_of(found.read.model);
    bool is_awaited = ast_kind(ast, ast_node(ast, found.read.call)->parent) == NODE_AWAIT;
    const char *reason = obstacle(context, loop, &found.read);
    if (!reason && !found.key_name.len) {
        reason = "the key is made of several columns";
    }
    if (!reason && statement->call.is_awaited != is_awaited) {
        reason = "it is not awaited where it is called";
    }
    if (reason) {
        fix_refuse(context, STR("Fetch all rows with one query"), str_from_c(reason));
        return;
    }
    fix_session_row(context, &found, is_awaited);
}

/* ---- all ------------------------------------------------------------------------------------ */

void read_fix(FixContext *context, NodeId loop, const Statement *statement) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    if (statement->call.orm == ORM_SQLALCHEMY) {
        read_fix_session(context, loop, statement);
        return;
    }
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
