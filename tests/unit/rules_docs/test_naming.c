#include "rules/docs/naming.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check_summary(const char *name, NamedThing thing, const char *expected) {
    Arena mem;
    arena_init(&mem);
    Str summary = naming_summary(str_from_c(name), thing, &mem);
    if (!str_equal(summary, str_from_c(expected))) {
        fail_msg("%s: \"%.*s\", expected \"%s\"", name, STR_ARG(summary), expected);
    }
    arena_release(&mem);
}

static void names_become_sentences(void **state) {
    (void)state;
    check_summary("__init__", NAMED_PROCEDURE, "Initialize the instance.");
    check_summary("__call__", NAMED_FUNCTION, "Call the instance.");
    check_summary("__new__", NAMED_FUNCTION, "Create an instance.");
    check_summary("OrderQueue", NAMED_CLASS, "Order queue.");
    check_summary("_HTTPServer2", NAMED_CLASS, "HTTP server2.");
    check_summary("norm", NAMED_PROPERTY, "The norm.");
    check_summary("is_empty", NAMED_FUNCTION, "Return whether empty.");
    check_summary("was_read", NAMED_FUNCTION, "Return whether read.");
    check_summary("has_items", NAMED_FUNCTION, "Return whether it has items.");
    check_summary("can_write", NAMED_FUNCTION, "Return whether it can write.");
    check_summary("should_stop", NAMED_FUNCTION, "Return whether it should stop.");
    check_summary("to_csv", NAMED_FUNCTION, "Convert to CSV.");
    check_summary("as_dict", NAMED_FUNCTION, "Return as dict.");
    check_summary("from_file", NAMED_FUNCTION, "Create from file.");
    check_summary("on_close", NAMED_PROCEDURE, "Handle close.");
    check_summary("get_user", NAMED_FUNCTION, "Get user.");
    check_summary("fetchJSONUrl", NAMED_FUNCTION, "Fetch JSON URL.");
    check_summary("loads_config", NAMED_PROCEDURE, "Load config.");
    check_summary("running_jobs", NAMED_PROCEDURE, "Run jobs.");
    check_summary("rows", NAMED_GENERATOR, "Yield the rows.");
    check_summary("total", NAMED_FUNCTION, "Return the total.");
    check_summary("_frobnicator", NAMED_PROCEDURE, "TODO: describe frobnicator.");
    check_summary("is_", NAMED_FUNCTION, "Return the is.");
    check_summary("größe", NAMED_FUNCTION, "Return the größe.");
}

static void acronyms_are_sorted(void **state) {
    (void)state;
    for (uint32_t i = 1; naming_acronym(i).len > 0; i++) {
        assert_true(str_compare(naming_acronym(i - 1), naming_acronym(i)) < 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_sentences),
        cmocka_unit_test(acronyms_are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
