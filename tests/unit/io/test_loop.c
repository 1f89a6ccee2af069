/* Timers, wake-ups, signals and streams, each on a real loop. */
#include "scratch.h"

#include "io/pool.h"
#include "io/stream.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

typedef struct Scene {
    Loop *loop;
    Timer *timer;
    Wake *wake;
    SignalWatch *watch;
    Stream *input;
    Stream *output;
    uint32_t ticks;
    uint32_t wakes;
    uint32_t signals;
    Buf received;
    Status read_end;
    Status write_end;
    int closes; /* descriptor to close when all is written, or -1 */
} Scene;

static void on_tick(void *data) {
    Scene *scene = data;
    if (++scene->ticks == 3) {
        timer_free(scene->timer);
    }
}

static void on_wake(void *data) {
    Scene *scene = data;
    scene->wakes++;
    wake_free(scene->wake);
}

static void on_signal(void *data, int number) {
    Scene *scene = data;
    assert_int_equal(number, SIGUSR1);
    scene->signals++;
    signal_watch_free(scene->watch);
}

static void send_wake(void *data, uint32_t worker) {
    (void)worker;
    wake_send(((Scene *)data)->wake);
}

static void handles_call_back_and_end(void **state) {
    (void)state;
    Scene scene = {.loop = loop_new()};
    scene.timer = timer_new(scene.loop, on_tick, &scene);
    timer_start(scene.timer, 1, 1);
    scene.wake = wake_new(scene.loop, on_wake, &scene);
    scene.watch = signal_watch_new(scene.loop, SIGUSR1, on_signal, &scene);
    Pool *pool = pool_new(1);
    pool_submit(pool, send_wake, &scene);
    kill(getpid(), SIGUSR1);
    loop_run(scene.loop);
    pool_free(pool);
    loop_free(scene.loop);
    assert_int_equal(scene.ticks, 3);
    assert_int_equal(scene.wakes, 1);
    assert_int_equal(scene.signals, 1);
}

/* ---- streams ---- */

static void on_read(void *data, Status status, Str bytes) {
    Scene *scene = data;
    if (status == STATUS_OK) {
        buf_append(&scene->received, bytes);
        return;
    }
    scene->read_end = status;
    stream_free(scene->input);
    scene->input = NULL;
}

static void on_written(void *data, Status status) {
    Scene *scene = data;
    scene->write_end = status;
    assert_true(status != STATUS_OK || stream_pending(scene->output) == 0);
    stream_free(scene->output);
    scene->output = NULL;
    /* libuv never closes standard descriptors; the reader waits for the end. */
    close(scene->closes);
}

/* Puts `file` in the place of a standard descriptor, and tells where the old one is kept. */
static int substitute(int standard, int file) {
    int kept = dup(standard);
    assert_true(kept >= 0);
    assert_true(dup2(file, standard) >= 0);
    close(file);
    return kept;
}

static void restore(int standard, int kept) {
    dup2(kept, standard);
    close(kept);
}

enum { LONG = 300000 };

static void write_pieces(Scene *scene, char *text) {
    for (uint32_t at = 0; at < LONG; at += LONG / 3) {
        stream_write(scene->output, (Str){text + at, LONG / 3});
    }
}

/* What is written comes out whole and in order, through `ends`. */
static void check_round_trip(Scene *scene, char *text, const int ends[2]) {
    int kept_output = substitute(STDOUT_FILENO, ends[1]);
    assert_int_equal(stream_open_stdout(&scene->output, scene->loop, NULL), STATUS_OK);
    scene->closes = STDOUT_FILENO;
    stream_on_write(scene->output, on_written, scene);
    write_pieces(scene, text);
    int kept_input = -1;
    if (ends[0] >= 0) {
        kept_input = substitute(STDIN_FILENO, ends[0]);
        assert_int_equal(stream_open_stdin(&scene->input, scene->loop, NULL), STATUS_OK);
        stream_read_start(scene->input, on_read, scene);
    }
    loop_run(scene->loop);
    restore(STDOUT_FILENO, kept_output);
    if (kept_input >= 0) {
        restore(STDIN_FILENO, kept_input);
    }
}

