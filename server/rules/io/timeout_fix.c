#include "rules/io/timeout_fix.h"

#include "catalog/extension.h"
#include "rules/io/timeout_argument.h"
#include "semantics/file_mentions.h"
#include "semantics/loops.h"
#include "text/token.h"

/* ---- the value ------------------------------------------------------------------------------- */

static bool ends_with_timeout(Str name) {
    for (uint32_t i = 0; i < name.len; i++) {
        bool upper = (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z') || name.ptr[i] == '_' ||
                     (name.ptr[i] >= '0' && name.ptr[i] <= '9');
        if (!upper) {
            return false;
        }
    }
    return str_find(name, STR("TIMEOUT")) < name.len;
}

static bool is_number_or_pair(const Ast *ast, NodeId value) {
    uint8_t detail = ast_node(ast, value)->detail;
    NodeKind kind = ast_kind(ast, value);
    return (kind == NODE_CONSTANT && (detail == CONSTANT_INT || detail == CONSTANT_FLOAT)) ||
           kind == NODE_TUPLE;
}

static bool is_pair(const UnitFacts *facts, NodeId value) {
    return ast_kind(&facts->ast, value) == NODE_TUPLE;
}

/* Zero is no timeout: some libraries refuse it, others do not wait at all. */
static bool is_zero(const UnitFacts *facts, NodeId value) {
    Str text = str_span(facts->text, ast_span(&facts->ast, value));
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '0' && text.ptr[i] != '.') {
            return false;
        }
    }
    return true;
}

/* What a fix writes, and whether it stands for two numbers. */
typedef struct TimeoutText {
    Str text; /* empty: nothing was found */
    bool pair;
} TimeoutText;

/* The module's only constant named *TIMEOUT* with a number or a pair, if it is visible from the
 * call: nothing between binds the name, and code of the module itself stands after it. */
static TimeoutText project_constant(const FixContext *context, NodeId call, bool pairs) {
    const RuleContext *rule = &context->rule;
    const UnitFacts *facts = file_model_unit(rule->file, UNIT_MODULE_ID);
    const Ast *ast = &facts->ast;
    TimeoutText found = {0};
    NodeId place = NODE_NONE;
    for (NodeId node = ast_first_child(ast, NODE_ROOT); node != NODE_NONE;
         node = ast_next_sibling(ast, node)) {
        NodeKind kind = ast_kind(ast, node);
        NodeId target = kind == NODE_ASSIGN       ? ast_child(ast, node, FIELD_TARGETS)
                        : kind == NODE_ANN_ASSIGN ? ast_child(ast, node, FIELD_TARGET)
                                                  : NODE_NONE;
        NodeId value = target == NODE_NONE ? NODE_NONE : ast_child(ast, node, FIELD_VALUE);
        bool constant = value != NODE_NONE && ast_kind(ast, target) == NODE_NAME &&
                        ends_with_timeout(ast_name(ast, target)) && is_number_or_pair(ast, value) &&
                        !is_zero(facts, value);
        if (!constant) {
            continue;
        }
        if (found.text.len) {
            return (TimeoutText){0};
        }
        found = (TimeoutText){ast_name(ast, target), is_pair(facts, value)};
        place = node;
    }
    if (!found.text.len || (found.pair && !pairs) ||
        (rule->unit == UNIT_MODULE_ID && place > call &&
         enclosing_function(ast, call) == NODE_NONE)) {
        return (TimeoutText){0};
    }
    NameMeaning meaning =
        file_scope_lookup(rule->file, rule->unit, call, found.text, rule->scratch);
    return meaning.home == NAME_HOME_MODULE && meaning.place_count == 1 ? found : (TimeoutText){0};
}

/* "requests" of "requests.Session.get": callables whose timeouts mean the same. */
static Str family(Str path) {
    return str_slice(path, 0, str_find_byte(path, '.'));
}

typedef struct CommonLiteral {
    TimeoutText value;
    bool differs;
} CommonLiteral;

static void add_literal(const FixContext *context, UnitId unit, NodeId call, Str wanted,
                        CommonLiteral *out) {
    const FileModel *file = context->rule.file;
    const UnitFacts *facts = file_model_unit(file, unit);
    Str path = kinds_callee(file, unit, call, context->rule.mem);
    const CatalogTimeout *row =
        str_equal(family(path), wanted) ? extended_timeout(file->extension, path) : NULL;
    if (!row) {
        return;
    }
    NodeId keyword = ast_keyword(&facts->ast, call, catalog_timeout_parameter(row->keyword));
    NodeId value = keyword == NODE_NONE ? NODE_NONE : ast_child(&facts->ast, keyword, FIELD_VALUE);
    if (value == NODE_NONE || timeout_is_none(file, unit, value)) {
        return;
    }
    Str text = str_span(facts->text, ast_span(&facts->ast, value));
    out->differs |= !is_number_or_pair(&facts->ast, value) || is_zero(facts, value) ||
                    (out->value.text.len && !str_equal(out->value.text, text));
    out->value = (TimeoutText){text, is_pair(facts, value)};
}

