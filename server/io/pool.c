/* Knows threads. Refuses to know what they work on. */
#include "io/pool.h"

#include "base/array.h"
#include "base/memory.h"

#include <stdatomic.h>
#include <uv.h>

enum { WORKERS_MAX = 256, STACK_BYTES = 8 * 1024 * 1024 };

uint32_t pool_processor_count(void) {
    unsigned count = uv_available_parallelism();
    return count > 0 ? count : 1;
}

uint32_t pool_worker_count(uint32_t workers, uint32_t jobs) {
    uint32_t wanted = workers > 0 ? workers : pool_processor_count();
    wanted = wanted < WORKERS_MAX ? wanted : WORKERS_MAX;
    wanted = wanted < jobs ? wanted : jobs;
    return wanted > 0 ? wanted : 1;
}

/* ---- fork and join ---------------------------------------------------------------------- */

typedef struct Run {
    PoolJob run;
    void *data;
    uint32_t jobs;
    atomic_uint next;
} Run;

typedef struct RunWorker {
    Run *run;
    uint32_t number;
    uv_thread_t thread;
} RunWorker;

static void work(Run *run, uint32_t worker) {
    for (;;) {
        uint32_t job = atomic_fetch_add_explicit(&run->next, 1, memory_order_relaxed);
        if (job >= run->jobs) {
            return;
        }
        run->run(run->data, job, worker);
    }
}

static void run_worker_main(void *data) {
    RunWorker *worker = data;
    work(worker->run, worker->number);
}

static bool thread_start(uv_thread_t *thread, void (*entry)(void *), void *data) {
    uv_thread_options_t options = {.flags = UV_THREAD_HAS_STACK_SIZE, .stack_size = STACK_BYTES};
    return uv_thread_create_ex(thread, &options, entry, data) == 0;
}

void pool_run(uint32_t workers, uint32_t jobs, PoolJob run, void *data) {
    Run state = {.run = run, .data = data, .jobs = jobs};
    uint32_t count = pool_worker_count(workers, jobs);
    /* jobs + count must not wrap: each worker overshoots by one at most. */
    RunWorker *others = memory_allocate_zeroed(count, sizeof *others);
    uint32_t started = 1;
    for (; started < count; started++) {
        others[started] = (RunWorker){.run = &state, .number = started};
        /* The system refuses threads: those that run do the work. */
        if (!thread_start(&others[started].thread, run_worker_main, &others[started])) {
            break;
        }
    }
    work(&state, 0);
    for (uint32_t i = 1; i < started; i++) {
        uv_thread_join(&others[i].thread);
    }
    free(others);
}

/* ---- a standing pool -------------------------------------------------------------------- */

typedef struct Task {
    PoolTask run;
    void *data;
} Task;

typedef struct Worker {
    Pool *pool;
    uint32_t number;
    uv_thread_t thread;
} Worker;

struct Pool {
    uv_mutex_t mutex;
    uv_cond_t changed;
    struct ARRAY_OF(Task) tasks; /* from `first` on: waiting */
    uint32_t first;
    bool closing;
    Worker *workers;
    uint32_t worker_count;
};

/* False when the pool closes and nothing waits. */
static bool take_task(Pool *pool, Task *out) {
    uv_mutex_lock(&pool->mutex);
    while (pool->first == pool->tasks.count && !pool->closing) {
        uv_cond_wait(&pool->changed, &pool->mutex);
    }
    bool found = pool->first < pool->tasks.count;
    if (found) {
        *out = pool->tasks.items[pool->first++];
    }
    if (pool->first == pool->tasks.count) {
        pool->first = pool->tasks.count = 0;
    }
    uv_mutex_unlock(&pool->mutex);
    return found;
}

static void worker_main(void *data) {
    Worker *worker = data;
    Task task;
    while (take_task(worker->pool, &task)) {
        task.run(task.data, worker->number);
    }
}

Pool *pool_new(uint32_t workers) {
    Pool *pool = memory_allocate_zeroed(1, sizeof *pool);
    uint32_t wanted = pool_worker_count(workers, UINT32_MAX);
    pool->workers = memory_allocate_zeroed(wanted, sizeof *pool->workers);
    uv_mutex_init(&pool->mutex);
    uv_cond_init(&pool->changed);
    for (uint32_t i = 0; i < wanted; i++) {
        pool->workers[i] = (Worker){.pool = pool, .number = i};
        if (!thread_start(&pool->workers[i].thread, worker_main, &pool->workers[i])) {
            break;
        }
        pool->worker_count++;
    }
    return pool;
}

uint32_t pool_size(const Pool *pool) {
    return pool->worker_count > 0 ? pool->worker_count : 1;
}

void pool_submit(Pool *pool, PoolTask task, void *data) {
    if (pool->worker_count == 0) { /* no thread to be had: do it here */
        task(data, 0);
        return;
    }
    uv_mutex_lock(&pool->mutex);
    ARRAY_PUSH(&pool->tasks, ((Task){task, data}));
    uv_cond_signal(&pool->changed);
    uv_mutex_unlock(&pool->mutex);
}

void pool_free(Pool *pool) {
    if (pool == NULL) {
        return;
    }
    uv_mutex_lock(&pool->mutex);
    pool->closing = true;
    uv_cond_broadcast(&pool->changed);
    uv_mutex_unlock(&pool->mutex);
    for (uint32_t i = 0; i < pool->worker_count; i++) {
        uv_thread_join(&pool->workers[i].thread);
    }
    uv_cond_destroy(&pool->changed);
    uv_mutex_destroy(&pool->mutex);
    ARRAY_RELEASE(&pool->tasks);
    free(pool->workers);
    free(pool);
}

/* ---- locks ------------------------------------------------------------------------------ */

struct Lock {
    uv_mutex_t mutex;
};

Lock *lock_new(void) {
    Lock *lock = memory_allocate_zeroed(1, sizeof *lock);
    uv_mutex_init(&lock->mutex);
    return lock;
}

void lock_free(Lock *lock) {
    if (lock != NULL) {
        uv_mutex_destroy(&lock->mutex);
        free(lock);
    }
}

void lock_acquire(Lock *lock) {
    uv_mutex_lock(&lock->mutex);
}

void lock_release(Lock *lock) {
    uv_mutex_unlock(&lock->mutex);
}
