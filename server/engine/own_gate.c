/* Knows which words a project's own pattern cannot match without, and in which units of a file they
 * occur; knows nothing about what is matched. */
#include "catalog/catalog.h"
#include "engine/own_rules.h"

/* ---- what a pattern needs ----------------------------------------------------------------- */

/* A statement or expression that a keyword begins: its node type in the grammar. */
typedef struct HeadWord {
    const char *type;
    const char *word;
} HeadWord;

static const HeadWord head_words[] = {
    {"assert_statement",         "assert"},
    {"await",                    "await" },
    {"class_definition",         "class" },
    {"delete_statement",         "del"   },
    {"dictionary_comprehension", "for"   },
    {"for_in_clause",            "for"   },
    {"for_statement",            "for"   },
    {"function_definition",      "def"   },
    {"generator_expression",     "for"   },
    {"global_statement",         "global"},
    {"import_from_statement",    "import"},
    {"import_statement",         "import"},
    {"lambda",                   "lambda"},
    {"list_comprehension",       "for"   },
    {"raise_statement",          "raise" },
    {"return_statement",         "return"},
    {"set_comprehension",        "for"   },
    {"try_statement",            "try"   },
    {"while_statement",          "while" },
    {"with_statement",           "with"  },
    {"yield",                    "yield" },
};

/* 0: there is no room for the word. */
static uint64_t word_bit(OwnRules *rules, Str word) {
    for (uint32_t i = 0; i < rules->word_count; i++) {
        if (str_equal(rules->words[i], word)) {
            return (uint64_t)1 << i;
        }
    }
    if (rules->word_count == OWN_WORDS_MAX) {
        return 0;
    }
    rules->words[rules->word_count] = arena_copy(&rules->mem, word);
    return (uint64_t)1 << rules->word_count++;
}

static bool is_word_start(char byte) {
    return str_is_word_byte(byte) && !(byte >= '0' && byte <= '9');
}

/* The last run of word bytes in a text that a node has; empty when there is none. The units' words
 * are cut at the same places (own_gate_units). */
static Str last_word(Str text) {
    uint32_t end = text.len;
    while (end > 0) {
        uint32_t start = end;
        while (start > 0 && str_is_word_byte(text.ptr[start - 1])) {
            start--;
        }
        if (start < end) {
            while (start < end && !is_word_start(text.ptr[start])) {
                start++;
            }
            if (start < end) {
                return str_slice(text, start, end);
            }
        }
        end = start < end ? start : end - 1;
    }
    return STR("");
}

static void add_clause(uint64_t *clauses, uint32_t *count, uint64_t words) {
    if (words && *count < OWN_CLAUSES_MAX) {
        clauses[(*count)++] = words;
    }
}

/* The bits of all texts' words; 0 when one of them has none. */
static uint64_t bits_of(OwnRules *rules, const QueryClause *clause) {
    uint64_t bits = 0;
    for (uint32_t i = 0; i < clause->count; i++) {
        Str word = last_word(clause->texts[i]);
        uint64_t bit = word.len ? word_bit(rules, word) : 0;
        if (!bit) {
            return 0;
        }
        bits |= bit;
    }
    return bits;
}

static uint64_t bits_of_arguments(OwnRules *rules, const Predicate *predicate) {
    uint64_t bits = 0;
    for (uint32_t i = 1; i < predicate->argument_count; i++) {
        Str text = predicate->arguments[i].text;
        Str word = catalog_has_other_name(text) ? STR("") : last_word(text);
        uint64_t bit = word.len ? word_bit(rules, word) : 0;
        if (!bit) {
            return 0;
        }
        bits |= bit;
    }
    return bits;
}

/* The node type that the pattern begins with; empty for an alternative or a token. */
static Str head_of(Str text, const QueryPattern *pattern) {
    uint32_t at = pattern->start;
    while (at < pattern->end && (text.ptr[at] == '(' || text.ptr[at] == ' ' ||
                                 text.ptr[at] == '\n' || text.ptr[at] == '\t')) {
        at++;
    }
    uint32_t start = at;
    while (at < pattern->end && str_is_word_byte(text.ptr[at])) {
        at++;
    }
    bool is_field = at < pattern->end && (text.ptr[at] == ':' || text.ptr[at] == '/');
    return is_field ? STR("") : str_slice(text, start, at);
}

/* A quantifier behind the head could let it be absent: `((for_statement)? ...`. */
static bool has_optional(Str text, const QueryPattern *pattern) {
    Str body = str_slice(text, pattern->start, pattern->end);
    return str_find_byte(body, '?') < str_find(body, STR("(#")) ||
           str_find_byte(body, '*') < str_find(body, STR("(#"));
}

static void add_head(OwnRules *rules, Str text, const QueryPattern *pattern, OwnGate *gate) {
    Str head = has_optional(text, pattern) ? STR("") : head_of(text, pattern);
    for (size_t i = 0; i < sizeof head_words / sizeof *head_words; i++) {
        if (str_equal(str_from_c(head_words[i].type), head)) {
            uint64_t bit = word_bit(rules, str_from_c(head_words[i].word));
            add_clause(gate->inside, &gate->inside_count, bit);
            return;
        }
    }
}

