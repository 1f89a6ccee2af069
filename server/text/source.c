/* Bytes of a file -> UTF-8 and back. Knows marks, PEP 263 cookies and iconv; nothing of paths or
 * of Python beyond its first two lines. */
#include "text/source.h"

#include <errno.h>
#include <iconv.h>
#include <stddef.h>

static const char MARK[] = "\xEF\xBB\xBF";
enum { MARK_BYTES = 3, CODEC_BYTES_MAX = 40, CONVERT_CHUNK = 4096 };

/* ---- UTF-8 ------------------------------------------------------------------------------ */

/* Bytes of the well-formed character at `at`, 0 when there is none (Unicode table 3-7). */
static uint32_t well_formed_length(const unsigned char *at, const unsigned char *end) {
    size_t left = (size_t)(end - at);
    unsigned char lead = at[0];
    if (lead < 0x80) {
        return 1;
    }
    uint32_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (!length || left < length) {
        return 0;
    }
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (at[1] < low || at[1] > high) {
        return 0;
    }
    for (uint32_t i = 2; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/* Offset of the first byte that is not well-formed, or text.len. */
static uint32_t first_bad_byte(Str text) {
    const unsigned char *start = (const unsigned char *)text.ptr;
    const unsigned char *end = start + text.len;
    const unsigned char *at = start;
    while (at < end) {
        uint64_t word;
        while (end - at >= (ptrdiff_t)sizeof word) {
            memcpy(&word, at, sizeof word);
            if (word & 0x8080808080808080u) {
                break;
            }
            at += sizeof word;
        }
        if (at >= end) {
            break;
        }
        uint32_t length = well_formed_length(at, end);
        if (!length) {
            return (uint32_t)(at - start);
        }
        at += length;
    }
    return text.len;
}

bool utf8_is_valid(Str text) {
    return first_bad_byte(text) == text.len;
}

/* ---- the cookie ------------------------------------------------------------------------- */

static Str first_line(Str text, uint32_t *next) {
    uint32_t end = 0;
    while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r') {
        end++;
    }
    bool pair = end + 1 < text.len && text.ptr[end] == '\r' && text.ptr[end + 1] == '\n';
    *next = end + (end == text.len ? 0 : pair ? 2 : 1);
    return str_slice(text, 0, end);
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\f';
}

static bool is_codec_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.';
}

static uint32_t skip_blanks(Str line, uint32_t at) {
    while (at < line.len && is_blank(line.ptr[at])) {
        at++;
    }
    return at;
}

/* ^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+) as PEP 263 has it; empty when it does not match.
 */
static Str cookie_in_line(Str line) {
    uint32_t at = skip_blanks(line, 0);
    if (at == line.len || line.ptr[at] != '#') {
        return (Str){"", 0};
    }
    Str word = STR("coding");
    for (;;) {
        Str rest = str_slice(line, at, line.len);
        uint32_t found = str_find(rest, word);
        if (found == rest.len) {
            return (Str){"", 0};
        }
        at += found + word.len;
        if (at < line.len && (line.ptr[at] == ':' || line.ptr[at] == '=')) {
            uint32_t start = skip_blanks(line, at + 1);
            uint32_t end = start;
            while (end < line.len && is_codec_byte(line.ptr[end])) {
                end++;
            }
            if (end > start) {
                return str_slice(line, start, end);
            }
        }
    }
}

/* A cookie on line 2 counts only below a blank line or a comment. */
static Str find_cookie(Str text) {
    uint32_t next = 0;
    Str line = first_line(text, &next);
    Str cookie = cookie_in_line(line);
    uint32_t at = skip_blanks(line, 0);
    if (cookie.len || (at < line.len && line.ptr[at] != '#')) {
        return cookie;
    }
    return cookie_in_line(first_line(str_slice(text, next, text.len), &next));
}

/* Python's names that iconv spells otherwise; sorted. Lower case, `_` and `.` written as `-`. */
typedef struct CodecAlias {
    const char *python;
    const char *iconv; /* "" = UTF-8; NULL = no source file can be written in it */
} CodecAlias;

