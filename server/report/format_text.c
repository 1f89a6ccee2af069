/* For people: a code frame, the cost, where else to look, what can be done. */
#include "report/display.h"
#include "report/frame.h"
#include "report/report_run.h"

static void append_location(Buf *out, Str path, Place place) {
    display_append_line(out, path);
    buf_append_byte(out, ':');
    buf_append_number(out, place.line);
    buf_append_byte(out, ':');
    buf_append_number(out, place.column);
}

static void append_remark(Buf *out, uint32_t gutter, const Palette *palette, const char *word,
                          Str text) {
    frame_remark(out, gutter, palette, word);
    display_append_line(out, text);
    buf_append_byte(out, '\n');
}

static void append_related(ReportRun *run, const ReportEntry *entry, uint32_t gutter,
                           const Palette *palette, Buf *out) {
    for (uint32_t i = 0; i < entry->finding->related_count; i++) {
        const Related *related = &entry->finding->related[i];
        const ReportFile *file = report_run_other(run, entry->file, related->path);
        frame_remark(out, gutter, palette, "see");
        if (file != NULL) {
            append_location(out, file->path, report_run_place(run, file, related->span.start));
        } else {
            display_append_line(out, related->path);
        }
        buf_append_c(out, ": ");
        display_append_line(out, related->message);
        buf_append_byte(out, '\n');
    }
}

/* Findings that share a line often share what mends them: one remark says it. */
static bool is_told(const FixSet *fixes, uint32_t at) {
    for (uint32_t i = 0; i < at; i++) {
        if (str_equal(fixes->fixes[i].title, fixes->fixes[at].title)) {
            return true;
        }
    }
    return false;
}

static void append_fixes(const FixSet *fixes, uint32_t gutter, const Palette *palette, Buf *out) {
    for (uint32_t i = 0; i < fixes->fix_count; i++) {
        if (is_told(fixes, i)) {
            continue;
        }
        frame_remark(out, gutter, palette, "fix");
        display_append_line(out, fixes->fixes[i].title);
        buf_format(out, " (%.*s)", STR_ARG(safety_name(fixes->fixes[i].safety)));
        if (fixes->fixes[i].leaves.len) {
            buf_append_c(out, ", leaves ");
            display_append_line(out, fixes->fixes[i].leaves);
        }
        buf_append_byte(out, '\n');
    }
    for (uint32_t i = 0; i < fixes->refusal_count; i++) {
        frame_remark(out, gutter, palette, "no fix");
        display_append_line(out, fixes->refusals[i].title);
        buf_append_c(out, ": ");
        display_append_line(out, fixes->refusals[i].reason);
        buf_append_byte(out, '\n');
    }
}

/* None was built: say which flags would show them. Whether one can be made here is not known, so
 * nothing is promised; what is only likely is never mended as safe. */
static void append_hint(const Finding *finding, uint32_t gutter, const Palette *palette, Buf *out) {
    uint32_t fixes = finding->own ? (finding->own->fix ? 1u << finding->own->fix->safety : 0)
                                  : rule_info(finding->rule)->fixes;
    bool has_unsafe = (fixes & 1u << SAFETY_UNSAFE) != 0;
    bool has_safe = (fixes & 1u << SAFETY_SAFE) && finding->certainty == CERTAINTY_CERTAIN;
    if (has_safe) {
        append_remark(out, gutter, palette, "fix",
                      has_unsafe ? STR("--diff shows what --fix would do; --unsafe-fixes does more")
                                 : STR("--diff shows what --fix would do"));
    } else if (has_unsafe || fixes & 1u << SAFETY_SAFE) {
        append_remark(out, gutter, palette, "fix",
                      STR("--unsafe-fixes --diff shows what could be done"));
    }
}

static void append_title(const Finding *finding, ReportRun *run, const Palette *palette, Buf *out) {
    buf_append_c(out, palette->severity);
    buf_append(out, severity_name(finding->severity));
    buf_append_byte(out, '[');
    buf_append(out, finding_rule_id(finding));
    buf_append_byte(out, ']');
    buf_append_c(out, palette->reset);
    if (finding->certainty != CERTAINTY_CERTAIN) {
        buf_format(out, " (%.*s)", STR_ARG(certainty_name(finding->certainty)));
    }
    buf_append_c(out, palette->strong);
    buf_append_c(out, ": ");
    display_append_line(out, finding_message(finding, &run->mem));
    buf_append_c(out, palette->reset);
    buf_append_byte(out, '\n');
}

static void append_arrow(Buf *out, uint32_t gutter, const Palette *palette) {
    buf_append_repeat(out, ' ', gutter);
    buf_append_c(out, palette->gutter);
    buf_append_c(out, "-->");
    buf_append_c(out, palette->reset);
    buf_append_byte(out, ' ');
}

static void write_entry(ReportRun *run, uint32_t index, Buf *out) {
    const ReportEntry *entry = &run->entries[index];
    const Finding *finding = entry->finding;
    const ReportFile *file = entry->file;
    Palette palette = palette_of(run->input->style, finding->severity);
    append_title(finding, run, &palette, out);
    uint32_t gutter = file->lines ? frame_gutter(file->lines, finding->span) : 1;
    append_arrow(out, gutter, &palette);
    append_location(out, file->path, report_run_place(run, file, finding->span.start));
    buf_append_byte(out, '\n');
    if (file->lines) {
        frame_append(out, file->lines, finding->span, &palette);
    }
    if (finding->cost.len > 0) {
        append_remark(out, gutter, &palette, "cost", finding->cost);
    }
    if (finding->entry.len > 0) {
        append_remark(out, gutter, &palette, "reached from", finding->entry);
    }
    append_related(run, entry, gutter, &palette, out);
    if (entry->fixes && entry->fixes->is_built) {
        append_fixes(entry->fixes, gutter, &palette, out);
    } else {
        append_hint(finding, gutter, &palette, out);
    }
    buf_append_byte(out, '\n');
}

static void append_note(ReportRun *run, const ReportNote *entry, Buf *out) {
    append_location(out, entry->file->path,
                    report_run_place(run, entry->file, entry->note->span.start));
    buf_format(out, ": note[%.*s]: ", STR_ARG(note_kind_name(entry->note->kind)));
    display_append_line(out, entry->note->message);
    buf_append_byte(out, '\n');
}

static void write_tail(ReportRun *run, Buf *out) {
    for (uint32_t i = 0; i < run->note_count; i++) {
        append_note(run, &run->notes[i], out);
    }
    if (!run->input->style.no_summary) {
        report_append_summary(out, &run->summary);
        buf_append_byte(out, '\n');
    }
}

const FormatWriter format_text = {.entry = write_entry, .tail = write_tail};

void report_problem(Buf *out, Str severity, Str message, Str path, Str text, Span span,
                    ReportStyle style) {
    Arena mem;
    arena_init(&mem);
    LineIndex lines = line_index_build(text, &mem);
    Palette palette = palette_of(style, SEVERITY_ERROR);
    Position position = line_index_position(&lines, span.start, POSITION_UTF32);
    uint32_t gutter = frame_gutter(&lines, span);
    buf_format(out, "%s%.*s%s%s: ", palette.severity, STR_ARG(severity), palette.reset,
               palette.strong);
    display_append_line(out, message);
    buf_format(out, "%s\n", palette.reset);
    append_arrow(out, gutter, &palette);
    append_location(out, path, (Place){position.row + 1, position.column + 1, 0});
    buf_append_byte(out, '\n');
    frame_append(out, &lines, span, &palette);
    arena_release(&mem);
}
