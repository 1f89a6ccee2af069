/* Reading and replacing: what must hold when the world is unkind. */
#include "scratch.h"

#include <sys/socket.h>
#include <sys/un.h>

static void check_refused(Scratch *used, Str path, Status expected, const char *reason) {
    Str text;
    Buf err;
    buf_init(&err, 0);
    assert_int_equal(file_read(&text, path, 1000, &used->mem, NULL, &err), expected);
    assert_int_equal(text.len, 0);
    assert_non_null(strstr(buf_str(&err).ptr, reason));
    buf_release(&err);
}

static void reads_whole_files(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    Str text;
    FileStamp stamp;
    Str path = scratch_file(&scratch, "a.py", "x = 1\n");
    assert_int_equal(file_read(&text, path, 1000, &scratch.mem, &stamp, NULL), STATUS_OK);
    assert_str_is(text, "x = 1\n");
    assert_int_equal(stamp.size, 6);
    path = scratch_file(&scratch, "empty.py", "");
    assert_int_equal(file_read(&text, path, 1000, &scratch.mem, NULL, NULL), STATUS_OK);
    assert_int_equal(text.len, 0);
    scratch_release(&scratch);
}

static void refuses_what_is_no_regular_file(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    Str fifo = scratch_path(&scratch, "fifo.py");
    assert_int_equal(mkfifo(fifo.ptr, 0600), 0);
    check_refused(&scratch, fifo, STATUS_UNREADABLE, "FIFO");

    Str name = scratch_path(&scratch, "socket.py");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, name.ptr, name.len);
    int file = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(file, (struct sockaddr *)&address, sizeof address), 0);
    check_refused(&scratch, name, STATUS_UNREADABLE, "socket");
    close(file);

    check_refused(&scratch, STR("/dev/zero"), STATUS_UNREADABLE, "device");
    check_refused(&scratch, str_from_c(scratch.folder), STATUS_UNREADABLE, "folder");
    check_refused(&scratch, scratch_path(&scratch, "missing"), STATUS_NOT_FOUND, "no such");
    check_refused(&scratch, STR("a\0b"), STATUS_UNREADABLE, "NUL");
    check_refused(&scratch, STR(""), STATUS_UNREADABLE, "empty");
    Str link = scratch_path(&scratch, "loop.py");
    assert_int_equal(symlink("loop.py", link.ptr), 0);
    check_refused(&scratch, link, STATUS_UNREADABLE, "symbolic links");
    scratch_release(&scratch);
}

static void the_cap_holds(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    Str text;
    Str path = scratch_file(&scratch, "a.py", "0123456789");
    assert_int_equal(file_read(&text, path, 10, &scratch.mem, NULL, NULL), STATUS_OK);
    assert_int_equal(file_read(&text, path, 9, &scratch.mem, NULL, NULL), STATUS_TOO_LARGE);
    scratch_release(&scratch);
}

static void replaces_and_keeps_the_mode(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    Str text;
    FileStamp stamp;
    Str path = scratch_file(&scratch, "a.py", "old\n");
    Str link = scratch_path(&scratch, "link.py");
    assert_int_equal(symlink("a.py", link.ptr), 0);
    assert_int_equal(chmod(path.ptr, 0751), 0);
    assert_int_equal(file_read(&text, link, 1000, &scratch.mem, &stamp, NULL), STATUS_OK);
    assert_int_equal(file_replace(link, STR("new\n"), &stamp, text, NULL), STATUS_OK);

    assert_int_equal(file_read(&text, path, 1000, &scratch.mem, &stamp, NULL), STATUS_OK);
    assert_str_is(text, "new\n");
    assert_int_equal(stamp.mode, 0751);
    struct stat link_stat;
    assert_int_equal(lstat(link.ptr, &link_stat), 0);
    assert_true(S_ISLNK(link_stat.st_mode));
    scratch_release(&scratch);
}

static void a_changed_file_is_left_alone(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    Str text;
    Str now;
    FileStamp stamp;
    Str path = scratch_file(&scratch, "a.py", "old\n");
    assert_int_equal(file_read(&text, path, 1000, &scratch.mem, &stamp, NULL), STATUS_OK);
    scratch_file(&scratch, "a.py", "his\n");
    assert_int_equal(file_replace(path, STR("new\n"), &stamp, text, NULL), STATUS_CHANGED);
    assert_int_equal(file_read(&now, path, 1000, &scratch.mem, &stamp, NULL), STATUS_OK);
    assert_str_is(now, "his\n");
    /* Same stamp, other bytes: a coarse clock must not hide the change. */
    assert_int_equal(file_replace(path, STR("new\n"), &stamp, STR("old\n"), NULL), STATUS_CHANGED);
    unlink(path.ptr);
    assert_int_equal(file_replace(path, STR("new\n"), &stamp, now, NULL), STATUS_CHANGED);
    assert_int_equal(file_stat(path, NULL), FILE_MISSING);
    scratch_release(&scratch);
}

static void writes_reports(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    Str text;
    Buf err;
    buf_init(&err, 0);
    Str folder = scratch_path(&scratch, "x/y");
    assert_int_equal(file_make_folders(folder, NULL), STATUS_OK);
    assert_int_equal(file_make_folders(folder, NULL), STATUS_OK);
    Str path = scratch_path(&scratch, "x/y/report.json");
    assert_int_equal(file_write(path, STR("{}"), NULL), STATUS_OK);
    assert_int_equal(file_write(path, STR("[]"), NULL), STATUS_OK);
    assert_int_equal(file_read(&text, path, 1000, &scratch.mem, NULL, NULL), STATUS_OK);
    assert_str_is(text, "[]");
    assert_int_equal(file_write(STR("/dev/null"), STR("{}"), NULL), STATUS_OK);
    assert_int_equal(file_write(STR("/dev/full"), STR("{}"), &err), STATUS_UNWRITABLE);
    assert_non_null(strstr(err.ptr, "no space"));
    assert_int_equal(file_write(folder, STR("{}"), NULL), STATUS_UNWRITABLE);
    assert_int_equal(file_remove(path, NULL), STATUS_OK);
    assert_int_equal(file_remove(path, NULL), STATUS_OK);
    assert_int_equal(file_remove(folder, NULL), STATUS_OK);
    assert_int_equal(file_stat(folder, NULL), FILE_MISSING);
    buf_release(&err);
    scratch_release(&scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_whole_files),
        cmocka_unit_test(refuses_what_is_no_regular_file),
        cmocka_unit_test(the_cap_holds),
        cmocka_unit_test(replaces_and_keeps_the_mode),
        cmocka_unit_test(a_changed_file_is_left_alone),
        cmocka_unit_test(writes_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
