/* Packs that somebody has tampered with: whatever stands in them, nothing is read out of bounds,
 * and what comes out is well-formed. Their digests are made right again, so that it is not these
 * alone that keep the reader safe. Most of all for the sanitizers. */
#include "workspace/scan_cache.h"

#include "../io/scratch.h"
#include "base/memory.h"
#include "engine/told_facts.h"
#include "io/path.h"
#include "workspace/file_pack.h"
#include "workspace/rule_set.h"

#include <dirent.h>

enum { FILES = 4, KEPT_MAX = 16, HEAD = 17 + 16, ROUNDS = 6000, SCANS = 150, UNIT_SCANS = 200 };

static const char *const names[FILES] = {"models.py", "views.py", "fetch.py", "shapes.py"};
static const char *const texts[FILES] = {
    "from django.db import models\n\n\nclass Author(models.Model):\n    name = 1\n\n\n"
    "class Book(models.Model):\n    author = models.ForeignKey(Author, on_delete=1)\n",
    "from models import Book\n\n\ndef names():\n"
    "    return [book.author.name for book in Book.objects.all()]\n",
    "import requests\n\n\ndef fetch(urls):\n    text = ''\n    for url in urls:\n"
    "        text += requests.get(url).text  # bluetick: ignore[io]\n    return text\n\n\n"
    "class Keeper:\n    def load(self, path):\n        return open(path).readlines()\n",
    "import asyncio\nimport json\nfrom functools import lru_cache\nfrom models import Author, "
    "Book\n\n\n"
    "class Rows(list):\n    kinds = {'a': 1, **{}}\n\n    def __init__(self, rows=(), *more, "
    "key=None):\n"
    "        self.rows = [*rows]\n        self.key = key or (lambda row: row.author)\n\n"
    "    @lru_cache()\n    def find(self, wanted):\n"
    "        \"\"\"Finds one.\n\n        Args:\n            wanted: what is looked for.\n        "
    "\"\"\"\n"
    "        for row in sorted(self.rows, key=self.key):\n"
    "            if row.author.name == wanted and row not in self.rows:\n                return "
    "f'{row!r:>{3}}'\n"
    "        else:\n            raise KeyError(wanted) from None\n\n\n"
    "async def ask(session, urls):\n    found = []\n    async with session as one:\n"
    "        for url in urls:\n            try:\n                found += [await one.get(url)]\n"
    "            except (OSError, ValueError) as error:\n                print(error, "
    "json.dumps(found))\n"
    "            finally:\n                url = url.strip()\n"
    "    match found:\n        case [first, *rest] if rest:\n            return first\n"
    "        case {'a': 1, **more} | Book(author=more):\n            return more\n"
    "    while (line := urls.pop()):\n        found = found + [line]\n"
    "    return await asyncio.gather(*(ask(s, u) for s, u in found if s[1:2]))\n\n\n"
    "def total(rows: list[int] = None) -> int:\n    text = ''\n    data = {r: r.author for r in "
    "rows}\n"
    "    for i in range(len(rows)):\n        text += 'x' 'y' % i if i else -i ** 2\n"
    "        with open('a') as f, open('b') as g:\n            f.write(g.read())\n"
    "        Author.objects.create(name=text)\n        del data[i]\n    global X\n    X = "
    "sum([r.id for r in rows])\n"
    "    return X\n",
};

/* A file of the cache, as it was written. */
typedef struct Kept {
    Str path;
    Str payload;
    bool is_pack; /* else the units of a file */
} Kept;

typedef struct Bench {
    Scratch scratch;
    ConfigFiles configs;
    RuleSet rules;
    FileSet set;
    FileSet around;
    Kept kept[KEPT_MAX];
    uint32_t kept_count;
    uint64_t random;
} Bench;

static uint32_t pick(Bench *bench, uint32_t below) {
    bench->random = bench->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(bench->random >> 33) % below;
}

static uint32_t scan(Bench *bench, CacheCounters *counters, uint32_t *known) {
    CacheSet caches;
    ScanResult result;
    assert_true(cache_set_open(&caches, &bench->set, &bench->around));
    ScanRequest request = {.set = &bench->set,
                           .around = &bench->around,
                           .setup = &bench->rules.setup,
                           .workers = 1,
                           .cache = &caches};
    scan_run(&result, &request);
    uint32_t findings = 0;
    *known = 0;
    for (uint32_t i = 0; i < result.file_count; i++) {
        const ScannedFile *file = &result.files[i];
        findings += file->finding_count;
        *known += file->is_known;
        for (uint32_t k = 0; k < file->finding_count; k++) {
            assert_true(file->findings[k].span.end <= file->document->source.text.len);
            assert_true((uint32_t)file->findings[k].rule < RULE_COUNT);
        }
    }
    *counters = cache_counters(caches.caches.items[0]);
    scan_release(&result);
    cache_set_release(&caches);
    return findings;
}

