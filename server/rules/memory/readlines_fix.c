#include "rules/memory/readlines_fix.h"

#include "rules/memory/generator_fix.h"
#include "semantics/kinds.h"
#include "text/token.h"

static Str text_of(const FixContext *context, NodeId node) {
    const UnitFacts *facts = context->rule.facts;
    return str_span(facts->text, ast_span(&facts->ast, node));
}

/* `F.readlines()` -> `F`, `list(F)` -> `F`: what stands around the handle goes. */
static void leave_handle(FixContext *context, const Reading *reading) {
    const Ast *ast = &context->rule.facts->ast;
    Span whole = ast_span(ast, reading->expression);
    Span handle = ast_span(ast, reading->handle);
    if (handle.start > whole.start) {
        fix_delete(context, (Span){whole.start, handle.start});
    }
    fix_delete(context, (Span){handle.end, whole.end});
}

/* `sum([E for ...])` -> `sum(E for ...)`: without the list, nothing keeps all lines in memory. */
static void drop_brackets(FixContext *context, const Reading *reading) {
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    NodeId list = ast_node(ast, reading->loop)->parent;
    NodeId call = ast_node(ast, list)->parent;
    if (ast_kind(ast, list) != NODE_LIST_COMP || ast_kind(ast, call) != NODE_CALL ||
        ast_node(ast, list)->field != FIELD_ARGS) {
        return;
    }
    Str callee = kinds_callee(context->rule.file, context->rule.unit, call, context->rule.mem);
    static const char *const reducers[] = {"sum",       "max",   "min",   "set",
                                           "frozenset", "tuple", "sorted"};
    bool reducer = false;
    for (size_t i = 0; i < sizeof reducers / sizeof reducers[0]; i++) {
        reducer |= str_equal(callee, str_from_c(reducers[i]));
    }
    bool alone =
        ast_next_sibling(ast, list) == NODE_NONE && ast_count_in_field(ast, call, FIELD_ARGS) == 1;
    Span span = ast_span(ast, list);
    if (reducer && alone) {
        fix_delete(context, (Span){span.start, span.start + 1});
        fix_delete(context, (Span){span.end - 1, span.end});
    }
}

static void iterate_handle(FixContext *context, const Reading *reading) {
    fix_start(context, SAFETY_SAFE, STR("Iterate over the file itself"));
    leave_handle(context, reading);
    if (reading->use == USE_COMPREHENSION) {
        drop_brackets(context, reading);
    }
}

static void count_lines(FixContext *context, const Reading *reading) {
    const Ast *ast = &context->rule.facts->ast;
    fix_start(context, SAFETY_SAFE, STR("Count the lines one after another"));
    Str name = fix_fresh_name(context, STR("_"));
    Str handle = text_of(context, reading->handle);
    fix_replace(
        context, ast_span(ast, reading->subject),
        arena_format(context->rule.mem, "sum(1 for %.*s in %.*s)", STR_ARG(name), STR_ARG(handle)));
}

/* `F.readlines()[1:]` -> `islice(F, 1, None)`, `F.readlines()[:5]` -> `list(islice(F, 5))`. */
static void slice_handle(FixContext *context, const Reading *reading) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId subscript = ast_node(ast, reading->expression)->parent;
    NodeId slice = ast_child(ast, subscript, FIELD_SLICE);
    bool head = reading->use == USE_HEAD;
    NodeId bound = ast_child(ast, slice, head ? FIELD_UPPER : FIELD_LOWER);
    fix_start(context, SAFETY_SAFE, STR("Take the lines with islice"));
    Str islice = fix_import(context, STR("itertools"), STR("islice"));
    Str handle = text_of(context, reading->handle);
    Str number = text_of(context, bound);
    fix_replace(context, ast_span(ast, subscript),
                arena_format(context->rule.mem,
                             head ? "list(%.*s(%.*s, %.*s))" : "%.*s(%.*s, %.*s, None)",
                             STR_ARG(islice), STR_ARG(handle), STR_ARG(number)));
}