static char *long_text(Arena *mem) {
    char *text = arena_allocate(mem, LONG);
    for (uint32_t i = 0; i < LONG; i++) {
        text[i] = (char)('a' + i % 26);
    }
    return text;
}

static void through_a_pipe(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Scene scene = {.loop = loop_new(), .read_end = STATUS_OK, .write_end = STATUS_INVALID};
    buf_init(&scene.received, 0);
    char *text = long_text(&mem);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    check_round_trip(&scene, text, ends);
    assert_int_equal(scene.write_end, STATUS_OK);
    assert_int_equal(scene.read_end, STATUS_NOT_FOUND);
    assert_int_equal(scene.received.len, LONG);
    assert_memory_equal(scene.received.ptr, text, LONG);
    loop_free(scene.loop);
    buf_release(&scene.received);
    arena_release(&mem);
}

static void through_a_file(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    Scene scene = {.loop = loop_new(), .read_end = STATUS_OK, .write_end = STATUS_INVALID};
    buf_init(&scene.received, 0);
    char *text = long_text(&scratch.mem);
    Str path = scratch_file(&scratch, "out", "");
    int ends[2] = {-1, fileno(fopen(path.ptr, "wb"))};
    check_round_trip(&scene, text, ends);
    assert_int_equal(scene.write_end, STATUS_OK);
    int kept = substitute(STDIN_FILENO, fileno(fopen(path.ptr, "rb")));
    assert_int_equal(stream_open_stdin(&scene.input, scene.loop, NULL), STATUS_OK);
    stream_read_start(scene.input, on_read, &scene);
    loop_run(scene.loop);
    restore(STDIN_FILENO, kept);
    assert_int_equal(scene.read_end, STATUS_NOT_FOUND);
    assert_int_equal(scene.received.len, LONG);
    assert_memory_equal(scene.received.ptr, text, LONG);
    loop_free(scene.loop);
    buf_release(&scene.received);
    scratch_release(&scratch);
}

static void a_lost_reader_is_an_error(void **state) {
    (void)state;
    signal_ignore_broken_pipe();
    Arena mem;
    arena_init(&mem);
    Scene scene = {.loop = loop_new(), .write_end = STATUS_OK};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    ends[0] = -1;
    check_round_trip(&scene, long_text(&mem), ends);
    assert_int_equal(scene.write_end, STATUS_UNWRITABLE);
    loop_free(scene.loop);
    arena_release(&mem);
}

static void connects_to_a_pipe(void **state) {
    (void)state;
    Scratch scratch;
    scratch_init(&scratch);
    Str name = scratch_path(&scratch, "pipe");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, name.ptr, name.len);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    Scene scene = {.loop = loop_new(), .write_end = STATUS_INVALID, .closes = -1};
    Buf err;
    buf_init(&err, 0);
    assert_true(stream_connect_pipe(&scene.output, scene.loop, name.ptr, &err) < 0);
    assert_non_null(strstr(buf_str(&err).ptr, "refused"));
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(stream_connect_pipe(&scene.output, scene.loop, name.ptr, NULL), STATUS_OK);
    stream_on_write(scene.output, on_written, &scene);
    stream_write(scene.output, STR("hello"));
    loop_run(scene.loop);
    assert_int_equal(scene.write_end, STATUS_OK);
    char text[16] = {0};
    int file = accept(listener, NULL, NULL);
    assert_int_equal(read(file, text, sizeof text), 5);
    assert_string_equal(text, "hello");
    close(file);
    close(listener);
    buf_release(&err);
    loop_free(scene.loop);
    scratch_release(&scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(handles_call_back_and_end),
        cmocka_unit_test(through_a_pipe),
        cmocka_unit_test(through_a_file),
        cmocka_unit_test(a_lost_reader_is_an_error),
        cmocka_unit_test(connects_to_a_pipe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
