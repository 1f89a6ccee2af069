/* What the method table points to. Requests answer themselves, exactly once. */
#ifndef BLUETICK_LSP_HANDLERS_H
#define BLUETICK_LSP_HANDLERS_H

#include "lsp/session.h"

/* lsp/lifecycle.c */
void handle_initialize(Session *session, const Message *message);
void handle_initialized(Session *session, const cJSON *params);
void handle_shutdown(Session *session, const Message *message);
void handle_exit(Session *session, const cJSON *params);
void handle_set_trace(Session *session, const cJSON *params);
void handle_cancel(Session *session, const cJSON *params);
/* One more folder of the workspace; nothing when it is no file. */
void roots_add(Session *session, Str uri);

/* lsp/configuration.c */
void handle_did_change_configuration(Session *session, const cJSON *params);
void handle_did_change_folders(Session *session, const cJSON *params);
/* Asks the client for its settings and to tell of changes, as far as it can. */
void configuration_begin(Session *session);
/* An answer to a request of ours. */
void handle_answer(Session *session, const Message *message);

/* lsp/commands.c */
void handle_execute_command(Session *session, const Message *message);
/* The names of all commands as items of a JSON array. */
void commands_append_names(Buf *out);

/* lsp/text_sync.c */
void handle_did_open(Session *session, const cJSON *params);
void handle_did_change(Session *session, const cJSON *params);
void handle_did_save(Session *session, const cJSON *params);
void handle_did_close(Session *session, const cJSON *params);
void handle_watched_files(Session *session, const cJSON *params);

#endif
