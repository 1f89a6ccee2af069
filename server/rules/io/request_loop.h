/* A request that a loop sends once a turn, each after the answer to the one before: what
 * io/sequential-requests reports (spec/io.md B, Detection), and what its fixes start from. */
#ifndef BLUETICK_RULES_IO_REQUEST_LOOP_H
#define BLUETICK_RULES_IO_REQUEST_LOOP_H

#include "rules/rule.h"
#include "semantics/network.h"
#include "semantics/purity.h"

typedef enum RequestLoopForm {
    REQUEST_LOOP_FOR,
    REQUEST_LOOP_COMPREHENSION, /* `loop` is the generator (comprehension node) */
    REQUEST_LOOP_INDEX,         /* while i < len(xs): ... xs[i] ... i += 1 */
    REQUEST_LOOP_DRAIN,         /* while xs: x = xs.pop() */
} RequestLoopForm;

/* What is known of one loop; made once, then asked about each call in it. */
typedef struct RequestLoopMemory RequestLoopMemory; /* answers for the whole loop */
typedef struct RequestLoop {
    const RuleContext *context;
    NodeId loop;
    RequestLoopForm form;
    NodeId target; /* what differs from turn to turn: the loop's target, counter or drained name */
    Str counter;   /* `i` of REQUEST_LOOP_INDEX */
    bool is_candidate; /* a form that can send its requests beside each other at all */
    bool *derived;     /* by SymbolId: holds a value of this turn */
    RequestLoopMemory *memory;
} RequestLoop;

typedef struct NodeList ARRAY_OF(NodeId) NodeList;

struct RequestLoopMemory {
    bool is_judged;  /* the next one is known */
    bool is_silent;  /* it stops early, is a lazy stream, or changes what it iterates over */
    bool has_pacers; /* the next two are known */
    NodeList pacers; /* what waits on purpose in it; a few, further ones count as `many` */
    bool many_pacers;
    NodeList **changing; /* by SymbolId: uses that may change what the name stands for */
    NodeList **sources;  /* by SymbolId: what the loop binds to the name or puts into it */
    uint32_t *followed;  /* by SymbolId: equal to `following` once this call's search went there */
    uint32_t following;
};

/* The loops of a unit, each made when first asked for. All of it lives in context->scratch. */
typedef struct RequestLoops {
    const RuleContext *context;
    RequestLoop **known; /* by NodeId; NULL until needed */
} RequestLoops;

/* `loop` as loops.h names it. Lives in context->scratch. */
RequestLoop request_loop_open(const RuleContext *context, NodeId loop);

/* Adds to `derived` what is made of it in the loop; request_loop_open does. One pass follows the
 * order of the statements; a value that goes backwards through more than 16 of them, turn by turn,
 * is not followed to its end. */
void request_loop_derive(RequestLoop *loop);

/* True when some name in the expression holds a value that differs from turn to turn. */
bool request_loop_varies(const RequestLoop *loop, NodeId expression);

/* True when the call is made from what an earlier turn left behind. */
bool request_loop_carries(const RequestLoop *loop, NodeId call);

/* A work list: what a `for` iterates over changes in its body. */
bool request_loop_source_changes(const RequestLoop *loop);

/* True when something in the loop waits on purpose: a pause, a gate, a retry. */
bool request_loop_is_paced(const RequestLoop *loop, const NetworkRequest *request, NodeId call);

/* The loop that makes the call once a turn, each time with values of that turn alone, whatever the
 * call does. False: it is no such loop. Lives in context->scratch. */
bool request_loop_of_turns(const RuleContext *context, NodeId call, RequestLoop *out);
bool request_loops_turns(RequestLoops *loops, NodeId call, RequestLoop *out);

/* The whole judgement: the loop that the call should be reported for. False: nothing to say.
 * Lives in context->scratch. */
bool request_loops_of_call(RequestLoops *loops, NodeId call, NetworkRequest *request,
                           RequestLoop *out);

/* The loop's condition or iterable: what says how many turns there are. */
NodeId request_loop_source(const RequestLoop *loop);

#endif
