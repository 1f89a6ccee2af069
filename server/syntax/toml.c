/* Reads TOML through tree-sitter. Knows TOML's grammar; knows nothing of our config's keys. */
#include "syntax/toml.h"

#include "base/array.h"
#include "base/intern.h"

#include <stdlib.h>
#include <tree_sitter/api.h>

extern const TSLanguage *tree_sitter_toml(void);

typedef struct EntryList ARRAY_OF(TomlEntry) EntryList;
typedef struct KeyList ARRAY_OF(TomlKey) KeyList;

/* A table whose pairs are still to be read. */
typedef struct Container {
    TSNode node;
    const TomlKey *path;
    uint32_t depth;
    bool is_repeated;
} Container;

typedef struct ContainerList ARRAY_OF(Container) ContainerList;

typedef struct Reading {
    Str text;
    Arena *mem;
    EntryList entries;
    ContainerList pending;
    Interner repeated; /* paths of [[tables]], each key closed by a NUL */
} Reading;

static Span span_of(TSNode node) {
    return (Span){ts_node_start_byte(node), ts_node_end_byte(node)};
}

static bool is_type(TSNode node, const char *type) {
    return strcmp(ts_node_type(node), type) == 0;
}

/* ---- strings ------------------------------------------------------------------------------ */

static void append_code(Buf *out, uint32_t code) {
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        code = 0xFFFD;
    }
    if (code < 0x80) {
        buf_append_byte(out, (char)code);
    } else if (code < 0x800) {
        buf_append_byte(out, (char)(0xC0 | code >> 6));
        buf_append_byte(out, (char)(0x80 | (code & 63)));
    } else if (code < 0x10000) {
        buf_append_byte(out, (char)(0xE0 | code >> 12));
        buf_append_byte(out, (char)(0x80 | (code >> 6 & 63)));
        buf_append_byte(out, (char)(0x80 | (code & 63)));
    } else {
        buf_append_byte(out, (char)(0xF0 | code >> 18));
        buf_append_byte(out, (char)(0x80 | (code >> 12 & 63)));
        buf_append_byte(out, (char)(0x80 | (code >> 6 & 63)));
        buf_append_byte(out, (char)(0x80 | (code & 63)));
    }
}

