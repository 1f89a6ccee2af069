/* Lists of edits: order, overlap, application. Knows offsets only. */
#include "text/edit.h"

static bool is_insert(const Edit *edit) {
    return edit->span.end <= edit->span.start;
}

/* Inserts stand before a replacement that begins where they are. */
static bool comes_after(const Edit *left, const Edit *right) {
    if (left->span.start != right->span.start) {
        return left->span.start > right->span.start;
    }
    return !is_insert(left) && is_insert(right);
}

/* Merges the sorted runs [low, middle) and [middle, high) of `from` into `to`; stable. */
static void merge_runs(const Edit *from, Edit *to, uint32_t low, uint32_t middle, uint32_t high) {
    uint32_t left = low;
    uint32_t right = middle;
    for (uint32_t i = low; i < high; i++) {
        bool take_right =
            left == middle || (right < high && comes_after(&from[left], &from[right]));
        to[i] = take_right ? from[right++] : from[left++];
    }
}

static void sort_stable(EditList *edits) {
    EditList spare = {0};
    ARRAY_RESERVE(&spare, edits->count);
    for (uint32_t width = 1;
         width<edits->count; width = width> UINT32_MAX / 2 ? UINT32_MAX : width * 2) {
        for (uint64_t low = 0; low < edits->count; low += 2 * (uint64_t)width) {
            uint64_t middle = low + width < edits->count ? low + width : edits->count;
            uint64_t high = middle + width < edits->count ? middle + width : edits->count;
            merge_runs(edits->items, spare.items, (uint32_t)low, (uint32_t)middle, (uint32_t)high);
        }
        memcpy(edits->items, spare.items, sizeof *spare.items * edits->count);
    }
    ARRAY_RELEASE(&spare);
}

static bool is_same_replacement(const Edit *left, const Edit *right) {
    return !is_insert(left) && left->span.start == right->span.start &&
           left->span.end == right->span.end && str_equal(left->replacement, right->replacement);
}

bool edit_list_sort(EditList *edits) {
    sort_stable(edits);
    uint32_t kept = 0;
    bool apart = true;
    for (uint32_t i = 0; i < edits->count; i++) {
        Edit *edit = &edits->items[i];
        if (kept && is_same_replacement(&edits->items[kept - 1], edit)) {
            continue;
        }
        /* the one before may be an insert behind a longer replacement: ends are in order while
         * nothing overlaps, so its end is the furthest */
        apart = apart && !(kept && edit->span.start < edits->items[kept - 1].span.end);
        edits->items[kept++] = *edit;
    }
    edits->count = kept;
    return apart;
}

void edit_list_apply(const EditList *edits, Str text, Buf *out) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < edits->count; i++) {
        const Edit *edit = &edits->items[i];
        buf_append(out, str_slice(text, at, edit->span.start));
        buf_append(out, edit->replacement);
        at = edit->span.end > edit->span.start ? edit->span.end : edit->span.start;
    }
    buf_append(out, str_slice(text, at, text.len));
}

uint32_t edit_list_map_offset(const EditList *edits, uint32_t offset) {
    uint32_t moved = offset; /* modulo 2^32: deletions wrap and come back */
    for (uint32_t i = 0; i < edits->count; i++) {
        const Edit *edit = &edits->items[i];
        if (edit->span.start > offset) {
            break;
        }
        if (!is_insert(edit) && offset < edit->span.end) {
            return moved - (offset - edit->span.start);
        }
        uint32_t removed = is_insert(edit) ? 0 : span_length(edit->span);
        moved += edit->replacement.len - removed;
    }
    return moved;
}
