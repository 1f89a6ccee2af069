/* What else a call does than give a value: asked of everything that a rewrite would move to another
 * time or thread. */
#ifndef BLUETICK_RULES_IO_REQUEST_CALLS_H
#define BLUETICK_RULES_IO_REQUEST_CALLS_H

#include "rules/rule.h"
#include "semantics/effects.h"

/* No effect beyond its value: by the catalog, by a method's name where the receiver's kind is not
 * known (`strip`, `get`), or because the functions of the project that it runs have none. */
bool request_call_is_quiet(const RuleContext *context, NodeId call);

/* The first call in the expression, `except` and what stands in it left out, that is not quiet;
 * NODE_NONE. A lambda's body is not run. */
NodeId request_loud_call(const RuleContext *context, NodeId expression, NodeId except);

/* Where a function that the call runs changes something that outlives it: a global, an attribute or
 * element of what it was given, a cache. False: nowhere, as far as is seen. */
typedef struct HiddenWrite {
    FunctionPlace function;
    NodeId node;
} HiddenWrite;
bool request_hidden_write(const RuleContext *context, NodeId call, HiddenWrite *out);

/* The same for calls that store something outside of the program or use a database. */
bool request_hidden_effect(const RuleContext *context, NodeId call, HiddenWrite *out);

/* The call runs functions that read values of the thread's context (flask's `g`, contextvars): in
 * the threads of a pool they are not set. */
bool request_reads_context(const RuleContext *context, NodeId call);

/* The Name at the bottom of attributes and subscripts; NODE_NONE when something else is there. */
NodeId request_base_name(const Ast *ast, NodeId node);

/* The variable is the function's own, and what it holds was made there: neither a parameter nor
 * another name of something older. */
bool request_is_own_value(const UnitFacts *facts, NodeId name);

#endif
