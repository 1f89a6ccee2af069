/* Knows what asks a database for a number or a yes instead of its rows, for each ORM; which code
 * deserves it, the rules say. */
#include "rules/query/size_fix.h"

#include "rules/shape.h"

static Str count_title(void) {
    return STR("Let the database count");
}

static Str exists_title(void) {
    return STR("Ask whether there is a row");
}

/* ---- what forbids it ------------------------------------------------------------------------ */

/* Facts that hold for every ORM; NULL: none. */
static const char *obstacle(const RuleContext *rule, const QueryKind *query,
                            const QueryValue *value) {
    if (query->flags & QUERY_IS_LOCKING) {
        return "the query locks its rows, which counting them would not";
    }
    if (query->flags & QUERY_IS_RAW) {
        return "the query is written in SQL and can only be iterated over";
    }
    if (query->flags & (QUERY_IS_ITERATOR | QUERY_IS_ASYNC)) {
        return "the rows come from a stream";
    }
    if (ast_kind(&rule->facts->ast, value->source) == NODE_ATTRIBUTE) {
        return "the query is kept in an attribute, and its rows may be used elsewhere";
    }
    if (!query_value_is_used_once(rule, value)) {
        return "the query is used again, and its rows are fetched once for all uses";
    }
    return NULL;
}

static bool has_size_methods(Orm orm) {
    return orm == ORM_DJANGO || orm == ORM_PEEWEE;
}

/* peewee's exists() forgets an offset; Django's fails on some unions. */
static const char *exists_obstacle(const QueryKind *query) {
    if (query->flags & QUERY_IS_UNION) {
        return "the query is a union, which not every version can be asked";
    }
    return query->orm == ORM_PEEWEE && (query->flags & QUERY_IS_LIMITED)
               ? "the query is limited, which exists() does not look at"
               : NULL;
}

/* ---- edits ---------------------------------------------------------------------------------- */

/* `len(X)` becomes `X` with `suffix`; over several rows the parentheses stay. */
static void unwrap_call(FixContext *context, NodeId call, NodeId argument, uint32_t kept_end,
                        Str suffix) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Span whole = ast_span(ast, call);
    Str text = shape_text(facts, call);
    if (str_find_byte(text, '\n') < text.len) {
        fix_delete(context, ast_span(ast, ast_child(ast, call, FIELD_FUNC)));
        if (kept_end < ast_node(ast, argument)->end) {
            fix_delete(context, (Span){kept_end, ast_node(ast, argument)->end});
        }
        fix_insert(context, whole.end, suffix);
        return;
    }
    fix_delete(context, (Span){whole.start, ast_node(ast, argument)->start});
    fix_replace(context, (Span){kept_end, whole.end}, suffix);
}

/* The receiver of `.all()`; NODE_NONE when the rows are fetched otherwise. */
static NodeId fetched_query(const RuleContext *rule, NodeId fetching) {
    const Ast *ast = &rule->facts->ast;
    if (!catalog_query_gives_all(shape_method(ast, fetching)) ||
        shape_has_arguments(ast, fetching)) {
        return NODE_NONE;
    }
    return ast_child(ast, ast_child(ast, fetching, FIELD_FUNC), FIELD_VALUE);
}

/* The end of what is asked: a bare `.all()` of Django's adds nothing. */
static uint32_t asked_end(const RuleContext *rule, NodeId asked, const QueryKind *query) {
    const Ast *ast = &rule->facts->ast;
    NodeId receiver = query->orm == ORM_DJANGO && ast_kind(ast, asked) == NODE_CALL
                          ? fetched_query(rule, asked)
                          : NODE_NONE;
    uint32_t end = ast_node(ast, asked)->end;
    if (receiver == NODE_NONE || (ast_node(ast, receiver)->flags & NODE_PARENTHESIZED)) {
        return end;
    }
    Str dropped = str_slice(rule->facts->text, ast_node(ast, receiver)->end, end);
    bool is_plain = str_find_byte(dropped, '\n') == dropped.len;
    return is_plain ? ast_node(ast, receiver)->end : end;
}

/* ---- SQLAlchemy ----------------------------------------------------------------------------- */

/* The call that the chain of methods begins with: `session.query(T)`, `select(T)`,
 * `session.scalars(..)`; NODE_NONE when a part of the chain is somewhere else. */
