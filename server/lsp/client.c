/* Knows where capabilities stand in `initialize`; refuses to know what is done with them. */
#include "lsp/client.h"

static const char *const encoding_names[] = {
    [POSITION_UTF8] = "utf-8",
    [POSITION_UTF16] = "utf-16",
    [POSITION_UTF32] = "utf-32",
};

const char *position_encoding_name(PositionEncoding encoding) {
    return encoding_names[encoding];
}

bool position_encoding_find(const char *name, PositionEncoding *out) {
    for (int i = POSITION_UTF8; i <= POSITION_UTF32; i++) {
        if (strcmp(name, encoding_names[i]) == 0) {
            *out = (PositionEncoding)i;
            return true;
        }
    }
    return false;
}

/* The first one offered that we know; UTF-16 is what every client must speak. */
static PositionEncoding choose_encoding(const cJSON *capabilities) {
    const cJSON *offered = json_path(capabilities, "general/positionEncodings");
    PositionEncoding encoding = POSITION_UTF16;
    const cJSON *item;
    if (!cJSON_IsArray(offered)) {
        return encoding;
    }
    cJSON_ArrayForEach(item, offered) {
        if (cJSON_IsString(item) && position_encoding_find(item->valuestring, &encoding)) {
            break;
        }
    }
    return encoding;
}

static void read_diagnostics(Client *client, const cJSON *document) {
    const cJSON *publish = json_member(document, "publishDiagnostics");
    const cJSON *pull = json_member(document, "diagnostic");
    const cJSON *more = pull ? pull : publish; /* 3.18 repeats the members under `diagnostic` */
    client->pulls_diagnostics = cJSON_IsObject(pull);
    client->related_information =
        json_is_true(publish, "relatedInformation") || json_is_true(more, "relatedInformation");
    client->code_description = json_is_true(publish, "codeDescriptionSupport") ||
                               json_is_true(more, "codeDescriptionSupport");
    client->diagnostic_data =
        json_is_true(publish, "dataSupport") || json_is_true(more, "dataSupport");
}

static void read_actions(Client *client, const cJSON *capabilities) {
    const cJSON *action = json_path(capabilities, "textDocument/codeAction");
    const cJSON *edit = json_path(capabilities, "workspace/workspaceEdit");
    client->preferred_actions = json_is_true(action, "isPreferredSupport");
    client->disabled_actions = json_is_true(action, "disabledSupport");
    client->action_data = json_is_true(action, "dataSupport");
    client->resolves_edit =
        client->action_data && json_holds_text(action, "resolveSupport/properties", "edit");
    client->document_changes = json_is_true(edit, "documentChanges");
    client->snippet_edits = client->document_changes && json_is_true(edit, "snippetEditSupport");
    client->change_annotations =
        client->document_changes && cJSON_IsObject(json_member(edit, "changeAnnotationSupport"));
}

Client client_read(const cJSON *params, const PositionEncoding *forced) {
    const cJSON *capabilities = json_member(params, "capabilities");
    const cJSON *process = json_member(params, "processId");
    Client client = {.encoding = forced ? *forced : choose_encoding(capabilities)};
    read_diagnostics(&client, json_member(capabilities, "textDocument"));
    read_actions(&client, capabilities);
    client.hover_markdown =
        json_holds_text(capabilities, "textDocument/hover/contentFormat", "markdown");
    client.registers_watchers =
        json_is_true(capabilities, "workspace/didChangeWatchedFiles/dynamicRegistration");
    client.registers_settings =
        json_is_true(capabilities, "workspace/didChangeConfiguration/dynamicRegistration");
    client.gives_settings = json_is_true(capabilities, "workspace/configuration");
    client.refreshes_pulls = client.pulls_diagnostics &&
                             json_is_true(capabilities, "workspace/diagnostics/refreshSupport");
    client.process_id = cJSON_IsNumber(process) && process->valueint > 0 ? process->valueint : 0;
    return client;
}
