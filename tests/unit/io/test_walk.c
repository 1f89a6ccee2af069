/* The walk: sorted, finite, and loud about what it cannot list. */
#include "scratch.h"

#include "io/walk.h"

typedef struct Log {
    Buf text;
    uint32_t skip; /* length of the root and its slash */
} Log;

static bool enter(void *data, Str path, Str name) {
    (void)data;
    (void)path;
    return !str_equal(name, STR("left-out"));
}

static void add_file(void *data, Str path, Str name, bool is_link) {
    Log *log = data;
    assert_true(str_ends_with(path, name));
    buf_append(&log->text, str_slice(path, log->skip, path.len));
    buf_append_c(&log->text, is_link ? "@ " : " ");
}

static void add_trouble(void *data, Str path, Str reason) {
    Log *log = data;
    buf_append_c(&log->text, "!");
    buf_append(&log->text, str_slice(path, log->skip, path.len));
    assert_true(reason.len > 0);
}

static void check_walk(const char *root, uint32_t skip, const char *expected) {
    Log log = {.skip = skip};
    buf_init(&log.text, 0);
    WalkVisitor visitor = {&log, enter, NULL, add_file, add_trouble};
    walk_folder(str_from_c(root), &visitor);
    buf_append_c(&log.text, "");
    assert_string_equal(buf_str(&log.text).ptr, expected);
    buf_release(&log.text);
}

static void make_folder(Scratch *scratch, const char *name) {
    assert_int_equal(file_make_folders(scratch_path(scratch, name), NULL), STATUS_OK);
}

static void sorted_with_links_last(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    make_folder(&scratch, "b/c");
    make_folder(&scratch, "left-out");
    make_folder(&scratch, "d");
    scratch_file(&scratch, "b/c/2.py", "");
    scratch_file(&scratch, "b/1.py", "");
    scratch_file(&scratch, "d/3.py", "");
    scratch_file(&scratch, "left-out/4.py", "");
    scratch_file(&scratch, "z.py", "");
    assert_int_equal(symlink("..", scratch_path(&scratch, "b/up").ptr), 0);
    assert_int_equal(symlink("d", scratch_path(&scratch, "a").ptr), 0);
    assert_int_equal(symlink("nowhere", scratch_path(&scratch, "c.py").ptr), 0);
    assert_int_equal(symlink("self", scratch_path(&scratch, "self").ptr), 0);
    uint32_t skip = (uint32_t)strlen(scratch.folder) + 1;
    check_walk(scratch.folder, skip, "c.py@ self@ z.py b/1.py b/c/2.py d/3.py ");
    scratch_release(&scratch);
}

static void a_linked_folder_outside_is_walked_once(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    make_folder(&scratch, "in");
    make_folder(&scratch, "out");
    scratch_file(&scratch, "out/1.py", "");
    assert_int_equal(symlink("../out", scratch_path(&scratch, "in/x").ptr), 0);
    assert_int_equal(symlink("../out", scratch_path(&scratch, "in/y").ptr), 0);
    uint32_t skip = (uint32_t)strlen(scratch.folder) + 1;
    check_walk(scratch_path(&scratch, "in").ptr, skip, "in/x/1.py ");
    scratch_release(&scratch);
}

static void trouble_is_told(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    check_walk(scratch_path(&scratch, "gone").ptr, (uint32_t)strlen(scratch.folder) + 1, "!gone");
    scratch_release(&scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorted_with_links_last),
        cmocka_unit_test(a_linked_folder_outside_is_walked_once),
        cmocka_unit_test(trouble_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
