/* Knows how other docstring styles mark their sections. Knows nothing of Google's. */
#include "rules/docs/style.h"

#include "rules/docs/sections.h"

typedef struct FieldName {
    const char *name;
    bool takes_argument; /* `:param x:`; without one `:param:` is prose about the field */
} FieldName;

static const FieldName rest_fields[] = {
    {"param",     true },
    {"parameter", true },
    {"arg",       true },
    {"argument",  true },
    {"key",       true },
    {"keyword",   true },
    {"kwarg",     true },
    {"type",      true },
    {"raise",     true },
    {"raises",    true },
    {"except",    true },
    {"exception", true },
    {"var",       true },
    {"ivar",      true },
    {"cvar",      true },
    {"vartype",   true },
    {"return",    false},
    {"returns",   false},
    {"rtype",     false},
    {"yield",     false},
    {"yields",    false},
    {"ytype",     false},
};

static const FieldName epytext_fields[] = {
    {"param",   true },
    {"type",    true },
    {"raise",   true },
    {"raises",  true },
    {"return",  false},
    {"returns", false},
    {"rtype",   false},
};

/* `mark name [argument]:` at the start of the line. The end of the field, or 0. */
static uint32_t read_field(Str line, char mark, const FieldName *fields, size_t count) {
    if (line.len == 0 || line.ptr[0] != mark) {
        return 0;
    }
    uint32_t close = 1 + str_find_byte(str_slice(line, 1, line.len), ':');
    if (close >= line.len) {
        return 0;
    }
    Str field = str_slice(line, 1, close);
    uint32_t blank = str_find_byte(field, ' ');
    Str name = str_slice(field, 0, blank);
    bool has_argument = str_trim(str_slice(field, blank, field.len)).len > 0;
    for (size_t i = 0; i < count; i++) {
        if (str_equal(name, str_from_c(fields[i].name))) {
            return has_argument || !fields[i].takes_argument ? close + 1 : 0;
        }
    }
    return 0;
}

static DocStyle field_style(Str line, uint32_t *length) {
    *length = read_field(line, ':', rest_fields, sizeof rest_fields / sizeof *rest_fields);
    if (*length > 0) {
        return STYLE_REST;
    }
    *length = read_field(line, '@', epytext_fields, sizeof epytext_fields / sizeof *epytext_fields);
    return *length > 0 ? STYLE_EPYTEXT : STYLE_GOOGLE;
}

bool style_is_field(Str line) {
    uint32_t length;
    return field_style(line, &length) != STYLE_GOOGLE;
}

static bool is_underline(Str line) {
    uint32_t dashes = 0;
    while (dashes < line.len && line.ptr[dashes] == '-') {
        dashes++;
    }
    return dashes >= 3 && dashes == line.len;
}

DocStyle style_of(const Docstring *docstring, Str text, Span *token) {
    for (uint32_t i = docstring->first; i <= docstring->last; i++) {
        const DocLine *line = &docstring->lines[i];
        Str content = doc_line_text(text, line);
        uint32_t length;
        if (line->indent > 0 || content.len == 0) {
            continue;
        }
        DocStyle style = field_style(content, &length);
        if (style != STYLE_GOOGLE) {
            *token = (Span){line->text, line->text + length};
            return style;
        }
        bool underlined = i < docstring->last && is_underline(content) == false &&
                          is_underline(doc_line_text(text, line + 1)) &&
                          section_name_find(content) != NULL;
        if (underlined) {
            *token = (Span){line->text, line->end};
            return STYLE_NUMPY;
        }
    }
    return STYLE_GOOGLE;
}

const char *style_name(DocStyle style) {
    static const char *const names[] = {
        [STYLE_GOOGLE] = "Google",
        [STYLE_NUMPY] = "numpydoc",
        [STYLE_REST] = "reST",
        [STYLE_EPYTEXT] = "epytext",
    };
    return names[style];
}
