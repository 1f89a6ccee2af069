/* Knows when to show progress. Refuses to know of what. */
#include "cli/progress.h"

#include "cli/console.h"
#include "io/clock.h"

enum { SILENCE_MS = 300, STEP_MS = 100 };

void progress_init(Progress *progress, bool is_wanted) {
    progress->is_shown = is_wanted && console_error_is_terminal();
    progress->start_ms = clock_now_ms();
    atomic_init(&progress->next_ms, SILENCE_MS);
    atomic_init(&progress->is_dirty, false);
}

void progress_update(void *data, uint32_t done, uint32_t total) {
    Progress *progress = data;
    if (!progress->is_shown) {
        return;
    }
    unsigned long long now = clock_now_ms() - progress->start_ms;
    unsigned long long due = atomic_load(&progress->next_ms);
    /* One of the threads that find the line due gets to write it. */
    if (now < due || !atomic_compare_exchange_strong(&progress->next_ms, &due, now + STEP_MS)) {
        return;
    }
    Buf line;
    buf_init(&line, 0);
    buf_format(&line, "\r\033[Kscanning: %u of %u files (%u %%)", done, total,
               total > 0 ? (uint32_t)((uint64_t)done * 100 / total) : 100);
    console_remark(buf_str(&line));
    buf_release(&line);
    atomic_store(&progress->is_dirty, true);
}

void progress_end(Progress *progress) {
    if (atomic_load(&progress->is_dirty)) {
        console_remark(STR("\r\033[K"));
    }
}
