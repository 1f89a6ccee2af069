/* What result_pack.c and unit_pack.c both write and read. Engine-internal. */
#ifndef BLUETICK_ENGINE_PACK_PARTS_H
#define BLUETICK_ENGINE_PACK_PARTS_H

#include "engine/result_pack.h"

/* Of the file itself when the path is empty. */
const Outline *pack_outline(const PackContext *context, Str path);
/* Of the text of a unit, byte for byte; 0: there is none. */
uint64_t pack_unit_key(const PackContext *context, Str path, UnitId unit);

void pack_mention(MentionedPaths *mentioned, Str path);

/* The index of one of the project's own rules plus 1; 0: it is none. */
void pack_put_own(Buf *out, uint32_t own, const PackContext *context);
uint32_t pack_take_own(PackReader *reader, RuleId rule, const PackContext *context);

/* A text that is UTF-8. */
Str pack_take_words(PackReader *reader);

void pack_put_notes(Buf *out, const Note *notes, uint32_t count);
/* Spans within `text_length`. */
const Note *pack_take_notes(PackReader *reader, uint32_t text_length, uint32_t *count, Arena *mem);

#endif
