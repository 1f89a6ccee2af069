/* A copy of a container that nothing needs: what is copied, what the copy is for, and whether the
 * original stays as it is meanwhile.
 *
 * Limit: COPY_STEPS_MAX nodes are looked at for a unit's copies; further ones are left alone. */
#ifndef BLUETICK_RULES_MEMORY_COPIES_H
#define BLUETICK_RULES_MEMORY_COPIES_H

#include "rules/fix_builder.h"

typedef enum CopyUse {
    COPY_ITERATED, /* the iterable of a loop */
    COPY_LOCAL,    /* t = COPY, and t is only read */
    COPY_CONSUMED, /* sorted(COPY), len(COPY)... */
    COPY_OF_NEW,   /* list([comprehension]) */
} CopyUse;

typedef struct Copy {
    CopyUse use;
    NodeId expression; /* the whole copy */
    NodeId source;     /* what is copied */
    Str consumer;      /* COPY_CONSUMED: the builtin's name */
    bool is_likely;    /* code that is not seen runs meanwhile, and could reach the original */
} Copy;

/* Steps left for questions about what a stretch of code does: hostile files have an end. */
typedef struct CopyBudget {
    uint32_t steps;
} CopyBudget;
enum { COPY_STEPS_MAX = 4000000 };

/* False when the expression is no copy of a builtin container, or when the copy is needed. */
bool copy_of(RuleContext *context, NodeId expression, CopyBudget *budget, Copy *out);

void copy_fix(FixContext *context, const Copy *copy);

#endif
