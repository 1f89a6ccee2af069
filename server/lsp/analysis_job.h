/* The job that brings a document's analysis up to its newest text. */
#ifndef BLUETICK_LSP_ANALYSIS_JOB_H
#define BLUETICK_LSP_ANALYSIS_JOB_H

#include "lsp/session.h"

/* Takes the document's changes; document->job is set. */
void analysis_job_start(Session *session, OpenDocument *document);

#endif
