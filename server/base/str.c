#include "base/str.h"

Str str_from_c(const char *text) {
    return text ? (Str){text, (uint32_t)strlen(text)} : (Str){"", 0};
}

int str_compare(Str a, Str b) {
    uint32_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order != 0) {
        return order;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_is_among(const Str *sorted, uint32_t count, Str text) {
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(sorted[middle], text);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

bool str_starts_with(Str text, Str prefix) {
    return text.len >= prefix.len && str_equal((Str){text.ptr, prefix.len}, prefix);
}

bool str_ends_with(Str text, Str suffix) {
    return text.len >= suffix.len &&
           str_equal((Str){text.ptr + (text.len - suffix.len), suffix.len}, suffix);
}

uint32_t str_find_byte(Str text, char byte) {
    const char *hit = text.len ? memchr(text.ptr, byte, text.len) : NULL;
    return hit ? (uint32_t)(hit - text.ptr) : text.len;
}

Str str_last_part(Str dotted) {
    uint32_t at = dotted.len;
    while (at > 0 && dotted.ptr[at - 1] != '.') {
        at--;
    }
    return str_slice(dotted, at, dotted.len);
}

uint32_t str_find(Str text, Str needle) {
    if (needle.len == 0) {
        return 0;
    }
    uint32_t at = 0;
    while (at + needle.len <= text.len) {
        at += str_find_byte(str_slice(text, at, text.len), needle.ptr[0]);
        if (at + needle.len > text.len) {
            break;
        }
        if (memcmp(text.ptr + at, needle.ptr, needle.len) == 0) {
            return at;
        }
        at++;
    }
    return text.len;
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

Str str_trim(Str text) {
    while (text.len && is_blank(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len && is_blank(text.ptr[text.len - 1])) {
        text.len--;
    }
    return text;
}
