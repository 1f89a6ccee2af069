/* Kinds in words: what an expression is and which places that belief comes from. */
#include "semantics/kinds.h"

#include "catalog/extension.h"

enum { STEPS_MAX = 24, TEXT_BYTES_MAX = 60 };

typedef struct Step {
    UnitId unit;
    NodeId node; /* NODE_NONE: nothing further to follow */
} Step;

/* As kind_describe, but with the names that the file gives to its own definitions. */
static void describe_kind(const FileModel *file, KindId id, Buf *out) {
    const Kind *kind = kind_get(kinds_table(file), id);
    const char *what = kind->tag == KIND_TAG_CLASS      ? "class"
                       : kind->tag == KIND_TAG_OBJECT   ? "instance of"
                       : kind->tag == KIND_TAG_FUNCTION ? "function"
                       : kind->tag == KIND_TAG_METHOD   ? "method"
                                                        : NULL;
    if (!what) {
        kind_describe(kinds_table(file), id, out);
        return;
    }
    const UnitFacts *facts = file_model_unit(file, kind->unit);
    uint32_t start = ast_node(&facts->ast, kind->node)->start;
    uint32_t row = line_index_row(file->lines, outline_to_file(file->outline, kind->unit, start));
    Str name = ast_name(&facts->ast, kind->node);
    buf_format(out, "%s `%.*s` of line %u", what, STR_ARG(name.len ? name : STR("lambda")),
               row + 1);
}

/* `line 12: requests.get(url): requests.Response` */
static void describe_line(const FileModel *file, UnitId unit, NodeId node, KindId kind,
                          const char *how, Buf *out) {
    const UnitFacts *facts = file_model_unit(file, unit);
    Span span = ast_span(&facts->ast, node);
    Str text = str_span(facts->text, span);
    text = str_slice(text, 0, str_find_byte(text, '\n'));
    bool cut = text.len > TEXT_BYTES_MAX || text.len < span_length(span);
    text = str_slice(text, 0, TEXT_BYTES_MAX);
    uint32_t row = line_index_row(file->lines, outline_to_file(file->outline, unit, span.start));
    buf_format(out, "line %u: %s`%.*s%s`: ", row + 1, how, STR_ARG(text), cut ? "..." : "");
    describe_kind(file, kind, out);
    buf_append_byte(out, '\n');
}

/* The expression that a binding takes its value from, if it has one. */
static NodeId value_of_binding(const Ast *ast, const Binding *binding) {
    static const Field fields[] = {FIELD_VALUE, FIELD_CONTEXT_EXPR, FIELD_ITER, FIELD_ANNOTATION};
    NodeId source = binding->kind == BINDING_PARAMETER ? binding->node : binding->source;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        NodeId value = ast_child(ast, source, fields[i]);
        if (value != NODE_NONE) {
            return value;
        }
    }
    return NODE_NONE;
}

/* Every binding that can reach the name; the only one is followed. */
static Step explain_name(FileModel *file, UnitId unit, NodeId node, Buf *out) {
    NameMeaning meaning = file_scope_resolve(file, unit, node, file->mem);
    Step next = {unit, NODE_NONE};
    if (meaning.home == NAME_HOME_BUILTIN) {
        buf_append_c(out, "  a builtin: nothing in the file binds it\n");
    }
    if (meaning.maybe_star) {
        buf_append_c(out, "  a star import may bind it\n");
    }
    for (uint32_t i = 0; i < meaning.place_count; i++) {
        BindingPlace place = meaning.places[i];
        const Binding *binding = file_scope_binding(file, place);
        const Ast *ast = &file_model_unit(file, place.unit)->ast;
        if (!binding) {
            Span name = file->outline->units[place.unit].name;
            buf_format(out, "  defined at line %u\n", line_index_row(file->lines, name.start) + 1);
            continue;
        }
        KindId kind = kinds_binding(file, place.unit, place.binding);
        buf_format(out, "  bound by %s at ", binding_kind_name((BindingKind)binding->kind));
        describe_line(file, place.unit, binding->node, kind, "", out);
        next = (Step){place.unit, value_of_binding(ast, binding)};
    }
    return meaning.place_count == 1 ? next : (Step){unit, NODE_NONE};
}

static Step explain_call(const FileModel *file, UnitId unit, NodeId node, Buf *out) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    Str path = kinds_callee(file, unit, node, file->mem);
    const CatalogCallable *row = extended_callable(file->extension, path);
    if (row) {
        buf_format(out, "  calls %.*s, known to the catalog\n", STR_ARG(path));
    } else if (path.len) {
        buf_format(out, "  calls %.*s, not in the catalog\n", STR_ARG(path));
    }
    return (Step){unit, ast_child(ast, node, FIELD_FUNC)};
}

/* The stores to an attribute of a class of the file, in the class's own methods. */
static void explain_stores(const FileModel *file, UnitId class_unit, Str name, Buf *out) {
    for (UnitId unit = file->outline->units[class_unit].first_child; unit != UNIT_NONE;
         unit = file->outline->units[unit].next_sibling) {
        const Ast *ast = &file_model_unit(file, unit)->ast;
        for (NodeId node = 0; node < ast->node_count; node++) {
            NodeId value =
                ast_kind(ast, node) == NODE_ATTRIBUTE && (ast_node(ast, node)->flags & NODE_STORE)
                    ? ast_child(ast, ast_node(ast, node)->parent, FIELD_VALUE)
                    : NODE_NONE;
            if (value != NODE_NONE && str_equal(ast_name(ast, node), name)) {
                describe_line(file, unit, value, kinds_expression(file, unit, value), "  given ",
                              out);
            }
        }
    }
}

static Step explain_attribute(const FileModel *file, UnitId unit, NodeId node, Buf *out) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    NodeId value = ast_child(ast, node, FIELD_VALUE);
    const Kind *receiver = kind_get(kinds_table(file), kinds_expression(file, unit, value));
    if (receiver->tag == KIND_TAG_OBJECT || receiver->tag == KIND_TAG_CLASS) {
        explain_stores(file, receiver->unit, ast_name(ast, node), out);
    }
    return (Step){unit, value};
}

static Step explain_step(FileModel *file, UnitId unit, NodeId node, Buf *out) {
    const Ast *ast = &file_model_unit(file, unit)->ast;
    switch (ast_kind(ast, node)) {
    case NODE_NAME:
        return explain_name(file, unit, node, out);
    case NODE_CALL:
        return explain_call(file, unit, node, out);
    case NODE_ATTRIBUTE:
        return explain_attribute(file, unit, node, out);
    case NODE_SUBSCRIPT:
    case NODE_AWAIT:
        return (Step){unit, ast_child(ast, node, FIELD_VALUE)};
    default:
        return (Step){unit, NODE_NONE};
    }
}

void kinds_explain(const FileModel *file, UnitId unit, NodeId expression, Buf *out) {
    Step step = {unit, expression};
    for (int i = 0; i < STEPS_MAX && step.node != NODE_NONE; i++) {
        KindId kind = kinds_expression(file, step.unit, step.node);
        describe_line(file, step.unit, step.node, kind, "", out);
        step = explain_step((FileModel *)file, step.unit, step.node, out);
    }
}
