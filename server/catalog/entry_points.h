/* How frameworks come into a project's code: decorators, base classes, signatures. */
#ifndef BLUETICK_CATALOG_ENTRY_POINTS_H
#define BLUETICK_CATALOG_ENTRY_POINTS_H

#include "base/str.h"

typedef enum EntryKind {
    ENTRY_NONE,
    ENTRY_VIEW,    /* Django, DRF, Flask's and Starlette's classes */
    ENTRY_ROUTE,   /* a decorator with a path */
    ENTRY_TASK,    /* Celery, RQ, dramatiq */
    ENTRY_COMMAND, /* of a command line */
    ENTRY_LAMBDA,
    ENTRY_SCRIPT, /* an `if __name__ == "__main__"` block */
    ENTRY_KIND_COUNT
} EntryKind;

/* "view", "route"...; "" for NONE. */
Str entry_kind_name(EntryKind kind);

typedef struct EntryDecorator {
    Str name; /* the last part */
    EntryKind kind;
    bool wants_path; /* its first argument is a path */
} EntryDecorator;

/* NULL: none. O(log rows). */
const EntryDecorator *catalog_entry_decorator(Str name);

/* Of a library's class: what its subclasses are; NONE. */
EntryKind catalog_entry_base(Str class_path);

/* Does the framework call this method of a subclass of such a base? */
bool catalog_entry_method(EntryKind kind, Str method);

typedef struct EntrySignature {
    Str first;
    Str second; /* empty: any */
    Str module; /* a part of the module's path; empty: any */
    EntryKind kind;
} EntrySignature;

extern const EntrySignature catalog_entry_signatures[];
extern const uint32_t catalog_entry_signature_count;

/* A call that gives a view its path in a module of routes. */
bool catalog_entry_registrar(Str name);
extern const Str catalog_entry_registrars[];
extern const uint32_t catalog_entry_registrar_count;

/* A call that puts a router, or a module of routes, under a prefix. */
typedef struct EntryMount {
    Str name;
    Str prefix; /* its keyword, and the one of the router's constructor; empty: the call around it
                 */
} EntryMount;
extern const EntryMount catalog_entry_mounts[];
extern const uint32_t catalog_entry_mount_count;

/* A call that gives a function to a worker of a queue. */
typedef struct EntryQueuer {
    Str name;
    uint32_t position; /* of the argument that names it */
} EntryQueuer;
extern const EntryQueuer catalog_entry_queuers[];
extern const uint32_t catalog_entry_queuer_count;

/* The table, for the test of its order. */
extern const EntryDecorator catalog_entry_decorators[];
extern const uint32_t catalog_entry_decorator_count;

#endif
