/* Config texts, what they come to, and what is said about the wrong ones. */
#include "config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct Parsed {
    Arena mem;
    Config config;
    ConfigProblems problems;
    Status status;
} Parsed;

static void parse(Parsed *parsed, ConfigFileKind kind, const char *text) {
    memset(parsed, 0, sizeof *parsed);
    arena_init(&parsed->mem);
    config_init(&parsed->config);
    parsed->status =
        config_apply_toml(&parsed->config, kind, str_from_c(text), &parsed->mem, &parsed->problems);
}

static void release(Parsed *parsed) {
    ARRAY_RELEASE(&parsed->problems);
    arena_release(&parsed->mem);
}

static void check_problems(const char *text, const char *wanted) {
    Parsed parsed;
    parse(&parsed, CONFIG_BLUETICK, text);
    Buf out;
    buf_init(&out, 0);
    for (uint32_t i = 0; i < parsed.problems.count; i++) {
        const ConfigProblem *problem = &parsed.problems.items[i];
        buf_format(&out, "%.*s: %.*s\n", STR_ARG(str_span(str_from_c(text), problem->span)),
                   STR_ARG(problem->message));
    }
    assert_int_equal(parsed.status, out.len > 0 ? STATUS_INVALID : STATUS_OK);
    if (!str_equal(buf_str(&out), str_from_c(wanted))) {
        fail_msg("%s\ngives\n%.*swanted\n%s", text, STR_ARG(buf_str(&out)), wanted);
    }
    buf_release(&out);
    release(&parsed);
}

static void all_keys(void **state) {
    (void)state;
    Parsed parsed;
    parse(&parsed, CONFIG_PYPROJECT,
          "[project]\nname = 'x'\nselekt = 1\n"
          "[tool.bluetick]\n"
          "select = ['io', 'docs/missing-docstring']\nignore = ['cpu']\n"
          "extend-select = ['memory']\nexclude = ['gen']\nextend-exclude = ['**/x/*.py']\n"
          "force-exclude = true\nmin-severity = 'warning'\nmin-certainty = 'certain'\n"
          "target-python = '3.9'\ntarget-django = '5'\ntarget-sqlalchemy = '2.0'\n"
          "cache-dir = '.c'\nrespect-gitignore = false\nqueries = ['a.scm']\n"
          "[tool.bluetick.per-file-ignores]\n'tests/*' = ['docs']\n'a' = ['io']\n'b' = []\n"
          "[tool.bluetick.docs]\nrequire-returns = 'always'\nmin-lines = 3\nnested = true\n"
          "placeholder = 'FIXME'\nignore-decorators = ['a', 'b']\nskeleton.types = 'unannotated'\n"
          "[tool.bluetick.docs.severity]\nmissing-docstring = 'error'\n"
          "[tool.bluetick.io.missing-timeout]\ntier = 2\n");
    assert_int_equal(parsed.status, STATUS_OK);
    const Config *config = &parsed.config;
    assert_true(config->layers[0].has_select);
    assert_int_equal(config->layers[0].select.count, 2);
    assert_int_equal(config->layers[0].ignore.count, 1);
    assert_int_equal(config->layers[0].extend_select.count, 1);
    assert_int_equal(config->exclude.count, 1);
    assert_int_equal(config->queries.count, 1);
    assert_true(config->force_exclude && !config->respect_gitignore);
    assert_int_equal(config->min_severity, SEVERITY_WARNING);
    assert_true(config->min_severity_is_set);
    assert_int_equal(config->min_certainty, CERTAINTY_CERTAIN);
    assert_int_equal(config->target_python.major * 100 + config->target_python.minor, 309);
    const LibraryRange *ranges = config->target_libraries.ranges;
    assert_int_equal(ranges[LIBRARY_django].least, library_version(5, 0, 0));
    assert_int_equal(ranges[LIBRARY_sqlalchemy].before, library_version(2, 1, 0));
    assert_int_equal(ranges[LIBRARY_redis].source, LIBRARY_UNSAID);
    assert_true(str_equal(config->cache_dir, STR(".c")));
    assert_int_equal(config->per_file_ignore_count, 3);
    assert_true(str_equal(config->per_file_ignores[1].pattern, STR("a")));
    const RuleOptions *options = &config->options;
    assert_int_equal(options_choice(options, OPTION_docs_require_returns),
                     CHOICE_docs_require_returns_always);
    assert_int_equal(options_integer(options, OPTION_docs_min_lines), 3);
    assert_true(options_bool(options, OPTION_docs_nested));
    assert_true(str_equal(options_string(options, OPTION_docs_placeholder), STR("FIXME")));
    assert_true(options_list_has(options, OPTION_docs_ignore_decorators, STR("b")));
    assert_int_equal(options_choice(options, OPTION_docs_skeleton_types),
                     CHOICE_docs_skeleton_types_unannotated);
    assert_int_equal(options_severity(options, RULE_docs_missing_docstring, SEVERITY_HINT),
                     SEVERITY_ERROR);
    assert_int_equal(options_integer(options, OPTION_io_missing_timeout_tier), 2);
    release(&parsed);
}

