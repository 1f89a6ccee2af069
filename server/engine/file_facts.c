/* Knows which parts of an outline others look at; knows nothing about who does. */
#include "engine/file_facts.h"

#include "engine/code_key.h"
#include "engine/run.h"
#include "index/index.h"
#include "text/inner_class.h"

#include <stdlib.h>

/* A docstring that comes or goes is no business of other files. */
enum { SHAPE_FLAGS = UNIT_ASYNC | UNIT_DECORATED | UNIT_ONE_LINE };

static uint64_t mix_head(uint64_t key, const Outline *outline, UnitId id) {
    const Unit *unit = &outline->units[id];
    key = run_mix(key, hash_short(str_span(outline->text, unit->name)));
    if (unit->kind == UNIT_CLASS) {
        key = run_mix(key, hash_short(outline_class_bases(outline, id)));
    }
    return run_mix(key, unit->triggers & TRIGGERS_ELSEWHERE);
}

/* Whether a walrus may stand in the head of a unit: then it binds a name around it. */
static bool has_walrus(const Outline *outline, const Unit *unit) {
    Str text = str_span(outline->text, unit->extent);
    return unit->kind != UNIT_MODULE && str_find(text, STR(":=")) < text.len;
}

static uint64_t shape_of(const Outline *outline) {
    uint64_t key = 1;
    for (UnitId id = 0; id < outline->unit_count; id++) {
        const Unit *unit = &outline->units[id];
        key = run_mix(key, (uint64_t)unit->parent << 32 | (unit->flags & SHAPE_FLAGS) << 8 |
                               (uint64_t)unit->kind);
        key = run_mix(key, has_walrus(outline, unit));
        key = mix_head(key, outline, id);
    }
    return key;
}

static uint64_t heads_of(const Outline *outline) {
    uint64_t key = 1;
    for (UnitId id = 0; id < outline->unit_count; id++) {
        uint64_t inner = inner_classes_key(outline, id);
        if (outline->units[id].kind == UNIT_CLASS || inner) {
            key = run_mix(mix_head(key, outline, id), inner);
        }
    }
    return key;
}

/* ---- what a class is told of its methods without reading them -----------------------------------
 * Their decorators, and which attributes may be set in them: `.name`, unless what follows shows
 * that it is read, called or looked into. */