/* The literal that all other calls of the family in the file agree on; empty otherwise. */
static TimeoutText common_literal(const FixContext *context, Str path) {
    const FileModel *file = context->rule.file;
    CommonLiteral common = {0};
    for (UnitId unit = file_model_next_mention(file, TRIGGER_BIT(TIMEOUT), 0); unit != UNIT_NONE;
         unit = file_model_next_mention(file, TRIGGER_BIT(TIMEOUT), unit + 1)) {
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            if (ast_kind(ast, node) == NODE_CALL) {
                add_literal(context, unit, node, family(path), &common);
            }
        }
    }
    return common.differs ? (TimeoutText){0} : common.value;
}

enum { MILLISECONDS = 1000 };

/* In the parameter's unit: constants and literals of a file are in seconds. */
static TimeoutText timeout_value(FixContext *context, NodeId call, const CatalogTimeout *row) {
    int32_t option =
        options_integer(context->rule.options, OPTION_io_missing_timeout_timeout_value);
    if (str_ends_with(catalog_timeout_parameter(row->keyword), STR("MS"))) {
        return (TimeoutText){arena_format(context->rule.mem, "%d", option * MILLISECONDS), false};
    }
    TimeoutText value = project_constant(context, call, row->form == TIMEOUT_FORM_REQUESTS);
    value = value.text.len ? value : common_literal(context, row->path);
    if (!value.text.len) {
        value.text = arena_format(context->rule.mem, "%d", option);
    }
    if (row->form == TIMEOUT_FORM_AIOHTTP) {
        Str module = fix_import_module(context, STR("aiohttp"));
        value.text = arena_format(context->rule.mem, "%.*s.ClientTimeout(total=%.*s)",
                                  STR_ARG(module), STR_ARG(value.text));
    }
    return value;
}

/* ---- the place ------------------------------------------------------------------------------- */

static uint32_t row_end(Str text, uint32_t at) {
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') {
        at++;
    }
    return at;
}

/* What follows the last argument up to the closing parenthesis. */
typedef struct CallTail {
    uint32_t last_end;      /* of the last argument, its own parentheses included */
    uint32_t close;         /* the `)` */
    uint32_t comma;         /* one past a trailing comma; 0 = none */
    uint32_t after_comment; /* where a new row goes: after a comment on the last argument's row */
} CallTail;

static bool read_tail(const UnitFacts *facts, NodeId call, NodeId last, CallTail *out) {
    Span span = ast_span(&facts->ast, call);
    *out = (CallTail){.last_end = ast_node(&facts->ast, last)->end, .close = span.end - 1};
    TokenReader reader = token_reader_open(facts->text, (Span){out->last_end, span.end});
    bool first_row = true;
    uint32_t row_mark = 0;
    for (Token token = token_next(&reader); token.kind != TOKEN_END; token = token_next(&reader)) {
        if (token.kind == TOKEN_OPERATOR && facts->text.ptr[token.span.start] == ')' &&
            token.span.end < span.end) {
            out->last_end = token.span.end; /* parentheses around the argument */
        } else if (token.kind == TOKEN_OPERATOR && facts->text.ptr[token.span.start] == ',') {
            out->comma = token.span.end;
        } else if (token.kind == TOKEN_COMMENT && first_row) {
            row_mark = token.span.end;
        } else if (token.kind == TOKEN_NEWLINE) {
            first_row = false;
        }
    }
    out->after_comment = row_mark;
    return true;
}

static bool has_row_between(Str text, uint32_t from, uint32_t to) {
    return row_end(text, from) < to;
}

/* The indentation of the first argument that begins its own row, else that of the first argument.
 */
