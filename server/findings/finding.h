/* What a rule says, and what can be done about it: plain data, no behaviour of rules.
 *
 * Spans count bytes of the file's decoded text (text/source.h). All texts and arrays live in the
 * arena of the run that made them. */
#ifndef BLUETICK_FINDINGS_FINDING_H
#define BLUETICK_FINDINGS_FINDING_H

#include "base/arena.h"
#include "base/array.h"
#include "registry/own_rule.h"
#include "registry/registry.h"
#include "text/edit.h"

/* A place that explains a finding: where the query is made, where the access really happens. */
typedef struct Related {
    Str path; /* empty = the finding's own file */
    Span span;
    Str message;
} Related;

typedef struct Finding Finding;
struct Finding {
    RuleId rule;
    const OwnRule *own; /* of RULE_own_query: the project's rule; it lives as long as the rules */
    Severity severity;
    Certainty certainty;
    Span span;       /* the smallest range that names the smell */
    uint32_t owner;  /* byte whose row is the owner line (DESIGN: Findings and fixes) */
    Span definition; /* decorators to header end of the definition reported on (docs rules: to the
                        docstring's closing quotes); empty if none: an ignore comment on one of
                        these lines counts too */
    Str subject;     /* "order.user", "get_user": what is reported, stable under moved lines */
    Str message;     /* one sentence, no full stop at the end of a single clause */
    Str cost;        /* impact in words: "1 + N queries"; may be empty */
    Str entry;       /* the entry point it is reached from; may be empty */
    const Related *related;
    uint32_t related_count;
    uint64_t fingerprint; /* of rule, path, subject and the text around: survives moved lines */
    uint32_t unit;        /* UnitId it was found in */
    uint32_t anchor;      /* the rule's own: a NodeId of the unit, given back to build its fixes */
    uint32_t detail;      /* the rule's own, likewise */
    /* Others of the same rule on the same owner line, merged into this one for display. They keep
     * their fixes: ask for those of each. */
    const Finding *more;
    uint32_t more_count;
};

typedef struct FindingList ARRAY_OF(Finding) FindingList;

/* Edits of one file; `path` empty = the finding's own. */
typedef struct FileEdits {
    Str path;
    EditList edits;
} FileEdits;

typedef struct Fix {
    Str title; /* "Add a timeout of 10 seconds": imperative, names the target */
    Safety safety;
    const FileEdits *files;
    uint32_t file_count;
    Str leaves; /* what the finding's cost becomes: "2 queries"; empty: not known */
} Fix;

/* Why a fix that a reader would expect is not offered; names the fact. */
typedef struct Refusal {
    Str title;
    Str reason; /* "the loop returns at line 14 on the first match" */
} Refusal;

typedef struct FixSet {
    const Fix *fixes; /* in the rule's order of preference */
    uint32_t fix_count;
    const Refusal *refusals;
    uint32_t refusal_count;
    bool is_built; /* the rule was asked: when both counts are 0, it offers nothing here */
} FixSet;

/* The id and category that a reader knows the finding's rule by. */
Str finding_rule_id(const Finding *finding);
Category finding_category(const Finding *finding);

/* By span start, then span end, rule, message, subject: total, so that output never depends on the
 * order of discovery (I3). For qsort. */
int finding_compare(const void *a, const void *b);

/* Set once the file's text is known and the list is sorted: of rule, path, subject and the
 * blank-folded text of the span's row (of a long row: what stands around the span), so that moving
 * lines changes nothing; equal ones in a file are told apart by their ordinal. `more` of a finding
 * keep 0. O(n log n). */
void finding_list_fingerprint(FindingList *findings, Str path, Str text);

/* What a reader sees of a merged finding: the message, and the subjects of the others. Equals
 * `message` when nothing was merged. */
Str finding_message(const Finding *finding, Arena *mem);

/* What was not done and why (I6): a skipped file, a match limit, a syntax error. */
typedef enum NoteKind {
    NOTE_SYNTAX,     /* a part of the file is broken; the rest was analysed */
    NOTE_SKIPPED,    /* the file was not analysed: too large, not its encoding, past the deadline */
    NOTE_UNREADABLE, /* the file could not be read (exit code 3) */
    NOTE_LIMIT,      /* a cap was hit: matches, findings of a rule */
    NOTE_SUPPRESSION, /* an ignore comment that matches nothing, or cannot be understood */
    NOTE_BUG,         /* a rule broke a promise; its results for this file were dropped */
    NOTE_KIND_COUNT
} NoteKind;

/* "syntax", "skipped", "unreadable", "limit", "suppression", "bug". */
Str note_kind_name(NoteKind kind);

typedef struct Note {
    NoteKind kind;
    Span span; /* may be empty */
    Str message;
} Note;

typedef struct NoteList ARRAY_OF(Note) NoteList;

#endif