static uint32_t hex_value(Str digits) {
    uint32_t value = 0;
    for (uint32_t i = 0; i < digits.len; i++) {
        char byte = digits.ptr[i];
        uint32_t digit = byte <= '9' ? (uint32_t)(byte - '0') : (uint32_t)((byte | 32) - 'a' + 10);
        value = value << 4 | (digit & 15);
    }
    return value;
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Appends what the escape at raw[at] (a backslash) means; the offset after it. */
static uint32_t append_escape(Buf *out, Str raw, uint32_t at) {
    char kind = at + 1 < raw.len ? raw.ptr[at + 1] : '\\';
    if (kind == 'u' || kind == 'U') {
        uint32_t length = kind == 'u' ? 4 : 8;
        append_code(out, hex_value(str_slice(raw, at + 2, at + 2 + length)));
        return at + 2 + length;
    }
    if (is_blank(kind)) {
        at++;
        while (at < raw.len && is_blank(raw.ptr[at])) {
            at++;
        }
        return at;
    }
    static const char from[] = "btnfr";
    static const char to[] = "\b\t\n\f\r";
    const char *found = memchr(from, kind, sizeof from - 1);
    buf_append_byte(out, found ? to[found - from] : kind);
    return at + 2;
}

/* The meaning of a string or quoted key with its quotes. */
static Str resolve_string(Str quoted, Arena *mem) {
    char quote = quoted.len > 0 ? quoted.ptr[0] : '"';
    bool is_long = quoted.len >= 6 && quoted.ptr[1] == quote && quoted.ptr[2] == quote;
    uint32_t width = is_long ? 3 : 1;
    Str raw = quoted.len >= 2 * width ? str_slice(quoted, width, quoted.len - width) : STR("");
    if (is_long && str_starts_with(raw, STR("\r\n"))) {
        raw = str_slice(raw, 2, raw.len);
    } else if (is_long && str_starts_with(raw, STR("\n"))) {
        raw = str_slice(raw, 1, raw.len);
    }
    if (quote == '\'' || str_find_byte(raw, '\\') == raw.len) {
        return raw;
    }
    Buf out;
    buf_init(&out, 0);
    for (uint32_t at = 0; at < raw.len;) {
        if (raw.ptr[at] == '\\') {
            at = append_escape(&out, raw, at);
        } else {
            buf_append_byte(&out, raw.ptr[at++]);
        }
    }
    Str resolved = arena_copy(mem, buf_str(&out));
    buf_release(&out);
    return resolved;
}

/* ---- values ------------------------------------------------------------------------------- */

static int64_t parse_integer(Str text) {
    char digits[72];
    uint32_t length = 0;
    uint32_t at = text.len > 0 && (text.ptr[0] == '+' || text.ptr[0] == '-');
    bool is_negative = at && text.ptr[0] == '-';
    int base = 10;
    if (text.len > at + 2 && text.ptr[at] == '0') {
        char kind = text.ptr[at + 1];
        base = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 10;
        at += base == 10 ? 0 : 2;
    }
    for (; at < text.len; at++) {
        if (text.ptr[at] != '_' && length < sizeof digits - 1) {
            digits[length++] = text.ptr[at];
        }
    }
    digits[length] = '\0';
    unsigned long long value = strtoull(digits, NULL, base);
    value = value > INT64_MAX ? (unsigned long long)INT64_MAX : value;
    return is_negative ? -(int64_t)value : (int64_t)value;
}

static TomlValue read_scalar(Reading *reading, TSNode node) {
    TomlValue value = {.kind = TOML_OTHER, .span = span_of(node)};
    Str source = str_span(reading->text, value.span);
    if (is_type(node, "string")) {
        value.kind = TOML_STRING;
        value.text = resolve_string(source, reading->mem);
    } else if (is_type(node, "integer")) {
        value.kind = TOML_INTEGER;
        value.integer = parse_integer(source);
    } else if (is_type(node, "boolean")) {
        value.kind = TOML_BOOLEAN;
        value.boolean = str_equal(source, STR("true"));
    } else if (is_type(node, "array")) {
        value.kind = TOML_ARRAY;
    }
    return value;
}

static bool is_value(TSNode node) {
    return ts_node_is_named(node) && !is_type(node, "comment");
}

static TomlValue read_array(Reading *reading, TSNode node) {
    TomlValue value = read_scalar(reading, node);
    TomlValue *items = ARENA_ARRAY(reading->mem, TomlValue, ts_node_named_child_count(node));
    TSTreeCursor cursor = ts_tree_cursor_new(node);
    bool more = ts_tree_cursor_goto_first_child(&cursor);
    for (; more; more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode child = ts_tree_cursor_current_node(&cursor);
        if (is_value(child)) {
            items[value.count++] = read_scalar(reading, child);
        }
    }
    ts_tree_cursor_delete(&cursor);
    value.items = items;
    return value;
}

/* ---- keys --------------------------------------------------------------------------------- */

static TomlKey read_key(Reading *reading, TSNode node) {
    Span span = span_of(node);
    Str source = str_span(reading->text, span);
    Str text = is_type(node, "quoted_key") ? resolve_string(source, reading->mem) : source;
    return (TomlKey){text, span};
}

/* Keys of a (left-nested) dotted key, last first: each step goes one level down its left side. */
static void collect_keys(Reading *reading, TSNode node, KeyList *keys) {
    while (is_type(node, "dotted_key")) {
        uint32_t count = ts_node_named_child_count(node);
        ARRAY_PUSH(keys, read_key(reading, ts_node_named_child(node, count - 1)));
        node = ts_node_named_child(node, 0);
    }
    ARRAY_PUSH(keys, read_key(reading, node));
}

/* base + the node's keys, cut at TOML_DEPTH_MAX. */
static const TomlKey *join_path(Reading *reading, const Container *base, TSNode node,
                                uint32_t *depth) {
    KeyList keys = {0};
    collect_keys(reading, node, &keys);
    uint32_t whole = base->depth + keys.count;
    *depth = whole < TOML_DEPTH_MAX ? whole : TOML_DEPTH_MAX;
    TomlKey *path = ARENA_ARRAY(reading->mem, TomlKey, *depth);
    for (uint32_t i = 0; i < *depth; i++) {
        path[i] = i < base->depth ? base->path[i] : keys.items[whole - 1 - i];
    }
    ARRAY_RELEASE(&keys);
    return path;
}

/* ---- tables ------------------------------------------------------------------------------- */

static void read_pair(Reading *reading, TSNode pair, const Container *base) {
    TSNode key = ts_node_named_child(pair, 0);
    TSNode value = key;
    uint32_t count = ts_node_named_child_count(pair);
    for (uint32_t i = count; i > 1; i--) {
        value = ts_node_named_child(pair, i - 1);
        if (!is_type(value, "comment")) {
            break;
        }
    }
    TomlEntry entry = {.is_repeated = base->is_repeated};
    entry.path = join_path(reading, base, key, &entry.depth);
    if (is_type(value, "inline_table")) {
        Container inner = {value, entry.path, entry.depth, base->is_repeated};
        ARRAY_PUSH(&reading->pending, inner);
        entry.value = (TomlValue){.kind = TOML_TABLE, .span = span_of(value)};
    } else if (is_type(value, "array")) {
        entry.value = read_array(reading, value);
    } else {
        entry.value = read_scalar(reading, value);
    }
    ARRAY_PUSH(&reading->entries, entry);
}

/* True when the path is that of a [[table]] or lies below one; adds it when it is one itself. */
static bool note_repeated(Reading *reading, const Container *table, bool is_array) {
    Buf path;
    buf_init(&path, 0);
    bool is_repeated = false;
    for (uint32_t i = 0; i < table->depth; i++) {
        buf_append(&path, table->path[i].text);
        buf_append_byte(&path, '\0');
        is_repeated |= interner_find(&reading->repeated, buf_str(&path)) != NAME_NONE;
    }
    if (is_array) {
        interner_add(&reading->repeated, buf_str(&path));
    }
    buf_release(&path);
    return is_repeated || is_array;
}

static void open_table(Reading *reading, TSNode table) {
    TSNode key = ts_node_named_child(table, 0);
    Container root = {0};
    Container inner = {.node = table};
    inner.path = join_path(reading, &root, key, &inner.depth);
    inner.is_repeated = note_repeated(reading, &inner, is_type(table, "table_array_element"));
    TomlValue value = {.kind = TOML_TABLE, .span = span_of(key)};
    TomlEntry entry = {inner.path, inner.depth, value, inner.is_repeated};
    ARRAY_PUSH(&reading->entries, entry);
    ARRAY_PUSH(&reading->pending, inner);
}

static void read_container(Reading *reading, Container container) {
    TSTreeCursor cursor = ts_tree_cursor_new(container.node);
    bool more = ts_tree_cursor_goto_first_child(&cursor);
    for (; more; more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode child = ts_tree_cursor_current_node(&cursor);
        if (is_type(child, "pair")) {
            read_pair(reading, child, &container);
        } else if (is_type(child, "table") || is_type(child, "table_array_element")) {
            open_table(reading, child);
        }
    }
    ts_tree_cursor_delete(&cursor);
}

static int compare_places(const void *a, const void *b) {
    const TomlEntry *left = a;
    const TomlEntry *right = b;
    uint32_t left_at = left->path[left->depth - 1].span.start;
    uint32_t right_at = right->path[right->depth - 1].span.start;
    return (left_at > right_at) - (left_at < right_at);
}

static void read_all(Reading *reading, TSNode root) {
    ARRAY_PUSH(&reading->pending, ((Container){.node = root}));
    while (reading->pending.count > 0) {
        read_container(reading, reading->pending.items[--reading->pending.count]);
    }
    if (reading->entries.count > 1) {
        qsort(reading->entries.items, reading->entries.count, sizeof *reading->entries.items,
              compare_places);
    }
}

/* ---- errors ------------------------------------------------------------------------------- */

/* The first ERROR or MISSING node, on the way down through nodes that hold one. */
static TSNode first_error(TSNode root) {
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    TSNode node = root;
    bool more = true;
    while (more) {
        node = ts_tree_cursor_current_node(&cursor);
        if (ts_node_is_error(node) || ts_node_is_missing(node)) {
            break;
        }
        more = ts_node_has_error(node) ? ts_tree_cursor_goto_first_child(&cursor)
                                       : ts_tree_cursor_goto_next_sibling(&cursor);
    }
    ts_tree_cursor_delete(&cursor);
    return node;
}

static void describe_error(TSNode node, Str text, Arena *mem, TomlError *error) {
    uint32_t start = ts_node_start_byte(node);
    uint32_t end = ts_node_end_byte(node);
    uint32_t row_end = start;
    while (row_end < text.len && text.ptr[row_end] != '\n' && text.ptr[row_end] != '\r') {
        row_end++;
    }
    end = end < row_end ? end : row_end;
    error->span = (Span){start, end > start ? end : start};
    if (ts_node_is_missing(node)) {
        const char *type = ts_node_type(node);
        bool is_line_end = type[0] == '_';
        error->message =
            arena_format(mem, "TOML syntax error: missing %s", is_line_end ? "line end" : type);
    } else {
        Str shown = str_slice(text, start, end - start > 40 ? start + 40 : end);
        error->message = arena_format(mem, "TOML syntax error near '%.*s'", STR_ARG(shown));
    }
}

static int compare_paths(const void *a, const void *b) {
    const TomlEntry *left = *(const TomlEntry *const *)a;
    const TomlEntry *right = *(const TomlEntry *const *)b;
    for (uint32_t i = 0; i < left->depth && i < right->depth; i++) {
        int order = str_compare(left->path[i].text, right->path[i].text);
        if (order != 0) {
            return order;
        }
    }
    if (left->depth != right->depth) {
        return left->depth < right->depth ? -1 : 1;
    }
    return compare_places(left, right);
}

static bool is_same_path(const TomlEntry *left, const TomlEntry *right) {
    if (left->depth != right->depth || left->depth == TOML_DEPTH_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < left->depth; i++) {
        if (!str_equal(left->path[i].text, right->path[i].text)) {
            return false;
        }
    }
    return true;
}

/* The first entry, in the order of the text, whose path stood before; NULL if none. */
static const TomlEntry *find_duplicate(const Reading *reading) {
    uint32_t count = reading->entries.count;
    const TomlEntry **sorted = ARENA_ARRAY(reading->mem, const TomlEntry *, count);
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = &reading->entries.items[i];
    }
    if (count > 1) {
        qsort(sorted, count, sizeof(void *), compare_paths);
    }
    const TomlEntry *found = NULL;
    for (uint32_t i = 1; i < count; i++) {
        const TomlEntry *now = sorted[i];
        bool is_value_twice = !now->is_repeated && is_same_path(sorted[i - 1], now);
        if (is_value_twice && (found == NULL || compare_places(now, found) < 0)) {
            found = now;
        }
    }
    return found;
}

