/* One version of one file: its text, lines and units. Immutable once made.
 *
 * No IO and no clock: bytes come in, values come out. A document counts its holders (atomically),
 * so that a worker may still read a version that the editor has left behind. Whatever was computed
 * for its units is remembered beside it (engine/unit_store.h) and handed on to the next version:
 * that memory is internal, filled by analyze(), and never changes an answer. */
#ifndef BLUETICK_ENGINE_DOCUMENT_H
#define BLUETICK_ENGINE_DOCUMENT_H

#include "text/line_index.h"
#include "text/outline.h"
#include "text/source.h"

typedef struct DocumentMemory DocumentMemory; /* engine/document_memory.h: the engine's own */

typedef struct Document {
    Str path; /* relative to the project's root, `/` separators; findings carry it */
    Source source;
    LineIndex lines;
    Outline outline;
    DocumentMemory *memory;
} Document;

/* The first version of a file from its bytes, which are copied. STATUS_UNSUPPORTED or
 * STATUS_TOO_LARGE (see source_decode) append the reason to `err` and make no document: the front
 * end turns that into a NOTE_SKIPPED. The caller holds the result: document_release. */
Status document_open(Document **out, Str path, Str file_bytes, Buf *err) MUST_CHECK;

/* The same without units: `outline` is empty. For a file whose results are known. */
Status document_open_text(Document **out, Str path, Str file_bytes, Buf *err) MUST_CHECK;
/* Cuts it into units after all; before anybody else sees the document. */
void document_scan(Document *document);

/* The version after replacing `replaced` (bytes of before's text, clamped to it) with `inserted`
 * (valid UTF-8). `before` stays as it is and stays held by its holders. Cost: one copy of the text,
 * its lines, the list of units; scanning follows the edit. NULL when the result would pass
 * SOURCE_BYTES_MAX. */
Document *document_edit(const Document *before, Span replaced, Str inserted);

/* The same for a whole new text (full sync, a fix): edits what differs from before's text. */
Document *document_replace(const Document *before, Str text);

Document *document_retain(Document *document);
void document_release(Document *document); /* NULL is fine */

#endif
