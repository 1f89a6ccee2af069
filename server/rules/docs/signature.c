/* Knows which parameters want a description (spec: Params). Knows nothing of docstrings. */
#include "rules/docs/signature.h"

#include "base/array.h"

#include <stdlib.h>

typedef struct Parameters ARRAY_OF(Parameter) Parameters;

static bool is_parameter_field(uint8_t field) {
    return field == FIELD_POSONLYARGS || field == FIELD_ARGS || field == FIELD_VARARG ||
           field == FIELD_KWONLYARGS || field == FIELD_KWARG;
}

/* In quotes: "Unpack[T]", "typing.Unpack[T]". */
static bool is_quoted_unpack(Str literal) {
    uint32_t at = str_find(literal, STR("Unpack["));
    char before = at > 0 && at < literal.len ? literal.ptr[at - 1] : ' ';
    return before == '"' || before == '\'' || before == '.';
}

/* `Unpack[T]`, dotted or not: T documents the keys. */
static bool is_unpack(const Ast *ast, Str text, NodeId annotation) {
    if (annotation == NODE_NONE) {
        return false;
    }
    if (ast_kind(ast, annotation) == NODE_CONSTANT) {
        return is_quoted_unpack(str_span(text, ast_span(ast, annotation)));
    }
    if (ast_kind(ast, annotation) != NODE_SUBSCRIPT) {
        return false;
    }
    NodeId value = ast_child(ast, annotation, FIELD_VALUE);
    return value != NODE_NONE && str_equal(ast_name(ast, value), STR("Unpack"));
}

static bool is_receiver(const Parameter *parameter, uint32_t index, Receiver receiver) {
    if (index != 0 || receiver == RECEIVER_NONE ||
        (parameter->kind != FIELD_ARGS && parameter->kind != FIELD_POSONLYARGS)) {
        return false;
    }
    return receiver == RECEIVER_FIRST || str_equal(parameter->name, STR("self")) ||
           str_equal(parameter->name, STR("cls"));
}

static bool is_required(const Ast *ast, Str text, const Parameter *parameter, uint32_t index,
                        Receiver receiver) {
    return !is_receiver(parameter, index, receiver) && parameter->name.len > 0 &&
           parameter->name.ptr[0] != '_' &&
           !(parameter->kind == FIELD_KWARG && is_unpack(ast, text, parameter->annotation));
}

typedef struct NamedIndex {
    Str name;
    uint32_t index;
} NamedIndex;

static int compare_named(const void *a, const void *b) {
    return str_compare(((const NamedIndex *)a)->name, ((const NamedIndex *)b)->name);
}

static const uint32_t *sort_by_name(const Parameters *found, Arena *mem) {
    NamedIndex *named = ARENA_ARRAY(mem, NamedIndex, found->count);
    uint32_t *order = ARENA_ARRAY(mem, uint32_t, found->count);
    for (uint32_t i = 0; i < found->count; i++) {
        named[i] = (NamedIndex){found->items[i].name, i};
    }
    if (found->count > 1) {
        qsort(named, found->count, sizeof *named, compare_named);
    }
    for (uint32_t i = 0; i < found->count; i++) {
        order[i] = named[i].index;
    }
    return order;
}

Signature signature_read(const Ast *ast, Str text, NodeId function, Receiver receiver, Arena *mem) {
    Signature signature = {.ast = ast, .text = text};
    Parameters found = {0};
    for (NodeId child = ast_first_child(ast, function); child != NODE_NONE;
         child = ast_next_sibling(ast, child)) {
        const Node *node = ast_node(ast, child);
        if (node->field == FIELD_BODY) {
            break;
        }
        if (node->kind != NODE_ARG || !is_parameter_field(node->field)) {
            continue;
        }
        Parameter parameter = {
            .name = ast_name(ast, child),
            .node = child,
            .kind = (Field)node->field,
            .annotation = ast_child(ast, child, FIELD_ANNOTATION),
            .fallback = ast_child(ast, child, FIELD_DEFAULT),
        };
        parameter.required = is_required(ast, text, &parameter, found.count, receiver);
        signature.required_count += parameter.required;
        signature.has_stars |= parameter.kind == FIELD_VARARG || parameter.kind == FIELD_KWARG;
        ARRAY_PUSH(&found, parameter);
    }
    Parameter *items = ARENA_ARRAY(mem, Parameter, found.count);
    if (found.count > 0) {
        memcpy(items, found.items, sizeof *items * found.count);
    }
    signature.items = items;
    signature.count = found.count;
    signature.by_name = sort_by_name(&found, mem);
    ARRAY_RELEASE(&found);
    return signature;
}

uint32_t signature_find(const Signature *signature, Str name) {
    uint32_t low = 0;
    uint32_t high = signature->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(signature->items[signature->by_name[middle]].name, name);
        if (order == 0) {
            return signature->by_name[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return UINT32_MAX;
}

enum { DISTANCE_LENGTH_MAX = 64 };

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

uint32_t signature_distance(Str a, Str b, uint32_t limit) {
    uint32_t rows[3][DISTANCE_LENGTH_MAX + 1];
    uint32_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (a.len > DISTANCE_LENGTH_MAX || b.len > DISTANCE_LENGTH_MAX || gap > limit) {
        return limit + 1;
    }
    for (uint32_t j = 0; j <= b.len; j++) {
        rows[0][j] = j;
    }
    for (uint32_t i = 1; i <= a.len; i++) {
        uint32_t *row = rows[i % 3];
        const uint32_t *above = rows[(i + 2) % 3];
        const uint32_t *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (uint32_t j = 1; j <= b.len; j++) {
            uint32_t change = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, change);
            bool swapped =
                i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
            if (swapped) {
                row[j] = least(row[j], above2[j - 2] + 1);
            }
        }
    }
    return least(rows[a.len % 3][b.len], limit + 1);
}
