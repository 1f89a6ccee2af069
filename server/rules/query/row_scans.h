/* What the bodies of called functions cost, found once for a file, and which of them a search has
 * been to. */
#ifndef BLUETICK_RULES_QUERY_ROW_SCANS_H
#define BLUETICK_RULES_QUERY_ROW_SCANS_H

#include "rules/query/row_scan.h"

typedef struct FileRowScans FileRowScans;

/* The file's, made at the first question. */
FileRowScans *row_scans_of(const FileModel *home);

/* A new search: it has been nowhere. */
void row_scans_begin(FileRowScans *scans);

/* True the first time that the search comes to the context. O(1). */
bool row_scans_enter(FileRowScans *scans, KindId context);

/* The body of the context's function, scanned at the first question and noted at each; what lies in
 * it stays. Empty past a number of contexts that no program has. */
RowScan row_scans_get(FileRowScans *scans, KindId context);

#endif
