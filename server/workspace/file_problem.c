/* Knows how a place in a text is shown; nothing about what may be wrong there. */
#include "workspace/file_problem.h"

enum { ROW_SHOWN_MAX = 160 };

static Str row_at(Str text, uint32_t offset, uint32_t *start) {
    *start = offset;
    while (*start > 0 && text.ptr[*start - 1] != '\n') {
        --*start;
    }
    Str row = str_slice(text, *start, text.len);
    row = str_slice(row, 0, str_find_byte(row, '\n'));
    bool has_return = row.len > 0 && row.ptr[row.len - 1] == '\r';
    return str_slice(row, 0, row.len - has_return);
}

ProblemRange file_problem_range(const FileProblem *problem, PositionEncoding encoding) {
    Arena mem;
    uint32_t row_start;
    arena_init(&mem);
    LineIndex lines = line_index_build(problem->text, &mem);
    Span span = problem->span;
    Str row = row_at(problem->text, span.start, &row_start);
    uint32_t row_end = row_start + row.len;
    uint32_t end = span.end > span.start ? span.end : span.start + 1;
    end = end < row_end ? end : row_end;
    ProblemRange range = {
        line_index_position(&lines, span.start, encoding),
        line_index_position(&lines, end > span.start ? end : span.start, encoding)};
    arena_release(&mem);
    return range;
}

static void append_frame(const FileProblem *problem, uint32_t row_number, Buf *err) {
    uint32_t start;
    uint32_t offset = problem->span.start;
    Str row = row_at(problem->text, offset, &start);
    row = str_slice(row, 0, ROW_SHOWN_MAX);
    buf_format(err, "\n%5u | %.*s\n      | ", row_number, STR_ARG(row));
    for (uint32_t i = start; i < offset && i - start < row.len; i++) {
        buf_append_byte(err, problem->text.ptr[i] == '\t' ? '\t' : ' ');
    }
    buf_append_c(err, "^");
}

void file_problem_tell(const FileProblem *problem, Buf *err) {
    buf_append_c(err, err->len > 0 ? "\n" : "");
    if (problem->text.len == 0) {
        buf_format(err, "%.*s: %.*s", STR_ARG(problem->shown), STR_ARG(problem->why));
        return;
    }
    Position place = file_problem_range(problem, POSITION_UTF32).start;
    buf_format(err, "%.*s:%u:%u: %.*s", STR_ARG(problem->shown), place.row + 1, place.column + 1,
               STR_ARG(problem->why));
    append_frame(problem, place.row + 1, err);
}
