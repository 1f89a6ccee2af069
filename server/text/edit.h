/* Edits: spans of one text with what replaces them. */
#ifndef BLUETICK_TEXT_EDIT_H
#define BLUETICK_TEXT_EDIT_H

#include "base/arena.h"
#include "base/array.h"
#include "base/status.h"

typedef struct Edit {
    Span span;       /* bytes of the text before any edit; empty = insert */
    Str replacement; /* borrowed: lives as long as the fix's arena */
} Edit;

typedef struct EditList ARRAY_OF(Edit) EditList;

/* Sorts by position; inserts at one place keep their order. False when two edits overlap (an insert
 * at the border of a replacement does not). Equal replacements of one span are merged. */
bool edit_list_sort(EditList *edits);

/* The text after all edits, appended to out. `edits` must be sorted. */
void edit_list_apply(const EditList *edits, Str text, Buf *out);

/* Where an offset of the text before stands after the edits; inside a replaced span: its start. */
uint32_t edit_list_map_offset(const EditList *edits, uint32_t offset);

/* A unified diff (3 lines of context, `--- a/path`, `+++ b/path`) of before and after; nothing when
 * they are equal. Line ends are compared byte for byte. O(lines + differences squared), capped. */
void diff_unified(Str path, Str before, Str after, Buf *out);

#endif
