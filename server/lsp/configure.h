/* Which settings hold for which open document, and when they are read again. */
#ifndef BLUETICK_LSP_CONFIGURE_H
#define BLUETICK_LSP_CONFIGURE_H

#include "lsp/session.h"

/* After initialize: the first reading. */
void configure_session(Session *session);

/* Sets path and settings of a document from its URI. */
void configure_document(Session *session, OpenDocument *document);

/* The path of a file from the root of its project, appended. */
void configure_root_path(Session *session, Str absolute, Buf *path);

/* Reads the configs of the workspace's folders, before any file of theirs is opened: what is wrong
 * with their query files is told. */
void configure_roots(Session *session);

/* True for the URI of a file that configures us: a config, a query file. */
bool configure_is_config(Str uri);

/* Reads the config files again and analyses every open document under what they say now. */
void configure_again(Session *session);

#endif
