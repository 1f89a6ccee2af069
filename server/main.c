/* The only exit: what the first word is decides, the commands do the rest. */
#include "cli/command.h"
#include "cli/console.h"
#include "io/loop.h"
#include "syntax/tree_memory.h"

#include <string.h>

static bool is_one_of(const char *word, const char *a, const char *b) {
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static int show_version(void) {
    return console_write(STR("bluetick " BLUETICK_VERSION "\n")) < 0 ? EXIT_USAGE : EXIT_CLEAN;
}

int main(int count, char **words) {
    signal_ignore_broken_pipe();
    tree_memory_install();
    if (count < 2) {
        help_all();
        return EXIT_USAGE;
    }
    if (is_one_of(words[1], "--version", "-V")) {
        return show_version();
    }
    if (is_one_of(words[1], "--help", "-h") || strcmp(words[1], "help") == 0) {
        return count > 2 ? help_named(words[2]) : help_all();
    }
    const Command *command = command_find(words[1]);
    if (command == NULL) {
        return complain_unknown_command(words[1]);
    }
    return command->run(count - 2, (const char *const *)words + 2);
}
