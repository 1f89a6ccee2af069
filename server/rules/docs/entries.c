/* Reads the lines under Args, Attributes and Raises headers: names, types, descriptions. Knows the
 * shapes of entries, nothing of headers. */
#include "rules/docs/exceptions.h"
#include "rules/docs/section_parser.h"

typedef struct Cursor {
    Str text;
    uint32_t at;
    uint32_t end;
} Cursor;

static bool is_name_start(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (unsigned char)byte >= 0x80;
}

static bool is_name_byte(char byte) {
    return is_name_start(byte) || (byte >= '0' && byte <= '9');
}

static char peek(const Cursor *cursor) {
    return cursor->at < cursor->end ? cursor->text.ptr[cursor->at] : '\0';
}

static bool accept(Cursor *cursor, char byte) {
    if (peek(cursor) != byte || byte == '\0') {
        return false;
    }
    cursor->at++;
    return true;
}

static bool accept_text(Cursor *cursor, Str wanted) {
    Str rest = str_slice(cursor->text, cursor->at, cursor->end);
    if (!str_starts_with(rest, wanted)) {
        return false;
    }
    cursor->at += wanted.len;
    return true;
}

static void skip_blanks(Cursor *cursor) {
    while (peek(cursor) == ' ' || peek(cursor) == '\t') {
        cursor->at++;
    }
}

static void skip_up_to(Cursor *cursor, char byte, uint32_t most) {
    for (uint32_t i = 0; i < most && accept(cursor, byte); i++) {
    }
}

static bool read_identifier(Cursor *cursor, Span *out) {
    uint32_t start = cursor->at;
    if (!is_name_start(peek(cursor))) {
        return false;
    }
    while (is_name_byte(peek(cursor))) {
        cursor->at++;
    }
    *out = (Span){start, cursor->at};
    return true;
}

/* A colon that ends the head of an entry: not `::`. */
static bool accept_colon(Cursor *cursor) {
    if (peek(cursor) != ':' ||
        (cursor->at + 1 < cursor->end && cursor->text.ptr[cursor->at + 1] == ':')) {
        return false;
    }
    cursor->at++;
    return true;
}

/* A balanced `( ... )`; the cursor stays where it is when it does not close on this line. */
static bool read_type(Cursor *cursor, Span *out) {
    if (peek(cursor) != '(') {
        return false;
    }
    uint32_t depth = 0;
    for (uint32_t i = cursor->at; i < cursor->end; i++) {
        char byte = cursor->text.ptr[i];
        depth += byte == '(' || byte == '[' || byte == '{';
        depth -= byte == ')' || byte == ']' || byte == '}';
        if (depth == 0) {
            *out = (Span){cursor->at + 1, i};
            cursor->at = i + 1;
            return true;
        }
    }
    return false;
}

static void skip_bullet(Cursor *cursor) {
    char byte = peek(cursor);
    bool bullet = (byte == '-' || byte == '+' || byte == '*') && cursor->at + 1 < cursor->end &&
                  cursor->text.ptr[cursor->at + 1] == ' ';
    if (bullet) {
        cursor->at += 2;
        skip_blanks(cursor);
    }
}

/* ---- template lines ------------------------------------------------------------------------ */

/* A name, dotted or not, between the marks. */
static bool is_wrapped(Str line, Str open, Str close) {
    if (line.len <= open.len + close.len || !str_starts_with(line, open) ||
        !str_ends_with(line, close)) {
        return false;
    }
    Str inner = str_trim(str_slice(line, open.len, line.len - close.len));
    for (uint32_t i = 0; i < inner.len; i++) {
        if (!is_name_byte(inner.ptr[i]) && inner.ptr[i] != '.' && inner.ptr[i] != '-') {
            return false;
        }
    }
    return inner.len > 0;
}

bool entries_is_template(Str line) {
    if (is_wrapped(line, STR("{{"), STR("}}")) || is_wrapped(line, STR("{"), STR("}")) ||
        is_wrapped(line, STR("%("), STR(")s")) || is_wrapped(line, STR("<<"), STR(">>"))) {
        return true;
    }
    Cursor cursor = {line, 0, line.len};
    Span name;
    return accept(&cursor, '$') && (accept(&cursor, '{') || true) &&
           read_identifier(&cursor, &name) && (accept(&cursor, '}') || true) &&
           cursor.at == cursor.end;
}

/* ---- Args and Attributes -------------------------------------------------------------------- */

enum { GROUP_MAX = 16 };

typedef struct Head {
    Span names[GROUP_MAX];
    Span written[GROUP_MAX];
    uint32_t name_count;
    Span type;
    uint32_t colon; /* UINT32_MAX when the line is no entry */
    uint32_t names_end;
} Head;

static bool read_name(Cursor *cursor, Head *head) {
    uint32_t start = cursor->at;
    skip_up_to(cursor, '`', 2);
    for (uint32_t stars = 0; stars < 2; stars++) {
        if (!accept_text(cursor, STR("\\*")) && !accept(cursor, '*')) {
            break;
        }
    }
    skip_up_to(cursor, '`', 2);
    Span name;
    if (head->name_count == GROUP_MAX || !read_identifier(cursor, &name)) {
        return false;
    }
    skip_up_to(cursor, '`', 2);
    head->names[head->name_count] = name;
    head->written[head->name_count++] = (Span){start, cursor->at};
    return true;
}

