/* The names that open a section. */
#include "rules/docs/sections.h"

#include <stdlib.h>

/* Sorted by lower case. The singular and alias forms are what napoleon accepts. */
static const SectionName names[] = {
    {"Args",              SECTION_ARGS,       false},
    {"Arguments",         SECTION_ARGS,       false},
    {"Attention",         SECTION_OTHER,      false},
    {"Attributes",        SECTION_ATTRIBUTES, false},
    {"Caution",           SECTION_OTHER,      false},
    {"Danger",            SECTION_OTHER,      false},
    {"Error",             SECTION_OTHER,      false},
    {"Example",           SECTION_OTHER,      false},
    {"Examples",          SECTION_OTHER,      false},
    {"Hint",              SECTION_OTHER,      false},
    {"Important",         SECTION_OTHER,      false},
    {"Keyword Args",      SECTION_ARGS,       true },
    {"Keyword Arguments", SECTION_ARGS,       true },
    {"Methods",           SECTION_OTHER,      false},
    {"Note",              SECTION_OTHER,      false},
    {"Notes",             SECTION_OTHER,      false},
    {"Other Args",        SECTION_ARGS,       false},
    {"Other Arguments",   SECTION_ARGS,       false},
    {"Other Parameters",  SECTION_ARGS,       false},
    {"Other Params",      SECTION_ARGS,       false},
    {"Parameters",        SECTION_ARGS,       false},
    {"Params",            SECTION_ARGS,       false},
    {"Raise",             SECTION_RAISES,     false},
    {"Raises",            SECTION_RAISES,     false},
    {"Receive",           SECTION_OTHER,      false},
    {"Receives",          SECTION_OTHER,      false},
    {"References",        SECTION_OTHER,      false},
    {"Return",            SECTION_RETURNS,    false},
    {"Returns",           SECTION_RETURNS,    false},
    {"See Also",          SECTION_OTHER,      false},
    {"Tip",               SECTION_OTHER,      false},
    {"Todo",              SECTION_OTHER,      false},
    {"Warn",              SECTION_OTHER,      false},
    {"Warning",           SECTION_OTHER,      false},
    {"Warnings",          SECTION_OTHER,      false},
    {"Warns",             SECTION_OTHER,      false},
    {"Yield",             SECTION_YIELDS,     false},
    {"Yields",            SECTION_YIELDS,     false},
};
enum { NAME_COUNT = sizeof names / sizeof *names, NAME_LENGTH_MAX = 17 };

static char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static int compare_name(const void *key, const void *row) {
    const Str *word = key;
    const char *name = ((const SectionName *)row)->name;
    for (uint32_t i = 0; i < word->len; i++) {
        int difference = (unsigned char)lower(word->ptr[i]) - (unsigned char)lower(name[i]);
        if (difference != 0) {
            return difference; /* also where the name has ended */
        }
    }
    return name[word->len] ? -1 : 0;
}

const SectionName *section_name_find(Str word) {
    if (word.len == 0 || word.len > NAME_LENGTH_MAX) {
        return NULL;
    }
    return bsearch(&word, names, NAME_COUNT, sizeof *names, compare_name);
}

const SectionName *section_header(Str line, Str *text_after) {
    uint32_t limit = line.len < NAME_LENGTH_MAX + 1 ? line.len : NAME_LENGTH_MAX + 1;
    uint32_t colon = str_find_byte((Str){line.ptr, limit}, ':');
    if (colon == limit || (colon + 1 < line.len && line.ptr[colon + 1] == ':')) {
        return NULL;
    }
    *text_after = str_trim(str_slice(line, colon + 1, line.len));
    return section_name_find(str_slice(line, 0, colon));
}

const SectionName *section_name_row(uint32_t index) {
    return index < NAME_COUNT ? &names[index] : NULL;
}

const char *problem_text(Problem problem) {
    static const char *const texts[PROBLEM_COUNT] = {
        [PROBLEM_COLON] = "the header needs a colon",
        [PROBLEM_CASE] = "the header needs a capital letter",
        [PROBLEM_INDENT] = "the header is indented too far",
        [PROBLEM_UNINDENTED] = "the text under the header is not indented",
        [PROBLEM_INLINE] = "the text must stand under the header",
        [PROBLEM_EMPTY] = "the section is empty",
        [PROBLEM_ENTRY] = "a line is neither an entry nor the continuation of one",
        [PROBLEM_RAISES_ENTRY] = "an entry must be an exception, a colon and a description",
    };
    return texts[problem];
}
