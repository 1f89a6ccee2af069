/* Knows how a file's units are asked for and how questions are noted; knows nothing about what the
 * layers above conclude from them. */
#include "semantics/file_model.h"

#include "semantics/project.h"

enum { WATCH_BACK = 8, WATCH_MANY = 64, WORD_BITS = 64 };

/* With many units a bit for each of them: no unit is noted twice then. */
static bool is_noted(const FileModel *file, UnitWatch *watch, UnitId unit) {
    uint32_t words = file->outline->unit_count / WORD_BITS + 1;
    if (watch->seen.count == 0) {
        for (uint32_t i = 0; i < words; i++) {
            ARRAY_PUSH(&watch->seen, 0);
        }
        for (uint32_t i = 0; i < watch->units.count; i++) {
            UnitId noted = watch->units.items[i];
            watch->seen.items[noted / WORD_BITS] |= (uint64_t)1 << noted % WORD_BITS;
        }
    }
    uint64_t bit = (uint64_t)1 << unit % WORD_BITS;
    bool noted = watch->seen.items[unit / WORD_BITS] & bit;
    watch->seen.items[unit / WORD_BITS] |= bit;
    return noted;
}

/* Rules ask for the same few units in a row; the rest is sorted out by whoever compares. */
static bool is_among_last(UnitWatch *watch, UnitId unit) {
    uint32_t count = watch->units.count;
    UnitId *units = watch->units.items;
    for (uint32_t back = 2; back <= count && back <= WATCH_BACK; back++) {
        if (units[count - back] == unit) { /* to the end: the next question is often the same */
            units[count - back] = units[count - 1];
            units[count - 1] = unit;
            return true;
        }
    }
    return false;
}

static void note_unit(const FileModel *file, UnitId unit) {
    UnitWatch *watch = file->layers->watch;
    if (!watch || (watch->units.count && watch->units.items[watch->units.count - 1] == unit)) {
        return;
    }
    bool is_known =
        watch->units.count >= WATCH_MANY ? is_noted(file, watch, unit) : is_among_last(watch, unit);
    if (!is_known) {
        ARRAY_PUSH(&watch->units, unit);
    }
}

const UnitFacts *file_model_unit(const FileModel *file, UnitId unit) {
    note_unit(file, unit);
    return file->load(file->loader, unit);
}

void file_model_note_outline(const FileModel *file) {
    if (file->layers->watch) {
        file->layers->watch->names = true;
    }
}

void file_model_note_texts(const FileModel *file) {
    if (file->layers->watch) {
        file->layers->watch->texts = true;
    }
}

void file_model_note_project(const FileModel *file) {
    if (file->layers->watch) {
        file->layers->watch->project = true;
    }
}

UnitId file_model_member(const FileModel *file, UnitId parent, Str name) {
    file_model_note_outline(file);
    const Outline *outline = file->outline;
    UnitId found = UNIT_NONE;
    UnitId member = outline->units[parent].first_child;
    while (member != UNIT_NONE) {
        const Unit *unit = &outline->units[member];
        if (str_equal(str_span(outline->text, unit->name), name)) {
            found = member;
        }
        member = unit->next_sibling;
    }
    return found;
}

void file_model_watch(const FileModel *file, UnitWatch *watch) {
    *watch = (UnitWatch){.outer = file->layers->watch};
    watch->asker = project_answer(file, &watch->answer);
    file->layers->watch = watch;
}

UnitNotes file_model_unwatch(const FileModel *file, UnitWatch *watch, Arena *mem) {
    UnitNotes notes = {.count = watch->units.count,
                       .names = watch->names,
                       .texts = watch->texts,
                       .project = watch->project,
                       .answer = watch->answer};
    if (notes.count) {
        UnitId *units = ARENA_ARRAY(mem, UnitId, notes.count);
        memcpy(units, watch->units.items, notes.count * sizeof *units);
        notes.units = units;
    }
    file->layers->watch = watch->outer;
    project_answered(file, watch->asker);
    ARRAY_RELEASE(&watch->units);
    ARRAY_RELEASE(&watch->seen);
    file_model_renote(file, &notes);
    return notes;
}

