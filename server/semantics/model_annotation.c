/* Knows how annotations name the class at the other end of a relation, quoted or not. */
#include "semantics/model_reader.h"

enum { LAYERS_MAX = 16 };

static Str unquoted(Str text) {
    text = str_trim(text);
    bool quoted = text.len >= 2 && (text.ptr[0] == '"' || text.ptr[0] == '\'') &&
                  text.ptr[text.len - 1] == text.ptr[0];
    return quoted ? str_trim(str_slice(text, 1, text.len - 1)) : text;
}

/* Offset of the first `mark` outside of brackets, or text.len. */
static uint32_t find_outside(Str text, char mark) {
    uint32_t depth = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (byte == mark && depth == 0) {
            return i;
        }
        depth += byte == '[' || byte == '(';
        depth -= (byte == ']' || byte == ')') && depth > 0;
    }
    return text.len;
}

/* The one part that is not None; empty when there are several. */
static Str only_part(Str text, char mark, bool *optional) {
    Str found = {"", 0};
    while (text.len) {
        uint32_t at = find_outside(text, mark);
        Str part = unquoted(str_slice(text, 0, at));
        text = str_slice(text, at + 1, text.len);
        if (str_equal(part, STR("None"))) {
            *optional = true;
        } else if (found.len) {
            return (Str){"", 0};
        } else {
            found = part;
        }
    }
    return found;
}

static Str last_argument(Str text) {
    uint32_t at = find_outside(text, ',');
    while (at < text.len) {
        Str rest = str_trim(str_slice(text, at + 1, text.len));
        if (!rest.len) {
            return str_slice(text, 0, at);
        }
        text = rest;
        at = find_outside(text, ',');
    }
    return text;
}

static bool is_dotted(Str text) {
    for (uint32_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        bool letter = (byte | 32) >= 'a' && (byte | 32) <= 'z';
        if (!letter && byte != '_' && byte != '.' && byte < 0x80 && !(byte >= '0' && byte <= '9')) {
            return false;
        }
    }
    return text.len > 0;
}

/* Takes one layer of brackets off; false when the head says nothing of a relation. */
static bool take_layer(const Reading *reading, NodeId at, Str *text, MappedAnnotation *out) {
    uint32_t open = str_find_byte(*text, '[');
    Str head = str_trim(str_slice(*text, 0, open));
    Str inner = str_trim(str_slice(*text, open + 1, text->len - 1));
    ClassRef named = class_ref_lookup(reading->file, reading->unit, at, head, reading->mem);
    if (named.tag != REF_PATH) {
        return false;
    }
    const CatalogMappedForm *form = catalog_mapped_form(named.path);
    if (!form) {
        GenericForm generic = catalog_generic(named.path);
        *text = generic == GENERIC_UNION   ? only_part(inner, ',', &out->is_optional)
                : generic == GENERIC_FIRST ? str_slice(inner, 0, find_outside(inner, ','))
                                           : STR("");
        return text->len > 0;
    }
    out->is_many = out->is_many || form->is_many;
    out->is_mapped = out->is_mapped || form->is_mapped;
    out->is_optional = out->is_optional || form->is_optional;
    out->loading = form->loading == MODEL_LOADS_AT_ACCESS ? out->loading : form->loading;
    *text = last_argument(inner);
    return true;
}

MappedAnnotation model_read_annotation(const Reading *reading, NodeId annotation) {
    MappedAnnotation out = {.loading = MODEL_LOADS_AT_ACCESS};
    if (annotation == NODE_NONE) {
        return out;
    }
    Str text = str_span(reading->facts->text, ast_span(&reading->facts->ast, annotation));
    for (uint32_t layer = 0; layer < LAYERS_MAX; layer++) {
        text = only_part(unquoted(text), '|', &out.is_optional);
        if (is_dotted(text)) {
            out.target = arena_copy(reading->mem, text);
            out.is_known = true;
            return out;
        }
        if (!str_ends_with(text, STR("]")) || !take_layer(reading, annotation, &text, &out)) {
            return out;
        }
    }
    return out;
}
