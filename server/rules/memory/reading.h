/* A whole file read into a list although each line is used once: how it is read and what uses it.
 */
#ifndef BLUETICK_RULES_MEMORY_READING_H
#define BLUETICK_RULES_MEMORY_READING_H

#include "rules/rule.h"

typedef enum ReadingForm {
    READING_READLINES,  /* F.readlines() */
    READING_LIST,       /* list(F) */
    READING_SPLITLINES, /* F.read().splitlines(), Path.read_text().splitlines() */
    READING_SPLIT,      /* F.read().split("\n") */
} ReadingForm;

typedef enum ReadingUse {
    USE_LOOP,          /* iterable of a `for` or of a comprehension that is consumed at once */
    USE_COMPREHENSION, /* iterable of a list, set or dict comprehension */
    USE_ITERATOR,      /* enumerate(X), csv.reader(X)... itself consumed at once */
    USE_REDUCER,       /* sorted(X), set(X), sum(X)... */
    USE_LEN,           /* len(X) */
    USE_TAIL,          /* X[n:] iterated */
    USE_HEAD,          /* X[:n] */
    USE_FIRST,         /* X[0] */
    USE_VARIABLE,      /* x = X, and x is used once, as the iterable of a `for` */
} ReadingUse;

typedef struct Reading {
    ReadingForm form;
    ReadingUse use;
    NodeId expression; /* the whole that makes the list: F.readlines() */
    NodeId handle;     /* F; for Path.read_text() the call itself */
    NodeId subject;    /* what the use stands around: the subscript, the call of len, the loop */
    NodeId loop;       /* the For or comprehension that consumes it; NODE_NONE for a reducer */
    NodeId variable;   /* USE_VARIABLE: the one use of the name */
} Reading;

/* What the Call at `call` reads and how it is used; false when it is no such reading, when the list
 * is needed, or when reading lazily could give another result. */
bool reading_of(const RuleContext *context, NodeId call, Reading *out);

/* "readlines", "list", "splitlines" or "split" as in the source; for the message. */
Str reading_name(const RuleContext *context, const Reading *reading);

#endif
