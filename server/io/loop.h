/* The event loop of a server: timers, signals and wake-ups from other threads.
 *
 * One thread runs the loop; every function here and in io/stream.h belongs to that thread, but
 * wake_send. Callbacks run on it. A handle is freed by its *_free (NULL is fine, also inside its
 * own callback); no callback comes after that. */
#ifndef BLUETICK_IO_LOOP_H
#define BLUETICK_IO_LOOP_H

#include "base/status.h"

typedef struct Loop Loop;

Loop *loop_new(void);
/* All handles must have been freed before. */
void loop_free(Loop *loop);

/* Runs callbacks until loop_stop, or until no timer that runs, stream that reads or writes, signal
 * watch or wake is left. */
void loop_run(Loop *loop);
void loop_stop(Loop *loop);

/* ---- timers ------------------------------------------------------------------------------- */

typedef struct Timer Timer;
typedef void (*TimerCallback)(void *data);

Timer *timer_new(Loop *loop, TimerCallback callback, void *data);
/* Calls back once after `delay_ms`, then, unless repeat_ms is 0, again and again. Starting a
 * running timer starts it anew (debounce). */
void timer_start(Timer *timer, uint64_t delay_ms, uint64_t repeat_ms);
void timer_stop(Timer *timer);
void timer_free(Timer *timer);

/* ---- wake-ups ----------------------------------------------------------------------------- */

typedef struct Wake Wake;
typedef void (*WakeCallback)(void *data);

Wake *wake_new(Loop *loop, WakeCallback callback, void *data);
/* From any thread; several sends may end in one callback. The wake must still live. */
void wake_send(Wake *wake);
void wake_free(Wake *wake);

/* ---- signals ------------------------------------------------------------------------------ */

typedef struct SignalWatch SignalWatch;
typedef void (*SignalCallback)(void *data, int number);

SignalWatch *signal_watch_new(Loop *loop, int number, SignalCallback callback, void *data);
void signal_watch_free(SignalWatch *watch);

/* SIGPIPE is ignored from here on, so that a lost reader is an error of the write. For main. */
void signal_ignore_broken_pipe(void);

#endif
