/* What the tests of lowering share: Python in, dump out. */
#ifndef BLUETICK_TESTS_LOWERING_H
#define BLUETICK_TESTS_LOWERING_H

#include "ast/dump.h"
#include "syntax/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The dump of `source` without its Module line and without spans. */
static inline void check_lowering(const char *source, const char *expected) {
    Arena mem;
    Buf out, plain;
    ParsedUnit unit;
    arena_init(&mem);
    buf_init(&out, 0);
    buf_init(&plain, 0);
    UnitParser *parser = unit_parser_new();
    Str text = str_from_c(source);
    Status status =
        unit_parser_parse(parser, text, (ParseLimits){0}, (ParseQueries){0}, &mem, &unit);
    assert_int_equal(status, STATUS_OK);
    ast_dump(&unit.ast, (Str){"", 0}, &out);
    bool in_span = false;
    uint32_t first = str_find_byte(buf_str(&out), '\n') + 1;
    for (uint32_t at = first; at < out.len; at++) {
        in_span = (in_span || out.ptr[at] == '[') && out.ptr[at] != ')';
        bool before_span = out.ptr[at] == ' ' && at + 1 < out.len && out.ptr[at + 1] == '[';
        bool closes = out.ptr[at] == ')';
        bool trailing = out.ptr[at] == ' ' && at + 1 < out.len && out.ptr[at + 1] == '\n';
        if (!in_span && !before_span && !closes && !trailing) {
            buf_append_byte(&plain, out.ptr[at]);
        }
    }
    assert_string_equal(plain.ptr ? plain.ptr : "", expected);
    buf_release(&plain);
    buf_release(&out);
    arena_release(&mem);
    unit_parser_free(parser);
}

#endif
