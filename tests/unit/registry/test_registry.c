/* The tables are sorted, unique and well-formed; look-ups find what is there and nothing else. */
#include "registry/nearest.h"
#include "registry/registry.h"
#include "registry/rule_options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check_str(Str found, const char *wanted) {
    if (!str_equal(found, str_from_c(wanted))) {
        fail_msg("found '%.*s', wanted '%s'", STR_ARG(found), wanted);
    }
}

static bool is_kebab(Str text, const char *extra) {
    for (uint32_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        if (!((byte >= 'a' && byte <= 'z') || byte == '-' || strchr(extra, byte) != NULL)) {
            return false;
        }
    }
    return text.len > 0;
}

static void rules_are_sorted_and_whole(void **state) {
    (void)state;
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const RuleInfo *info = rule_info((RuleId)i);
        RuleId found;
        assert_true(rule_find(info->id, &found));
        assert_int_equal(found, i);
        assert_true(is_kebab(info->id, "/"));
        Str category = category_name(info->category);
        assert_true(str_starts_with(info->id, category));
        assert_int_equal(info->id.ptr[category.len], '/');
        assert_true(info->title.len > 0);
        assert_int_not_equal(info->title.ptr[info->title.len - 1], '.');
        if (i > 0) {
            assert_true(str_compare(rule_info((RuleId)(i - 1))->id, info->id) < 0);
        }
    }
}

static void unknown_rules_are_not_found(void **state) {
    (void)state;
    RuleId rule;
    static const char *const wrong[] = {
        "", "docs", "docs/", "docs/missing-docstrin", "docs/missing-docstrings", "zzz", "aaa"};
    for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(rule_find(str_from_c(wrong[i]), &rule));
    }
    check_str(rule_short_name(RULE_docs_missing_docstring), "missing-docstring");
}

static void variants_belong_to_their_rule(void **state) {
    (void)state;
    for (unsigned i = 0; i < VARIANT_COUNT; i++) {
        const VariantInfo *info = variant_info((VariantId)i);
        assert_true((unsigned)info->rule < RULE_COUNT);
        assert_true(is_kebab(info->name, ""));
    }
    assert_int_equal(variant_info(VARIANT_docs_missing_docstring_private)->severity, SEVERITY_HINT);
}

static void options_are_sorted_and_whole(void **state) {
    (void)state;
    for (unsigned i = 0; i < OPTION_COUNT; i++) {
        const OptionInfo *info = option_info((OptionId)i);
        OptionId found;
        assert_true(option_find(info->key, &found));
        assert_int_equal(found, i);
        assert_true(is_kebab(info->key, "/."));
        assert_true(option_name(info).len > 0);
        if (i > 0) {
            assert_true(str_compare(option_info((OptionId)(i - 1))->key, info->key) < 0);
        }
        if (info->type == OPTION_TYPE_CHOICE) {
            assert_int_equal(choice_info(info->fallback.choice)->option, i);
        }
        if (info->type == OPTION_TYPE_INTEGER) {
            assert_true(info->least <= info->fallback.integer);
            assert_true(info->fallback.integer <= info->most);
        }
    }
}

static void option_parts(void **state) {
    (void)state;
    const OptionInfo *tier = option_info(OPTION_io_missing_timeout_tier);
    check_str(option_owner(tier), "io/missing-timeout");
    check_str(option_name(tier), "tier");
    const OptionInfo *skeleton = option_info(OPTION_docs_skeleton_types);
    check_str(option_owner(skeleton), "docs");
    check_str(option_name(skeleton), "skeleton.types");
    assert_int_equal(option_switched_on(tier).integer, 2);
    assert_false(option_is_switch(skeleton)); /* a category is no rule */
    ChoiceId choice;
    assert_true(choice_find(OPTION_docs_scope, STR("public"), &choice));
    assert_int_equal(choice, CHOICE_docs_scope_public);
    assert_false(choice_find(OPTION_docs_scope, STR("google"), &choice));
}

static void values_fall_back(void **state) {
    (void)state;
    RuleOptions options;
    rule_options_init(&options);
    assert_false(options_bool(&options, OPTION_docs_tests));
    assert_false(options_bool(NULL, OPTION_docs_tests));
    assert_true(options_bool(NULL, OPTION_docs_properties));
    assert_int_equal(options_integer(&options, OPTION_docs_max_per_file), 200);
    check_str(options_string(NULL, OPTION_docs_placeholder), "TODO.");
    assert_int_equal(options_list(&options, OPTION_docs_section_ignore_decorators).count, 3);
    assert_true(options_list_has(&options, OPTION_docs_section_ignore_decorators, STR("callback")));
    assert_false(options_list_has(NULL, OPTION_docs_ignore_decorators, STR("callback")));
    assert_int_equal(options_choice(NULL, OPTION_docs_style), CHOICE_docs_style_google);
}

