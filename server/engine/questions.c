/* Knows what answers depend on; knows nothing about what was answered. */
#include "engine/questions.h"

#include "engine/run.h"
#include "index/name_table.h"

Questions *questions_new(const uint32_t *unit_counts, uint32_t count, Arena *mem) {
    Questions *questions = ARENA_NEW(mem, Questions);
    questions->files = ARENA_ARRAY(mem, AskedFile, count);
    questions->file_count = count;
    for (uint32_t i = 0; i < count; i++) {
        questions->files[i].unit_count = unit_counts[i];
        questions->files[i].units = ARENA_ARRAY(mem, atomic_uchar, unit_counts[i]);
    }
    return questions;
}

/* The texts of a class's methods are searched for its attributes, read or not. */
void questions_mark_unit(AskedFile *asked, const Outline *outline, UnitId unit) {
    enum { WITH_MEMBERS = 2 };
    if (outline->units[unit].kind != UNIT_CLASS) {
        questions_mark(&asked->units[unit]);
    } else if (atomic_load_explicit(&asked->units[unit], memory_order_relaxed) != WITH_MEMBERS) {
        UnitId member = outline->units[unit].first_child;
        for (; member != UNIT_NONE; member = outline->units[member].next_sibling) {
            questions_mark(&asked->units[member]);
        }
        atomic_store_explicit(&asked->units[unit], WITH_MEMBERS, memory_order_relaxed);
    }
}

/* ---- names that are called ------------------------------------------------------------------ */

static uint32_t bit_of(uint32_t hash) {
    return (hash ^ hash >> 16) & (CALLED_NAMES_BITS - 1);
}

void questions_mark_callers(Questions *questions, Str name) {
    uint32_t bit = bit_of(name_table_hash(name));
    atomic_fetch_or_explicit(&questions->calls[bit / 32], 1u << bit % 32, memory_order_relaxed);
}

/* A bit set of names, some of which share a bit: then too much is thought to be asked. */
typedef struct NameSet {
    uint32_t words[CALLED_NAMES_BITS / 32];
    uint32_t count;
} NameSet;

static bool has_name(const NameSet *set, uint32_t hash) {
    uint32_t bit = bit_of(hash);
    return set->words[bit / 32] >> bit % 32 & 1;
}

/* Which of the names are called in which files, how often; the order in a file does not count. */
static uint64_t calls_digest(const NameSet *set, const FactsView *now) {
    uint64_t key = 1;
    for (uint32_t i = 0; set->count > 0 && i < now->count; i++) {
        uint64_t sum = 0;
        const FileFacts *facts = now->files[i];
        for (uint32_t k = 0; k < facts->call_count; k++) {
            if (has_name(set, facts->calls[k])) {
                sum += facts->calls[k] * 0x9E3779B97F4A7C15u + 1;
            }
        }
        key = run_mix(key, sum);
    }
    return key;
}

static uint64_t heads_digest(bool is_asked, const FactsView *now) {
    uint64_t key = 1;
    for (uint32_t i = 0; is_asked && i < now->count; i++) {
        key = run_mix(key, now->files[i]->heads);
    }
    return key;
}

/* ---- writing down --------------------------------------------------------------------------- */

static void put_names(const Questions *questions, NameSet *set, Buf *out) {
    set->count = 0;
    Buf bits;
    buf_init(&bits, 0);
    uint32_t last = 0;
    for (uint32_t bit = 0; bit < CALLED_NAMES_BITS; bit++) {
        uint32_t word = atomic_load_explicit(&questions->calls[bit / 32], memory_order_relaxed);
        set->words[bit / 32] = word;
        if (word >> bit % 32 & 1) {
            pack_put_number(&bits, bit - last);
            last = bit;
            set->count++;
        }
    }
    pack_put_number(out, set->count);
    buf_append(out, buf_str(&bits));
    buf_release(&bits);
}

static bool is_marked(const atomic_uchar *flag) {
    return atomic_load_explicit(flag, memory_order_relaxed) != 0;
}

