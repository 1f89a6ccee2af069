/* Knows where classes and calls of a name stand in the files of a project. What modules are called
 * stands in modules.c. */
#include "index/index.h"

#include "base/status.h"
#include "index/modules.h"
#include "index/name_table.h"

/* Either of all files, or some files laid over those of `base`: then its tables are of these. */
struct ProjectIndex {
    const IndexFile *files;
    uint32_t file_count;
    const ProjectIndex *base; /* NULL: the tables are of all files */
    const LaidFile *laid;     /* by file */
    uint32_t laid_count;
    const Modules *modules; /* the base's, if there is one */
    NameTable classes;
    ProjectUnits class_units; /* the same in order of file and place */
    NameTable calls;
    uint64_t *calls_keys; /* by FileId; of laid files by their place among them */
    Arena mem;            /* holds this too */
};

/* The place of a file among those that are laid over; laid_count when it is none. */
static uint32_t laid_place(const ProjectIndex *index, FileId file) {
    uint32_t low = 0;
    uint32_t high = index->laid_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (index->laid[middle].file < file) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < index->laid_count && index->laid[low].file == file ? low : index->laid_count;
}

static const Outline *outline_of(const ProjectIndex *index, FileId file) {
    uint32_t place = laid_place(index, file);
    return place < index->laid_count ? index->laid[place].outline : index->files[file].outline;
}

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

typedef struct Collectors {
    Collector classes;
    Collector calls;
} Collectors;

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

/* `def name(` and `class Name(` call nothing. */
static bool is_defined_here(Str text, uint32_t start) {
    Str before = str_slice(text, start > 6 ? start - 6 : 0, start);
    return str_ends_with(before, STR("def ")) || str_ends_with(before, STR("class "));
}

/* `class Name(` under `if` or `try` at module level: the class is no unit, but the module's. */
static bool is_conditional_class(const Outline *outline, uint32_t start) {
    Str before = str_slice(outline->text, start > 6 ? start - 6 : 0, start);
    return str_ends_with(before, STR("class ")) &&
           outline_unit_at(outline, start) == UNIT_MODULE_ID;
}

/* The word in front of the next bracket from `*open` on, which goes there: false at the end. */
static bool next_called(Str text, uint32_t *open, Span *name) {
    for (; *open < text.len; ++*open) {
        *open += str_find_byte(str_slice(text, *open, text.len), '(');
        uint32_t start = *open < text.len ? *open : 0;
        while (start > 0 && str_is_word_byte(text.ptr[start - 1])) {
            start--;
        }
        if (start < *open && *open < text.len) {
            *name = (Span){start, *open};
            return true;
        }
    }
    return false;
}

static void collect_calls(Collectors *collectors, FileId file, const Outline *outline) {
    Str text = outline->text;
    Span called;
    for (uint32_t open = 0; next_called(text, &open, &called); open++) {
        Str name = str_span(text, called);
        if (!is_defined_here(text, called.start)) {
            collect(&collectors->calls, (NamePlace){file, called.start, UNIT_NONE}, name);
        } else if (is_conditional_class(outline, called.start)) {
            collect(&collectors->classes, (NamePlace){file, called.start, UNIT_MODULE_ID}, name);
        }
    }
}

/* ---- what a change shows -------------------------------------------------------------------- */

enum { FILTER_BITS = sizeof(NameFilter) * 8, BITS_A_WORD = 64 };

void name_filter_add(NameFilter *filter, Str name) {
    uint32_t bit = name_table_hash(name) % FILTER_BITS;
    filter->bits[bit / BITS_A_WORD] |= (uint64_t)1 << bit % BITS_A_WORD;
}

static bool may_hold(const NameFilter *filter, uint32_t hash) {
    uint32_t bit = hash % FILTER_BITS;
    return filter->bits[bit / BITS_A_WORD] >> bit % BITS_A_WORD & 1;
}

uint64_t project_index_text_key(Str text, const NameFilter *calls) {
    uint64_t key = 0;
    Span called;
    for (uint32_t open = 0; next_called(text, &open, &called); open++) {
        uint32_t hash = name_table_hash(str_span(text, called));
        if (is_defined_here(text, called.start)) {
            key += (uint64_t)hash * 0xC2B2AE3D27D4EB4Fu;
        } else if (may_hold(calls, hash)) {
            key += (uint64_t)hash * 0x9E3779B97F4A7C15u;
        }
    }
    return key;
}

/* The order of calls does not count. */
static uint64_t sum_of_hashes(const Collector *collector, uint32_t first) {
    uint64_t sum = 0;
    for (uint32_t i = first; i < collector->hashes.count; i++) {
        sum += collector->hashes.items[i] * 0x9E3779B97F4A7C15u;
    }
    return sum;
}

