/* The ast as text, for people and for tests. */
#ifndef BLUETICK_AST_DUMP_H
#define BLUETICK_AST_DUMP_H

#include "ast/ast.h"
#include "base/buf.h"

/* One node a line: two blanks a level (at most 40 levels), `field: Kind name detail flags
 * [start, end)`, and the source of Constants and other leaves, shortened. */
void ast_dump(const Ast *ast, Str text, Buf *out);

/* One JSON array a line, for comparison with other parsers: [depth, "field", "Kind", "name",
 * "detail", flags, start, end]. */
void ast_dump_json(const Ast *ast, Buf *out);

#endif
