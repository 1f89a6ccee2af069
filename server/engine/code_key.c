/* Knows which bytes of a unit are no code; knows nothing about what the rest means. */
#include "engine/code_key.h"

#include "engine/run.h"
#include "text/token.h"

/* Goes over the unit's own bytes, between what is cut out of them. */
typedef struct CodeReader {
    const Outline *outline;
    const Unit *unit;
    Span docstring; /* empty: there is none */
    uint32_t next_hole;
    uint32_t next_comment;
    uint32_t at;
    bool keeps_blank; /* a string of several lines may stand in it */
    uint64_t key;
} CodeReader;

/* ---- the docstring ----------------------------------------------------------------------------
 */

/* Just past the colon of a definition's head. */
static bool skip_head(TokenReader *reader) {
    uint32_t depth = 0;
    while (true) {
        Token token = token_next_significant(reader);
        if (token.kind == TOKEN_END) {
            return false;
        }
        char first = reader->text.ptr[token.span.start];
        depth += first == '(' || first == '[' || first == '{';
        depth -= (first == ')' || first == ']' || first == '}') && depth > 0;
        if (depth == 0 && token_is(reader, token, ":")) {
            return true;
        }
    }
}

static Span docstring_of(const Outline *outline, const Unit *unit) {
    Span none = {0, 0};
    if (!(unit->flags & UNIT_HAS_DOCSTRING)) {
        return none;
    }
    bool is_module = unit->kind == UNIT_MODULE;
    Span body = {is_module ? unit->extent.start : unit->header, unit->extent.end};
    TokenReader reader = token_reader_open(outline->text, body);
    if (!is_module && !skip_head(&reader)) {
        return none;
    }
    Token token = token_next_significant(&reader);
    return token.kind == TOKEN_STRING ? token.span : none;
}

/* ---- the rest ---------------------------------------------------------------------------------
 */

static uint32_t first_comment(const Outline *outline, uint32_t from) {
    uint32_t low = 0;
    uint32_t high = outline->comment_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (outline->comments[middle].start < from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* What is cut out next; empty at the end of the unit. */
static Span next_cut(CodeReader *reader, bool *is_hole) {
    const Outline *outline = reader->outline;
    const Unit *unit = reader->unit;
    Span cut = {unit->extent.end, unit->extent.end};
    *is_hole = false;
    if (reader->next_hole < unit->hole_count) {
        cut = outline->holes[unit->first_hole + reader->next_hole].extent;
        *is_hole = true;
    }
    while (reader->next_comment < outline->comment_count &&
           outline->comments[reader->next_comment].start < reader->at) {
        reader->next_comment++; /* in a hole */
    }
    if (reader->next_comment < outline->comment_count &&
        outline->comments[reader->next_comment].start < cut.start) {
        cut = outline->comments[reader->next_comment];
        *is_hole = false;
    }
    if (!span_is_empty(reader->docstring) && reader->docstring.start >= reader->at &&
        reader->docstring.start < cut.start) {
        cut = reader->docstring;
        *is_hole = false;
    }
    return cut;
}

static bool is_blank(Str line) {
    return str_trim(line).len == 0;
}

static void add_line(CodeReader *reader, Str line) {
    if (!is_blank(line)) {
        while (!reader->keeps_blank && is_blank(str_slice(line, line.len - 1, line.len))) {
            line.len--;
        }
        reader->key = run_mix(reader->key, hash_short(line));
    } else if (reader->keeps_blank) {
        reader->key = run_mix(reader->key, line.len);
    }
}

static void add_piece(CodeReader *reader, Str piece) {
    for (uint32_t at = 0; at < piece.len;) {
        uint32_t end = at + str_find_byte(str_slice(piece, at, piece.len), '\n');
        add_line(reader, str_slice(piece, at, end));
        at = end + 1;
    }
}

/* Each piece of the unit's own text is looked at by `add`. */
static void read_pieces(CodeReader *reader, void (*add)(CodeReader *reader, Str piece)) {
    reader->at = reader->unit->extent.start;
    reader->next_hole = 0;
    reader->next_comment = first_comment(reader->outline, reader->at);
    while (reader->at < reader->unit->extent.end) {
        bool is_hole;
        Span cut = next_cut(reader, &is_hole);
        add(reader, str_span(reader->outline->text, (Span){reader->at, cut.start}));
        reader->next_hole += is_hole;
        reader->key = is_hole ? run_mix(reader->key, 1) : reader->key;
        reader->at = cut.end > reader->at ? cut.end : reader->unit->extent.end;
    }
}

static void look_for_strings(CodeReader *reader, Str piece) {
    reader->keeps_blank = reader->keeps_blank || str_find(piece, STR("\"\"\"")) < piece.len ||
                          str_find(piece, STR("\'\'\'")) < piece.len;
}

uint64_t code_key(const Outline *outline, UnitId id) {
    const Unit *unit = &outline->units[id];
    CodeReader reader = {
        .outline = outline, .unit = unit, .docstring = docstring_of(outline, unit)};
    read_pieces(&reader, look_for_strings);
    reader.key = run_mix(1, reader.keeps_blank);
    read_pieces(&reader, add_piece);
    return reader.key;
}
