/* Reads lines and opens and closes units. Knows Python's lines, brackets, strings and comments;
 * refuses to know expressions and statements other than definitions. */
#include "text/scanner.h"

#include <stdlib.h>

/* ---- bytes ------------------------------------------------------------------------------ */

enum { PLAIN, WORD, QUOTE, OPEN, CLOSE, COLON, HASH, ESCAPE, LINE_END };

/* clang-format off */
#define P PLAIN
#define W WORD
#define WORDS W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W
static const uint8_t CLASS[256] = {
    /* 00 */ P, P, P, P, P, P, P, P, P, P, LINE_END, P, P, LINE_END, P, P,
    /* 10 */ P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* 20 */ P, P, QUOTE, HASH, P, P, P, QUOTE, OPEN, CLOSE, P, P, P, P, P, P,
    /* 30 */ W, W, W, W, W, W, W, W, W, W, COLON, P, P, P, P, P,
    /* 40 */ P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    /* 50 */ W, W, W, W, W, W, W, W, W, W, W, OPEN, ESCAPE, CLOSE, P, W,
    /* 60 */ P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    /* 70 */ W, W, W, W, W, W, W, W, W, W, W, OPEN, P, CLOSE, P, P,
    /* 80 */ WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS,
};
#undef P
#undef W
/* clang-format on */

static uint8_t class_at(Str text, uint32_t at) {
    return CLASS[(unsigned char)text.ptr[at]];
}

static bool is_line_end(Str text, uint32_t at) {
    return text.ptr[at] == '\n' || text.ptr[at] == '\r';
}

/* ---- trigger words ---------------------------------------------------------------------- */

typedef struct TriggerWord {
    const char *word;
    uint32_t length;
    Trigger bit;
} TriggerWord;

static const TriggerWord TRIGGER_WORDS[] = {
#define TRIGGER(name, word) {word, sizeof(word) - 1, TRIGGER_##name},
#define SYNONYM(name, word) {word, sizeof(word) - 1, TRIGGER_##name},
#include "text/trigger_words.def"
#undef SYNONYM
#undef TRIGGER
};
enum { TRIGGER_WORD_COUNT = sizeof TRIGGER_WORDS / sizeof TRIGGER_WORDS[0] };
_Static_assert(TRIGGER_COUNT <= 64, "a TriggerSet has 64 bits");

enum { TRIGGER_LENGTH_MAX = 31 };

static void build_filter(TriggerFilter *filter) {
    *filter = (TriggerFilter){0};
    for (uint32_t row = 0; row < TRIGGER_WORD_COUNT; row++) {
        Str word = {TRIGGER_WORDS[row].word, TRIGGER_WORDS[row].length};
        unsigned char first = (unsigned char)word.ptr[0];
        if (!filter->row_count[first]) {
            filter->first_row[first] = (uint8_t)row;
        }
        filter->row_count[first]++;
        filter->lengths[first] |= word.len <= TRIGGER_LENGTH_MAX ? 1u << word.len : 0;
    }
}

/* The rows of one first byte are adjacent: the table is sorted. */
static TriggerSet compare_words(const TriggerFilter *filter, Str word) {
    unsigned char first = (unsigned char)word.ptr[0];
    uint32_t row = filter->first_row[first];
    for (uint32_t left = filter->row_count[first]; left; left--, row++) {
        if (str_equal((Str){TRIGGER_WORDS[row].word, TRIGGER_WORDS[row].length}, word)) {
            return (TriggerSet)1 << TRIGGER_WORDS[row].bit;
        }
    }
    return 0;
}

static TriggerSet trigger_of(const TriggerFilter *filter, const char *word, uint32_t length) {
    uint32_t lengths = filter->lengths[(unsigned char)*word];
    bool possible = length <= TRIGGER_LENGTH_MAX && (lengths >> length & 1);
    return possible ? compare_words(filter, (Str){word, length}) : 0;
}

/* ---- lines ------------------------------------------------------------------------------ */

