/* Unified diffs. Knows lines as byte strings that end at LF; not what they say. */
#include "base/hash.h"
#include "text/edit.h"

#include <stdlib.h>

/* Beyond DISTANCE_MAX differing lines the shortest script is not worth its quadratic cost: what is
 * left between the common ends is shown as one replacement. */
enum { CONTEXT_LINES = 3, DISTANCE_MAX = 1024 };

typedef struct DiffLine {
    Span span; /* with its line end */
    uint64_t hash;
} DiffLine;

typedef struct Lines {
    Str text;
    DiffLine *items;
    uint32_t count;
    uint32_t capacity;
} Lines;

/* Lines [old_start, old_end) became lines [new_start, new_end). */
typedef struct Change {
    uint32_t old_start, old_end;
    uint32_t new_start, new_end;
} Change;

typedef struct Changes ARRAY_OF(Change) Changes;
typedef struct Frontier ARRAY_OF(int32_t) Frontier;

static Lines split_lines(Str text) {
    Lines lines = {.text = text};
    uint32_t at = 0;
    while (at < text.len) {
        Str rest = str_slice(text, at, text.len);
        uint32_t length = str_find_byte(rest, '\n');
        length += length < rest.len ? 1 : 0;
        ARRAY_PUSH(&lines, ((DiffLine){
                               {at, at + length},
                               hash_short(str_slice(rest, 0, length))
        }));
        at += length;
    }
    return lines;
}

static bool is_same_line(const Lines *before, uint32_t i, const Lines *after, uint32_t j) {
    const DiffLine *left = &before->items[i];
    const DiffLine *right = &after->items[j];
    return left->hash == right->hash &&
           str_equal(str_span(before->text, left->span), str_span(after->text, right->span));
}

/* ---- Myers' shortest edit script -------------------------------------------------------- */

/* The lines between the common ends. */
typedef struct Middle {
    const Lines *before;
    const Lines *after;
    Change range;
} Middle;

static int32_t slide(const Middle *middle, int32_t x, int32_t k) {
    int32_t old_count = (int32_t)(middle->range.old_end - middle->range.old_start);
    int32_t new_count = (int32_t)(middle->range.new_end - middle->range.new_start);
    while (x < old_count && x - k < new_count &&
           is_same_line(middle->before, middle->range.old_start + (uint32_t)x, middle->after,
                        middle->range.new_start + (uint32_t)(x - k))) {
        x++;
    }
    return x;
}

/* For each distance d one row: the furthest x on the diagonals k = -d, -d + 2 ... d. */
static size_t row_start(int32_t distance) {
    return (size_t)distance * (size_t)distance; /* rows of 2d + 1 */
}

/* The furthest path on diagonal k comes from k + 1 (an insertion), else from k - 1 (a deletion).
 * `last` is the row before, addressed by diagonal. */
static bool is_insertion(const int32_t *last, int32_t distance, int32_t k) {
    return k == -distance || (k != distance && last[k - 1] < last[k + 1]);
}

/* Fills `rows` until a path reaches the end. Its distance, or DISTANCE_MAX + 1. */
static int32_t find_distance(const Middle *middle, Frontier *rows) {
    int32_t old_count = (int32_t)(middle->range.old_end - middle->range.old_start);
    int32_t new_count = (int32_t)(middle->range.new_end - middle->range.new_start);
    for (int32_t d = 0; d <= DISTANCE_MAX; d++) {
        ARRAY_RESERVE(rows, (uint32_t)(2 * d + 1));
        rows->count += (uint32_t)(2 * d + 1);
        int32_t *row = rows->items + row_start(d) + d;
        const int32_t *last = d ? rows->items + row_start(d - 1) + (d - 1) : row;
        for (int32_t k = -d; k <= d; k += 2) {
            int32_t x = 0;
            if (d) {
                x = is_insertion(last, d, k) ? last[k + 1] : last[k - 1] + 1;
            }
            row[k] = slide(middle, x, k);
            if (row[k] >= old_count && row[k] - k >= new_count) {
                return d;
            }
        }
    }
    return DISTANCE_MAX + 1;
}

/* Walks the path back and notes each step, the last one first. */
static void trace_back(const Middle *middle, const Frontier *rows, int32_t distance,
                       Changes *steps) {
    uint32_t x = middle->range.old_end - middle->range.old_start;
    uint32_t y = middle->range.new_end - middle->range.new_start;
    for (int32_t d = distance; d > 0; d--) {
        int32_t k = (int32_t)x - (int32_t)y;
        const int32_t *last = rows->items + row_start(d - 1) + (d - 1);
        bool insertion = is_insertion(last, d, k);
        k += insertion ? 1 : -1;
        x = (uint32_t)last[k];
        y = (uint32_t)(last[k] - k);
        uint32_t old_at = middle->range.old_start + x;
        uint32_t new_at = middle->range.new_start + y;
        ARRAY_PUSH(steps, ((Change){old_at, old_at + (insertion ? 0 : 1), new_at,
                                    new_at + (insertion ? 1 : 0)}));
    }
}