static int compare_hashes(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static uint32_t word_end(Str text, uint32_t at) {
    while (at < text.len && str_is_word_byte(text.ptr[at])) {
        at++;
    }
    return at;
}

static uint32_t skip(Str text, uint32_t at, Str bytes) {
    while (at < text.len && str_find_byte(bytes, text.ptr[at]) < bytes.len) {
        at++;
    }
    return at;
}

/* Past blanks, line ends and comments. */
static uint32_t skip_blank(Str text, uint32_t at) {
    at = skip(text, at, STR(" \t\r\n\\"));
    while (at < text.len && text.ptr[at] == '#') {
        at += str_find_byte(str_slice(text, at, text.len), '\n');
        at = skip(text, at, STR(" \t\r\n\\"));
    }
    return at;
}

/* `at` is just past the name. */
static bool may_be_set(Str text, uint32_t at) {
    Str rest = str_slice(text, skip_blank(text, at), text.len);
    uint32_t operator_end = skip(rest, 0, STR("+-*/%&|^@<>"));
    if (rest.len == 0) {
        return false;
    }
    if (operator_end > 0) {
        return str_starts_with(str_slice(rest, operator_end, rest.len), STR("="));
    }
    if (str_is_word_byte(rest.ptr[0])) {
        return str_starts_with(rest, STR("in"));
    }
    if (rest.ptr[0] == ':') { /* with an annotation behind it, not at the end of a line */
        uint32_t next = skip(rest, 1, STR(" \t"));
        return next < rest.len && str_find_byte(STR("\r\n#"), rest.ptr[next]) == 3;
    }
    return !str_starts_with(rest, STR("==")) && !str_starts_with(rest, STR("!=")) &&
           skip(rest, 0, STR("(.[")) == 0;
}

/* Each word behind a dot that may be set, once. */
static uint64_t attributes_of(Str text) {
    struct ARRAY_OF(uint64_t) words = {0};
    for (uint32_t at = 0; at < text.len; at++) {
        at += str_find_byte(str_slice(text, at, text.len), '.');
        uint32_t end = at < text.len ? word_end(text, at + 1) : at;
        if (end > at + 1 && may_be_set(text, end)) {
            ARRAY_PUSH(&words, hash_short(str_slice(text, at + 1, end)));
        }
    }
    if (words.count) {
        qsort(words.items, words.count, sizeof *words.items, compare_hashes);
    }
    uint64_t key = 1;
    for (uint32_t i = 0; i < words.count; i++) {
        if (i == 0 || words.items[i] != words.items[i - 1]) {
            key = run_mix(key, words.items[i]);
        }
    }
    ARRAY_RELEASE(&words);
    return key;
}

static uint64_t key_of_class(const Outline *outline, UnitId id) {
    uint64_t key = 1;
    for (UnitId member = outline->units[id].first_child; member != UNIT_NONE;
         member = outline->units[member].next_sibling) {
        const Unit *unit = &outline->units[member];
        if (unit->kind == UNIT_FUNCTION) {
            Str above = str_slice(outline->text, unit->extent.start, unit->header);
            key = run_mix(key, hash_short(above));
            key = run_mix(key, attributes_of(str_span(outline->text, unit->extent)));
        }
    }
    return key;
}

static uint64_t key_of_unit(const Outline *outline, UnitId id) {
    const Unit *unit = &outline->units[id];
    uint64_t key = code_key(outline, id);
    return unit->kind == UNIT_CLASS ? run_mix(key, key_of_class(outline, id)) : key;
}

FileFacts file_facts_new(const Outline *outline, Hash content, Arena *mem) {
    uint64_t *units = ARENA_ARRAY(mem, uint64_t, outline->unit_count);
    uint64_t *texts = ARENA_ARRAY(mem, uint64_t, outline->unit_count);
    for (UnitId id = 0; id < outline->unit_count; id++) {
        texts[id] = run_mix(outline->units[id].hash.low, outline->units[id].hash.high);
        units[id] = key_of_unit(outline, id);
    }
    CalledNames names = project_index_called_names(outline, mem);
    return (FileFacts){.content = content,
                       .shape = shape_of(outline),
                       .heads = run_mix(heads_of(outline), names.conditional_classes),
                       .units = units,
                       .texts = texts,
                       .unit_count = outline->unit_count,
                       .calls = names.hashes,
                       .call_units = names.units,
                       .call_count = names.count};
}

void file_facts_put(const FileFacts *facts, Buf *out) {
    pack_put_hash(out, facts->content);
    pack_put_key(out, facts->shape);
    pack_put_key(out, facts->heads);
    pack_put_number(out, facts->unit_count);
    for (uint32_t i = 0; i < facts->unit_count; i++) {
        pack_put_key(out, facts->units[i]);
        pack_put_key(out, facts->texts[i]);
    }
    pack_put_number(out, facts->call_count);
    for (uint32_t i = 0; i < facts->call_count; i++) {
        pack_put_number(out, facts->calls[i]);
        pack_put_number(out, facts->call_units[i]);
    }
}

FileFacts file_facts_take(PackReader *reader, Arena *mem) {
    FileFacts facts = {.content = pack_take_hash(reader)};
    facts.shape = pack_take_key(reader);
    facts.heads = pack_take_key(reader);
    facts.unit_count = pack_take_count(reader, 2 * sizeof(uint64_t));
    uint64_t *units = ARENA_ARRAY(mem, uint64_t, facts.unit_count);
    uint64_t *texts = ARENA_ARRAY(mem, uint64_t, facts.unit_count);
    for (uint32_t i = 0; i < facts.unit_count; i++) {
        units[i] = pack_take_key(reader);
        texts[i] = pack_take_key(reader);
    }
    facts.call_count = pack_take_count(reader, 2);
    uint32_t *calls = ARENA_ARRAY(mem, uint32_t, facts.call_count);
    UnitId *call_units = ARENA_ARRAY(mem, UnitId, facts.call_count);
    for (uint32_t i = 0; i < facts.call_count; i++) {
        calls[i] = (uint32_t)pack_take_number(reader, UINT32_MAX);
        call_units[i] = (UnitId)pack_take_number(reader, UINT32_MAX);
    }
    facts.units = units;
    facts.texts = texts;
    facts.calls = calls;
    facts.call_units = call_units;
    return facts;
}
