/* What remembered answers were told.
 *
 * Answers are remembered for whoever asks next: what a class inherits, what a name is bound to,
 * what a function sends. Whoever keeps a result beyond the run must know all that it was told, also
 * through answers that others had asked for before. So each remembered answer is a point of a
 * graph: while it is computed, the facts that are looked at (numbered by the provider, which knows
 * what they are) and the answers that are asked become what it was told; later it need only be said
 * that it was asked.
 *
 * One graph a provider, one thread. Nothing is noted while nobody keeps results: then there is no
 * graph, and all functions take NULL. */
#ifndef BLUETICK_SEMANTICS_ASKS_H
#define BLUETICK_SEMANTICS_ASKS_H

#include "base/arena.h"
#include "base/array.h"

typedef uint32_t AnswerId;
enum { ANSWER_NONE = 0 };

typedef struct Asks Asks;

/* Facts are numbered below `fact_count`. In `mem`. */
Asks *asks_new(uint32_t fact_count, Arena *mem);

/* What is noted from now on is told to the answer: to a new one when it is ANSWER_NONE (then set).
 * Returns who was told until now, for asks_leave. */
AnswerId asks_enter(Asks *asks, AnswerId *answer);
void asks_leave(Asks *asks, AnswerId before);

/* The answer at hand was told the fact, or the other answer. */
void asks_note_fact(Asks *asks, uint32_t fact);
void asks_note_answer(Asks *asks, AnswerId answer);

/* Every fact that the answer was told, by whatever way. Answers that a call of the same `visit`
 * (not 0) has passed are not passed again: facts of them were given out then. */
void asks_collect(Asks *asks, AnswerId answer, uint32_t visit,
                  void (*take)(void *data, uint32_t fact), void *data);

#endif
