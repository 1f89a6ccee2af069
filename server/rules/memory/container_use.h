/* What a stretch of code does to a container: only reads it, or may change it or hand it on.
 *
 * Limit: a variable with more than 2000 uses that a nested function sees counts as kept
 * (container_use.c): the question is asked for each loop over it. */
#ifndef BLUETICK_RULES_MEMORY_CONTAINER_USE_H
#define BLUETICK_RULES_MEMORY_CONTAINER_USE_H

#include "rules/rule.h"
#include "semantics/scope.h"

typedef enum Untouched {
    UNTOUCHED_NO,     /* it may be changed, or kept by somebody */
    UNTOUCHED_LIKELY, /* functions that are not seen run; they are not given the container */
    UNTOUCHED_SURE,
} Untouched;

/* A stretch of the unit's ast: nodes from `from` up to `end`, without the subtree of `except`. */
typedef struct Stretch {
    NodeId from;
    NodeId end;
    NodeId except; /* or NODE_NONE */
    NodeId loop;   /* whose targets may be elements of the container; or NODE_NONE */
} Stretch;

/* d of `d.items()`, `d.keys()`, `d.values()`; the expression itself when it is no such call. */
NodeId container_viewed(const Ast *ast, NodeId expression);

/* A Name or a chain of Attributes: something that can be followed. */
bool container_is_chain(const Ast *ast, NodeId expression);

/* The container at `use` (a Name or Attribute that is read) is only looked at here: indexed,
 * iterated, compared, tested, given to a builtin that keeps nothing of it. */
bool container_is_read(RuleContext *context, NodeId use);

/* An inner function, or a generator that may run later, uses the variable. */
bool container_is_captured(RuleContext *context, SymbolId variable);

/* Whether the container that `source` (a Name or a chain of Attributes) stands for is as before
 * after the stretch. Awaiting and yielding let others run: then it may not be. O(stretch). */
Untouched container_untouched(RuleContext *context, NodeId source, const Stretch *stretch);

#endif
