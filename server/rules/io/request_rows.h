/* Rows that a rewrite puts before a loop, and the loop's parts as they are written there. */
#ifndef BLUETICK_RULES_IO_REQUEST_ROWS_H
#define BLUETICK_RULES_IO_REQUEST_ROWS_H

#include "rules/io/request_plan.h"

typedef struct Rows {
    const RequestPlan *plan;
    Str indent; /* of the anchor */
    Str step;
    Str line_end;
    Str text; /* whole rows, line ends included */
} Rows;

Rows rows_open(const RequestPlan *plan);
Str rows_indent(const Rows *rows, uint32_t depth);
/* `text` may have several rows: those after the first must stand where they belong. */
void rows_add(Rows *rows, uint32_t depth, Str text);
void rows_add_blank(Rows *rows);
/* Puts them before the anchor. */
void rows_place(const Rows *rows);

/* A blank row unless the rows would begin their block or follow a blank row; `without` is a
 * statement that goes away (NODE_NONE). */
void rows_separate(Rows *rows, NodeId without);

/* "a, b, value"; "value" when there are no names. */
Str rows_with_names(const RequestPlan *plan, const PlanNames *names, Str value);

/* The same in parentheses when there are names. */
Str rows_tuple(const RequestPlan *plan, const PlanNames *names, Str value);

/* The statements that the request is made from, as rows at `depth`. */
void rows_add_feeds(Rows *rows, uint32_t depth);

/* `return ...` of the answer, or the `with` that returns what is kept of it; with names before it.
 */
void rows_add_answer(Rows *rows, uint32_t depth, const PlanNames *names);

/* Takes what leaves the turn out of it: dropped feeds and guards. */
void rows_drop(const RequestPlan *plan);

/* The answer's place in the turn becomes `value`: the request, or the `with` around it. */
void rows_replace_answer(const RequestPlan *plan, Str value);

/* The whole loop does nothing but append each answer's kept value to a list. */
typedef struct Collected {
    NodeId list;  /* the Name of the list; NODE_NONE: it is not so */
    NodeId fresh; /* the statement `list = []` that can go away; NODE_NONE */
} Collected;
Collected rows_collected(const RequestPlan *plan);

#endif
