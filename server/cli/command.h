/* What main's table holds: a command and what it ends with. */
#ifndef BLUETICK_CLI_COMMAND_H
#define BLUETICK_CLI_COMMAND_H

#include "base/str.h"

/* Exit codes (README): part of the interface. */
enum { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_UNREAD = 3 };

#define BLUETICK_VERSION "0.1.0"

/* `words` are what follows the command's name. Returns the process's exit code. */
int command_check(int count, const char *const *words);
int command_rule(int count, const char *const *words);
int command_debug(int count, const char *const *words);
/* The views of `bluetick debug`; empty past the end. */
Str debug_view_name(uint32_t index);
int command_clean(int count, const char *const *words);
int command_server(int count, const char *const *words);
int command_generate(int count, const char *const *words);

typedef struct Command {
    const char *name;
    int (*run)(int count, const char *const *words);
    const char *usage;   /* what follows "bluetick NAME" */
    const char *help;    /* one line */
    uint32_t bit;        /* ON_* of its options */
    const char *details; /* further paragraphs of --help, or NULL */
} Command;

/* The commands, closed by a row without a name. */
extern const Command commands[];

/* "bluetick help", "bluetick --help": all commands; "bluetick NAME --help". They return the exit
 * code. */
int help_all(void);
int help_command(const Command *command);
int help_named(const char *name);

const Command *command_find(const char *name);

/* "unknown command 'chek'; did you mean 'check'?" */
int complain_unknown_command(const char *name);

#endif
