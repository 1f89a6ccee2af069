/* Threads. Workers share nothing but what their jobs share; results are put where the job's number
 * says, so no order of execution shows. */
#ifndef BLUETICK_IO_POOL_H
#define BLUETICK_IO_POOL_H

#include <stdbool.h>
#include <stdint.h>

/* Processors this process may use, at least 1. */
uint32_t pool_processor_count(void);

/* Fork and join: calls run(data, job, worker) for each job in [0, jobs), each once, by up to
 * `workers` threads (0 = one for each processor); returns when all are done. Jobs start in
 * ascending order. worker is in [0, pool_worker_count(workers, jobs)): the place of a worker's own
 * parser and scratch memory. With one worker everything runs on the calling thread. */
typedef void (*PoolJob)(void *data, uint32_t job, uint32_t worker);
void pool_run(uint32_t workers, uint32_t jobs, PoolJob run, void *data);
uint32_t pool_worker_count(uint32_t workers, uint32_t jobs);

/* A standing pool for a server: jobs are taken first in, first out. The job runs on a worker; to
 * tell the loop thread, the job pushes its result where the loop finds it (under a Lock) and sends
 * a Wake (io/loop.h). */
typedef struct Pool Pool;
typedef void (*PoolTask)(void *data, uint32_t worker);
Pool *pool_new(uint32_t workers);
uint32_t pool_size(const Pool *pool);
void pool_submit(Pool *pool, PoolTask task, void *data);
/* Runs what is queued to its end, then joins the workers. */
void pool_free(Pool *pool);

typedef struct Lock Lock;
Lock *lock_new(void);
void lock_free(Lock *lock);
void lock_acquire(Lock *lock);
void lock_release(Lock *lock);

#endif