static void keep_files(Bench *bench) {
    Str folder = scratch_path(&bench->scratch, ".bluetick_cache");
    DIR *entries = opendir(folder.ptr);
    assert_non_null(entries);
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
        Str name = arena_copy(&bench->scratch.mem, str_from_c(entry->d_name));
        bool is_pack = str_ends_with(name, STR(".pack"));
        if (!is_pack && !str_ends_with(name, STR(".units"))) {
            continue;
        }
        Kept *kept = &bench->kept[bench->kept_count++];
        kept->is_pack = is_pack;
        kept->path = path_join(folder, name, &bench->scratch.mem);
        Str bytes;
        assert_int_equal(file_read(&bytes, kept->path, 1 << 20, &bench->scratch.mem, NULL, NULL),
                         STATUS_OK);
        kept->payload = str_slice(bytes, HEAD, bytes.len);
    }
    closedir(entries);
}

static void open_bench(Bench *bench) {
    memset(bench, 0, sizeof *bench);
    bench->random = 20251125;
    scratch_init(&bench->scratch);
    Str paths[FILES];
    scratch_file(&bench->scratch, "bluetick.toml",
                 "select = [\"query\", \"io\", \"cpu\", "
                 "\"memory\", \"docs\"]\n");
    for (int i = 0; i < FILES; i++) {
        paths[i] = scratch_file(&bench->scratch, names[i], texts[i]);
    }
    config_files_init(&bench->configs, str_from_c(bench->scratch.folder), &bench->scratch.mem);
    FileSetRequest request = {paths, FILES, &bench->configs, &bench->scratch.mem};
    assert_int_equal(file_set_collect(&bench->set, &request, NULL), STATUS_OK);
    assert_int_equal(rule_set_init(&bench->rules, false, NULL), STATUS_OK);
}

static void close_bench(Bench *bench) {
    file_set_release(&bench->set);
    config_files_release(&bench->configs);
    rule_set_release(&bench->rules);
    scratch_release(&bench->scratch);
}

/* Some bytes changed, or the end lost, or a part of another place put in. */
static Str damage(Bench *bench, Str payload, Arena *mem) {
    Str copy = arena_copy(mem, payload);
    char *bytes = (char *)copy.ptr;
    if (pick(bench, 8) == 0) {
        copy.len = pick(bench, copy.len + 1);
    }
    for (uint32_t i = 1 + pick(bench, 4); i > 0 && copy.len > 0; i--) {
        uint32_t at = pick(bench, copy.len);
        switch (pick(bench, 4)) {
        case 0:
            bytes[at] = (char)(bytes[at] ^ (1 << pick(bench, 8)));
            break;
        case 1:
            bytes[at] = (char)0xff;
            break;
        case 2:
            bytes[at] = (char)pick(bench, 256);
            break;
        default:
            memmove(bytes + at, bytes + pick(bench, copy.len - at) / 2,
                    pick(bench, (copy.len - at) / 2 + 1));
        }
    }
    return copy;
}

static bool any_length(void *data, Str path, uint32_t *length) {
    (void)path;
    *length = *(uint32_t *)data;
    return true;
}

static const Outline *any_outline(void *data, Str path) {
    (void)data;
    (void)path;
    return NULL;
}

static void analyze_with(Bench *bench, Document *document) {
    Arena mem;
    arena_init(&mem);
    Analyzer *analyzer = analyzer_new(&bench->rules.setup);
    RuleOptions options;
    RuleSelection selection;
    rule_set_select(&bench->set.files.items[0], &selection, &options);
    AnalyzeRequest request = {.document = document, .selection = &selection};
    Analysis analysis = analyze(analyzer, &request, &mem);
    for (uint32_t i = 0; i < analysis.finding_count; i++) {
        assert_true(analysis.findings[i].span.end <= document->source.text.len);
    }
    analyzer_free(analyzer);
    arena_release(&mem);
}

