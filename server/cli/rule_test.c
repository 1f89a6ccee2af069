/* Knows how a project's own rules are tried on files that say what is expected of them: a comment
 * `# expect: id, id` at the end of a row, and beside x.py the x.fixed.py that fixes make of it. */
#include "base/status.h"
#include "cli/command.h"
#include "cli/console.h"
#include "cli/rule_own.h"
#include "io/file.h"
#include "workspace/fix_files.h"
#include "workspace/own_rule_files.h"
#include "workspace/rule_set.h"

#include <stdlib.h>

enum { FIXED_BYTES_MAX = 16 * 1024 * 1024 };

typedef struct RuleTest {
    ProjectRules project;
    RuleSet rules;
    FileSet set;
    ScanResult result;
    FixFilesResult fixes;
    bool is_scanned;
    uint32_t files;
    uint32_t expected;
    uint32_t differences;
    uint32_t unread;
    Buf out;
} RuleTest;

/* ---- what files say ----------------------------------------------------------------------- */

static Str comment_after(Str row, Str marker) {
    uint32_t at = str_find(row, marker);
    return str_slice(row, at + marker.len, row.len);
}

/* The next id of a list between commas and blanks; empty at its end. */
static Str next_id(Str *list) {
    uint32_t start = 0;
    while (start < list->len && memchr(", \t\r", list->ptr[start], 4)) {
        start++;
    }
    uint32_t end = start;
    while (end < list->len && !memchr(", \t\r", list->ptr[end], 4)) {
        end++;
    }
    Str id = str_slice(*list, start, end);
    *list = str_slice(*list, end, list->len);
    return id;
}

static bool list_has(Str list, Str id) {
    for (Str one = next_id(&list); one.len > 0; one = next_id(&list)) {
        if (str_equal(one, id)) {
            return true;
        }
    }
    return false;
}

/* `# enable: id` in the first two rows switches on what is off by default. */
static bool enables(const ScannedFile *file, Str id) {
    const LineIndex *lines = &file->document->lines;
    for (uint32_t row = 0; row < 2 && row < lines->count; row++) {
        Str text = str_span(lines->text, line_index_row_span(lines, row));
        if (list_has(comment_after(text, STR("# enable:")), id)) {
            return true;
        }
    }
    return false;
}

static bool is_wanted(const ScannedFile *file, const Finding *finding) {
    return finding->own && (!finding->own->is_off || enables(file, finding->own->id));
}

/* ---- differences -------------------------------------------------------------------------- */

static void differ(RuleTest *test, const ScannedFile *file, uint32_t row, const char *what,
                   Str text) {
    buf_format(&test->out, "%.*s:%u: %s %.*s\n", STR_ARG(file->input->path), row + 1, what,
               STR_ARG(text));
    test->differences++;
}

static bool is_found(const ScannedFile *file, uint32_t row, Str id) {
    for (uint32_t i = 0; i < file->finding_count; i++) {
        const Finding *finding = &file->findings[i];
        if (is_wanted(file, finding) && str_equal(finding->own->id, id) &&
            line_index_row(&file->document->lines, finding->owner) == row) {
            return true;
        }
    }
    return false;
}

static void check_expected(RuleTest *test, const ScannedFile *file) {
    const LineIndex *lines = &file->document->lines;
    for (uint32_t row = 0; row < lines->count; row++) {
        Str text = str_span(lines->text, line_index_row_span(lines, row));
        Str list = comment_after(text, STR("# expect:"));
        for (Str id = next_id(&list); id.len > 0; id = next_id(&list)) {
            test->expected++;
            OwnRuleList own = own_rules_list(file->input->config->own);
            if (!own_rule_find(own, id)) {
                differ(test, file, row, "the project has no rule", id);
            } else if (!is_found(file, row, id)) {
                differ(test, file, row, "expected and not found:", id);
            }
        }
    }
}

static void check_found(RuleTest *test, const ScannedFile *file) {
    const LineIndex *lines = &file->document->lines;
    for (uint32_t i = 0; i < file->finding_count; i++) {
        const Finding *finding = &file->findings[i];
        uint32_t row = line_index_row(lines, finding->owner);
        Str text = str_span(lines->text, line_index_row_span(lines, row));
        if (is_wanted(file, finding) &&
            !list_has(comment_after(text, STR("# expect:")), finding->own->id)) {
            differ(test, file, row, "found and not expected:", finding->own->id);
        }
    }
}

/* ---- fixes -------------------------------------------------------------------------------- */

static bool is_outcome(Str path) {
    return str_ends_with(path, STR(".fixed.py"));
}

static uint32_t first_other_row(Str a, Str b) {
    uint32_t row = 0;
    for (uint32_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++) {
        row += a.ptr[i] == '\n';
    }
    return row;
}

static Str row_of(Str text, uint32_t row) {
    for (; row > 0; row--) {
        text = str_slice(text, str_find_byte(text, '\n') + 1, text.len);
    }
    return str_slice(text, 0, str_find_byte(text, '\n'));
}

