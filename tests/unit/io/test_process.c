/* Children: output, exit codes, and never waiting longer than told. */
#include "scratch.h"

#include "io/clock.h"

static Status run_shell(const char *script, uint32_t limit_ms, Buf *out, int *code) {
    const char *arguments[] = {"sh", "-c", script, NULL};
    const char *unset[] = {"BLUETICK_TEST_SECRET", NULL};
    ProcessRequest request = {
        .arguments = arguments, .folder = "/", .unset = unset, .limit_ms = limit_ms};
    return process_run(&request, out, code, NULL);
}

static void captures(void **state) {
    (void)state;
    Buf out;
    int code = 0;
    buf_init(&out, 0);
    setenv("BLUETICK_TEST_SECRET", "x", 1);
    assert_int_equal(
        run_shell("pwd; echo \"[$BLUETICK_TEST_SECRET]\"; cat; exit 3", 0, &out, &code), STATUS_OK);
    assert_int_equal(code, 3);
    assert_string_equal(buf_str(&out).ptr, "/\n[]\n");
    buf_clear(&out);
    assert_int_equal(run_shell("kill -9 $$", 0, &out, &code), STATUS_OK);
    assert_int_equal(code, 128 + 9);
    buf_release(&out);
}

static void limits_hold(void **state) {
    (void)state;
    Buf out;
    int code = 0;
    buf_init(&out, 1000);
    uint64_t start = clock_now_ms();
    assert_int_equal(run_shell("exec sleep 60", 50, &out, &code), STATUS_DEADLINE);
    /* The shell ends at once, but the sleep it left behind holds the pipe open. */
    assert_int_equal(run_shell("sleep 5 & exit 0", 50, &out, &code), STATUS_DEADLINE);
    assert_int_equal(run_shell("exec yes", 5000, &out, &code), STATUS_TOO_LARGE);
    assert_true(clock_now_ms() - start < 4000);
    buf_release(&out);
}

static void missing_program(void **state) {
    (void)state;
    const char *arguments[] = {"bluetick-no-such-program", NULL};
    ProcessRequest request = {.arguments = arguments};
    Buf out;
    Buf err;
    int code = 0;
    buf_init(&out, 0);
    buf_init(&err, 0);
    assert_int_equal(process_run(&request, &out, &code, &err), STATUS_NOT_FOUND);
    assert_non_null(strstr(buf_str(&err).ptr, "bluetick-no-such-program"));
    buf_release(&out);
    buf_release(&err);
}

static void alive(void **state) {
    (void)state;
    assert_true(process_is_alive((int)getpid()));
    assert_false(process_is_alive(0));
    assert_false(process_is_alive(0x7ffffffe));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captures),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(missing_program),
        cmocka_unit_test(alive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
