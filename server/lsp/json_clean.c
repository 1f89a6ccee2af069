/* Knows where JSON's strings, escapes and brackets are; refuses to know what they mean. */
#include "lsp/json_clean.h"

typedef struct Cleaner {
    char *bytes;
    uint32_t length;
    uint32_t at;
    uint32_t depth;
    bool in_string;
    bool too_deep;
} Cleaner;

static int hex_digit(char byte) {
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    if (byte >= 'a' && byte <= 'f') {
        return byte - 'a' + 10;
    }
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* The code unit of a `\uXXXX` at `at`, or -1 when there is none. */
static int escaped_unit(const Cleaner *cleaner, uint32_t at) {
    const char *bytes = cleaner->bytes + at;
    if (cleaner->length - at < 6 || bytes[0] != '\\' || bytes[1] != 'u') {
        return -1;
    }
    int unit = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(bytes[i]);
        if (digit < 0) {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_high_surrogate(int unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low_surrogate(int unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* At a backslash inside a string. */
static void clean_escape(Cleaner *cleaner) {
    int unit = escaped_unit(cleaner, cleaner->at);
    if (unit < 0) {
        bool has_next = cleaner->length - cleaner->at > 1;
        char next = has_next ? cleaner->bytes[cleaner->at + 1] : '\0';
        cleaner->at += next == '"' || next == '\\' ? 2 : 1;
        return;
    }
    if (is_high_surrogate(unit) && cleaner->length - cleaner->at >= 12 &&
        is_low_surrogate(escaped_unit(cleaner, cleaner->at + 6))) {
        cleaner->at += 12;
        return;
    }
    if (unit == 0) {
        memcpy(cleaner->bytes + cleaner->at, "\\u0020", 6);
    } else if (is_high_surrogate(unit) || is_low_surrogate(unit)) {
        memcpy(cleaner->bytes + cleaner->at, "\\ufffd", 6);
    }
    cleaner->at += 6;
}

/* Length of the sequence that `lead` announces, with the range its second byte must be in. */
static uint32_t sequence_length(unsigned char lead, unsigned char *low, unsigned char *high) {
    *low = 0x80;
    *high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *low = lead == 0xE0 ? 0xA0 : 0x80;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *low = lead == 0xF0 ? 0x90 : 0x80;
        *high = lead == 0xF4 ? 0x8F : 0xBF;
        return 4;
    }
    return 0;
}

/* At a byte past ASCII. A surrogate written as three bytes becomes U+FFFD, also three. */
static void clean_wide(Cleaner *cleaner) {
    unsigned char *bytes = (unsigned char *)cleaner->bytes + cleaner->at;
    unsigned char low;
    unsigned char high;
    uint32_t length = sequence_length(bytes[0], &low, &high);
    bool valid = length > 0 && cleaner->length - cleaner->at >= length && bytes[1] >= low &&
                 bytes[1] <= high;
    for (uint32_t i = 2; valid && i < length; i++) {
        valid = bytes[i] >= 0x80 && bytes[i] <= 0xBF;
    }
    if (!valid) {
        bytes[0] = '?';
        cleaner->at++;
        return;
    }
    if (bytes[0] == 0xED && bytes[1] >= 0xA0) {
        memcpy(bytes, "\xEF\xBF\xBD", 3);
    }
    cleaner->at += length;
}

static void clean_structure(Cleaner *cleaner, char byte) {
    if (byte == '[' || byte == '{') {
        cleaner->depth++;
        cleaner->too_deep = cleaner->too_deep || cleaner->depth > JSON_DEPTH_MAX;
    } else if ((byte == ']' || byte == '}') && cleaner->depth > 0) {
        cleaner->depth--;
    }
}

static void clean_one(Cleaner *cleaner) {
    char byte = cleaner->bytes[cleaner->at];
    if (byte == '\0') {
        cleaner->bytes[cleaner->at++] = ' ';
    } else if ((unsigned char)byte >= 0x80) {
        clean_wide(cleaner);
    } else if (cleaner->in_string && byte == '\\') {
        clean_escape(cleaner);
    } else {
        if (byte == '"') {
            cleaner->in_string = !cleaner->in_string;
        } else if (!cleaner->in_string) {
            clean_structure(cleaner, byte);
        }
        cleaner->at++;
    }
}

Status json_clean(char *bytes, uint32_t length) {
    Cleaner cleaner = {.bytes = bytes, .length = length};
    while (cleaner.at < length && !cleaner.too_deep) {
        clean_one(&cleaner);
    }
    return cleaner.too_deep ? STATUS_TOO_LARGE : STATUS_OK;
}
