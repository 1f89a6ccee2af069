/* Lists of names that classes are told by, `fields`, `list_display`: written out, added to those of
 * a base, starred, or kept in a constant. Read off the text like class references: cheap, and free
 * to ask from inside an answer of kinds. */
#ifndef BLUETICK_SEMANTICS_LISTED_NAMES_H
#define BLUETICK_SEMANTICS_LISTED_NAMES_H

#include "semantics/class_ref.h"

typedef struct ListedName {
    FileId file;
    UnitId unit;
    NodeId node; /* the element */
    Str name;    /* of a plain text; empty: another expression */
} ListedName;

typedef struct ListedNames {
    const ListedName *items; /* in order */
    uint32_t count;
    bool is_whole; /* false: a part of it is computed, or there are too many */
} ListedNames;

/* The list that the expression at `node` makes. In `mem`. O(elements). */
ListedNames listed_names_read(const FileModel *file, UnitId unit, NodeId node, Arena *mem);

bool listed_names_have(const ListedNames *list, Str name);

/* The text between the quotes of a plain text; empty for any other node. */
Str listed_name_literal(const UnitFacts *facts, NodeId node);

/* What the body of the class, or of the nearest base that binds it, gives to `name`: a VALUE, or
 * NONE. `*owner` (may be NULL) is that class. */
ClassRef class_body_value(const FileModel *file, ClassRef of_class, Str name, ClassRef *owner);

/* A class unit whose head has the name among what it inherits from: a cheap look before it is
 * parsed. */
bool class_head_names(const Outline *outline, UnitId unit, Str name);

#endif
