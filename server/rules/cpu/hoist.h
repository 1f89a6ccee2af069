/* Where something that a loop makes again and again can be made once: a row before the loop. */
#ifndef BLUETICK_RULES_CPU_HOIST_H
#define BLUETICK_RULES_CPU_HOIST_H

#include "rules/fix_builder.h"

/* The outermost loop around `node` in which the Name `name` keeps its value and what that holds,
 * when a row can stand before the loop's statement and what happens between that row and `node`
 * leaves the name alone. NODE_NONE otherwise: `obstacle` says why, about `text`. */
NodeId hoist_loop(const FixContext *context, NodeId node, NodeId name, Str text, Str *obstacle);

/* The statement before which a row goes for the loop. */
NodeId hoist_statement(const FixContext *context, NodeId loop);

/* Both Names stand for one variable. */
bool hoist_same_variable(const UnitFacts *facts, NodeId a, NodeId b);

/* The expression as written, with every Name that is called `from` written as `to`. In mem. */
Str hoist_rename(const FixContext *context, NodeId expression, Str from, Str to);

#endif
