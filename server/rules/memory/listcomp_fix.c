#include "rules/memory/listcomp.h"

#include "rules/shape.h"
#include "semantics/kinds.h"
#include "text/token.h"

static Str without_list(const Consumption *consumption, Arena *mem) {
    return arena_format(mem, "Give `%.*s` the values without a list", STR_ARG(consumption->name));
}

/* The span between two offsets, with the blanks beside it on the same row. */
static Span with_blanks(Str text, Span span, bool after) {
    while (after && span.end < text.len && text.ptr[span.end] == ' ') {
        span.end++;
    }
    while (!after && span.start > 0 && text.ptr[span.start - 1] == ' ') {
        span.start--;
    }
    return span;
}

static bool has_comment(Str text, Span span) {
    TokenReader reader = token_reader_open(text, span);
    for (Token token = token_next(&reader); token.kind != TOKEN_END; token = token_next(&reader)) {
        if (token.kind == TOKEN_COMMENT) {
            return true;
        }
    }
    return false;
}

/* A generator may stand bare only as the sole argument, without a comma after it. */
static bool is_bare(const UnitFacts *facts, const Consumption *consumption) {
    const Ast *ast = &facts->ast;
    NodeId list = consumption->comprehension;
    if (ast_node(ast, list)->flags & NODE_PARENTHESIZED) {
        return true; /* its parentheses become the generator's */
    }
    bool sole = ast_count_in_field(ast, consumption->consumer, FIELD_ARGS) == 1 &&
                ast_child(ast, consumption->consumer, FIELD_KEYWORDS) == NODE_NONE;
    Span rest = {ast_node(ast, list)->end, ast_node(ast, consumption->consumer)->end};
    return sole && token_find(facts->text, rest, ",").kind == TOKEN_END;
}

/* A bracket that has its row for itself goes with the row. */
static Span bracket_span(Str text, Span bracket, bool opening) {
    return shape_stands_alone(text, bracket) ? shape_rows(text, bracket)
                                             : with_blanks(text, bracket, opening);
}

static void make_generator(FixContext *context, const Consumption *consumption, bool bare) {
    const UnitFacts *facts = context->rule.facts;
    Span list = ast_span(&facts->ast, consumption->comprehension);
    Span opening = {list.start, list.start + 1};
    Span closing = {list.end - 1, list.end};
    if (bare) {
        fix_delete(context, bracket_span(facts->text, opening, true));
        fix_delete(context, bracket_span(facts->text, closing, false));
    } else {
        fix_replace(context, opening, STR("("));
        fix_replace(context, closing, STR(")"));
    }
}

/* `StopIteration` from a value ends a list; in a generator it becomes a RuntimeError. */
static bool may_stop(const FixContext *context, NodeId comprehension) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId end = ast_node(ast, comprehension)->subtree_end;
    for (NodeId node = comprehension; node < end; node++) {
        if (ast_kind(ast, node) == NODE_CALL &&
            str_equal(
                kinds_callee(context->rule.file, context->rule.unit, node, context->rule.scratch),
                STR("next"))) {
            return true;
        }
    }
    return false;
}

static Safety generator_safety(const FixContext *context, const Consumption *consumption) {
    const UnitFacts *facts = context->rule.facts;
    NodeId list = consumption->comprehension;
    switch (consumption->use) {
    case LISTCOMP_LOOP:
    case LISTCOMP_ENUMERATE:
        return SAFETY_UNSAFE;
    case LISTCOMP_SHORT_CIRCUIT:
        return listcomp_calls(facts, list) ? SAFETY_UNSAFE : SAFETY_SAFE;
    case LISTCOMP_REDUCER:
    case LISTCOMP_SORTED:
    case LISTCOMP_SET:
    case LISTCOMP_DICT:
        break;
    }
    return may_stop(context, list) ? SAFETY_UNSAFE : SAFETY_SAFE;
}

/* ---- displays ------------------------------------------------------------------------------- */

/* `set([` and `])` become braces; false when a comment would be lost, or when the braces of an
 * f-string stand beside them. */
