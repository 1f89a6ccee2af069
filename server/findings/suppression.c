/* Reads and applies suppression comments. Knows the registry's names; knows nothing of Python but
 * where its comments are. */
#include "findings/suppression.h"

#include <stdlib.h>

typedef struct SuppressionList ARRAY_OF(Suppression) SuppressionList;

/* State of reading all comments of a file. */
typedef struct Reading {
    Str text;
    const LineIndex *lines;
    OwnRuleList own;
    Arena *mem;
    SuppressionList rows;
    SuppressionList file;
    NoteList malformed;
    uint32_t suggestions;
    /* The next comment that stands alone on its row, and the row its ignore-next-line speaks for.
     */
    uint32_t below_row;
    uint32_t below_target;
} Reading;

static const Str marker = {"bluetick:", 9};

/* ---- one comment -------------------------------------------------------------------------- */

static void add_malformed(Reading *reading, Span span, Str message) {
    ARRAY_PUSH(&reading->malformed, ((Note){NOTE_SUPPRESSION, span, message}));
}

static Str with_suggestion(Reading *reading, Str name) {
    Str near = STR("");
    if (reading->suggestions < SUPPRESSION_SUGGESTIONS_MAX) {
        reading->suggestions++;
        near = own_rule_nearest(reading->own, name);
    }
    Str shown = str_slice(name, 0, 60);
    if (near.len == 0) {
        return arena_format(reading->mem, "suppression of an unknown rule '%.*s'", STR_ARG(shown));
    }
    return arena_format(reading->mem, "suppression of an unknown rule '%.*s'; did you mean '%.*s'?",
                        STR_ARG(shown), STR_ARG(near));
}

/* A category, a rule id, `id.option`, or the id of a rule of the project's own. */
static bool resolve_name(OwnRuleList own, Str name, Suppression *out) {
    out->own = own_rule_find(own, name);
    if (out->own) {
        out->rule = RULE_own_query;
        return true;
    }
    out->of_category = category_find(name, &out->category);
    return out->of_category || rule_find(str_slice(name, 0, str_find_byte(name, '.')), &out->rule);
}

static Span trimmed(Str text, Span span) {
    Str inner = str_trim(str_span(text, span));
    uint32_t start = inner.len > 0 ? (uint32_t)(inner.ptr - text.ptr) : span.start;
    return (Span){start, start + inner.len};
}

static void read_names(Reading *reading, Span list, const Suppression *model) {
    uint32_t at = list.start;
    uint32_t count = 0;
    while (at <= list.end) {
        Str rest = str_slice(reading->text, at, list.end);
        uint32_t end = at + str_find_byte(rest, ',');
        Span span = trimmed(reading->text, (Span){at, end});
        at = end + 1;
        if (++count > SUPPRESSION_NAMES_MAX) {
            add_malformed(reading, span, STR("too many names in one suppression"));
            return;
        }
        Suppression found = *model;
        found.span = span;
        Str name = str_span(reading->text, span);
        if (name.len == 0) {
            add_malformed(reading, model->comment, STR("suppression with an empty name"));
        } else if (!resolve_name(reading->own, name, &found)) {
            add_malformed(reading, span, with_suggestion(reading, name));
        } else if (found.scope == SUPPRESSION_FILE) {
            ARRAY_PUSH(&reading->file, found);
        } else {
            ARRAY_PUSH(&reading->rows, found);
        }
    }
}

static bool find_scope(Str word, SuppressionScope *out) {
    static const struct {
        Str word;
        SuppressionScope scope;
    } words[] = {
        {{"ignore", 6},            SUPPRESSION_LINE     },
        {{"ignore-next-line", 16}, SUPPRESSION_NEXT_LINE},
        {{"ignore-file", 11},      SUPPRESSION_FILE     }
    };
    for (uint32_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal(words[i].word, word)) {
            *out = words[i].scope;
            return true;
        }
    }
    return false;
}

/* Where the marker begins after a `#` and blanks, or comment.end. */
static uint32_t find_marker(Str text, Span comment) {
    uint32_t at = comment.start;
    while (at < comment.end) {
        if (text.ptr[at] != '#') {
            at++;
            continue;
        }
        at++;
        while (at < comment.end && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) {
            at++;
        }
        if (str_starts_with(str_slice(text, at, comment.end), marker)) {
            return at;
        }
    }
    return comment.end;
}

