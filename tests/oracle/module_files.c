/* Oracle: which file of a project an import means.
 *
 *     module_files LIST < QUESTIONS
 *
 * LIST holds the project's files, one path a line, sorted by bytes. A question is a line `FROM TAB
 * DOTTED`; the answer is a line with a path, "/" for a folder without a file, or nothing. */
#include "base/array.h"
#include "index/index.h"
#include "io/file.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Files ARRAY_OF(IndexFile) Files;

static Str take_line(Str *rest) {
    uint32_t end = str_find_byte(*rest, '\n');
    Str line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end < rest->len ? end + 1 : end, rest->len);
    return line;
}

static void answer(const ProjectIndex *index, const Files *files, Str line) {
    uint32_t tab = str_find_byte(line, '\t');
    FileId from = project_index_find(index, str_slice(line, 0, tab));
    Str dotted = str_slice(line, tab < line.len ? tab + 1 : tab, line.len);
    if (from == FILE_NONE) {
        fprintf(stderr, "no such file: %.*s\n", STR_ARG(line));
        exit(1);
    }
    FileId found = project_index_module(index, from, dotted);
    if (found != FILE_NONE) {
        printf("%.*s\n", STR_ARG(files->items[found].path));
    } else {
        puts(project_index_is_package(index, from, dotted) ? "/" : "");
    }
}

int main(int argc, char **argv) {
    Arena mem;
    Buf reason;
    Str list;
    arena_init(&mem);
    buf_init(&reason, 0);
    if (argc != 2 ||
        file_read(&list, str_from_c(argv[1]), UINT32_MAX / 2, &mem, NULL, &reason) < 0) {
        fputs("usage: module_files LIST < QUESTIONS\n", stderr);
        return 1;
    }
    Outline empty = outline_scan(STR(""), &mem);
    Files files = {0};
    while (list.len > 0) {
        ARRAY_PUSH(&files, ((IndexFile){take_line(&list), &empty}));
    }
    ProjectIndex *index = project_index_new(files.items, files.count);
    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        Str text = str_from_c(line);
        answer(index, &files, str_slice(text, 0, str_find_byte(text, '\n')));
    }
    project_index_free(index);
    ARRAY_RELEASE(&files);
    buf_release(&reason);
    arena_release(&mem);
    return 0;
}
