/* How a rule writes its fixes.
 *
 *     static void fix(FixContext *context, const Finding *finding) {
 *         fix_start(context, SAFETY_SAFE, STR("Iterate the file itself"));
 *         fix_delete(context, span_of_call);
 *     }
 *
 * A fix is begun with fix_start; edits, imports and names belong to the one begun last. A rule
 * begins its fixes in order of preference. Edits are minimal text splices: quotes, comments and
 * line ends of the user stay as they are; new lines use fix_line_end and fix_indent_unit. The
 * engine tries each fix (engine/fix.h) before anybody sees it. */
#ifndef BLUETICK_RULES_FIX_BUILDER_H
#define BLUETICK_RULES_FIX_BUILDER_H

#include "rules/rule.h"

typedef struct FixBuilder FixBuilder;

struct FixContext {
    RuleContext rule; /* the context of the unit that the finding stands in; `sink` is NULL */
    FixBuilder *builder;
};

/* Begins a fix. A finding that is only `likely` makes a safe fix unsafe. */
void fix_start(FixContext *context, Safety safety, Str title);

/* The finding is no more than likely. */
bool fix_is_likely(const FixContext *context);

/* Another title for the fix begun last: known only now. */
void fix_title(FixContext *context, Str title);

/* What the cost of the finding becomes with the fix begun last, in the same words: "1 round trip".
 * A rule that cannot tell says nothing, or takes back what was said of all fixes. */
void fix_leaves(FixContext *context, Str cost);
void fix_leaves_unknown(FixContext *context);

/* Drops the fix begun last: a fact was met on the way that forbids it. */
void fix_abandon(FixContext *context);

/* True when the fix begun last changes nothing so far. */
bool fix_is_empty(FixContext *context);

/* A fix that a reader would expect and does not get; `reason` names the fact. */
void fix_refuse(FixContext *context, Str title, Str reason);

/* True, and refused, when the project is said to run on versions before Python 3.`minor`, with
 * which `what` came. */
bool fix_lacks_python(FixContext *context, Str title, const char *what, uint32_t minor);

/* The same of a library's version (library_version()). */
bool fix_lacks_library(FixContext *context, Str title, const char *what, LibraryId library,
                       uint32_t version);

/* In bytes of the unit's text. A span over a hole covers the children it stands for. Texts are
 * borrowed: build them in context->rule.mem. */
void fix_replace(FixContext *context, Span span, Str text);
void fix_insert(FixContext *context, uint32_t at, Str text);
void fix_delete(FixContext *context, Span span);

/* In bytes of the file's text, and of another file's. */
void fix_replace_in_file(FixContext *context, Span span, Str text);
void fix_replace_elsewhere(FixContext *context, Str path, Span span, Str text);

/* Makes sure that `name` of `module` is bound at module level, and returns the expression to use
 * for it: "ThreadPoolExecutor"; its alias when it is imported under one; "_deque" when the plain
 * name means something else here. The import goes where a person would put it: into an existing
 * `from x import`, else to its alphabetical place in a sorted block of its group (standard library,
 * third party, own), else after the group's last import; after docstring and `__future__`. */
Str fix_import(FixContext *context, Str module, Str name);

/* The same for `import asyncio`: returns "asyncio", or the alias. */
Str fix_import_module(FixContext *context, Str module);

/* The same for code in a unit of any file of the project. */
Str fix_import_elsewhere(FixContext *context, const FileModel *file, UnitId unit, Str module,
                         Str name);
Str fix_import_module_elsewhere(FixContext *context, const FileModel *file, UnitId unit,
                                Str module);

/* `wanted`, or with a `_` before it, or with a digit after it: unbound in the unit, and given out
 * once in a fix. The trial checks again that it was unbound. */
Str fix_fresh_name(FixContext *context, Str wanted);

/* One step of indentation as the file does it ("\t", "  ", "    "), the whole indentation of the
 * row that holds `at` (unit offset), and the line end of the file's first row. */
Str fix_indent_unit(const FixContext *context);
Str fix_indent_of(const FixContext *context, uint32_t at);
Str fix_line_end(const FixContext *context);

/* ---- rows (unit offsets; rules/fix_rows.c) ------------------------------------------------ */

/* True when only blanks stand before `at` on its row. */
bool fix_begins_row(const FixContext *context, uint32_t at);
/* The same for a file offset. */
bool fix_file_begins_row(const FileModel *file, uint32_t file_offset);

/* True when the span has its rows for itself: blanks before it, blanks after it. */
bool fix_owns_rows(const FixContext *context, Span span);

/* The same, but a comment may stand behind it: *text is the span's text with that comment. */
bool fix_takes_rows(const FixContext *context, Span span, Str *text);

/* Removes the rows that the span touches, their line ends included. */
void fix_delete_rows(FixContext *context, Span span);

/* True when a row can be put before the statement: it begins its own and is no `elif`. */
bool fix_has_row_before(const FixContext *context, NodeId statement);

/* A row of its own, indented like the statement, before it or after its last row. `text` has no
 * line end; several rows are several calls. */
void fix_insert_row_before(FixContext *context, NodeId statement, Str text);
void fix_insert_row_after(FixContext *context, NodeId statement, Str text);

/* ---- the engine's side -------------------------------------------------------------------- */

/* What a finding's fix function said: edits sorted, fixes with overlapping edits of their own
 * dropped (BUG_ON in debug). `names[i]` are the names that fixes[i] introduces in the unit. */
typedef struct FixNames {
    const Str *items;
    uint32_t count;
} FixNames;

typedef struct BuiltFixes {
    FixSet set;
    const FixNames *names; /* set.fix_count of them */
} BuiltFixes;

/* True when `name` means something in the unit already: bound or used there. */
bool fix_name_is_taken(const FixContext *context, UnitId unit, Str name);

BuiltFixes fix_build(const RuleImplementation *rule, const RuleContext *context,
                     const Finding *finding);

#endif
