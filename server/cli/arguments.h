/* The command line as data: options by symbol with their values, and what is no option. */
#ifndef BLUETICK_CLI_ARGUMENTS_H
#define BLUETICK_CLI_ARGUMENTS_H

#include "base/arena.h"
#include "base/array.h"
#include "base/status.h"

/* Bits of the commands that take an option. */
enum {
    ON_CHECK = 1 << 0,
    ON_RULE = 1 << 1,
    ON_SERVER = 1 << 2,
    ON_DEBUG = 1 << 3,
    ON_CLEAN = 1 << 4,
    ON_GENERATE = 1 << 5,
    ON_EVERY = ON_CHECK | ON_RULE | ON_SERVER | ON_DEBUG | ON_CLEAN | ON_GENERATE
};

typedef enum OptionSymbol {
#define OPTION(symbol, letter, name, value, commands, help) ARGUMENT_##symbol,
#include "cli/options.def"
#undef OPTION
    ARGUMENT_COUNT
} OptionSymbol;

typedef struct OptionRow {
    char letter;       /* 0 = none */
    Str name;          /* "min-severity" */
    const char *value; /* how --help names the value; NULL = a switch */
    uint32_t commands;
    const char *help;
} OptionRow;

const OptionRow *option_row(OptionSymbol symbol);

typedef struct Arguments {
    struct ARRAY_OF(Str) values[ARGUMENT_COUNT]; /* in order; a switch has an empty value */
    struct ARRAY_OF(Str) rest;
} Arguments;

/* `--name value`, `--name=value`, `-n value`, `-nvalue`, switches in one word (`-qv`); `--` ends
 * the options, `-` is no option. STATUS_INVALID for an option that `command` (one ON_* bit) does
 * not have, with the nearest one in err, and for a value missing or too many. Texts are borrowed.
 */
Status arguments_parse(Arguments *out, uint32_t command, int count, const char *const *words,
                       Buf *err) MUST_CHECK;
void arguments_release(Arguments *arguments);

bool arguments_has(const Arguments *arguments, OptionSymbol symbol);
/* The last value given, or `fallback`. */
Str arguments_last(const Arguments *arguments, OptionSymbol symbol, Str fallback);

/* All values of the option, split at commas, blanks trimmed, empty parts dropped. In `mem`. */
typedef struct Words {
    const Str *items;
    uint32_t count;
} Words;
Words arguments_words(const Arguments *arguments, OptionSymbol symbol, Arena *mem);

/* A number in [least, most]; STATUS_INVALID names the option in err. Unset: `out` stays. */
Status arguments_number(const Arguments *arguments, OptionSymbol symbol, uint32_t least,
                        uint32_t most, uint32_t *out, Buf *err) MUST_CHECK;

/* The options of a command, aligned, one a line. */
void arguments_help(uint32_t command, Buf *out);

#endif
