/* One lane a document: at most one job works on it at a time, the newest text first.
 *
 * A change cancels the analysis or the request that runs; the changes since are added up and are
 * the next job's one edit. So an older result never comes after a newer one, nothing is shared
 * while it is written, and an edit storm costs as many analyses as there is time for. */
#ifndef BLUETICK_LSP_LANES_H
#define BLUETICK_LSP_LANES_H

#include "lsp/session.h"

/* The document's text has changed: what runs on it is to stop. */
void lane_touch(OpenDocument *document);

/* For a request that was just added, and for every document: start what can start. */
void lane_start(Session *session, OpenDocument *document);

#endif
