/* Edits in place give the text, the rows and the added-up change that doing it anew would give. */
#include "lsp/text_buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check_rows(const TextBuffer *buffer) {
    Arena mem;
    arena_init(&mem);
    LineIndex expected = line_index_build(buf_str(&buffer->text), &mem);
    LineIndex lines = text_buffer_lines(buffer);
    assert_int_equal(lines.count, expected.count);
    assert_memory_equal(lines.starts, expected.starts, lines.count * sizeof *lines.starts);
    arena_release(&mem);
}

static void check_replace(const char *before, Span span, const char *text, const char *after) {
    TextBuffer buffer;
    text_buffer_init(&buffer);
    text_buffer_set(&buffer, str_from_c(before));
    text_buffer_replace(&buffer, span, str_from_c(text));
    assert_string_equal(buffer.text.ptr ? buffer.text.ptr : "", after);
    check_rows(&buffer);
    text_buffer_release(&buffer);
}

static void test_replace(void **state) {
    (void)state;
    check_replace("", (Span){0, 0}, "abc", "abc");
    check_replace("abc", (Span){0, 3}, "", "");
    check_replace("a\nb\nc", (Span){1, 2}, "", "ab\nc");
    check_replace("a\r\nb", (Span){2, 3}, "", "a\rb");
    check_replace("a\r\nb", (Span){1, 2}, "", "a\nb");
    check_replace("a\rb", (Span){2, 2}, "\n", "a\r\nb");
    check_replace("a\nb", (Span){1, 1}, "\r", "a\r\nb");
    check_replace("a\r\nb", (Span){2, 2}, "x", "a\rx\nb");
    check_replace("a", (Span){1, 1}, "\r", "a\r");
    check_replace("\n", (Span){0, 0}, "\r", "\r\n");
}

static void test_mark_is_not_text(void **state) {
    (void)state;
    TextBuffer buffer;
    text_buffer_init(&buffer);
    text_buffer_set(&buffer, STR("\xEF\xBB\xBFx = 1\n"));
    assert_string_equal(buffer.text.ptr, "x = 1\n");
    text_buffer_release(&buffer);
}

static void check_span(const char *text, Position start, Position end, PositionEncoding encoding,
                       Span expected) {
    TextBuffer buffer;
    text_buffer_init(&buffer);
    text_buffer_set(&buffer, str_from_c(text));
    Span span = text_buffer_span(&buffer, start, end, encoding);
    assert_int_equal(span.start, expected.start);
    assert_int_equal(span.end, expected.end);
    text_buffer_release(&buffer);
}

static void test_positions(void **state) {
    (void)state;
    const char *text = "a\xF0\x9F\x98\x80x\r\n\xC3\xA9y";
    check_span(text, (Position){0, 3}, (Position){0, 4}, POSITION_UTF16, (Span){5, 6});
    check_span(text, (Position){0, 2}, (Position){0, 3}, POSITION_UTF32, (Span){5, 6});
    check_span(text, (Position){0, 5}, (Position){0, 6}, POSITION_UTF8, (Span){5, 6});
    check_span(text, (Position){1, 1}, (Position){0, 0}, POSITION_UTF16, (Span){0, 10});
    check_span(text, (Position){0, 99}, (Position){99, 99}, POSITION_UTF16, (Span){6, 11});
    check_span(text, (Position){0, 2147483647}, (Position){2147483647, 0}, POSITION_UTF8,
               (Span){6, 11});
    check_span("", (Position){3, 3}, (Position){0, 0}, POSITION_UTF16, (Span){0, 0});
}

static uint32_t next_random(uint64_t *seed, uint32_t bound) {
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*seed >> 33) % bound);
}

/* Replaying only the added-up change on the text of before gives the text of now. */
static void check_change(const Buf *before, TextBuffer *buffer) {
    Str old = buf_str(before);
    Str now = buf_str(&buffer->text);
    TextChange change = text_buffer_take_change(buffer);
    Buf replayed;
    buf_init(&replayed, 0);
    assert_true(change.replaced.start <= change.replaced.end && change.replaced.end <= old.len);
    buf_append(&replayed, str_slice(old, 0, change.replaced.start));
    buf_append(&replayed, str_slice(now, change.replaced.start, change.any ? change.end : 0));
    buf_append(&replayed, str_slice(old, change.replaced.end, old.len));
    assert_true(str_equal(buf_str(&replayed), now));
    buf_release(&replayed);
}

static void test_random_edits(void **state) {
    (void)state;
    static const char *const pieces[] = {"", "\n", "\r", "\r\n", "ab", "x\ny", "\n\r", "\xC3\xA9"};
    uint64_t seed = 11;
    for (int round = 0; round < 500; round++) {
        TextBuffer buffer;
        Buf before;
        text_buffer_init(&buffer);
        text_buffer_set(&buffer, STR("a\r\nb\nc\rd\n\re"));
        text_buffer_take_change(&buffer);
        buf_init(&before, 0);
        buf_append(&before, buf_str(&buffer.text));
        for (int edits = 0; edits < 8; edits++) {
            uint32_t start = next_random(&seed, buffer.text.len + 1);
            uint32_t end = start + next_random(&seed, buffer.text.len - start + 1);
            const char *piece = pieces[next_random(&seed, sizeof pieces / sizeof *pieces)];
            text_buffer_replace(&buffer, (Span){start, end}, str_from_c(piece));
            check_rows(&buffer);
        }
        check_change(&before, &buffer);
        buf_release(&before);
        text_buffer_release(&buffer);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_replace),
        cmocka_unit_test(test_mark_is_not_text),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_random_edits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
