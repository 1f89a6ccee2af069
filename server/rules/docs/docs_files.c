/* Knows which files the docs rules look at, and keeps their memory of one file. */
#include "rules/docs/docs_files.h"

#include <fnmatch.h>

enum { PATH_LENGTH_MAX = 1024 };

/* docs.exclude: `*` matches any text, also over folders. */
static bool is_excluded(Str path, const RuleOptions *options) {
    StrList globs = options_list(options, OPTION_docs_exclude);
    char subject[PATH_LENGTH_MAX];
    char pattern[PATH_LENGTH_MAX];
    for (uint32_t i = 0; i < globs.count; i++) {
        if (path.len >= PATH_LENGTH_MAX || globs.items[i].len >= PATH_LENGTH_MAX) {
            continue;
        }
        memcpy(subject, path.ptr, path.len);
        subject[path.len] = '\0';
        memcpy(pattern, globs.items[i].ptr, globs.items[i].len);
        pattern[globs.items[i].len] = '\0';
        if (fnmatch(pattern, subject, 0) == 0) {
            return true;
        }
    }
    return false;
}

FileDocs *file_docs(const FileModel *file, const RuleOptions *options) {
    if (!file->layers->docs) {
        FileDocs *docs = ARENA_NEW(file->mem, FileDocs);
        docs->options = docs_options_read(options);
        docs->is_test = file_model_is_test(file);
        docs->is_wanted = options_bool(options, OPTION_docs_enable) && !file_model_is_stub(file) &&
                          !file_model_is_generated(file) && !is_excluded(file->path, options);
        file->layers->docs = docs;
    }
    return file->layers->docs;
}

/* Docstrings with sections, by style. */
typedef struct StyleCounts {
    uint32_t google;
    uint32_t foreign;
} StyleCounts;

static bool is_definition(NodeKind kind) {
    return kind == NODE_FUNCTION_DEF || kind == NODE_ASYNC_FUNCTION_DEF || kind == NODE_CLASS_DEF;
}

static void count_style(const UnitFacts *facts, NodeId node, Arena *mem, StyleCounts *counts) {
    Docstring doc = docstring_find(&facts->ast, node, facts->text);
    if (doc.state != DOCSTRING_READABLE) {
        return;
    }
    Span token;
    docstring_split(&doc, facts->text, mem);
    if (style_of(&doc, facts->text, &token) != STYLE_GOOGLE) {
        counts->foreign++;
        return;
    }
    Sections sections = sections_parse(&doc, facts->text, NULL, mem);
    counts->google += sections.count > 0;
}

static StyleCounts count_styles(const FileModel *file, Arena *mem) {
    StyleCounts counts = {0, 0};
    for (UnitId id = 0; id < file->outline->unit_count; id++) {
        const Unit *unit = &file->outline->units[id];
        if (unit->kind != UNIT_MODULE && !(unit->flags & UNIT_MAY_HAVE_DOCSTRING)) {
            continue;
        }
        const UnitFacts *facts = file_model_unit(file, id);
        for (NodeId node = 1; node < facts->ast.node_count; node++) {
            if (is_definition(ast_kind(&facts->ast, node))) {
                count_style(facts, node, mem, &counts);
            }
        }
    }
    return counts;
}

uint32_t file_docs_count_google(const FileModel *file, Arena *mem) {
    return count_styles(file, mem).google;
}

static bool read_style(const FileModel *file, FileDocs *docs) {
    if (docs->options.style != DOCS_STYLE_AUTO) {
        return docs->options.style == DOCS_STYLE_GOOGLE;
    }
    UnitWatch watch;
    file_model_watch(file, &watch);
    StyleCounts counts = count_styles(file, file->mem);
    docs->style_notes = file_model_unwatch(file, &watch, file->mem);
    return counts.foreign <= counts.google;
}

bool file_docs_is_google(const FileModel *file, const RuleOptions *options) {
    FileDocs *docs = file_docs(file, options);
    if (!docs->style_is_known) {
        docs->style_is_google = read_style(file, docs);
        docs->style_is_known = true;
    }
    file_model_renote(file, &docs->style_notes);
    return docs->style_is_google;
}

bool docs_wants_file(const FileModel *file, const RuleOptions *options) {
    return file_docs(file, options)->is_wanted;
}
