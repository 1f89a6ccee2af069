/* Names that tell of pacing: gates that let so many in at a time, decorators that cache, retry or
 * slow down. Only asked to keep silent, never to report. */
#ifndef BLUETICK_CATALOG_PACING_H
#define BLUETICK_CATALOG_PACING_H

#include "base/str.h"

/* What one of the name's words stands for; a dotted path's words all count. O(length). */
enum {
    PACING_GATE = 1 << 0,
    PACING_WRAPPER = 1 << 1,
    PACING_CALL = 1 << 2,
    PACING_LOCK = 1 << 3,
    PACING_BATCH = 1 << 4,
    PACING_TRANSACTION = 1 << 5,
};
uint32_t catalog_pacing(Str name);

/* The table, for the test of its order. */
typedef struct PacingWord {
    Str word;
    uint32_t roles;
} PacingWord;
extern const PacingWord catalog_pacing_words[];
extern const uint32_t catalog_pacing_word_count;

#endif
