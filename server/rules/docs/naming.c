/* Knows how names are read aloud. Knows nothing of docstrings. */
#include "rules/docs/naming.h"

#include "base/buf.h"
#include "rules/docs/mood.h"

#include <stdlib.h>

enum { WORDS_MAX = 32, WORD_BYTES_MAX = 64 };

typedef struct Words {
    Str items[WORDS_MAX]; /* lower case; acronyms upper case */
    uint32_t count;
} Words;

/* Sorted. */
static const char *const acronyms[] = {
    "api", "cpu", "csv", "gpu", "html", "http", "https", "id",   "ip",  "json",
    "os",  "sql", "tcp", "udp", "ui",   "uri",  "url",   "uuid", "xml", "yaml",
};

Str naming_acronym(uint32_t index) {
    bool inside = index < sizeof acronyms / sizeof *acronyms;
    return inside ? str_from_c(acronyms[index]) : (Str){"", 0};
}

static bool is_upper(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

static bool is_lower_or_digit(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

static int compare_c_string(const void *key, const void *row) {
    const Str *word = key;
    return str_compare(*word, str_from_c(*(const char *const *)row));
}

static bool is_acronym(Str word) {
    return bsearch(&word, acronyms, sizeof acronyms / sizeof *acronyms, sizeof *acronyms,
                   compare_c_string) != NULL;
}

static void add_word(Words *words, Str part, Arena *mem) {
    if (part.len == 0 || words->count == WORDS_MAX) {
        return;
    }
    char *copy = arena_allocate(mem, part.len);
    for (uint32_t i = 0; i < part.len; i++) {
        copy[i] = is_upper(part.ptr[i]) ? (char)(part.ptr[i] - 'A' + 'a') : part.ptr[i];
    }
    Str word = {copy, part.len};
    if (is_acronym(word)) {
        for (uint32_t i = 0; i < word.len; i++) {
            copy[i] = (char)(copy[i] - 'a' + 'A');
        }
    }
    words->items[words->count++] = word;
}

/* A hump begins at `at`: loadConfig, HTTPServer. */
static bool is_hump(Str name, uint32_t at) {
    if (at == 0 || !is_upper(name.ptr[at])) {
        return false;
    }
    char before = name.ptr[at - 1];
    bool next_is_lower = at + 1 < name.len && name.ptr[at + 1] >= 'a' && name.ptr[at + 1] <= 'z';
    return is_lower_or_digit(before) || (is_upper(before) && next_is_lower);
}

static Words split_name(Str name, Arena *mem) {
    Words words = {.count = 0};
    uint32_t start = 0;
    for (uint32_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '_') {
            add_word(&words, str_slice(name, start, i), mem);
            start = i + 1;
        } else if (is_hump(name, i) && i > start) {
            add_word(&words, str_slice(name, start, i), mem);
            start = i;
        }
    }
    add_word(&words, str_slice(name, start, name.len), mem);
    return words;
}

/* `head` (which may be empty), the words from `first` on, and a full stop. */
static Str sentence(const char *head, const Words *words, uint32_t first, Arena *mem) {
    Buf out;
    buf_init(&out, 0);
    buf_append_c(&out, head);
    for (uint32_t i = first; i < words->count; i++) {
        if (out.len > 0) {
            buf_append_byte(&out, ' ');
        }
        buf_append(&out, words->items[i]);
    }
    buf_append_byte(&out, '.');
    Str text = arena_copy(mem, buf_str(&out));
    buf_release(&out);
    char *first_byte = (char *)text.ptr;
    if (*first_byte >= 'a' && *first_byte <= 'z') {
        *first_byte = (char)(*first_byte - 'a' + 'A');
    }
    return text;
}

typedef struct NameForm {
    const char *first;  /* the name's first word */
    const char *prefix; /* what it becomes */
} NameForm;

static const NameForm forms[] = {
    {"is",     "Return whether"          },
    {"was",    "Return whether"          },
    {"has",    "Return whether it has"   },
    {"can",    "Return whether it can"   },
    {"should", "Return whether it should"},
    {"to",     "Convert to"              },
    {"as",     "Return as"               },
    {"from",   "Create from"             },
    {"on",     "Handle"                  },
};

static const NameForm special_names[] = {
    {"__init__", "Initialize the instance."},
    {"__call__", "Call the instance."      },
    {"__new__",  "Create an instance."     },
};

static Str special_summary(Str name) {
    for (size_t i = 0; i < sizeof special_names / sizeof *special_names; i++) {
        if (str_equal(name, str_from_c(special_names[i].first))) {
            return str_from_c(special_names[i].prefix);
        }
    }
    return (Str){"", 0};
}

static const char *form_of(const Words *words) {
    for (size_t i = 0; words->count > 1 && i < sizeof forms / sizeof *forms; i++) {
        if (str_equal(words->items[0], str_from_c(forms[i].first))) {
            return forms[i].prefix;
        }
    }
    return NULL;
}

Str naming_summary(Str name, NamedThing thing, Arena *mem) {
    Str special = special_summary(name);
    if (special.len > 0) {
        return special;
    }
    Words words = split_name(name, mem);
    if (words.count == 0) {
        return STR("TODO: describe.");
    }
    if (thing == NAMED_CLASS) {
        return sentence("", &words, 0, mem);
    }
    if (thing == NAMED_PROPERTY) {
        return sentence("The", &words, 0, mem);
    }
    const char *prefix = form_of(&words);
    if (prefix) {
        return sentence(prefix, &words, 1, mem);
    }
    Str base = mood_is_verb(words.items[0]) ? words.items[0] : mood_base(words.items[0]);
    if (base.len > 0) {
        words.items[0] = base;
        return sentence("", &words, 0, mem);
    }
    if (thing == NAMED_GENERATOR) {
        return sentence("Yield the", &words, 0, mem);
    }
    const char *head = thing == NAMED_FUNCTION ? "Return the" : "TODO: describe";
    return sentence(head, &words, 0, mem);
}
