/* The classes that a file defines, by name: what derives from what. */
#ifndef BLUETICK_RULES_DOCS_FILE_CLASSES_H
#define BLUETICK_RULES_DOCS_FILE_CLASSES_H

#include "rules/docs/target.h"

typedef struct ClassRow {
    Str name;
    UnitId unit; /* the class is this unit... */
    NodeId node; /* ...or, when this is not NODE_NONE, a node of it: defined under `if` or `try` */
} ClassRow;

/* Sorted by name; definitions of one name stand in order of place. */
typedef struct ClassTable {
    const ClassRow *rows;
    uint32_t count;
} ClassTable;

/* The last dotted names of the bases of all classes called `name` that the unit can see: those in
 * the unit itself and those of the file, at any depth of classes, under `if` and `try` too. At most
 * `most`; returns how many. O(log classes + bases), the first question of a file O(units). */
uint32_t file_classes_bases(DocsUnit *unit, Str name, Str *bases, uint32_t most);

#endif