static void unknown_keys(void **state) {
    (void)state;
    check_problems("selekt = ['io']\n", "selekt: unknown key 'selekt'; did you mean 'select'?\n");
    check_problems("nothing-like-it = 1\n", "nothing-like-it: unknown key 'nothing-like-it'\n");
    check_problems("[dcos]\ntests = true\nnested = true\n",
                   "dcos: unknown key 'dcos'; did you mean 'docs'?\n");
    check_problems("[docs]\nrequireReturns = 'always'\n",
                   "requireReturns: unknown key 'requireReturns'; did you mean "
                   "'require-returns'?\n");
    check_problems("[docs.skeleton]\ntipes = 'never'\n", "tipes: unknown key 'tipes'\n");
    check_problems(
        "[io.missing-timeot]\ntier = 2\n",
        "missing-timeot: unknown key 'missing-timeot'; did you mean 'missing-timeout'?\n");
    check_problems("[docs.missing-docstrin]\n",
                   "missing-docstrin: unknown key 'missing-docstrin'; did you mean "
                   "'missing-docstring'?\n");
    check_problems("[io.missing-timeout]\nteir = 2\n",
                   "teir: unknown key 'teir'; did you mean 'tier'?\n");
    check_problems("[docs.severity]\nmissing-docstrings = 'hint'\n",
                   "missing-docstrings: unknown rule 'docs/missing-docstrings'; did you mean "
                   "'docs/missing-docstring'?\n");
    check_problems("[select]\nx = 1\n", "select: 'select' is not a table\n");
    check_problems("exclude.x = 1\n", "exclude: 'exclude' is not a table\n");
}

static void wrong_values(void **state) {
    (void)state;
    check_problems("select = 'io'\n", "'io': 'select' must be a list of strings\n");
    check_problems("select = ['io', 3]\n", "3: list items must be strings\n");
    check_problems("select = ['oi']\nignore = ['docs']\n",
                   "'oi': unknown rule 'oi'; did you mean 'io'?\n");
    check_problems("exclude = ['[a']\n", "'[a': not a path pattern: '[a'\n");
    check_problems("force-exclude = 1\n", "1: 'force-exclude' must be true or false\n");
    check_problems("min-severity = 'high'\n",
                   "'high': 'min-severity' must be \"error\", \"warning\", \"info\" or \"hint\"\n");
    check_problems("min-certainty = 1.5\n",
                   "1.5: 'min-certainty' must be \"certain\", \"likely\" or \"possible\"\n");
    check_problems("target-python = 'py311'\n",
                   "'py311': 'target-python' must be a version such as \"3.11\"\n");
    check_problems("target-python = '3.'\n",
                   "'3.': 'target-python' must be a version such as \"3.11\"\n");
    check_problems("cache-dir = ''\n", "'': 'cache-dir' must be a path\n");
    check_problems("per-file-ignores = ['x']\n",
                   "['x']: 'per-file-ignores' must be a table of patterns with lists of rules\n");
    check_problems("[per-file-ignores]\n'[' = ['docs']\n", "'[': not a path pattern: '['\n");
    check_problems("docs = true\n", "true: 'docs' must be a table\n");
    check_problems("io.missing-timeout = 2\n", "2: 'missing-timeout' must be a table\n");
    check_problems("[docs]\nscope = 'some'\n",
                   "'some': 'scope' must be one of \"all\" \"public\"\n");
    check_problems("[docs]\nmin-lines = -1\n",
                   "-1: 'min-lines' must be an integer from 0 to 1000000\n");
    check_problems("[docs]\nplaceholder = 1\n", "1: 'placeholder' must be a string\n");
    check_problems("[io.missing-timeout]\ntier = 99999999999\n",
                   "99999999999: 'tier' must be an integer from 1 to 2\n");
    check_problems("a = \n", "a =: TOML syntax error near 'a ='\n");
}

