/* Knows which words in a name tell of pacing; knows nothing about what bears the name. */
#include "catalog/pacing.h"

enum {
    GATE = PACING_GATE,
    WRAPPER = PACING_WRAPPER,
    CALL = PACING_CALL,
    LOCK = PACING_LOCK,
    BATCH = PACING_BATCH,
    TRANSACTION = PACING_TRANSACTION,
};

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

const PacingWord catalog_pacing_words[] = {
#define PACING(word, roles) {TEXT(word), (roles)},
#include "catalog/pacing.def"
#undef PACING
};
const uint32_t catalog_pacing_word_count =
    sizeof catalog_pacing_words / sizeof *catalog_pacing_words;

static uint32_t roles_of(Str word) {
    uint32_t low = 0;
    uint32_t high = catalog_pacing_word_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(catalog_pacing_words[middle].word, word);
        if (order == 0) {
            return catalog_pacing_words[middle].roles;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

static bool is_capital(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || is_capital(byte);
}

/* A capital begins a word when a small letter stands before it, or after it (HTTPLock). */
static bool begins_word(Str name, uint32_t at) {
    if (at == 0 || !is_letter(name.ptr[at - 1])) {
        return true;
    }
    bool small_after =
        at + 1 < name.len && is_letter(name.ptr[at + 1]) && !is_capital(name.ptr[at + 1]);
    return is_capital(name.ptr[at]) && (!is_capital(name.ptr[at - 1]) || small_after);
}

enum { WORD_BYTES_MAX = 16 };

uint32_t catalog_pacing(Str name) {
    uint32_t roles = 0;
    char word[WORD_BYTES_MAX];
    uint32_t length = 0;
    for (uint32_t at = 0; at <= name.len; at++) {
        bool letter = at < name.len && is_letter(name.ptr[at]);
        if (length > 0 && (!letter || begins_word(name, at))) {
            roles |= length < WORD_BYTES_MAX ? roles_of((Str){word, length}) : 0;
            length = 0;
        }
        if (letter && length < WORD_BYTES_MAX) {
            char byte = name.ptr[at];
            word[length++] = (char)(is_capital(byte) ? byte - 'A' + 'a' : byte);
        }
    }
    return roles;
}
