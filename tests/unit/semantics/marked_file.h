/* A PythonFile from source in which `$` marks places: `$requests.get(url)` asks about that name. */
#ifndef BLUETICK_TESTS_MARKED_FILE_H
#define BLUETICK_TESTS_MARKED_FILE_H

#include "python_file.h"

enum { MARKS_MAX = 8 };

typedef struct Mark {
    UnitId unit;
    NodeId node; /* the smallest that holds the byte after the `$` */
} Mark;

typedef struct MarkedFile {
    Buf text; /* without the marks */
    UnitParser *parser;
    PythonFile file;
    Mark marks[MARKS_MAX];
    uint32_t mark_count;
} MarkedFile;

static inline void marked_file_open(MarkedFile *marked, const char *source) {
    uint32_t offsets[MARKS_MAX];
    marked->mark_count = 0;
    buf_init(&marked->text, 0);
    for (const char *at = source; *at; at++) {
        if (*at == '$') {
            offsets[marked->mark_count++] = marked->text.len;
        } else {
            buf_append_byte(&marked->text, *at);
        }
    }
    marked->parser = unit_parser_new();
    python_file_open(&marked->file, marked->parser, buf_str(&marked->text));
    for (uint32_t i = 0; i < marked->mark_count; i++) {
        const Outline *outline = &marked->file.outline;
        UnitId unit = outline_unit_at(outline, offsets[i]);
        uint32_t at = outline_to_unit(outline, unit, offsets[i]);
        const Ast *ast = &file_model_unit(&marked->file.model, unit)->ast;
        marked->marks[i] = (Mark){unit, ast_node_at(ast, (Span){at, at + 1})};
    }
}

static inline void marked_file_close(MarkedFile *marked) {
    python_file_close(&marked->file);
    unit_parser_free(marked->parser);
    buf_release(&marked->text);
}

#endif
