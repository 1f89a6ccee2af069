/* Knows how bash, zsh and fish want completions. All words come from tables. */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/generate.h"
#include "cli/option_words.h"

static bool is_of(const OptionRow *row, const Command *command) {
    return (row->commands & command->bit) != 0;
}

static void append_words(Buf *out, const Words *words) {
    for (uint32_t i = 0; i < words->count; i++) {
        buf_format(out, "%s%.*s", i ? " " : "", STR_ARG(words->items[i]));
    }
}

/* ---- bash ----------------------------------------------------------------------------------- */

static void bash_complete(Buf *out, WordsKind kind, const Words *words) {
    if (kind == WORDS_FILES) {
        buf_append_c(out, "COMPREPLY=($(compgen -f -- \"$cur\"))");
    } else if (kind == WORDS_LISTED) {
        buf_append_c(out, "COMPREPLY=($(compgen -W \"");
        append_words(out, words);
        buf_append_c(out, "\" -- \"$cur\"))");
    } else {
        buf_append_c(out, "COMPREPLY=()");
    }
}

/* The value of the option before the word. */
static void bash_values(Buf *out, const Command *command, Arena *mem) {
    buf_append_c(out, "            case $prev in\n");
    for (int i = 0; i < ARGUMENT_COUNT; i++) {
        const OptionRow *row = option_row((OptionSymbol)i);
        if (!is_of(row, command) || row->value == NULL) {
            continue;
        }
        buf_append_c(out, "                ");
        if (row->letter != 0) {
            buf_format(out, "-%c|", row->letter);
        }
        buf_format(out, "--%.*s) ", STR_ARG(row->name));
        Words words;
        WordsKind kind = option_words(row->value, mem, &words);
        bash_complete(out, kind, &words);
        buf_append_c(out, "; return ;;\n");
    }
    buf_append_c(out, "            esac\n");
}

static void bash_options(Buf *out, const Command *command) {
    buf_append_c(out, "            if [[ $cur == -* ]]; then\n"
                      "                COMPREPLY=($(compgen -W \"");
    const char *before = "";
    for (int i = 0; i < ARGUMENT_COUNT; i++) {
        const OptionRow *row = option_row((OptionSymbol)i);
        if (is_of(row, command)) {
            buf_format(out, "%s--%.*s", before, STR_ARG(row->name));
            before = " ";
        }
    }
    buf_append_c(out, "\" -- \"$cur\"))\n                return\n            fi\n            ");
}

void generate_bash(Buf *out) {
    Arena mem;
    arena_init(&mem);
    buf_append_c(out, "# bash completion of bluetick: made by `bluetick generate bash`.\n"
                      "_bluetick() {\n"
                      "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                      "    if [[ $COMP_CWORD -eq 1 ]]; then\n"
                      "        COMPREPLY=($(compgen -W \"");
    for (const Command *command = commands; command->name != NULL; command++) {
        buf_format(out, "%s ", command->name);
    }
    buf_append_c(out, "help --help --version\" -- \"$cur\"))\n        return\n    fi\n"
                      "    case ${COMP_WORDS[1]} in\n");
    for (const Command *command = commands; command->name != NULL; command++) {
        Words words;
        buf_format(out, "        %s)\n", command->name);
        bash_values(out, command, &mem);
        bash_options(out, command);
        WordsKind kind = command_words(command->bit, &mem, &words);
        bash_complete(out, kind, &words);
        buf_append_c(out, "\n            ;;\n");
    }
    buf_append_c(out, "    esac\n}\ncomplete -o filenames -F _bluetick bluetick\n");
    arena_release(&mem);
}

/* ---- zsh ------------------------------------------------------------------------------------ */

/* Inside single quotes and brackets. */
static void zsh_help(Buf *out, const char *help) {
    for (const char *at = help; *at; at++) {
        if (*at == '\'') {
            buf_append_c(out, "'\\''");
        } else if (*at == '[' || *at == ']' || *at == ':') {
            buf_format(out, "\\%c", *at);
        } else {
            buf_append_byte(out, *at);
        }
    }
}

static void zsh_action(Buf *out, WordsKind kind, const Words *words) {
    if (kind == WORDS_FILES) {
        buf_append_c(out, "_files");
    } else if (kind == WORDS_LISTED) {
        buf_append_byte(out, '(');
        append_words(out, words);
        buf_append_byte(out, ')');
    }
}