static void pyproject_without_a_table(void **state) {
    (void)state;
    Parsed parsed;
    parse(&parsed, CONFIG_PYPROJECT, "[tool.other]\nx = 1\n");
    assert_int_equal(parsed.status, STATUS_NOT_FOUND);
    release(&parsed);
    parse(&parsed, CONFIG_PYPROJECT, "[tool.bluetick]\n");
    assert_int_equal(parsed.status, STATUS_OK);
    release(&parsed);
    parse(&parsed, CONFIG_PYPROJECT, "[tool]\nbluetick = 3\n");
    assert_int_equal(parsed.status, STATUS_INVALID);
    release(&parsed);
}

static void check_style(ConfigFileKind kind, const char *text, ChoiceId expected) {
    Parsed parsed;
    static Selection selection;
    parse(&parsed, kind, text);
    config_select(&parsed.config, STR("a.py"), (OwnRuleList){NULL, 0}, &selection);
    assert_int_equal(options_choice(&selection.options, OPTION_docs_style), expected);
    release(&parsed);
}

static void another_tools_convention(void **state) {
    (void)state;
    check_style(CONFIG_PYPROJECT, "[tool.ruff.lint.pydocstyle]\nconvention = 'numpy'\n",
                CHOICE_docs_style_auto);
    check_style(CONFIG_PYPROJECT, "[tool.ruff.lint]\npydocstyle.convention = 'pep257'\n",
                CHOICE_docs_style_auto);
    check_style(CONFIG_PYPROJECT, "[tool.ruff.lint.pydocstyle]\nconvention = 'google'\n",
                CHOICE_docs_style_google);
    check_style(CONFIG_PYPROJECT,
                "[tool.bluetick.docs]\nstyle = 'google'\n"
                "[tool.ruff.lint.pydocstyle]\nconvention = 'numpy'\n",
                CHOICE_docs_style_google);
}

/* Applies "key=value" settings of the next layer; values are texts. */
static void apply_text(Parsed *parsed, const char *key, const char *value) {
    Str path[] = {str_from_c(key)};
    Setting setting = {.kind = SETTING_STRING, .text = str_from_c(value)};
    assert_int_equal(
        config_apply_setting(&parsed->config, path, 1, &setting, &parsed->mem, &parsed->problems),
        STATUS_OK);
}

static bool is_on(const Parsed *parsed, const char *path) {
    static Selection selection;
    config_select(&parsed->config, str_from_c(path), (OwnRuleList){NULL, 0}, &selection);
    return selection.enabled[RULE_docs_missing_docstring];
}

static void selection_by_layers(void **state) {
    (void)state;
    static const struct {
        const char *file, *select, *extend, *ignore;
        bool is_on;
    } rows[] = {
        {"",                                                       NULL,       NULL,                     NULL,   true },
        {"select = ['io']",                                        NULL,       NULL,                     NULL,   false},
        {"select = ['io']",                                        "docs",     NULL,                     NULL,   true },
        {"select = ['docs']",                                      "io",       NULL,                     NULL,   false},
        {"select = ['io']",                                        NULL,       "docs",                   NULL,   true },
        {"select = ['docs']",                                      NULL,       NULL,                     "docs", false},
        {"ignore = ['docs']",                                      NULL,       NULL,                     NULL,   false},
        {"ignore = ['docs']",                                      NULL,       "docs/missing-docstring", NULL,   true },
        {"ignore = ['docs']",                                      "docs, io", NULL,                     NULL,   true },
        {"ignore = ['docs']\nselect = ['docs/missing-docstring']", NULL,       NULL,                     NULL,   true },
        {"ignore = ['docs/missing-docstring']\nselect = ['docs']", NULL,       NULL,                     NULL,   false},
        {"select = []",                                            NULL,       NULL,                     NULL,   false},
        {"docs.enable = false",                                    NULL,       NULL,                     NULL,   false},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        Parsed parsed;
        parse(&parsed, CONFIG_BLUETICK, rows[i].file);
        assert_int_equal(parsed.status, STATUS_OK);
        config_next_layer(&parsed.config);
        if (rows[i].select) {
            apply_text(&parsed, "select", rows[i].select);
        }
        if (rows[i].extend) {
            apply_text(&parsed, "extend-select", rows[i].extend);
        }
        if (rows[i].ignore) {
            apply_text(&parsed, "ignore", rows[i].ignore);
        }
        if (is_on(&parsed, "") != rows[i].is_on) {
            fail_msg("row %u", i);
        }
        release(&parsed);
    }
}

