/* Work away from the loop's thread: jobs run on a standing pool, each worker with an analyzer of
 * its own, and come back to the loop's thread in the order they ended.
 *
 * A job is immutable input, an output nobody else looks at until it is back, and one flag that the
 * loop's thread may set meanwhile: the wish that it stops. */
#ifndef BLUETICK_LSP_CREW_H
#define BLUETICK_LSP_CREW_H

#include "engine/analyze.h"
#include "io/loop.h"

typedef struct Crew Crew;
typedef struct Job Job;

/* Embedded as the first member of what a kind of job needs. */
struct Job {
    void (*run)(Job *job, Analyzer *analyzer); /* on a worker */
    void (*finish)(Job *job);                  /* on the loop's thread; frees the job */
    atomic_bool cancel;
    Crew *crew; /* the crew's own */
    Job *next;  /* the crew's own */
};

/* Called on the loop's thread after one or more jobs were finished: the end of a turn. */
typedef void (*CrewSettled)(void *data);

/* `setup` must outlive the crew. Analyzers are made when first needed. */
Crew *crew_new(Loop *loop, const AnalyzerSetup *setup, CrewSettled settled, void *data);

/* Waits for what runs; jobs not yet finished are finished here. */
void crew_free(Crew *crew);

void crew_submit(Crew *crew, Job *job);

/* Submitted and not yet finished. */
uint32_t crew_busy(const Crew *crew);

#endif
