/* Knows how numbers and texts lie in bytes, the same on every machine; knows nothing about what
 * they mean. */
#include "base/pack.h"

/* ---- writing ------------------------------------------------------------------------------ */

void pack_put_number(Buf *out, uint64_t number) {
    char bytes[10];
    uint32_t length = 0;
    for (; number >= 0x80; number >>= 7) {
        bytes[length++] = (char)(0x80 | (number & 0x7f));
    }
    bytes[length++] = (char)number;
    buf_append(out, (Str){bytes, length});
}

void pack_put_text(Buf *out, Str text) {
    pack_put_number(out, text.len);
    buf_append(out, text);
}

void pack_put_span(Buf *out, Span span) {
    pack_put_number(out, span.start);
    pack_put_number(out, span.end);
}

void pack_put_key(Buf *out, uint64_t key) {
    char bytes[8];
    for (uint32_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(key >> (8 * i) & 0xff);
    }
    buf_append(out, (Str){bytes, sizeof bytes});
}

void pack_put_hash(Buf *out, Hash hash) {
    pack_put_key(out, hash.low);
    pack_put_key(out, hash.high);
}

/* ---- reading ------------------------------------------------------------------------------ */

/* NULL when there are not so many bytes. */
static const char *take_bytes(PackReader *reader, uint32_t count) {
    if (reader->failed || count > reader->bytes.len - reader->at) {
        reader->failed = true;
        return NULL;
    }
    const char *bytes = reader->bytes.ptr + reader->at;
    reader->at += count;
    return bytes;
}

uint64_t pack_take_number(PackReader *reader, uint64_t most) {
    uint64_t number = 0;
    for (uint32_t shift = 0; shift < 64; shift += 7) {
        const char *byte = take_bytes(reader, 1);
        if (!byte) {
            return 0;
        }
        number |= (uint64_t)((unsigned char)*byte & 0x7f) << shift;
        if (((unsigned char)*byte & 0x80) == 0) {
            reader->failed = number > most;
            return reader->failed ? 0 : number;
        }
    }
    reader->failed = true;
    return 0;
}

uint32_t pack_take_count(PackReader *reader, uint32_t least) {
    uint32_t count = (uint32_t)pack_take_number(reader, UINT32_MAX);
    if ((uint64_t)count * least > reader->bytes.len - reader->at) {
        reader->failed = true;
        return 0;
    }
    return count;
}

Str pack_take_text(PackReader *reader) {
    uint32_t length = pack_take_count(reader, 1);
    const char *bytes = take_bytes(reader, length);
    return bytes ? (Str){bytes, length} : STR("");
}

Span pack_take_span(PackReader *reader, uint32_t length) {
    uint32_t start = (uint32_t)pack_take_number(reader, length);
    uint32_t end = (uint32_t)pack_take_number(reader, length);
    if (start > end) {
        reader->failed = true;
    }
    return reader->failed ? (Span){0, 0} : (Span){start, end};
}

uint64_t pack_take_key(PackReader *reader) {
    const char *bytes = take_bytes(reader, 8);
    uint64_t key = 0;
    for (uint32_t i = 0; bytes && i < 8; i++) {
        key |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    }
    return key;
}

Hash pack_take_hash(PackReader *reader) {
    uint64_t low = pack_take_key(reader);
    return (Hash){low, pack_take_key(reader)};
}
