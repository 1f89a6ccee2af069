/* A class whose instances could do without a dictionary each.
 *
 * Limits: classes with more than SLOTS_MAX attributes, and files of more than 256 KiB, are left
 * alone (slots.c): each class asks for the text of its whole file. */
#ifndef BLUETICK_RULES_MEMORY_SLOTS_H
#define BLUETICK_RULES_MEMORY_SLOTS_H

#include "rules/fix_builder.h"

enum { SLOTS_MAX = 64 };

typedef struct SlotsClass {
    NodeId node;      /* the ClassDef, in the class's own unit */
    NodeId dataclass; /* its dataclass decorator, or NODE_NONE */
    Str names[SLOTS_MAX];
    uint32_t count; /* attributes in the order of their first assignment */
} SlotsClass;

/* True when the class unit at hand sets its attributes in one place, and nothing that is seen would
 * break without `__dict__`. */
bool slots_class(RuleContext *context, SlotsClass *out);

/* The project makes instances of it in a loop of more than a few turns. */
bool slots_class_is_made_often(RuleContext *context, const SlotsClass *class);

#endif
