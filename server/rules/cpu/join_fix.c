#include "rules/cpu/join_fix.h"

#include "rules/cpu/hoist.h"
#include "rules/cpu/variable.h"
#include "text/rows.h"

#include <ctype.h>

/* ---- names --------------------------------------------------------------------------------------
 */

static bool is_word(Str text) {
    for (uint32_t i = 0; i < text.len; i++) {
        if (!isalnum((unsigned char)text.ptr[i]) && text.ptr[i] != '_') {
            return false;
        }
    }
    return text.len > 0;
}

/* "id" of `user["id"]`, "uid" of `p.uid`, "value" of `p` itself. */
static Str key_word(const UnitFacts *facts, NodeId key) {
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, key) == NODE_ATTRIBUTE) {
        return ast_name(ast, key);
    }
    if (ast_kind(ast, key) == NODE_NAME) {
        return STR("value");
    }
    NodeId index =
        ast_kind(ast, key) == NODE_SUBSCRIPT ? ast_child(ast, key, FIELD_SLICE) : NODE_NONE;
    Str text = index == NODE_NONE ? STR("") : str_span(facts->text, ast_span(ast, index));
    bool is_quoted = text.len > 2 && (text.ptr[0] == '"' || text.ptr[0] == '\'');
    Str word = is_quoted ? str_slice(text, 1, text.len - 1) : STR("");
    return is_word(word) ? word : STR("key");
}

Str join_index_name(const FixContext *context, const Lookup *lookup) {
    const UnitFacts *facts = context->rule.facts;
    return arena_format(context->rule.mem, "%.*s_by_%.*s",
                        STR_ARG(ast_name(&facts->ast, lookup->collection)),
                        STR_ARG(key_word(facts, lookup->key)));
}

/* The names that the inner target binds mean nothing outside of the inner loop. */
static bool is_target_own(const FixContext *context, const Lookup *lookup) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId extent = loop_extent(ast, lookup->loop);
    for (NodeId node = lookup->target; node < ast_node(ast, lookup->target)->subtree_end; node++) {
        if (ast_kind(ast, node) != NODE_NAME) {
            continue;
        }
        if (loop_is_comprehension(ast, lookup->loop)) {
            NodeId statement = ast_statement(ast, extent);
            NameMeaning meaning =
                file_scope_lookup(context->rule.file, context->rule.unit, statement,
                                  ast_name(ast, node), context->rule.mem);
            if (meaning.home != NAME_HOME_UNBOUND) {
                return false;
            }
            continue;
        }
        Variable variable = variable_of(facts, node);
        bool is_own = variable_is_local(&variable);
        for (uint32_t i = 0; i < variable_use_count(&variable); i++) {
            is_own = is_own && ast_is_within(ast, variable_use(&variable, i), extent);
        }
        if (!is_own) {
            return false;
        }
    }
    return true;
}

Str join_target_name(FixContext *context, const Lookup *lookup) {
    const Ast *ast = &context->rule.facts->ast;
    Str name = ast_name(ast, lookup->target);
    return is_target_own(context, lookup) ? name : fix_fresh_name(context, name);
}

/* ---- obstacles ----------------------------------------------------------------------------------
 */

static bool calls_unknown(const FixContext *context, NodeId expression) {
    const Ast *ast = &context->rule.facts->ast;
    for (NodeId node = expression; node < ast_node(ast, expression)->subtree_end; node++) {
        if (ast_kind(ast, node) == NODE_CALL &&
            !call_is_pure(context->rule.file, context->rule.unit, node)) {
            return true;
        }
    }
    return false;
}

Str join_key_obstacle(const FixContext *context, const Lookup *lookup) {
    NodeId sides[] = {lookup->key, lookup->wanted};
    for (int i = 0; i < 2; i++) {
        if (calls_unknown(context, sides[i])) {
            return arena_format(context->rule.mem,
                                "`%.*s` would be called at other times, and it is not known what "
                                "that does",
                                STR_ARG(cost_text(&context->rule, sides[i])));
        }
    }
    return STR("");
}