typedef struct Indent {
    uint32_t at;     /* first byte behind the indentation */
    uint32_t column; /* as tree-sitter counts: a tab is 8, a form feed begins anew */
    bool continued;  /* a backslash and a line end stand inside */
} Indent;

static Indent read_indent(Str text, uint32_t at) {
    Indent indent = {.at = at};
    for (; indent.at < text.len; indent.at++) {
        char byte = text.ptr[indent.at];
        if (byte == ' ') {
            indent.column++;
        } else if (byte == '\t') {
            indent.column += 8;
        } else if (byte == '\f') {
            indent.column = 0;
        } else if (byte == '\\' && indent.at + 1 < text.len && is_line_end(text, indent.at + 1)) {
            indent.at = literal_after_line_end(text, indent.at + 1) - 1;
            indent.continued = true;
        } else {
            break;
        }
    }
    return indent;
}

static bool is_word_at(Str text, uint32_t at, Str word) {
    return text.len - at >= word.len && memcmp(text.ptr + at, word.ptr, word.len) == 0 &&
           (text.len - at == word.len || class_at(text, at + word.len) != WORD);
}

static uint32_t skip_blanks(Str text, uint32_t at) {
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t' || text.ptr[at] == '\f')) {
        at++;
    }
    return at;
}

/* The definition whose first keyword stands at `at`; UNIT_MODULE when there is none. *keyword_end
 * is behind `def` or `class`. */
static UnitKind definition_at(Str text, uint32_t at, uint32_t *keyword_end) {
    if (at >= text.len) {
        return UNIT_MODULE;
    }
    char byte = text.ptr[at];
    if (byte == 'd' && is_word_at(text, at, STR("def"))) {
        *keyword_end = at + 3;
        return UNIT_FUNCTION;
    }
    if (byte == 'c' && is_word_at(text, at, STR("class"))) {
        *keyword_end = at + 5;
        return UNIT_CLASS;
    }
    if (byte == 'a' && is_word_at(text, at, STR("async"))) {
        uint32_t def = skip_blanks(text, at + 5);
        *keyword_end = def + 3;
        return def < text.len && is_word_at(text, def, STR("def")) ? UNIT_FUNCTION : UNIT_MODULE;
    }
    return UNIT_MODULE;
}

bool scanner_is_definition(Str text, uint32_t at) {
    uint32_t keyword_end = 0;
    return at < text.len &&
           (text.ptr[at] == '@' || definition_at(text, at, &keyword_end) != UNIT_MODULE);
}

/* False only when the token at `at` is certainly no string, alone or in parentheses. */
static bool may_be_string(Str text, uint32_t at) {
    enum { LETTERS = 2 };
    uint32_t end = at;
    while (end < text.len && end - at < LETTERS && class_at(text, end) == WORD) {
        end++;
    }
    if (end >= text.len) {
        return false;
    }
    if (class_at(text, end) == QUOTE) {
        return literal_is_prefix(text, at, end);
    }
    return text.ptr[at] == '(' || text.ptr[at] == '\\';
}

/* ---- units ------------------------------------------------------------------------------ */

static ScanLevel *top_level(Scanner *scanner) {
    return &scanner->levels[scanner->top];
}

/* The unit of a level, or NULL for one that stands before the scanned part. */
static Unit *unit_of(Scanner *scanner, const ScanLevel *level) {
    return level->id >= scanner->base ? &scanner->units.items[level->id - scanner->base] : NULL;
}

static void add_flags(Scanner *scanner, const ScanLevel *level, uint32_t flags) {
    Unit *unit = unit_of(scanner, level);
    if (unit) {
        unit->flags |= flags;
    }
}

