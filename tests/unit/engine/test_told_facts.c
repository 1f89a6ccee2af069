/* Which changes of a project a record feels. */
#include "engine/told_facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { FILES = 2, UNITS_MAX = 8 };

static const char *const before[FILES] = {
    "import a\n\n\nclass Order(Base):\n    def total(self):\n        return self.rows\n",
    "from m import Order\n\n\ndef show(order):\n    return order.total()\n",
};

typedef struct Bench {
    Arena mem;
    FileFacts facts[FILES];
    const FileFacts *all[FILES];
    uint32_t counts[FILES];
    FactsView view;
    FactNumbers *numbers;
} Bench;

static void bench_open(Bench *bench, uint32_t changed, const char *text) {
    arena_init(&bench->mem);
    for (uint32_t i = 0; i < FILES; i++) {
        Str source = str_from_c(i == changed ? text : before[i]);
        Outline outline = outline_scan(source, &bench->mem);
        bench->facts[i] = file_facts_new(&outline, hash_text(source), &bench->mem);
        bench->all[i] = &bench->facts[i];
        bench->counts[i] = outline.unit_count;
    }
    bench->view = facts_view_new(bench->all, FILES, hash_text(STR("paths")), &bench->mem);
    bench->numbers = fact_numbers_new(bench->counts, FILES, &bench->mem);
}

/* Does what was told of the files before hold when one has another text? */
static bool holds(const uint32_t *facts, uint32_t count, uint32_t changed, const char *text) {
    Bench bench;
    bench_open(&bench, FILES, "");
    ToldFacts told = {0};
    told_facts_clear(&told, fact_count(bench.numbers));
    for (uint32_t i = 0; i < count; i++) {
        told_facts_add(&told, facts[i]);
    }
    Buf record;
    buf_init(&record, 0);
    told_facts_put(&told, bench.numbers, &bench.view, &record);
    assert_true(told_facts_hold(buf_str(&record), &bench.view));
    ToldFacts again = {0};
    told_facts_clear(&again, fact_count(bench.numbers));
    told_facts_take(buf_str(&record), bench.numbers, &again);
    Buf second;
    buf_init(&second, 0);
    told_facts_put(&again, bench.numbers, &bench.view, &second);
    assert_true(str_equal(buf_str(&record), buf_str(&second)));
    arena_release(&bench.mem);
    bench_open(&bench, changed, text);
    bool is_held = told_facts_hold(buf_str(&record), &bench.view);
    arena_release(&bench.mem);
    told_facts_release(&told);
    told_facts_release(&again);
    buf_release(&record);
    buf_release(&second);
    return is_held;
}

static uint32_t unit_of(uint32_t file, UnitId unit) {
    Bench bench;
    bench_open(&bench, FILES, "");
    uint32_t fact = fact_of_unit(bench.numbers, file, unit);
    arena_release(&bench.mem);
    return fact;
}

static bool one_holds(uint32_t fact, uint32_t changed, const char *text) {
    return holds(&fact, 1, changed, text);
}

static void test_a_unit_is_its_text(void **state) {
    (void)state;
    static const char other_body[] =
        "from m import Order\n\n\ndef show(order):\n    return order.total(1)\n";
    static const char above[] =
        "from m import Order\nX = 1\n\n\ndef show(order):\n    return order.total()\n";
    assert_false(one_holds(unit_of(1, 1), 1, other_body));
    assert_true(one_holds(unit_of(1, 0), 1, other_body));
    assert_true(one_holds(unit_of(1, 1), 1, above));
    assert_false(one_holds(unit_of(1, 0), 1, above));
    assert_true(one_holds(unit_of(0, 1), 1, above));
}

/* The class's methods as they are before, but for the body of the one. */
static bool class_holds(const char *body) {
    char text[300];
    snprintf(text, sizeof text,
             "import a\n\n\nclass Order(Base):\n    def total(self):\n        %s\n", body);
    return one_holds(unit_of(0, 1), 0, text);
}

