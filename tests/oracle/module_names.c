/* Oracle: what a name of a module leads to, over imports, re-exports and stars.
 *
 *     module_names LIST < QUESTIONS
 *
 * LIST holds the project's files, one path a line, sorted by bytes, from the working directory. A
 * question is a line `FILE TAB NAME`; the answer is a line: `FILE TAB NAME` of the class or the
 * function that the name leads to, `module TAB FILE`, `library TAB PATH`, or nothing. */
#include "base/array.h"
#include "engine/project_view.h"
#include "io/file.h"
#include "semantics/class_ref.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Files ARRAY_OF(IndexFile) Files;
typedef struct Documents ARRAY_OF(Document *) Documents;

static Str take_line(Str *rest) {
    uint32_t end = str_find_byte(*rest, '\n');
    Str line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end < rest->len ? end + 1 : end, rest->len);
    return line;
}

/* A file that cannot be decoded counts as an empty one. */
static Document *open_document(Str path, Arena *mem) {
    Buf reason;
    Str text = STR("");
    Document *document = NULL;
    buf_init(&reason, 0);
    bool is_read = file_read(&text, path, SOURCE_BYTES_MAX, mem, NULL, &reason) >= 0;
    if ((!is_read || document_open(&document, path, text, &reason) < 0) &&
        document_open(&document, path, STR(""), &reason) < 0) {
        exit(1);
    }
    buf_release(&reason);
    return document;
}

static void print_definition(const FileModel *file, ClassRef ref) {
    const FileModel *home = class_ref_file(file, ref);
    Str name = ast_name(&class_ref_facts(file, ref)->ast, ref.node);
    printf("%.*s\t%.*s\n", STR_ARG(home->path), STR_ARG(name));
}

static void answer(const Project *project, const ProjectIndex *index, Str line, Arena *mem) {
    uint32_t tab = str_find_byte(line, '\t');
    FileId of = project_index_find(index, str_slice(line, 0, tab));
    Str name = str_slice(line, tab < line.len ? tab + 1 : tab, line.len);
    if (of == FILE_NONE) {
        fprintf(stderr, "no such file: %.*s\n", STR_ARG(line));
        exit(1);
    }
    const FileModel *file = project->file(project->context, of);
    ClassRef ref = class_ref_export(file, of, name, mem);
    if (ref.tag == REF_CLASS || ref.tag == REF_FUNCTION) {
        print_definition(file, ref);
    } else if (ref.tag == REF_MODULE && ref.file != FILE_NONE) {
        printf("module\t%.*s\n", STR_ARG(project->file(project->context, ref.file)->path));
    } else if (ref.tag == REF_PATH) {
        printf("library\t%.*s\n", STR_ARG(ref.path));
    } else {
        puts("");
    }
}

static void answer_all(const Snapshot *snapshot, Arena *mem) {
    const CatalogAdditions nothing = {
        .blocking = {NULL, 0}
    };
    UnitParser *parser = unit_parser_new();
    ProjectView *view = project_view_new(parser, NULL);
    ViewRequest request = {
        .snapshot = snapshot, .document = snapshot->documents[0], .own = 0, .additions = &nothing};
    const Project *project = project_view_enter(view, &request);
    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        Str text = str_from_c(line);
        answer(project, snapshot->index, str_slice(text, 0, str_find_byte(text, '\n')), mem);
    }
    project_view_leave(view, false);
    project_view_free(view);
    unit_parser_free(parser);
}

int main(int argc, char **argv) {
    Arena mem;
    Buf reason;
    Str list;
    arena_init(&mem);
    buf_init(&reason, 0);
    if (argc != 2 ||
        file_read(&list, str_from_c(argv[1]), UINT32_MAX / 2, &mem, NULL, &reason) < 0) {
        fputs("usage: module_names LIST < QUESTIONS\n", stderr);
        return 1;
    }
    Files files = {0};
    Documents documents = {0};
    while (list.len > 0) {
        Document *document = open_document(take_line(&list), &mem);
        ARRAY_PUSH(&documents, document);
        ARRAY_PUSH(&files, ((IndexFile){document->path, &document->outline}));
    }
    Snapshot snapshot = {.index = project_index_new(files.items, files.count),
                         .documents = documents.items,
                         .count = files.count,
                         .serial = 1,
                         .base_serial = 1,
                         .key = PROJECT_NONE + 1};
    answer_all(&snapshot, &mem);
    project_index_free(snapshot.index);
    for (uint32_t i = 0; i < documents.count; i++) {
        document_release(documents.items[i]);
    }
    ARRAY_RELEASE(&documents);
    ARRAY_RELEASE(&files);
    buf_release(&reason);
    arena_release(&mem);
    return 0;
}