static void close_top(Scanner *scanner) {
    ScanLevel *level = top_level(scanner);
    uint32_t end = scanner->top > scanner->frozen_top ? level->end : scanner->content_end;
    if (level->id >= scanner->base) {
        UnitTrace *trace = &scanner->traces.items[level->id - scanner->base];
        unit_of(scanner, level)->extent.end = end;
        trace->tail = scanner->found;
        trace->flags &= ~(uint32_t)TRACE_BROKEN_TAIL; /* it may have been closed before */
        trace->flags |= scanner->broken ? TRACE_BROKEN_TAIL : 0;
    } else {
        scanner->closed[scanner->closed_count++] =
            (ClosedUnit){level->id, end, scanner->found, scanner->broken};
    }
    scanner->found = 0;
    scanner->broken = false;
    scanner->top--;
    if (scanner->frozen_top > scanner->top) {
        scanner->frozen_top = scanner->top;
    }
}

/* The first statement of the innermost unit's body. */
static void open_body(Scanner *scanner, uint32_t at, uint32_t column) {
    ScanLevel *level = top_level(scanner);
    level->body_known = true;
    level->body = scanner->top == 0 ? 0 : column;
    if (may_be_string(scanner->text, at)) {
        add_flags(scanner, level, UNIT_MAY_HAVE_DOCSTRING);
    }
}

/* True when the statement before ended with the `:` of a block. The comments behind it are known.
 */
static bool opened_block(const Scanner *scanner) {
    Str text = scanner->text;
    uint32_t at = scanner->after_colon;
    while (at > 0 && at < text.len && (class_at(text, at) == PLAIN)) {
        if (text.ptr[at] != ' ' && text.ptr[at] != '\t' && text.ptr[at] != '\f') {
            return false;
        }
        at++;
    }
    return at > 0 && (at >= text.len || is_line_end(text, at) || text.ptr[at] == '#');
}

/* A statement right of the one that closed units, without a block to be in. */
static void reopen_units(Scanner *scanner, uint32_t column) {
    Reopening *reopening = &scanner->reopening;
    uint32_t count = reopening->count;
    reopening->count = 0;
    if (!count || column <= reopening->column || opened_block(scanner)) {
        return;
    }
    top_level(scanner)->has_content = reopening->has_content;
    scanner->top += count;
    scanner->frozen_top = scanner->top;
    scanner->closed_count = reopening->closed_count;
    scanner->found |= reopening->found;
    scanner->broken = true;
}

/* Closes down to `level`, remembering how it was if the statement is no definition. */
static void close_down_to(Scanner *scanner, uint32_t level, uint32_t column, bool definition) {
    while (scanner->top > level && top_level(scanner)->body == BODY_NONE) {
        close_top(scanner); /* a one-line suite has ended for good */
    }
    if (scanner->top <= level) {
        return;
    }
    scanner->reopening = (Reopening){.count = definition ? 0 : scanner->top - level,
                                     .column = column,
                                     .closed_count = scanner->closed_count,
                                     .found = scanner->found,
                                     .broken = scanner->broken,
                                     .has_content = scanner->levels[level].has_content};
    while (scanner->top > level) {
        /* a header without a body */
        scanner->broken = scanner->broken || !top_level(scanner)->body_known;
        close_top(scanner);
    }
}

/* A dedent to a column where nothing began. A definition there is taken for a member of the class
 * it stands right of; any other statement is a slip inside the innermost unit. */
static void settle_bad_dedent(Scanner *scanner, uint32_t level, uint32_t column, bool definition) {
    ScanLevel *outer = &scanner->levels[level];
    if (definition && level > 0 && outer->kind == UNIT_CLASS) {
        close_down_to(scanner, level, column, definition);
        outer->body = column;
    }
    scanner->broken = true;
}

/* The outermost unit that a statement at this column is inside of, its header at the left. */
static uint32_t level_of_column(const Scanner *scanner, uint32_t column) {
    uint32_t level = scanner->top;
    while (level > 0 &&
           (column <= scanner->levels[level].column || scanner->levels[level].body == BODY_NONE)) {
        level--;
    }
    return level;
}

