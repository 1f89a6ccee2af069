/* Bytes that outlive the process: numbers, texts and hashes, one after the other.
 *
 * What is read back is not trusted. A reader never looks beyond its bytes, every number is asked
 * for with the most that it may be, every count with the bytes that its items take at least: so no
 * file, however made, reads out of bounds or allocates more than a multiple of its own length.
 * After the first wrong answer the reader has `failed` and gives zeros: ask at the end. */
#ifndef BLUETICK_BASE_PACK_H
#define BLUETICK_BASE_PACK_H

#include "base/buf.h"
#include "base/hash.h"

void pack_put_number(Buf *out, uint64_t number); /* 1 to 10 bytes, small ones are short */
void pack_put_text(Buf *out, Str text);
void pack_put_span(Buf *out, Span span);
void pack_put_hash(Buf *out, Hash hash);   /* 16 bytes */
void pack_put_key(Buf *out, uint64_t key); /* 8 bytes */

typedef struct PackReader {
    Str bytes; /* borrowed: texts point into it */
    uint32_t at;
    bool failed;
} PackReader;

static inline PackReader pack_reader(Str bytes) {
    return (PackReader){bytes, 0, false};
}

uint64_t pack_take_number(PackReader *reader, uint64_t most);
/* How many items follow, of which each takes `least` bytes or more. */
uint32_t pack_take_count(PackReader *reader, uint32_t least);
Str pack_take_text(PackReader *reader);
/* Within a text of `length` bytes. */
Span pack_take_span(PackReader *reader, uint32_t length);
Hash pack_take_hash(PackReader *reader);
uint64_t pack_take_key(PackReader *reader);

/* True when all was read and nothing was wrong. */
static inline bool pack_is_read(const PackReader *reader) {
    return !reader->failed && reader->at == reader->bytes.len;
}

#endif
