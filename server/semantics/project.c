/* Asks the provider and notes that it was asked; answers itself for a file without a project. */
#include "semantics/project.h"

#include "text/inner_class.h"

const FileModel *project_file(const FileModel *file, FileId id) {
    if (id == file->id || !file->project) {
        return file;
    }
    file_model_note_project(file);
    return file->project->file(file->project->context, id);
}

/* ---- what remembered answers were told ------------------------------------------------------- */

static Asks *asks_of(const FileModel *file) {
    return file->is_shared ? file->project->layers->asks : NULL;
}

AnswerId project_answer(const FileModel *file, AnswerId *answer) {
    Asks *asks = asks_of(file);
    AnswerId before = asks_enter(asks, answer);
    if (asks) { /* whoever holds the model has looked at its outline */
        (void)file->project->file(file->project->context, file->id);
    }
    return before;
}

void project_answered(const FileModel *file, AnswerId before) {
    asks_leave(asks_of(file), before);
}

void project_note_answer(const FileModel *file, AnswerId answer) {
    if (answer != ANSWER_NONE) {
        asks_note_answer(asks_of(file), answer);
    }
}

/* ---- questions ------------------------------------------------------------------------------- */

FileId project_module(const FileModel *file, Str dotted) {
    file_model_note_project(file);
    if (!file->project) {
        return FILE_NONE;
    }
    return file->project->module(file->project->context, file->id, dotted);
}

bool project_is_package(const FileModel *file, Str dotted) {
    file_model_note_project(file);
    if (!file->project) {
        return false;
    }
    return file->project->is_package(file->project->context, file->id, dotted);
}

/* The path of a file alone, as a module would be called from its root. */
static Str name_from_path(Str path, Arena *mem) {
    Str stem = str_ends_with(path, STR(".py")) ? str_slice(path, 0, path.len - 3) : path;
    char *name = arena_allocate(mem, stem.len + 1);
    for (uint32_t i = 0; i < stem.len; i++) {
        name[i] = stem.ptr[i] == '/' ? '.' : stem.ptr[i];
    }
    return (Str){name, stem.len};
}

Str project_module_name(const FileModel *file, FileId id) {
    if (!file->project) {
        return name_from_path(file->path, file->mem);
    }
    return file->project->module_name(file->project->context, id);
}

/* ---- units ---------------------------------------------------------------------------------- */

struct UnitList ARRAY_OF(ProjectUnit);

typedef struct UnitFilter {
    Str name;           /* empty: any */
    TriggerSet mention; /* 0: any */
} UnitFilter;

/* In the module under a condition, as an index has it. */
static bool has_inner_class(const Outline *outline, Str name) {
    InnerClasses classes = inner_classes(outline, UNIT_MODULE_ID);
    InnerClass found;
    while (inner_classes_next(&classes, &found)) {
        if (str_equal(str_span(outline->text, found.name), name)) {
            return true;
        }
    }
    return false;
}

static ProjectUnits own_classes(const FileModel *file, UnitFilter filter, Arena *mem) {
    const Outline *outline = file->outline;
    struct UnitList found = {0};
    if (filter.name.len && has_inner_class(outline, filter.name)) {
        ARENA_PUSH(mem, &found, ((ProjectUnit){file->id, UNIT_MODULE_ID}));
    }
    for (UnitId id = 0; id < outline->unit_count; id++) {
        const Unit *unit = &outline->units[id];
        bool is_named =
            !filter.name.len || str_equal(str_span(outline->text, unit->name), filter.name);
        bool mentions = !filter.mention || (unit->triggers & filter.mention);
        if (unit->kind == UNIT_CLASS && is_named && mentions) {
            ARENA_PUSH(mem, &found, ((ProjectUnit){file->id, id}));
        }
    }
    return (ProjectUnits){found.items, found.count};
}

ProjectUnits project_classes_named(const FileModel *file, Str name, Arena *mem) {
    file_model_note_outline(file);
    file_model_note_project(file);
    if (!file->project) {
        return own_classes(file, (UnitFilter){.name = name}, mem);
    }
    return file->project->classes_named(file->project->context, name);
}

ProjectUnits project_classes_mentioning(const FileModel *file, TriggerSet words, Arena *mem) {
    file_model_note_outline(file);
    file_model_note_project(file);
    if (!file->project) {
        return own_classes(file, (UnitFilter){.mention = words}, mem);
    }
    return file->project->classes_mentioning(file->project->context, words);
}

/* Does `name(` stand in the text, as a whole word? */
static bool calls(Str text, Str name) {
    for (uint32_t at = 0; at < text.len; at++) {
        at += str_find(str_slice(text, at, text.len), name);
        uint32_t end = at + name.len;
        bool begins = at == 0 || !str_is_word_byte(text.ptr[at - 1]);
        if (end < text.len && begins && text.ptr[end] == '(') {
            return true;
        }
    }
    return false;
}

ProjectUnits project_callers_named(const FileModel *file, Str name, Arena *mem) {
    file_model_note_texts(file);
    file_model_note_project(file);
    if (file->project) {
        return file->project->callers_named(file->project->context, name);
    }
    struct UnitList found = {0};
    for (UnitId unit = 0; unit < file->outline->unit_count; unit++) {
        Arena scratch;
        arena_init(&scratch);
        if (calls(outline_unit_text(file->outline, unit, &scratch), name)) {
            ARENA_PUSH(mem, &found, ((ProjectUnit){file->id, unit}));
        }
        arena_release(&scratch);
    }
    return (ProjectUnits){found.items, found.count};
}
