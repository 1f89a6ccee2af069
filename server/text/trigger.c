/* The table of trigger words. Knows the words; not where they stand. */
#include "text/trigger.h"

typedef struct TriggerWord {
    const char *word;
    uint32_t length;
    Trigger bit;
} TriggerWord;

static const TriggerWord TRIGGER_WORDS[] = {
#define TRIGGER(name, word) {word, sizeof(word) - 1, TRIGGER_##name},
#define SYNONYM(name, word) {word, sizeof(word) - 1, TRIGGER_##name},
#include "text/trigger_words.def"
#undef SYNONYM
#undef TRIGGER
};
enum { TRIGGER_WORD_COUNT = sizeof TRIGGER_WORDS / sizeof TRIGGER_WORDS[0] };
_Static_assert(TRIGGER_COUNT <= 64, "a TriggerSet has 64 bits");

/* All lengths from 31 on share a bit. */
static uint32_t length_bit(uint32_t length) {
    return 1u << (length < 31 ? length : 31);
}

void trigger_filter_build(TriggerFilter *filter) {
    *filter = (TriggerFilter){0};
    for (uint32_t row = 0; row < TRIGGER_WORD_COUNT; row++) {
        Str word = {TRIGGER_WORDS[row].word, TRIGGER_WORDS[row].length};
        unsigned char first = (unsigned char)word.ptr[0];
        if (!filter->row_count[first]) {
            filter->first_row[first] = (uint8_t)row;
        }
        filter->row_count[first]++;
        filter->lengths[first] |= length_bit(word.len);
    }
}

/* The rows of one first byte are adjacent: the table is sorted. */
static TriggerSet compare_words(const TriggerFilter *filter, Str word) {
    unsigned char first = (unsigned char)word.ptr[0];
    uint32_t row = filter->first_row[first];
    for (uint32_t left = filter->row_count[first]; left; left--, row++) {
        if (str_equal((Str){TRIGGER_WORDS[row].word, TRIGGER_WORDS[row].length}, word)) {
            return (TriggerSet)1 << TRIGGER_WORDS[row].bit;
        }
    }
    return 0;
}

TriggerSet trigger_filter_find(const TriggerFilter *filter, const char *word, uint32_t length) {
    uint32_t lengths = filter->lengths[(unsigned char)*word];
    return lengths & length_bit(length) ? compare_words(filter, (Str){word, length}) : 0;
}