/* ---- parsing ------------------------------------------------------------------------------ */

typedef struct Budget {
    uint64_t left;
} Budget;

/* The parser calls this every hundred steps or so: hostile input ends instead of dragging on. */
static bool spend(TSParseState *state) {
    Budget *budget = state->payload;
    return budget->left-- == 0;
}

static const char *read_bytes(void *payload, uint32_t offset, TSPoint position, uint32_t *length) {
    (void)position;
    const Str *text = payload;
    Str rest = str_slice(*text, offset, text->len);
    *length = rest.len;
    return rest.len > 0 ? rest.ptr : "";
}

static TSTree *parse(Str text) {
    TSParser *parser = ts_parser_new();
    if (BUG_ON(!ts_parser_set_language(parser, tree_sitter_toml()))) {
        ts_parser_delete(parser);
        return NULL;
    }
    Budget budget = {10000 + (uint64_t)text.len};
    TSInput input = {.payload = &text, .read = read_bytes, .encoding = TSInputEncodingUTF8};
    TSParseOptions options = {.payload = &budget, .progress_callback = spend};
    TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);
    ts_parser_delete(parser);
    return tree;
}

/* Reads the tree; false with `error` set when a key is defined twice. */
static bool collect_entries(TomlDocument *out, TSNode root, Str text, Arena *mem,
                            TomlError *error) {
    Reading reading = {.text = text, .mem = mem};
    interner_init(&reading.repeated, mem);
    read_all(&reading, root);
    const TomlEntry *duplicate = find_duplicate(&reading);
    if (duplicate != NULL) {
        const TomlKey *key = &duplicate->path[duplicate->depth - 1];
        error->span = key->span;
        error->message = arena_format(mem, "key '%.*s' is defined twice", STR_ARG(key->text));
    }
    TomlEntry *entries = ARENA_ARRAY(mem, TomlEntry, reading.entries.count);
    for (uint32_t i = 0; i < reading.entries.count; i++) {
        entries[i] = reading.entries.items[i];
    }
    *out = (TomlDocument){entries, reading.entries.count};
    ARRAY_RELEASE(&reading.entries);
    ARRAY_RELEASE(&reading.pending);
    interner_release(&reading.repeated);
    return duplicate == NULL;
}

Status toml_parse(TomlDocument *out, Str text, Arena *mem, TomlError *error) {
    *out = (TomlDocument){0};
    *error = (TomlError){
        {0, 0},
        STR("too large for a TOML file of ours (1 MiB)")
    };
    TSTree *tree = text.len <= TOML_BYTES_MAX ? parse(text) : NULL;
    if (tree == NULL) {
        error->message = text.len <= TOML_BYTES_MAX
                             ? STR("TOML syntax error: too broken to be read")
                             : error->message;
        return STATUS_INVALID;
    }
    TSNode root = ts_tree_root_node(tree);
    bool is_good = !ts_node_has_error(root);
    if (is_good) {
        is_good = collect_entries(out, root, text, mem, error);
    } else {
        describe_error(first_error(root), text, mem, error);
    }
    ts_tree_delete(tree);
    return is_good ? STATUS_OK : STATUS_INVALID;
}