static void release(Collector *collector) {
    ARRAY_RELEASE(&collector->places);
    ARRAY_RELEASE(&collector->hashes);
}

CalledNames project_index_called_names(const Outline *outline, Arena *mem) {
    Collectors collectors = {.calls = {.places = {0}}};
    collect_calls(&collectors, 0, outline);
    const struct HashList *calls = &collectors.calls.hashes;
    uint32_t *hashes = ARENA_ARRAY(mem, uint32_t, calls->count);
    if (calls->count > 0) {
        memcpy(hashes, calls->items, calls->count * sizeof *hashes);
    }
    UnitId *units = ARENA_ARRAY(mem, UnitId, calls->count);
    for (uint32_t i = 0; i < calls->count; i++) {
        units[i] = outline_unit_at(outline, collectors.calls.places.items[i].start);
    }
    CalledNames names = {hashes, units, calls->count, sum_of_hashes(&collectors.classes, 0)};
    release(&collectors.classes);
    release(&collectors.calls);
    return names;
}

/* ---- the index ------------------------------------------------------------------------------ */

/* Returns the key of the file's calls. */
static uint64_t collect_file(Collectors *collectors, FileId file, const Outline *outline) {
    uint32_t first = collectors->calls.hashes.count;
    collect_classes(&collectors->classes, file, outline);
    collect_calls(collectors, file, outline);
    return sum_of_hashes(&collectors->calls, first);
}

static ProjectIndex *index_new(uint32_t key_count) {
    Arena mem;
    arena_init(&mem);
    ProjectIndex *index = ARENA_NEW(&mem, ProjectIndex);
    index->calls_keys = ARENA_ARRAY(&mem, uint64_t, key_count);
    index->mem = mem;
    return index;
}

static ProjectUnits units_of(const NamePlaces *places, Arena *mem) {
    ProjectUnit *units = ARENA_ARRAY(mem, ProjectUnit, places->count);
    for (uint32_t i = 0; i < places->count; i++) {
        units[i] = (ProjectUnit){places->items[i].file, places->items[i].unit};
    }
    return (ProjectUnits){units, places->count};
}

static void index_finish(ProjectIndex *index, Collectors *collectors) {
    index->class_units = units_of(&collectors->classes.places, &index->mem);
    index->classes = finish(&collectors->classes, &index->mem);
    index->calls = finish(&collectors->calls, &index->mem);
}

ProjectIndex *project_index_new(const IndexFile *files, uint32_t count) {
    ProjectIndex *index = index_new(count);
    Modules *modules = ARENA_NEW(&index->mem, Modules);
    Collectors collectors = {.calls = {.places = {0}}};
    index->files = files;
    index->file_count = count;
    for (FileId file = 0; file < count; file++) {
        index->calls_keys[file] = collect_file(&collectors, file, files[file].outline);
    }
    index_finish(index, &collectors);
    modules_build(modules, files, count, &index->mem);
    index->modules = modules;
    return index;
}

/* Both in order of file; of a file that is in both, the upper one. */
static uint32_t join_laid(const ProjectIndex *lower, const LaidFile *upper, uint32_t count,
                          LaidFile *out) {
    uint32_t joined = 0;
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        while (at < lower->laid_count && lower->laid[at].file < upper[i].file) {
            out[joined++] = lower->laid[at++];
        }
        at += at < lower->laid_count && lower->laid[at].file == upper[i].file;
        out[joined++] = upper[i];
    }
    while (at < lower->laid_count) {
        out[joined++] = lower->laid[at++];
    }
    return joined;
}

ProjectIndex *project_index_over(const ProjectIndex *base, const LaidFile *laid, uint32_t count) {
    ProjectIndex *index = index_new(base->laid_count + count);
    LaidFile *own = ARENA_ARRAY(&index->mem, LaidFile, base->laid_count + count);
    Collectors collectors = {.calls = {.places = {0}}};
    index->laid_count = join_laid(base, laid, count, own);
    for (uint32_t i = 0; i < index->laid_count; i++) {
        index->calls_keys[i] = collect_file(&collectors, own[i].file, own[i].outline);
    }
    index->files = base->files;
    index->file_count = base->file_count;
    index->base = base->base ? base->base : base;
    index->laid = own;
    index->modules = base->modules;
    index_finish(index, &collectors);
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
    return modules_find(index->modules, path);
}

FileId project_index_module(const ProjectIndex *index, FileId from, Str dotted) {
    return modules_resolve(index->modules, from, dotted);
}

bool project_index_is_package(const ProjectIndex *index, FileId from, Str dotted) {
    return modules_is_package(index->modules, from, dotted);
}