static uint32_t skip_word(Str text, uint32_t at, uint32_t end) {
    while (at < end && ((text.ptr[at] >= 'a' && text.ptr[at] <= 'z') || text.ptr[at] == '-')) {
        at++;
    }
    return at;
}

static uint32_t skip_blanks(Str text, uint32_t at, uint32_t end) {
    while (at < end && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) {
        at++;
    }
    return at;
}

static void read_directive(Reading *reading, Span comment, uint32_t at, uint32_t row,
                           uint32_t next_row) {
    Str text = reading->text;
    at = skip_blanks(text, at + marker.len, comment.end);
    uint32_t word_end = skip_word(text, at, comment.end);
    Suppression model = {.comment = comment};
    if (!find_scope(str_slice(text, at, word_end), &model.scope)) {
        add_malformed(reading, comment,
                      STR("suppression must be ignore[...], ignore-next-line[...] or "
                          "ignore-file[...]"));
        return;
    }
    uint32_t open = skip_blanks(text, word_end, comment.end);
    if (open >= comment.end || text.ptr[open] != '[') {
        add_malformed(reading, comment,
                      STR("suppression must name its rules in brackets: ignore[category/rule]"));
        return;
    }
    Str rest = str_slice(text, open + 1, comment.end);
    uint32_t length = str_find_byte(rest, ']');
    if (length == rest.len) {
        add_malformed(reading, comment, STR("suppression lacks its closing bracket"));
        return;
    }
    model.row = model.scope == SUPPRESSION_NEXT_LINE ? next_row : row;
    model.row = model.scope == SUPPRESSION_FILE ? 0 : model.row;
    read_names(reading, (Span){open + 1, open + 1 + length}, &model);
}

/* ---- all comments ------------------------------------------------------------------------- */

static bool stands_alone(const Reading *reading, Span comment, uint32_t row) {
    uint32_t start = line_index_row_span(reading->lines, row).start;
    return skip_blanks(reading->text, start, comment.start) == comment.start;
}

/* Called from the last comment to the first, so that each run of comment rows is seen once. */
static void read_comment(Reading *reading, Span comment) {
    uint32_t row = line_index_row(reading->lines, comment.start);
    uint32_t next_row = row + 1 == reading->below_row ? reading->below_target : row + 1;
    if (stands_alone(reading, comment, row)) {
        reading->below_row = row;
        reading->below_target = next_row;
    }
    uint32_t at = find_marker(reading->text, comment);
    if (at < comment.end) {
        read_directive(reading, comment, at, row, next_row);
    }
}

static int compare_suppressions(const void *a, const void *b) {
    const Suppression *left = a;
    const Suppression *right = b;
    if (left->row != right->row) {
        return left->row < right->row ? -1 : 1;
    }
    return (left->span.start > right->span.start) - (left->span.start < right->span.start);
}

static void sort_suppressions(SuppressionList *list) {
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, compare_suppressions);
    }
}

static void mark_file_rules(SuppressionSet *set) {
    for (uint32_t i = 0; i < set->file_count; i++) {
        const Suppression *item = &set->items[set->row_count + i];
        for (uint32_t rule = 0; item->of_category && rule < RULE_COUNT; rule++) {
            set->in_file[rule] |= rule_info((RuleId)rule)->category == item->category;
        }
        if (!item->of_category && !item->own) {
            set->in_file[item->rule] = true;
        }
    }
}

/* Moves what was read to the arena. */
static SuppressionSet finish(Reading *reading) {
    sort_suppressions(&reading->rows);
    sort_suppressions(&reading->file);
    SuppressionSet set = {.text = reading->text, .lines = reading->lines};
    set.row_count = reading->rows.count;
    set.file_count = reading->file.count;
    set.malformed_count = reading->malformed.count;
    set.items = ARENA_ARRAY(reading->mem, Suppression, set.row_count + set.file_count);
    Note *malformed = ARENA_ARRAY(reading->mem, Note, set.malformed_count);
    for (uint32_t i = 0; i < set.row_count; i++) {
        set.items[i] = reading->rows.items[i];
    }
    for (uint32_t i = 0; i < set.file_count; i++) {
        set.items[set.row_count + i] = reading->file.items[i];
    }
    for (uint32_t i = 0; i < set.malformed_count; i++) {
        malformed[i] = reading->malformed.items[set.malformed_count - 1 - i];
    }
    set.malformed = malformed;
    mark_file_rules(&set);
    ARRAY_RELEASE(&reading->rows);
    ARRAY_RELEASE(&reading->file);
    ARRAY_RELEASE(&reading->malformed);
    return set;
}