static void first_line(FixContext *context, const Reading *reading) {
    const Ast *ast = &context->rule.facts->ast;
    Str handle = text_of(context, reading->handle);
    Span span = ast_span(ast, reading->subject);
    bool split = reading->form == READING_SPLIT;
    if (split && ast_kind(ast, reading->handle) == NODE_CALL) {
        fix_refuse(context, STR("Read the first line only"),
                   STR("there is no file handle to read one line from"));
        return;
    }
    fix_start(context, split ? SAFETY_SAFE : SAFETY_UNSAFE, STR("Read the first line only"));
    fix_replace(
        context, span,
        split ? arena_format(context->rule.mem, "%.*s.readline().rstrip(\"\\n\")", STR_ARG(handle))
              : arena_format(context->rule.mem, "next(%.*s)", STR_ARG(handle)));
}

static void drop_variable(FixContext *context, const Reading *reading) {
    const UnitFacts *facts = context->rule.facts;
    Span statement = ast_span(&facts->ast, reading->subject);
    Str title = STR("Iterate over the file itself");
    if (!fix_owns_rows(context, statement)) {
        fix_refuse(context, title, STR("the assignment shares its row with other text"));
        return;
    }
    fix_start(context, SAFETY_SAFE, title);
    fix_delete_rows(context, statement);
    fix_replace(context, ast_span(&facts->ast, reading->variable),
                text_of(context, reading->handle));
}

/* `for l in F.read().splitlines():` -> `for l in F:` and `l = l.rstrip("\n")` as its first row. */
static void strip_lines(FixContext *context, const Reading *reading) {
    const Ast *ast = &context->rule.facts->ast;
    Str title = STR("Iterate over the file and strip the line ends");
    NodeId target =
        reading->loop == NODE_NONE ? NODE_NONE : ast_child(ast, reading->loop, FIELD_TARGET);
    NodeId body =
        reading->loop == NODE_NONE ? NODE_NONE : ast_child(ast, reading->loop, FIELD_BODY);
    if (ast_kind(ast, reading->handle) == NODE_CALL) {
        fix_refuse(context, title, STR("there is no open file to iterate over"));
        return;
    }
    if (target == NODE_NONE || body == NODE_NONE || ast_kind(ast, target) != NODE_NAME ||
        !fix_begins_row(context, ast_node(ast, body)->start)) {
        fix_refuse(context, title, STR("the loop has no body of its own for the first row"));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    leave_handle(context, reading);
    uint32_t at = ast_node(ast, body)->start;
    Str name = ast_name(ast, target);
    fix_insert(context, at,
               arena_format(context->rule.mem, "%.*s = %.*s.rstrip(\"\\n\")%.*s%.*s", STR_ARG(name),
                            STR_ARG(name), STR_ARG(fix_line_end(context)),
                            STR_ARG(fix_indent_of(context, at))));
}

void readlines_fix(FixContext *context, const Reading *reading) {
    if (reading->form == READING_SPLITLINES) {
        strip_lines(context, reading);
        return;
    }
    if (reading->form == READING_SPLIT && reading->use != USE_FIRST) {
        fix_refuse(context, STR("Iterate over the file itself"),
                   STR("a file that ends in a line end gives one more, empty, part here"));
        return;
    }
    switch (reading->use) {
    case USE_LEN:
        count_lines(context, reading);
        break;
    case USE_TAIL:
    case USE_HEAD:
        slice_handle(context, reading);
        break;
    case USE_FIRST:
        first_line(context, reading);
        break;
    case USE_VARIABLE:
        drop_variable(context, reading);
        break;
    case USE_COMPREHENSION:
        generator_fix(context, reading);
        iterate_handle(context, reading);
        break;
    case USE_LOOP:
    case USE_ITERATOR:
    case USE_REDUCER:
        iterate_handle(context, reading);
        break;
    }
}
