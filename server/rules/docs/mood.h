/* Whether a summary is a command, told by inverting English inflection.
 *
 * A word is judged only when its base form is in the verb list (verbs.def) or it is a known opener
 * of descriptions ("This", "Helper"); every other word is unknown, and unknown is silence. */
#ifndef BLUETICK_RULES_DOCS_MOOD_H
#define BLUETICK_RULES_DOCS_MOOD_H

#include "base/str.h"

typedef enum MoodVerdict {
    MOOD_SILENT,       /* a command, or not to be judged */
    MOOD_THIRD_PERSON, /* "Loads": `base` is the repair */
    MOOD_GERUND,       /* "Checking": likewise */
    MOOD_PAST,         /* "Called when": no repair is known */
    MOOD_OPENER,       /* "This function", "Helper to" */
} MoodVerdict;

typedef struct Mood {
    MoodVerdict verdict;
    Span word; /* bytes of the summary */
    Str base;  /* lower case; empty when there is none */
} Mood;

/* O(length of the first words). */
Mood mood_judge(Str summary);

/* The word, lower-cased into `buffer`; empty when it is longer than `size` or not ASCII letters. */
Str mood_lower(Str word, char *buffer, uint32_t size);

/* A base form in the list (lower case). */
bool mood_is_verb(Str word);

/* The base of a third person or a gerund (lower case): "tries" -> "try", "running" -> "run"; empty
 * when it is neither. */
Str mood_base(Str word);

/* For the test that they are sorted: row `index` of table `table`, empty past the end. */
Str mood_table_row(uint32_t table, uint32_t index);
enum { MOOD_TABLE_COUNT = 5 };

#endif
