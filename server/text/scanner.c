/* Reads statements, line by line. Knows brackets, strings, comments and where a statement ends;
 * refuses to know expressions, and leaves to text/unit_stack.c what a definition opens and a dedent
 * closes. */
#include "text/scanner.h"

#include "text/line.h"
#include "text/unit_stack.h"

/* ---- strings ---------------------------------------------------------------------------- */

/* True when the line at `at` ends a triple-quoted string that nothing else ends: a definition or a
 * decorator at or left of the last definition. */
static bool cuts_string(const Scanner *scanner, uint32_t at) {
    Indent indent = line_read_indent(scanner->text, at);
    return indent.column <= scanner->definition_column &&
           line_is_definition(scanner->text, indent.at);
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

/* From here on the second pass reads otherwise than the first. */
static void note_cut(Scanner *scanner) {
    scanner->first_cut = scanner->at < scanner->first_cut ? scanner->at : scanner->first_cut;
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
        note_cut(scanner);
        return false;
    }
    scanner->at = next;
    return true;
}

/* A string was cut off: one-line format strings around it are, too. */
static void leave_formats(Scanner *scanner) {
    while (scanner->format_count) {
        FormatString *format = &scanner->formats[scanner->format_count - 1];
        if (format->kind.triple) {
            if (!scanner->cut_strings) {
                break;
            }
            note_cut(scanner);
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

/* Each lambda in a header, outside brackets, takes a `:` of its own. */
static bool is_lambda(const Scanner *scanner, uint32_t start, uint32_t end) {
    enum { LAMBDA_LENGTH = 6 };
    return scanner->in_header && end - start == LAMBDA_LENGTH && scanner->depth == 0 &&
           memcmp(scanner->text.ptr + start, "lambda", LAMBDA_LENGTH) == 0;
}

/* Passes blanks, operators and words: most of a text. Stops at a byte of another class. */
static void read_words(Scanner *scanner) {
    Str text = scanner->text;
    uint32_t at = scanner->at;
    TriggerSet found = 0;
    uint8_t class = line_class(text, at);
    while (class == BYTE_PLAIN || class == BYTE_WORD) {
        uint32_t start = at;
        while (class == BYTE_WORD) {
            class = ++at < text.len ? line_class(text, at) : BYTE_LINE_END;
        }
        if (class == BYTE_QUOTE && literal_is_prefix(text, start, at)) {
            scanner->found |= found;
            read_string(scanner, start, at);
            return;
        }
        if (at > start) {
            found |= trigger_filter_find(&scanner->filter, text.ptr + start, at - start);
            scanner->lambdas += is_lambda(scanner, start, at) ? 1 : 0;
        }
        while (class == BYTE_PLAIN) {
            class = ++at < text.len ? line_class(text, at) : BYTE_LINE_END;
        }
    }
    scanner->found |= found;
    scanner->at = at;
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
            unit_stack_end_header(scanner, scanner->at);
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
        unit_stack_drop_decorators(scanner);
    }
    if (decorator && !pending->active && scanner->depth) {
        unit_stack_hold_decorators(scanner, indent.at, indent.column);
    }
}

/* At the start of a line that continues a statement. False, with the state of a line's start, when
 * a definition stands there: what was open is not any more. */
static bool continue_line(Scanner *scanner, bool escaped) {
    Str text = scanner->text;
    uint32_t keyword_end = 0;
    Indent indent = line_read_indent(text, scanner->at);
    if (line_definition(text, indent.at, &keyword_end) != UNIT_MODULE) {
        scanner->depth = 0;
        scanner->format_count = 0;
        scanner->broken = true;
        scanner->recovered = true;
        unit_stack_abandon_header(scanner);
        return false;
    }
    bool content =
        indent.at < text.len && !line_is_end(text, indent.at) && text.ptr[indent.at] != '#';
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
        unit_stack_drop_decorators(scanner);
    }
    if (scanner->depth == 0 && scanner->format_count == 0) {
        unit_stack_abandon_header(scanner);
        return true;
    }
    if (!continue_line(scanner, false)) {
        return true;
    }
    *content = scanner->at < scanner->text.len && !line_is_end(scanner->text, scanner->at) &&
               scanner->text.ptr[scanner->at] != '#';
    return false;
}

/* At a backslash in code. True when a definition stands in the next line. */
static bool read_escape(Scanner *scanner) {
    scanner->at++;
    if (scanner->at < scanner->text.len && line_is_end(scanner->text, scanner->at)) {
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
        switch (line_class(text, scanner->at)) {
        case BYTE_QUOTE:
            read_string(scanner, scanner->at, scanner->at);
            break;
        case BYTE_OPEN:
            scanner->depth++;
            scanner->at++;
            break;
        case BYTE_CLOSE:
            read_close(scanner);
            break;
        case BYTE_COLON:
            read_colon(scanner);
            break;
        case BYTE_HASH:
            read_comment(scanner);
            break;
        case BYTE_ESCAPE:
            if (read_escape(scanner)) {
                return;
            }
            break;
        case BYTE_LINE_END:
            if (read_line_end(scanner, &content)) {
                return;
            }
            break;
        default:
            read_words(scanner);
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
    unit_stack_abandon_header(scanner);
}

/* A statement's first line. False when the outline before goes on from here. */
static bool read_first_line(Scanner *scanner, Indent indent) {
    PendingDecorators *pending = &scanner->pending;
    Definition definition = {.at = indent.at,
                             .column = indent.column,
                             .unclean = scanner->recovered || indent.continued};
    definition.kind = line_definition(scanner->text, indent.at, &definition.keyword_end);
    bool decorator = scanner->text.ptr[indent.at] == '@';
    bool same_column = pending->active && pending->column == indent.column;
    if (same_column && definition.kind != UNIT_MODULE && scanner->recovered) {
        scanner->content_end = pending->content_end;
    }
    if (!same_column || (definition.kind == UNIT_MODULE && !decorator)) {
        unit_stack_drop_decorators(scanner);
    }
    unit_stack_dedent(scanner, indent, decorator || definition.kind != UNIT_MODULE);
    if (definition.kind != UNIT_MODULE) {
        scanner->definition_column = indent.column;
    }
    bool is_unit = definition.kind != UNIT_MODULE && unit_stack_admits(scanner, indent.column);
    if (is_unit) {
        if (unit_stack_resume(scanner, &definition)) {
            return false;
        }
        unit_stack_open(scanner, &definition);
    } else if (decorator && !pending->active) {
        unit_stack_hold_decorators(scanner, indent.at, indent.column);
    } else if (!decorator) {
        unit_stack_drop_decorators(scanner);
        unit_stack_top(scanner)->has_content = true;
    }
    scanner->recovered = false;
    /* The word `class` tells of classes that are no units. */
    bool is_class = is_unit && definition.kind == UNIT_CLASS;
    scanner->at = is_class ? definition.keyword_end : indent.at;
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
    if (line_is_end(text, indent.at)) {
        scanner->at = literal_after_line_end(text, indent.at);
        return true;
    }
    if (text.ptr[indent.at] == '#') {
        unit_stack_comment(scanner, indent.column);
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
             .first_cut = UINT32_MAX, .resume = {.found = UNIT_NONE}
    };
    trigger_filter_build(&scanner->filter);
}

void scanner_release(Scanner *scanner) {
    ARRAY_RELEASE(&scanner->units);
    ARRAY_RELEASE(&scanner->traces);
    ARRAY_RELEASE(&scanner->comments);
}

void scanner_run(Scanner *scanner, uint32_t column) {
    Indent indent = line_read_indent(scanner->text, scanner->at);
    indent.column += column;
    while (read_line(scanner, indent)) {
        if (scanner->at >= scanner->text.len) {
            break;
        }
        indent = line_read_indent(scanner->text, scanner->at);
    }
}
