/* Knows how facts are numbered, written down and looked up again; knows nothing about who was told
 * them or what was concluded. */
#include "engine/told_facts.h"

#include "engine/run.h"
#include "index/name_table.h"

#include <stdlib.h>

/* ---- numbers --------------------------------------------------------------------------------- */

FactNumbers *fact_numbers_new(const uint32_t *unit_counts, uint32_t count, Arena *mem) {
    FactNumbers *numbers = ARENA_NEW(mem, FactNumbers);
    uint32_t *first = ARENA_ARRAY(mem, uint32_t, count + 1);
    first[0] = FACT_FILES;
    for (uint32_t i = 0; i < count; i++) {
        first[i + 1] = first[i] + FACT_UNITS + 2 * unit_counts[i];
    }
    *numbers = (FactNumbers){first, count};
    return numbers;
}

static uint32_t call_bit(uint32_t hash) {
    return (hash ^ hash >> 16) & (CALLED_NAMES_BITS - 1);
}

uint32_t fact_of_calls(Str name) {
    return FACT_CALLS + call_bit(name_table_hash(name));
}

/* ---- sets ------------------------------------------------------------------------------------ */

enum { WORD_BITS = 64 };

void told_facts_clear(ToldFacts *told, uint32_t fact_count) {
    uint32_t words = fact_count / WORD_BITS + 1;
    told->facts.count = 0;
    told->bits.count = 0;
    ARRAY_RESERVE(&told->bits, words);
    told->bits.count = words;
    memset(told->bits.items, 0, words * sizeof *told->bits.items);
}

void told_facts_add(ToldFacts *told, uint32_t fact) {
    uint64_t *word = &told->bits.items[fact / WORD_BITS];
    uint64_t bit = (uint64_t)1 << fact % WORD_BITS;
    if (!(*word & bit)) {
        *word |= bit;
        ARRAY_PUSH(&told->facts, fact);
    }
}

void told_facts_release(ToldFacts *told) {
    ARRAY_RELEASE(&told->bits);
    ARRAY_RELEASE(&told->facts);
}

/* ---- the project as it is -------------------------------------------------------------------- */

FactsView facts_view_new(const FileFacts *const *files, uint32_t count, Hash paths, Arena *mem) {
    uint64_t *calls = ARENA_ARRAY(mem, uint64_t, CALLED_NAMES_BITS);
    uint64_t heads = 1;
    for (uint32_t i = 0; i < count; i++) {
        heads = run_mix(heads, files[i]->heads);
        for (uint32_t k = 0; k < files[i]->call_count; k++) {
            uint32_t hash = files[i]->calls[k];
            calls[call_bit(hash)] += run_mix(run_mix(i + 1, hash), files[i]->call_units[k]);
        }
    }
    return (FactsView){files, count, paths, heads, calls};
}

/* ---- writing down ---------------------------------------------------------------------------- */

/* A record: the paths' digest, then what was told of all files together, then file by file, and
 * last the digest of all that in the same order. */

