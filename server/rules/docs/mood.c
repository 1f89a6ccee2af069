/* Knows English inflection and five word lists. Knows nothing of docstrings or Python. */
#include "rules/docs/mood.h"

#include <stdlib.h>

typedef struct WordList {
    const char *const *words; /* sorted */
    uint32_t count;
} WordList;

#define WORD_LIST(table)                                                                           \
    { (table), (uint32_t)(sizeof(table) / sizeof *(table)) }

static const char *const verbs[] = {
#define VERB(word) word,
#include "rules/docs/verbs.def"
#undef VERB
};

/* They open a clause before the command: "If the cache is cold, warm it." */
static const char *const clause_openers[] = {
    "after",  "as",    "at",   "based",    "before", "by",    "depending", "for", "from",
    "given",  "if",    "in",   "like",     "on",     "once",  "since",     "to",  "unless",
    "unlike", "using", "when", "whenever", "where",  "while", "with",
};

static const char *const adverbs[] = {
    "again", "also", "always", "first", "just",     "maybe",  "never",
    "not",   "now",  "once",   "only",  "possibly", "simply", "then",
};

/* They open a description. Not listed on purpose: decorator, context, generator, iterator, hook,
 * alias, property, class. */
static const char *const description_openers[] = {
    "a",           "an",          "are",        "boolean", "callback", "can",
    "constructor", "convenience", "destructor", "factory", "false",    "function",
    "generic",     "handler",     "helper",     "here",    "how",      "implementation",
    "internal",    "is",          "it",         "its",     "may",      "method",
    "must",        "placeholder", "private",    "same",    "shortcut", "similar",
    "that",        "the",         "there",      "these",   "this",     "those",
    "true",        "utility",     "was",        "we",      "were",     "what",
    "whether",     "which",       "who",        "will",    "wrapper",  "you",
};

/* Words in -ing that name a thing more often than an action. */
static const char *const gerund_nouns[] = {
    "according", "beginning",   "being",         "binding",   "bounding",   "building",
    "caching",   "continuing",  "corresponding", "embedding", "encoding",   "ending",
    "existing",  "following",   "handling",      "having",    "heading",    "including",
    "incoming",  "interesting", "leading",       "learning",  "licensing",  "lighting",
    "logging",   "mapping",     "matching",      "meaning",   "missing",    "ordering",
    "outgoing",  "padding",     "pending",       "pricing",   "processing", "rating",
    "regarding", "remaining",   "rendering",     "rolling",   "rounding",   "routing",
    "setting",   "sliding",     "spacing",       "spelling",  "string",     "testing",
    "timing",    "trailing",    "training",      "typing",    "underlying", "warning",
    "working",
};

static const WordList lists[MOOD_TABLE_COUNT] = {
    WORD_LIST(verbs),        WORD_LIST(clause_openers),
    WORD_LIST(adverbs),      WORD_LIST(description_openers),
    WORD_LIST(gerund_nouns),
};
enum { LIST_VERBS, LIST_CLAUSES, LIST_ADVERBS, LIST_DESCRIPTIONS, LIST_NOUNS };
enum { WORD_LENGTH_MAX = 32 };

Str mood_table_row(uint32_t table, uint32_t index) {
    if (table >= MOOD_TABLE_COUNT || index >= lists[table].count) {
        return (Str){"", 0};
    }
    return str_from_c(lists[table].words[index]);
}

static int compare_word(const void *key, const void *row) {
    const Str *word = key;
    return str_compare(*word, str_from_c(*(const char *const *)row));
}

/* The list's own spelling (static storage), or empty. */
static Str find_word(uint32_t list, Str word) {
    const char *const *row = bsearch(&word, lists[list].words, lists[list].count,
                                     sizeof *lists[list].words, compare_word);
    return row ? str_from_c(*row) : (Str){"", 0};
}

static bool has_word(uint32_t list, Str word) {
    return find_word(list, word).len > 0;
}