/* Adjacent steps become one change. */
static void join_steps(const Changes *steps, Changes *changes) {
    for (uint32_t i = steps->count; i-- > 0;) {
        Change step = steps->items[i];
        Change *last = changes->count ? &changes->items[changes->count - 1] : NULL;
        if (last && last->old_end == step.old_start && last->new_end == step.new_start) {
            last->old_end = step.old_end;
            last->new_end = step.new_end;
        } else {
            ARRAY_PUSH(changes, step);
        }
    }
}

static Changes find_changes(const Lines *before, const Lines *after) {
    Changes changes = {0};
    Change range = {0, before->count, 0, after->count};
    while (range.old_start < range.old_end && range.new_start < range.new_end &&
           is_same_line(before, range.old_start, after, range.new_start)) {
        range.old_start++;
        range.new_start++;
    }
    while (range.old_start < range.old_end && range.new_start < range.new_end &&
           is_same_line(before, range.old_end - 1, after, range.new_end - 1)) {
        range.old_end--;
        range.new_end--;
    }
    Middle middle = {before, after, range};
    Frontier rows = {0};
    int32_t distance = find_distance(&middle, &rows);
    if (distance > DISTANCE_MAX) {
        ARRAY_PUSH(&changes, range);
    } else {
        Changes steps = {0};
        trace_back(&middle, &rows, distance, &steps);
        join_steps(&steps, &changes);
        ARRAY_RELEASE(&steps);
    }
    ARRAY_RELEASE(&rows);
    return changes;
}

/* ---- writing ---------------------------------------------------------------------------- */

static void write_lines(const Lines *lines, uint32_t start, uint32_t end, char sign, Buf *out) {
    for (uint32_t i = start; i < end; i++) {
        Str line = str_span(lines->text, lines->items[i].span);
        buf_append_byte(out, sign);
        buf_append(out, line);
        if (line.ptr[line.len - 1] != '\n') {
            buf_append_c(out, "\n\\ No newline at end of file\n");
        }
    }
}

/* `12,3`; `12` for one line; the line before for none, as diff -u has it. */
static void write_range(uint32_t start, uint32_t end, Buf *out) {
    uint32_t count = end - start;
    buf_format(out, "%u", count ? start + 1 : start);
    if (count != 1) {
        buf_format(out, ",%u", count);
    }
}

/* The changes [first, end) share one hunk. */
static void write_hunk(const Lines *before, const Lines *after, const Change *first,
                       const Change *end, Buf *out) {
    uint32_t lead = first->old_start < CONTEXT_LINES ? first->old_start : CONTEXT_LINES;
    uint32_t left = before->count - end[-1].old_end;
    uint32_t trail = left < CONTEXT_LINES ? left : CONTEXT_LINES;
    buf_append_c(out, "@@ -");
    write_range(first->old_start - lead, end[-1].old_end + trail, out);
    buf_append_c(out, " +");
    write_range(first->new_start - lead, end[-1].new_end + trail, out);
    buf_append_c(out, " @@\n");
    uint32_t at = first->old_start - lead;
    for (const Change *change = first; change < end; change++) {
        write_lines(before, at, change->old_start, ' ', out);
        write_lines(before, change->old_start, change->old_end, '-', out);
        write_lines(after, change->new_start, change->new_end, '+', out);
        at = change->old_end;
    }
    write_lines(before, at, at + trail, ' ', out);
}

/* As `patch -p1` in the root folder wants an absolute path: without its slash. */
static Str below_root(Str path) {
    while (path.len > 0 && path.ptr[0] == '/') {
        path = str_slice(path, 1, path.len);
    }
    return path;
}

static void write_diff(Str path, const Lines *before, const Lines *after, const Changes *changes,
                       Buf *out) {
    Str shown = below_root(path);
    buf_format(out, "--- a/%.*s\n+++ b/%.*s\n", STR_ARG(shown), STR_ARG(shown));
    const Change *end = changes->items + changes->count;
    for (const Change *first = changes->items; first < end;) {
        const Change *next = first + 1;
        while (next < end && next->old_start - next[-1].old_end <= 2 * CONTEXT_LINES) {
            next++;
        }
        write_hunk(before, after, first, next, out);
        first = next;
    }
}

void diff_unified(Str path, Str before, Str after, Buf *out) {
    if (str_equal(before, after)) {
        return;
    }
    Lines before_lines = split_lines(before);
    Lines after_lines = split_lines(after);
    Changes changes = find_changes(&before_lines, &after_lines);
    write_diff(path, &before_lines, &after_lines, &changes, out);
    ARRAY_RELEASE(&changes);
    ARRAY_RELEASE(&before_lines);
    ARRAY_RELEASE(&after_lines);
}
