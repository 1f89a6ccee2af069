/* Shapes that rules of several categories look for: how an expression stands in its statement, what
 * a local variable is used for, where a statement's rows begin and end. No library knowledge. */
#ifndef BLUETICK_RULES_SHAPE_H
#define BLUETICK_RULES_SHAPE_H

#include "rules/rule.h"
#include "semantics/scope.h"

/* ---- expressions ---------------------------------------------------------------------------- */

/* The bytes of a node. */
static inline Str shape_text(const UnitFacts *facts, NodeId node) {
    return str_span(facts->text, ast_span(&facts->ast, node));
}

/* Both are written the same way. */
bool shape_same_text(const UnitFacts *facts, NodeId a, NodeId b);

/* The text for messages: its first row, with dots when there are more. In `mem`. */
Str shape_first_row(const UnitFacts *facts, NodeId node, Arena *mem);

/* R of `R.name(...)`; NODE_NONE when `call` is no such call. */
NodeId shape_receiver(const Ast *ast, NodeId call, Str name);

/* The name of the method that is called; empty for a plain function. */
Str shape_method(const Ast *ast, NodeId call);

/* The one argument of a call without keywords and stars; NODE_NONE otherwise. */
NodeId shape_only_argument(const Ast *ast, NodeId call);

bool shape_has_arguments(const Ast *ast, NodeId call);

/* `*args` or `**kwargs` stands in the call: what it is given cannot be seen. */
bool shape_has_splat(const Ast *ast, NodeId call);

/* The Name at the bottom of `a`, `a.b.c` or `a.b[i].c`; NODE_NONE when there is none. */
NodeId shape_base(const Ast *ast, NodeId expression);

/* ---- local variables ------------------------------------------------------------------------ */

/* The symbol that owns the variable of a Name (read or target), when it is a function's own; else
 * SYMBOL_NONE. */
SymbolId shape_local(const UnitFacts *facts, NodeId name);

/* The value of the variable's only binding, a plain assignment to this one name; NODE_NONE when it
 * is bound otherwise, or more than once. */
NodeId shape_only_value(const UnitFacts *facts, SymbolId variable);

/* The call that a name stands for, however it was bound last: `x = f()`, `with f() as x`; the
 * expression itself when it is a call. NODE_NONE when it is not one call for certain. */
NodeId shape_opening_call(const UnitFacts *facts, NodeId expression);

/* ---- rows ----------------------------------------------------------------------------------- */

/* The whole rows of a statement, the line end of the last one included. */
Span shape_rows(Str text, Span statement);

/* The statement has its rows for itself; a comment beside it counts as company. */
bool shape_stands_alone(Str text, Span statement);

/* The statement that holds `node`, when it is a simple one (no block) that begins its row: rows can
 * be put before it. NODE_NONE otherwise. */
NodeId shape_row_statement(const UnitFacts *facts, NodeId node);

#endif