bool mood_is_verb(Str word) {
    return has_word(LIST_VERBS, word);
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_upper(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

Str mood_lower(Str word, char *buffer, uint32_t size) {
    if (word.len == 0 || word.len > size) {
        return (Str){"", 0};
    }
    for (uint32_t i = 0; i < word.len; i++) {
        if (!is_letter(word.ptr[i])) {
            return (Str){"", 0};
        }
        buffer[i] = is_upper(word.ptr[i]) ? (char)(word.ptr[i] - 'A' + 'a') : word.ptr[i];
    }
    return (Str){buffer, word.len};
}

/* ---- inflection -------------------------------------------------------------------------- */

/* word without its last `cut` bytes, with `tail` (at most one letter) after it, if it is a verb. */
static Str verb_of(Str word, uint32_t cut, char tail) {
    char buffer[WORD_LENGTH_MAX + 1];
    if (word.len <= cut || word.len > WORD_LENGTH_MAX) {
        return (Str){"", 0};
    }
    uint32_t length = word.len - cut;
    memcpy(buffer, word.ptr, length);
    if (tail) {
        buffer[length++] = tail;
    }
    return find_word(LIST_VERBS, (Str){buffer, length});
}

static Str first_found(Str a, Str b, Str c) {
    if (a.len > 0) {
        return a;
    }
    return b.len > 0 ? b : c;
}

static Str third_person_base(Str word) {
    static const struct {
        const char *word;
        const char *base;
    } irregular[] = {
        {"did",  "do"  },
        {"does", "do"  },
        {"goes", "go"  },
        {"has",  "have"}
    };
    for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++) {
        if (str_equal(word, str_from_c(irregular[i].word))) {
            return str_from_c(irregular[i].base);
        }
    }
    if (!str_ends_with(word, STR("s")) || str_ends_with(word, STR("ss")) ||
        str_ends_with(word, STR("us")) || str_ends_with(word, STR("is"))) {
        return (Str){"", 0};
    }
    Str plain = verb_of(word, 1, 0);
    Str es = str_ends_with(word, STR("es")) ? verb_of(word, 2, 0) : (Str){"", 0};
    Str ies = str_ends_with(word, STR("ies")) ? verb_of(word, 3, 'y') : (Str){"", 0};
    return first_found(plain, es, ies);
}

/* -ing and -ed: "parsing" -> pars, parse; "stopped" -> stopp, stop. */
static Str suffix_base(Str word, Str suffix) {
    if (!str_ends_with(word, suffix) || word.len < suffix.len + 2) {
        return (Str){"", 0};
    }
    char last = word.ptr[word.len - suffix.len - 1];
    char before = word.ptr[word.len - suffix.len - 2];
    Str plain = verb_of(word, suffix.len, 0);
    Str with_e = verb_of(word, suffix.len, 'e');
    Str undoubled = last == before ? verb_of(word, suffix.len + 1, 0) : (Str){"", 0};
    Str base = first_found(plain, with_e, undoubled);
    if (base.len == 0 && last == 'i') {
        return verb_of(word, suffix.len + 1, 'y'); /* "copied" */
    }
    return base;
}

Str mood_base(Str word) {
    Str base = third_person_base(word);
    if (base.len == 0 && !has_word(LIST_NOUNS, word)) {
        base = suffix_base(word, STR("ing"));
    }
    return base;
}

/* ---- tokens ------------------------------------------------------------------------------ */

static bool is_one_of(char byte, const char *set) {
    return byte && strchr(set, byte) != NULL;
}

/* The next run of non-blanks at or after `*at`, without quotes, brackets and end marks. */
static Span next_token(Str summary, uint32_t *at) {
    uint32_t start = *at;
    while (start < summary.len && is_one_of(summary.ptr[start], " \t\r\n\f\v")) {
        start++;
    }
    uint32_t end = start;
    while (end < summary.len && !is_one_of(summary.ptr[end], " \t\r\n\f\v")) {
        end++;
    }
    *at = end;
    while (start < end && is_one_of(summary.ptr[start], "\"'([{<*")) {
        start++;
    }
    while (end > start && is_one_of(summary.ptr[end - 1], "\"')]}>,.;!?*")) {
        end--;
    }
    return (Span){start, end};
}

/* A plain word: letters, at most the first one upper case, perhaps an apostrophe tail. Anything
 * else (a label, code, CamelCase, an acronym) is not ours to judge. Lower-cased into buffer. */
static Str plain_word(Str token, char *buffer) {
    uint32_t length = str_find_byte(token, '\'');
    for (uint32_t i = 1; i < length; i++) {
        if (is_upper(token.ptr[i])) {
            return (Str){"", 0};
        }
    }
    for (uint32_t i = length + 1; i < token.len; i++) {
        if (!is_letter(token.ptr[i])) {
            return (Str){"", 0};
        }
    }
    return mood_lower(str_slice(token, 0, length), buffer, WORD_LENGTH_MAX);
}

static bool next_is_of(Str summary, uint32_t at) {
    Str token = str_span(summary, next_token(summary, &at));
    return str_equal(token, STR("of"));
}

static bool is_adverb(Str word) {
    return has_word(LIST_ADVERBS, word) ||
           (str_ends_with(word, STR("ly")) && word.len > 4 && !mood_is_verb(word));
}

static Mood judge_word(Str word, Span span, bool after_adverb, bool before_of) {
    Mood mood = {
        .verdict = MOOD_SILENT, .word = span, .base = {"", 0}
    };
    if (mood_is_verb(word)) {
        return mood;
    }
    mood.base = third_person_base(word);
    if (mood.base.len > 0) {
        mood.verdict = before_of ? MOOD_SILENT : MOOD_THIRD_PERSON;
        return mood;
    }
    if (after_adverb) {
        return mood;
    }
    if (has_word(LIST_DESCRIPTIONS, word)) {
        mood.verdict = MOOD_OPENER;
        return mood;
    }
    mood.base = has_word(LIST_NOUNS, word) ? (Str){"", 0} : suffix_base(word, STR("ing"));
    if (mood.base.len > 0) {
        mood.verdict = MOOD_GERUND;
    } else if (!str_equal(word, STR("deprecated")) && suffix_base(word, STR("ed")).len > 0) {
        mood.verdict = MOOD_PAST;
    }
    return mood;
}

Mood mood_judge(Str summary) {
    char buffer[WORD_LENGTH_MAX];
    Mood silent = {
        .verdict = MOOD_SILENT, .word = {0,  0},
             .base = {"", 0}
    };
    uint32_t at = 0;
    for (uint32_t adverb_count = 0; adverb_count <= 2; adverb_count++) {
        Span span = next_token(summary, &at);
        Str word = plain_word(str_span(summary, span), buffer);
        if (word.len == 0 || has_word(LIST_CLAUSES, word)) {
            return silent;
        }
        if (!is_adverb(word)) {
            return judge_word(word, span, adverb_count > 0, next_is_of(summary, at));
        }
    }
    return silent;
}
