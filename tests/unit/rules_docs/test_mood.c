#include "rules/docs/mood.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check_mood(const char *summary, MoodVerdict verdict, const char *word,
                       const char *base) {
    Str text = str_from_c(summary);
    Mood mood = mood_judge(text);
    if (mood.verdict != verdict) {
        fail_msg("\"%s\": verdict %d, expected %d", summary, mood.verdict, verdict);
    }
    if (verdict != MOOD_SILENT) {
        assert_true(str_equal(str_span(text, mood.word), str_from_c(word)));
        assert_true(str_equal(mood.base, str_from_c(base)));
    }
}

static void commands_and_unknown_words_are_silent(void **state) {
    (void)state;
    const char *summaries[] = {
        "Process every job.",
        "Access the memory.",
        "Focus the window.",
        "Always ignore aliases.",
        "Lazily load it.",
        "Initialise the tables.",
        "If it is cold, warm it.",
        "``flush`` it twice.",
        "HTTP entry point.",
        "ThreadPool that grows.",
        "Sets of rules.",
        "Context manager.",
        "Frobnicate the widget.",
        "Deprecated since 2.",
        "Setup the tables.",
        "Jelly an iterable.",
        "Handler: Receive it.",
        "Re-order the list.",
        "",
        "   ",
        "42 things.",
        "String of letters.",
        "Apply it.",
        "Supply it.",
        "Mapping of names.",
        "Bus of messages.",
        "Always",
        "Really very quickly never sends it.",
    };
    for (size_t i = 0; i < sizeof summaries / sizeof *summaries; i++) {
        check_mood(summaries[i], MOOD_SILENT, "", "");
    }
}

static void descriptions_are_told_by_inflection(void **state) {
    (void)state;
    check_mood("Loads the model.", MOOD_THIRD_PERSON, "Loads", "load");
    check_mood("Copies every file.", MOOD_THIRD_PERSON, "Copies", "copy");
    check_mood("Pushes it.", MOOD_THIRD_PERSON, "Pushes", "push");
    check_mood("Passes it on.", MOOD_THIRD_PERSON, "Passes", "pass");
    check_mood("Does nothing.", MOOD_THIRD_PERSON, "Does", "do");
    check_mood("Quietly sends a message.", MOOD_THIRD_PERSON, "sends", "send");
    check_mood("Recursively drops it.", MOOD_THIRD_PERSON, "drops", "drop");
    check_mood("\"Returns\" it.", MOOD_THIRD_PERSON, "Returns", "return");
    check_mood("Checking if it is up.", MOOD_GERUND, "Checking", "check");
    check_mood("Running it.", MOOD_GERUND, "Running", "run");
    check_mood("Parsing it.", MOOD_GERUND, "Parsing", "parse");
    check_mood("Called when it closes.", MOOD_PAST, "Called", "");
    check_mood("Stopped it.", MOOD_PAST, "Stopped", "");
    check_mood("This function prints.", MOOD_OPENER, "This", "");
    check_mood("A list.", MOOD_OPENER, "A", "");
    check_mood("Whether it is up.", MOOD_OPENER, "Whether", "");
}

static void tables_are_sorted_and_unique(void **state) {
    (void)state;
    for (uint32_t table = 0; table < MOOD_TABLE_COUNT; table++) {
        assert_true(mood_table_row(table, 0).len > 0);
        for (uint32_t i = 1; mood_table_row(table, i).len > 0; i++) {
            Str before = mood_table_row(table, i - 1);
            if (str_compare(before, mood_table_row(table, i)) >= 0) {
                fail_msg("table %u: \"%.*s\" is out of order", table, STR_ARG(before));
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_and_unknown_words_are_silent),
        cmocka_unit_test(descriptions_are_told_by_inflection),
        cmocka_unit_test(tables_are_sorted_and_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
