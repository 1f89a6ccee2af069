/* Offsets to positions and back. */
#include "text/line_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void check_rows(const char *text, uint32_t count, const uint32_t *starts) {
    Arena mem;
    arena_init(&mem);
    LineIndex index = line_index_build(str_from_c(text), &mem);
    assert_int_equal(index.count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(index.starts[i], starts[i]);
    }
    arena_release(&mem);
}

static void test_rows(void **state) {
    (void)state;
    check_rows("", 1, (uint32_t[]){0});
    check_rows("a", 1, (uint32_t[]){0});
    check_rows("a\nb\n", 3, (uint32_t[]){0, 2, 4});
    check_rows("a\r\nb\rc\n\r", 5, (uint32_t[]){0, 3, 5, 7, 8});
    check_rows("\r\r\n\n", 4, (uint32_t[]){0, 1, 3, 4});
}

static void test_row_spans(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    LineIndex index = line_index_build(STR("ab\r\n\rc\nd"), &mem);
    static const Span EXPECTED[] = {
        {0, 2},
        {4, 4},
        {5, 6},
        {7, 8},
        {8, 8}
    };
    for (uint32_t row = 0; row < 5; row++) { /* the last one is past the end */
        Span span = line_index_row_span(&index, row);
        assert_int_equal(span.start, EXPECTED[row].start);
        assert_int_equal(span.end, EXPECTED[row].end);
    }
    arena_release(&mem);
}

static void check_position(const LineIndex *index, uint32_t offset, PositionEncoding encoding,
                           uint32_t row, uint32_t column) {
    Position position = line_index_position(index, offset, encoding);
    assert_int_equal(position.row, row);
    assert_int_equal(position.column, column);
}

static void test_encodings(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    /* x, e acute (2 bytes), party popper (4 bytes, a surrogate pair), y */
    LineIndex index = line_index_build(STR("\nx\xC3\xA9\xF0\x9F\x8E\x89y\n"), &mem);
    check_position(&index, 8, POSITION_UTF8, 1, 7);
    check_position(&index, 8, POSITION_UTF16, 1, 4);
    check_position(&index, 8, POSITION_UTF32, 1, 3);
    check_position(&index, 6, POSITION_UTF16, 1, 2); /* inside the popper: its first byte */
    check_position(&index, 99, POSITION_UTF32, 2, 0);
    static const struct {
        PositionEncoding encoding;
        uint32_t row, column, offset;
    } BACK[] = {
        {POSITION_UTF16, 1, 4,  8 },
        {POSITION_UTF16, 1, 3,  4 }, /* half a pair */
        {POSITION_UTF16, 1, 2,  4 },
        {POSITION_UTF32, 1, 3,  8 },
        {POSITION_UTF8,  1, 7,  8 },
        {POSITION_UTF8,  1, 2,  2 },
        {POSITION_UTF16, 1, 99, 9 },
        {POSITION_UTF16, 9, 0,  10},
        {POSITION_UTF16, 2, 5,  10},
        {POSITION_UTF16, 0, 3,  0 },
    };
    for (size_t i = 0; i < sizeof BACK / sizeof *BACK; i++) {
        Position position = {BACK[i].row, BACK[i].column};
        assert_int_equal(line_index_offset(&index, position, BACK[i].encoding), BACK[i].offset);
    }
    arena_release(&mem);
}

/* Every offset that begins a character comes back, in each encoding. */
static void test_there_and_back(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Str text = STR("a\xFF\r\n\xC3\n\xE2\x82\xAC\xF0\x9F\x8E\x89\xF0\x9F\rz\t\xED\xA0\x80");
    LineIndex index = line_index_build(text, &mem);
    for (PositionEncoding encoding = POSITION_UTF8; encoding <= POSITION_UTF32; encoding++) {
        for (uint32_t offset = 0; offset <= text.len; offset++) {
            Position position = line_index_position(&index, offset, encoding);
            uint32_t back = line_index_offset(&index, position, encoding);
            assert_true(back <= offset && offset - back < 4);
            Position again = line_index_position(&index, back, encoding);
            assert_int_equal(again.row, position.row);
            assert_true(again.column == position.column || back < offset);
            assert_int_equal(line_index_offset(&index, again, encoding), back);
        }
    }
    arena_release(&mem);
}

/* Random edits of a text of line ends: the edited index equals a fresh one. */
static void test_edits_equal_a_fresh_index(void **state) {
    (void)state;
    static const char *const PIECES[] = {"\n", "\r", "\r\n", "a", "bc", "\n\r", ""};
    enum { PIECE_COUNT = sizeof PIECES / sizeof *PIECES, ROUNDS = 20000, SIZE = 64 };
    uint64_t random = 20261125;
    char text[SIZE + 4] = "";
    uint32_t length = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        Arena mem;
        arena_init(&mem);
        LineIndex before = line_index_build((Str){text, length}, &mem);
        random = random * 6364136223846793005u + 1442695040888963407u;
        uint32_t start = (uint32_t)(random >> 33) % (length + 1);
        uint32_t end = start + (uint32_t)(random >> 40) % 4;
        end = end > length ? length : end;
        const char *piece = PIECES[(random >> 50) % PIECE_COUNT];
        uint32_t inserted = (uint32_t)strlen(piece);
        if (length - (end - start) + inserted > SIZE) {
            end = length;
        }
        memmove(text + start + inserted, text + end, length - end);
        memcpy(text + start, piece, inserted);
        length = length - (end - start) + inserted;
        Str now = {text, length};
        LineIndex edited = line_index_edit(&before, now, (Span){start, end}, inserted, &mem);
        LineIndex fresh = line_index_build(now, &mem);
        assert_int_equal(edited.count, fresh.count);
        assert_memory_equal(edited.starts, fresh.starts, sizeof *fresh.starts * fresh.count);
        arena_release(&mem);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_row_spans),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_edits_equal_a_fresh_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
