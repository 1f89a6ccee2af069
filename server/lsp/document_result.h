/* What an analysis said about one version of a document: made on a worker, then read by the loop's
 * thread and by later jobs on the same document, never changed. */
#ifndef BLUETICK_LSP_DOCUMENT_RESULT_H
#define BLUETICK_LSP_DOCUMENT_RESULT_H

#include "engine/analyze.h"
#include "lsp/client.h"
#include "lsp/project_files.h"
#include "lsp/settings.h"

typedef struct DocumentResult {
    Document *document;       /* held */
    ProjectFiles *project;    /* held; what it was analysed with; NULL: alone */
    const Snapshot *snapshot; /* of it; NULL when the document is in no project */
    Settings *settings;       /* held: findings point to the project's own rules; may be NULL */
    Arena mem;                /* holds the analysis */
    Analysis analysis;
    int64_t version;  /* of the client's text */
    Buf skipped;      /* why the text was not analysed; empty = it was */
    Buf diagnostics;  /* the JSON array that is pushed and pulled */
    uint64_t content; /* of the text, for resultId */
} DocumentResult;

DocumentResult *document_result_new(int64_t version);
void document_result_free(DocumentResult *result); /* NULL is fine; the loop's thread */

/* The finding with this fingerprint, or NULL. O(findings). */
const Finding *document_result_find(const DocumentResult *result, uint64_t fingerprint);

#endif