static void zsh_option(Buf *out, const OptionRow *row, Arena *mem) {
    const char *again = row->value != NULL ? "*" : "";
    buf_append_c(out, "                ");
    if (row->letter != 0) {
        buf_format(out, "'%s'{-%c,--%.*s}'", again, row->letter, STR_ARG(row->name));
    } else {
        buf_format(out, "'%s--%.*s", again, STR_ARG(row->name));
    }
    buf_append_byte(out, '[');
    zsh_help(out, row->help);
    buf_append_byte(out, ']');
    if (row->value != NULL) {
        Words words;
        WordsKind kind = option_words(row->value, mem, &words);
        buf_append_byte(out, ':');
        zsh_help(out, row->value);
        buf_append_byte(out, ':');
        zsh_action(out, kind, &words);
    }
    buf_append_c(out, "' \\\n");
}

void generate_zsh(Buf *out) {
    Arena mem;
    arena_init(&mem);
    buf_append_c(out, "#compdef bluetick\n# Made by `bluetick generate zsh`.\n"
                      "_bluetick() {\n    local -a commands\n    commands=(\n");
    for (const Command *command = commands; command->name != NULL; command++) {
        buf_format(out, "        '%s:", command->name);
        zsh_help(out, command->help);
        buf_append_c(out, "'\n");
    }
    buf_append_c(out, "        'help:Show the help of a command'\n    )\n"
                      "    if (( CURRENT == 2 )); then\n"
                      "        _describe command commands\n        return\n    fi\n"
                      "    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n"
                      "    case $command in\n");
    for (const Command *command = commands; command->name != NULL; command++) {
        Words words;
        buf_format(out, "        %s)\n            _arguments -s \\\n", command->name);
        for (int i = 0; i < ARGUMENT_COUNT; i++) {
            if (is_of(option_row((OptionSymbol)i), command)) {
                zsh_option(out, option_row((OptionSymbol)i), &mem);
            }
        }
        WordsKind kind = command_words(command->bit, &mem, &words);
        buf_append_c(out, "                '*:argument:");
        zsh_action(out, kind, &words);
        buf_append_c(out, "'\n            ;;\n");
    }
    buf_append_c(out, "    esac\n}\n_bluetick \"$@\"\n");
    arena_release(&mem);
}

/* ---- fish ----------------------------------------------------------------------------------- */

static void fish_text(Buf *out, const char *text) {
    buf_append_byte(out, '\'');
    for (const char *at = text; *at; at++) {
        if (*at == '\'' || *at == '\\') {
            buf_append_byte(out, '\\');
        }
        buf_append_byte(out, *at);
    }
    buf_append_byte(out, '\'');
}

static void fish_words(Buf *out, WordsKind kind, const Words *words) {
    if (kind == WORDS_FILES) {
        buf_append_c(out, " -F");
    } else if (kind == WORDS_LISTED) {
        buf_append_c(out, " -f -a '");
        append_words(out, words);
        buf_append_byte(out, '\'');
    } else {
        buf_append_c(out, " -f");
    }
}

static void fish_option(Buf *out, const Command *command, const OptionRow *row, Arena *mem) {
    buf_format(out, "complete -c bluetick -n '__fish_seen_subcommand_from %s'", command->name);
    if (row->letter != 0) {
        buf_format(out, " -s %c", row->letter);
    }
    buf_format(out, " -l %.*s -d ", STR_ARG(row->name));
    fish_text(out, row->help);
    if (row->value != NULL) {
        Words words;
        WordsKind kind = option_words(row->value, mem, &words);
        buf_append_c(out, " -r");
        fish_words(out, kind, &words);
    }
    buf_append_byte(out, '\n');
}

void generate_fish(Buf *out) {
    Arena mem;
    arena_init(&mem);
    buf_append_c(out, "# fish completion of bluetick: made by `bluetick generate fish`.\n");
    for (const Command *command = commands; command->name != NULL; command++) {
        Words words;
        buf_format(out, "complete -c bluetick -n __fish_use_subcommand -f -a %s -d ",
                   command->name);
        fish_text(out, command->help);
        buf_append_byte(out, '\n');
        for (int i = 0; i < ARGUMENT_COUNT; i++) {
            if (is_of(option_row((OptionSymbol)i), command)) {
                fish_option(out, command, option_row((OptionSymbol)i), &mem);
            }
        }
        WordsKind kind = command_words(command->bit, &mem, &words);
        buf_format(out, "complete -c bluetick -n '__fish_seen_subcommand_from %s'", command->name);
        fish_words(out, kind, &words);
        buf_append_byte(out, '\n');
    }
    arena_release(&mem);
}
