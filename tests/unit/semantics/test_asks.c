/* What answers were told, through whatever they asked. */
#include "semantics/asks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct Seen {
    uint32_t bits;
    uint32_t count;
} Seen;

static void take(void *data, uint32_t fact) {
    Seen *seen = data;
    seen->bits |= 1u << fact;
    seen->count++;
}

static uint32_t told(Asks *asks, AnswerId answer, uint32_t visit) {
    Seen seen = {0, 0};
    asks_collect(asks, answer, visit, take, &seen);
    return seen.bits;
}

static void test_who_comes_later_is_told_the_same(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    Asks *asks = asks_new(30, &mem);
    AnswerId first = ANSWER_NONE;
    AnswerId shared = ANSWER_NONE;
    AnswerId second = ANSWER_NONE;
    AnswerId outside = asks_enter(asks, &first);
    asks_note_fact(asks, 1);
    AnswerId before = asks_enter(asks, &shared);
    asks_note_fact(asks, 2);
    asks_leave(asks, before);
    asks_note_answer(asks, shared);
    asks_note_fact(asks, 3);
    asks_leave(asks, outside);
    outside = asks_enter(asks, &second);
    asks_note_fact(asks, 4);
    asks_note_answer(asks, shared);
    asks_note_fact(asks, 30); /* there is no such fact */
    asks_leave(asks, outside);
    assert_int_equal(told(asks, first, 1), 1 << 1 | 1 << 2 | 1 << 3);
    assert_int_equal(told(asks, second, 2), 1 << 2 | 1 << 4);
    assert_int_equal(told(asks, shared, 3), 1 << 2);
    assert_int_equal(told(asks, first, 3), 1 << 1 | 1 << 3); /* passed by this visit */
    asks_note_fact(asks, 5);                                 /* to nobody */
    assert_int_equal(told(asks, ANSWER_NONE, 4), 0);
    arena_release(&mem);
}

static void test_circles_and_many_facts(void **state) {
    (void)state;
    Arena mem;
    arena_init(&mem);
    enum { FACTS = 30, ANSWERS = 1000 };
    Asks *asks = asks_new(FACTS, &mem);
    AnswerId answers[ANSWERS] = {0};
    for (uint32_t i = 0; i < ANSWERS; i++) {
        AnswerId before = asks_enter(asks, &answers[i]);
        asks_note_fact(asks, i % FACTS);
        asks_note_fact(asks, i % FACTS);
        asks_leave(asks, before);
    }
    for (uint32_t i = 0; i < ANSWERS; i++) {
        AnswerId before = asks_enter(asks, &answers[i]);
        asks_note_answer(asks, answers[(i + 1) % ANSWERS]);
        asks_note_answer(asks, answers[i]);
        asks_leave(asks, before);
    }
    Seen seen = {0, 0};
    asks_collect(asks, answers[500], 1, take, &seen);
    assert_int_equal(seen.bits, (1 << FACTS) - 1);
    assert_int_equal(seen.count, ANSWERS);
    arena_release(&mem);
}

static void test_nobody_keeps(void **state) {
    (void)state;
    AnswerId answer = ANSWER_NONE;
    assert_int_equal(asks_enter(NULL, &answer), ANSWER_NONE);
    assert_int_equal(answer, ANSWER_NONE);
    asks_note_fact(NULL, 1);
    asks_note_answer(NULL, 1);
    asks_leave(NULL, ANSWER_NONE);
    asks_collect(NULL, answer, 1, take, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_comes_later_is_told_the_same),
        cmocka_unit_test(test_circles_and_many_facts),
        cmocka_unit_test(test_nobody_keeps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
