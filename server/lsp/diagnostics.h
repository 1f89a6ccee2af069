/* Findings as LSP diagnostics, pushed and pulled. */
#ifndef BLUETICK_LSP_DIAGNOSTICS_H
#define BLUETICK_LSP_DIAGNOSTICS_H

#include "lsp/lsp_text.h"
#include "lsp/open_documents.h"
#include "lsp/outbox.h"

/* One diagnostic, appended. `writer` is the result's. */
void diagnostic_write(const DocumentResult *result, const Finding *finding, const Client *client,
                      Str uri, RangeWriter *writer, Buf *out);

/* The array of all, appended: streamed, no tree is built. */
void diagnostics_write(const DocumentResult *result, const Client *client, Str uri, Buf *out);

/* What the diagnostics follow from: equal for equal text under equal rules. For resultId. */
uint64_t diagnostics_content(const DocumentResult *result, const RuleSelection *selection);

/* publishDiagnostics of the document's newest result, with its version. */
void diagnostics_push(Outbox *outbox, const OpenDocument *document);

/* The same of a JSON array of any origin; `version` may be NULL. */
void diagnostics_send(Outbox *outbox, Str uri, const int64_t *version, Str diagnostics);

/* An empty push: the document was closed, or is of no interest. */
void diagnostics_clear(Outbox *outbox, Str uri);

#endif
