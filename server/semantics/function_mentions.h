/* Where in the project a function may be meant: for rewrites that change how it is called.
 *
 * Every file's text is searched for its name (and for the names that imports give it); where the
 * name stands, the kind of the expression decides. What cannot be decided is told, not left out. */
#ifndef BLUETICK_SEMANTICS_FUNCTION_MENTIONS_H
#define BLUETICK_SEMANTICS_FUNCTION_MENTIONS_H

#include "semantics/effects.h"

typedef enum MentionKind {
    MENTION_CALL,     /* it is called here */
    MENTION_VALUE,    /* handed on: somebody else may call it */
    MENTION_REPLACED, /* something else is put in its place */
    MENTION_UNSURE,   /* a call of something unknown that has its name */
    MENTION_TEXT,     /* its name stands in a string that a look-up by name gets */
    MENTION_EXPORTED, /* `__all__` names it */
} MentionKind;

typedef struct FunctionMention {
    MentionKind kind;
    const FileModel *file;
    UnitId unit;
    NodeId node; /* the Name, Attribute or Constant */
    NodeId call; /* MENTION_CALL: its Call */
} FunctionMention;

typedef struct FunctionMentions {
    const FunctionMention *items; /* by file, then by place; the import statements are not listed */
    uint32_t count;
} FunctionMentions;

/* O(bytes of the project), and the parse of each unit in which the name occurs. In `mem`. */
FunctionMentions function_mentions(FunctionPlace function, Arena *mem);

#endif
