/* The comment that says a finding is meant. */
#ifndef BLUETICK_FINDINGS_SUPPRESSION_EDIT_H
#define BLUETICK_FINDINGS_SUPPRESSION_EDIT_H

#include "findings/suppression.h"
#include "text/edit.h"
#include "text/outline.h"

/* A text with its finding. */
typedef struct SuppressionSite {
    Str text;
    const LineIndex *lines; /* of it */
    const Outline *outline; /* of it */
    const Finding *finding;
} SuppressionSite;

/* The edit that makes a comment of this scope name the finding's rule: a new comment, or one more
 * name in a comment of that scope that stands there. On the owner's line, else on the last line of
 * the finding; above the owner's line; at the head of the file, below `#!` and a coding cookie.
 * False when a comment there would be none (in a string, behind a backslash). O(text). */
bool suppression_edit(const SuppressionSite *site, SuppressionScope scope, Arena *mem, Edit *out);

/* "Ignore io/missing-timeout on this line". */
Str suppression_edit_title(SuppressionScope scope, Str rule, Arena *mem);

#endif
