/* A function's parameters, and which of them a docstring must describe. */
#ifndef BLUETICK_RULES_DOCS_SIGNATURE_H
#define BLUETICK_RULES_DOCS_SIGNATURE_H

#include "ast/ast.h"

typedef struct Parameter {
    Str name;
    NodeId node;
    Field kind;        /* FIELD_POSONLYARGS ARGS VARARG KWONLYARGS KWARG */
    NodeId annotation; /* or NODE_NONE */
    NodeId fallback;   /* its default value, or NODE_NONE */
    bool required;     /* false for self, cls, _private and **k: Unpack[T] */
} Parameter;

typedef struct Signature {
    const Ast *ast; /* where the parameters' nodes stand */
    Str text;
    const Parameter *items; /* in signature order */
    uint32_t count;
    const uint32_t *by_name; /* indices sorted by name */
    uint32_t required_count;
    bool has_stars; /* *a or **k: entries may name keys of the mapping */
} Signature;

typedef enum Receiver {
    RECEIVER_NONE,  /* a plain function, a static method */
    RECEIVER_FIRST, /* the first positional parameter is the instance or the class */
    RECEIVER_NAMED, /* only when it is called self or cls: a nested function */
} Receiver;

/* O(parameters log parameters). */
Signature signature_read(const Ast *ast, Str text, NodeId function, Receiver receiver, Arena *mem);

/* The parameter's index, or UINT32_MAX. O(log parameters). */
uint32_t signature_find(const Signature *signature, Str name);

/* Damerau distance (adjacent letters swapped count one), or `limit` + 1 when it is larger; texts of
 * more than 64 bytes are never near. */
uint32_t signature_distance(Str a, Str b, uint32_t limit);

#endif
