/* What the files that write imports share. */
#ifndef BLUETICK_RULES_FIX_IMPORT_PARTS_H
#define BLUETICK_RULES_FIX_IMPORT_PARTS_H

#include "rules/fix_draft.h"

/* The module unit's ast, and file offsets of a node of it. */
const Ast *import_module_ast(const FixContext *context);
Span import_module_span(const FixContext *context, NodeId node);
bool import_is(const Ast *ast, NodeId statement);

/* As people sort names: letters before case. */
int import_compare_names(Str a, Str b);

/* In file offsets. */
uint32_t import_row_end(const FileModel *file, uint32_t offset);
uint32_t import_row_start(const FileModel *file, uint32_t offset);
void import_push_edit(EditList *edits, uint32_t at, Str text);

/* "deque", "deque as _deque". */
Str import_alias_text(const ImportWish *wish, Arena *mem);

/* Into an existing `from x import`; false when there is none. */
bool import_extend(FixContext *context, EditList *edits, const ImportWish *wish);

/* As statements of their own. */
void import_place(FixContext *context, EditList *edits, const ImportWish *wishes, uint32_t count);

#endif
