/* What the cpu rules ask of a loop: does what stands in it run often enough to matter? */
#ifndef BLUETICK_RULES_CPU_LOOP_COST_H
#define BLUETICK_RULES_CPU_LOOP_COST_H

#include "rules/cpu/cost_memo.h"
#include "rules/rule.h"
#include "rules/shape.h"
#include "semantics/kinds.h"
#include "semantics/purity.h"

/* A loop of so many turns at most, or a collection of so many elements, costs nothing worth saying.
 */
enum { FEW_TURNS = 8 };

/* The Name at the bottom of `a.b.c`; NODE_NONE when it is no such chain. */
NodeId cost_base_name(const Ast *ast, NodeId expression);

/* True when the loop gives the name or attribute chain `place` a new value, by anything but the
 * `updates`. */
bool cost_is_bound(const LoopContext *loops, NodeId loop, NodeId place, SelfUpdate updates);

/* loop_mutates of the Name `name`, remembered for the next that is written like it. */
bool cost_mutates(const LoopContext *loops, NodeId loop, NodeId name);

/* What the place holds by everything but the `updates`; `place` is where it is read. */
KindId cost_start_kind(const LoopContext *loops, NodeId place, SelfUpdate updates);

/* The innermost loop that comes back to `node`: not one that is left right behind it (`x.pop(0);
 * break`). NODE_NONE when there is none. O(depth), and a few statements at each level. */
NodeId cost_repeating_loop(const Ast *ast, NodeId node);

/* More than a few turns, as far as is known: not a short collection, no number that is divided
 * until nothing is left. */
bool cost_turns_often(const LoopContext *loops, NodeId loop);

/* The innermost loop from `loop` outwards that turns often; `place` outlives it and all loops
 * inside of it. NODE_NONE when there is none. */
NodeId cost_outlived_loop(const LoopContext *loops, NodeId loop, NodeId place, SelfUpdate updates);

/* `while state not in done: ...; await poll()`: beside the wait, everything else is nothing. */
bool cost_is_poll(const LoopContext *loops, NodeId loop);

/* A list that an imported module keeps: sys.path. */
bool cost_is_library_list(const LoopContext *loops, NodeId place);

/* The kind of the expression is an instance of the builtin `path`. */
bool cost_is_instance(const LoopContext *loops, NodeId expression, Str path);

/* The expression is the integer literal `digit`. */
bool cost_is_digit(const UnitFacts *facts, NodeId expression, char digit);

/* Part of a statement or expression that a turn of the loop may leave out: under `if`, `try`,
 * `match`, after `and`, in the element of a comprehension with conditions. */
bool cost_may_be_skipped(const Ast *ast, NodeId loop, NodeId node);

/* "x" of the source, copied to `mem`, one row. */
Str cost_text(const RuleContext *context, NodeId node);

#endif
