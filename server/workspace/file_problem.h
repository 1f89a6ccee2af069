/* What is wrong with a file that configures us, and how a person is told. */
#ifndef BLUETICK_WORKSPACE_FILE_PROBLEM_H
#define BLUETICK_WORKSPACE_FILE_PROBLEM_H

#include "base/array.h"
#include "base/buf.h"
#include "text/line_index.h"

/* A query file, or a config, which is wrong in a place. */
typedef struct FileProblem {
    Str absolute;
    Str shown; /* from the working folder */
    Str text;  /* of that file; empty: it could not be read */
    Span span; /* bytes of the text; empty: the byte at its start */
    Str why;
    bool is_config; /* what stands there is no rule and no query */
} FileProblem;

typedef struct FileProblems ARRAY_OF(FileProblem) FileProblems;

/* From the first row of the problem, never empty on a row with text. */
typedef struct ProblemRange {
    Position start;
    Position end;
} ProblemRange;
ProblemRange file_problem_range(const FileProblem *problem, PositionEncoding encoding);

/* "file:line:column: why" with a code frame, on a line of its own. */
void file_problem_tell(const FileProblem *problem, Buf *err);

#endif
