/* Knows the commands that a client may run; refuses to know what documents say. */
#include "lsp/handlers.h"
#include "lsp/json_read.h"
#include "lsp/json_write.h"
#include "workspace/cache_set.h"

/* ---- bluetick.showCacheInfo ----------------------------------------------------------------- */

static void append_units(const Session *session, Buf *out) {
    UnitStoreStatistics units = {0};
    if (session->rules.setup.store) {
        units = unit_store_statistics(session->rules.setup.store);
    }
    buf_format(out,
               "\"units\":{\"held\":%u,\"idle\":%u,\"bytes\":%llu,\"hits\":%llu,\"misses\":%llu}",
               units.held, units.idle, (unsigned long long)units.bytes,
               (unsigned long long)units.hits, (unsigned long long)units.misses);
}

static void append_folder(Str root, Buf *out) {
    Arena mem;
    Buf reason;
    ConfigFiles configs;
    const ProjectConfig *config = NULL;
    arena_init(&mem);
    buf_init(&reason, 0);
    config_files_init(&configs, root, &mem);
    if (config_files_find(&configs, root, &config, &reason) == STATUS_OK) {
        Cache *cache = cache_open(cache_set_folder(config, &mem));
        CacheSize size = cache_size(cache);
        json_append_comma(out);
        buf_append_c(out, "{\"folder\":");
        json_append_string(out, cache_folder(cache));
        buf_format(out, ",\"packs\":%u,\"units\":%u,\"bytes\":%llu,\"trouble\":", size.packs,
                   size.others, (unsigned long long)size.bytes);
        json_append_string(out, cache_trouble(cache));
        buf_append_byte(out, '}');
        cache_close(cache);
    }
    config_files_release(&configs);
    buf_release(&reason);
    arena_release(&mem);
}

/* What is kept in memory for the editor, and what `bluetick check` keeps on disk. */
static void show_cache_info(Session *session, const cJSON *arguments, Buf *out) {
    (void)arguments;
    ProjectFiles *project = project_current(session->project);
    buf_append_byte(out, '{');
    append_units(session, out);
    buf_format(out, ",\"files\":%u,\"folders\":[", project ? project_files_count(project) : 0);
    for (uint32_t i = 0; i < session->roots.count; i++) {
        append_folder(buf_str(&session->roots.items[i]), out);
    }
    buf_append_c(out, "]}");
}

/* ---- bluetick.restartIndex ------------------------------------------------------------------ */

/* All files are read again, and what they say of each other is found out anew. */
static void restart_index(Session *session, const cJSON *arguments, Buf *out) {
    (void)arguments;
    project_restart(session->project);
    for (uint32_t i = 0; i < session->documents.count; i++) {
        project_take_document(session->project, session->documents.items[i]);
    }
    buf_append_c(out, "null");
}

/* ---- bluetick.explainRule ------------------------------------------------------------------- */

/* The page of the rule that the first argument names, in Markdown; null when there is none. */
static void explain_rule(Session *session, const cJSON *arguments, Buf *out) {
    const cJSON *first = cJSON_GetArrayItem(arguments, 0);
    RuleId rule;
    (void)session;
    if (!cJSON_IsString(first) || !rule_find(str_from_c(first->valuestring), &rule)) {
        buf_append_c(out, "null");
        return;
    }
    buf_append_c(out, "{\"rule\":");
    json_append_string(out, rule_info(rule)->id);
    json_append_name(out, "title");
    json_append_string(out, rule_info(rule)->title);
    json_append_name(out, "page");
    json_append_string(out, rule_page(rule));
    buf_append_byte(out, '}');
}

/* ---- the table ------------------------------------------------------------------------------ */

typedef struct ServerCommand {
    const char *name;
    /* Appends the result. */
    void (*run)(Session *session, const cJSON *arguments, Buf *out);
} ServerCommand;

static const ServerCommand server_commands[] = {
    {"bluetick.explainRule",   explain_rule   },
    {"bluetick.restartIndex",  restart_index  },
    {"bluetick.showCacheInfo", show_cache_info},
};
enum { COMMAND_COUNT = sizeof server_commands / sizeof *server_commands };

void commands_append_names(Buf *out) {
    for (int i = 0; i < COMMAND_COUNT; i++) {
        buf_format(out, "%s\"%s\"", i > 0 ? "," : "", server_commands[i].name);
    }
}

void handle_execute_command(Session *session, const Message *message) {
    Str name;
    bool is_named = json_text(message->params, "command", &name);
    for (int i = 0; is_named && i < COMMAND_COUNT; i++) {
        if (str_equal(name, str_from_c(server_commands[i].name))) {
            Buf result;
            buf_init(&result, 0);
            server_commands[i].run(session, json_member(message->params, "arguments"), &result);
            outbox_result(&session->outbox, buf_str(&message->id), buf_str(&result));
            buf_release(&result);
            return;
        }
    }
    outbox_error(&session->outbox, buf_str(&message->id), RPC_INVALID_PARAMS,
                 STR("no such command"));
}
