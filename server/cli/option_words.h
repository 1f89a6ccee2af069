/* What can stand where the command line wants a word: for completions. */
#ifndef BLUETICK_CLI_OPTION_WORDS_H
#define BLUETICK_CLI_OPTION_WORDS_H

#include "cli/arguments.h"

typedef enum WordsKind {
    WORDS_NONE, /* any text: a number, a name */
    WORDS_FILES,
    WORDS_LISTED /* these */
} WordsKind;

/* Of an option's value, as its row names it ("RULES"); what is listed lives in `mem`. */
WordsKind option_words(const char *value, Arena *mem, Words *out);

/* Of a command's arguments: files for `check`, rule ids for `rule`, views for `debug`. */
WordsKind command_words(uint32_t command, Arena *mem, Words *out);

#endif