/* `name[, name]* [(type)] :` */
static Head read_head(Cursor *cursor) {
    Head head = {.colon = UINT32_MAX};
    do {
        skip_blanks(cursor);
        if (!read_name(cursor, &head)) {
            return head;
        }
        head.names_end = cursor->at;
        skip_blanks(cursor);
    } while (accept(cursor, ','));
    if (read_type(cursor, &head.type)) {
        head.names_end = cursor->at;
        skip_blanks(cursor);
    }
    if (accept_colon(cursor)) {
        head.colon = cursor->at - 1;
    }
    return head;
}

/* ` - `, ` -- `, an en or em dash: where a colon was meant. */
static Span read_dash(Str text, uint32_t at, uint32_t end) {
    static const char *const dashes[] = {"--", "-", "\xe2\x80\x93", "\xe2\x80\x94"};
    Cursor cursor = {text, at, end};
    skip_blanks(&cursor);
    for (size_t i = 0; cursor.at > at && i < sizeof dashes / sizeof *dashes; i++) {
        Cursor after = cursor;
        if (accept_text(&after, str_from_c(dashes[i])) && peek(&after) == ' ') {
            skip_blanks(&after);
            return (Span){at, after.at};
        }
    }
    return (Span){at, at};
}

static void add_problem(SectionParser *parser, Problem kind, uint32_t section, uint32_t line,
                        Span token) {
    FormatProblem problem = {kind, token, section, line};
    ARRAY_PUSH(&parser->problems, problem);
}

/* The first run of non-blanks: what a problem is shown at. */
static Span first_word(Str text, uint32_t start, uint32_t end) {
    uint32_t at = start;
    while (at < end && text.ptr[at] != ' ' && text.ptr[at] != '\t') {
        at++;
    }
    return (Span){start, at};
}

static bool has_text(Str text, uint32_t start, uint32_t end) {
    return str_trim(str_slice(text, start, end)).len > 0;
}

static void push_head(SectionParser *parser, const Entry *base, const Head *head) {
    for (uint32_t i = 0; i < head->name_count; i++) {
        Entry entry = *base;
        entry.name = head->names[i];
        entry.written = head->written[i];
        entry.grouped = head->name_count > 1;
        ARRAY_PUSH(&parser->entries, entry);
    }
}

/* A line at entry indent; start..end is its text. */
static void read_args_entry(SectionParser *parser, uint32_t section, uint32_t line, uint32_t start,
                            uint32_t end) {
    Cursor cursor = {parser->text, start, end};
    skip_bullet(&cursor);
    Head head = read_head(&cursor);
    Entry entry = {.section = section,
                   .type = head.type,
                   .head = start,
                   .colon = head.colon,
                   .line = line,
                   .end = line + 1};
    if (head.colon != UINT32_MAX) {
        entry.described = has_text(parser->text, head.colon + 1, end);
        push_head(parser, &entry, &head);
        return;
    }
    bool double_colon = head.name_count == 1 && peek(&cursor) == ':';
    add_problem(parser, PROBLEM_ENTRY, section, line,
                double_colon ? head.written[0] : first_word(parser->text, start, end));
    bool known =
        head.name_count > 0 &&
        section_parser_parameter(parser, str_span(parser->text, head.names[0])) != UINT32_MAX;
    if (known) {
        entry.dash = read_dash(parser->text, head.names_end, end);
        entry.described = true;
        push_head(parser, &entry, &head);
    }
}

/* ---- Raises --------------------------------------------------------------------------------- */

/* One type: `:class:`~pkg.Error``, ``Error``, pkg.Error. `name` gets the last dotted part. */
static bool read_exception(Cursor *cursor, Span *written, Span *name) {
    uint32_t start = cursor->at;
    Cursor role = *cursor;
    Span ignored;
    while (accept(&role, ':') && read_identifier(&role, &ignored)) {
        if (peek(&role) == ':' && role.at + 1 < role.end && role.text.ptr[role.at + 1] == '`') {
            role.at++;
            *cursor = role;
            break;
        }
    }
    skip_up_to(cursor, '`', 2);
    accept(cursor, '~');
    accept(cursor, '!');
    if (!read_identifier(cursor, name)) {
        return false;
    }
    while (peek(cursor) == '.' && cursor->at + 1 < cursor->end &&
           is_name_start(cursor->text.ptr[cursor->at + 1])) {
        cursor->at++;
        read_identifier(cursor, name);
    }
    skip_up_to(cursor, '`', 2);
    *written = (Span){start, cursor->at};
    return true;
}

static bool accept_separator(Cursor *cursor) {
    Cursor before = *cursor;
    skip_blanks(cursor);
    if (accept(cursor, ',') || accept(cursor, '|') || accept(cursor, '/')) {
        skip_blanks(cursor);
        if (accept_text(cursor, STR("or ")) || accept_text(cursor, STR("and "))) {
            skip_blanks(cursor);
        }
        return true;
    }
    if (accept_text(cursor, STR("or ")) || accept_text(cursor, STR("and "))) {
        skip_blanks(cursor);
        return true;
    }
    *cursor = before;
    return false;
}

