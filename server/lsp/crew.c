/* Knows threads, analyzers and how jobs travel; refuses to know what a job does. */
#include "lsp/crew.h"

#include "base/memory.h"
#include "io/pool.h"

#include <stdlib.h>

/* Of one user's keystrokes there are never many; more threads would only cost memory. */
enum { CREW_WORKERS_MAX = 4 };

struct Crew {
    const AnalyzerSetup *setup;
    Pool *pool;
    Analyzer *analyzers[CREW_WORKERS_MAX]; /* each touched by its worker only */
    Wake *wake;
    CrewSettled settled;
    void *data;
    uint32_t busy; /* the loop's thread only */
    Lock *lock;    /* guards the list */
    Job *first_done;
    Job **last_done;
};

static Job *take_done(Crew *crew) {
    lock_acquire(crew->lock);
    Job *done = crew->first_done;
    crew->first_done = NULL;
    crew->last_done = &crew->first_done;
    lock_release(crew->lock);
    return done;
}

static void finish_done(Crew *crew) {
    Job *job = take_done(crew);
    while (job != NULL) {
        Job *next = job->next;
        crew->busy--;
        job->finish(job);
        job = next;
    }
}

static void on_wake(void *data) {
    Crew *crew = data;
    finish_done(crew);
    crew->settled(crew->data);
}

Crew *crew_new(Loop *loop, const AnalyzerSetup *setup, CrewSettled settled, void *data) {
    uint32_t workers = pool_processor_count();
    Crew *crew = memory_allocate_zeroed(1, sizeof *crew);
    crew->setup = setup;
    crew->settled = settled;
    crew->data = data;
    crew->lock = lock_new();
    crew->last_done = &crew->first_done;
    crew->wake = wake_new(loop, on_wake, crew);
    crew->pool = pool_new(workers < CREW_WORKERS_MAX ? workers : CREW_WORKERS_MAX);
    return crew;
}

void crew_free(Crew *crew) {
    if (crew == NULL) {
        return;
    }
    pool_free(crew->pool);
    finish_done(crew);
    wake_free(crew->wake);
    for (uint32_t i = 0; i < CREW_WORKERS_MAX; i++) {
        analyzer_free(crew->analyzers[i]);
    }
    lock_free(crew->lock);
    free(crew);
}

static void run_job(void *data, uint32_t worker) {
    Job *job = data;
    Crew *crew = job->crew;
    if (crew->analyzers[worker] == NULL) {
        crew->analyzers[worker] = analyzer_new(crew->setup);
    }
    job->run(job, crew->analyzers[worker]);
    lock_acquire(crew->lock);
    *crew->last_done = job;
    crew->last_done = &job->next;
    lock_release(crew->lock);
    wake_send(crew->wake);
}

void crew_submit(Crew *crew, Job *job) {
    job->crew = crew;
    job->next = NULL;
    crew->busy++;
    pool_submit(crew->pool, run_job, job);
}

uint32_t crew_busy(const Crew *crew) {
    return crew->busy;
}