static NodeId chain_root(const RuleContext *rule, NodeId expression) {
    const Ast *ast = &rule->facts->ast;
    while (ast_kind(ast, expression) == NODE_CALL) {
        NodeId function = ast_child(ast, expression, FIELD_FUNC);
        QueryCall call = query_call(rule->file, rule->unit, expression, KIND_NEVER);
        if (ast_kind(ast, function) != NODE_ATTRIBUTE || call.on == QUERY_ON_SESSION ||
            call.on == QUERY_ON_FUNCTION) {
            return call.method ? expression : NODE_NONE;
        }
        expression = ast_child(ast, function, FIELD_VALUE);
    }
    return NODE_NONE;
}

/* Another class is named in the chain: a join, written or not, that may repeat rows. */
static bool names_other_class(const RuleContext *rule, NodeId chain, KindId model) {
    const Ast *ast = &rule->facts->ast;
    KindTable *table = kinds_table(rule->file);
    NodeId end = ast_node(ast, chain)->subtree_end;
    for (NodeId node = chain; node < end; node++) {
        if (ast_kind(ast, node) != NODE_NAME) {
            continue;
        }
        KindId kind = kinds_expression(rule->file, rule->unit, node);
        if (kind != model && kind_get(table, kind)->tag == KIND_TAG_CLASS) {
            return true;
        }
    }
    return false;
}

/* `len(session.query(T)...all())` */
static const char *count_legacy(FixContext *context, NodeId call, const QueryValue *value,
                                const QueryKind *query) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId receiver = fetched_query(rule, value->source);
    NodeId root = chain_root(rule, receiver);
    if (root == NODE_NONE) {
        return "part of the query is made somewhere else";
    }
    if ((query->flags & (QUERY_IS_JOINED | QUERY_IS_VALUES)) ||
        names_other_class(rule, receiver, query->model)) {
        return "the query may give a row several times, which only its list leaves out";
    }
    fix_start(context, SAFETY_SAFE, count_title());
    NodeId function = ast_child(ast, value->source, FIELD_FUNC);
    unwrap_call(context, call, value->source, ast_name_span(ast, function).start, STR("count()"));
    return NULL;
}

/* Methods that only narrow may stand behind `select(T)`. */
static bool only_narrows(const RuleContext *rule, NodeId statement, NodeId root) {
    const Ast *ast = &rule->facts->ast;
    for (NodeId at = statement; at != root;
         at = ast_child(ast, ast_child(ast, at, FIELD_FUNC), FIELD_VALUE)) {
        const CatalogQueryMethod *method =
            catalog_query_method(ORM_SQLALCHEMY, QUERY_ON_STATEMENT, shape_method(ast, at));
        if (!method || method->effects != QUERY_NARROWS || method->loads != QUERY_LOADS_SAME) {
            return false;
        }
    }
    return true;
}

/* `len(session.scalars(select(T).where(..)).all())` */
static const char *count_modern(FixContext *context, NodeId call, const QueryValue *value,
                                const QueryKind *query) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId scalars = fetched_query(rule, value->source);
    NodeId statement = shape_only_argument(ast, scalars);
    NodeId root = statement == NODE_NONE ? NODE_NONE : chain_root(rule, statement);
    NodeId selected = root == NODE_NONE ? NODE_NONE : shape_only_argument(ast, root);
    NodeId select = ast_child(ast, root, FIELD_FUNC);
    NodeId method = ast_child(ast, scalars, FIELD_FUNC);
    Str text = shape_text(rule->facts, call);
    if (ast_kind(ast, scalars) != NODE_CALL || ast_kind(ast, method) != NODE_ATTRIBUTE ||
        ast_kind(ast, select) != NODE_NAME || ast_kind(ast, selected) != NODE_NAME ||
        kinds_expression(rule->file, rule->unit, selected) != query->model) {
        return "part of the query is made somewhere else";
    }
    if (!only_narrows(rule, statement, root) || str_find_byte(text, '\n') < text.len) {
        return "the query does more than select rows by conditions";
    }
    fix_start(context, SAFETY_SAFE, count_title());
    Str func = fix_import(context, STR("sqlalchemy"), STR("func"));
    fix_delete(context, (Span){ast_node(ast, call)->start, ast_node(ast, value->source)->start});
    fix_replace(context, ast_name_span(ast, method), STR("scalar"));
    fix_replace(context, ast_span(ast, selected),
                arena_format(rule->mem, "%.*s.count()).select_from(%.*s", STR_ARG(func),
                             STR_ARG(shape_text(rule->facts, selected))));
    fix_delete(context, (Span){ast_node(ast, scalars)->end, ast_node(ast, call)->end});
    return NULL;
}

