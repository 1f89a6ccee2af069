/* Knows where a suppression comment can be written. What it then covers, suppression.c says: a
 * comment that it does not read is not offered. */
#include "findings/suppression_edit.h"

static const Str words[] = {
    [SUPPRESSION_LINE] = {"ignore",           6 },
    [SUPPRESSION_NEXT_LINE] = {"ignore-next-line", 16},
    [SUPPRESSION_FILE] = {"ignore-file",      11},
};

static const char *const places[] = {
    [SUPPRESSION_LINE] = "on this line",
    [SUPPRESSION_NEXT_LINE] = "from the line above",
    [SUPPRESSION_FILE] = "in this file",
};

Str suppression_edit_title(SuppressionScope scope, Str rule, Arena *mem) {
    return arena_format(mem, "Ignore %.*s %s", STR_ARG(rule), places[scope]);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

static uint32_t row_start(Str text, uint32_t offset) {
    while (offset > 0 && !is_line_end(text.ptr[offset - 1])) {
        offset--;
    }
    return offset;
}

static uint32_t row_end(Str text, uint32_t offset) {
    while (offset < text.len && !is_line_end(text.ptr[offset])) {
        offset++;
    }
    return offset;
}

/* The line end that the file uses first. */
static Str line_end_of(Str text) {
    uint32_t at = row_end(text, 0);
    bool has_return = at < text.len && text.ptr[at] == '\r';
    bool has_feed = at + has_return < text.len && text.ptr[at + has_return] == '\n';
    return has_return && has_feed ? STR("\r\n") : has_return ? STR("\r") : STR("\n");
}

/* ---- comments -------------------------------------------------------------------------------- */

/* The closing bracket of `bluetick: <word>[...]` in the comment; its end when there is none. */
static uint32_t list_end(Str text, Span comment, SuppressionScope scope, Arena *mem) {
    Str inside = str_span(text, comment);
    Str opening = arena_format(mem, "bluetick: %.*s[", STR_ARG(words[scope]));
    uint32_t at = str_find(inside, opening);
    uint32_t close = at + str_find_byte(str_slice(inside, at, inside.len), ']');
    return comment.start + (at < inside.len ? close : inside.len);
}

/* The first comment that begins in the span; empty when there is none. */
static Span comment_in(const Outline *outline, Span span) {
    for (uint32_t i = 0; i < outline->comment_count; i++) {
        Span comment = outline->comments[i];
        if (comment.start >= span.start && comment.start < span.end) {
            return comment;
        }
    }
    return (Span){0, 0};
}

static Edit one_more_name(uint32_t at, Str rule, Arena *mem) {
    return (Edit){
        {at, at},
        arena_format(mem, ", %.*s", STR_ARG(rule))
    };
}

static Str new_comment(SuppressionScope scope, Str rule, Arena *mem) {
    return arena_format(mem, "# bluetick: %.*s[%.*s]", STR_ARG(words[scope]), STR_ARG(rule));
}

/* ---- the edits ------------------------------------------------------------------------------- */

static Edit on_row(const SuppressionSite *site, uint32_t offset, Str rule, Arena *mem) {
    Str text = site->text;
    Span row = {row_start(text, offset), row_end(text, offset)};
    Span comment = comment_in(site->outline, row);
    uint32_t end = list_end(text, comment, SUPPRESSION_LINE, mem);
    if (!span_is_empty(comment) && end < comment.end) {
        return one_more_name(end, rule, mem);
    }
    Str written = new_comment(SUPPRESSION_LINE, rule, mem);
    return (Edit){
        {row.end, row.end},
        arena_format(mem, "  %.*s", STR_ARG(written))
    };
}

static Edit above_row(const SuppressionSite *site, uint32_t offset, Str rule, Arena *mem) {
    Str text = site->text;
    uint32_t start = row_start(text, offset);
    uint32_t first = start;
    while (first < text.len && (text.ptr[first] == ' ' || text.ptr[first] == '\t')) {
        first++;
    }
    Str written = new_comment(SUPPRESSION_NEXT_LINE, rule, mem);
    return (Edit){
        {start, start},
        arena_format(mem, "%.*s%.*s%.*s", STR_ARG(str_slice(text, start, first)), STR_ARG(written),
                     STR_ARG(line_end_of(text)))
    };
}

/* Below `#!` and a coding cookie, which must be among the first two rows. */
static uint32_t head_of_file(Str text) {
    enum { HEAD_ROWS = 2 };
    uint32_t at = 0;
    for (int row = 0; row < HEAD_ROWS && at < text.len; row++) {
        uint32_t end = row_end(text, at);
        Str line = str_slice(text, at, end);
        bool is_cookie = str_find(line, STR("coding")) < line.len;
        if (!str_starts_with(line, STR("#")) || (!is_cookie && !str_starts_with(line, STR("#!")))) {
            break;
        }
        end += end < text.len && text.ptr[end] == '\r';
        at = end + (end < text.len && text.ptr[end] == '\n');
    }
    return at;
}

static Edit in_file(const SuppressionSite *site, Str rule, Arena *mem) {
    const Outline *outline = site->outline;
    for (uint32_t i = 0; i < outline->comment_count; i++) {
        uint32_t end = list_end(site->text, outline->comments[i], SUPPRESSION_FILE, mem);
        if (end < outline->comments[i].end) {
            return one_more_name(end, rule, mem);
        }
    }
    uint32_t at = head_of_file(site->text);
    Str written = new_comment(SUPPRESSION_FILE, rule, mem);
    return (Edit){
        {at, at},
        arena_format(mem, "%.*s%.*s", STR_ARG(written), STR_ARG(line_end_of(site->text)))
    };
}

/* ---- trying ---------------------------------------------------------------------------------- */

static bool is_behind_backslash(Str text, uint32_t offset) {
    return offset > 0 && text.ptr[offset - 1] == '\\';
}

/* Is there now a comment of the scope with the rule in what was written? */
static bool is_read(const SuppressionSite *site, const Edit *edit, SuppressionScope scope,
                    Arena *mem) {
    Buf changed;
    buf_init(&changed, 0);
    buf_append(&changed, str_slice(site->text, 0, edit->span.start));
    buf_append(&changed, edit->replacement);
    buf_append(&changed, str_slice(site->text, edit->span.end, site->text.len));
    Outline outline = outline_scan(buf_str(&changed), mem);
    Str line = str_trim(edit->replacement);
    uint32_t end = edit->span.start + (uint32_t)(line.ptr - edit->replacement.ptr) + line.len;
    Span written = {edit->span.start, end};
    bool found = false;
    for (uint32_t i = 0; i < outline.comment_count && !found; i++) {
        Span comment = outline.comments[i];
        bool holds = comment.start < written.end && comment.end >= written.end &&
                     list_end(buf_str(&changed), comment, scope, mem) < comment.end;
        found = holds && outline.broken == site->outline->broken;
    }
    buf_release(&changed);
    return found;
}

bool suppression_edit(const SuppressionSite *site, SuppressionScope scope, Arena *mem, Edit *out) {
    const Finding *finding = site->finding;
    Str rule = finding_rule_id(finding);
    if (scope == SUPPRESSION_FILE) {
        *out = in_file(site, rule, mem);
        return is_read(site, out, scope, mem);
    }
    if (scope == SUPPRESSION_NEXT_LINE) {
        *out = above_row(site, finding->owner, rule, mem);
        bool continues =
            out->span.start > 0 &&
            is_behind_backslash(site->text,
                                row_end(site->text, row_start(site->text, out->span.start - 1)));
        return !continues && is_read(site, out, scope, mem);
    }
    const uint32_t tried[] = {finding->owner, finding->span.end};
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        *out = on_row(site, tried[i], rule, mem);
        if (!is_behind_backslash(site->text, out->span.start) && is_read(site, out, scope, mem)) {
            return true;
        }
    }
    return false;
}