static void selection_by_file(void **state) {
    (void)state;
    Parsed parsed;
    parse(&parsed, CONFIG_BLUETICK,
          "[per-file-ignores]\n'tests/**' = ['docs']\n'*_pb2.py' = ['docs/missing-docstring']\n"
          "[docs]\nexclude = ['gen']\n");
    assert_int_equal(parsed.status, STATUS_OK);
    assert_true(is_on(&parsed, ""));
    assert_true(is_on(&parsed, "src/a.py"));
    assert_false(is_on(&parsed, "tests/x/a.py"));
    assert_false(is_on(&parsed, "src/a_pb2.py"));
    assert_false(is_on(&parsed, "src/gen/a.py"));
    assert_true(config_excludes(&parsed.config, STR("a/node_modules/b.py")));
    assert_true(config_excludes(&parsed.config, STR(".venv")));
    assert_false(config_excludes(&parsed.config, STR("src/builder.py")));
    release(&parsed);
}

static void names_and_presets(void **state) {
    (void)state;
    static const struct {
        const char *file;
        bool is_named;
        Severity severity;
    } rows[] = {
        {"",                                                                 false, SEVERITY_INFO },
        {"select = ['docs']",                                                true,  SEVERITY_INFO },
        {"docs.preset = 'quiet'",                                            false, SEVERITY_HINT },
        {"docs.preset = 'strict'",                                           false, SEVERITY_INFO },
        {"docs.preset = 'quiet'\ndocs.missing-docstring.severity = 'error'", false, SEVERITY_ERROR},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        Parsed parsed;
        parse(&parsed, CONFIG_BLUETICK, rows[i].file);
        Selection selection;
        config_select(&parsed.config, STR(""), (OwnRuleList){NULL, 0}, &selection);
        RuleId rule = RULE_docs_missing_docstring;
        assert_int_equal(selection.named[rule], rows[i].is_named);
        assert_int_equal(options_severity(&selection.options, rule, rule_info(rule)->severity),
                         rows[i].severity);
        release(&parsed);
    }
}

static void settings_report_without_a_place(void **state) {
    (void)state;
    Parsed parsed;
    parse(&parsed, CONFIG_BLUETICK, "");
    Str path[] = {STR("docs"), STR("min-lines")};
    Setting setting = {.kind = SETTING_INTEGER, .integer = 7};
    assert_int_equal(
        config_apply_setting(&parsed.config, path, 2, &setting, &parsed.mem, &parsed.problems),
        STATUS_OK);
    assert_int_equal(options_integer(&parsed.config.options, OPTION_docs_min_lines), 7);
    setting.kind = SETTING_OTHER;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            config_apply_setting(&parsed.config, path, 2, &setting, &parsed.mem, &parsed.problems),
            STATUS_INVALID);
    }
    assert_int_equal(parsed.problems.count, 2);
    assert_int_equal(
        config_apply_setting(&parsed.config, path, 0, &setting, &parsed.mem, &parsed.problems),
        STATUS_INVALID);
    release(&parsed);
}

/* Every key as it is, cut at every byte, and with a byte changed: never a crash. */
static void mangled_configs(void **state) {
    (void)state;
    static const char text[] = "select = ['io', \"docs/missing-docstring\"]\n"
                               "[per-file-ignores]\n'tests/*' = ['docs']\n[docs]\nscope = 'all'\n"
                               "skeleton = {types = 'never'}\n[io.missing-timeout]\ntier = 1\n"
                               "[[docs.severity]]\nmissing-docstring = 'hint'\n";
    for (uint32_t cut = 0; cut < sizeof text; cut++) {
        static const char bytes[] = "[]{}='\"\n.\x80#";
        for (uint32_t i = 0; i < sizeof bytes; i++) {
            char copy[sizeof text];
            memcpy(copy, text, sizeof text);
            copy[cut < sizeof text - 1 ? cut : 0] = bytes[i];
            copy[i == sizeof bytes - 1 ? cut : sizeof text - 1] = '\0';
            Parsed parsed;
            parse(&parsed, CONFIG_BLUETICK, copy);
            assert_true(parsed.status == STATUS_OK || parsed.problems.count > 0);
            release(&parsed);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_keys),
        cmocka_unit_test(unknown_keys),
        cmocka_unit_test(wrong_values),
        cmocka_unit_test(pyproject_without_a_table),
        cmocka_unit_test(selection_by_layers),
        cmocka_unit_test(selection_by_file),
        cmocka_unit_test(names_and_presets),
        cmocka_unit_test(another_tools_convention),
        cmocka_unit_test(settings_report_without_a_place),
        cmocka_unit_test(mangled_configs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
