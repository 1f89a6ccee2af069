/* Knows libuv's handles and when their memory may go. Refuses to know what they are for. */
#include "io/loop_handle.h"

#include "base/memory.h"

#include <signal.h>
#include <stdlib.h>

Loop *loop_new(void) {
    Loop *loop = memory_allocate_zeroed(1, sizeof *loop);
    uv_loop_init(&loop->uv);
    return loop;
}

void loop_free(Loop *loop) {
    if (loop == NULL) {
        return;
    }
    /* Handles freed a moment ago still wait for their close callbacks. */
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    BUG_ON(uv_loop_close(&loop->uv) != 0);
    free(loop);
}

void loop_run(Loop *loop) {
    uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void loop_stop(Loop *loop) {
    uv_stop(&loop->uv);
}

static void free_closed(uv_handle_t *handle) {
    free(handle->data);
}

/* ---- timers ------------------------------------------------------------------------------- */

struct Timer {
    uv_timer_t uv;
    TimerCallback callback;
    void *data;
};

static void on_timer(uv_timer_t *handle) {
    Timer *timer = handle->data;
    timer->callback(timer->data);
}

Timer *timer_new(Loop *loop, TimerCallback callback, void *data) {
    Timer *timer = memory_allocate_zeroed(1, sizeof *timer);
    timer->callback = callback;
    timer->data = data;
    uv_timer_init(&loop->uv, &timer->uv);
    timer->uv.data = timer;
    return timer;
}

void timer_start(Timer *timer, uint64_t delay_ms, uint64_t repeat_ms) {
    /* The loop's clock stands still while a callback works: without this a long one would eat the
     * delay. */
    uv_update_time(timer->uv.loop);
    uv_timer_start(&timer->uv, on_timer, delay_ms, repeat_ms);
}

void timer_stop(Timer *timer) {
    uv_timer_stop(&timer->uv);
}

void timer_free(Timer *timer) {
    if (timer != NULL) {
        uv_close((uv_handle_t *)&timer->uv, free_closed);
    }
}

/* ---- wake-ups ----------------------------------------------------------------------------- */

struct Wake {
    uv_async_t uv;
    WakeCallback callback;
    void *data;
};

static void on_wake(uv_async_t *handle) {
    Wake *wake = handle->data;
    wake->callback(wake->data);
}

Wake *wake_new(Loop *loop, WakeCallback callback, void *data) {
    Wake *wake = memory_allocate_zeroed(1, sizeof *wake);
    wake->callback = callback;
    wake->data = data;
    uv_async_init(&loop->uv, &wake->uv, on_wake);
    wake->uv.data = wake;
    return wake;
}

void wake_send(Wake *wake) {
    uv_async_send(&wake->uv);
}

void wake_free(Wake *wake) {
    if (wake != NULL) {
        uv_close((uv_handle_t *)&wake->uv, free_closed);
    }
}

/* ---- signals ------------------------------------------------------------------------------ */

struct SignalWatch {
    uv_signal_t uv;
    SignalCallback callback;
    void *data;
};

static void on_signal(uv_signal_t *handle, int number) {
    SignalWatch *watch = handle->data;
    watch->callback(watch->data, number);
}

SignalWatch *signal_watch_new(Loop *loop, int number, SignalCallback callback, void *data) {
    SignalWatch *watch = memory_allocate_zeroed(1, sizeof *watch);
    watch->callback = callback;
    watch->data = data;
    uv_signal_init(&loop->uv, &watch->uv);
    watch->uv.data = watch;
    uv_signal_start(&watch->uv, on_signal, number);
    return watch;
}

void signal_watch_free(SignalWatch *watch) {
    if (watch != NULL) {
        uv_close((uv_handle_t *)&watch->uv, free_closed);
    }
}

void signal_ignore_broken_pipe(void) {
    signal(SIGPIPE, SIG_IGN);
}
