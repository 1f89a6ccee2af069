/* Trigger words: most words of a text are told from them by first byte and length alone. */
#ifndef BLUETICK_TEXT_TRIGGER_H
#define BLUETICK_TEXT_TRIGGER_H

#include "text/outline.h"

/* Trigger words by first byte: a bit for each length that a word has, and its rows. */
typedef struct TriggerFilter {
    uint32_t lengths[256];
    uint8_t first_row[256];
    uint8_t row_count[256];
} TriggerFilter;

void trigger_filter_build(TriggerFilter *filter);

/* The bit of a word, 0 for one that is in no row. length > 0. */
TriggerSet trigger_filter_find(const TriggerFilter *filter, const char *word, uint32_t length);

#endif
