/* Knows who may feel what a fix does to another file; refuses to know what makes a fix acceptable
 * (engine/trial.c). */
#include "engine/fix_watch.h"

enum { NAMES_MAX = 32 };

typedef struct Names {
    Str items[NAMES_MAX];
    uint32_t count;
} Names;

static const Document *document_now(const AnalyzeRequest *request, FileId file) {
    const Document *laid = laid_documents_find(request->laid, request->laid_count, file);
    return laid ? laid : request->snapshot->documents[file];
}

static const Document *document_of(const AnalyzeRequest *request, Str path) {
    if (path.len == 0 || str_equal(path, request->document->path)) {
        return request->document;
    }
    FileId file = project_index_find(request->snapshot->index, path);
    return file == FILE_NONE ? NULL : document_now(request, file);
}

/* The function or class that holds the edit; an import at module level changes nobody's answer. */
static void add_name(Names *names, const Document *document, uint32_t offset) {
    const Unit *unit = &document->outline.units[outline_unit_at(&document->outline, offset)];
    Str name = str_span(document->source.text, unit->name);
    for (uint32_t i = 0; i < names->count; i++) {
        if (str_equal(names->items[i], name)) {
            return;
        }
    }
    if (name.len && names->count < NAMES_MAX) {
        names->items[names->count++] = name;
    }
}

static Names names_of(const AnalyzeRequest *request, const Fix *fix) {
    Names names = {.count = 0};
    for (uint32_t i = 0; i < fix->file_count; i++) {
        const Document *document = document_of(request, fix->files[i].path);
        for (uint32_t k = 0; document && k < fix->files[i].edits.count; k++) {
            add_name(&names, document, fix->files[i].edits.items[k].span.start);
        }
    }
    return names;
}

static bool has_word(Str text, Str word) {
    for (uint32_t at = 0; at < text.len;) {
        uint32_t start = at + str_find(str_slice(text, at, text.len), word);
        uint32_t end = start + word.len;
        if (end > text.len) {
            return false;
        }
        bool is_begun = start > 0 && str_is_word_byte(text.ptr[start - 1]);
        if (!is_begun && (end == text.len || !str_is_word_byte(text.ptr[end]))) {
            return true;
        }
        at = end;
    }
    return false;
}

static bool has_any(Str text, const Names *names) {
    bool has = false;
    for (uint32_t i = 0; i < names->count && !has; i++) {
        has = has_word(text, names->items[i]);
    }
    return has;
}

static bool is_touched(const Fix *fix, Str path) {
    bool is = false;
    for (uint32_t i = 0; i < fix->file_count; i++) {
        is = is || str_equal(fix->files[i].path, path);
    }
    return is;
}

/* What is learnt about a document is kept with it: the snapshot's own stays out of this. */
static const uint32_t *counts_before(Trial *trial, const Document *now, Arena *mem) {
    uint32_t *counts = ARENA_ARRAY(mem, uint32_t, RULE_COUNT);
    Document *version = document_edit(now, (Span){0, 0}, STR(""));
    AnalyzeRequest request = trial->request->analysis;
    request.document = version;
    request.selection = &trial->selection;
    Analysis analysis = analyze(trial->analyzer, &request, mem);
    trial->is_cancelled = trial->is_cancelled || analysis.status < 0;
    memcpy(counts, analysis.raw_counts, sizeof analysis.raw_counts);
    document_release(version);
    return counts;
}

const WatchedFile *fix_watch_find(Trial *trial, const Fix *fix, uint32_t *count, Arena *mem) {
    const AnalyzeRequest *request = &trial->request->analysis;
    *count = 0;
    if (!request->snapshot) {
        return NULL;
    }
    Names names = names_of(request, fix);
    WatchedFile *watched = ARENA_ARRAY(mem, WatchedFile, FIX_WATCH_MAX);
    for (FileId file = 0; file < request->snapshot->count && *count < FIX_WATCH_MAX; file++) {
        const Document *now = document_now(request, file);
        if (!now || trial->is_cancelled || str_equal(now->path, request->document->path) ||
            is_touched(fix, now->path) || !has_any(now->source.text, &names)) {
            continue;
        }
        watched[(*count)++] =
            (WatchedFile){file, &trial->selection, counts_before(trial, now, mem)};
    }
    return watched;
}
