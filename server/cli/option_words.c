/* Knows which table the words of a value stand in. Refuses to know how shells write them. */
#include "cli/option_words.h"

#include "cli/command.h"
#include "cli/generate.h"
#include "registry/registry.h"
#include "report/report.h"

#define TEXT(literal)                                                                              \
    { (literal), (uint32_t)(sizeof(literal) - 1) }

typedef struct WordList ARRAY_OF(Str) WordList;

static void add(WordList *list, Arena *mem, Str word) {
    ARENA_PUSH(mem, list, word);
}

static void add_severities(WordList *list, Arena *mem) {
    for (int i = 0; i < SEVERITY_COUNT; i++) {
        add(list, mem, severity_name((Severity)i));
    }
}

static void add_certainties(WordList *list, Arena *mem) {
    for (int i = 0; i < CERTAINTY_COUNT; i++) {
        add(list, mem, certainty_name((Certainty)i));
    }
}

static void add_rules(WordList *list, Arena *mem) {
    for (int i = 0; i < RULE_COUNT; i++) {
        add(list, mem, rule_info((RuleId)i)->id);
    }
}

static void add_selectors(WordList *list, Arena *mem) {
    for (int i = 0; i < CATEGORY_COUNT; i++) {
        add(list, mem, category_name((Category)i));
    }
    add_rules(list, mem);
}

static void add_formats(WordList *list, Arena *mem) {
    for (int i = 0; i < FORMAT_COUNT; i++) {
        add(list, mem, report_format_name((ReportFormat)i));
    }
}

/* Words of the command line itself. */
static const Str orders[] = {TEXT("place"), TEXT("impact")};
static const Str whens[] = {TEXT("auto"), TEXT("always"), TEXT("never")};
static const Str encodings[] = {TEXT("utf-8"), TEXT("utf-16"), TEXT("utf-32")};
static const Str errors[] = {TEXT("error")};
static void add_all(WordList *list, Arena *mem, const Str *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        add(list, mem, words[i]);
    }
}

#define ADD_ALL(list, mem, words) add_all(list, mem, words, sizeof(words) / sizeof *(words))

static void add_orders(WordList *list, Arena *mem) {
    ADD_ALL(list, mem, orders);
}

static void add_whens(WordList *list, Arena *mem) {
    ADD_ALL(list, mem, whens);
}

static void add_encodings(WordList *list, Arena *mem) {
    ADD_ALL(list, mem, encodings);
}

static void add_errors(WordList *list, Arena *mem) {
    ADD_ALL(list, mem, errors);
}

static void add_views(WordList *list, Arena *mem) {
    for (uint32_t i = 0; debug_view_name(i).len > 0; i++) {
        add(list, mem, debug_view_name(i));
    }
}

static void add_products(WordList *list, Arena *mem) {
    for (uint32_t i = 0; generate_product_name(i).len > 0; i++) {
        add(list, mem, generate_product_name(i));
    }
}

/* NULL: files. */
typedef struct ValueRow {
    const char *value;
    void (*list)(WordList *list, Arena *mem);
} ValueRow;

static const ValueRow rows[] = {
    {"RULES",         add_selectors  },
    {"SEVERITY",      add_severities },
    {"CERTAINTY",     add_certainties},
    {"FORMAT[:FILE]", add_formats    },
    {"error",         add_errors     },
    {"ORDER",         add_orders     },
    {"WHEN",          add_whens      },
    {"ENCODING",      add_encodings  },
    {"FILE",          NULL           },
    {"PATH",          NULL           },
    {"FOLDER",        NULL           },
    {"GLOBS",         NULL           },
};

static WordsKind listed(void (*fill)(WordList *list, Arena *mem), Arena *mem, Words *out) {
    WordList list = {0};
    fill(&list, mem);
    *out = (Words){list.items, list.count};
    return WORDS_LISTED;
}

WordsKind option_words(const char *value, Arena *mem, Words *out) {
    *out = (Words){NULL, 0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].value, value) == 0) {
            return rows[i].list ? listed(rows[i].list, mem, out) : WORDS_FILES;
        }
    }
    return WORDS_NONE;
}

WordsKind command_words(uint32_t command, Arena *mem, Words *out) {
    *out = (Words){NULL, 0};
    switch (command) {
    case ON_CHECK:
    case ON_CLEAN:
        return WORDS_FILES;
    case ON_RULE:
        return listed(add_rules, mem, out);
    case ON_DEBUG:
        return listed(add_views, mem, out);
    case ON_GENERATE:
        return listed(add_products, mem, out);
    default:
        return WORDS_NONE;
    }
}