static const char *count_sqlalchemy(FixContext *context, NodeId call, const QueryValue *value,
                                    const QueryKind *query) {
    const RuleContext *rule = &context->rule;
    NodeId receiver = fetched_query(rule, value->source);
    if (value->variable != SYMBOL_NONE || receiver == NODE_NONE) {
        return "the rows are fetched somewhere else, and have a name";
    }
    QueryCall fetching = query_call(rule->file, rule->unit, receiver, KIND_NEVER);
    bool is_modern = fetching.method && fetching.on == QUERY_ON_SESSION &&
                     fetching.method->gives == QUERY_GIVES_SCALARS;
    if (is_modern) {
        return count_modern(context, call, value, query);
    }
    return query->stage == QUERY_STAGE_LAZY ? count_legacy(context, call, value, query)
                                            : "the rows are not taken from a query directly";
}

/* `X.all()` becomes `X.first() is not None`; the end of what is kept and what follows. */
static const char *first_of(const RuleContext *rule, const QueryValue *value,
                            const QueryKind *query, uint32_t *kept_end) {
    const Ast *ast = &rule->facts->ast;
    if (value->variable != SYMBOL_NONE || fetched_query(rule, value->source) == NODE_NONE) {
        return "the rows are fetched somewhere else, and have a name";
    }
    if (query->flags & QUERY_IS_VALUES) {
        return "the first value may be None, though there is a row";
    }
    *kept_end = ast_name_span(ast, ast_child(ast, value->source, FIELD_FUNC)).start;
    return NULL;
}

/* ---- len() ---------------------------------------------------------------------------------- */

static const char *refused_query(const RuleContext *rule, const QueryValue *value,
                                 QueryKind *query) {
    if (!query_kind_get(kinds_table(rule->file), value->query, query)) {
        return "what the query selects is not known";
    }
    if (!has_size_methods(query->orm) && query->orm != ORM_SQLALCHEMY) {
        return "how this library asks for it is not known";
    }
    return obstacle(rule, query, value);
}

void size_fix_length(FixContext *context, NodeId call, const QueryValue *value) {
    const Ast *ast = &context->rule.facts->ast;
    QueryKind query;
    const char *reason = refused_query(&context->rule, value, &query);
    NodeId argument = shape_only_argument(ast, call);
    if (!reason && query.orm == ORM_SQLALCHEMY) {
        reason = count_sqlalchemy(context, call, value, &query);
    } else if (!reason && value->is_rows) {
        reason = "the rows are fetched as a list";
    } else if (!reason) {
        fix_start(context, SAFETY_SAFE, count_title());
        unwrap_call(context, call, argument, asked_end(&context->rule, argument, &query),
                    STR(".count()"));
    }
    if (reason) {
        fix_refuse(context, count_title(), str_from_c(reason));
    }
}

/* ---- truth ---------------------------------------------------------------------------------- */

bool size_is_only_tested(const Ast *ast, NodeId node) {
    for (;;) {
        NodeId parent = ast_node(ast, node)->parent;
        NodeKind kind = ast_kind(ast, parent);
        if (kind == NODE_UNARY_OP) {
            return ast_node(ast, parent)->detail == OPERATOR_NOT;
        }
        if (kind != NODE_BOOL_OP) {
            Field field = (Field)ast_node(ast, node)->field;
            return field == FIELD_TEST || field == FIELD_IFS;
        }
        node = parent;
    }
}

/* The call of bool(), or of len() where only its truth counts, right around; NODE_NONE when there
 * is none. */
static NodeId truth_around(const RuleContext *rule, NodeId node) {
    NodeId parent = ast_node(&rule->facts->ast, node)->parent;
    return query_builtin_argument(rule, parent, STR("bool")) == node ||
                   (query_builtin_argument(rule, parent, STR("len")) == node &&
                    size_is_only_tested(&rule->facts->ast, parent))
               ? parent
               : NODE_NONE;
}

void size_fix_truth(FixContext *context, NodeId tested, const QueryValue *value) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    QueryKind query;
    const char *reason = refused_query(rule, value, &query);
    NodeId call = truth_around(rule, tested);
    uint32_t kept_end = ast_node(ast, tested)->end;
    Str suffix = STR(".exists()");
    if (!reason && call == NODE_NONE && !size_is_only_tested(ast, tested)) {
        reason = "the query itself may be the value of the expression";
    }
    if (!reason && query.orm == ORM_SQLALCHEMY) {
        reason = first_of(rule, value, &query, &kept_end);
        suffix = STR("first() is not None");
    } else if (!reason) {
        reason = value->is_rows ? "the rows are fetched as a list" : exists_obstacle(&query);
        kept_end = asked_end(rule, tested, &query);
    }
    if (reason) {
        fix_refuse(context, exists_title(), str_from_c(reason));
        return;
    }
    fix_start(context, SAFETY_SAFE, exists_title());
    Span rest = {kept_end, ast_node(ast, tested)->end};
    if (call != NODE_NONE && query.orm != ORM_SQLALCHEMY) {
        unwrap_call(context, call, tested, kept_end, suffix);
    } else if (call != NODE_NONE) {
        fix_delete(context, ast_span(ast, ast_child(ast, call, FIELD_FUNC)));
        fix_replace(context, rest, suffix);
    } else {
        fix_replace(context, rest, suffix);
    }
}

