/* What the docs rules remember while one file is analysed: its options and the unit at hand. */
#ifndef BLUETICK_RULES_DOCS_DOCS_FILES_H
#define BLUETICK_RULES_DOCS_DOCS_FILES_H

#include "rules/docs/target.h"

typedef struct FileDocs {
    DocsOptions options;
    bool is_test;
    bool is_wanted;             /* docs_wants_file */
    DocsUnit *unit;             /* the unit asked for last, or NULL */
    struct ClassTable *classes; /* file_classes.h: of the file; NULL until asked */
    bool style_is_known;
    bool style_is_google;
    UnitNotes style_notes; /* docs.style = auto: what the style was told by */
} FileDocs;

/* The file's slot, made at the first question. */
FileDocs *file_docs(const FileModel *file, const RuleOptions *options);

/* The file's docstrings are checked as Google's: docs.style, and for `auto` what most docstrings
 * with sections are. */
bool file_docs_is_google(const FileModel *file, const RuleOptions *options);

/* How many docstrings of the file have Google's sections. Loads every unit that may have one. */
uint32_t file_docs_count_google(const FileModel *file, Arena *mem);

/* RuleImplementation.wants_file of every docs rule: no stub files, no generated ones. */
bool docs_wants_file(const FileModel *file, const RuleOptions *options);

#endif
