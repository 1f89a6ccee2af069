/* A FileModel over source text for tests: cut, parsed unit by unit, with scope trees. */
#ifndef BLUETICK_TESTS_PYTHON_FILE_H
#define BLUETICK_TESTS_PYTHON_FILE_H

#include "semantics/file_scope.h"
#include "syntax/parser.h"

typedef struct PythonFile {
    Arena mem;
    UnitParser *parser; /* borrowed */
    Outline outline;
    LineIndex lines;
    FileLayers layers;
    UnitFacts *facts; /* by unit; text.ptr == NULL until it is loaded */
    FileModel model;
} PythonFile;

static inline const UnitFacts *python_file_load(void *loader, UnitId unit) {
    PythonFile *file = loader;
    UnitFacts *facts = &file->facts[unit];
    if (!facts->scopes) {
        ParsedUnit parsed;
        facts->text = outline_unit_text(&file->outline, unit, &file->mem);
        Status status = unit_parser_parse(file->parser, facts->text, (ParseLimits){0},
                                          (ParseQueries){0}, &file->mem, &parsed);
        (void)status;
        facts->ast = parsed.ast;
        facts->scopes = scope_tree_build(&facts->ast, &file->mem);
    }
    return facts;
}

/* `text` and `parser` are borrowed. */
static inline void python_file_open(PythonFile *file, UnitParser *parser, Str text) {
    *file = (PythonFile){.parser = parser};
    arena_init(&file->mem);
    file->outline = outline_scan(text, &file->mem);
    file->lines = line_index_build(text, &file->mem);
    file->facts = ARENA_ARRAY(&file->mem, UnitFacts, file->outline.unit_count);
    file->model = (FileModel){
        .path = STR("sample.py"),
        .lines = &file->lines,
        .outline = &file->outline,
        .load = python_file_load,
        .loader = file,
        .layers = &file->layers,
        .mem = &file->mem,
    };
}

static inline void python_file_close(PythonFile *file) {
    arena_release(&file->mem);
}

#endif