static void check_fixed(RuleTest *test, const ScannedFile *file, const FixedFile *fixed) {
    Arena *mem = &test->project.mem;
    Str path = file->input->absolute;
    if (!str_ends_with(path, STR(".py"))) {
        return;
    }
    Str beside = arena_format(mem, "%.*s.fixed.py", STR_ARG(str_slice(path, 0, path.len - 3)));
    Str wanted;
    Buf reason;
    buf_init(&reason, 0);
    Status status = file_read(&wanted, beside, FIXED_BYTES_MAX, mem, NULL, &reason);
    buf_release(&reason);
    if (status < 0) {
        return; /* its fixes are not tested */
    }
    Str made =
        fixed->scanned && fixed->result.changed ? fixed->bytes : file->document->source.file_bytes;
    if (!str_equal(made, wanted)) {
        uint32_t row = first_other_row(made, wanted);
        differ(test, file, row,
               "the fixed file differs in this row; expected:", row_of(wanted, row));
        buf_format(&test->out, "    made: %.*s\n", STR_ARG(row_of(made, row)));
    }
}

/* ---- the run ------------------------------------------------------------------------------ */

/* Over every config: only the project's own rules. */
static Status select_own(void *data, Config *config, Arena *mem, Buf *err) {
    (void)data;
    (void)err;
    ConfigProblems problems = {0};
    Str key = STR("select");
    Setting own = {.kind = SETTING_STRING, .text = STR("own")};
    Status status = config_apply_setting(config, &key, 1, &own, mem, &problems);
    ARRAY_RELEASE(&problems);
    return status;
}

/* Also those that are off by default: a file says which of them it wants. */
static Status select_off(ProjectConfig *config, Arena *mem) {
    OwnRuleList own = own_rules_list(config->own);
    Str *ids = ARENA_ARRAY(mem, Str, own.count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < own.count; i++) {
        if (own.items[i]->is_off) {
            ids[count++] = own.items[i]->id;
        }
    }
    ConfigProblems problems = {0};
    Str key = STR("extend-select");
    Setting off = {
        .kind = SETTING_LIST, .list = {ids, count}
    };
    Status status =
        count ? config_apply_setting(&config->values, &key, 1, &off, mem, &problems) : STATUS_OK;
    ARRAY_RELEASE(&problems);
    return status;
}

static void drop_outcomes(FileSet *set) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < set->files.count; i++) {
        if (!is_outcome(set->files.items[i].path)) {
            set->files.items[kept++] = set->files.items[i];
        }
    }
    set->files.count = kept;
}

static Status prepare(RuleTest *test, const Arguments *arguments, Buf *err) {
    ConfigFiles *configs = &test->project.configs;
    Str folder = arguments_last(arguments, ARGUMENT_test, STR("."));
    configs->override = select_own;
    Status status = rule_set_init(&test->rules, true, err);
    if (status == STATUS_OK && arguments_has(arguments, ARGUMENT_config)) {
        status =
            config_files_fix(configs, arguments_last(arguments, ARGUMENT_config, STR("")), err);
    }
    FileSetRequest request = {
        .arguments = &folder, .argument_count = 1, .configs = configs, .mem = &test->project.mem};
    status = status < 0 ? status : file_set_collect(&test->set, &request, err);
    status = status < 0 ? status : own_rule_files_add(configs, err);
    drop_outcomes(&test->set);
    for (uint32_t i = 0; i < test->set.files.count && status == STATUS_OK; i++) {
        ProjectConfig *config = (ProjectConfig *)test->set.files.items[i].config;
        bool is_new = true;
        for (uint32_t k = 0; k < i && is_new; k++) {
            is_new = test->set.files.items[k].config != config;
        }
        status = is_new ? select_off(config, &test->project.mem) : status;
    }
    if (status == STATUS_OK && test->set.files.count == 0) {
        return status_note(STATUS_INVALID, err, "no Python file in %.*s", STR_ARG(folder));
    }
    return status;
}

static bool wants_fix(void *context, const Finding *finding) {
    (void)context;
    return finding->own != NULL;
}

static void scan(RuleTest *test) {
    ScanRequest request = {.set = &test->set, .setup = &test->rules.setup};
    scan_run(&test->result, &request);
    FixFilesRequest fix = {.scan = &request,
                           .scanned = &test->result,
                           .safeties = 1u << SAFETY_SAFE | 1u << SAFETY_UNSAFE,
                           .wants = wants_fix,
                           .dry_run = true};
    fix_files_run(&test->fixes, &fix);
    test->is_scanned = true;
    for (uint32_t i = 0; i < test->result.file_count; i++) {
        const ScannedFile *file = &test->result.files[i];
        test->files++;
        if (!file->document) {
            buf_format(&test->out, "%.*s: it could not be read\n", STR_ARG(file->input->path));
            test->unread++;
            continue;
        }
        check_expected(test, file);
        check_found(test, file);
        check_fixed(test, file, &test->fixes.files[i]);
    }
}

static void release(RuleTest *test) {
    if (test->is_scanned) {
        fix_files_release(&test->fixes);
        scan_release(&test->result);
    }
    file_set_release(&test->set);
    project_rules_release(&test->project);
    rule_set_release(&test->rules);
    buf_release(&test->out);
}

int rule_test(const Arguments *arguments, Buf *err) {
    RuleTest test = {.files = 0};
    int code = EXIT_USAGE;
    buf_init(&test.out, 0);
    project_rules_init(&test.project, arguments);
    if (prepare(&test, arguments, err) == STATUS_OK) {
        scan(&test);
        buf_format(&test.out, "%u files, %u expected findings: %u differences\n", test.files,
                   test.expected, test.differences);
        bool is_told = console_write(buf_str(&test.out)) == STATUS_OK;
        code = !is_told || test.unread ? EXIT_USAGE : test.differences ? EXIT_FINDINGS : EXIT_CLEAN;
    }
    release(&test);
    return code;
}
