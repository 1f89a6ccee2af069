/* A first summary made of a definition's name. */
#ifndef BLUETICK_RULES_DOCS_NAMING_H
#define BLUETICK_RULES_DOCS_NAMING_H

#include "base/arena.h"

typedef enum NamedThing {
    NAMED_CLASS,
    NAMED_PROPERTY,
    NAMED_GENERATOR,
    NAMED_FUNCTION,  /* that returns something */
    NAMED_PROCEDURE, /* that returns nothing */
} NamedThing;

/* One sentence with its full stop: "Get user.", "Return whether empty.", "TODO: describe x." */
Str naming_summary(Str name, NamedThing thing, Arena *mem);

/* For the test that the table is sorted: empty past the end. */
Str naming_acronym(uint32_t index);

#endif