/* ---- comparisons ---------------------------------------------------------------------------- */

/* `session.query(T).count() > 0` becomes `session.query(session.query(T).exists()).scalar()`. */
static const char *compare_legacy_count(FixContext *context, NodeId compare, NodeId count,
                                        bool wants_none, const QueryKind *query) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    NodeId function = ast_child(ast, count, FIELD_FUNC);
    NodeId receiver = ast_child(ast, function, FIELD_VALUE);
    NodeId root = chain_root(rule, receiver);
    QueryCall begun = query_call(rule->file, rule->unit, root, KIND_NEVER);
    uint32_t unfit = QUERY_IS_LIMITED | QUERY_IS_DISTINCT | QUERY_IS_VALUES | QUERY_IS_UNION;
    if (root == NODE_NONE || begun.on != QUERY_ON_SESSION) {
        return "the session of the query is not at hand";
    }
    if (query->flags & unfit) {
        return "the query does more than select rows by conditions";
    }
    Str maker = shape_text(rule->facts, ast_child(ast, root, FIELD_FUNC));
    fix_start(context, SAFETY_SAFE, exists_title());
    fix_replace(context, (Span){ast_node(ast, compare)->start, ast_node(ast, receiver)->start},
                arena_format(rule->mem, "%s%.*s(", wants_none ? "not " : "", STR_ARG(maker)));
    uint32_t name = ast_name_span(ast, function).start;
    fix_replace(context, (Span){name, ast_node(ast, compare)->end}, STR("exists()).scalar()"));
    return NULL;
}

static void compare_exists(FixContext *context, NodeId compare, Span kept, bool wants_none,
                           Str suffix) {
    Span whole = ast_span(&context->rule.facts->ast, compare);
    fix_start(context, SAFETY_SAFE, exists_title());
    fix_replace(context, (Span){whole.start, kept.start}, wants_none ? STR("not ") : STR(""));
    fix_replace(context, (Span){kept.end, whole.end}, suffix);
}

void size_fix_compare(FixContext *context, NodeId compare, NodeId count, bool wants_none,
                      const QueryValue *value) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    QueryKind query;
    const char *reason = refused_query(rule, value, &query);
    NodeId argument = query_builtin_argument(rule, count, STR("len"));
    Str text = shape_text(rule->facts, compare);
    if (!reason && str_find_byte(text, '\n') < text.len &&
        !(ast_node(ast, compare)->flags & NODE_PARENTHESIZED)) {
        reason = "the comparison stands on several rows";
    }
    if (!reason && query.orm == ORM_SQLALCHEMY && argument == NODE_NONE) {
        reason = compare_legacy_count(context, compare, count, wants_none, &query);
    } else if (!reason && query.orm == ORM_SQLALCHEMY) {
        Span kept = ast_span(ast, argument);
        reason = first_of(rule, value, &query, &kept.end);
        if (!reason) {
            compare_exists(context, compare, kept, false,
                           wants_none ? STR("first() is None") : STR("first() is not None"));
        }
    } else if (!reason) {
        reason = value->is_rows ? "the rows are fetched as a list" : exists_obstacle(&query);
        NodeId receiver = argument != NODE_NONE
                              ? argument
                              : ast_child(ast, ast_child(ast, count, FIELD_FUNC), FIELD_VALUE);
        uint32_t asked = asked_end(rule, receiver, &query);
        bool is_bare = asked < ast_node(ast, receiver)->end;
        bool is_len = argument != NODE_NONE || is_bare;
        uint32_t end = is_len ? asked : ast_name_span(ast, ast_child(ast, count, FIELD_FUNC)).start;
        if (!reason) {
            compare_exists(context, compare, (Span){ast_node(ast, receiver)->start, end},
                           wants_none, is_len ? STR(".exists()") : STR("exists()"));
        }
    }
    if (reason) {
        fix_refuse(context, exists_title(), str_from_c(reason));
    }
}
