/* One line on a terminal for work that takes longer than people like to wait in silence. */
#ifndef BLUETICK_CLI_PROGRESS_H
#define BLUETICK_CLI_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Progress {
    bool is_shown; /* standard error is a terminal and nobody asked for quiet */
    uint64_t start_ms;
    atomic_ullong next_ms; /* when the line is due again, from the start */
    atomic_bool is_dirty;  /* something stands on the line */
} Progress;

void progress_init(Progress *progress, bool is_wanted);

/* From any thread: `data` is the Progress. */
void progress_update(void *data, uint32_t done, uint32_t total);

/* Clears the line. */
void progress_end(Progress *progress);

#endif
