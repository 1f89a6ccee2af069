/* How much a scan says about fixes. */
#ifndef BLUETICK_WORKSPACE_SCAN_FIXES_H
#define BLUETICK_WORKSPACE_SCAN_FIXES_H

/* What is said about fixes: nothing; the titles and refusals that a reader wants beside a finding,
 * but for category docs, whose fix is the same each time (built, not tried: cheap); every fix,
 * tried. */
typedef enum ScanFixes {
    SCAN_FIXES_NONE,
    SCAN_FIXES_TITLES,
    SCAN_FIXES_TRIED,
    SCAN_FIXES_COUNT
} ScanFixes;

#endif
