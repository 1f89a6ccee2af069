/* A source file's text: decoded to UTF-8, the byte order mark taken off.
 *
 * Every offset in the engine counts bytes of `text`. Files that are UTF-8 already (nearly all) are
 * not copied. Others (PEP 263 cookie) are converted with iconv; bytes that are not in the
 * encoding are refused, as Python does. Reports that promise offsets in the file's own bytes go
 * through source_file_offset. */
#ifndef BLUETICK_TEXT_SOURCE_H
#define BLUETICK_TEXT_SOURCE_H

#include "base/arena.h"
#include "base/status.h"

/* tree-sitter's offsets are 32-bit, and no hand-written file comes near (spec/scanner.md B). */
enum { SOURCE_BYTES_MAX = 10 * 1000 * 1000 };

typedef struct Source {
    Str text;             /* UTF-8 without the mark */
    Str file_bytes;       /* as read; borrowed from the caller */
    const char *encoding; /* iconv's name of the file's encoding; NULL = UTF-8 */
    bool has_mark;        /* the file begins with EF BB BF */
} Source;

/* PEP 263: a mark means UTF-8, else a cookie on line 1 or 2, else UTF-8.
 * STATUS_UNSUPPORTED (unknown codec, bytes that are not in it) appends the reason to err;
 * STATUS_TOO_LARGE past SOURCE_BYTES_MAX. `file_bytes` must outlive `out`. */
Status source_decode(Source *out, Str file_bytes, Arena *mem, Buf *err) MUST_CHECK;

/* Byte offset in the file for one in `text`; O(1) for UTF-8, else O(offset). */
uint32_t source_file_offset(const Source *source, uint32_t offset);

/* `text` as the file's bytes: mark and encoding as they were. STATUS_UNSUPPORTED when the encoding
 * lacks a character. */
Status source_encode(const Source *source, Str text, Buf *out, Buf *err) MUST_CHECK;

/* True when all of `text` is well-formed UTF-8 (no surrogates, no overlong forms). */
bool utf8_is_valid(Str text);

#endif