/* Ends the units that a statement at this column does not belong to. */
static void close_units(Scanner *scanner, Indent indent, bool definition) {
    uint32_t column = indent.column;
    reopen_units(scanner, column);
    uint32_t level = level_of_column(scanner, column);
    ScanLevel *inside = &scanner->levels[level];
    if (!inside->body_known) {
        close_down_to(scanner, level, column, definition);
        open_body(scanner, indent.at, column);
    } else if (column >= inside->body) {
        close_down_to(scanner, level, column, definition);
    } else {
        settle_bad_dedent(scanner, level, column, definition);
    }
    scanner->frozen_top = scanner->top;
}

/* A comment on a line of its own belongs to the units whose body it is not left of, up to the
 * first one that is: as tree-sitter waits with a dedent. */
static void freeze_levels(Scanner *scanner, uint32_t column) {
    while (scanner->frozen_top > 0) {
        ScanLevel *level = &scanner->levels[scanner->frozen_top];
        if (column >= level->body) {
            break;
        }
        level->end = scanner->content_end;
        scanner->frozen_top--;
    }
}

/* The decorators had no definition: their lines are text of the unit around them. */
static void drop_pending(Scanner *scanner) {
    if (scanner->pending.active) {
        scanner->pending.active = false;
        scanner->found |= scanner->pending.found;
        scanner->broken = scanner->broken || scanner->pending.broken;
        top_level(scanner)->has_content = true;
    }
}

static void begin_pending(Scanner *scanner, uint32_t at, uint32_t column) {
    scanner->pending = (PendingDecorators){.active = true,
                                           .start = at,
                                           .column = column,
                                           .depth = scanner->depth,
                                           .content_end = scanner->content_end,
                                           .found = scanner->found,
                                           .broken = scanner->broken};
    scanner->found = 0;
    scanner->broken = false;
}

/* ---- going on in the outline before ------------------------------------------------------ */

/* True when `unit` of the outline before was found with the levels that are open now. */
static bool is_same_state(const Scanner *scanner, const Outline *before, UnitId unit) {
    if (before->units[unit].depth != scanner->top + 1) {
        return false;
    }
    for (uint32_t i = scanner->top + 1; i-- > 0;) {
        const ScanLevel *level = &scanner->levels[i];
        UnitId parent = before->units[unit].parent;
        if (before->traces[unit].column != level->body ||
            before->units[parent].kind != level->kind) {
            return false;
        }
        unit = parent;
    }
    return true;
}

/* Looks for a unit of the outline before that begins at `start` in the same state. */
static bool can_resume(Scanner *scanner, uint32_t start) {
    ScanResume *resume = &scanner->resume;
    const Outline *before = resume->before;
    if (!before || start < resume->from || scanner->recovered) {
        return false;
    }
    uint32_t old_start = start - resume->shift;
    while (resume->cursor < before->unit_count &&
           before->units[resume->cursor].extent.start < old_start) {
        resume->cursor++;
    }
    if (resume->cursor == before->unit_count) {
        return false;
    }
    UnitId unit = resume->cursor;
    const UnitTrace *trace = &before->traces[unit];
    if (before->units[unit].extent.start != old_start || (trace->flags & TRACE_UNCLEAN) ||
        !is_same_state(scanner, before, unit)) {
        return false;
    }
    resume->found = unit;
    resume->start = start;
    return true;
}

/* ---- definitions ------------------------------------------------------------------------ */

typedef struct Definition {
    UnitKind kind;
    uint32_t at; /* `async`, `def` or `class` */
    uint32_t keyword_end;
    uint32_t column;
    bool unclean;
} Definition;

static bool is_unit(const Scanner *scanner, uint32_t column) {
    const ScanLevel *level = &scanner->levels[scanner->top];
    return level->kind != UNIT_FUNCTION && column == level->body && scanner->top < UNIT_DEPTH_MAX;
}

static Span read_name(Str text, uint32_t keyword_end) {
    uint32_t start = skip_blanks(text, keyword_end);
    uint32_t end = start;
    while (end < text.len && class_at(text, end) == WORD) {
        end++;
    }
    return end > start ? (Span){start, end} : (Span){keyword_end, keyword_end};
}

/* What was found since the last child goes to the text before this one. The decorators' words are
 * the new unit's own. */
