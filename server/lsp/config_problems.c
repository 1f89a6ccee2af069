/* Knows which query files and configs have been told to be wrong; refuses to know what is wrong
 * with them. */
#include "lsp/config_problems.h"

#include "lsp/diagnostics.h"
#include "lsp/json_write.h"
#include "lsp/session.h"
#include "lsp/uri.h"

void told_problems_release(ToldProblems *told) {
    for (uint32_t i = 0; i < told->uris.count; i++) {
        buf_release(&told->uris.items[i]);
    }
    ARRAY_RELEASE(&told->uris);
}

static void write_problem(const FileProblem *problem, PositionEncoding encoding, Buf *out) {
    ProblemRange range = file_problem_range(problem, encoding);
    json_append_comma(out);
    buf_format(out,
               "{\"range\":{\"start\":{\"line\":%u,\"character\":%u},"
               "\"end\":{\"line\":%u,\"character\":%u}},\"severity\":1,"
               "\"code\":\"%s\",\"source\":\"bluetick\",\"message\":",
               range.start.row, range.start.column, range.end.row, range.end.column,
               problem->is_config ? "config" : "own/query");
    json_append_string(out, problem->why);
    buf_append_byte(out, '}');
}

/* All problems of the file of problems[first]. */
static void push_file(Session *session, const FileProblems *problems, uint32_t first, Str uri) {
    Str absolute = problems->items[first].absolute;
    Buf array;
    buf_init(&array, 0);
    buf_append_byte(&array, '[');
    for (uint32_t i = first; i < problems->count; i++) {
        if (str_equal(problems->items[i].absolute, absolute)) {
            write_problem(&problems->items[i], session->client.encoding, &array);
        }
    }
    buf_append_byte(&array, ']');
    diagnostics_send(&session->outbox, uri, NULL, buf_str(&array));
    buf_release(&array);
}

static bool is_first_of_file(const FileProblems *problems, uint32_t index) {
    for (uint32_t i = 0; i < index; i++) {
        if (str_equal(problems->items[i].absolute, problems->items[index].absolute)) {
            return false;
        }
    }
    return true;
}

static bool is_told(const ToldProblems *told, Str uri) {
    for (uint32_t i = 0; i < told->uris.count; i++) {
        if (str_equal(buf_str(&told->uris.items[i]), uri)) {
            return true;
        }
    }
    return false;
}

void config_problems_tell(Session *session) {
    ToldProblems *told = &session->told_problems;
    const FileProblems *problems = settings_problems(session->settings);
    if (told->settings == session->settings && told->count == problems->count) {
        return;
    }
    ToldProblems now = {.settings = session->settings, .count = problems->count};
    for (uint32_t i = 0; i < problems->count; i++) {
        if (is_first_of_file(problems, i)) {
            Buf uri;
            buf_init(&uri, 0);
            uri_from_path(problems->items[i].absolute, path_style_native(), &uri);
            push_file(session, problems, i, buf_str(&uri));
            ARRAY_PUSH(&now.uris, uri);
        }
    }
    for (uint32_t i = 0; i < told->uris.count; i++) {
        if (!is_told(&now, buf_str(&told->uris.items[i]))) {
            diagnostics_clear(&session->outbox, buf_str(&told->uris.items[i]));
        }
    }
    told_problems_release(told);
    *told = now;
}
