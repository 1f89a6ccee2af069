/* Knows how options are written. Refuses to know what they do. */
#include "cli/arguments.h"

#include "registry/nearest.h"

#define TEXT(literal)                                                                              \
    { literal, sizeof(literal) - 1 }
#define OPTION(symbol, letter, name, value, commands, help)                                        \
    [ARGUMENT_##symbol] = {letter, TEXT(name), value, commands, help},
static const OptionRow rows[ARGUMENT_COUNT] = {
#include "cli/options.def"
};
#undef OPTION

typedef struct Parser {
    Arguments *out;
    uint32_t command;
    int count;
    const char *const *words;
    int at;
    Buf *err;
} Parser;

const OptionRow *option_row(OptionSymbol symbol) {
    return &rows[symbol];
}

/* ---- looking up ------------------------------------------------------------------------- */

static bool find_name(uint32_t command, Str name, OptionSymbol *out) {
    for (int i = 0; i < ARGUMENT_COUNT; i++) {
        if ((rows[i].commands & command) != 0 && str_equal(rows[i].name, name)) {
            *out = (OptionSymbol)i;
            return true;
        }
    }
    return false;
}

static bool find_letter(uint32_t command, char letter, OptionSymbol *out) {
    for (int i = 0; i < ARGUMENT_COUNT; i++) {
        if ((rows[i].commands & command) != 0 && letter != 0 && rows[i].letter == letter) {
            *out = (OptionSymbol)i;
            return true;
        }
    }
    return false;
}

static Status note_unknown(const Parser *parser, Str name) {
    Nearest nearest = nearest_start(name);
    for (int i = 0; i < ARGUMENT_COUNT; i++) {
        if ((rows[i].commands & parser->command) != 0) {
            nearest_offer(&nearest, rows[i].name);
        }
    }
    Str found = nearest_found(&nearest);
    status_note(STATUS_INVALID, parser->err, "unknown option '--%.*s'", STR_ARG(name));
    return found.len == 0 ? STATUS_INVALID
                          : status_note(STATUS_INVALID, parser->err, "; did you mean '--%.*s'?",
                                        STR_ARG(found));
}

/* ---- parsing ---------------------------------------------------------------------------- */

/* The next word as the option's value. */
static Status take_value(Parser *parser, OptionSymbol symbol) {
    if (parser->at >= parser->count) {
        return status_note(STATUS_INVALID, parser->err, "option '--%s' needs a value: %s",
                           rows[symbol].name.ptr, rows[symbol].value);
    }
    ARRAY_PUSH(&parser->out->values[symbol], str_from_c(parser->words[parser->at++]));
    return STATUS_OK;
}

static Status parse_long(Parser *parser, Str word) {
    uint32_t equals = str_find_byte(word, '=');
    Str name = str_slice(word, 0, equals);
    OptionSymbol symbol;
    if (!find_name(parser->command, name, &symbol)) {
        return note_unknown(parser, name);
    }
    if (equals < word.len) {
        if (rows[symbol].value == NULL) {
            return status_note(STATUS_INVALID, parser->err, "option '--%.*s' takes no value",
                               STR_ARG(name));
        }
        ARRAY_PUSH(&parser->out->values[symbol], str_slice(word, equals + 1, word.len));
        return STATUS_OK;
    }
    if (rows[symbol].value != NULL) {
        return take_value(parser, symbol);
    }
    ARRAY_PUSH(&parser->out->values[symbol], STR(""));
    return STATUS_OK;
}

static Status parse_letters(Parser *parser, Str letters) {
    for (uint32_t i = 0; i < letters.len; i++) {
        OptionSymbol symbol;
        if (!find_letter(parser->command, letters.ptr[i], &symbol)) {
            return status_note(STATUS_INVALID, parser->err, "unknown option '-%c'",
                               letters.ptr[i] < ' ' ? '?' : letters.ptr[i]);
        }
        if (rows[symbol].value == NULL) {
            ARRAY_PUSH(&parser->out->values[symbol], STR(""));
            continue;
        }
        if (i + 1 == letters.len) {
            return take_value(parser, symbol);
        }
        ARRAY_PUSH(&parser->out->values[symbol], str_slice(letters, i + 1, letters.len));
        return STATUS_OK;
    }
    return STATUS_OK;
}

static Status parse_word(Parser *parser, bool *options_ended) {
    Str word = str_from_c(parser->words[parser->at++]);
    if (*options_ended || word.len < 2 || word.ptr[0] != '-') {
        ARRAY_PUSH(&parser->out->rest, word);
        return STATUS_OK;
    }
    if (word.ptr[1] != '-') {
        return parse_letters(parser, str_slice(word, 1, word.len));
    }
    if (word.len == 2) {
        *options_ended = true;
        return STATUS_OK;
    }
    return parse_long(parser, str_slice(word, 2, word.len));
}

Status arguments_parse(Arguments *out, uint32_t command, int count, const char *const *words,
                       Buf *err) {
    *out = (Arguments){.rest = {0}};
    Parser parser = {.out = out, .command = command, .count = count, .words = words, .err = err};
    bool options_ended = false;
    Status status = STATUS_OK;
    while (status == STATUS_OK && parser.at < parser.count) {
        status = parse_word(&parser, &options_ended);
    }
    return status;
}

void arguments_release(Arguments *arguments) {
    for (int i = 0; i < ARGUMENT_COUNT; i++) {
        ARRAY_RELEASE(&arguments->values[i]);
    }
    ARRAY_RELEASE(&arguments->rest);
}

/* ---- reading ---------------------------------------------------------------------------- */

bool arguments_has(const Arguments *arguments, OptionSymbol symbol) {
    return arguments->values[symbol].count > 0;
}

Str arguments_last(const Arguments *arguments, OptionSymbol symbol, Str fallback) {
    uint32_t count = arguments->values[symbol].count;
    return count > 0 ? arguments->values[symbol].items[count - 1] : fallback;
}

Words arguments_words(const Arguments *arguments, OptionSymbol symbol, Arena *mem) {
    uint32_t bytes = 0;
    for (uint32_t i = 0; i < arguments->values[symbol].count; i++) {
        bytes += arguments->values[symbol].items[i].len + 1;
    }
    Str *items = ARENA_ARRAY(mem, Str, bytes / 2 + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < arguments->values[symbol].count; i++) {
        Str rest = arguments->values[symbol].items[i];
        while (rest.len > 0) {
            uint32_t comma = str_find_byte(rest, ',');
            Str word = str_trim(str_slice(rest, 0, comma));
            rest = str_slice(rest, comma + 1, rest.len);
            if (word.len > 0) {
                items[count++] = word;
            }
        }
    }
    return (Words){items, count};
}

Status arguments_number(const Arguments *arguments, OptionSymbol symbol, uint32_t least,
                        uint32_t most, uint32_t *out, Buf *err) {
    if (!arguments_has(arguments, symbol)) {
        return STATUS_OK;
    }
    Str text = arguments_last(arguments, symbol, STR(""));
    uint64_t number = 0;
    bool is_number = text.len > 0 && text.len <= 10;
    for (uint32_t i = 0; is_number && i < text.len; i++) {
        is_number = text.ptr[i] >= '0' && text.ptr[i] <= '9';
        number = number * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    if (!is_number || number < least || number > most) {
        return status_note(STATUS_INVALID, err,
                           "option '--%s' needs a number from %u to %u, not '%.*s'",
                           rows[symbol].name.ptr, least, most, STR_ARG(text));
    }
    *out = (uint32_t)number;
    return STATUS_OK;
}

/* ---- help ------------------------------------------------------------------------------- */

enum { HELP_COLUMN = 34 };

void arguments_help(uint32_t command, Buf *out) {
    for (int i = 0; i < ARGUMENT_COUNT; i++) {
        const OptionRow *row = &rows[i];
        if ((row->commands & command) == 0) {
            continue;
        }
        uint32_t start = out->len;
        if (row->letter != 0) {
            buf_format(out, "  -%c, --%s", row->letter, row->name.ptr);
        } else {
            buf_format(out, "      --%s", row->name.ptr);
        }
        if (row->value != NULL) {
            buf_format(out, " %s", row->value);
        }
        uint32_t width = out->len - start;
        buf_append_repeat(out, ' ', width < HELP_COLUMN - 1 ? HELP_COLUMN - width : 1);
        buf_format(out, "%s\n", row->help);
    }
}