static const CodecAlias ALIASES[] = {
    {"ascii",        "ASCII"       },
    {"cp65001",      ""            },
    {"hz-gb-2312",   "HZ"          },
    {"iso-latin-1",  "ISO-8859-1"  },
    {"iso8859",      "ISO-8859-1"  },
    {"latin",        "ISO-8859-1"  },
    {"latin-1",      "ISO-8859-1"  },
    {"latin1",       "ISO-8859-1"  },
    {"latin9",       "ISO-8859-15" },
    {"mac-cyrillic", "MAC-CYRILLIC"},
    {"mac-roman",    "MACINTOSH"   },
    {"mbcs",         NULL          },
    {"rot13",        NULL          },
    {"u8",           ""            },
    {"utf",          ""            },
    {"utf-16",       NULL          },
    {"utf-16-be",    NULL          },
    {"utf-16-le",    NULL          },
    {"utf-32",       NULL          },
    {"utf-32-be",    NULL          },
    {"utf-32-le",    NULL          },
    {"utf-8",        ""            },
    {"utf-8-sig",    ""            },
    {"utf16",        NULL          },
    {"utf32",        NULL          },
    {"utf8",         ""            },
    {"utf8-ucs2",    ""            },
    {"utf8-ucs4",    ""            },
};

/* iconv's name of a cookie: "" for UTF-8, NULL when it cannot be. */
static const char *codec_of_cookie(Str cookie, Arena *mem) {
    if (cookie.len > CODEC_BYTES_MAX) {
        return NULL;
    }
    char name[CODEC_BYTES_MAX + 1];
    for (uint32_t i = 0; i < cookie.len; i++) {
        char byte = cookie.ptr[i];
        bool upper = byte >= 'A' && byte <= 'Z';
        name[i] = upper ? (char)(byte - 'A' + 'a') : byte == '_' || byte == '.' ? '-' : byte;
    }
    name[cookie.len] = '\0';
    for (size_t i = 0; i < sizeof ALIASES / sizeof *ALIASES; i++) {
        if (strcmp(ALIASES[i].python, name) == 0) {
            return ALIASES[i].iconv;
        }
    }
    /* `utf-8-unix` and the like, as editors write them: Python cuts them the same way. */
    if (strncmp(name, "utf-8-", 6) == 0) {
        return "";
    }
    if (strncmp(name, "latin-1-", 8) == 0 || strncmp(name, "iso-8859-1-", 11) == 0) {
        return "ISO-8859-1";
    }
    return arena_copy(mem, (Str){name, cookie.len}).ptr;
}

/* ---- iconv ------------------------------------------------------------------------------ */

static bool is_conversion(iconv_t conversion) {
    return conversion != (iconv_t)-1; // NOLINT(performance-no-int-to-ptr): iconv's own sentinel
}

/* Converts all of `text`; *bad is the offset of the first byte that cannot be. With out == NULL the
 * bytes are only counted in *written. */
static bool convert(iconv_t conversion, Str text, Buf *out, uint32_t *written, uint32_t *bad) {
    char chunk[CONVERT_CHUNK];
    char *from = (char *)text.ptr; /* iconv's signature; it does not write there */
    size_t from_left = text.len;
    *written = 0;
    bool flushing = false;
    for (;;) {
        char *to = chunk;
        size_t to_left = sizeof chunk;
        errno = 0;
        size_t result = flushing ? iconv(conversion, NULL, NULL, &to, &to_left)
                                 : iconv(conversion, &from, &from_left, &to, &to_left);
        uint32_t made = (uint32_t)(to - chunk);
        *written += made;
        if (out) {
            buf_append(out, (Str){chunk, made});
        }
        if (result == (size_t)-1 && errno != E2BIG) {
            *bad = (uint32_t)(from - text.ptr);
            return false;
        }
        if (result != (size_t)-1 && flushing) {
            return !out || !out->overflowed;
        }
        flushing = flushing || result != (size_t)-1;
    }
}

