/* Who holds an entry, who frees it, and that a copy borrows nothing. */
#include "engine/unit_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const Node nodes[] = {
    {.kind = NODE_MODULE, .parent = NODE_NONE, .subtree_end = 2, .end = 4},
    { .kind = NODE_BROKEN,        .parent = 0,    .subtree_end = 2,       .start = 1, .end = 3},
};

/* Facts of a text, with one name inside the text and one that is not. */
static UnitFacts facts_of(const char *text, Str *names) {
    names[0] = (Str){"", 0};
    names[1] = str_slice(str_from_c(text), 1, 3);
    names[2] = STR("elsewhere");
    return (UnitFacts){
        .hash = hash_text(str_from_c(text)),
        .text = str_from_c(text),
        .ast =
            {.nodes = nodes, .node_count = 2, .names = names, .name_count = 3, .has_broken = true},
    };
}

static UnitEntry *add(UnitStore *store, const char *text) {
    Str names[3];
    UnitFacts facts = facts_of(text, names);
    return unit_store_add(store, &facts, 0);
}

static UnitEntry *find(UnitStore *store, const char *text) {
    return unit_store_find(store, hash_text(str_from_c(text)), 0);
}

static void test_copies_what_it_keeps(void **state) {
    (void)state;
    UnitStore *store = unit_store_new(10);
    char text[] = "abcd";
    UnitEntry *entry = add(store, text);
    memset(text, 'x', 4);
    const UnitFacts *kept = unit_entry_facts(entry);
    assert_true(str_equal(kept->text, STR("abcd")));
    assert_true(str_equal(kept->ast.names[1], STR("bc")));
    assert_true(str_equal(kept->ast.names[2], STR("elsewhere")));
    assert_int_equal(kept->broken.start, 1);
    assert_int_equal(kept->broken_count, 1);
    unit_entry_release(entry);
    unit_store_free(store);
}

static void test_equal_texts_are_one_entry(void **state) {
    (void)state;
    UnitStore *store = unit_store_new(10);
    UnitEntry *first = add(store, "abcd");
    UnitEntry *second = add(store, "abcd");
    assert_ptr_equal(first, second);
    assert_null(unit_store_find(store, hash_text(STR("abcd")), 1)); /* other queries */
    assert_null(find(store, "zzzz"));
    unit_entry_release(first);
    unit_entry_release(second);
    assert_int_equal(unit_store_statistics(store).idle, 1);
    unit_store_free(store);
}

static void test_keeps_the_most_recently_left(void **state) {
    (void)state;
    UnitStore *store = unit_store_new(2);
    char text[32];
    for (int i = 0; i < 5; i++) {
        snprintf(text, sizeof text, "unit %d", i);
        unit_entry_release(add(store, text));
    }
    assert_null(find(store, "unit 2"));
    UnitEntry *kept = find(store, "unit 3");
    assert_non_null(kept);
    assert_int_equal(unit_store_statistics(store).held, 1);
    unit_entry_release(add(store, "unit 5"));
    unit_entry_release(add(store, "unit 6"));
    unit_entry_release(add(store, "unit 7"));
    assert_null(find(store, "unit 4"));
    unit_entry_release(kept);
    kept = find(store, "unit 3");
    assert_non_null(kept);
    unit_entry_release(kept);
    unit_store_free(store);
}

static void test_finds_all_of_many(void **state) {
    (void)state;
    UnitStore *store = unit_store_new(300);
    char text[32];
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "unit %d", i);
        unit_entry_release(add(store, text));
    }
    for (int i = 0; i < 1000; i++) {
        snprintf(text, sizeof text, "unit %d", i);
        UnitEntry *entry = find(store, text);
        assert_int_equal(entry != NULL, i >= 700);
        if (entry) {
            unit_entry_release(entry);
        }
    }
    UnitStoreStatistics statistics = unit_store_statistics(store);
    assert_int_equal(statistics.held, 0);
    assert_int_equal(statistics.idle, 300);
    assert_int_equal(statistics.hits, 300);
    unit_store_free(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copies_what_it_keeps),
        cmocka_unit_test(test_equal_texts_are_one_entry),
        cmocka_unit_test(test_keeps_the_most_recently_left),
        cmocka_unit_test(test_finds_all_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
