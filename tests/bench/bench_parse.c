/* The floor that every scan is divided by: tree-sitter parses the files and nothing else is done.
 * Usage: bench_parse LIST, a file of paths, one a line. */
#include <tree_sitter/api.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const TSLanguage *tree_sitter_python(void);

static char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        return NULL;
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *bytes = malloc((size_t)size + 1);
    *length = bytes ? fread(bytes, 1, (size_t)size, file) : 0;
    fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    FILE *list = argc > 1 ? fopen(argv[1], "r") : NULL;
    if (!list) {
        fputs("usage: bench_parse LIST\n", stderr);
        return 2;
    }
    TSParser *parser = ts_parser_new();
    ts_parser_set_language(parser, tree_sitter_python());
    char path[4096];
    size_t total = 0;
    while (fgets(path, sizeof path, list)) {
        path[strcspn(path, "\n")] = '\0';
        size_t length = 0;
        char *bytes = read_file(path, &length);
        TSTree *tree = bytes ? ts_parser_parse_string(parser, NULL, bytes, (uint32_t)length) : NULL;
        ts_tree_delete(tree);
        free(bytes);
        total += length;
    }
    fclose(list);
    ts_parser_delete(parser);
    printf("parsed %zu bytes\n", total);
    return 0;
}
