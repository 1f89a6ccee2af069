/* Which exceptions leave a function by a `raise` of its own. Calls never count. */
#ifndef BLUETICK_RULES_DOCS_RAISES_H
#define BLUETICK_RULES_DOCS_RAISES_H

#include "rules/docs/target.h"

/* More names than these in one function are not told apart. */
enum { RAISED_NAMES_MAX = 64 };

typedef struct RaisedNames {
    const Str *names; /* last dotted parts, each once, in order of first appearance */
    uint32_t count;
} RaisedNames;

typedef enum RaisesWanted {
    RAISES_ESCAPING, /* what no handler of the function catches */
    RAISES_ALL,      /* caught ones too */
} RaisesWanted;

/* Nothing for magic methods: their exceptions are the language's protocol. Lives in unit->mem. */
RaisedNames raises_of(DocsUnit *unit, const Target *target, RaisesWanted wanted);

/* `name` is `ancestor` or derives from it, as far as the language and the file's own classes tell.
 * False for a class that is defined elsewhere. */
bool raises_derives(DocsUnit *unit, Str name, Str ancestor);

#endif
