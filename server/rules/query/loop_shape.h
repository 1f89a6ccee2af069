/* How a loop and the statement that it repeats are written: what the fixes of the loop rules take
 * apart. No library knowledge. */
#ifndef BLUETICK_RULES_QUERY_LOOP_SHAPE_H
#define BLUETICK_RULES_QUERY_LOOP_SHAPE_H

#include "rules/fix_builder.h"
#include "semantics/loops.h"

typedef struct LoopShape {
    NodeId loop; /* a For without `else` that begins its row */
    NodeId target;
    NodeId iterable;
    NodeId last;   /* the last statement of its body */
    bool is_alone; /* the body is this one */
} LoopShape;

/* False for any other loop, and where a comment would be lost or a name of the target is used
 * behind the loop. */
bool loop_shape_of(const RuleContext *rule, NodeId loop, LoopShape *out);

/* The whole body is an expression statement, and it is this call. */
bool loop_shape_is_call(const RuleContext *rule, const LoopShape *shape, NodeId call);

/* The target is a plain name; it is `node`. */
bool loop_shape_is_target(const RuleContext *rule, const LoopShape *shape, NodeId node);

/* How often a name of the target is read in the subtree. */
uint32_t loop_shape_reads(const RuleContext *rule, const LoopShape *shape, NodeId within);

/* Nothing in the subtree but names, attributes, indices, literals and operators: evaluating it
 * later, or once, is the same. */
bool loop_shape_is_plain(const RuleContext *rule, NodeId within);

/* The text as an operand: in parentheses unless nothing can come between. */
Str loop_shape_operand(const RuleContext *rule, NodeId node);
/* The node's text with its parentheses, if it has them. */
Str loop_shape_text(const RuleContext *rule, NodeId node);

/* The comments directly above the loop say why it is one (bulk statements, signals, a save() of the
 * class's own): whoever wrote them has decided. */
bool loop_shape_is_explained(const RuleContext *rule, const LoopShape *shape);

/* `Row.objects.bulk_create([Row(a=1) for a in rows])`. In rows of its own where the element has
 * several, or one would be too long. */
typedef struct LoopList {
    Str call;
    Str element;
    Str element_below; /* as it is written when it begins a row */
    Str behind;
} LoopList;
Str loop_shape_list(const FixContext *context, const LoopShape *shape, const LoopList *list);

/* `name` with arguments (brackets and all) that stand in the body, as it begins a row of a list. */
Str loop_shape_below(const FixContext *context, const LoopShape *shape, Str name, Span arguments);

/* The loop becomes this statement; what stands behind it on its last row stays. */
void loop_shape_replace(FixContext *context, const LoopShape *shape, Str text);

/* The last statement of the body becomes `text` behind the loop. */
void loop_shape_dedent(FixContext *context, const LoopShape *shape, Str text);

#endif