static UnitTrace start_trace(Scanner *scanner, const Definition *definition) {
    PendingDecorators *pending = &scanner->pending;
    UnitTrace trace = {.column = definition->column};
    bool broken = pending->active ? pending->broken : scanner->broken;
    trace.before = pending->active ? pending->found : scanner->found;
    trace.flags |= top_level(scanner)->has_content ? TRACE_STARTS_RUN : 0;
    trace.flags |= definition->unclean ? TRACE_UNCLEAN : 0;
    trace.flags |= broken ? TRACE_BROKEN_BEFORE : 0;
    if (!pending->active) {
        scanner->found = 0;
        scanner->broken = false;
    }
    return trace;
}

static void open_unit(Scanner *scanner, const Definition *definition) {
    Str text = scanner->text;
    PendingDecorators *pending = &scanner->pending;
    ScanLevel *parent = top_level(scanner);
    UnitTrace trace = start_trace(scanner, definition);
    Unit unit = {
        .kind = definition->kind,
        .parent = parent->id,
        .depth = scanner->top + 1,
        .extent = {pending->active ? pending->start : definition->at, 0},
        .header = definition->at,
        .name = read_name(text, definition->keyword_end),
    };
    unit.flags |= text.ptr[definition->at] == 'a' ? UNIT_ASYNC : 0;
    unit.flags |= pending->active ? UNIT_DECORATED : 0;
    pending->active = false;
    parent->has_content = false;
    UnitId id = scanner->base + scanner->units.count;
    ARRAY_PUSH(&scanner->units, unit);
    ARRAY_PUSH(&scanner->traces, trace);
    scanner->top++;
    *top_level(scanner) = (ScanLevel){.id = id,
                                      .kind = definition->kind,
                                      .column = definition->column,
                                      .body = definition->column + 1,
                                      .has_content = true};
    scanner->frozen_top = scanner->top;
    scanner->in_header = true;
    scanner->lambdas = 0;
}

/* Behind the `:` of the innermost unit's header. */
static void end_header(Scanner *scanner, uint32_t at) {
    Str text = scanner->text;
    scanner->in_header = false;
    at = skip_blanks(text, at);
    if (at >= text.len || is_line_end(text, at) || text.ptr[at] == '#') {
        return;
    }
    ScanLevel *level = top_level(scanner);
    level->body_known = true;
    level->body = BODY_NONE;
    add_flags(scanner, level,
              UNIT_ONE_LINE | (may_be_string(text, at) ? UNIT_MAY_HAVE_DOCSTRING : 0));
}

/* The header ended without its `:`. */
static void abandon_header(Scanner *scanner) {
    if (scanner->in_header) {
        scanner->in_header = false;
        scanner->broken = true;
        add_flags(scanner, top_level(scanner), UNIT_MAY_HAVE_DOCSTRING);
    }
}

/* ---- strings ---------------------------------------------------------------------------- */

/* True when the line at `at` ends a triple-quoted string that nothing else ends: a definition or a
 * decorator at or left of the last definition. */
static bool cuts_string(const Scanner *scanner, uint32_t at) {
    Indent indent = read_indent(scanner->text, at);
    return indent.column <= scanner->definition_column &&
           scanner_is_definition(scanner->text, indent.at);
}

/* How far a string that began may be read at once: in the second pass triple-quoted ones go line
 * by line. */
static uint32_t string_limit(Scanner *scanner, StringKind kind) {
    if (!scanner->cut_strings || !kind.triple) {
        return scanner->text.len;
    }
    if (scanner->at < scanner->line.start || scanner->at > scanner->line.end) {
        uint32_t end = literal_line_end(scanner->text, scanner->at, scanner->text.len);
        scanner->line = (Span){scanner->at, end};
    }
    return scanner->line.end;
}

