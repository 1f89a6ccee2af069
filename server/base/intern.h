/* Equal texts get equal small numbers, in order of first appearance: 1, 2, 3... (0 = no name). */
#ifndef BLUETICK_BASE_INTERN_H
#define BLUETICK_BASE_INTERN_H

#include "base/arena.h"

typedef uint32_t NameId;
enum { NAME_NONE = 0 };

typedef struct Interner {
    Str *names;     /* names[id]; names[0] is empty */
    uint32_t count; /* ids given so far, plus one for NAME_NONE */
    uint32_t capacity;
    uint32_t *slots; /* open addressing, ids; 0 = free */
    uint32_t slot_count;
    Arena *mem; /* borrowed: owns copies of the texts */
} Interner;

/* With mem == NULL the texts are not copied: the caller keeps them alive. */
void interner_init(Interner *interner, Arena *mem);
void interner_release(Interner *interner);
void interner_clear(Interner *interner); /* forgets all names, keeps the tables */

NameId interner_add(Interner *interner, Str text);
NameId interner_find(const Interner *interner, Str text); /* NAME_NONE when never added */
Str interner_text(const Interner *interner, NameId id);

#endif