static Head read_exceptions(Cursor *cursor) {
    Head head = {.colon = UINT32_MAX};
    do {
        Cursor before = *cursor;
        Span *name = &head.names[head.name_count];
        if (head.name_count == GROUP_MAX ||
            !read_exception(cursor, &head.written[head.name_count], name)) {
            *cursor = before;
            break;
        }
        head.name_count++;
        head.names_end = cursor->at;
    } while (accept_separator(cursor));
    if (head.name_count > 0) {
        cursor->at = head.names_end;
        skip_blanks(cursor);
        if (read_type(cursor, &head.type)) {
            skip_blanks(cursor);
        }
        head.colon = accept_colon(cursor) ? cursor->at - 1 : UINT32_MAX;
    }
    return head;
}

static bool is_cap_word(Str word) {
    uint32_t at = 0;
    while (at < word.len && word.ptr[at] == '_') {
        at++;
    }
    return at < word.len &&
           ((word.ptr[at] >= 'A' && word.ptr[at] <= 'Z') || (unsigned char)word.ptr[at] >= 0x80);
}

static void read_raises_entry(SectionParser *parser, uint32_t section, uint32_t line,
                              uint32_t start, uint32_t end) {
    Cursor cursor = {parser->text, start, end};
    skip_bullet(&cursor);
    Head head = read_exceptions(&cursor);
    Entry entry = {
        .section = section, .head = start, .colon = head.colon, .line = line, .end = line + 1};
    if (head.colon != UINT32_MAX) {
        entry.described = has_text(parser->text, head.colon + 1, end);
        push_head(parser, &entry, &head);
        return;
    }
    Str first = head.name_count ? str_span(parser->text, head.names[0]) : (Str){"", 0};
    bool alone = head.name_count > 0 && !has_text(parser->text, head.names_end, end);
    if (alone && is_cap_word(first)) {
        push_head(parser, &entry, &head);
        return;
    }
    add_problem(parser, PROBLEM_RAISES_ENTRY, section, line, first_word(parser->text, start, end));
    if (head.name_count > 0 && exception_looks_like(first)) {
        entry.dash = read_dash(parser->text, head.names_end, end);
        entry.described = true;
        push_head(parser, &entry, &head);
    } else {
        parser->sections.items[section].has_prose = true;
    }
}

/* ---- all sections ---------------------------------------------------------------------------- */

static void read_entry(SectionParser *parser, uint32_t section, uint32_t line, uint32_t start) {
    uint32_t end = parser->doc->lines[line].end;
    if (parser->sections.items[section].kind == SECTION_RAISES) {
        read_raises_entry(parser, section, line, start, end);
    } else {
        read_args_entry(parser, section, line, start, end);
    }
}

/* A deeper line belongs to the entry (or group of names) above it. */
static void continue_entry(SectionParser *parser, uint32_t first, uint32_t line) {
    if (parser->entries.count == first) {
        return;
    }
    uint32_t head = parser->entries.items[parser->entries.count - 1].line;
    for (uint32_t i = parser->entries.count; i-- > first;) {
        Entry *entry = &parser->entries.items[i];
        if (entry->line != head) {
            break;
        }
        entry->described = true;
        entry->end = line + 1;
    }
}

static void read_section(SectionParser *parser, uint32_t index) {
    Section *section = &parser->sections.items[index];
    bool wants_entries = section->kind == SECTION_ARGS || section->kind == SECTION_ATTRIBUTES ||
                         section->kind == SECTION_RAISES;
    section->entry_first = parser->entries.count;
    if (!span_is_empty(section->inline_text) && wants_entries) {
        /* One problem is enough for a section on one line: what stands there may be prose. */
        uint32_t problem_count = parser->problems.count;
        read_entry(parser, index, section->line, section->inline_text.start);
        parser->problems.count = problem_count;
    }
    uint32_t first = parser->entries.count;
    bool in_entry = false;
    for (uint32_t i = section->content; i < section->end; i++) {
        const DocLine *line = &parser->doc->lines[i];
        if (doc_line_is_blank(line)) {
            continue;
        }
        if (entries_is_template(doc_line_text(parser->text, line))) {
            section->has_template = true;
        } else if (!wants_entries) {
            continue;
        } else if (line->indent > section->entry_indent || !span_is_empty(section->inline_text)) {
            if (in_entry) {
                continue_entry(parser, first, i);
            }
        } else {
            uint32_t before = parser->entries.count;
            read_entry(parser, index, i, line->text);
            in_entry = parser->entries.count > before;
        }
    }
    section->entry_count = parser->entries.count - section->entry_first;
}

void entries_parse(SectionParser *parser) {
    for (uint32_t i = 0; i < parser->sections.count; i++) {
        if (parser->sections.items[i].kind != SECTION_OTHER) {
            read_section(parser, i);
        }
    }
}
