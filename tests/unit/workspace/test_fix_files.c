/* Fixes on disk, over several files: with the rule of engine/smell_rule.h. */
#include "workspace/fix_files.h"

#include "../engine/smell_rule.h"
#include "base/memory.h"
#include "io/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Bench {
    char folder[64];
    Arena mem;
    ConfigFiles configs;
    RuleImplementation rule;
    const RuleImplementation *rows[RULE_COUNT];
    AnalyzerSetup setup;
    FileSet set;
    FileSet around;
    ScanRequest scan;
    ScanResult scanned;
    FixFilesRequest request;
    FixFilesResult result;
} Bench;

static Str file_in(Bench *bench, const char *name) {
    return path_join(str_from_c(bench->folder), str_from_c(name), &bench->mem);
}

static void write_file(Bench *bench, const char *name, const char *text) {
    FILE *file = fopen(arena_format(&bench->mem, "%s/%s", bench->folder, name).ptr, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void check_file(Bench *bench, const char *name, const char *wanted) {
    Str bytes;
    Buf reason;
    buf_init(&reason, 0);
    assert_int_equal(file_read(&bytes, file_in(bench, name), 10000, &bench->mem, NULL, &reason),
                     STATUS_OK);
    assert_int_equal(bytes.len, strlen(wanted));
    assert_memory_equal(bytes.ptr, wanted, bytes.len);
    buf_release(&reason);
}

static void collect(Bench *bench, FileSet *set, const char *const *names, uint32_t count) {
    Buf reason;
    buf_init(&reason, 0);
    Str *arguments = ARENA_ARRAY(&bench->mem, Str, count);
    for (uint32_t i = 0; i < count; i++) {
        arguments[i] = file_in(bench, names[i]);
    }
    FileSetRequest request = {arguments, count, &bench->configs, &bench->mem};
    assert_int_equal(file_set_collect(set, &request, &reason), STATUS_OK);
    assert_int_equal(set->files.count, count);
    buf_release(&reason);
}

/* A folder with a.py, b.py and c.py. */
static void open_bench(Bench *bench, const char *a, const char *b, const char *c) {
    memset(bench, 0, sizeof *bench);
    arena_init(&bench->mem);
    snprintf(bench->folder, sizeof bench->folder, "/tmp/bluetick-fix-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    Str rule = rule_info(SMELL_RULE)->id;
    Str config = arena_format(&bench->mem, "select = [\"%.*s\"]\n", STR_ARG(rule));
    write_file(bench, "bluetick.toml", config.ptr);
    write_file(bench, "a.py", a);
    write_file(bench, "b.py", b);
    write_file(bench, "c.py", c);
    config_files_init(&bench->configs, str_from_c(bench->folder), &bench->mem);
    bench->rule = smell_rule();
    bench->rows[SMELL_RULE] = &bench->rule;
    bench->setup = (AnalyzerSetup){
        .rules = {bench->rows, precedence_find}
    };
}

static void fix(Bench *bench, const char *const *names, uint32_t count,
                const char *const *around_names, uint32_t around_count, bool dry_run) {
    collect(bench, &bench->set, names, count);
    if (around_count > 0) {
        collect(bench, &bench->around, around_names, around_count);
    }
    bench->scan = (ScanRequest){
        .set = &bench->set, .around = &bench->around, .setup = &bench->setup, .workers = 2};
    scan_run(&bench->scanned, &bench->scan);
    bench->request = (FixFilesRequest){.scan = &bench->scan,
                                       .scanned = &bench->scanned,
                                       .safeties = 1u << SAFETY_SAFE,
                                       .dry_run = dry_run};
    fix_files_run(&bench->result, &bench->request);
}

static void close_bench(Bench *bench) {
    static const char *const names[] = {"bluetick.toml", "a.py", "b.py", "c.py"};
    fix_files_release(&bench->result);
    scan_release(&bench->scanned);
    file_set_release(&bench->set);
    file_set_release(&bench->around);
    config_files_release(&bench->configs);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unlink(arena_format(&bench->mem, "%s/%s", bench->folder, names[i]).ptr);
    }
    assert_int_equal(rmdir(bench->folder), 0);
    arena_release(&bench->mem);
}

static const char *const all[] = {"a.py", "b.py", "c.py"};

static void test_a_fix_changes_two_files(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, "smell_both\nsmell_ok\n", "x = smell_ok\n", "smell_both\n");
    fix(&bench, all, 3, NULL, 0, false);
    check_file(&bench, "a.py", "fine\nfine\n");
    check_file(&bench, "b.py", "# seen\n# seen\nx = fine\n");
    check_file(&bench, "c.py", "fine\n");
    assert_int_equal(bench.result.files[0].result.fixed_count, 2);
    assert_int_equal(bench.result.files[1].result.fixed_count, 1);
    assert_true(bench.result.files[1].result.changed);
    close_bench(&bench);
}

static void test_a_file_without_findings_is_changed_too(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, "smell_both\n", "x = 1\n", "");
    fix(&bench, all, 3, NULL, 0, true);
    check_file(&bench, "a.py", "smell_both\n");
    assert_true(bench.result.files[1].result.changed);
    assert_true(str_equal(bench.result.files[1].result.text, STR("# seen\nx = 1\n")));
    assert_int_equal(bench.result.files[1].result.fixed_count, 0);
    assert_null(bench.result.files[2].scanned);
    close_bench(&bench);
}

/* What was not asked for stays as it is, though the project knows it. */
static void test_only_scanned_files_are_changed(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, "smell_both\nsmell_ok\n", "x = 1\n", "");
    fix(&bench, all, 1, all + 1, 2, false);
    check_file(&bench, "a.py", "smell_both\nfine\n");
    check_file(&bench, "b.py", "x = 1\n");
    close_bench(&bench);
}

static void test_what_fails_its_trial_changes_no_file(void **state) {
    (void)state;
    Bench bench;
    open_bench(&bench, "smell_spoils\n", "x = 1\n", "smell_ok\n");
    fix(&bench, all, 3, NULL, 0, false);
    check_file(&bench, "a.py", "smell_spoils\n");
    check_file(&bench, "b.py", "x = 1\n");
    check_file(&bench, "c.py", "fine\n");
    assert_int_equal(bench.result.files[0].result.refused_count, 1);
    close_bench(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_fix_changes_two_files),
        cmocka_unit_test(test_a_file_without_findings_is_changed_too),
        cmocka_unit_test(test_only_scanned_files_are_changed),
        cmocka_unit_test(test_what_fails_its_trial_changes_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
