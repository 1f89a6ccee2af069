/* What names mean in a file: the free names of its units, bound through the units around them.
 *
 * A function unit's free names skip class scopes and go to the module; a header (scope 0 of a unit)
 * is evaluated in its parent's body. Module bindings come from the module unit, from the outline
 * (definitions are known without parsing them), and from units that say `global`. */
#ifndef BLUETICK_SEMANTICS_FILE_SCOPE_H
#define BLUETICK_SEMANTICS_FILE_SCOPE_H

#include "semantics/file_model.h"
#include "semantics/scope.h"

/* One binding of a name anywhere in the file. */
typedef struct BindingPlace {
    UnitId unit;
    BindingId binding; /* of that unit's tree; BINDING_DEFINITION: the definition that the unit is,
                          as its parent sees it (the unit need not be loaded to know it) */
} BindingPlace;
#define BINDING_DEFINITION (UINT32_MAX - 1)

typedef enum NameHome {
    NAME_HOME_UNKNOWN,  /* unbound as far as the file tells, and a star import may bind it */
    NAME_HOME_UNBOUND,  /* bound nowhere and no builtin */
    NAME_HOME_FUNCTION, /* a variable of a function, lambda or comprehension of the unit */
    NAME_HOME_CLASS,    /* a variable of a class body, read in that body */
    NAME_HOME_MODULE,
    NAME_HOME_BUILTIN,
    NAME_HOME_TYPE_PARAMETER, /* of an enclosing generic function, class or `type` statement */
    NAME_HOME_CLASS_CELL,     /* `__class__` in a method */
} NameHome;

typedef struct NameMeaning {
    NameHome home;
    UnitId unit;   /* whose tree holds `scope`: for FUNCTION, CLASS, MODULE, TYPE_PARAMETER */
    ScopeId scope; /* the scope that owns the variable */
    Str name;
    const BindingPlace *places; /* the bindings visible at the use, in file order of their units */
    uint32_t place_count;
    bool maybe_unbound; /* a path leads to the use on which none of them ran */
    bool maybe_star;    /* a star import may have bound it as well */
} NameMeaning;

/* What the Name `node` of `unit` means where it stands: for a read, the bindings that may reach it;
 * for a target, all bindings of the variable. Cost: O(log) plus the number of bindings.
 * `places` lives in `mem`. */
NameMeaning file_scope_resolve(const FileModel *file, UnitId unit, NodeId node, Arena *mem);

/* What `name` would mean for code at `node` that does not stand there yet (an edit's new name):
 * all bindings of the variable; home UNBOUND = free to take. */
NameMeaning file_scope_lookup(const FileModel *file, UnitId unit, NodeId node, Str name,
                              Arena *mem);

/* All bindings of a module-level name; place_count 0 when the module does not bind it. */
NameMeaning file_scope_module_name(const FileModel *file, Str name, Arena *mem);

/* All bindings of `name` in the body of a class unit. */
NameMeaning file_scope_class_name(const FileModel *file, UnitId class_unit, Str name, Arena *mem);

/* The binding, or NULL for BINDING_DEFINITION. Loads the unit. */
const Binding *file_scope_binding(const FileModel *file, BindingPlace place);

/* Does an import at module level, conditional or not, name the module or something in it? */
bool file_scope_imports(const FileModel *file, Str module);

#endif
