/* The inside of a FixBuilder: shared by the files that write fixes, seen by nobody else. */
#ifndef BLUETICK_RULES_FIX_DRAFT_H
#define BLUETICK_RULES_FIX_DRAFT_H

#include "rules/fix_builder.h"

typedef struct ImportWish {
    Str module;
    Str name;  /* empty: `import module` */
    Str local; /* what it is bound to */
    const FileModel *file;
} ImportWish;

typedef struct FixDraft {
    Str title;
    Safety safety;
    Str leaves;
    struct ARRAY_OF(FileEdits) files; /* [0] is the finding's own file: path empty */
    struct ARRAY_OF(ImportWish) imports;
    struct ARRAY_OF(Str) names; /* given out by fix_fresh_name */
} FixDraft;

struct FixBuilder {
    struct ARRAY_OF(FixDraft) drafts;
    struct ARRAY_OF(Refusal) refusals;
    bool is_likely; /* the finding is no more than likely */
};

/* The draft begun last. NULL and a bug report when none was begun. */
FixDraft *fix_draft(FixContext *context);

/* Its edits of a file; made when there are none yet. */
EditList *fix_draft_edits(FixContext *context, FixDraft *draft, Str path);

/* Puts the edits that bind the draft's imports before the other edits of their files. */
void fix_draft_place_imports(FixContext *context, FixDraft *draft);

/* The blanks that begin the row of a file offset. */
Str fix_row_indent(const FileModel *file, uint32_t file_offset);

#endif
