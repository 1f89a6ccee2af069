/* The names that a module or a class body binds, with every place in the file that does it. Part of
 * semantics/file_scope.h. */
#ifndef BLUETICK_SEMANTICS_FILE_BODY_H
#define BLUETICK_SEMANTICS_FILE_BODY_H

#include "semantics/file_scope.h"
#include "semantics/flow.h"

typedef struct BodyName {
    Str name;
    uint32_t first_place; /* into FileBody.places */
    uint32_t place_count;
    uint32_t definition_count; /* of them, child units */
    bool is_deferred;          /* a place runs at an unknown time: `global` in a function */
    SymbolId symbol;           /* of the body's scope in the unit's own tree, or SYMBOL_NONE */
} BodyName;

typedef struct FileBody {
    UnitId unit;
    const BodyName *names;
    uint32_t name_count;
    const BindingPlace *places; /* by name; the unit's own first, in order of evaluation */
    uint32_t *slots;            /* open addressing, index into names plus one */
    uint32_t slot_count;
    bool has_star_import;
    NodeId last_star;         /* the last star import of the unit, when it has one */
    const NodeId *hole_nodes; /* by hole of the unit: its Pass, or NODE_NONE */
    FlowPlan plan;            /* made at the first question */
    UnitNotes notes;          /* what it was built from */
} FileBody;

/* The table of a module or class unit, built at the first question; noted again at each. */
FileBody *file_body(const FileModel *file, UnitId unit);

/* NULL when the body does not bind it. */
const BodyName *file_body_name(const FileBody *body, Str name);

/* May what a star import binds still stand when the body has run? No when the name is bound for
 * certain after the last of them. */
bool file_body_star_may_stand(const FileModel *file, FileBody *body, const BodyName *name);

/* Where in a body a use stands: a node of the unit's own ast, or the header of a child unit. */
typedef struct BodyPoint {
    NodeId use;    /* or NODE_NONE */
    UnitId header; /* or UNIT_NONE */
} BodyPoint;

/* The places of `name` that may be the last when the point is reached: bit i = its i-th place, and
 * REACHING_ENTRY. 0 = not known: any. */
ReachingSet file_body_reaching(const FileModel *file, FileBody *body, const BodyName *name,
                               BodyPoint point);

#endif