static int compare_facts(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* The part of the set at hand that lies below `end`. */
static uint32_t count_below(const ToldFacts *told, uint32_t from, uint32_t end) {
    uint32_t at = from;
    while (at < told->facts.count && told->facts.items[at] < end) {
        at++;
    }
    return at - from;
}

/* `place` counts the code and the text of each unit. */
static uint64_t key_of_unit(const FileFacts *facts, uint32_t place) {
    UnitId unit = place / 2;
    if (unit >= facts->unit_count) {
        return 0;
    }
    return place % 2 ? facts->texts[unit] : facts->units[unit];
}

static uint64_t key_of_file(const FileFacts *facts, bool is_whole) {
    return is_whole ? facts->content.low : facts->shape;
}

static uint64_t put_calls(const ToldFacts *told, uint32_t from, uint32_t count, uint64_t key,
                          const FactsView *now, Buf *out) {
    uint32_t last = 0;
    pack_put_number(out, count);
    for (uint32_t i = from; i < from + count; i++) {
        uint32_t bit = told->facts.items[i] - FACT_CALLS;
        pack_put_number(out, bit - last);
        key = run_mix(key, now->calls[bit]);
        last = bit;
    }
    return key;
}

/* A file: which it is (from the last one on), whether its whole text counts, its units. */
static uint64_t put_file(const ToldFacts *told, uint32_t *at, uint32_t end, uint32_t first,
                         const FileFacts *facts, uint64_t key, Buf *out) {
    bool is_whole = false;
    for (; *at < end && told->facts.items[*at] < first + FACT_UNITS; (*at)++) {
        is_whole = is_whole || told->facts.items[*at] == first + FACT_WHOLE;
    }
    uint32_t last = 0;
    pack_put_number(out, is_whole);
    pack_put_number(out, is_whole ? 0 : end - *at);
    key = run_mix(key, key_of_file(facts, is_whole));
    for (; *at < end; (*at)++) {
        uint32_t unit = told->facts.items[*at] - first - FACT_UNITS;
        if (!is_whole) {
            pack_put_number(out, unit - last);
            key = run_mix(key, key_of_unit(facts, unit));
        }
        last = unit;
    }
    return key;
}

void told_facts_put(ToldFacts *told, const FactNumbers *numbers, const FactsView *now, Buf *out) {
    if (told->facts.count) {
        qsort(told->facts.items, told->facts.count, sizeof(uint32_t), compare_facts);
    }
    uint32_t at = count_below(told, 0, FACT_CALLS);
    uint64_t key = run_mix(1, at ? now->heads : 0);
    pack_put_hash(out, now->paths);
    pack_put_number(out, at);
    uint32_t calls = count_below(told, at, FACT_FILES);
    key = put_calls(told, at, calls, key, now, out);
    at += calls;
    uint32_t last = 0;
    for (uint32_t file = 0; at < told->facts.count && file < numbers->file_count; file++) {
        uint32_t end = at + count_below(told, at, numbers->first[file + 1]);
        if (end > at) {
            pack_put_number(out, file - last + 1);
            key = put_file(told, &at, end, numbers->first[file], now->files[file], key, out);
            last = file;
        }
    }
    pack_put_number(out, 0);
    pack_put_key(out, key);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Goes through a record: each fact is looked up as it is now, or added to a set. */
typedef struct RecordReader {
    PackReader reader;
    const FactsView *now;       /* NULL: facts are not looked up */
    const FactNumbers *numbers; /* NULL: facts are not added */
    ToldFacts *told;
    uint64_t key;
} RecordReader;

static void take_classes(RecordReader *record) {
    bool is_told = pack_take_number(&record->reader, 1) != 0;
    if (record->now) {
        record->key = run_mix(1, is_told ? record->now->heads : 0);
    }
    if (record->told && is_told) {
        told_facts_add(record->told, FACT_CLASSES);
    }
}

static void take_calls(RecordReader *record) {
    uint32_t count = pack_take_count(&record->reader, 1);
    uint32_t bit = 0;
    for (uint32_t i = 0; i < count && !record->reader.failed; i++) {
        bit += (uint32_t)pack_take_number(&record->reader, CALLED_NAMES_BITS - 1 - bit);
        if (record->now) {
            record->key = run_mix(record->key, record->now->calls[bit]);
        }
        if (record->told) {
            told_facts_add(record->told, FACT_CALLS + bit);
        }
    }
}

static void add_of_file(RecordReader *record, uint32_t file, uint32_t which) {
    const FactNumbers *numbers = record->numbers;
    if (record->told && which < numbers->first[file + 1] - numbers->first[file]) {
        told_facts_add(record->told, numbers->first[file] + which);
    }
}

static void take_file(RecordReader *record, uint32_t file) {
    const FileFacts *facts = record->now ? record->now->files[file] : NULL;
    bool is_whole = pack_take_number(&record->reader, 1) != 0;
    uint32_t count = pack_take_count(&record->reader, 1);
    if (facts) {
        record->key = run_mix(record->key, key_of_file(facts, is_whole));
    }
    add_of_file(record, file, is_whole ? FACT_WHOLE : FACT_SHAPE);
    UnitId unit = 0;
    for (uint32_t i = 0; i < count && !record->reader.failed; i++) {
        unit += (UnitId)pack_take_number(&record->reader, UINT32_MAX - FACT_UNITS - unit);
        if (facts) {
            record->key = run_mix(record->key, key_of_unit(facts, unit));
        }
        add_of_file(record, file, FACT_UNITS + unit);
    }
}

static void take_files(RecordReader *record, uint32_t file_count) {
    uint64_t file = 0;
    uint64_t step = pack_take_number(&record->reader, file_count);
    bool is_first = true;
    while (step && !record->reader.failed) {
        file += step - 1;
        if (file >= file_count || (!is_first && step == 1)) {
            record->reader.failed = true;
            return;
        }
        take_file(record, (uint32_t)file);
        is_first = false;
        step = pack_take_number(&record->reader, file_count);
    }
}

bool told_facts_hold(Str bytes, const FactsView *now) {
    RecordReader record = {.reader = pack_reader(bytes), .now = now};
    if (!hash_equal(pack_take_hash(&record.reader), now->paths)) {
        return false;
    }
    take_classes(&record);
    take_calls(&record);
    take_files(&record, now->count);
    uint64_t key = pack_take_key(&record.reader);
    return pack_is_read(&record.reader) && key == record.key;
}

void told_facts_take(Str bytes, const FactNumbers *numbers, ToldFacts *told) {
    RecordReader record = {.reader = pack_reader(bytes), .numbers = numbers, .told = told};
    (void)pack_take_hash(&record.reader);
    take_classes(&record);
    take_calls(&record);
    take_files(&record, numbers->file_count);
}
