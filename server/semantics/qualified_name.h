/* Dotted paths of expressions through imports (spec/io.md R1).
 *
 *   import requests               requests.get      -> "requests.get"
 *   import os.path as p           p.join            -> "os.path.join"
 *   from requests import get as g g                 -> "requests.get"
 *   from .helpers import fetch    fetch             -> ".helpers.fetch" (leading dots stay)
 *   G = requests.get              G                 -> "requests.get" (one assignment only)
 *   open (bound nowhere)          open              -> "open" (as the catalog writes builtins)
 *
 * A name has a path only if every binding visible at the use is that import; `x = None` in an
 * `except ImportError` of the import's own `try` does not count against it. Re-exports are
 * normalised by the catalog, so rules compare with one spelling only. */
#ifndef BLUETICK_SEMANTICS_QUALIFIED_NAME_H
#define BLUETICK_SEMANTICS_QUALIFIED_NAME_H

#include "semantics/file_scope.h"

/* The path of a Name or a chain of Attributes over one; empty when there is none. In `mem`. */
Str qualified_name(const FileModel *file, UnitId unit, NodeId expression, Arena *mem);

/* As above, without the catalog's normalisation of re-exports. */
Str qualified_name_as_written(const FileModel *file, UnitId unit, NodeId expression, Arena *mem);

/* True when the expression's path is exactly `path`. */
bool qualified_name_is(const FileModel *file, UnitId unit, NodeId expression, Str path);

/* The path that one import binding gives its name ("os" for `import os.path`); empty for other
 * kinds of binding. */
Str import_binding_path(const Ast *ast, const Binding *binding, Arena *mem);

/* The module that an ImportFrom names: "a.b", "..a" with its leading dots. */
Str import_from_path(const Ast *ast, NodeId import_from, Arena *mem);

#endif
