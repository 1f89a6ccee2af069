/* Prints the ast of Python files for tests/oracle/ast_oracle.py: `= PATH` and then one JSON row a
 * node. With --dump, for people. With --silent nothing is printed: for measuring. */
#include "ast/dump.h"
#include "syntax/parser.h"

#include <stdio.h>
#include <stdlib.h>

static bool read_file(const char *path, Buf *out) {
    char block[1 << 16];
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    size_t got;
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        buf_append(out, (Str){block, (uint32_t)got});
    }
    fclose(file);
    return true;
}

typedef enum Mode { MODE_JSON, MODE_DUMP, MODE_SILENT } Mode;

static void print_file(UnitParser *parser, const char *path, Mode mode) {
    Buf text, out;
    Arena mem;
    ParsedUnit unit;
    buf_init(&text, 0);
    buf_init(&out, 0);
    arena_init(&mem);
    if (!read_file(path, &text)) {
        printf("! %s unreadable\n", path);
    } else {
        Status status = unit_parser_parse(parser, buf_str(&text), (ParseLimits){0},
                                          (ParseQueries){0}, &mem, &unit);
        if (mode == MODE_JSON) {
            printf("= %s\n", path);
            ast_dump_json(&unit.ast, &out);
        } else if (mode == MODE_DUMP) {
            ast_dump(&unit.ast, buf_str(&text), &out);
        }
        fwrite(out.ptr ? out.ptr : "", 1, out.len, stdout);
        if (status != STATUS_OK) {
            printf("! %s %s\n", path, status_text(status));
        }
    }
    arena_release(&mem);
    buf_release(&out);
    buf_release(&text);
}

int main(int count, char **arguments) {
    UnitParser *parser = unit_parser_new();
    Mode mode = MODE_JSON;
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "--dump") == 0) {
            mode = MODE_DUMP;
        } else if (strcmp(arguments[i], "--silent") == 0) {
            mode = MODE_SILENT;
        } else {
            print_file(parser, arguments[i], mode);
        }
    }
    unit_parser_free(parser);
    return 0;
}