SuppressionSet suppression_parse(Str text, const Span *comments, uint32_t count,
                                 const LineIndex *lines, OwnRuleList own, Arena *mem) {
    Reading reading = {
        .text = text, .lines = lines, .own = own, .mem = mem, .below_row = UINT32_MAX};
    for (uint32_t i = count; i > 0; i--) {
        read_comment(&reading, comments[i - 1]);
    }
    return finish(&reading);
}

/* ---- applying ----------------------------------------------------------------------------- */

static bool speaks_of(const Suppression *item, const Finding *finding) {
    if (item->own) {
        return item->own == finding->own;
    }
    if (!item->of_category) {
        return item->rule == finding->rule;
    }
    return item->category == finding_category(finding) ||
           item->category == rule_info(finding->rule)->category;
}

/* First suppression of a row at or after `row`. */
static uint32_t lower_bound(const SuppressionSet *set, uint32_t row) {
    uint32_t low = 0;
    uint32_t high = set->row_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set->items[middle].row < row) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool covered_on_rows(SuppressionSet *set, const Finding *finding, uint32_t first,
                            uint32_t last) {
    bool covered = false;
    uint32_t i = lower_bound(set, first);
    for (; i < set->row_count && set->items[i].row <= last; i++) {
        if (speaks_of(&set->items[i], finding)) {
            set->items[i].is_used = true;
            covered = true;
        }
    }
    return covered;
}

/* `in_file` is by rule: what is the project's own is looked up name by name. */
static bool covered_in_file(SuppressionSet *set, const Finding *finding) {
    bool covered = set->in_file[finding->rule];
    set->file_hit[finding->rule] |= covered;
    for (uint32_t i = 0; finding->own && i < set->file_count; i++) {
        Suppression *item = &set->items[set->row_count + i];
        if (speaks_of(item, finding)) {
            item->is_used = true;
            covered = true;
        }
    }
    return covered;
}

bool suppression_covers(SuppressionSet *set, const Finding *finding) {
    bool covered = covered_in_file(set, finding);
    if (set->row_count == 0) {
        return covered;
    }
    const LineIndex *lines = set->lines;
    uint32_t first = line_index_row(lines, finding->span.start);
    uint32_t last_byte = span_is_empty(finding->span) ? finding->span.start : finding->span.end - 1;
    uint32_t last = line_index_row(lines, last_byte);
    uint32_t owner = line_index_row(lines, finding->owner);
    covered |= covered_on_rows(set, finding, first, first);
    covered |= covered_on_rows(set, finding, last, last);
    covered |= covered_on_rows(set, finding, owner, owner);
    if (!span_is_empty(finding->definition)) {
        covered |= covered_on_rows(set, finding, line_index_row(lines, finding->definition.start),
                                   line_index_row(lines, finding->definition.end - 1));
    }
    return covered;
}

/* ---- notes -------------------------------------------------------------------------------- */

static bool any_rule(const Suppression *item, const bool *flags) {
    if (!item->of_category) {
        return flags[item->rule];
    }
    for (uint32_t rule = 0; rule < RULE_COUNT; rule++) {
        if (flags[rule] && rule_info((RuleId)rule)->category == item->category) {
            return true;
        }
    }
    return false;
}

static bool is_unused(const SuppressionSet *set, const Suppression *item, const bool *enabled,
                      const OwnRuleBits *own) {
    if (item->own) {
        return !item->is_used && own_rule_has_bit(own, item->own->index);
    }
    if (item->is_used || !any_rule(item, enabled)) {
        return false;
    }
    return item->scope != SUPPRESSION_FILE || !any_rule(item, set->file_hit);
}

void suppression_notes(const SuppressionSet *set, const bool *enabled, const OwnRuleBits *own,
                       NoteList *notes, Arena *mem) {
    for (uint32_t i = 0; i < set->malformed_count; i++) {
        ARRAY_PUSH(notes, set->malformed[i]);
    }
    for (uint32_t i = 0; i < set->row_count + set->file_count; i++) {
        const Suppression *item = &set->items[i];
        if (!is_unused(set, item, enabled, own)) {
            continue;
        }
        Str name = str_span(set->text, item->span);
        Str message = arena_format(mem, "unused suppression of %.*s", STR_ARG(name));
        ARRAY_PUSH(notes, ((Note){NOTE_SUPPRESSION, item->span, message}));
    }
}