static bool can_be_display(const UnitFacts *facts, const Consumption *consumption) {
    const Ast *ast = &facts->ast;
    Span call = ast_span(ast, consumption->consumer);
    Span list = ast_span(ast, consumption->comprehension);
    for (NodeId node = consumption->consumer; node != NODE_ROOT;
         node = ast_node(ast, node)->parent) {
        NodeKind kind = ast_kind(ast, node);
        if (kind == NODE_FORMATTED_VALUE || kind == NODE_INTERPOLATION) {
            return false;
        }
    }
    return !has_comment(facts->text, (Span){call.start, list.start}) &&
           !has_comment(facts->text, (Span){list.end, call.end});
}

static void use_braces(FixContext *context, const Consumption *consumption) {
    const UnitFacts *facts = context->rule.facts;
    Span call = ast_span(&facts->ast, consumption->consumer);
    Span list = ast_span(&facts->ast, consumption->comprehension);
    fix_replace(context, (Span){call.start, list.start + 1}, STR("{"));
    fix_replace(context, (Span){list.end - 1, call.end}, STR("}"));
}

/* The key and the value of `(key, value)`; false for any other element. */
static bool pair_of(const Ast *ast, NodeId element, NodeId *key, NodeId *value) {
    if (ast_kind(ast, element) != NODE_TUPLE || ast_count_in_field(ast, element, FIELD_ELTS) != 2) {
        return false;
    }
    *key = ast_child(ast, element, FIELD_ELTS);
    *value = ast_next_in_field(ast, *key);
    return ast_kind(ast, *key) != NODE_STARRED && ast_kind(ast, *value) != NODE_STARRED &&
           ast_kind(ast, *key) != NODE_LAMBDA;
}

/* `(key, value)` -> `key: value`. */
static void split_pair(FixContext *context, NodeId element, NodeId key, NodeId value) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Span pair = ast_span(ast, element);
    Span between = {ast_node(ast, key)->end, ast_node(ast, value)->start};
    Span rest = {ast_node(ast, value)->end, pair.end - 1};
    Token comma = token_find(facts->text, between, ",");
    Token last = token_find(facts->text, rest, ",");
    fix_delete(context, with_blanks(facts->text, (Span){pair.start, pair.start + 1}, true));
    fix_replace(context, comma.span, STR(":"));
    if (last.kind != TOKEN_END) {
        fix_delete(context, (Span){last.span.start, pair.end});
    } else {
        fix_delete(context, with_blanks(facts->text, (Span){pair.end - 1, pair.end}, false));
    }
}

static bool fix_display(FixContext *context, const Consumption *consumption) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId element = ast_child(ast, consumption->comprehension, FIELD_ELT);
    NodeId key = NODE_NONE;
    NodeId value = NODE_NONE;
    bool dict = consumption->use == LISTCOMP_DICT;
    if (!can_be_display(facts, consumption) || (dict && !pair_of(ast, element, &key, &value))) {
        return false;
    }
    if (dict) {
        Span pair = ast_span(ast, element);
        Span between = {ast_node(ast, key)->end, ast_node(ast, value)->start};
        if (has_comment(facts->text, pair) ||
            token_find(facts->text, between, ",").kind == TOKEN_END) {
            return false;
        }
    }
    fix_start(context, SAFETY_SAFE,
              dict ? STR("Write a dict comprehension") : STR("Write a set comprehension"));
    use_braces(context, consumption);
    if (dict) {
        split_pair(context, element, key, value);
    }
    return true;
}

void listcomp_fix(FixContext *context, const Consumption *consumption) {
    bool display = consumption->use == LISTCOMP_SET || consumption->use == LISTCOMP_DICT;
    if (display && fix_display(context, consumption)) {
        return;
    }
    fix_start(context, generator_safety(context, consumption),
              without_list(consumption, context->rule.mem));
    bool bare = consumption->use != LISTCOMP_LOOP && is_bare(context->rule.facts, consumption);
    make_generator(context, consumption, bare);
}