void file_model_renote(const FileModel *file, const UnitNotes *notes) {
    UnitWatch *watch = file->layers->watch;
    project_note_answer(file, notes->answer);
    if (!watch) {
        return;
    }
    watch->names = watch->names || notes->names;
    watch->texts = watch->texts || notes->texts;
    watch->project = watch->project || notes->project;
    for (uint32_t i = 0; i < notes->count; i++) {
        note_unit(file, notes->units[i]);
    }
}

/* ---- what the path tells ------------------------------------------------------------------ */

static Str base_name(Str path) {
    uint32_t start = path.len;
    while (start > 0 && path.ptr[start - 1] != '/') {
        start--;
    }
    return str_slice(path, start, path.len);
}

static bool has_folder(Str path, Str folder) {
    uint32_t start = 0;
    while (start < path.len) {
        Str rest = str_slice(path, start, path.len);
        uint32_t length = str_find_byte(rest, '/');
        if (length == rest.len) {
            return false; /* the basename is no folder */
        }
        if (str_equal(str_slice(rest, 0, length), folder)) {
            return true;
        }
        start += length + 1;
    }
    return false;
}

bool file_model_is_test_module(const FileModel *file) {
    Str base = base_name(file->path);
    return str_equal(base, STR("conftest.py")) || str_ends_with(base, STR("_test.py")) ||
           (str_starts_with(base, STR("test_")) && str_ends_with(base, STR(".py")));
}

bool file_model_is_test(const FileModel *file) {
    return file_model_is_test_module(file) || has_folder(file->path, STR("tests")) ||
           has_folder(file->path, STR("test"));
}

bool file_model_is_migration(const FileModel *file) {
    return has_folder(file->path, STR("migrations")) ||
           (has_folder(file->path, STR("versions")) &&
            (has_folder(file->path, STR("alembic")) || has_folder(file->path, STR("revisions"))));
}

bool file_model_is_stub(const FileModel *file) {
    return str_ends_with(file->path, STR(".pyi"));
}

typedef struct GeneratedMark {
    Str text;
    char case_bits; /* 0x20: written in every case */
} GeneratedMark;

static bool begins_with_mark(Str text, const GeneratedMark *mark) {
    bool begins = text.len >= mark->text.len;
    for (uint32_t i = 0; i < mark->text.len && begins; i++) {
        begins = (text.ptr[i] | mark->case_bits) == (mark->text.ptr[i] | mark->case_bits);
    }
    return begins;
}

static bool is_generated_mark(Str comment) {
    static const GeneratedMark marks[] = {
        {{"@generated", 10},                       0   },
        {{"DO NOT EDIT", 11},                      0   },
        {{"Generated by the protocol buffer", 32}, 0   },
        {{"auto-generated", 14},                   0x20},
        {{"autogenerated", 13},                    0x20},
    };
    for (uint32_t at = 0; at < comment.len; at++) {
        char first = comment.ptr[at];
        bool may_begin = first == '@' || first == 'D' || first == 'G' || (first | 0x20) == 'a';
        for (size_t i = 0; i < sizeof marks / sizeof *marks && may_begin; i++) {
            if (begins_with_mark(str_slice(comment, at, comment.len), &marks[i])) {
                return true;
            }
        }
    }
    return false;
}

static bool stands_alone(Str text, uint32_t at) {
    while (at > 0 && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '\t')) {
        at--;
    }
    return at == 0 || text.ptr[at - 1] == '\n' || text.ptr[at - 1] == '\r';
}

bool file_model_is_generated(const FileModel *file) {
    Str base = base_name(file->path);
    if (str_ends_with(base, STR("_pb2.py")) || str_ends_with(base, STR("_pb2_grpc.py"))) {
        return true;
    }
    enum { HEADER_ROWS = 10 };
    const Outline *outline = file->outline;
    uint32_t header_end =
        file->lines->count > HEADER_ROWS ? file->lines->starts[HEADER_ROWS] : outline->text.len;
    for (uint32_t i = 0; i < outline->comment_count; i++) {
        Span comment = outline->comments[i];
        if (comment.start >= header_end) {
            return false;
        }
        if (stands_alone(outline->text, comment.start) &&
            is_generated_mark(str_span(outline->text, comment))) {
            return true;
        }
    }
    return false;
}