NodeId join_hoist_loop(const FixContext *context, const Lookup *lookup, Str *obstacle) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId name = cost_base_name(ast, lookup->collection);
    Str text = cost_text(&context->rule, lookup->collection);
    NodeId loop = hoist_loop(context, lookup->collection, name, text, obstacle);
    if (loop == NODE_NONE) {
        return NODE_NONE;
    }
    LoopContext loops = cost_context(&context->rule);
    NodeId end = ast_node(ast, lookup->key)->subtree_end;
    for (NodeId node = lookup->key; node < end; node++) {
        bool is_target = ast_kind(ast, node) == NODE_NAME && loop_binds(&loops, lookup->loop, node);
        if (ast_kind(ast, node) == NODE_NAME && !is_target && loop_binds(&loops, loop, node)) {
            *obstacle = arena_format(context->rule.mem, "`%.*s` changes in the loop around",
                                     STR_ARG(ast_name(ast, node)));
            return NODE_NONE;
        }
    }
    return loop;
}

static bool is_flat_target(const Ast *ast, NodeId target) {
    if (ast_kind(ast, target) == NODE_NAME) {
        return true;
    }
    for (NodeId item = ast_first_child(ast, target); item != NODE_NONE;
         item = ast_next_sibling(ast, item)) {
        if (ast_kind(ast, item) != NODE_NAME) {
            return false;
        }
    }
    return ast_kind(ast, target) == NODE_TUPLE;
}

static bool is_bare(const Ast *ast, NodeId node) {
    return !(ast_node(ast, node)->flags & NODE_PARENTHESIZED);
}

/* The equality can be cut out as text. */
static bool can_cut(const Ast *ast, const Lookup *lookup) {
    bool is_bare_all = is_bare(ast, lookup->compare) && is_bare(ast, lookup->collection);
    if (lookup->condition == lookup->compare) {
        return is_bare_all || !loop_is_comprehension(ast, lookup->loop);
    }
    for (NodeId value = ast_child(ast, lookup->condition, FIELD_VALUES); value != NODE_NONE;
         value = ast_next_in_field(ast, value)) {
        is_bare_all = is_bare_all && is_bare(ast, value);
    }
    return is_bare_all;
}

static Str obstacle_of(const FixContext *context, const Lookup *lookup) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Str obstacle = join_key_obstacle(context, lookup);
    if (obstacle.len) {
        return obstacle;
    }
    if (!is_flat_target(ast, lookup->target) ||
        (ast_kind(ast, lookup->target) == NODE_TUPLE && !is_target_own(context, lookup))) {
        return STR("the names that the inner loop binds are used elsewhere or nested");
    }
    if (!can_cut(ast, lookup)) {
        return STR("parentheses stand around a part of the condition");
    }
    bool is_statement = !loop_is_comprehension(ast, lookup->loop);
    if (is_statement && lookup->condition == lookup->compare &&
        rows_hold_long_string(facts->text,
                              ast_span(ast, ast_child(ast, lookup->loop, FIELD_BODY)))) {
        return STR("a text over several rows stands in the loop");
    }
    return STR("");
}

/* ---- writing ------------------------------------------------------------------------------------
 */

/* The row that gathers: `users_by_id[user["id"]].append(user)`. */
static void build_index(FixContext *context, const Lookup *lookup, NodeId statement, Str index,
                        Str defaultdict) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    bool is_name = ast_kind(ast, lookup->target) == NODE_NAME;
    Str collection = str_span(facts->text, ast_span(ast, lookup->collection));
    Str target = str_span(facts->text, ast_span(ast, lookup->target));
    Str key = str_span(facts->text, ast_span(ast, lookup->key));
    Str element = is_name ? target : arena_format(mem, "(%.*s)", STR_ARG(target));
    if (is_name) {
        element = join_target_name(context, lookup);
        key = hoist_rename(context, lookup->key, target, element);
        target = element;
    } else if (target.ptr[0] == '(') {
        element = target;
    }
    fix_insert_row_before(
        context, statement,
        arena_format(mem, "%.*s = %.*s(list)", STR_ARG(index), STR_ARG(defaultdict)));
    fix_insert_row_before(
        context, statement,
        arena_format(mem, "for %.*s in %.*s:", STR_ARG(target), STR_ARG(collection)));
    fix_insert_row_before(context, statement,
                          arena_format(mem, "%.*s%.*s[%.*s].append(%.*s)",
                                       STR_ARG(fix_indent_unit(context)), STR_ARG(index),
                                       STR_ARG(key), STR_ARG(element)));
}

