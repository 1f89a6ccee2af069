/* Knows RFC 3986 and RFC 8089 as far as editors use them; refuses to know the file system. */
#include "lsp/uri.h"

#include "base/array.h"

#include <strings.h>

PathStyle path_style_native(void) {
#ifdef _WIN32
    return PATH_WINDOWS;
#else
    return PATH_POSIX;
#endif
}

static int hex_value(char byte) {
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    byte = (char)(byte | 0x20);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static void percent_decode(Str text, Buf *out) {
    for (uint32_t i = 0; i < text.len; i++) {
        int high = text.ptr[i] == '%' && i + 2 < text.len ? hex_value(text.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_value(text.ptr[i + 2]) : -1;
        if (low < 0) {
            buf_append_byte(out, text.ptr[i]);
            continue;
        }
        buf_append_byte(out, (char)(high * 16 + low));
        i += 2;
    }
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* `c:` at the front of a path. */
static bool has_drive(Str path) {
    return path.len >= 2 && is_letter(path.ptr[0]) && path.ptr[1] == ':';
}

/* `file` and the like; empty when the text has no scheme. */
static Str uri_scheme(Str uri) {
    uint32_t colon = str_find_byte(uri, ':');
    for (uint32_t i = 0; i < colon && colon < uri.len; i++) {
        char byte = uri.ptr[i];
        bool fits =
            is_letter(byte) ||
            (i > 0 && ((byte >= '0' && byte <= '9') || byte == '+' || byte == '-' || byte == '.'));
        if (!fits) {
            return (Str){uri.ptr, 0};
        }
    }
    return str_slice(uri, 0, colon < uri.len ? colon : 0);
}

static bool is_file_scheme(Str scheme) {
    return scheme.len == 4 && strncasecmp(scheme.ptr, "file", 4) == 0;
}

/* Splits what follows `file:` into host and path. */
static void split_authority(Str rest, Str *host, Str *path) {
    *host = (Str){rest.ptr, 0};
    *path = rest;
    if (str_starts_with(rest, STR("//"))) {
        Str after = str_slice(rest, 2, rest.len);
        uint32_t slash = str_find_byte(after, '/');
        *host = str_slice(after, 0, slash);
        *path = str_slice(after, slash, after.len);
    }
}

/* Drops the last segment of out[base..]. */
static void drop_segment(Buf *out, uint32_t base) {
    while (out->len > base && out->ptr[out->len - 1] != '/') {
        out->len--;
    }
    if (out->len > base) {
        out->len--;
    }
    if (out->ptr) {
        out->ptr[out->len] = '\0';
    }
}

/* `path` (absolute, `/` separators) with `.`, `..` and empty segments taken out. */
static void append_normalised(Str path, Buf *out) {
    uint32_t base = out->len;
    uint32_t at = 0;
    while (at < path.len) {
        Str rest = str_slice(path, at, path.len);
        uint32_t length = str_find_byte(rest, '/');
        Str segment = str_slice(rest, 0, length);
        at += length + 1;
        if (str_equal(segment, STR(".."))) {
            drop_segment(out, base);
        } else if (segment.len > 0 && !str_equal(segment, STR("."))) {
            buf_append_byte(out, '/');
            buf_append(out, segment);
        }
    }
    if (out->len == base) {
        buf_append_byte(out, '/');
    }
}

static void windows_separators(Buf *path) {
    for (uint32_t i = 0; i < path->len; i++) {
        if (path->ptr[i] == '\\') {
            path->ptr[i] = '/';
        }
    }
}

/* `/C:/dir` -> `c:/dir`. */
static void append_windows_path(Str decoded, Buf *path) {
    Str rest =
        decoded.len > 0 && decoded.ptr[0] == '/' ? str_slice(decoded, 1, decoded.len) : decoded;
    if (!has_drive(rest)) {
        append_normalised(decoded, path);
        return;
    }
    buf_append_byte(path, (char)(rest.ptr[0] | 0x20));
    buf_append_byte(path, ':');
    append_normalised(str_slice(rest, 2, rest.len), path);
}

static bool append_file_path(Str host, Str decoded, PathStyle style, Buf *path) {
    bool local = host.len == 0 || (host.len == 9 && strncasecmp(host.ptr, "localhost", 9) == 0);
    if (!local && style == PATH_POSIX) {
        return false;
    }
    if (style == PATH_POSIX) {
        append_normalised(decoded, path);
    } else if (local) {
        append_windows_path(decoded, path);
    } else {
        buf_append_c(path, "//");
        for (uint32_t i = 0; i < host.len; i++) {
            buf_append_byte(path,
                            is_letter(host.ptr[i]) ? (char)(host.ptr[i] | 0x20) : host.ptr[i]);
        }
        append_normalised(decoded, path);
    }
    return true;
}

bool uri_to_path(Str uri, PathStyle style, Buf *path) {
    Str scheme = uri_scheme(uri);
    if (!is_file_scheme(scheme)) {
        return false;
    }
    Str host;
    Str encoded;
    split_authority(str_slice(uri, scheme.len + 1, uri.len), &host, &encoded);
    uint32_t end = str_find_byte(encoded, '?');
    uint32_t fragment = str_find_byte(encoded, '#');
    encoded = str_slice(encoded, 0, end < fragment ? end : fragment);
    Buf decoded;
    buf_init(&decoded, 0);
    percent_decode(encoded, &decoded);
    if (style == PATH_WINDOWS) {
        windows_separators(&decoded);
    }
    Str text = buf_str(&decoded);
    bool usable = text.len > 0 && str_find_byte(text, '\0') == text.len;
    bool done = usable && append_file_path(host, text, style, path);
    buf_release(&decoded);
    return done;
}

static void percent_encode(Str text, Buf *out) {
    static const char digits[] = "0123456789ABCDEF";
    for (uint32_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        bool plain = is_letter((char)byte) || (byte >= '0' && byte <= '9') ||
                     (byte != 0 && strchr("-._~/", byte) != NULL);
        if (plain) {
            buf_append_byte(out, (char)byte);
        } else {
            buf_append_byte(out, '%');
            buf_append_byte(out, digits[byte >> 4]);
            buf_append_byte(out, digits[byte & 15]);
        }
    }
}

void uri_from_path(Str path, PathStyle style, Buf *uri) {
    buf_append_c(uri, "file:");
    if (style == PATH_WINDOWS && str_starts_with(path, STR("//"))) {
        percent_encode(path, uri);
        return;
    }
    buf_append_c(uri, "//");
    if (style == PATH_WINDOWS && has_drive(path)) {
        buf_append_byte(uri, '/');
    }
    percent_encode(path, uri);
}

void uri_key(Str uri, PathStyle style, Buf *key) {
    uint32_t base = key->len;
    buf_append_c(key, "file:");
    if (uri_to_path(uri, style, key)) {
        return;
    }
    key->len = base;
    Str scheme = uri_scheme(uri);
    for (uint32_t i = 0; i < scheme.len; i++) {
        char byte = scheme.ptr[i];
        buf_append_byte(key, is_letter(byte) ? (char)(byte | 0x20) : byte);
    }
    percent_decode(str_slice(uri, scheme.len, uri.len), key);
}
