/* Knows how a match of a project's own pattern becomes a report, and its template a fix; what is
 * matched stands in the project's query files. */
#include "rules/fix_builder.h"
#include "rules/shape.h"

static NodeId first_node(const Candidate *candidate) {
    uint32_t slot = 0;
    while (slot + 1 < CANDIDATE_CAPTURES_MAX && candidate->captures[slot] == NODE_NONE) {
        slot++;
    }
    return candidate->captures[slot];
}

static NodeId node_of(const Candidate *candidate, uint8_t slot) {
    return slot == OWN_SLOT_FIRST ? first_node(candidate) : candidate->captures[slot];
}

/* A hole's `pass` is none of the user's. */
static bool is_hole(const RuleContext *context, NodeId node) {
    return ast_kind(&context->facts->ast, node) == NODE_PASS &&
           outline_hole_at(context->file->outline, context->unit,
                           ast_span(&context->facts->ast, node).start);
}

static void check_candidate(RuleContext *context, const Candidate *candidate) {
    const OwnRule *own = context->own;
    NodeId node = own ? node_of(candidate, own->slot) : NODE_NONE;
    if (node == NODE_NONE || is_hole(context, node)) {
        return;
    }
    Report report = report_new(RULE_own_query, ast_span(&context->facts->ast, node));
    report.own = own->index + 1u;
    report.severity = (int)own->severity;
    report.subject = shape_first_row(context->facts, node, context->mem);
    report.message = own->message;
    report.anchor = node;
    report.detail = (uint32_t)(candidate - context->facts->candidates.items);
    rule_report(context, &report);
}

/* ---- the fix ------------------------------------------------------------------------------ */

/* The match that the finding was made of; NULL when the rules are others now. */
static const Candidate *candidate_of(const FixContext *context, const Finding *finding) {
    const CandidateArray *candidates = &context->rule.facts->candidates;
    if (finding->detail >= candidates->count) {
        return NULL;
    }
    const Candidate *candidate = &candidates->items[finding->detail];
    bool is_same = candidate->query >= CANDIDATE_OWN &&
                   node_of(candidate, finding->own->slot) == finding->anchor;
    return is_same ? candidate : NULL;
}

/* A function's text is not in the unit of its class. */
static bool holds_other_units(const FixContext *context, Span span) {
    const Outline *outline = context->rule.file->outline;
    return span_length(outline_span_to_file(outline, context->rule.unit, span)) !=
           span_length(span);
}

/* False, with the reason told, when a piece cannot be had. */
static bool append_piece(FixContext *context, const OwnFix *fix, const OwnPiece *piece,
                         const Candidate *candidate, Buf *out) {
    if (piece->kind == OWN_PIECE_TEXT) {
        buf_append(out, piece->text);
        return true;
    }
    if (piece->kind == OWN_PIECE_IMPORT) {
        buf_append(out, fix->name.len ? fix_import(context, fix->module, fix->name)
                                      : fix_import_module(context, fix->module));
        return true;
    }
    NodeId node = candidate->captures[piece->slot];
    Span span = node == NODE_NONE ? (Span){0, 0} : ast_span(&context->rule.facts->ast, node);
    if (holds_other_units(context, span)) {
        fix_refuse(context, fix->title, STR("a function or class stands in what it would copy"));
        return false;
    }
    buf_append(out, str_span(context->rule.facts->text, span));
    return true;
}

static bool has_import_piece(const OwnFix *fix) {
    for (uint32_t i = 0; i < fix->piece_count; i++) {
        if (fix->pieces[i].kind == OWN_PIECE_IMPORT) {
            return true;
        }
    }
    return false;
}

/* The text names what it imports as it is: under another name it would mean something else. */
static bool import_unnamed(FixContext *context, const OwnFix *fix) {
    if (fix->module.len == 0 || has_import_piece(fix)) {
        return true;
    }
    Str wanted = fix->name.len ? fix->name : fix->module;
    Str local = fix->name.len ? fix_import(context, fix->module, fix->name)
                              : fix_import_module(context, fix->module);
    if (!str_equal(local, wanted)) {
        fix_refuse(context, fix->title, STR("the name that it imports is something else here"));
        return false;
    }
    return true;
}

static bool fill(FixContext *context, const OwnFix *fix, const Candidate *candidate, Buf *out) {
    for (uint32_t i = 0; i < fix->piece_count; i++) {
        if (!append_piece(context, fix, &fix->pieces[i], candidate, out)) {
            return false;
        }
    }
    return import_unnamed(context, fix);
}

static Str title_of(const OwnRule *own, Str text, Arena *mem) {
    if (own->fix->title.len) {
        return own->fix->title;
    }
    enum { SHOWN_MAX = 60 };
    Str row = str_slice(text, 0, str_find_byte(text, '\n'));
    bool is_cut = row.len < text.len || row.len > SHOWN_MAX;
    return text.len ? arena_format(mem, "Write `%.*s%s`", STR_ARG(str_slice(row, 0, SHOWN_MAX)),
                                   is_cut ? "..." : "")
                    : STR("Remove it");
}

static void start_fix(FixContext *context, const OwnFix *fix, const OwnRule *own,
                      const Candidate *candidate, Span target) {
    Arena *mem = context->rule.mem;
    Buf text;
    buf_init(&text, 0);
    fix_start(context, fix->safety, own->fix->title);
    if (fill(context, fix, candidate, &text)) {
        Str copy = arena_copy(mem, buf_str(&text));
        fix_title(context, title_of(own, copy, mem));
        fix_replace(context, target, copy);
    } else {
        fix_abandon(context);
    }
    buf_release(&text);
}

static void fix(FixContext *context, const Finding *finding) {
    const OwnRule *own = finding->own;
    const Candidate *candidate = own && own->fix ? candidate_of(context, finding) : NULL;
    if (!candidate) {
        return;
    }
    OwnFix named = *own->fix;
    named.title = named.title.len ? named.title : STR("Rewrite it");
    NodeId target =
        named.slot == OWN_SLOT_FIRST ? finding->anchor : candidate->captures[named.slot];
    if (target == NODE_NONE) {
        fix_refuse(context, named.title, STR("what it would replace is not there"));
        return;
    }
    Span span = ast_span(&context->rule.facts->ast, target);
    if (holds_other_units(context, span)) {
        fix_refuse(context, named.title,
                   STR("a function or class stands in what it would replace"));
        return;
    }
    start_fix(context, &named, own, candidate, span);
}

const RuleImplementation rule_own_query = {
    .rule = RULE_own_query,
    .check_candidate = check_candidate,
    .fix = fix,
};
