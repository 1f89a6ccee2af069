/* Knows how to ask git. Refuses to know .gitignore's language. */
#include "workspace/ignored.h"

#include "io/file.h"
#include "io/path.h"
#include "io/process.h"

typedef enum GitStream { GIT_OUTPUT, GIT_ERRORS } GitStream;

enum { LIMIT_MS = 20 * 1000, OUTPUT_MAX = 256 * 1024 * 1024, GIT_NO_REPOSITORY = 128 };

void ignored_init(Ignored *ignored) {
    *ignored = (Ignored){.no_git = false};
    arena_init(&ignored->mem);
    interner_init(&ignored->paths, &ignored->mem);
}

void ignored_release(Ignored *ignored) {
    interner_release(&ignored->paths);
    arena_release(&ignored->mem);
}

/* Paths end in NUL; folders end in a slash. */
static void add_paths(Ignored *ignored, Str folder, Str output) {
    Arena scratch;
    arena_init(&scratch);
    for (uint32_t at = 0; at < output.len;) {
        uint32_t length = str_find_byte(str_slice(output, at, output.len), '\0');
        Str path = str_slice(output, at, at + length);
        at += length + 1;
        /* "./" is the asked folder itself: whoever names it wants it. */
        if (path.len > 0 && !str_equal(path, STR("./"))) {
            ArenaMark mark = arena_mark(&scratch);
            interner_add(&ignored->paths, path_absolute(path, folder, &scratch));
            arena_rewind(&scratch, mark);
        }
    }
    arena_release(&scratch);
}

/* The repository may be hostile: no program that its config names is run, no lock taken. */
static Status run_git(Str folder, GitStream stream, Buf *out, int *code, Buf *err) {
    const char *arguments[] = {"git",
                               "--no-optional-locks",
                               "-c",
                               "core.fsmonitor=false",
                               "ls-files",
                               "-z",
                               "--others",
                               "--ignored",
                               "--exclude-standard",
                               "--directory",
                               NULL};
    const char *unset[] = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", NULL};
    Arena scratch;
    arena_init(&scratch);
    ProcessRequest request = {.arguments = arguments,
                              .folder = arena_copy(&scratch, folder).ptr,
                              .unset = unset,
                              .limit_ms = LIMIT_MS,
                              .takes_errors = stream == GIT_ERRORS};
    Status status = process_run(&request, out, code, err);
    arena_release(&scratch);
    return status;
}

/* In this folder or above it. */
static bool has_repository(Str folder) {
    Arena scratch;
    arena_init(&scratch);
    bool found = false;
    while (!found && folder.len > 0) {
        found = file_stat(path_join(folder, STR(".git"), &scratch), NULL) != FILE_MISSING;
        folder = folder.len > 1 ? path_folder(folder) : STR("");
    }
    arena_release(&scratch);
    return found;
}

/* Git says the same when there is no repository and when it will not open the one there is, as one
 * that belongs to another user: in its own words, which depend on the language. */
static Status tell_refusal(Str folder, Buf *err) {
    Buf words;
    Buf ignored;
    int code = 0;
    buf_init(&words, OUTPUT_MAX);
    buf_init(&ignored, 0);
    Status status = run_git(folder, GIT_ERRORS, &words, &code, &ignored);
    Str line = str_slice(buf_str(&words), 0, str_find_byte(buf_str(&words), '\n'));
    if (status == STATUS_OK && code != 0 && has_repository(folder)) {
        status = status_note(STATUS_INVALID, err, "git does not tell what it ignores: %.*s",
                             STR_ARG(line));
    } else {
        status = STATUS_OK;
    }
    buf_release(&words);
    buf_release(&ignored);
    return status;
}

Status ignored_ask(Ignored *ignored, Str folder, Buf *err) {
    if (ignored->no_git) {
        return STATUS_OK;
    }
    Buf out;
    int code = 0;
    buf_init(&out, OUTPUT_MAX);
    Status status = run_git(folder, GIT_OUTPUT, &out, &code, err);
    if (status == STATUS_OK && code == 0) {
        add_paths(ignored, folder, buf_str(&out));
    } else if (status == STATUS_NOT_FOUND) {
        ignored->no_git = true;
        status = STATUS_OK;
    } else if (status == STATUS_OK && code == GIT_NO_REPOSITORY) {
        status = tell_refusal(folder, err);
    } else if (status == STATUS_OK) {
        status = status_note(STATUS_INVALID, err, "git ls-files ended with %d", code);
    } else if (status < 0) {
        status_note(status, err, "git ls-files %s", status_text(status));
    }
    buf_release(&out);
    return status;
}

bool ignored_has(const Ignored *ignored, Str path) {
    return interner_find(&ignored->paths, path) != NAME_NONE;
}
