/* Knows the texts of --help; all of them come from tables. */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"
#include "registry/nearest.h"

const Command commands[] = {
    {"check",    command_check,    "[OPTION...] [PATH...]", "Scan files and folders, report and fix",
     ON_CHECK,                                                                                                     "PATH is a file or a folder; none means the working directory, - standard input.\n"
     "\n"
     "Exit code: 0 clean, 1 findings, 2 wrong usage or config, 3 some input could not be read."          },
    {"server",   command_server,   "[OPTION...]",           "Speak the language server protocol",     ON_SERVER,
     NULL                                                                                                              },
    {"rule",     command_rule,     "[OPTION...] [ID]",      "List the rules, or explain one",         ON_RULE,     NULL},
    {"clean",    command_clean,    "[PATH...]",             "Remove the cache",                       ON_CLEAN,
     "The cache of the project that PATH is in; without one, of the working directory's."                              },
    {"debug",    command_debug,    "VIEW FILE",             "Show what bluetick sees in a file",      ON_DEBUG,
     "VIEW is outline, scope or ast; or kind, with FILE:LINE:COLUMN; or model, "
     "chain or summary, with a name."                                                                                  },
    {"generate", command_generate, "WHAT",
     "Print the manual page, a completion or the config schema",                                      ON_GENERATE,
     "WHAT is man, bash, zsh, fish, or schema (JSON schema of bluetick.toml and [tool.bluetick])."                     },
    {NULL,       NULL,             NULL,                    NULL,                                     0,           NULL},
};

static int write_help(Buf *out) {
    Status status = console_write(buf_str(out));
    buf_release(out);
    return status == STATUS_OK ? EXIT_CLEAN : EXIT_USAGE;
}

int help_all(void) {
    Buf out;
    buf_init(&out, 0);
    buf_append_c(&out, "bluetick finds performance smells in Python and rewrites them.\n\n"
                       "Usage: bluetick COMMAND [OPTION...]\n\nCommands:\n");
    for (const Command *command = commands; command->name != NULL; command++) {
        buf_format(&out, "  %-8s  %s\n", command->name, command->help);
    }
    buf_append_c(&out, "  help      Show this, or the help of a command\n\n"
                       "Options:\n"
                       "  -h, --help     Show this\n"
                       "  -V, --version  Show the version\n\n"
                       "`bluetick COMMAND --help` lists a command's options.\n");
    return write_help(&out);
}

int help_command(const Command *command) {
    Buf out;
    buf_init(&out, 0);
    buf_format(&out, "%s.\n\nUsage: bluetick %s %s\n\nOptions:\n", command->help, command->name,
               command->usage);
    arguments_help(command->bit, &out);
    if (command->details != NULL) {
        buf_format(&out, "\n%s\n", command->details);
    }
    return write_help(&out);
}

const Command *command_find(const char *name) {
    for (const Command *command = commands; command->name != NULL; command++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}

int complain_unknown_command(const char *name) {
    Nearest nearest = nearest_start(str_from_c(name));
    for (const Command *command = commands; command->name != NULL; command++) {
        nearest_offer(&nearest, str_from_c(command->name));
    }
    Str found = nearest_found(&nearest);
    Buf text;
    buf_init(&text, 0);
    buf_format(&text, "unknown command '%s'", name);
    if (found.len > 0) {
        buf_format(&text, "; did you mean '%.*s'?", STR_ARG(found));
    }
    buf_append_c(&text, "\nTry 'bluetick help'.");
    console_complain(buf_str(&text));
    buf_release(&text);
    return EXIT_USAGE;
}

int help_named(const char *name) {
    const Command *command = command_find(name);
    return command != NULL ? help_command(command) : complain_unknown_command(name);
}
