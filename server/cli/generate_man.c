/* Knows how a manual page is written (man-pages(7)). All it says comes from tables. */
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/generate.h"
#include "registry/config_key.h"
#include "registry/option.h"

/* Text of a paragraph: roff reads a backslash, a dash, and a dot or quote that begins a line. */
static void append_text(Buf *out, Str text) {
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        bool begins = out->len > 0 && out->ptr[out->len - 1] == '\n';
        if (byte == '\\') {
            buf_append_c(out, "\\e");
        } else if (byte == '-') {
            buf_append_c(out, "\\-");
        } else if (begins && (byte == '.' || byte == '\'')) {
            buf_append_c(out, "\\&");
            buf_append_byte(out, byte);
        } else {
            buf_append_byte(out, byte);
        }
    }
}

static void append_c_text(Buf *out, const char *text) {
    append_text(out, str_from_c(text));
}

static void section(Buf *out, const char *title) {
    buf_format(out, ".SH %s\n", title);
}

static void describe_option(Buf *out, const OptionRow *row) {
    buf_append_c(out, ".TP\n");
    if (row->letter != 0) {
        buf_format(out, "\\fB\\-%c\\fR, ", row->letter);
    }
    buf_append_c(out, "\\fB\\-\\-");
    append_text(out, row->name);
    buf_append_c(out, "\\fR");
    if (row->value != NULL) {
        buf_append_c(out, " \\fI");
        append_c_text(out, row->value);
        buf_append_c(out, "\\fR");
    }
    buf_append_byte(out, '\n');
    append_c_text(out, row->help);
    buf_append_c(out, ".\n");
}

static void describe_command(Buf *out, const Command *command) {
    buf_format(out, ".SS \"bluetick %s ", command->name);
    append_c_text(out, command->usage);
    buf_append_c(out, "\"\n");
    append_c_text(out, command->help);
    buf_append_c(out, ".\n");
    if (command->details != NULL) {
        buf_append_c(out, ".PP\n");
        append_c_text(out, command->details);
        buf_append_byte(out, '\n');
    }
    for (int i = 0; i < ARGUMENT_COUNT; i++) {
        const OptionRow *row = option_row((OptionSymbol)i);
        if ((row->commands & command->bit) != 0) {
            describe_option(out, row);
        }
    }
}

static void describe_key(Buf *out, Str name, Str help) {
    buf_append_c(out, ".TP\n\\fB");
    append_text(out, name);
    buf_append_c(out, "\\fR\n");
    append_text(out, help);
    buf_append_c(out, ".\n");
}

static void describe_config(Buf *out) {
    section(out, "CONFIGURATION");
    buf_append_c(out, "The table\n.B [tool.bluetick]\nof\n.IR pyproject.toml ,\nor\n"
                      ".IR bluetick.toml ;\nthe nearest file wins. Keys:\n");
    for (int i = 0; i < CONFIG_KEY_COUNT; i++) {
        const ConfigKeyInfo *info = config_key_info((ConfigKey)i);
        describe_key(out, info->name, info->help);
    }
    describe_key(out, STR("CATEGORY.severity.RULE"), STR("Severity of a rule"));
    buf_append_c(out, ".PP\nOptions of categories and rules, in tables such as\n"
                      ".B [tool.bluetick.io.missing\\-timeout] :\n");
    for (int i = 0; i < OPTION_COUNT; i++) {
        const OptionInfo *info = option_info((OptionId)i);
        describe_key(out, info->key, info->help);
    }
}

void generate_man(Buf *out) {
    buf_format(out, ".TH BLUETICK 1 \"\" \"bluetick %s\" \"User Commands\"\n", BLUETICK_VERSION);
    section(out, "NAME");
    buf_append_c(out, "bluetick \\- find performance smells in Python and rewrite them\n");
    section(out, "SYNOPSIS");
    buf_append_c(out, ".B bluetick\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n");
    section(out, "DESCRIPTION");
    buf_append_c(out,
                 "bluetick follows values through functions, properties and files, says what a\n"
                 "smell costs and where it is reached from, is silent where it does not know, and\n"
                 "offers only rewrites that it has tried. It opens no network connection.\n");
    section(out, "COMMANDS");
    for (const Command *command = commands; command->name != NULL; command++) {
        describe_command(out, command);
    }
    section(out, "EXIT STATUS");
    buf_append_c(out, ".TP\n.B 0\nClean.\n.TP\n.B 1\nThere are findings.\n"
                      ".TP\n.B 2\nWrong usage or config.\n"
                      ".TP\n.B 3\nSome input could not be read; the rest was scanned.\n");
    describe_config(out);
    section(out, "FILES");
    buf_append_c(out, ".TP\n.I .bluetick_cache\nWhat was found out, kept beside the config.\n");
}
