/* Reads a query's own text: for fields that the grammar does not know, and for captures that stand
 * on something the ast does not hold. Nothing else about queries is known here. */
#include "syntax/query_state.h"

/* What a capture would stand on: the item before it. */
typedef enum Item { ITEM_NONE, ITEM_NODE, ITEM_TOKEN } Item;

/* An open bracket: `[`, or `(` around several items, is a token when all of them are; 'n' is a node
 * and 'c' a comment by its head. */
typedef struct Level {
    char bracket;
    bool has_node;
    bool has_token;
} Level;

typedef struct Reader {
    Str text;
    uint32_t at;
    Level *levels; /* room for one a byte */
    uint32_t depth;
    Item last;
} Reader;

static bool is_word_byte(char byte) {
    return !memchr(" \t\r\n()[]\";@", byte, 12);
}

static Str read_word(Reader *reader) {
    uint32_t start = reader->at;
    while (reader->at < reader->text.len && is_word_byte(reader->text.ptr[reader->at])) {
        reader->at++;
    }
    return str_slice(reader->text, start, reader->at);
}

static void finish_item(Reader *reader, Item item) {
    reader->last = item;
    if (reader->depth) {
        Level *level = &reader->levels[reader->depth - 1];
        level->has_node = level->has_node || item == ITEM_NODE;
        level->has_token = level->has_token || item == ITEM_TOKEN;
    }
}

static void read_string(Reader *reader) {
    for (reader->at++; reader->at < reader->text.len && reader->text.ptr[reader->at] != '"';) {
        reader->at += reader->text.ptr[reader->at] == '\\' ? 2 : 1;
    }
    reader->at++;
    finish_item(reader, ITEM_TOKEN);
}

static void skip_comment(Reader *reader) {
    while (reader->at < reader->text.len && reader->text.ptr[reader->at] != '\n') {
        reader->at++;
    }
}

/* A predicate `(#...)` is passed over: its captures are uses. */
static void skip_predicate(Reader *reader) {
    uint32_t depth = 0;
    while (reader->at < reader->text.len) {
        char byte = reader->text.ptr[reader->at];
        if (byte == '"') {
            read_string(reader);
            continue;
        }
        reader->at++;
        depth += byte == '(';
        if (byte == ')' && --depth == 0) {
            return;
        }
    }
}

static bool is_extra(Str head) {
    return str_equal(head, STR("comment")) || str_equal(head, STR("line_continuation"));
}

/* `(name ...`, `((...) ...` or `(#predicate ...`. */
static void open_group(Reader *reader) {
    if (reader->at + 1 < reader->text.len && reader->text.ptr[reader->at + 1] == '#') {
        skip_predicate(reader);
        return;
    }
    reader->at++;
    Level level = {.bracket = '('};
    Str head = read_word(reader);
    if (head.len) {
        level.bracket = is_extra(head) ? 'c' : 'n'; /* what stands inside does not count */
    }
    reader->levels[reader->depth++] = level;
}

static void close_group(Reader *reader) {
    reader->at++;
    if (reader->depth == 0) {
        return;
    }
    Level level = reader->levels[--reader->depth];
    bool is_token =
        level.bracket == 'c' || (level.bracket != 'n' && level.has_token && !level.has_node);
    finish_item(reader, is_token ? ITEM_TOKEN : ITEM_NODE);
}

/* True: the capture at hand can never resolve. */
static bool read_capture(Reader *reader, Span *name) {
    uint32_t start = reader->at++;
    Str word = read_word(reader);
    *name = (Span){start, reader->at};
    return reader->last == ITEM_TOKEN && word.len && word.ptr[0] != '_';
}

bool query_find_unknown_field(Str text, const TSLanguage *language, Span *name) {
    Level none;
    Reader reader = {.text = text, .levels = &none};
    while (reader.at < text.len) {
        char byte = text.ptr[reader.at];
        uint32_t start = reader.at;
        if (byte == '"') {
            read_string(&reader);
        } else if (byte == ';') {
            skip_comment(&reader);
        } else if (is_word_byte(byte)) {
            Str word = read_word(&reader);
            uint32_t length = str_find_byte(word, ':');
            if (length > 0 && length < word.len &&
                ts_language_field_id_for_name(language, word.ptr, length) == 0) {
                *name = (Span){start, reader.at};
                return true;
            }
        } else {
            reader.at++;
        }
    }
    return false;
}

bool query_find_unresolvable(Str text, Span *name, Arena *mem) {
    Reader reader = {.text = text, .levels = ARENA_ARRAY(mem, Level, text.len + 1)};
    while (reader.at < text.len) {
        char byte = text.ptr[reader.at];
        if (byte == '"') {
            read_string(&reader);
        } else if (byte == ';') {
            skip_comment(&reader);
        } else if (byte == '(') {
            open_group(&reader);
        } else if (byte == '[') {
            reader.levels[reader.depth++] = (Level){.bracket = '['};
            reader.at++;
        } else if (byte == ')' || byte == ']') {
            close_group(&reader);
        } else if (byte == '@') {
            if (read_capture(&reader, name)) {
                return true;
            }
        } else if (is_word_byte(byte)) {
            Str word = read_word(&reader);
            if (str_equal(word, STR("_"))) {
                finish_item(&reader, ITEM_NODE);
            }
        } else {
            reader.at++;
        }
    }
    return false;
}