uint64_t project_index_calls_key(const ProjectIndex *index, FileId file) {
    if (!index->base) {
        return index->calls_keys[file];
    }
    uint32_t place = laid_place(index, file);
    return place < index->laid_count ? index->calls_keys[place] : index->base->calls_keys[file];
}

Str project_index_module_name(const ProjectIndex *index, FileId file) {
    return index->modules->names[file];
}

/* ---- units by name -------------------------------------------------------------------------- */

struct UnitList ARRAY_OF(ProjectUnit);

typedef NameTable TableOf(const ProjectIndex *index);

static NameTable classes_of(const ProjectIndex *index) {
    return index->classes;
}

static NameTable calls_of(const ProjectIndex *index) {
    return index->calls;
}

/* The places of a name in order: those of the index and those of its base, which are of other
 * files. */
typedef struct Places {
    const ProjectIndex *index;
    Str name;
    NameTable tables[2];
    Span left[2]; /* in their buckets */
} Places;

static Places places_of(const ProjectIndex *index, TableOf *table, Str name) {
    Places places = {.index = index, .name = name};
    places.tables[0] = table(index);
    places.left[0] = name_table_bucket(&places.tables[0], name);
    if (index->base) {
        places.tables[1] = table(index->base);
        places.left[1] = name_table_bucket(&places.tables[1], name);
    }
    return places;
}

static bool is_named(const ProjectIndex *index, const NamePlace *place, Str name) {
    Str text = outline_of(index, place->file)->text;
    Str there = str_slice(text, place->start, text.len);
    return str_starts_with(there, name) &&
           (there.len == name.len || !str_is_word_byte(there.ptr[name.len]));
}

/* The next one of a table, which stays; NULL at its end. */
static const NamePlace *peek(Places *places, uint32_t table) {
    Span *left = &places->left[table];
    for (; left->start < left->end; left->start++) {
        const NamePlace *place = &places->tables[table].places[left->start];
        bool is_hidden =
            table == 1 && laid_place(places->index, place->file) < places->index->laid_count;
        if (!is_hidden && is_named(places->index, place, places->name)) {
            return place;
        }
    }
    return NULL;
}

static const NamePlace *next_place(Places *places) {
    const NamePlace *own = peek(places, 0);
    const NamePlace *other = peek(places, 1);
    bool takes_own = own && (!other || own->file < other->file);
    places->left[takes_own ? 0 : 1].start += takes_own || other;
    return takes_own ? own : other;
}

ProjectUnits project_index_classes_named(const ProjectIndex *index, Str name, Arena *mem) {
    struct UnitList found = {0};
    Places places = places_of(index, classes_of, name);
    for (const NamePlace *place = next_place(&places); place; place = next_place(&places)) {
        ARENA_PUSH(mem, &found, ((ProjectUnit){place->file, place->unit}));
    }
    return (ProjectUnits){found.items, found.count};
}

ProjectUnits project_index_callers_named(const ProjectIndex *index, Str name, Arena *mem) {
    struct UnitList found = {0};
    Places places = places_of(index, calls_of, name);
    for (const NamePlace *place = next_place(&places); place; place = next_place(&places)) {
        UnitId unit = outline_unit_at(outline_of(index, place->file), place->start);
        const ProjectUnit *last = found.count ? &found.items[found.count - 1] : NULL;
        if (!last || last->file != place->file || last->unit != unit) {
            ARENA_PUSH(mem, &found, ((ProjectUnit){place->file, unit}));
        }
    }
    return (ProjectUnits){found.items, found.count};
}

/* Those of the index and of its base, which are of other files. */
ProjectUnits project_index_classes_mentioning(const ProjectIndex *index, TriggerSet words,
                                              Arena *mem) {
    (void)BUG_ON(words & ~TRIGGERS_ELSEWHERE);
    static const ProjectUnits none = {NULL, 0};
    struct UnitList found = {0};
    const ProjectUnits *own = &index->class_units;
    const ProjectUnits *other = index->base ? &index->base->class_units : &none;
    uint32_t at = 0;
    for (uint32_t i = 0; i < own->count || at < other->count;) {
        bool takes_own =
            i < own->count && (at == other->count || own->items[i].file <= other->items[at].file);
        ProjectUnit unit = takes_own ? own->items[i++] : other->items[at++];
        bool is_hidden = !takes_own && laid_place(index, unit.file) < index->laid_count;
        if (!is_hidden && (outline_of(index, unit.file)->units[unit.unit].triggers & words)) {
            ARENA_PUSH(mem, &found, unit);
        }
    }
    return (ProjectUnits){found.items, found.count};
}