static void read_record(Str bytes, Arena *mem) {
    FileFacts facts[FILES];
    const FileFacts *all[FILES];
    uint32_t counts[FILES];
    for (int i = 0; i < FILES; i++) {
        Outline outline = outline_scan(str_from_c(texts[i]), mem);
        facts[i] = file_facts_new(&outline, (Hash){0, 0}, mem);
        all[i] = &facts[i];
        counts[i] = outline.unit_count;
    }
    PackReader reader = pack_reader(bytes);
    /* The paths are as the record has them, so that it is read on. */
    FactsView view = facts_view_new(all, FILES, pack_take_hash(&reader), mem);
    (void)told_facts_hold(bytes, &view);
    ToldFacts told = {0};
    FactNumbers *numbers = fact_numbers_new(counts, FILES, mem);
    told_facts_clear(&told, fact_count(numbers));
    told_facts_take(bytes, numbers, &told);
    for (uint32_t i = 0; i < told.facts.count; i++) {
        assert_true(told.facts.items[i] < fact_count(numbers));
    }
    told_facts_release(&told);
}

static void read_pack(Bench *bench, Str bytes, uint32_t round, Arena *mem) {
    FilePack pack;
    uint32_t length = 60;
    PackContext context = {.text_length = length,
                           .other_length = any_length,
                           .other_outline = any_outline,
                           .data = &length};
    if (!file_pack_take(bytes, &pack, mem)) {
        return;
    }
    FileResult result;
    PackReader reader = pack_reader(pack.result);
    (void)file_result_take(&reader, &context, &result, mem);
    Document *document;
    assert_int_equal(document_open(&document, STR("x.py"), str_from_c(texts[round % FILES]), NULL),
                     STATUS_OK);
    context.outline = &document->outline;
    reader = pack_reader(pack.units);
    if (unit_results_take(&reader, &context, PROJECT_NONE, document, mem) && round % 8 == 0) {
        analyze_with(bench, document);
    }
    document_release(document);
    read_record(pack.record, mem);
}

static void test_damaged_bytes_are_read_safely(void **state) {
    (void)state;
    Bench bench;
    CacheCounters counters;
    uint32_t known;
    open_bench(&bench);
    assert_true(scan(&bench, &counters, &known) > 2);
    assert_int_equal(counters.written, 2 * FILES);
    keep_files(&bench);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        Arena mem;
        arena_init(&mem);
        const Kept *kept = &bench.kept[round % bench.kept_count];
        Str bytes = damage(&bench, kept->payload, &mem);
        if (kept->is_pack) {
            read_pack(&bench, bytes, round, &mem);
        }
        arena_release(&mem);
    }
    close_bench(&bench);
}

static void put_file(const Kept *kept, Str payload) {
    FILE *file = fopen(kept->path.ptr, "wb");
    assert_non_null(file);
    Buf bytes;
    buf_init(&bytes, 0);
    buf_append(&bytes, STR("bluetick cache 2\n"));
    pack_put_hash(&bytes, hash_text(payload));
    buf_append(&bytes, payload);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    fclose(file);
    buf_release(&bytes);
}

static void test_scans_survive_damaged_packs(void **state) {
    (void)state;
    Bench bench;
    CacheCounters counters;
    uint32_t known;
    open_bench(&bench);
    uint32_t findings = scan(&bench, &counters, &known);
    assert_int_equal(known, 0);
    assert_int_equal(scan(&bench, &counters, &known), findings);
    assert_int_equal(known, FILES);
    keep_files(&bench);
    for (uint32_t round = 0; round < SCANS; round++) {
        Arena mem;
        arena_init(&mem);
        for (uint32_t i = 0; i < bench.kept_count; i++) {
            bool is_hit = (round + i) % bench.kept_count == 0;
            put_file(&bench.kept[i],
                     is_hit ? damage(&bench, bench.kept[i].payload, &mem) : bench.kept[i].payload);
        }
        (void)scan(&bench, &counters, &known);
        assert_int_equal(counters.damaged, 0); /* the digests are right */
        arena_release(&mem);
    }
    close_bench(&bench);
}

/* What stands in a file's units is looked at when its pack is gone: nodes, names and candidates of
 * any shape go through all rules. */
