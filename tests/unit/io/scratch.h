/* A folder of its own for each test, gone afterwards. */
#ifndef BLUETICK_TESTS_UNIT_IO_SCRATCH_H
#define BLUETICK_TESTS_UNIT_IO_SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h> /* cmocka.h needs these four first */
#include <stdint.h>

#include <cmocka.h>

#include "io/file.h"
#include "io/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Scratch {
    Arena mem;
    char folder[64];
} Scratch;

static inline void scratch_init(Scratch *scratch) {
    arena_init(&scratch->mem);
    snprintf(scratch->folder, sizeof scratch->folder, "/tmp/bluetick-test-XXXXXX");
    assert_non_null(mkdtemp(scratch->folder));
}

static inline void scratch_release(Scratch *scratch) {
    const char *arguments[] = {"rm", "-rf", scratch->folder, NULL};
    ProcessRequest request = {.arguments = arguments};
    Buf out;
    int code = 0;
    buf_init(&out, 0);
    assert_int_equal(process_run(&request, &out, &code, NULL), STATUS_OK);
    buf_release(&out);
    arena_release(&scratch->mem);
}

static inline Str scratch_path(Scratch *scratch, const char *name) {
    return arena_format(&scratch->mem, "%s/%s", scratch->folder, name);
}

static inline Str scratch_file(Scratch *scratch, const char *name, const char *text) {
    Str path = scratch_path(scratch, name);
    FILE *file = fopen(path.ptr, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return path;
}

#define assert_str_is(actual, expected)                                                            \
    assert_string_equal(arena_format(&scratch.mem, "%.*s", STR_ARG(actual)).ptr, (expected))

#endif
