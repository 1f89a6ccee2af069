/* Python's own exceptions and what they derive from. */
#ifndef BLUETICK_RULES_DOCS_EXCEPTIONS_H
#define BLUETICK_RULES_DOCS_EXCEPTIONS_H

#include "base/str.h"

/* False for a name that Python does not define; BaseException's base is empty. */
bool exception_find_builtin(Str name, Str *base);

/* The old names of OSError are that class: its own name for them, `name` for any other. */
Str exception_own_name(Str name);

/* SystemExit, KeyboardInterrupt, GeneratorExit: `except Exception` lets them through. */
bool exception_is_exit(Str name);

/* "SomeError", "Warning", a builtin: what prose about exceptions begins with. */
bool exception_looks_like(Str name);

/* For the test that the table is sorted: empty past the end. */
Str exception_row(uint32_t index);

#endif
