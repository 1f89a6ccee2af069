/* The documents that the client has open: their text, and what is known about it.
 *
 * Two spellings of one URI are one document; the spelling of didOpen is the one that answers carry.
 * Everything here belongs to the loop's thread. A document closed while a job works on it stays
 * until the job is back. */
#ifndef BLUETICK_LSP_OPEN_DOCUMENTS_H
#define BLUETICK_LSP_OPEN_DOCUMENTS_H

#include "engine/document.h"
#include "lsp/crew.h"
#include "lsp/document_result.h"
#include "lsp/settings.h"
#include "lsp/text_buffer.h"

typedef struct OpenDocument {
    Buf uri;      /* as the client spelled it */
    Buf key;      /* lsp/uri.h: equal for all spellings */
    Buf absolute; /* of its file; empty when it has none */
    Buf path;     /* relative to its root, `/` separators: what findings carry */
    int64_t version;
    bool has_version;
    bool is_python;        /* anything else is kept, and never analysed */
    FileSettings settings; /* what the config says about it */
    TextBuffer text;
    bool dirty;             /* no job has been given the newest text yet */
    bool closed;            /* gone for the client; freed when its job is back */
    Job *job;               /* the one that works on it, or NULL */
    Document *document;     /* the engine's newest version; NULL before, or when it was refused */
    DocumentResult *result; /* of the newest analysis, possibly of an older version; or NULL */
} OpenDocument;

typedef struct OpenDocuments ARRAY_OF(OpenDocument *) OpenDocuments;

void open_documents_release(OpenDocuments *documents);

/* By any spelling of its URI; NULL when it is not open. O(open documents). */
OpenDocument *open_documents_find(const OpenDocuments *documents, Str uri);

/* A new one, not yet set: the caller has looked that there is none. */
OpenDocument *open_documents_add(OpenDocuments *documents, Str uri);

/* Takes it out of the list; frees it now, or when its job is back (open_document_settle). */
void open_documents_remove(OpenDocuments *documents, OpenDocument *document);

/* The job is back. True when the document was closed meanwhile: then it is freed. */
bool open_document_settle(OpenDocument *document);

#endif
