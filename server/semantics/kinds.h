/* Evaluation of value kinds, on demand and remembered.
 *
 * Answers come from constructors, `with`, annotations, attributes of `self` over all methods of the
 * class, constants, results of functions of the file, targets of loops and comprehensions, and from
 * the catalog for libraries. Only the bindings that can reach a use count (semantics/scope.h).
 *
 * Evaluation is a table of questions, each waiting for others on an explicit stack: no recursion
 * over expressions, call chains or inheritance. Questions that depend on each other in a circle are
 * iterated from Never to their least solution, so the order of questions changes no answer. */
#ifndef BLUETICK_SEMANTICS_KINDS_H
#define BLUETICK_SEMANTICS_KINDS_H

#include "semantics/file_scope.h"
#include "semantics/kind.h"

/* The file's table of kinds. */
KindTable *kinds_table(const FileModel *file);

/* What the expression evaluates to, where it stands. */
KindId kinds_expression(const FileModel *file, UnitId unit, NodeId expression);

/* The same in the body of a function that was called with what `context` says (query_kind.h). */
KindId kinds_expression_in(const FileModel *file, UnitId unit, NodeId expression, KindId context);

/* The function that the Call at `node` runs, or that reading the property does, with what it is
 * given: a context, or KIND_NEVER when nothing of it is of an ORM. */
KindId kinds_called(const FileModel *file, UnitId unit, NodeId node, KindId context);

/* What a binding gives its name. */
KindId kinds_binding(const FileModel *file, UnitId unit, BindingId binding);

/* What calling the function or lambda at `node` gives: a coroutine for `async def`, a generator
 * when it yields. */
KindId kinds_result(const FileModel *file, UnitId unit, NodeId function);

/* The attribute `name` of an instance of the class at `class_node` of `unit`: over its body, the
 * assignments to it in its methods, then its bases. */
KindId kinds_attribute(const FileModel *file, UnitId unit, NodeId class_node, Str name);

/* A row of the page that the admin's class at `class_node` lists; Unknown of any other class. */
KindId kinds_listed_row(const FileModel *file, UnitId unit, NodeId class_node);

/* False while an answer is being computed in a circle: what a layer concludes from kinds now must
 * not be remembered. */
bool kinds_are_settled(const FileModel *file);

/* The catalog's path of what a Call calls ("requests.get", "requests.Session.get", "open");
 * a partial gives the path of what it was made from. Empty when it is not known. In `mem`. */
Str kinds_callee(const FileModel *file, UnitId unit, NodeId call, Arena *mem);

/* The kind and each belief that leads to it, a line each, with places: for `debug kind`. */
void kinds_explain(const FileModel *file, UnitId unit, NodeId expression, Buf *out);

#endif
