/* Knows what belongs together after an analysis; refuses to know how it was made. */
#include "lsp/document_result.h"

#include "base/memory.h"

#include <stdlib.h>

DocumentResult *document_result_new(int64_t version) {
    DocumentResult *result = memory_allocate_zeroed(1, sizeof *result);
    arena_init(&result->mem);
    buf_init(&result->skipped, 0);
    buf_init(&result->diagnostics, 0);
    result->version = version;
    return result;
}

void document_result_free(DocumentResult *result) {
    if (result == NULL) {
        return;
    }
    arena_release(&result->mem);
    buf_release(&result->skipped);
    buf_release(&result->diagnostics);
    document_release(result->document);
    project_files_release(result->project);
    settings_release(result->settings);
    free(result);
}

const Finding *document_result_find(const DocumentResult *result, uint64_t fingerprint) {
    for (uint32_t i = 0; i < result->analysis.finding_count; i++) {
        if (result->analysis.findings[i].fingerprint == fingerprint) {
            return &result->analysis.findings[i];
        }
    }
    return NULL;
}