static void test_a_class_knows_which_attributes_its_methods_set(void **state) {
    (void)state;
    static const char *const silent[] = {
        "return self.other",
        "return self.lines()",
        "self.a[1] = self.b.c()",
        "if self.a == self.rows or self.d:\n            return self.b",
        "return self.a + self.b < self.c",
        "return self.a  # = 1",
    };
    static const char *const setting[] = {
        "self.a = 1",
        "self.a: int = 1",
        "self.a, b = 1, 2",
        "self.a += [1]",
        "self.a **= 2",
        "self.a \\\n        = 1",
        "for self.a in []: pass",
        "with x as (self.a): pass",
        "(self.a # so\n        ) = 1",
    };
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        if (!class_holds(silent[i])) {
            fail_msg("%s", silent[i]);
        }
    }
    for (size_t i = 0; i < sizeof setting / sizeof *setting; i++) {
        if (class_holds(setting[i])) {
            fail_msg("%s", setting[i]);
        }
    }
    assert_false(one_holds(unit_of(0, 1), 0,
                           "import a\n\n\nclass Order(Base):\n    @late\n    def total(self):\n"
                           "        return self.rows\n"));
}

static void test_what_is_no_code_does_not_count(void **state) {
    (void)state;
    static const char *const same[] = {
        "from m import Order\n\n\ndef show(order):\n    # so\n\n    return order.total()  # it "
        "is\n",
        "from m import Order\n\n\ndef show(order):\n    \"\"\"Shows\n\n    it.\"\"\"\n    return "
        "order.total()\n",
        "from m import Order  # a\n# b\n\ndef show(order):\n    return order.total()   \n",
    };
    static const char *const others[] = {
        "from m import Order\n\n\ndef show(order):\n    return order.total(\"#\")\n",
        "from m import Order\n\n\ndef show(order):\n  return order.total()\n",
        "from m import Order\n\n\ndef show(order):\n    return order.total(\"\"\"a\n\nb\"\"\")\n",
        "from m import Order\n\n\ndef show(order):\n    \"\"\"Shows it.\"\"\".x\n    return "
        "order.total()\n",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (!one_holds(unit_of(1, 1), 1, same[i]) || !one_holds(unit_of(1, 0), 1, same[i])) {
            fail_msg("%s", same[i]);
        }
        if (i < 2 && one_holds(unit_of(1, 1) + 1, 1, same[i])) {
            fail_msg("its text: %s", same[i]);
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (one_holds(unit_of(1, 1), 1, others[i])) {
            fail_msg("%s", others[i]);
        }
    }
}

static void test_shapes_classes_and_calls(void **state) {
    (void)state;
    static const char more[] = "import a\n\n\nclass Order(Base):\n    def total(self):\n"
                               "        return self.rows\n\n\ndef more():\n    return total()\n";
    static const char based[] =
        "import a\n\n\nclass Order(Other):\n    def total(self):\n        return self.rows\n";
    uint32_t shape = unit_of(0, 0) - FACT_UNITS + FACT_SHAPE;
    assert_false(one_holds(shape, 0, more));
    assert_false(one_holds(shape, 0, based));
    assert_true(one_holds(FACT_CLASSES, 0, more));
    assert_false(one_holds(FACT_CLASSES, 0, based));
    assert_false(one_holds(fact_of_calls(STR("total")), 0, more));
    assert_true(one_holds(fact_of_calls(STR("other")), 0, more));
    assert_true(one_holds(fact_of_calls(STR("total")), 0, based));
}

static void test_a_whole_file(void **state) {
    (void)state;
    uint32_t whole = unit_of(1, 0) - FACT_UNITS + FACT_WHOLE;
    assert_false(one_holds(whole, 1, "# nothing\n"));
    assert_true(one_holds(whole, 0, "# nothing\n"));
    uint32_t many[] = {whole, unit_of(0, 1), fact_of_calls(STR("total")), FACT_CLASSES};
    assert_true(holds(many, 4, FILES, ""));
    assert_false(holds(many, 4, 0, "# nothing\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_unit_is_its_text),
        cmocka_unit_test(test_a_class_knows_which_attributes_its_methods_set),
        cmocka_unit_test(test_what_is_no_code_does_not_count),
        cmocka_unit_test(test_shapes_classes_and_calls),
        cmocka_unit_test(test_a_whole_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
