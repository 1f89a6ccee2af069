/* Loops (spec/io.md R3 to R7): what runs many times, what stays the same in it, what leaves it.
 *
 * A loop is a For, AsyncFor or While statement, or one generator of a comprehension
 * (comprehension, AsyncComprehension node); it is named by that node. */
#ifndef BLUETICK_SEMANTICS_LOOPS_H
#define BLUETICK_SEMANTICS_LOOPS_H

#include "semantics/file_scope.h"

/* ---- R3: context ------------------------------------------------------------------------ */

/* The innermost loop whose iterations evaluate `node`, or NODE_NONE: a statement's body (and a
 * `while` test), a comprehension's element, conditions and inner iterables; neither the iterable
 * nor the `else`. A nested def, lambda or class ends the search. O(depth). */
NodeId loop_of_node(const Ast *ast, NodeId node);

/* The loop around a loop, in the same function; or NODE_NONE. */
static inline NodeId loop_enclosing(const Ast *ast, NodeId loop) {
    return loop_of_node(ast, loop);
}

/* True when each iteration of `loop` evaluates `node` (nested loops included). */
bool loop_runs(const Ast *ast, NodeId loop, NodeId node);

bool loop_is_comprehension(const Ast *ast, NodeId loop);
NodeId loop_iterable(const Ast *ast, NodeId loop); /* NODE_NONE for While */
NodeId loop_target(const Ast *ast, NodeId loop);   /* NODE_NONE for While */

/* The node whose subtree holds all that an iteration evaluates: the statement, or the whole
 * comprehension expression. */
NodeId loop_extent(const Ast *ast, NodeId loop);

/* ---- what stands in a loop -------------------------------------------------------------- */

enum {
    LOOP_HAS_BREAK = 1 << 0, /* that leaves this loop */
    LOOP_HAS_CONTINUE = 1 << 1,
    LOOP_HAS_RETURN = 1 << 2,
    LOOP_HAS_YIELD = 1 << 3,
    LOOP_HAS_AWAIT = 1 << 4, /* await, async for, async with, async comprehension */
    LOOP_HAS_RAISE = 1 << 5,
    LOOP_HAS_TRY = 1 << 6,
    LOOP_HAS_WITH = 1 << 7,
    LOOP_HAS_ELSE = 1 << 8,
};
/* The loop is left behind `node` in each turn that comes there: a jump at the end of a block around
 * it, at most `statements_max` statements behind. Never for a comprehension. O(depth x that). */
bool loop_is_left_behind(const Ast *ast, NodeId loop, NodeId node, uint32_t statements_max);

/* Inner loops included (but not their own break and continue), nested definitions excluded. */
uint32_t loop_contents(const Ast *ast, NodeId loop);

/* The nearest statement of one of the kinds around `node` inside the same function: for `within`
 * != NODE_NONE only inside that node. */
NodeId enclosing_try(const Ast *ast, NodeId node, NodeId within);  /* node is in its body */
NodeId enclosing_with(const Ast *ast, NodeId node, NodeId within); /* node is in its body */
NodeId enclosing_function(const Ast *ast, NodeId node); /* FunctionDef, AsyncFunctionDef, Lambda */

/* ---- R4 to R6: names in a loop ---------------------------------------------------------- */

/* What is asked of the catalog, and which file; built once by the caller. */
typedef struct LoopContext {
    const FileModel *file;
    UnitId unit;
    /* True when calling this leaves its arguments and the world alone (the catalog's pure callables
     * by path, pure methods by name). NULL: no call is pure. */
    bool (*is_pure_call)(void *answerer, const FileModel *file, UnitId unit, NodeId call);
    /* True when calling this leaves its arguments alone, whatever else it does (print). NULL: only
     * a pure call does. */
    bool (*keeps_arguments)(void *answerer, const FileModel *file, UnitId unit, NodeId call);
    void *answerer;
} LoopContext;

/* Bound in the loop: assign, aug-assign, for, with, except, import, walrus, del; the loop's own
 * targets too. `use` is a Name node that is read. */
bool loop_binds(const LoopContext *context, NodeId loop, NodeId use);

/* R5: a subscript or attribute of the name is stored or deleted in the loop, or it is
 * aug-assigned, or a mutator method is called on it, or it is passed to a call that is not pure. */
bool loop_mutates(const LoopContext *context, NodeId loop, NodeId use);

/* R4: no name of the expression is bound or mutated in the loop, every call in it is pure, and
 * there is no await, yield or walrus in it. */
bool loop_is_invariant(const LoopContext *context, NodeId loop, NodeId expression);

/* True when the value that `use` reads may come from an earlier iteration of the loop: on some path
 * it is read before being bound in this iteration, and it is bound or mutated in the loop. */
bool loop_carries(const LoopContext *context, NodeId loop, NodeId use);

/* R6: the variable that `name` (Name node, read or target) stands for escapes its function: it is
 * returned, yielded, stored in an attribute, subscript, container or global, captured by a nested
 * definition, or passed to a call that is not pure. */
bool name_escapes(const LoopContext *context, NodeId name);

/* ---- R7: size --------------------------------------------------------------------------- */

#define SIZE_UNKNOWN UINT32_MAX

/* An upper bound on the number of elements, from the expression itself: literals, range(k), slices
 * with constant bounds, deque(maxlen=k), enumerate/sorted/reversed/list/tuple/zip of those and
 * comprehensions over them, names and class attributes that stand for one of those
 * (semantics/size_value.h); SIZE_UNKNOWN when none is known. */
uint32_t size_bound(const FileModel *file, UnitId unit, NodeId expression);

/* The same for the number of iterations of a loop. */
uint32_t loop_bound(const FileModel *file, UnitId unit, NodeId loop);

/* The constant that a `len(x) > constant` test directly around `node` compares with, for the
 * expression `name` (a Name, or an attribute written the same way); SIZE_UNKNOWN when there is no
 * such guard. */
uint32_t size_guard(const FileModel *file, UnitId unit, NodeId name, NodeId node);

#endif