/* A string stopped at scanner->at without its quotes. True when it goes on in the next line. */
static bool goes_on(Scanner *scanner, StringKind kind) {
    Str text = scanner->text;
    bool at_end = scanner->at >= text.len;
    if (!kind.triple || at_end) {
        scanner->broken = true;
        scanner->ended_in_string = scanner->ended_in_string || (kind.triple && at_end);
        return false;
    }
    uint32_t next = literal_after_line_end(text, scanner->at);
    if (cuts_string(scanner, next)) {
        scanner->broken = true;
        return false;
    }
    scanner->at = next;
    return true;
}

/* A string was cut off: one-line format strings around it are, too. */
static void leave_formats(Scanner *scanner) {
    while (scanner->format_count) {
        FormatString *format = &scanner->formats[scanner->format_count - 1];
        if (format->kind.triple && !scanner->cut_strings) {
            break;
        }
        scanner->depth = format->base;
        scanner->format_count--;
    }
}

static void read_plain_string(Scanner *scanner, StringKind kind) {
    bool closed = false;
    do {
        scanner->at = literal_plain_end(scanner->text, scanner->at, string_limit(scanner, kind),
                                        kind, &closed);
    } while (!closed && goes_on(scanner, kind));
    if (!closed) {
        leave_formats(scanner);
    }
}

/* The text of the innermost format string, up to its next field or its end. */
static void read_format_text(Scanner *scanner) {
    FormatString *format = &scanner->formats[scanner->format_count - 1];
    FormatStop stop;
    do {
        stop = literal_format_next(scanner->text, &scanner->at, string_limit(scanner, format->kind),
                                   format);
    } while (stop == FORMAT_UNTERMINATED && goes_on(scanner, format->kind));
    if (stop == FORMAT_UNTERMINATED) {
        scanner->depth = format->base;
        scanner->format_count--;
        leave_formats(scanner);
    } else if (stop == FORMAT_CLOSED) {
        scanner->depth = format->base;
        scanner->format_count--;
    }
}

static void read_string(Scanner *scanner, uint32_t start, uint32_t quote) {
    StringKind kind = literal_kind(scanner->text, start, quote);
    scanner->at = quote + literal_quote_length(kind);
    if (kind.format && scanner->format_count < FORMAT_DEPTH_MAX) {
        scanner->formats[scanner->format_count++] =
            (FormatString){.kind = kind, .base = scanner->depth};
        read_format_text(scanner);
    } else {
        read_plain_string(scanner, kind);
    }
}

/* ---- code ------------------------------------------------------------------------------- */

static bool is_field_level(const Scanner *scanner) {
    return scanner->format_count &&
           scanner->depth == scanner->formats[scanner->format_count - 1].base;
}

static void read_word(Scanner *scanner) {
    Str text = scanner->text;
    uint32_t start = scanner->at;
    uint32_t end = start + 1;
    while (end < text.len && class_at(text, end) == WORD) {
        end++;
    }
    scanner->at = end;
    if (end < text.len && class_at(text, end) == QUOTE && literal_is_prefix(text, start, end)) {
        read_string(scanner, start, end);
        return;
    }
    scanner->found |= trigger_of(&scanner->filter, text.ptr + start, end - start);
    if (scanner->in_header && scanner->depth == 0 && is_word_at(text, start, STR("lambda"))) {
        scanner->lambdas++;
    }
}

static void read_close(Scanner *scanner) {
    if (is_field_level(scanner)) {
        if (scanner->text.ptr[scanner->at++] == '}') {
            read_format_text(scanner);
        }
        return;
    }
    scanner->at++;
    scanner->depth -= scanner->depth ? 1 : 0;
}

static void read_colon(Scanner *scanner) {
    scanner->after_colon = ++scanner->at;
    if (is_field_level(scanner)) {
        scanner->formats[scanner->format_count - 1].spec_depth++;
        read_format_text(scanner);
    } else if (scanner->in_header && scanner->depth == 0 && !scanner->format_count) {
        if (scanner->lambdas) {
            scanner->lambdas--;
        } else {
            end_header(scanner, scanner->at);
        }
    }
}

