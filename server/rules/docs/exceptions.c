/* Knows the exceptions of the language. Knows nothing of the file at hand. */
#include "rules/docs/exceptions.h"

#include <stdlib.h>

typedef struct BuiltinException {
    const char *name;
    const char *base;
} BuiltinException;

static const BuiltinException builtins[] = {
#define BUILTIN_EXCEPTION(name, base) {name, base},
#include "rules/docs/exceptions.def"
#undef BUILTIN_EXCEPTION
};

static int compare_row(const void *key, const void *row) {
    const Str *name = key;
    return str_compare(*name, str_from_c(((const BuiltinException *)row)->name));
}

bool exception_find_builtin(Str name, Str *base) {
    const BuiltinException *row =
        bsearch(&name, builtins, sizeof builtins / sizeof *builtins, sizeof *builtins, compare_row);
    if (!row) {
        return false;
    }
    *base = str_from_c(row->base);
    return true;
}

Str exception_own_name(Str name) {
    bool is_alias = str_equal(name, STR("IOError")) || str_equal(name, STR("EnvironmentError")) ||
                    str_equal(name, STR("WindowsError"));
    return is_alias ? STR("OSError") : name;
}

bool exception_is_exit(Str name) {
    return str_equal(name, STR("SystemExit")) || str_equal(name, STR("KeyboardInterrupt")) ||
           str_equal(name, STR("GeneratorExit"));
}

bool exception_looks_like(Str name) {
    Str base;
    return exception_find_builtin(name, &base) || str_ends_with(name, STR("Error")) ||
           str_ends_with(name, STR("Exception")) || str_ends_with(name, STR("Warning"));
}

Str exception_row(uint32_t index) {
    bool inside = index < sizeof builtins / sizeof *builtins;
    return inside ? str_from_c(builtins[index].name) : (Str){"", 0};
}
