/* Which class an expression names, over files: what a definition inherits from, what a string or an
 * argument of a library's constructor refers to.
 *
 * Read off definitions, imports and plain assignments, without evaluating: cheap, the same whoever
 * asks first, and free to ask from inside an answer of kinds. Values that are computed are Kinds'
 * business (semantics/kinds.h).
 *
 * What a library gives is written as a path, a call with "()":
 *     "django.db.models.Model", "sqlalchemy.orm.declarative_base()",
 *     "flask_sqlalchemy.SQLAlchemy().Model" */
#ifndef BLUETICK_SEMANTICS_CLASS_REF_H
#define BLUETICK_SEMANTICS_CLASS_REF_H

#include "semantics/kind.h"
#include "semantics/project.h"

typedef enum RefTag {
    REF_NONE,     /* not known */
    REF_CLASS,    /* a class of the project: file, unit, node of its ClassDef */
    REF_PATH,     /* of a library or a builtin: path */
    REF_MODULE,   /* a module or package of the project: file (or FILE_NONE), path = dotted name */
    REF_VALUE,    /* any other expression that a name of the project is bound to: where it stands */
    REF_FUNCTION, /* a function of the project: its definition */
} RefTag;

typedef struct ClassRef {
    RefTag tag;
    FileId file;
    UnitId unit;
    NodeId node;
    Str path;
} ClassRef;

/* Equal tag and place or path. */
bool class_ref_equal(ClassRef a, ClassRef b);

/* A class of the project or a library, from a kind CLASS, OBJECT, SYMBOL or INSTANCE; else NONE. */
ClassRef class_ref_of_kind(const Kind *kind);

/* What the Name, Attribute, Call or Subscript (`Base[T]`: Base) at `node` names. Constants are
 * VALUEs. Follows imports, re-exports, star imports and plain assignments; `mem` holds the path. */
ClassRef class_ref_resolve(const FileModel *file, UnitId unit, NodeId node, Arena *mem);

/* The same, but a call is left as it stands: a VALUE at the Call, through the names it is bound to.
 */
ClassRef class_ref_follow(const FileModel *file, UnitId unit, NodeId node, Arena *mem);

/* What `name` names in the module `of`, as an import of it would see: NONE if it binds none. */
ClassRef class_ref_export(const FileModel *file, FileId of, Str name, Arena *mem);

/* A library's class by its path; the project's own when the project holds that library. */
ClassRef class_ref_of_path(const FileModel *file, Str path, Arena *mem);

/* What the dotted name means for code at `node` ("Team", "models.Team"): for names in strings. */
ClassRef class_ref_lookup(const FileModel *file, UnitId unit, NodeId node, Str dotted, Arena *mem);

/* The class itself and all its bases in the order in which Python looks for attributes (C3; when
 * that fails, depth first). A library's class is listed, its own bases are not. Remembered. */
typedef struct ClassOrder {
    const ClassRef *items; /* items[0] is the class itself */
    uint32_t count;
    bool is_complete; /* every base is known, so no other class can bind an attribute */
} ClassOrder;
const ClassOrder *class_order(const FileModel *file, ClassRef class_ref);

/* Does the class, or one it inherits from, bear this library's path? */
bool class_reaches(const FileModel *file, ClassRef class_ref, Str path);

/* The file, unit and ast that a place of the project stands in. */
const FileModel *class_ref_file(const FileModel *file, ClassRef ref);
const UnitFacts *class_ref_facts(const FileModel *file, ClassRef ref);

#endif
