/* Answers that one look at a unit needs again and again, so that many like statements in one loop
 * do not cost their square. */
#ifndef BLUETICK_RULES_CPU_COST_MEMO_H
#define BLUETICK_RULES_CPU_COST_MEMO_H

#include "rules/rule.h"
#include "semantics/loops.h"

/* A statement that gives a place a value made from its own: `x = x + y`. NULL: there are none. */
typedef bool (*SelfUpdate)(const UnitFacts *facts, NodeId statement);

/* The last answer about a loop, and a place in it. */
typedef struct CostAnswer {
    NodeId loop; /* NODE_NONE: none yet */
    NodeId place;
    SelfUpdate updates;
    bool answer;
} CostAnswer;

typedef struct CostMemo {
    uint8_t *pure;    /* by node: 0 not asked yet, 1 no, 2 yes */
    uint8_t *keeps;   /* likewise */
    uint8_t *updates; /* likewise, of updates_of */
    SelfUpdate updates_of;
    CostAnswer poll;
    CostAnswer bound;
    CostAnswer kept;
    CostAnswer mutates;
} CostMemo;

/* The context of semantics/loops.h with a memo of the unit in context->scratch. O(nodes). */
LoopContext cost_context(const RuleContext *context);

/* The memo of such a context; NULL for any other. */
CostMemo *cost_memo(const LoopContext *loops);

/* updates(facts, statement), remembered. `facts` may be of any unit. */
bool cost_updates(const LoopContext *loops, const UnitFacts *facts, NodeId statement,
                  SelfUpdate updates);

/* The answer is about this loop and a place written like this one. */
bool cost_answers(const CostAnswer *answer, const UnitFacts *facts, NodeId loop, NodeId place,
                  SelfUpdate updates);

#endif
