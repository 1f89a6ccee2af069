/* Which docstrings a rule about their text sees. */
#ifndef BLUETICK_RULES_DOCS_CONTENT_H
#define BLUETICK_RULES_DOCS_CONTENT_H

#include "base/buf.h"
#include "rules/docs/docs_files.h"
#include "rules/docs/needs.h"
#include "rules/fix_builder.h"

typedef void (*TargetCheck)(RuleContext *context, DocsUnit *unit, Target *target);

/* Each target with a readable docstring, read. */
void content_each(RuleContext *context, TargetCheck check);

/* ...whose sections are Google's, in a file that is checked as such (docs.style). */
void content_each_google(RuleContext *context, TargetCheck check);

/* The target of a finding, read; NULL when it is gone. */
Target *content_target(FixContext *context, const Finding *finding, DocsUnit **unit);

/* One row of text. */
bool content_is_one_line(const Target *target);

/* docs.oneLine allows a docstring of one line to go without sections, and this is one; or a program
 * fills in parts of it. */
bool content_is_excused(const DocsUnit *unit, const Target *target);

/* The summary is a section header or a field: there is no summary. */
bool content_is_headless(const DocsUnit *unit, const Target *target);

/* The summary's first word is `word`, or `word` with an s ("Return", "Returns"). */
bool content_summary_begins(const DocsUnit *unit, const Target *target, Str word);

/* At most six names: "'a', 'b' and 3 more"; `is_plain`: without the quotes. */
typedef struct NameList {
    Buf text;
    uint32_t count;
    bool is_plain;
} NameList;
void name_list_add(NameList *list, Str name);
Str name_list_take(NameList *list, Arena *mem);

#endif
