/* Knows what a loop's text can be made into; refuses to know why. */
#include "rules/query/loop_shape.h"

#include "rules/shape.h"

static bool is_name_of(const Ast *ast, NodeId target, Str name) {
    NodeId end = ast_node(ast, target)->subtree_end;
    for (NodeId node = target; node < end; node++) {
        if (ast_kind(ast, node) == NODE_NAME && str_equal(ast_name(ast, node), name)) {
            return true;
        }
    }
    return false;
}

/* Another loop or comprehension around `node` binds the name anew. */
static bool is_bound_around(const Ast *ast, NodeId node, Str name) {
    for (NodeId at = loop_of_node(ast, node); at != NODE_NONE; at = loop_enclosing(ast, at)) {
        NodeId target = loop_target(ast, at);
        if (target != NODE_NONE && is_name_of(ast, target, name)) {
            return true;
        }
    }
    return ast_node(ast, node)->field == FIELD_TARGET;
}

/* A name that the loop binds is read where the loop alone could have bound it. */
static bool is_used_outside(const Ast *ast, NodeId loop, NodeId target) {
    for (NodeId node = 0; node < ast->node_count; node++) {
        bool is_name = ast_kind(ast, node) == NODE_NAME && !ast_is_within(ast, node, loop);
        if (is_name && is_name_of(ast, target, ast_name(ast, node)) &&
            !is_bound_around(ast, node, ast_name(ast, node))) {
            return true;
        }
    }
    return false;
}

bool loop_shape_of(const RuleContext *rule, NodeId loop, LoopShape *out) {
    const UnitFacts *facts = rule->facts;
    const Ast *ast = &facts->ast;
    if (ast_kind(ast, loop) != NODE_FOR || ast_child(ast, loop, FIELD_ORELSE) != NODE_NONE ||
        (ast_node(ast, loop)->flags & NODE_HAS_BROKEN)) {
        return false;
    }
    *out = (LoopShape){.loop = loop,
                       .target = ast_child(ast, loop, FIELD_TARGET),
                       .iterable = ast_child(ast, loop, FIELD_ITER)};
    NodeId first = ast_child(ast, loop, FIELD_BODY);
    for (NodeId at = first; at != NODE_NONE; at = ast_next_in_field(ast, at)) {
        out->last = at;
    }
    out->is_alone = first != NODE_NONE && out->last == first;
    if (first == NODE_NONE || out->iterable == NODE_NONE || out->target == NODE_NONE ||
        is_used_outside(ast, loop, out->target)) {
        return false;
    }
    Str between =
        str_slice(facts->text, ast_node(ast, out->iterable)->end, ast_node(ast, first)->start);
    return str_find_byte(between, '#') == between.len && str_find_byte(between, '\n') < between.len;
}

bool loop_shape_is_call(const RuleContext *rule, const LoopShape *shape, NodeId call) {
    const Ast *ast = &rule->facts->ast;
    return shape->is_alone && ast_kind(ast, shape->last) == NODE_EXPR &&
           ast_child(ast, shape->last, FIELD_VALUE) == call;
}

bool loop_shape_is_target(const RuleContext *rule, const LoopShape *shape, NodeId node) {
    const Ast *ast = &rule->facts->ast;
    return ast_kind(ast, shape->target) == NODE_NAME && ast_kind(ast, node) == NODE_NAME &&
           str_equal(ast_name(ast, shape->target), ast_name(ast, node));
}

uint32_t loop_shape_reads(const RuleContext *rule, const LoopShape *shape, NodeId within) {
    const Ast *ast = &rule->facts->ast;
    NodeId end = within == NODE_NONE ? 0 : ast_node(ast, within)->subtree_end;
    uint32_t count = 0;
    for (NodeId node = within; within != NODE_NONE && node < end; node++) {
        count +=
            ast_kind(ast, node) == NODE_NAME && is_name_of(ast, shape->target, ast_name(ast, node));
    }
    return count;
}

bool loop_shape_is_plain(const RuleContext *rule, NodeId within) {
    const Ast *ast = &rule->facts->ast;
    NodeId end = within == NODE_NONE ? 0 : ast_node(ast, within)->subtree_end;
    for (NodeId node = within; within != NODE_NONE && node < end; node++) {
        switch (ast_kind(ast, node)) {
        case NODE_NAME:
        case NODE_ATTRIBUTE:
        case NODE_SUBSCRIPT:
        case NODE_CONSTANT:
        case NODE_BIN_OP:
        case NODE_UNARY_OP:
        case NODE_TUPLE:
        case NODE_LIST:
        case NODE_DICT:
            break;
        default:
            return false;
        }
    }
    return within != NODE_NONE;
}

Str loop_shape_text(const RuleContext *rule, NodeId node) {
    Str text = shape_text(rule->facts, node);
    bool is_bare = !(ast_node(&rule->facts->ast, node)->flags & NODE_PARENTHESIZED);
    return is_bare ? text : arena_format(rule->mem, "(%.*s)", STR_ARG(text));
}

Str loop_shape_operand(const RuleContext *rule, NodeId node) {
    switch (ast_kind(&rule->facts->ast, node)) {
    case NODE_NAME:
    case NODE_ATTRIBUTE:
    case NODE_CALL:
    case NODE_SUBSCRIPT:
    case NODE_LIST:
        return loop_shape_text(rule, node);
    default:
        return arena_format(rule->mem, "(%.*s)", STR_ARG(shape_text(rule->facts, node)));
    }
}