static void read_comment(Scanner *scanner) {
    uint32_t end = literal_line_end(scanner->text, scanner->at, scanner->text.len);
    ARRAY_PUSH(&scanner->comments, ((Span){scanner->at, end}));
    scanner->at = end;
}

/* Decorator lines inside an open bracket wait for a definition directly below. */
static void note_bracket_line(Scanner *scanner, Indent indent) {
    PendingDecorators *pending = &scanner->pending;
    bool decorator = scanner->text.ptr[indent.at] == '@';
    if (pending->active && scanner->depth <= pending->depth &&
        !(decorator && indent.column == pending->column)) {
        drop_pending(scanner);
    }
    if (decorator && !pending->active && scanner->depth) {
        begin_pending(scanner, indent.at, indent.column);
    }
}

/* At the start of a line that continues a statement. False, with the state of a line's start, when
 * a definition stands there: what was open is not any more. */
static bool continue_line(Scanner *scanner, bool escaped) {
    Str text = scanner->text;
    uint32_t keyword_end = 0;
    Indent indent = read_indent(text, scanner->at);
    if (definition_at(text, indent.at, &keyword_end) != UNIT_MODULE) {
        scanner->depth = 0;
        scanner->format_count = 0;
        scanner->broken = true;
        scanner->recovered = true;
        abandon_header(scanner);
        return false;
    }
    bool content =
        indent.at < text.len && !is_line_end(text, indent.at) && text.ptr[indent.at] != '#';
    if (content && !escaped) {
        note_bracket_line(scanner, indent);
    }
    scanner->at = indent.at;
    return true;
}

/* At a line end in code. True when the statement ends with it. */
static bool read_line_end(Scanner *scanner, bool *content) {
    if (*content) {
        scanner->content_end = scanner->at;
    }
    scanner->at = literal_after_line_end(scanner->text, scanner->at);
    PendingDecorators *pending = &scanner->pending;
    if (pending->active && scanner->depth < pending->depth) {
        drop_pending(scanner);
    }
    if (scanner->depth == 0 && scanner->format_count == 0) {
        abandon_header(scanner);
        return true;
    }
    if (!continue_line(scanner, false)) {
        return true;
    }
    *content = scanner->at < scanner->text.len && !is_line_end(scanner->text, scanner->at) &&
               scanner->text.ptr[scanner->at] != '#';
    return false;
}

/* At a backslash in code. True when a definition stands in the next line. */
static bool read_escape(Scanner *scanner) {
    scanner->at++;
    if (scanner->at < scanner->text.len && is_line_end(scanner->text, scanner->at)) {
        scanner->content_end = scanner->at;
        scanner->at = literal_after_line_end(scanner->text, scanner->at);
        return !continue_line(scanner, true);
    }
    return false;
}

/* Reads to the end of the statement's last line. */
static void read_statement(Scanner *scanner) {
    Str text = scanner->text;
    bool content = true;
    scanner->after_colon = 0;
    while (scanner->at < text.len) {
        switch (class_at(text, scanner->at)) {
        case WORD:
            read_word(scanner);
            break;
        case QUOTE:
            read_string(scanner, scanner->at, scanner->at);
            break;
        case OPEN:
            scanner->depth++;
            scanner->at++;
            break;
        case CLOSE:
            read_close(scanner);
            break;
        case COLON:
            read_colon(scanner);
            break;
        case HASH:
            read_comment(scanner);
            break;
        case ESCAPE:
            if (read_escape(scanner)) {
                return;
            }
            break;
        case LINE_END:
            if (read_line_end(scanner, &content)) {
                return;
            }
            break;
        default:
            scanner->at++;
            break;
        }
    }
    if (content) {
        scanner->content_end = text.len;
    }
    if (scanner->depth || scanner->format_count) {
        scanner->broken = true;
        scanner->depth = 0;
        scanner->format_count = 0;
    }
    abandon_header(scanner);
}