static Str argument_indent(FixContext *context, NodeId call) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId function = ast_child(ast, call, FIELD_FUNC);
    NodeId first = NODE_NONE;
    for (NodeId child = ast_first_child(ast, call); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        if (child == function) {
            continue;
        }
        first = first == NODE_NONE ? child : first;
        uint32_t at = ast_node(ast, child)->start;
        Str indent = fix_indent_of(context, at);
        uint32_t start = at;
        while (start > 0 &&
               (facts->text.ptr[start - 1] == ' ' || facts->text.ptr[start - 1] == '\t')) {
            start--;
        }
        bool own_row =
            start > 0 && (facts->text.ptr[start - 1] == '\n' || facts->text.ptr[start - 1] == '\r');
        if (own_row) {
            return indent;
        }
    }
    uint32_t at = ast_node(ast, first)->start;
    uint32_t start = at;
    while (start > 0 && facts->text.ptr[start - 1] != '\n' && facts->text.ptr[start - 1] != '\r') {
        start--;
    }
    Str blank = arena_format(context->rule.mem, "%*s", (int)(at - start), "");
    return start ? blank : fix_indent_of(context, at);
}

static void insert_on_row(FixContext *context, const CallTail *tail, Str argument) {
    Arena *mem = context->rule.mem;
    if (tail->comma) {
        fix_insert(context, tail->comma, arena_format(mem, " %.*s,", STR_ARG(argument)));
    } else {
        fix_insert(context, tail->last_end, arena_format(mem, ", %.*s", STR_ARG(argument)));
    }
}

static void insert_own_row(FixContext *context, NodeId call, const CallTail *tail, Str argument) {
    Arena *mem = context->rule.mem;
    Str indent = argument_indent(context, call);
    Str eol = fix_line_end(context);
    uint32_t at = tail->comma ? tail->comma : tail->last_end;
    at = tail->after_comment > at ? tail->after_comment : at;
    if (!tail->comma) {
        fix_insert(context, tail->last_end, STR(","));
    }
    fix_insert(context, at,
               arena_format(mem, "%.*s%.*s%.*s%s", STR_ARG(eol), STR_ARG(indent), STR_ARG(argument),
                            tail->comma ? "," : ""));
}

static void insert_argument(FixContext *context, NodeId call, Str argument) {
    const UnitFacts *facts = context->rule.facts;
    NodeId last = ast_last_argument(&facts->ast, call);
    uint32_t function_end = ast_node(&facts->ast, ast_child(&facts->ast, call, FIELD_FUNC))->end;
    Token open =
        token_find(facts->text, (Span){function_end, ast_node(&facts->ast, call)->end}, "(");
    if (last == NODE_NONE) {
        fix_insert(context, open.span.end, argument);
        return;
    }
    CallTail tail;
    read_tail(facts, call, last, &tail);
    if (has_row_between(facts->text, tail.last_end, tail.close)) {
        insert_own_row(context, call, &tail, argument);
    } else {
        insert_on_row(context, &tail, argument);
    }
}

/* `(3.05, None)` -> `(3.05, 10)`: only the half that is None, unless the value is a pair itself. */
static void replace_value(FixContext *context, NodeId value, const TimeoutText *text) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    if (ast_kind(ast, value) != NODE_TUPLE || text->pair) {
        fix_replace(context, ast_span(ast, value), text->text);
        return;
    }
    for (NodeId item = ast_child(ast, value, FIELD_ELTS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        if (timeout_is_none(rule->file, rule->unit, item)) {
            fix_replace(context, ast_span(ast, item), text->text);
        }
    }
}

void timeout_fix(FixContext *context, NodeId call, const CatalogTimeout *row, uint32_t skipped) {
    const RuleContext *rule = &context->rule;
    const Ast *ast = &rule->facts->ast;
    if (row->form == TIMEOUT_FORM_NO_PARAMETER || row->form == TIMEOUT_FORM_ASYNC_SCOPE) {
        fix_refuse(context, STR("Add a timeout"), STR("the call takes no timeout"));
        return;
    }
    NodeId last = ast_last_argument(ast, call);
    bool bare = last != NODE_NONE && ast_kind(ast, last) == NODE_GENERATOR_EXP &&
                ast_node(ast, last)->end == ast_node(ast, call)->end; /* they share the `)` */
    if (bare) {
        fix_refuse(context, STR("Add a timeout"),
                   STR("a bare generator expression must stay the only argument"));
        return;
    }
    TimeoutArgument argument = timeout_argument(rule->file, rule->unit, call, row, skipped);
    fix_start(context, SAFETY_UNSAFE, STR("Add a timeout"));
    TimeoutText value = timeout_value(context, call, row);
    if (argument.value != NODE_NONE) {
        replace_value(context, argument.value, &value);
    } else {
        insert_argument(context, call,
                        arena_format(rule->mem, "%.*s=%.*s",
                                     STR_ARG(catalog_timeout_parameter(row->keyword)),
                                     STR_ARG(value.text)));
    }
}