static void put_units(const AskedFile *asked, const FileFacts *facts, Buf *out) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < asked->unit_count; i++) {
        count += is_marked(&asked->units[i]);
    }
    pack_put_number(out, count);
    for (uint32_t i = 0; i < asked->unit_count; i++) {
        if (is_marked(&asked->units[i])) {
            pack_put_number(out, i);
            pack_put_key(out, i < facts->unit_count ? facts->units[i] : 0);
        }
    }
}

static void put_files(const Questions *questions, const FactsView *now, Buf *out) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < questions->file_count; i++) {
        count += is_marked(&questions->files[i].is_opened);
    }
    pack_put_number(out, count);
    for (uint32_t i = 0; i < questions->file_count; i++) {
        const AskedFile *asked = &questions->files[i];
        if (!is_marked(&asked->is_opened)) {
            continue;
        }
        bool is_whole = is_marked(&asked->is_whole);
        pack_put_number(out, i);
        pack_put_number(out, is_whole);
        pack_put_key(out, is_whole ? now->files[i]->content.low : now->files[i]->shape);
        put_units(asked, now->files[i], out);
    }
}

void questions_put(const Questions *questions, const FactsView *now, Buf *out) {
    bool classes = is_marked(&questions->classes);
    NameSet names;
    pack_put_hash(out, now->paths);
    pack_put_number(out, classes);
    pack_put_key(out, heads_digest(classes, now));
    put_names(questions, &names, out);
    pack_put_key(out, calls_digest(&names, now));
    put_files(questions, now, out);
}

/* ---- asking again --------------------------------------------------------------------------- */

static void take_names(PackReader *reader, NameSet *set) {
    memset(set, 0, sizeof *set);
    set->count = pack_take_count(reader, 1);
    uint32_t bit = 0;
    for (uint32_t i = 0; i < set->count && !reader->failed; i++) {
        bit += (uint32_t)pack_take_number(reader, CALLED_NAMES_BITS - 1 - bit);
        set->words[bit / 32] |= 1u << bit % 32;
    }
}

static bool units_hold(PackReader *reader, const FileFacts *facts) {
    uint32_t count = pack_take_count(reader, 1 + sizeof(uint64_t));
    for (uint32_t i = 0; i < count; i++) {
        uint32_t unit = (uint32_t)pack_take_number(reader, UINT32_MAX);
        uint64_t key = pack_take_key(reader);
        if (unit >= facts->unit_count || facts->units[unit] != key) {
            return false;
        }
    }
    return !reader->failed;
}

static bool file_holds(PackReader *reader, const FactsView *now) {
    uint32_t file = (uint32_t)pack_take_number(reader, UINT32_MAX);
    bool is_whole = pack_take_number(reader, 1) != 0;
    uint64_t key = pack_take_key(reader);
    if (reader->failed || file >= now->count) {
        return false;
    }
    const FileFacts *facts = now->files[file];
    return key == (is_whole ? facts->content.low : facts->shape) && units_hold(reader, facts);
}

static bool files_hold(PackReader *reader, const FactsView *now) {
    uint32_t count = pack_take_count(reader, 3 + sizeof(uint64_t));
    bool holds = true;
    for (uint32_t i = 0; holds && i < count; i++) {
        holds = file_holds(reader, now);
    }
    return holds;
}

bool questions_hold(Str record, const FactsView *now) {
    PackReader reader = pack_reader(record);
    NameSet names;
    if (!hash_equal(pack_take_hash(&reader), now->paths)) {
        return false;
    }
    bool classes = pack_take_number(&reader, 1) != 0;
    if (pack_take_key(&reader) != heads_digest(classes, now)) {
        return false;
    }
    take_names(&reader, &names);
    uint64_t calls = pack_take_key(&reader);
    return !reader.failed && calls == calls_digest(&names, now) && files_hold(&reader, now) &&
           pack_is_read(&reader);
}
