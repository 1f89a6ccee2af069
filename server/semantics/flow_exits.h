/* How statements can be left; part of semantics/flow.h. */
#ifndef BLUETICK_SEMANTICS_FLOW_EXITS_H
#define BLUETICK_SEMANTICS_FLOW_EXITS_H

#include "semantics/flow.h"

enum {
    EXIT_COMPLETES = 1 << 0, /* control can reach what follows */
    EXIT_BREAKS = 1 << 1,    /* a `break` of a loop around it */
    EXIT_CONTINUES = 1 << 2, /* likewise */
    EXIT_RAISES = 1 << 3,    /* a `raise` stands in it */
};

/* Statements with blocks in which the same variables live: all but function definitions. */
bool flow_is_compound(NodeKind kind);
bool flow_is_loop(NodeKind kind); /* For, AsyncFor, While */

/* `case _:` or `case name:` without a guard. */
bool flow_is_catch_all_case(const Ast *ast, NodeId match_case);

/* `while True:`, `while 1:`. */
bool flow_is_endless(const Ast *ast, NodeId loop);

#endif
