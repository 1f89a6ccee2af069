/* Knows who was told what; knows nothing about what answers and facts are. */
#include "semantics/asks.h"

enum { TOLD_MAX = 6 };
#define FACT_BIT ((uint32_t)1 << 31)

/* Some of what one answer was told: facts carry FACT_BIT. */
typedef struct Told {
    struct Told *next;
    uint32_t count;
    uint32_t items[TOLD_MAX];
} Told;

typedef struct AskedAnswer {
    Told *told;
    AnswerId asker; /* the last one that was noted: most ask in a row */
    uint32_t visit;
} AskedAnswer;

struct Asks {
    struct AnswerList ARRAY_OF(AskedAnswer) answers; /* by AnswerId; the first is nobody */
    AnswerId *fact_askers;                           /* by fact: the last one that was noted */
    uint32_t fact_count;
    AnswerId current;
    struct WaitingList ARRAY_OF(AnswerId) waiting;
    Arena *mem;
};

Asks *asks_new(uint32_t fact_count, Arena *mem) {
    Asks *asks = ARENA_NEW(mem, Asks);
    asks->mem = mem;
    asks->fact_askers = ARENA_ARRAY(mem, AnswerId, fact_count);
    asks->fact_count = fact_count;
    ARENA_PUSH(mem, &asks->answers, ((AskedAnswer){.told = NULL}));
    return asks;
}

AnswerId asks_enter(Asks *asks, AnswerId *answer) {
    if (!asks) {
        return ANSWER_NONE;
    }
    if (*answer == ANSWER_NONE) {
        *answer = asks->answers.count;
        ARENA_PUSH(asks->mem, &asks->answers, ((AskedAnswer){.told = NULL}));
    }
    AnswerId before = asks->current;
    asks->current = *answer;
    return before;
}

void asks_leave(Asks *asks, AnswerId before) {
    if (asks) {
        asks->current = before;
    }
}

static void tell(Asks *asks, uint32_t item) {
    AskedAnswer *answer = &asks->answers.items[asks->current];
    Told *told = answer->told;
    for (uint32_t i = 0; told && i < told->count; i++) {
        if (told->items[i] == item) {
            return;
        }
    }
    if (!told || told->count == TOLD_MAX) {
        told = ARENA_NEW(asks->mem, Told);
        told->next = answer->told;
        answer->told = told;
    }
    told->items[told->count++] = item;
}

void asks_note_fact(Asks *asks, uint32_t fact) {
    if (asks && asks->current && fact < asks->fact_count &&
        asks->fact_askers[fact] != asks->current) {
        asks->fact_askers[fact] = asks->current;
        tell(asks, fact | FACT_BIT);
    }
}

void asks_note_answer(Asks *asks, AnswerId answer) {
    if (!asks || !asks->current || answer == ANSWER_NONE || answer == asks->current) {
        return;
    }
    AskedAnswer *asked = &asks->answers.items[answer];
    if (asked->asker != asks->current) {
        asked->asker = asks->current;
        tell(asks, answer);
    }
}

/* ---- all that an answer was told ---------------------------------------------------------------
 */

static void visit_answer(Asks *asks, AnswerId answer, uint32_t visit) {
    if (asks->answers.items[answer].visit != visit) {
        asks->answers.items[answer].visit = visit;
        ARENA_PUSH(asks->mem, &asks->waiting, answer);
    }
}

/* Who is given the facts. */
typedef struct Taker {
    void (*take)(void *data, uint32_t fact);
    void *data;
    uint32_t visit;
} Taker;

static void take_told(Asks *asks, const Told *told, const Taker *taker) {
    for (uint32_t i = 0; i < told->count; i++) {
        uint32_t item = told->items[i];
        if (item & FACT_BIT) {
            taker->take(taker->data, item & ~FACT_BIT);
        } else {
            visit_answer(asks, item, taker->visit);
        }
    }
}

void asks_collect(Asks *asks, AnswerId answer, uint32_t visit,
                  void (*take)(void *data, uint32_t fact), void *data) {
    if (!asks || answer == ANSWER_NONE) {
        return;
    }
    const Taker taker = {take, data, visit};
    visit_answer(asks, answer, visit);
    while (asks->waiting.count) {
        AnswerId at = asks->waiting.items[--asks->waiting.count];
        for (const Told *told = asks->answers.items[at].told; told; told = told->next) {
            take_told(asks, told, &taker);
        }
    }
}
