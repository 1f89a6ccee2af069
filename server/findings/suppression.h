/* Suppression comments: `# bluetick: ignore[io/missing-timeout] why`, `ignore-next-line[...]`,
 * `ignore-file[...]`.
 *
 * In the brackets stand rule ids, categories (all their rules) and `id.option` (the rule), comma
 * separated; what follows the bracket is a reason for people. `ignore` covers findings that begin,
 * end or have their owner on its row, or whose definition includes it; `ignore-next-line` speaks
 * for the next row that is not a comment alone. */
#ifndef BLUETICK_FINDINGS_SUPPRESSION_H
#define BLUETICK_FINDINGS_SUPPRESSION_H

#include "findings/finding.h"
#include "text/line_index.h"

typedef enum SuppressionScope {
    SUPPRESSION_LINE,
    SUPPRESSION_NEXT_LINE,
    SUPPRESSION_FILE
} SuppressionScope;

/* One name in the brackets of one comment. */
typedef struct Suppression {
    SuppressionScope scope;
    uint32_t row; /* the row it speaks for; 0 for a file's */
    Span span;    /* the name */
    Span comment; /* from its `#` */
    bool of_category;
    Category category;
    RuleId rule;        /* when not of a category */
    const OwnRule *own; /* when it names a rule of the project's own: then it is of no other */
    bool is_used;
} Suppression;

typedef struct SuppressionSet {
    Str text;               /* borrowed */
    const LineIndex *lines; /* borrowed */
    Suppression *items;     /* of rows, by row; then those of the file */
    uint32_t row_count;
    uint32_t file_count;
    bool in_file[RULE_COUNT]; /* some ignore-file covers the rule */
    bool file_hit[RULE_COUNT];
    const Note *malformed; /* comments that speak to us and cannot be understood */
    uint32_t malformed_count;
} SuppressionSet;

enum {
    SUPPRESSION_NAMES_MAX = 64,      /* in one comment; further ones are a malformed note */
    SUPPRESSION_SUGGESTIONS_MAX = 20 /* "did you mean" in one file */
};

/* Reads the comments (in order, as the outline has them); `own` are the rules of the project's own.
 * O(comments + their text). */
SuppressionSet suppression_parse(Str text, const Span *comments, uint32_t count,
                                 const LineIndex *lines, OwnRuleList own, Arena *mem);

/* True when some comment covers the finding; every name that does is marked used.
 * O(log comments), plus the comments on the rows of its definition. */
bool suppression_covers(SuppressionSet *set, const Finding *finding);

/* Malformed comments, and names that covered nothing although one of their rules was enabled
 * (`enabled[RULE_COUNT]`, `own` by index). Call after all findings were asked for. */
void suppression_notes(const SuppressionSet *set, const bool *enabled, const OwnRuleBits *own,
                       NoteList *notes, Arena *mem);

#endif