static uint32_t row_of(Str text, uint32_t offset) {
    uint32_t row = 1;
    for (uint32_t i = 0; i < offset && i < text.len; i++) {
        bool pair = text.ptr[i] == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
        row += (text.ptr[i] == '\n' || text.ptr[i] == '\r') && !pair ? 1 : 0;
    }
    return row;
}

static Status decode_codec(Source *out, Str bytes, const char *codec, Arena *mem, Buf *err) {
    iconv_t conversion = iconv_open("UTF-8", codec);
    if (!is_conversion(conversion)) {
        return status_note(STATUS_UNSUPPORTED, err, "unknown encoding %s", codec);
    }
    Buf text;
    buf_init(&text, 0);
    uint32_t written = 0;
    uint32_t bad = 0;
    bool done = convert(conversion, bytes, &text, &written, &bad);
    iconv_close(conversion);
    if (done) {
        out->text = arena_copy(mem, buf_str(&text));
        out->encoding = codec;
    }
    buf_release(&text);
    if (!done) {
        return status_note(STATUS_UNSUPPORTED, err, "line %u is not valid %s", row_of(bytes, bad),
                           codec);
    }
    return STATUS_OK;
}

/* ---- public ----------------------------------------------------------------------------- */

Status source_decode(Source *out, Str file_bytes, Arena *mem, Buf *err) {
    *out = (Source){
        .file_bytes = file_bytes, .text = {"", 0}
    };
    if (file_bytes.len > SOURCE_BYTES_MAX) {
        return status_note(STATUS_TOO_LARGE, err, "%u bytes, more than %u", file_bytes.len,
                           (uint32_t)SOURCE_BYTES_MAX);
    }
    out->has_mark = str_starts_with(file_bytes, (Str){MARK, MARK_BYTES});
    Str bytes = str_slice(file_bytes, out->has_mark ? MARK_BYTES : 0, file_bytes.len);
    Str cookie = out->has_mark ? (Str){"", 0} : find_cookie(bytes);
    const char *codec = cookie.len ? codec_of_cookie(cookie, mem) : "";
    if (!codec) {
        return status_note(STATUS_UNSUPPORTED, err, "unknown encoding %.*s", STR_ARG(cookie));
    }
    if (*codec) {
        return decode_codec(out, bytes, codec, mem, err);
    }
    uint32_t bad = first_bad_byte(bytes);
    if (bad < bytes.len) {
        return status_note(STATUS_UNSUPPORTED, err, "line %u is not valid UTF-8",
                           row_of(bytes, bad));
    }
    out->text = bytes;
    return STATUS_OK;
}

uint32_t source_file_offset(const Source *source, uint32_t offset) {
    offset = offset > source->text.len ? source->text.len : offset;
    uint32_t mark = source->has_mark ? MARK_BYTES : 0;
    if (!source->encoding) {
        return mark + offset;
    }
    iconv_t conversion = iconv_open(source->encoding, "UTF-8");
    if (BUG_ON(!is_conversion(conversion))) {
        return offset;
    }
    uint32_t written = 0;
    uint32_t bad = 0;
    convert(conversion, str_slice(source->text, 0, offset), NULL, &written, &bad);
    iconv_close(conversion);
    return mark + written;
}

Status source_encode(const Source *source, Str text, Buf *out, Buf *err) {
    if (!source->encoding) {
        if (source->has_mark) {
            buf_append(out, (Str){MARK, MARK_BYTES});
        }
        buf_append(out, text);
        return STATUS_OK;
    }
    iconv_t conversion = iconv_open(source->encoding, "UTF-8");
    if (!is_conversion(conversion)) {
        return status_note(STATUS_UNSUPPORTED, err, "unknown encoding %s", source->encoding);
    }
    uint32_t written = 0;
    uint32_t bad = 0;
    bool done = convert(conversion, text, out, &written, &bad);
    iconv_close(conversion);
    if (!done) {
        return status_note(STATUS_UNSUPPORTED, err, "line %u cannot be written in %s",
                           row_of(text, bad), source->encoding);
    }
    return STATUS_OK;
}