static void test_scans_survive_damaged_units(void **state) {
    (void)state;
    Bench bench;
    CacheCounters counters;
    uint32_t known;
    open_bench(&bench);
    (void)scan(&bench, &counters, &known);
    keep_files(&bench);
    uint32_t taken = 0;
    for (uint32_t round = 0; round < UNIT_SCANS; round++) {
        Arena mem;
        arena_init(&mem);
        for (uint32_t i = 0; i < bench.kept_count; i++) {
            if (bench.kept[i].is_pack) {
                (void)unlink(bench.kept[i].path.ptr);
            } else {
                put_file(&bench.kept[i], damage(&bench, bench.kept[i].payload, &mem));
            }
        }
        (void)scan(&bench, &counters, &known);
        assert_int_equal(counters.damaged, 0);
        taken += counters.read > 0;
        arena_release(&mem);
    }
    assert_int_equal(taken, UNIT_SCANS);
    close_bench(&bench);
}

static void test_wrong_digests_are_damage(void **state) {
    (void)state;
    Bench bench;
    CacheCounters counters;
    uint32_t known;
    open_bench(&bench);
    uint32_t findings = scan(&bench, &counters, &known);
    keep_files(&bench);
    for (uint32_t i = 0; i < bench.kept_count; i++) {
        FILE *file = fopen(bench.kept[i].path.ptr, "r+b");
        assert_non_null(file);
        fseek(file, HEAD + 40, SEEK_SET);
        fputs("?!", file);
        fclose(file);
    }
    assert_int_equal(scan(&bench, &counters, &known), findings);
    assert_int_equal(counters.damaged, 2 * FILES); /* with the units */
    assert_int_equal(known, 0);
    assert_int_equal(scan(&bench, &counters, &known), findings);
    assert_int_equal(known, FILES);
    close_bench(&bench);
}

static void test_the_folder_is_bounded(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    Str folder = scratch_path(&scratch, "cache");
    Cache *cache = cache_open(folder);
    char block[1000];
    memset(block, 'x', sizeof block);
    for (uint64_t i = 0; i < 20; i++) {
        cache_write(cache, CACHE_PACK, (Hash){i, 7}, (Str){block, sizeof block});
        usleep(2000); /* the order is told by time */
    }
    cache_prune(cache, 1 << 20);
    assert_int_equal(cache_size(cache).packs, 20);
    cache_prune(cache, 10000);
    CacheSize size = cache_size(cache);
    assert_true(size.packs >= 6 && size.packs <= 8);
    Str newest = cache_read(cache, CACHE_PACK, (Hash){19, 7}, &scratch.mem);
    assert_int_equal(newest.len, sizeof block);
    assert_int_equal(cache_read(cache, CACHE_PACK, (Hash){0, 7}, &scratch.mem).len, 0);
    cache_close(cache);
    CacheSize removed;
    assert_int_equal(cache_clean(folder, &removed, NULL), STATUS_OK);
    assert_int_equal(removed.packs, size.packs);
    assert_int_equal(cache_clean(folder, &removed, NULL), STATUS_NOT_FOUND);
    scratch_release(&scratch);
}

static void test_numbers_come_back(void **state) {
    (void)state;
    static const uint64_t numbers[] = {0, 1, 127, 128, 300, UINT32_MAX, UINT64_MAX};
    enum { COUNT = sizeof numbers / sizeof *numbers };
    Buf bytes;
    buf_init(&bytes, 0);
    for (int i = 0; i < COUNT; i++) {
        pack_put_number(&bytes, numbers[i]);
    }
    pack_put_text(&bytes, STR("text"));
    PackReader reader = pack_reader(buf_str(&bytes));
    for (int i = 0; i < COUNT; i++) {
        assert_true(pack_take_number(&reader, numbers[i]) == numbers[i]);
    }
    assert_true(str_equal(pack_take_text(&reader), STR("text")));
    assert_true(pack_is_read(&reader));
    assert_int_equal(pack_take_number(&reader, 9), 0);
    assert_true(reader.failed);
    reader = pack_reader(buf_str(&bytes));
    reader.at = 2;
    assert_int_equal(pack_take_number(&reader, 126), 0); /* 127 is more */
    assert_true(reader.failed);
    reader = pack_reader(buf_str(&bytes));
    reader.at = 2;
    assert_int_equal(pack_take_count(&reader, 1), 0); /* there are not so many bytes */
    assert_true(reader.failed);
    buf_release(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_come_back),
        cmocka_unit_test(test_damaged_bytes_are_read_safely),
        cmocka_unit_test(test_scans_survive_damaged_packs),
        cmocka_unit_test(test_scans_survive_damaged_units),
        cmocka_unit_test(test_wrong_digests_are_damage),
        cmocka_unit_test(test_the_folder_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