static void add_predicate(OwnRules *rules, const Predicate *predicate, OwnGate *gate) {
    uint64_t bits = 0;
    switch (predicate->kind) {
    case PREDICATE_RESOLVES:
        if (!predicate->negated) {
            add_clause(gate->around, &gate->around_count, bits_of_arguments(rules, predicate));
        }
        return;
    case PREDICATE_HAS_ARGUMENT:
    case PREDICATE_LACKS_ARGUMENT:
        if (predicate->negated == (predicate->kind == PREDICATE_LACKS_ARGUMENT)) {
            bits = bits_of_arguments(rules, predicate);
        }
        break;
    case PREDICATE_IN_ASYNC:
        bits = predicate->negated ? 0 : word_bit(rules, STR("async"));
        break;
    case PREDICATE_AWAITED:
        bits = predicate->negated ? 0 : word_bit(rules, STR("await"));
        break;
    case PREDICATE_IN_LOOP:
        if (!predicate->negated) {
            uint64_t first = word_bit(rules, STR("for"));
            uint64_t second = word_bit(rules, STR("while"));
            bits = first && second ? first | second : 0;
        }
        break;
    default:
        break;
    }
    add_clause(gate->inside, &gate->inside_count, bits);
}

OwnGate own_gate_read(OwnRules *rules, Str text, const QueryPattern *pattern) {
    OwnGate gate = {.inside_count = 0};
    for (uint32_t i = 0; i < pattern->clause_count; i++) {
        add_clause(gate.inside, &gate.inside_count, bits_of(rules, &pattern->clauses[i]));
    }
    for (uint32_t i = 0; i < pattern->predicate_count; i++) {
        add_predicate(rules, &pattern->predicates[i], &gate);
    }
    add_head(rules, text, pattern, &gate);
    return gate;
}

/* ---- what a file has ---------------------------------------------------------------------- */

/* Words by first byte: those of its rows, and a bit for each length. */
typedef struct WordFilter {
    uint64_t rows[256];
    uint32_t lengths[256];
} WordFilter;

static uint32_t length_bit(uint32_t length) {
    return 1u << (length < 31 ? length : 31);
}

static void build_filter(const OwnRules *rules, WordFilter *filter) {
    memset(filter, 0, sizeof *filter);
    for (uint32_t i = 0; i < rules->word_count; i++) {
        unsigned char first = (unsigned char)rules->words[i].ptr[0];
        filter->rows[first] |= (uint64_t)1 << i;
        filter->lengths[first] |= length_bit(rules->words[i].len);
    }
}

static uint64_t find_word(const OwnRules *rules, const WordFilter *filter, Str word) {
    unsigned char first = (unsigned char)word.ptr[0];
    if (!(filter->lengths[first] & length_bit(word.len))) {
        return 0;
    }
    uint64_t rows = filter->rows[first];
    for (uint32_t i = 0; rows >> i; i++) {
        if ((rows >> i & 1) && str_equal(rules->words[i], word)) {
            return (uint64_t)1 << i;
        }
    }
    return 0;
}

/* The words that occur in each unit's own bytes. */
static uint64_t *words_of_units(const OwnRules *rules, const Outline *outline, Arena *mem) {
    uint64_t *words = ARENA_ARRAY(mem, uint64_t, outline->unit_count);
    WordFilter filter;
    build_filter(rules, &filter);
    Str text = outline->text;
    uint32_t at = 0;
    while (at < text.len) {
        if (!str_is_word_byte(text.ptr[at])) {
            at++;
            continue;
        }
        uint32_t start = at;
        while (at < text.len && str_is_word_byte(text.ptr[at])) {
            at++;
        }
        while (start < at && !is_word_start(text.ptr[start])) {
            start++;
        }
        uint64_t bit = start < at ? find_word(rules, &filter, str_slice(text, start, at)) : 0;
        if (bit) {
            words[outline_unit_at(outline, start)] |= bit;
        }
    }
    return words;
}

/* What stands around a unit; a `global` may bind a name from anywhere. */
static uint64_t *words_around(const uint64_t *inside, bool is_open, const Outline *outline,
                              Arena *mem) {
    uint64_t *around = ARENA_ARRAY(mem, uint64_t, outline->unit_count);
    uint64_t all = 0;
    for (UnitId id = 0; id < outline->unit_count; id++) {
        UnitId parent = outline->units[id].parent;
        around[id] = inside[id] | (parent == UNIT_NONE ? 0 : around[parent]);
        all |= inside[id];
    }
    bool has_global = (all & OWN_WORD_GLOBAL) != 0;
    for (UnitId id = 0; (is_open || has_global) && id < outline->unit_count; id++) {
        around[id] = is_open ? UINT64_MAX : all;
    }
    return around;
}

static bool passes(const OwnGate *gate, uint64_t inside, uint64_t around) {
    bool holds = true;
    for (uint32_t i = 0; i < gate->inside_count && holds; i++) {
        holds = (gate->inside[i] & inside) != 0;
    }
    for (uint32_t i = 0; i < gate->around_count && holds; i++) {
        holds = (gate->around[i] & around) != 0;
    }
    return holds;
}

static uint64_t queries_of(const OwnRules *rules, const OwnRuleBits *enabled, uint64_t inside,
                           uint64_t around) {
    uint64_t queries = 0;
    for (uint32_t i = 0; i < rules->query_count; i++) {
        const OwnQuery *query = &rules->queries[i];
        for (uint32_t k = 0; k < query->rule_count; k++) {
            if (own_rule_has_bit(enabled, query->rules[k].index) &&
                passes(&query->gates[k], inside, around)) {
                queries |= (uint64_t)1 << i;
                break;
            }
        }
    }
    return queries;
}

const uint64_t *own_gate_units(const OwnRules *rules, const OwnRuleBits *enabled,
                               bool names_are_canonical, const Outline *outline, Arena *mem) {
    const uint64_t *inside = words_of_units(rules, outline, mem);
    const uint64_t *around = words_around(inside, !names_are_canonical, outline, mem);
    uint64_t *queries = ARENA_ARRAY(mem, uint64_t, outline->unit_count);
    for (UnitId id = 0; id < outline->unit_count; id++) {
        queries[id] = queries_of(rules, enabled, inside[id], around[id]);
    }
    return queries;
}
