/* Knows where classes and calls of a name stand in the files of a project. What modules are called
 * stands in modules.c. */
#include "index/index.h"

#include "index/modules.h"
#include "index/name_table.h"

struct ProjectIndex {
    const IndexFile *files;
    uint32_t file_count;
    Modules modules;
    NameTable classes;
    NameTable calls;
    uint64_t *calls_keys; /* by FileId */
    Arena mem;            /* holds this too */
};

typedef struct Collector {
    NamePlaces places;
    struct HashList ARRAY_OF(uint32_t) hashes;
} Collector;

static void collect(Collector *collector, NamePlace place, Str name) {
    ARRAY_PUSH(&collector->places, place);
    ARRAY_PUSH(&collector->hashes, name_table_hash(name));
}

static NameTable finish(Collector *collector, Arena *mem) {
    NameTable table = name_table_build(collector->places.items, collector->hashes.items,
                                       collector->places.count, mem);
    ARRAY_RELEASE(&collector->places);
    ARRAY_RELEASE(&collector->hashes);
    return table;
}

/* ---- classes -------------------------------------------------------------------------------- */

static void collect_classes(Collector *collector, FileId file, const Outline *outline) {
    for (UnitId id = 0; id < outline->unit_count; id++) {
        const Unit *unit = &outline->units[id];
        if (unit->kind == UNIT_CLASS && span_length(unit->name)) {
            collect(collector, (NamePlace){file, unit->name.start, id},
                    str_span(outline->text, unit->name));
        }
    }
}

/* ---- calls ---------------------------------------------------------------------------------- */

static bool is_word_byte(char byte) {
    unsigned char lower = (unsigned char)byte | 32;
    return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' ||
           (unsigned char)byte >= 0x80;
}

/* `def name(` and `class Name(` call nothing. */
static bool is_defined_here(Str text, uint32_t start) {
    Str before = str_slice(text, start > 6 ? start - 6 : 0, start);
    return str_ends_with(before, STR("def ")) || str_ends_with(before, STR("class "));
}

static void collect_calls(Collector *collector, FileId file, const Outline *outline) {
    Str text = outline->text;
    for (uint32_t open = 0; open < text.len; open++) {
        open += str_find_byte(str_slice(text, open, text.len), '(');
        uint32_t start = open < text.len ? open : 0;
        while (start > 0 && is_word_byte(text.ptr[start - 1])) {
            start--;
        }
        if (start < open && open < text.len && !is_defined_here(text, start)) {
            collect(collector, (NamePlace){file, start, UNIT_NONE}, str_slice(text, start, open));
        }
    }
}

/* The order of calls does not count. */
static uint64_t sum_of_hashes(const Collector *collector, uint32_t first) {
    uint64_t sum = 0;
    for (uint32_t i = first; i < collector->hashes.count; i++) {
        sum += collector->hashes.items[i] * 0x9E3779B97F4A7C15u;
    }
    return sum;
}

/* ---- the index ------------------------------------------------------------------------------ */

ProjectIndex *project_index_new(const IndexFile *files, uint32_t count) {
    Arena mem;
    arena_init(&mem);
    ProjectIndex *index = ARENA_NEW(&mem, ProjectIndex);
    index->files = files;
    index->file_count = count;
    index->calls_keys = ARENA_ARRAY(&mem, uint64_t, count);
    Collector classes = {0};
    Collector calls = {0};
    for (FileId file = 0; file < count; file++) {
        collect_classes(&classes, file, files[file].outline);
        uint32_t first = calls.hashes.count;
        collect_calls(&calls, file, files[file].outline);
        index->calls_keys[file] = sum_of_hashes(&calls, first);
    }
    index->classes = finish(&classes, &mem);
    index->calls = finish(&calls, &mem);
    modules_build(&index->modules, files, count, &mem);
    index->mem = mem;
    return index;
}

void project_index_free(ProjectIndex *index) {
    if (index) {
        Arena mem = index->mem;
        arena_release(&mem);
    }
}

uint32_t project_index_file_count(const ProjectIndex *index) {
    return index->file_count;
}

FileId project_index_find(const ProjectIndex *index, Str path) {
    return modules_find(&index->modules, path);
}

FileId project_index_module(const ProjectIndex *index, FileId from, Str dotted) {
    return modules_resolve(&index->modules, from, dotted);
}

bool project_index_is_package(const ProjectIndex *index, FileId from, Str dotted) {
    return modules_is_package(&index->modules, from, dotted);
}

uint64_t project_index_calls_key(const ProjectIndex *index, FileId file) {
    return index->calls_keys[file];
}

Str project_index_module_name(const ProjectIndex *index, FileId file) {
    return index->modules.names[file];
}

/* ---- units by name -------------------------------------------------------------------------- */

struct UnitList ARRAY_OF(ProjectUnit);

static bool is_named(const ProjectIndex *index, const NamePlace *place, Str name) {
    Str text = index->files[place->file].outline->text;
    Str there = str_slice(text, place->start, text.len);
    return str_starts_with(there, name) &&
           (there.len == name.len || !is_word_byte(there.ptr[name.len]));
}

ProjectUnits project_index_classes_named(const ProjectIndex *index, Str name, Arena *mem) {
    struct UnitList found = {0};
    Span bucket = name_table_bucket(&index->classes, name);
    for (uint32_t i = bucket.start; i < bucket.end; i++) {
        const NamePlace *place = &index->classes.places[i];
        if (is_named(index, place, name)) {
            ARENA_PUSH(mem, &found, ((ProjectUnit){place->file, place->unit}));
        }
    }
    return (ProjectUnits){found.items, found.count};
}

ProjectUnits project_index_callers_named(const ProjectIndex *index, Str name, Arena *mem) {
    struct UnitList found = {0};
    Span bucket = name_table_bucket(&index->calls, name);
    for (uint32_t i = bucket.start; i < bucket.end; i++) {
        const NamePlace *place = &index->calls.places[i];
        if (!is_named(index, place, name)) {
            continue;
        }
        UnitId unit = outline_unit_at(index->files[place->file].outline, place->start);
        const ProjectUnit *last = found.count ? &found.items[found.count - 1] : NULL;
        if (!last || last->file != place->file || last->unit != unit) {
            ARENA_PUSH(mem, &found, ((ProjectUnit){place->file, unit}));
        }
    }
    return (ProjectUnits){found.items, found.count};
}

ProjectUnits project_index_classes_mentioning(const ProjectIndex *index, TriggerSet words,
                                              Arena *mem) {
    struct UnitList found = {0};
    for (FileId file = 0; file < index->file_count; file++) {
        const Outline *outline = index->files[file].outline;
        for (UnitId id = 0; id < outline->unit_count; id++) {
            if (outline->units[id].kind == UNIT_CLASS && (outline->units[id].triggers & words)) {
                ARENA_PUSH(mem, &found, ((ProjectUnit){file, id}));
            }
        }
    }
    return (ProjectUnits){found.items, found.count};
}
