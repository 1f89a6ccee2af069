/* memory/missing-slots: instances made by the thousand, each with a dictionary for attributes that
 * are always the same. Whatever may need the dictionary silences: slots.c. */
#include "rules/memory/slots.h"
#include "rules/shape.h"
#include "text/rows.h"

static void check_unit(RuleContext *context) {
    const Ast *ast = &context->facts->ast;
    SlotsClass class;
    if (!slots_class(context, &class) || !slots_class_is_made_often(context, &class)) {
        return;
    }
    Report found = report_new(RULE_memory_missing_slots, ast_name_span(ast, class.node));
    found.subject = ast_name(ast, class.node);
    found.message =
        arena_format(context->mem, "every `%.*s` holds a dictionary for the same %u attribute%s",
                     STR_ARG(found.subject), class.count, class.count == 1 ? "" : "s");
    found.cost = STR("a dictionary for each instance");
    found.anchor = class.node;
    rule_report(context, &found);
}

/* ---- fix ------------------------------------------------------------------------------------- */

static void fix_dataclass(FixContext *context, const SlotsClass *class) {
    const Ast *ast = &context->rule.facts->ast;
    NodeId decorator = class->dataclass;
    Str title = STR("Make the dataclass with slots=True (Python 3.10)");
    if (fix_lacks_python(context, title, "dataclass(slots=True)", 10)) {
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    if (ast_kind(ast, decorator) != NODE_CALL) {
        fix_insert(context, ast_node(ast, decorator)->end, STR("(slots=True)"));
        return;
    }
    NodeId last = NODE_NONE;
    for (NodeId child = ast_next_sibling(ast, ast_child(ast, decorator, FIELD_FUNC));
         child != NODE_NONE; child = ast_next_sibling(ast, child)) {
        last = child;
    }
    if (last == NODE_NONE) {
        fix_insert(context, ast_node(ast, decorator)->end - 1, STR("slots=True"));
    } else {
        fix_insert(context, ast_node(ast, last)->end, STR(", slots=True"));
    }
}

/* `("x", "y")`, `("x",)`. */
static Str tuple_of(const SlotsClass *class, Arena *mem) {
    Str text = arena_format(mem, "(\"%.*s\"", STR_ARG(class->names[0]));
    for (uint32_t i = 1; i < class->count; i++) {
        text = arena_format(mem, "%.*s, \"%.*s\"", STR_ARG(text), STR_ARG(class->names[i]));
    }
    return arena_format(mem, "%.*s%s", STR_ARG(text), class->count == 1 ? ",)" : ")");
}

static bool is_docstring(const Ast *ast, NodeId statement) {
    NodeId value =
        ast_kind(ast, statement) == NODE_EXPR ? ast_child(ast, statement, FIELD_VALUE) : NODE_NONE;
    return value != NODE_NONE && ast_kind(ast, value) == NODE_CONSTANT &&
           ast_node(ast, value)->detail == CONSTANT_STR;
}

static void fix(FixContext *context, const Finding *finding) {
    (void)finding;
    const UnitFacts *facts = context->rule.facts;
    const Ast *ast = &facts->ast;
    Arena *mem = context->rule.mem;
    SlotsClass class;
    if (!slots_class(&context->rule, &class)) {
        return;
    }
    if (class.dataclass != NODE_NONE) {
        fix_dataclass(context, &class);
        return;
    }
    NodeId first = ast_child(ast, class.node, FIELD_BODY);
    Span span = ast_span(ast, first);
    Str title = STR("Declare the attributes in __slots__");
    if (!row_begins_at(facts->text, span.start)) {
        fix_refuse(context, title, STR("the class stands on one row"));
        return;
    }
    fix_start(context, SAFETY_UNSAFE, title);
    Str row = arena_format(mem, "__slots__ = %.*s", STR_ARG(tuple_of(&class, mem)));
    Str eol = fix_line_end(context);
    Str indent = fix_indent_of(context, span.start);
    bool after = is_docstring(ast, first);
    fix_insert(context, after ? span.end : span.start,
               after ? arena_format(mem, "%.*s%.*s%.*s%.*s", STR_ARG(eol), STR_ARG(eol),
                                    STR_ARG(indent), STR_ARG(row))
                     : arena_format(mem, "%.*s%.*s%.*s%.*s", STR_ARG(row), STR_ARG(eol),
                                    STR_ARG(eol), STR_ARG(indent)));
}

const RuleImplementation rule_memory_missing_slots = {
    .rule = RULE_memory_missing_slots,
    .visits = 1 << UNIT_CLASS,
    .check_unit = check_unit,
    .fix = fix,
};
