/* A reply whose whole body is held in memory only to be written to a file.
 *
 * Limit: a reply with more than 1000 uses is left alone (download.c): each body that is written
 * asks for all of them. */
#ifndef BLUETICK_RULES_IO_DOWNLOAD_H
#define BLUETICK_RULES_IO_DOWNLOAD_H

#include "catalog/streams.h"
#include "rules/fix_builder.h"
#include "semantics/scope.h"

typedef struct Download {
    const CatalogStream *stream;
    NodeId write;      /* out.write(BODY), path.write_bytes(BODY); a statement of its own */
    NodeId sink;       /* out, path */
    NodeId body;       /* R.content, R.read() */
    NodeId reply;      /* R: a Name, or the request itself */
    NodeId request;    /* the call that sent it; NODE_NONE when it is not seen (a reply that is read
                          as a file needs none) */
    SymbolId variable; /* R's, or SYMBOL_NONE */
    bool is_path;      /* write_bytes */
    bool is_likely;    /* what `out` is is not known */
} Download;

/* False when the call writes no such body, or when the body is used otherwise too. */
bool download_of(RuleContext *context, NodeId call, Download *out);

void download_fix(FixContext *context, const Download *download);

#endif