static bool speaks_of_one_by_one(Str comment) {
    static const char *const words[] = {"bulk",    "one by one", "signal",
                                        "overrid", "delete()",   "save()"};
    bool speaks = false;
    for (size_t i = 0; i < sizeof words / sizeof *words && !speaks; i++) {
        speaks = str_find(comment, str_from_c(words[i])) < comment.len;
    }
    return speaks;
}

bool loop_shape_is_explained(const RuleContext *rule, const LoopShape *shape) {
    Str text = rule->facts->text;
    uint32_t end = ast_node(&rule->facts->ast, shape->loop)->start;
    uint32_t start = shape_rows(text, (Span){end, end}).start;
    uint32_t above = start;
    while (above > 0) {
        Str row = str_slice(text, shape_rows(text, (Span){above - 1, above - 1}).start, above);
        uint32_t at = 0;
        while (at < row.len && (row.ptr[at] == ' ' || row.ptr[at] == '\t')) {
            at++;
        }
        if (at == row.len || row.ptr[at] != '#') {
            break;
        }
        above -= row.len;
    }
    return speaks_of_one_by_one(str_slice(text, above, start));
}

enum { ROW_LENGTH_MAX = 100 };

static uint32_t blanks_at(Str row) {
    uint32_t count = 0;
    while (count < row.len && row.ptr[count] == ' ') {
        count++;
    }
    return count;
}

/* Further rows that stand under the opening bracket follow it `by` columns to the left. */
static Str realigned(Str text, uint32_t column, uint32_t by, Arena *mem) {
    Str out = STR("");
    for (uint32_t at = 0; at < text.len;) {
        Str rest = str_slice(text, at, text.len);
        uint32_t line = str_find_byte(rest, '\n');
        uint32_t length = line < rest.len ? line + 1 : rest.len;
        if (at > 0 && blanks_at(rest) < column) {
            return text;
        }
        out = arena_format(mem, "%.*s%.*s", STR_ARG(out),
                           STR_ARG(str_slice(rest, at > 0 ? by : 0, length)));
        at += length;
    }
    return out;
}

static Str indent_of(const FixContext *context, const LoopShape *shape) {
    return fix_indent_of(context, ast_node(&context->rule.facts->ast, shape->loop)->start);
}

Str loop_shape_below(const FixContext *context, const LoopShape *shape, Str name, Span arguments) {
    Arena *mem = context->rule.mem;
    Str unit = context->rule.facts->text;
    uint32_t start = arguments.start;
    while (start > 0 && unit.ptr[start - 1] != '\n') {
        start--;
    }
    uint32_t before = arguments.start - start + 1;
    uint32_t after = indent_of(context, shape).len + fix_indent_unit(context).len + name.len + 1;
    Str text = str_span(unit, arguments);
    bool has_long_string =
        str_find(text, STR("\"\"\"")) < text.len || str_find(text, STR("'''")) < text.len;
    bool moves = before > after && !has_long_string;
    return arena_format(mem, "%.*s%.*s", STR_ARG(name),
                        STR_ARG(moves ? realigned(text, before, before - after, mem) : text));
}

Str loop_shape_list(const FixContext *context, const LoopShape *shape, const LoopList *list) {
    const RuleContext *rule = &context->rule;
    Str indent = indent_of(context, shape);
    Str turns =
        arena_format(rule->mem, "for %.*s in %.*s", STR_ARG(shape_text(rule->facts, shape->target)),
                     STR_ARG(loop_shape_operand(rule, shape->iterable)));
    Str flat = arena_format(rule->mem, "%.*s([%.*s %.*s])%.*s", STR_ARG(list->call),
                            STR_ARG(list->element), STR_ARG(turns), STR_ARG(list->behind));
    if (str_find_byte(flat, '\n') == flat.len && indent.len + flat.len <= ROW_LENGTH_MAX) {
        return flat;
    }
    Str step = fix_indent_unit(context);
    Str line = arena_format(rule->mem, "%.*s%.*s", STR_ARG(fix_line_end(context)), STR_ARG(indent));
    return arena_format(rule->mem, "%.*s([%.*s%.*s%.*s%.*s%.*s%.*s%.*s])%.*s", STR_ARG(list->call),
                        STR_ARG(line), STR_ARG(step), STR_ARG(list->element_below), STR_ARG(line),
                        STR_ARG(step), STR_ARG(turns), STR_ARG(line), STR_ARG(list->behind));
}

void loop_shape_replace(FixContext *context, const LoopShape *shape, Str text) {
    const Ast *ast = &context->rule.facts->ast;
    fix_replace(context, (Span){ast_node(ast, shape->loop)->start, ast_node(ast, shape->last)->end},
                text);
}

void loop_shape_dedent(FixContext *context, const LoopShape *shape, Str text) {
    const UnitFacts *facts = context->rule.facts;
    Span statement = ast_span(&facts->ast, shape->last);
    uint32_t start = statement.start;
    while (start > 0 && (facts->text.ptr[start - 1] == ' ' || facts->text.ptr[start - 1] == '\t')) {
        start--;
    }
    Str indent = fix_indent_of(context, ast_node(&facts->ast, shape->loop)->start);
    fix_replace(context, (Span){start, statement.end},
                arena_format(context->rule.mem, "%.*s%.*s", STR_ARG(indent), STR_ARG(text)));
}
