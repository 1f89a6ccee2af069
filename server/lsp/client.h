/* What the client said about itself in `initialize`: read once, never changed after. Workers read
 * it too. */
#ifndef BLUETICK_LSP_CLIENT_H
#define BLUETICK_LSP_CLIENT_H

#include "lsp/json_read.h"

typedef struct Client {
    PositionEncoding encoding; /* of every position, both ways */
    bool pulls_diagnostics;    /* then nothing is pushed */
    bool related_information;
    bool code_description;
    bool diagnostic_data;
    bool preferred_actions;
    bool disabled_actions;
    bool action_data;
    bool resolves_edit;
    bool document_changes;
    bool change_annotations;
    bool snippet_edits; /* an edit may hold tab stops (LSP 3.18) */
    bool hover_markdown;
    bool registers_watchers; /* of files, when asked to */
    bool registers_settings; /* tells of changed settings, when asked to */
    bool gives_settings;     /* when asked for them */
    bool refreshes_pulls;    /* asks again for diagnostics, when told to */
    Str pages;               /* URI of the folder with the pages of rules, for links; empty: none */
    int process_id;          /* 0 = none: no process to watch */
} Client;

/* `params` of initialize. `forced` (may be NULL) overrides what the client offers. */
Client client_read(const cJSON *params, const PositionEncoding *forced);

/* "utf-8", "utf-16", "utf-32". */
const char *position_encoding_name(PositionEncoding encoding);
bool position_encoding_find(const char *name, PositionEncoding *out);

#endif
