/* Kinds that annotations promise: names, strings, Optional, unions, generics (PEP 484, 585, 604).
 */
#include "semantics/kinds_query.h"

/* An instance of the class that a name stands for; what is no class promises nothing. */
static KindId instance_of(Evaluation *evaluation, KindId named) {
    Kind kind = *kind_get(evaluation->table, named);
    switch (kind.tag) {
    case KIND_TAG_NEVER:
        return KIND_NEVER;
    case KIND_TAG_SYMBOL:
        return kind.argument_count || catalog_generic(kind.path) != GENERIC_CLASS
                   ? KIND_UNKNOWN
                   : kind_instance(evaluation->table, kind.path);
    case KIND_TAG_CLASS:
        kind.tag = KIND_TAG_OBJECT;
        return kind_add(evaluation->table, &kind);
    case KIND_TAG_INSTANCE: /* an alias: `Rows = list[str]` evaluates to the class */
        return str_equal(kind.path, STR("None")) ? named : KIND_UNKNOWN;
    default:
        return KIND_UNKNOWN;
    }
}

static KindId joined_annotations(Evaluation *evaluation, NodeId slice) {
    const Ast *ast = &evaluation->facts->ast;
    KindId joined = KIND_NEVER;
    for (NodeId item = ast_child(ast, slice, FIELD_ELTS); item != NODE_NONE;
         item = ast_next_in_field(ast, item)) {
        joined = kind_join(evaluation->table, joined, evaluation_annotation(evaluation, item));
    }
    return joined;
}

/* `list[int]`, `dict[str, User]`, `tuple[int, ...]`: the class with the kinds in its brackets. */
static KindId generic_class(Evaluation *evaluation, const Kind *head, NodeId slice) {
    const Ast *ast = &evaluation->facts->ast;
    Kind kind = {.tag = KIND_TAG_INSTANCE, .path = head->path};
    if (ast_kind(ast, slice) != NODE_TUPLE) {
        return kind_container(evaluation->table, head->path,
                              evaluation_annotation(evaluation, slice));
    }
    for (NodeId item = ast_child(ast, slice, FIELD_ELTS);
         item != NODE_NONE && kind.argument_count < KIND_ARGUMENTS_MAX;
         item = ast_next_in_field(ast, item)) {
        bool rest = ast_kind(ast, item) == NODE_CONSTANT &&
                    ast_node(ast, item)->detail == CONSTANT_ELLIPSIS;
        if (rest) {
            break;
        }
        KindId place = evaluation_annotation(evaluation, item);
        kind.arguments[kind.argument_count++] = place == KIND_NEVER ? KIND_UNKNOWN : place;
    }
    return kind_add(evaluation->table, &kind);
}

static KindId generic(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    NodeId slice = ast_child(ast, node, FIELD_SLICE);
    KindId named = evaluation_expression(evaluation, ast_child(ast, node, FIELD_VALUE));
    Kind head = *kind_get(evaluation->table, named);
    bool may_be_query =
        slice != NODE_NONE && (head.tag == KIND_TAG_CLASS ||
                               (head.tag == KIND_TAG_SYMBOL && catalog_is_orm_path(head.path)));
    KindId query = may_be_query ? answer_annotated_query(evaluation, named,
                                                         evaluation_annotation(evaluation, slice))
                                : KIND_NEVER;
    if (query != KIND_NEVER || evaluation->waiting) {
        return query;
    }
    if (head.tag != KIND_TAG_SYMBOL || slice == NODE_NONE) {
        return instance_of(evaluation, named);
    }
    bool many = ast_kind(ast, slice) == NODE_TUPLE;
    switch (catalog_generic(head.path)) {
    case GENERIC_OPTIONAL:
        return many ? KIND_UNKNOWN : evaluation_annotation(evaluation, slice);
    case GENERIC_UNION:
        return many ? joined_annotations(evaluation, slice)
                    : evaluation_annotation(evaluation, slice);
    case GENERIC_FIRST:
        return evaluation_annotation(evaluation, many ? ast_child(ast, slice, FIELD_ELTS) : slice);
    case GENERIC_OPAQUE:
        return KIND_UNKNOWN;
    case GENERIC_CLASS:
        break;
    }
    return generic_class(evaluation, &head, slice);
}

/* ---- annotations in quotes ------------------------------------------------------------------ */

