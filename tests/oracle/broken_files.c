/* Oracle: something broken is put at a random place of a real function; the units of all other
 * functions should stay as they were (their hashes are still there).
 *
 *     broken_files [SEED] < LIST     file names on standard input, one a line
 *
 * Prints one line for each kind of damage; exit 1 when a share is below its limit. */
#include "base/array.h"
#include "text/outline.h"
#include "text/source.h"

#include <stdio.h>
#include <stdlib.h>

enum { TRIALS_A_FILE = 4, SNIPPETS_MAX = 16 };

typedef enum Place { ANYWHERE, OWN_LINE } Place;

typedef struct Damage {
    const char *name;
    Place place;
    double limit; /* per cent of the other functions */
    const char *snippets[SNIPPETS_MAX];
} Damage;

static const Damage DAMAGES[] = {
    {"bracket",                 ANYWHERE, 99, {"(", "[", "{", ")", "]", "}", NULL} },
    {"quote",                   ANYWHERE, 99, {"'", "\"", NULL}                    },
    {"half statement",
     OWN_LINE,                            99,
     {"if x", "for i in", "x = [1,", "return foo(a, {", "def ", "class ", "@", "with open(",
      "try:", "else", "x = \\", "lambda", "async", "f'{x", "def f(a,", NULL}       },
    {"half statement anywhere",
     ANYWHERE,                            99,
     {"if x", "x = [1,", "return foo(a, {", "f\"{", "class A(", "def ", "\\", NULL}},
    {"triple quote",            ANYWHERE, 95, {"\"\"\"", "'''", "f\"\"\"", NULL}   },
};
enum { DAMAGE_COUNT = sizeof DAMAGES / sizeof *DAMAGES };

typedef struct Counts {
    uint64_t trials, functions, kept;
} Counts;

static uint32_t random_below(uint64_t *state, uint32_t limit) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return limit ? (uint32_t)(*state >> 33) % limit : 0;
}

static int compare_hashes(const void *left, const void *right) {
    const Hash *a = left;
    const Hash *b = right;
    int high = (a->high > b->high) - (a->high < b->high);
    return high ? high : (a->low > b->low) - (a->low < b->low);
}

typedef struct Hashes ARRAY_OF(Hash) Hashes;

/* Hashes of all functions but one, sorted. */
static Hashes function_hashes(const Outline *outline, UnitId without) {
    Hashes hashes = {0};
    for (UnitId id = 1; id < outline->unit_count; id++) {
        if (id != without && outline->units[id].kind == UNIT_FUNCTION) {
            ARRAY_PUSH(&hashes, outline->units[id].hash);
        }
    }
    if (hashes.count) {
        qsort(hashes.items, hashes.count, sizeof(Hash), compare_hashes);
    }
    return hashes;
}

static uint64_t count_common(const Hashes *left, const Hashes *right) {
    uint64_t common = 0;
    for (uint32_t i = 0, j = 0; i < left->count && j < right->count;) {
        int order = compare_hashes(&left->items[i], &right->items[j]);
        common += order == 0 ? 1 : 0;
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
    return common;
}

static UnitId random_function(const Outline *outline, uint64_t *state) {
    for (uint32_t tries = 0; tries < 8; tries++) {
        UnitId id = random_below(state, outline->unit_count);
        if (outline->units[id].kind == UNIT_FUNCTION) {
            return id;
        }
    }
    return UNIT_NONE;
}

static void append_damaged(const Damage *damage, Str text, Span function, uint64_t *state,
                           Buf *out) {
    uint32_t count = 0;
    while (damage->snippets[count]) {
        count++;
    }
    const char *snippet = damage->snippets[random_below(state, count)];
    uint32_t at = function.start + random_below(state, span_length(function) + 1);
    if (damage->place == ANYWHERE) {
        buf_append(out, str_slice(text, 0, at));
        buf_append_c(out, snippet);
        buf_append(out, str_slice(text, at, text.len));
        return;
    }
    while (at > 0 && text.ptr[at - 1] != '\n') {
        at--;
    }
    uint32_t indent = at;
    while (indent < text.len && text.ptr[indent] == ' ') {
        indent++;
    }
    buf_append(out, str_slice(text, 0, at));
    buf_append(out, str_slice(text, at, indent));
    buf_append_c(out, snippet);
    buf_append_byte(out, '\n');
    buf_append(out, str_slice(text, at, text.len));
}

static void try_damage(const Damage *damage, const Outline *outline, uint64_t *state, Arena *mem,
                       Counts *counts, const char *path) {
    UnitId function = random_function(outline, state);
    if (function == UNIT_NONE) {
        return;
    }
    Buf text;
    buf_init(&text, 0);
    append_damaged(damage, outline->text, outline->units[function].extent, state, &text);
    Outline broken = outline_scan(buf_str(&text), mem);
    Hashes before = function_hashes(outline, function);
    Hashes after = function_hashes(&broken, UNIT_NONE);
    uint64_t kept = count_common(&before, &after);
    counts->trials++;
    counts->functions += before.count;
    counts->kept += kept;
    if (getenv("BROKEN_VERBOSE") && kept + 4 < before.count) {
        uint32_t at = 0;
        while (at < outline->text.len && outline->text.ptr[at] == text.ptr[at]) {
            at++;
        }
        printf("%s: %s at %u: %llu of %u kept: %.*s\n", damage->name, path, at,
               (unsigned long long)kept, before.count, 12, text.ptr + at);
    }
    ARRAY_RELEASE(&before);
    ARRAY_RELEASE(&after);
    buf_release(&text);
}

static bool read_file(const char *path, Buf *out) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    char chunk[65536];
    size_t count;
    while ((count = fread(chunk, 1, sizeof chunk, file)) > 0) {
        buf_append(out, (Str){chunk, (uint32_t)count});
    }
    fclose(file);
    return true;
}

static void damage_file(const char *path, uint64_t *state, Arena *mem, Counts *counts) {
    Buf bytes;
    buf_init(&bytes, 0);
    Source source;
    if (read_file(path, &bytes) &&
        source_decode(&source, buf_str(&bytes), mem, NULL) == STATUS_OK) {
        Outline outline = outline_scan(source.text, mem);
        for (uint32_t i = 0; i < DAMAGE_COUNT * TRIALS_A_FILE && !outline.broken; i++) {
            ArenaMark mark = arena_mark(mem);
            try_damage(&DAMAGES[i % DAMAGE_COUNT], &outline, state, mem, &counts[i % DAMAGE_COUNT],
                       path);
            arena_rewind(mem, mark);
        }
    }
    buf_release(&bytes);
    arena_reset(mem);
}

int main(int argc, char **argv) {
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 20261125;
    uint64_t state = seed * 2 + 1;
    Arena mem;
    arena_init(&mem);
    Counts counts[DAMAGE_COUNT] = {0};
    char path[4096];
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        damage_file(path, &state, &mem, counts);
    }
    arena_release(&mem);
    bool good = true;
    printf("broken files, seed %llu\n", (unsigned long long)seed);
    for (uint32_t i = 0; i < DAMAGE_COUNT; i++) {
        double share =
            counts[i].functions ? 100.0 * (double)counts[i].kept / (double)counts[i].functions : 0;
        good = good && share >= DAMAGES[i].limit;
        printf("  %-24s %6.2f %% of the other functions stay (at least %.0f %%), %llu trials, %llu "
               "functions\n",
               DAMAGES[i].name, share, DAMAGES[i].limit, (unsigned long long)counts[i].trials,
               (unsigned long long)counts[i].functions);
    }
    return good ? 0 : 1;
}