/* `a == b and c` -> `c`: the equality and one `and`. */
static void cut_from_conjunction(FixContext *context, const Lookup *lookup) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId before = NODE_NONE;
    NodeId value = ast_child(ast, lookup->condition, FIELD_VALUES);
    for (; value != lookup->compare; value = ast_next_in_field(ast, value)) {
        before = value;
    }
    NodeId next = ast_next_in_field(ast, lookup->compare);
    Span span = before == NODE_NONE
                    ? (Span){ast_node(ast, lookup->compare)->start, ast_node(ast, next)->start}
                    : (Span){ast_node(ast, before)->end, ast_node(ast, lookup->compare)->end};
    fix_delete(context, span);
}

/* ` if a == b` of a generator. */
static void cut_condition(FixContext *context, const Lookup *lookup) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId before = lookup->collection;
    for (NodeId test = ast_child(ast, lookup->loop, FIELD_IFS); test != lookup->compare;
         test = ast_next_in_field(ast, test)) {
        before = test;
    }
    fix_delete(context, (Span){ast_node(ast, before)->end, ast_node(ast, lookup->compare)->end});
}

/* Where the rest of the header's last row begins, behind the colon. */
static uint32_t behind_colon(const UnitFacts *facts, NodeId statement) {
    const Ast *ast = &facts->ast;
    uint32_t at = ast_node(ast, ast_child(ast, statement, FIELD_TEST))->end;
    uint32_t end = ast_node(ast, ast_child(ast, statement, FIELD_BODY))->start;
    while (at < end && facts->text.ptr[at] != ':') {
        at++;
    }
    return at + 1 < end ? at + 1 : end;
}

static uint32_t skip_blanks(Str text, uint32_t at) {
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) {
        at++;
    }
    return at;
}

/* Takes `step` from the rows that begin in [at, end). */
static void dedent_rows(FixContext *context, uint32_t at, uint32_t end, uint32_t step) {
    Str text = context->rule.facts->text;
    while (at < end) {
        uint32_t blanks = skip_blanks(text, at) - at;
        if (!row_is_blank(text, at)) {
            fix_delete(context, (Span){at, at + (blanks < step ? blanks : step)});
        }
        at = row_next(text, at);
    }
}

/* The body of the `if` takes its place. */
static void unwrap_if(FixContext *context, NodeId statement) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    uint32_t start = ast_node(ast, statement)->start;
    uint32_t body = ast_node(ast, ast_child(ast, statement, FIELD_BODY))->start;
    uint32_t tail = skip_blanks(facts->text, behind_colon(facts, statement));
    if (tail == body) { /* all in one row */
        fix_delete(context, (Span){start, body});
        return;
    }
    uint32_t below = row_next(facts->text, tail);
    if (tail < facts->text.len && facts->text.ptr[tail] == '#') {
        fix_delete(context, (Span){start, tail}); /* the comment stays, as a row */
    } else {
        fix_delete(context, (Span){row_start(facts->text, start), below});
    }
    uint32_t inner = fix_indent_of(context, body).len;
    uint32_t outer = fix_indent_of(context, start).len;
    dedent_rows(context, below, ast_node(ast, statement)->end, inner > outer ? inner - outer : 0);
}

void join_fix(FixContext *context, const Lookup *lookup) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    Str title = arena_format(mem, "Look `%.*s` up in a dictionary by its key",
                             STR_ARG(cost_text(&context->rule, lookup->collection)));
    Str obstacle = obstacle_of(context, lookup);
    NodeId loop = obstacle.len ? NODE_NONE : join_hoist_loop(context, lookup, &obstacle);
    if (loop == NODE_NONE) {
        fix_refuse(context, title, obstacle);
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str defaultdict = fix_import(context, STR("collections"), STR("defaultdict"));
    Str index = fix_fresh_name(context, join_index_name(context, lookup));
    build_index(context, lookup, hoist_statement(context, loop), index, defaultdict);
    Str wanted = str_span(facts->text, ast_span(ast, lookup->wanted));
    fix_replace(context, ast_span(ast, lookup->collection),
                arena_format(mem, "%.*s.get(%.*s, ())", STR_ARG(index), STR_ARG(wanted)));
    if (lookup->condition != lookup->compare) {
        cut_from_conjunction(context, lookup);
    } else if (loop_is_comprehension(ast, lookup->loop)) {
        cut_condition(context, lookup);
    } else {
        unwrap_if(context, ast_child(ast, lookup->loop, FIELD_BODY));
    }
}