static void every_value_is_in_the_key(void **state) {
    (void)state;
    static const Str names[] = {
        {"a", 1},
        {"b", 1}
    };
    RuleOptions options;
    rule_options_init(&options);
    uint64_t plain = rule_options_key(&options);
    assert_true(plain == rule_options_key(&options));
    for (unsigned i = 0; i < OPTION_COUNT; i++) {
        OptionValue before = options.values[i];
        options.values[i].boolean = !before.boolean;
        options.values[i].integer++;
        options.values[i].choice = (ChoiceId)(before.choice + 1);
        options.values[i].text = STR("other");
        options.values[i].list = (StrList){names, 2};
        assert_true(plain != rule_options_key(&options));
        options.values[i] = before;
    }
    options.severity_is_set[0] = true;
    assert_true(plain != rule_options_key(&options));
}

static void severity_of_the_config_wins(void **state) {
    (void)state;
    RuleOptions options;
    rule_options_init(&options);
    RuleId rule = RULE_docs_missing_docstring;
    assert_int_equal(options_severity(&options, rule, SEVERITY_HINT), SEVERITY_HINT);
    assert_int_equal(options_severity(NULL, rule, SEVERITY_HINT), SEVERITY_HINT);
    options.severity_is_set[rule] = true;
    options.severities[rule] = SEVERITY_ERROR;
    assert_int_equal(options_severity(&options, rule, SEVERITY_HINT), SEVERITY_ERROR);
}

static void precedence_is_sorted_and_has_no_cycle_of_two(void **state) {
    (void)state;
    const PrecedenceInfo *row;
    for (uint32_t i = 0; (row = precedence_row(i)) != NULL; i++) {
        Category category;
        assert_true(is_kebab(row->winner, "/") && is_kebab(row->loser, "/"));
        assert_true(
            category_find(str_slice(row->winner, 0, str_find_byte(row->winner, '/')), &category));
        assert_true(
            category_find(str_slice(row->loser, 0, str_find_byte(row->loser, '/')), &category));
        if (i > 0) {
            const PrecedenceInfo *before = precedence_row(i - 1);
            int order = str_compare(before->winner, row->winner);
            assert_true(order < 0 || (order == 0 && str_compare(before->loser, row->loser) < 0));
        }
        const PrecedenceInfo *other;
        for (uint32_t j = 0; (other = precedence_row(j)) != NULL; j++) {
            assert_false(str_equal(row->winner, other->loser) &&
                         str_equal(row->loser, other->winner));
        }
    }
    assert_null(precedence_find(RULE_docs_missing_docstring, RULE_docs_missing_docstring));
}

static void names_go_both_ways(void **state) {
    (void)state;
    for (unsigned i = 0; i < CATEGORY_COUNT; i++) {
        Category found;
        assert_true(category_find(category_name((Category)i), &found));
        assert_int_equal(found, i);
    }
    for (unsigned i = 0; i < SEVERITY_COUNT; i++) {
        Severity found;
        assert_true(severity_find(severity_name((Severity)i), &found));
        assert_int_equal(found, i);
    }
    for (unsigned i = 0; i < CERTAINTY_COUNT; i++) {
        Certainty found;
        assert_true(certainty_find(certainty_name((Certainty)i), &found));
        assert_int_equal(found, i);
    }
    Severity severity = SEVERITY_HINT;
    assert_false(severity_find(STR("Error"), &severity));
    check_str(safety_name(SAFETY_PLACEHOLDER), "placeholder");
}

static void distances(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        uint32_t limit, distance;
    } rows[] = {
        {"",       "",        3, 0},
        {"abc",    "abc",     3, 0},
        {"abc",    "acb",     3, 1},
        {"abc",    "ab",      3, 1},
        {"abc",    "abcd",    3, 1},
        {"abc",    "axc",     3, 1},
        {"abc",    "xyz",     3, 3},
        {"ABC",    "abc",     3, 0},
        {"kitten", "sitting", 9, 3},
        {"",       "abcd",    9, 4},
        {"",       "abcd",    2, 3},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        Str a = str_from_c(rows[i].a);
        Str b = str_from_c(rows[i].b);
        assert_int_equal(damerau_distance(a, b, rows[i].limit), rows[i].distance);
        assert_int_equal(damerau_distance(b, a, rows[i].limit), rows[i].distance);
    }
}

static void nearest_names(void **state) {
    (void)state;
    static const struct {
        const char *wrong, *found;
    } rows[] = {
        {"docs/mising-docstring",   "docs/missing-docstring"},
        {"missing-docstrings",      "docs/missing-docstring"},
        {"DOCS",                    "docs"                  },
        {"qurey",                   "query"                 },
        {"something-else-entirely", ""                      },
        {"",                        ""                      },
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_str(registry_nearest(str_from_c(rows[i].wrong)), rows[i].found);
    }
    char longest[100000];
    memset(longest, 'a', sizeof longest);
    check_str(registry_nearest((Str){longest, sizeof longest}), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_sorted_and_whole),
        cmocka_unit_test(unknown_rules_are_not_found),
        cmocka_unit_test(variants_belong_to_their_rule),
        cmocka_unit_test(options_are_sorted_and_whole),
        cmocka_unit_test(option_parts),
        cmocka_unit_test(values_fall_back),
        cmocka_unit_test(every_value_is_in_the_key),
        cmocka_unit_test(severity_of_the_config_wins),
        cmocka_unit_test(precedence_is_sorted_and_has_no_cycle_of_two),
        cmocka_unit_test(names_go_both_ways),
        cmocka_unit_test(distances),
        cmocka_unit_test(nearest_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
