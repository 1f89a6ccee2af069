/* Knows what the options of check mean. Refuses to know how they are carried out. */
#include "cli/check_options.h"

enum { JOBS_MAX = 256 };

static Status note_wrong_value(const Arguments *arguments, OptionSymbol symbol, const char *known,
                               Buf *err) {
    Str value = arguments_last(arguments, symbol, STR(""));
    return status_note(STATUS_INVALID, err, "option '--%s' knows %s, not '%.*s'",
                       option_row(symbol)->name.ptr, known, STR_ARG(value));
}

static Status parse_docs(CheckOptions *out, Buf *err) {
    Str value = arguments_last(&out->arguments, ARGUMENT_docs, STR(""));
    out->docs_count = arguments_has(&out->arguments, ARGUMENT_docs);
    return out->docs_count && !str_equal(value, STR("error"))
               ? note_wrong_value(&out->arguments, ARGUMENT_docs, "error", err)
               : STATUS_OK;
}

static Status parse_order(CheckOptions *out, Buf *err) {
    Str order = arguments_last(&out->arguments, ARGUMENT_sort, STR("place"));
    out->order = str_equal(order, STR("impact")) ? REPORT_BY_IMPACT : REPORT_BY_PLACE;
    if (out->order == REPORT_BY_PLACE && !str_equal(order, STR("place"))) {
        return note_wrong_value(&out->arguments, ARGUMENT_sort, "place and impact", err);
    }
    return STATUS_OK;
}

static Status parse_color(CheckOptions *out, Buf *err) {
    ColorWish wish = COLOR_AUTO;
    Str text = arguments_last(&out->arguments, ARGUMENT_color, STR("auto"));
    if (!color_wish_find(text, &wish)) {
        return note_wrong_value(&out->arguments, ARGUMENT_color, "auto, always and never", err);
    }
    out->color = console_wants_color(wish);
    return STATUS_OK;
}

/* ---- where reports go ------------------------------------------------------------------- */

/* "FORMAT" or "FORMAT:FILE". */
static Status parse_target(Str text, ReportTarget *out, Buf *err) {
    uint32_t colon = str_find_byte(text, ':');
    Str name = str_slice(text, 0, colon);
    *out = (ReportTarget){.file = str_slice(text, colon + 1, text.len)};
    if (!report_format_find(name, &out->format)) {
        Str nearest = report_format_nearest(name);
        status_note(STATUS_INVALID, err, "unknown format '%.*s'", STR_ARG(name));
        return nearest.len == 0
                   ? STATUS_INVALID
                   : status_note(STATUS_INVALID, err, "; did you mean '%.*s'?", STR_ARG(nearest));
    }
    if (colon < text.len && out->file.len == 0) {
        return status_note(STATUS_INVALID, err, "option '--format' needs a file after '%.*s:'",
                           STR_ARG(name));
    }
    return STATUS_OK;
}

/* --output names the file of the format that has none. */
static Status place_output(CheckOptions *out, Buf *err) {
    uint32_t on_terminal = 0;
    Str file = arguments_last(&out->arguments, ARGUMENT_output, STR(""));
    for (uint32_t i = 0; i < out->targets.count; i++) {
        ReportTarget *target = &out->targets.items[i];
        if (target->file.len == 0) {
            on_terminal++;
            target->file = file;
        }
    }
    if (on_terminal > 1) {
        return status_note(STATUS_INVALID, err,
                           "two formats write to the same place: give all but one a file, as in "
                           "'--format json:report.json'");
    }
    if (file.len > 0 && on_terminal == 0) {
        return status_note(STATUS_INVALID, err, "every format has a file: '--output' has no use");
    }
    return STATUS_OK;
}

static Status parse_targets(CheckOptions *out, Buf *err) {
    uint32_t count = out->arguments.values[ARGUMENT_format].count;
    for (uint32_t i = 0; i < count; i++) {
        ReportTarget target;
        Status status = parse_target(out->arguments.values[ARGUMENT_format].items[i], &target, err);
        if (status < 0) {
            return status;
        }
        ARRAY_PUSH(&out->targets, target);
    }
    if (count == 0) {
        ARRAY_PUSH(&out->targets, ((ReportTarget){.format = FORMAT_text}));
    }
    return place_output(out, err);
}

/* ---- all of them ------------------------------------------------------------------------ */

static Status read_switches(CheckOptions *out, Buf *err) {
    const Arguments *arguments = &out->arguments;
    out->is_quiet = arguments_has(arguments, ARGUMENT_quiet);
    out->is_verbose = arguments_has(arguments, ARGUMENT_verbose);
    out->fix_only = arguments_has(arguments, ARGUMENT_fix_only);
    out->is_diff = arguments_has(arguments, ARGUMENT_diff);
    out->fixes = arguments_has(arguments, ARGUMENT_fix) || out->fix_only;
    out->takes_unsafe = arguments_has(arguments, ARGUMENT_unsafe_fixes);
    if (arguments_has(arguments, ARGUMENT_isolated) && arguments_has(arguments, ARGUMENT_config)) {
        return status_note(STATUS_INVALID, err, "'--isolated' and '--config' exclude each other");
    }
    return STATUS_OK;
}

Status check_options_parse(CheckOptions *out, int count, const char *const *words, Buf *err) {
    *out = (CheckOptions){.jobs = 0};
    Status status = arguments_parse(&out->arguments, ON_CHECK, count, words, err);
    if (status < 0 || arguments_has(&out->arguments, ARGUMENT_help)) {
        return status;
    }
    status = read_switches(out, err);
    status = status < 0 ? status : parse_docs(out, err);
    status = status < 0 ? status : parse_order(out, err);
    status = status < 0 ? status : parse_color(out, err);
    status = status < 0 ? status : parse_targets(out, err);
    return status < 0
               ? status
               : arguments_number(&out->arguments, ARGUMENT_jobs, 1, JOBS_MAX, &out->jobs, err);
}

void check_options_release(CheckOptions *options) {
    arguments_release(&options->arguments);
    ARRAY_RELEASE(&options->targets);
}
