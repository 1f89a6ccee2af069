/* Knows how names in strings are written and added; refuses to know what they mean. */
#include "rules/query/call_words.h"

#include "rules/shape.h"

Str call_words_literal(const QuerySite *site, NodeId argument) {
    const Ast *ast = &site->facts->ast;
    Str text = shape_text(site->facts, argument);
    bool is_plain = ast_kind(ast, argument) == NODE_CONSTANT &&
                    ast_node(ast, argument)->detail == CONSTANT_STR && text.len > 2 &&
                    (text.ptr[0] == '"' || text.ptr[0] == '\'') && text.ptr[1] != text.ptr[0];
    return is_plain ? str_slice(text, 1, text.len - 1) : STR("");
}

bool call_words_begin(Str lookup, Str whole) {
    return lookup.len > 0 && lookup.len + 2 < whole.len && str_starts_with(whole, lookup) &&
           whole.ptr[lookup.len] == '_' && whole.ptr[lookup.len + 1] == '_';
}

bool call_words_are_literal(const QuerySite *site, NodeId call) {
    const Ast *ast = &site->facts->ast;
    NodeId argument = call == NODE_NONE ? NODE_NONE : ast_child(ast, call, FIELD_ARGS);
    if (argument == NODE_NONE || ast_child(ast, call, FIELD_KEYWORDS) != NODE_NONE) {
        return false;
    }
    for (; argument != NODE_NONE; argument = ast_next_in_field(ast, argument)) {
        bool is_text = ast_kind(ast, argument) == NODE_CONSTANT &&
                       ast_node(ast, argument)->detail == CONSTANT_STR;
        if (!is_text && ast_kind(ast, argument) != NODE_CALL) {
            return false;
        }
    }
    return true;
}

Str call_words_separator(const QuerySite *site, NodeId last, Arena *mem) {
    Str text = site->facts->text;
    uint32_t at = ast_node(&site->facts->ast, last)->start;
    uint32_t row = at;
    while (row > 0 && (text.ptr[row - 1] == ' ' || text.ptr[row - 1] == '\t')) {
        row--;
    }
    if (row == 0 || text.ptr[row - 1] != '\n') {
        return STR(", ");
    }
    bool has_return = row > 1 && text.ptr[row - 2] == '\r';
    return arena_format(mem, ",%s%.*s", has_return ? "\r\n" : "\n",
                        STR_ARG(str_slice(text, row, at)));
}

static char quote_of(const QuerySite *site, NodeId argument) {
    Str text = argument == NODE_NONE ? STR("") : shape_text(site->facts, argument);
    return text.len && text.ptr[0] == '\'' ? '\'' : '"';
}

/* No other argument of the call begins the lookup and is longer. */
static bool is_longest(const QuerySite *site, NodeId call, Str literal, Str lookup) {
    const Ast *ast = &site->facts->ast;
    for (NodeId argument = ast_child(ast, call, FIELD_ARGS); argument != NODE_NONE;
         argument = ast_next_in_field(ast, argument)) {
        Str other = call_words_literal(site, argument);
        if (other.len > literal.len &&
            (call_words_begin(other, lookup) || str_equal(other, lookup))) {
            return false;
        }
    }
    return true;
}

/* The first lookup that the argument begins and that is not written yet; `count` when none. */
static uint32_t widened_by(const QuerySite *site, NodeId call, NodeId argument, const Str *lookups,
                           const bool *done, uint32_t count) {
    Str literal = call_words_literal(site, argument);
    for (uint32_t i = 0; i < count; i++) {
        if (!done[i] && call_words_begin(literal, lookups[i]) &&
            is_longest(site, call, literal, lookups[i])) {
            return i;
        }
    }
    return count;
}

/* What is asked for already, by a call that its iterator() has not heeded. */
static void skip_present(const QuerySite *site, NodeId argument, const Str *lookups, bool *done,
                         uint32_t count) {
    Str present = call_words_literal(site, argument);
    for (uint32_t i = 0; i < count; i++) {
        done[i] = done[i] || (present.len && str_equal(present, lookups[i]));
    }
}

void call_words_widen(FixContext *context, const QuerySite *site, NodeId call, const Str *lookups,
                      uint32_t count) {
    const Ast *ast = &site->facts->ast;
    Arena *mem = context->rule.mem;
    bool *done = ARENA_ARRAY(context->rule.scratch, bool, count);
    Str last_text = STR("");
    NodeId last = NODE_NONE;
    for (uint32_t i = 0; i < count; i++) {
        done[i] = false;
    }
    for (NodeId argument = ast_child(ast, call, FIELD_ARGS); argument != NODE_NONE;
         argument = ast_next_in_field(ast, argument)) {
        skip_present(site, argument, lookups, done, count);
        uint32_t wider = widened_by(site, call, argument, lookups, done, count);
        bool is_last = ast_next_in_field(ast, argument) == NODE_NONE;
        char quote = quote_of(site, argument);
        Str text = wider < count
                       ? arena_format(mem, "%c%.*s%c", quote, STR_ARG(lookups[wider]), quote)
                       : shape_text(site->facts, argument);
        if (wider < count) {
            done[wider] = true;
        }
        if (!is_last && wider < count) {
            query_site_replace(context, site, ast_span(ast, argument), text);
        }
        last = argument;
        last_text = text;
    }
    Str separator = call_words_separator(site, last, mem);
    char quote = quote_of(site, last);
    for (uint32_t i = 0; i < count; i++) {
        if (!done[i]) {
            last_text = arena_format(mem, "%.*s%.*s%c%.*s%c", STR_ARG(last_text),
                                     STR_ARG(separator), quote, STR_ARG(lookups[i]), quote);
        }
    }
    Span span = ast_span(ast, last);
    Str kept = shape_text(site->facts, last);
    if (str_equal(last_text, kept)) {
        return;
    }
    if (str_starts_with(last_text, kept)) {
        query_site_insert(context, site, span.end, str_slice(last_text, kept.len, last_text.len));
    } else {
        query_site_replace(context, site, span, last_text);
    }
}

Str call_words_call(Str name, const Str *lookups, uint32_t count, Arena *mem) {
    Str out = arena_format(mem, "%.*s(", STR_ARG(name));
    for (uint32_t i = 0; i < count; i++) {
        out = arena_format(mem, "%.*s%s\"%.*s\"", STR_ARG(out), i ? ", " : "", STR_ARG(lookups[i]));
    }
    return arena_format(mem, "%.*s)", STR_ARG(out));
}