/* A statement's first line. False when the outline before goes on from here. */
static bool read_first_line(Scanner *scanner, Indent indent) {
    PendingDecorators *pending = &scanner->pending;
    Definition definition = {.at = indent.at,
                             .column = indent.column,
                             .unclean = scanner->recovered || indent.continued};
    definition.kind = definition_at(scanner->text, indent.at, &definition.keyword_end);
    bool decorator = scanner->text.ptr[indent.at] == '@';
    bool same_column = pending->active && pending->column == indent.column;
    if (same_column && definition.kind != UNIT_MODULE && scanner->recovered) {
        scanner->content_end = pending->content_end;
    }
    if (!same_column || (definition.kind == UNIT_MODULE && !decorator)) {
        drop_pending(scanner);
    }
    close_units(scanner, indent, decorator || definition.kind != UNIT_MODULE);
    if (definition.kind != UNIT_MODULE) {
        scanner->definition_column = indent.column;
    }
    if (definition.kind != UNIT_MODULE && is_unit(scanner, indent.column)) {
        uint32_t start = pending->active ? pending->start : indent.at;
        if (!indent.continued && can_resume(scanner, start)) {
            scanner->resume.trace = start_trace(scanner, &definition);
            return false;
        }
        open_unit(scanner, &definition);
    } else if (decorator && !pending->active) {
        begin_pending(scanner, indent.at, indent.column);
    } else if (!decorator) {
        drop_pending(scanner);
        top_level(scanner)->has_content = true;
    }
    scanner->recovered = false;
    scanner->at = indent.at;
    read_statement(scanner);
    return true;
}

/* One line between statements, or a whole statement. */
static bool read_line(Scanner *scanner, Indent indent) {
    Str text = scanner->text;
    scanner->at = indent.at;
    if (indent.at >= text.len) {
        return true;
    }
    if (is_line_end(text, indent.at)) {
        scanner->at = literal_after_line_end(text, indent.at);
        return true;
    }
    if (text.ptr[indent.at] == '#') {
        freeze_levels(scanner, indent.column);
        read_comment(scanner);
        scanner->content_end = scanner->at;
        return true;
    }
    return read_first_line(scanner, indent);
}

/* ---- the scan --------------------------------------------------------------------------- */

void scanner_init(Scanner *scanner, Str text) {
    *scanner = (Scanner){
        .text = text, .line = {1, 0},
             .resume = {.found = UNIT_NONE}
    };
    build_filter(&scanner->filter);
}

void scanner_release(Scanner *scanner) {
    ARRAY_RELEASE(&scanner->units);
    ARRAY_RELEASE(&scanner->traces);
    ARRAY_RELEASE(&scanner->comments);
}

void scanner_open_module(Scanner *scanner) {
    Unit module = {
        .kind = UNIT_MODULE, .parent = UNIT_NONE, .extent = {0, scanner->text.len}
    };
    ARRAY_PUSH(&scanner->units, module);
    ARRAY_PUSH(&scanner->traces, ((UnitTrace){0}));
    scanner->levels[0] = (ScanLevel){.kind = UNIT_MODULE, .has_content = true};
}

void scanner_run(Scanner *scanner, uint32_t column) {
    Indent indent = read_indent(scanner->text, scanner->at);
    indent.column += column;
    while (read_line(scanner, indent)) {
        if (scanner->at >= scanner->text.len) {
            break;
        }
        indent = read_indent(scanner->text, scanner->at);
    }
}

void scanner_finish(Scanner *scanner) {
    drop_pending(scanner);
    while (scanner->top) {
        scanner->broken = scanner->broken || !top_level(scanner)->body_known;
        close_top(scanner);
    }
    scanner->content_end = scanner->text.len;
    ScanLevel *module = top_level(scanner);
    if (module->id >= scanner->base) {
        UnitTrace *trace = &scanner->traces.items[0];
        trace->tail = scanner->found;
        trace->flags |= scanner->broken ? TRACE_BROKEN_TAIL : 0;
    } else {
        scanner->closed[scanner->closed_count++] =
            (ClosedUnit){module->id, scanner->text.len, scanner->found, scanner->broken};
    }
}
