/* Every job once, whatever the number of workers. */
#include "scratch.h"

#include "io/pool.h"

#include <stdatomic.h>

enum { JOBS = 1000 };

typedef struct Counts {
    atomic_uint runs[JOBS];
    uint32_t workers;
} Counts;

static void count_job(void *data, uint32_t job, uint32_t worker) {
    Counts *counts = data;
    assert_true(worker < counts->workers);
    atomic_fetch_add(&counts->runs[job], 1);
}

static void each_job_once(void **state) {
    (void)state;
    for (uint32_t workers = 0; workers <= 8; workers++) {
        Counts counts = {.workers = pool_worker_count(workers, JOBS)};
        pool_run(workers, JOBS, count_job, &counts);
        for (uint32_t i = 0; i < JOBS; i++) {
            assert_int_equal(atomic_load(&counts.runs[i]), 1);
        }
    }
    pool_run(4, 0, count_job, NULL);
    assert_int_equal(pool_worker_count(8, 3), 3);
    assert_int_equal(pool_worker_count(8, 0), 1);
    assert_true(pool_processor_count() >= 1);
}

typedef struct Sum {
    Lock *lock;
    uint32_t total;
} Sum;

static void add_one(void *data, uint32_t worker) {
    Sum *sum = data;
    (void)worker;
    lock_acquire(sum->lock);
    sum->total++;
    lock_release(sum->lock);
}

static void the_standing_pool_finishes_its_queue(void **state) {
    (void)state;
    Sum sum = {.lock = lock_new()};
    Pool *pool = pool_new(3);
    assert_int_equal(pool_size(pool), 3);
    for (uint32_t i = 0; i < JOBS; i++) {
        pool_submit(pool, add_one, &sum);
    }
    pool_free(pool);
    assert_int_equal(sum.total, JOBS);
    lock_free(sum.lock);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_job_once),
        cmocka_unit_test(the_standing_pool_finishes_its_queue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
