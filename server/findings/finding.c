/* Order, fingerprints and words of findings. Knows nothing of rules or of how findings are shown.
 */
#include "findings/finding.h"

#include "base/hash.h"
#include "base/status.h"

#include <stdlib.h>

static int compare_numbers(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

Str finding_rule_id(const Finding *finding) {
    return finding->own ? finding->own->id : rule_info(finding->rule)->id;
}

Category finding_category(const Finding *finding) {
    return finding->own ? finding->own->category : rule_info(finding->rule)->category;
}

int finding_compare(const void *a, const void *b) {
    const Finding *left = a;
    const Finding *right = b;
    int order = compare_numbers(left->span.start, right->span.start);
    order = order ? order : compare_numbers(left->span.end, right->span.end);
    order = order ? order : compare_numbers(left->rule, right->rule);
    order = order ? order : str_compare(finding_rule_id(left), finding_rule_id(right));
    order = order ? order : str_compare(left->message, right->message);
    order = order ? order : str_compare(left->subject, right->subject);
    order = order ? order : compare_numbers(left->owner, right->owner);
    return order ? order : compare_numbers(left->detail, right->detail);
}

/* ---- fingerprints ------------------------------------------------------------------------- */

/* Bytes of the row that count on either side of the span's start: a row may be the whole file. */
enum { CONTEXT_BEFORE = 160, CONTEXT_AFTER = 240 };

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

static void append_row(Buf *out, Str text, uint32_t at) {
    at = at < text.len ? at : text.len;
    uint32_t start = at;
    while (start > 0 && at - start < CONTEXT_BEFORE && !is_line_end(text.ptr[start - 1])) {
        start--;
    }
    for (uint32_t i = start; i < text.len && i < at + CONTEXT_AFTER; i++) {
        char byte = text.ptr[i];
        if (is_line_end(byte)) {
            break;
        }
        if (byte != ' ' && byte != '\t') {
            buf_append_byte(out, byte);
        }
    }
}

typedef struct Print {
    uint64_t hash;
    uint32_t index;
} Print;

typedef struct PrintList ARRAY_OF(Print) PrintList;

static int compare_prints(const void *a, const void *b) {
    const Print *left = a;
    const Print *right = b;
    int order = compare_numbers(left->hash, right->hash);
    return order ? order : compare_numbers(left->index, right->index);
}

static uint64_t content_hash(const Finding *finding, Str path, Str text, Buf *scratch) {
    buf_clear(scratch);
    buf_append(scratch, finding_rule_id(finding));
    buf_append_byte(scratch, '\0');
    buf_append(scratch, path);
    buf_append_byte(scratch, '\0');
    buf_append(scratch, finding->subject);
    buf_append_byte(scratch, '\0');
    append_row(scratch, text, finding->span.start);
    return hash_short(buf_str(scratch));
}

/* Ordinals count from 0 in the order of places; the first keeps its plain hash. */
static uint64_t with_ordinal(uint64_t hash, uint32_t ordinal) {
    if (ordinal == 0) {
        return hash;
    }
    char bytes[12];
    memcpy(bytes, &hash, 8);
    memcpy(bytes + 8, &ordinal, 4);
    return hash_short((Str){bytes, sizeof bytes});
}

void finding_list_fingerprint(FindingList *findings, Str path, Str text) {
    Buf scratch;
    buf_init(&scratch, 0);
    PrintList prints = {0};
    ARRAY_RESERVE(&prints, findings->count);
    for (uint32_t i = 0; i < findings->count; i++) {
        uint64_t hash = content_hash(&findings->items[i], path, text, &scratch);
        ARRAY_PUSH(&prints, ((Print){hash, i}));
    }
    if (prints.count > 1) {
        qsort(prints.items, prints.count, sizeof *prints.items, compare_prints);
    }
    uint32_t ordinal = 0;
    for (uint32_t i = 0; i < prints.count; i++) {
        ordinal = i > 0 && prints.items[i].hash == prints.items[i - 1].hash ? ordinal + 1 : 0;
        findings->items[prints.items[i].index].fingerprint =
            with_ordinal(prints.items[i].hash, ordinal);
    }
    ARRAY_RELEASE(&prints);
    buf_release(&scratch);
}

/* ---- words -------------------------------------------------------------------------------- */

enum { SUBJECTS_SHOWN = 4 };

Str finding_message(const Finding *finding, Arena *mem) {
    if (finding->more_count == 0) {
        return finding->message;
    }
    Buf text;
    buf_init(&text, 0);
    buf_append(&text, finding->message);
    buf_append_c(&text, " (also on this line: ");
    for (uint32_t i = 0; i < finding->more_count && i < SUBJECTS_SHOWN; i++) {
        const Finding *other = &finding->more[i];
        buf_append_c(&text, i > 0 ? ", " : "");
        buf_append(&text, other->subject.len > 0 ? other->subject : other->message);
    }
    if (finding->more_count > SUBJECTS_SHOWN) {
        buf_format(&text, " and %u more", finding->more_count - SUBJECTS_SHOWN);
    }
    buf_append_byte(&text, ')');
    Str whole = arena_copy(mem, buf_str(&text));
    buf_release(&text);
    return whole;
}

Str note_kind_name(NoteKind kind) {
    static const char *const names[NOTE_KIND_COUNT] = {
        [NOTE_SYNTAX] = "syntax",           [NOTE_SKIPPED] = "skipped",
        [NOTE_UNREADABLE] = "unreadable",   [NOTE_LIMIT] = "limit",
        [NOTE_SUPPRESSION] = "suppression", [NOTE_BUG] = "bug",
    };
    return BUG_ON((unsigned)kind >= NOTE_KIND_COUNT) ? STR("") : str_from_c(names[kind]);
}