/* The text between the quotes of a plain string literal; empty for any other. */
static Str literal_text(Str literal) {
    uint32_t quote = 0;
    while (quote < literal.len && literal.ptr[quote] != '"' && literal.ptr[quote] != '\'') {
        quote++;
    }
    if (quote + 2 > literal.len || quote > 1) {
        return (Str){"", 0};
    }
    return str_trim(str_slice(literal, quote + 1, literal.len - 1));
}

static bool is_dotted_name(Str text) {
    for (uint32_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        bool letter = (byte | 32) >= 'a' && (byte | 32) <= 'z';
        if (!letter && byte != '_' && byte != '.' && byte < 0x80 && !(byte >= '0' && byte <= '9')) {
            return false;
        }
    }
    return text.len > 0;
}

/* `X | None`, `Optional[X]`, `list[X]`: the name that decides the class. */
static Str quoted_head(Str text) {
    if (str_ends_with(text, STR("| None"))) {
        text = str_trim(str_slice(text, 0, text.len - 6));
    } else if (str_starts_with(text, STR("None |"))) {
        text = str_trim(str_slice(text, 6, text.len));
    }
    Str forms[] = {STR("Optional["), STR("typing.Optional[")};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (str_starts_with(text, forms[i]) && str_ends_with(text, STR("]"))) {
            text = str_trim(str_slice(text, forms[i].len, text.len - 1));
        }
    }
    uint32_t open = str_find_byte(text, '[');
    return str_trim(str_slice(text, 0, open));
}

/* What the first name of a quoted annotation means, then attribute by attribute. */
static KindId quoted_name(Evaluation *evaluation, NodeId node, Str dotted) {
    uint32_t dot = str_find_byte(dotted, '.');
    NameMeaning meaning = file_scope_lookup(evaluation->file, evaluation->unit, node,
                                            str_slice(dotted, 0, dot), evaluation_mem(evaluation));
    KindId kind = KIND_NEVER;
    if (meaning.home == NAME_HOME_BUILTIN) {
        kind = kind_symbol(evaluation->table, meaning.name);
    } else if (meaning.place_count == 0) {
        kind = meaning.maybe_star ? answer_star_name(evaluation, meaning.name) : KIND_UNKNOWN;
    } else if (meaning.maybe_star && !answer_star_leaves(evaluation, meaning.name)) {
        return KIND_UNKNOWN;
    }
    for (uint32_t i = 0; i < meaning.place_count; i++) {
        kind = kind_join(evaluation->table, kind, answer_place(evaluation, &meaning.places[i]));
    }
    while (dot < dotted.len) {
        Str rest = str_slice(dotted, dot + 1, dotted.len);
        uint32_t next = str_find_byte(rest, '.');
        kind = answer_attribute_of(evaluation, kind, str_slice(rest, 0, next));
        dot += 1 + next;
    }
    return kind;
}

static KindId quoted(Evaluation *evaluation, NodeId node) {
    Str literal = str_span(evaluation->facts->text, ast_span(&evaluation->facts->ast, node));
    Str head = quoted_head(literal_text(literal));
    if (str_equal(head, STR("None"))) {
        return kind_instance(evaluation->table, head);
    }
    return is_dotted_name(head) ? instance_of(evaluation, quoted_name(evaluation, node, head))
                                : KIND_UNKNOWN;
}

static KindId constant(Evaluation *evaluation, NodeId node) {
    switch (ast_node(&evaluation->facts->ast, node)->detail) {
    case CONSTANT_NONE:
        return kind_instance(evaluation->table, STR("None"));
    case CONSTANT_STR:
        return quoted(evaluation, node);
    default:
        return KIND_UNKNOWN;
    }
}

static KindId alternative(Evaluation *evaluation, NodeId node) {
    const Ast *ast = &evaluation->facts->ast;
    KindId left = evaluation_annotation(evaluation, ast_child(ast, node, FIELD_LEFT));
    KindId right = evaluation_annotation(evaluation, ast_child(ast, node, FIELD_RIGHT));
    return kind_join(evaluation->table, left, right);
}

KindId answer_annotation(Evaluation *evaluation, NodeId node) {
    switch (ast_kind(&evaluation->facts->ast, node)) {
    case NODE_CONSTANT:
        return constant(evaluation, node);
    case NODE_SUBSCRIPT:
        return generic(evaluation, node);
    case NODE_BIN_OP:
        return alternative(evaluation, node);
    case NODE_NAME:
    case NODE_ATTRIBUTE:
        return instance_of(evaluation, evaluation_expression(evaluation, node));
    default:
        return KIND_UNKNOWN;
    }
}
