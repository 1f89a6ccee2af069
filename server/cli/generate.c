/* Knows what can be generated. Refuses to know how. */
#include "cli/generate.h"

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/console.h"
#include "registry/nearest.h"

typedef struct Product {
    const char *name;
    void (*write)(Buf *out);
} Product;

static const Product products[] = {
    {"bash",   generate_bash  },
    {"fish",   generate_fish  },
    {"man",    generate_man   },
    {"schema", generate_schema},
    {"zsh",    generate_zsh   },
};
enum { PRODUCT_COUNT = sizeof products / sizeof *products };

Str generate_product_name(uint32_t index) {
    return index < PRODUCT_COUNT ? str_from_c(products[index].name) : STR("");
}

static const Product *find_product(Str name, Buf *err) {
    Nearest nearest = nearest_start(name);
    for (int i = 0; i < PRODUCT_COUNT; i++) {
        if (str_equal(str_from_c(products[i].name), name)) {
            return &products[i];
        }
        nearest_offer(&nearest, str_from_c(products[i].name));
    }
    Str found = nearest_found(&nearest);
    status_note(STATUS_INVALID, err, "cannot generate '%.*s'", STR_ARG(name));
    if (found.len > 0) {
        status_note(STATUS_INVALID, err, "; did you mean '%.*s'?", STR_ARG(found));
    }
    return NULL;
}

static int run(const Arguments *arguments, Buf *err) {
    if (arguments_has(arguments, ARGUMENT_help)) {
        return help_command(command_find("generate"));
    }
    if (arguments->rest.count != 1) {
        status_note(STATUS_INVALID, err,
                    "'bluetick generate' wants one of bash, fish, man, schema and zsh");
        return EXIT_USAGE;
    }
    const Product *product = find_product(arguments->rest.items[0], err);
    if (product == NULL) {
        return EXIT_USAGE;
    }
    Buf out;
    buf_init(&out, 0);
    product->write(&out);
    int code = console_write(buf_str(&out)) < 0 ? EXIT_USAGE : EXIT_CLEAN;
    buf_release(&out);
    return code;
}

int command_generate(int count, const char *const *words) {
    Arguments arguments;
    Buf err;
    buf_init(&err, 0);
    Status status = arguments_parse(&arguments, ON_GENERATE, count, words, &err);
    int code = status < 0 ? EXIT_USAGE : run(&arguments, &err);
    if (err.len > 0) {
        console_complain(buf_str(&err));
    }
    arguments_release(&arguments);
    buf_release(&err);
    return code;
}
